"""Side-by-side measurements: `python -m benchmarks` (see docs/benchmarks.md)."""
