"""Measurements, printed as ratios within one run: `python -m tests.bench` (make bench), `python -m tests.bench nation`."""
