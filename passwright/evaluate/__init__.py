"""Measures plans: objectives, crash-proof worker processes, the experience that is kept.

Knows nothing of how candidates are chosen.
"""
