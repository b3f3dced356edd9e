"""`python -m benchmarks checks` or `python -m benchmarks training`; `make bench` runs both."""

import os

# Before NumPy is loaded: what is timed is one thread.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse

from benchmarks import checks, training

BENCHMARKS = {"checks": checks.report, "training": training.report}


def main() -> None:
    """Run the benchmark that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("--rounds", type=int, default=5, help="repetitions (default: 5)")
    asked = parser.parse_args()
    BENCHMARKS[asked.benchmark](asked.rounds)


if __name__ == "__main__":
    main()
