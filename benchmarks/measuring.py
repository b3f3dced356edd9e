"""How it is timed: in turn, each time in a fresh process, and what counts is the ratio.

A machine that is busy for a while is busy for all contenders of a round. So they take turns, A B
and then B A, at least five times; each round gives a ratio, and the median of the ratios is
reported with the smallest and the largest.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.case import Case

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

ROOT = Path(__file__).parent.parent
Measured = dict  # what `benchmarks.worker` prints


def in_fresh_process(case: Case, contender: str, threads: int) -> Measured:
    """Run one contender once."""
    environment = os.environ | {name: str(threads) for name in THREAD_VARIABLES}
    task = case.contenders[contender]
    program = (
        ["benchmarks.statement", task]
        if isinstance(task, str)
        else ["benchmarks.worker", case.name, contender]
    )
    command = [sys.executable, "-m", *program]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{case.name}, {contender}, failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def in_turn(
    case: Case, threads: int, rounds: int, after_each: Callable[[], object]
) -> dict[str, list[Measured]]:
    """All contenders, round after round; every other round goes backwards."""
    measured: dict[str, list[Measured]] = {name: [] for name in case.contenders}
    for number in range(rounds):
        names = list(case.contenders)
        for name in names if number % 2 == 0 else reversed(names):
            measured[name].append(in_fresh_process(case, name, threads))
            after_each()
    return measured


def spread(values: list[float]) -> dict[str, float]:
    """Median, smallest and largest."""
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def summary(case: Case, threads: int, measured: dict[str, list[Measured]]) -> dict:
    """What the results file keeps of a case."""
    rows = {}
    for name, rounds in measured.items():
        points = rounds[0]["seconds"]
        row = {
            "seconds": {p: spread([one["seconds"][p] for one in rounds]) for p in points},
            "memory": spread([one["memory"] for one in rounds]),
        }
        if name != case.ours:
            pairs = list(zip(measured[case.ours], rounds, strict=True))
            row["ratio"] = {
                p: spread([a["seconds"][p] / b["seconds"][p] for a, b in pairs]) for p in points
            }
            row["memory_ratio"] = spread([a["memory"] / b["memory"] for a, b in pairs])
            # Targets are for one thread; with more, the numbers are for information.
            row["target"] = case.targets.get(name) if threads == 1 else None
            row["memory_target"] = case.memory_targets.get(name) if threads == 1 else None
            if name in case.most_beyond:
                seconds = [a["seconds"]["all"] - b["seconds"]["all"] for a, b in pairs]
                row["beyond"] = {
                    "seconds": spread(seconds),
                    "memory": spread([a["memory"] - b["memory"] for a, b in pairs]),
                    "most": case.most_beyond[name],
                }
        if rounds[0]["accuracy"] is not None:
            row["accuracy"] = spread([one["accuracy"] for one in rounds])
        rows[name] = row
    return {
        "name": case.name,
        "title": case.title,
        "unit": case.unit,
        "axis": case.axis,
        "threads": threads,
        "rounds": len(measured[case.ours]),
        "contenders": rows,
    }
