"""Recipes for the figures that README and LOG state: each is run as `python -m runs.NAME`."""
