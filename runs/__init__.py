"""Recipes for the figures that README, docs and LOG state: each is run as `python -m runs.NAME`."""
