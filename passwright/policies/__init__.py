"""Trained policies as proposers: here those that a server answers for. Knows nothing of how they were trained."""
