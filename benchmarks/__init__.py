"""Timings, side by side: nncourse, PyTorch, scikit-learn and the machine's own matrix product.

`make bench` runs them. `measuring` says how, `cases/` what; `results/speed.json` in the course's
data is what came out on one machine, and the page "How fast it is" shows it. Times belong here and
never into a test.
"""
