"""What `make bench` measures: a module per subject, each with `run()`; `python -m benchmarks` runs them."""
