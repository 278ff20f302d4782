"""Networks and their training: the only room that may import torch. Knows nothing of the command line."""
