"""Speed, as ratios measured in one run: each is run as `python -m benchmarks.NAME`."""
