"""Gates that a candidate must pass before it leaves, and the evidence that travels with it. Knows nothing of search."""
