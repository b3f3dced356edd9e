"""Side-by-side timings: the package, PyTorch, scikit-learn and the bare matrix products."""
