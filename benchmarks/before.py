"""Is it as fast as before? `python -m benchmarks.before REVISION [CASE ...]`.

Times what is ours in a case beside the same at an earlier revision of this repository. The two take
turns in fresh processes, and the processor's time counts, so that a neighbour's work does not.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from benchmarks.case import Case
from benchmarks.cases import CASES
from benchmarks.measuring import ROOT, THREAD_VARIABLES

# Runs in either tree, so it uses only what both have.
WORKER = """
import json, statistics, sys, time
from benchmarks.cases import CASES
case = CASES[sys.argv[1]]
seconds = {}
for point in case.points or (None,):
    prepare = case.contenders[sys.argv[2]]
    prepared = prepare() if point is None else prepare(point)
    if case.warm:
        prepared.run()
    times = []
    for _ in range(case.runs):
        started = time.process_time()
        prepared.run()
        times.append(time.process_time() - started)
    seconds["" if point is None else str(point)] = statistics.median(times) / case.amount
print(json.dumps(seconds))
"""


def ours(case: Case) -> list[str]:
    """The contenders of a case that this package is behind."""
    contenders = [name for name, task in case.contenders.items() if callable(task)]
    named = [name for name in contenders if name.startswith("nncourse")]
    return contenders if case.name == "tricks" else named


def seconds(tree: Path, case: Case, contender: str) -> dict[str, float]:
    """CPU seconds for one unit at each point, in a fresh process."""
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, "1") | {"PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", WORKER, case.name, contender]
    done = subprocess.run(
        command, env=environment, cwd=tree, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{case.name}, {contender}, failed in {tree}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def ratios(before: Path, case: Case, contender: str, pairs: int) -> dict[str, list[float]]:
    """For each point, the time now divided by the time before, pair by pair."""
    found: dict[str, list[float]] = {}
    for number in tqdm(range(pairs), f"{case.name}, {contender}", leave=False):
        trees = [ROOT, before] if number % 2 == 0 else [before, ROOT]
        measured = {tree: seconds(tree, case, contender) for tree in trees}
        for point, now in measured[ROOT].items():
            found.setdefault(point, []).append(now / measured[before][point])
    return found


def arguments() -> argparse.Namespace:
    """What the user asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.before", description=__doc__)
    parser.add_argument("revision", help="what to compare with, as git names it: HEAD~1, v0.1")
    parser.add_argument("names", nargs="*", metavar="CASE", help="cases; all without any")
    parser.add_argument("--pairs", type=int, default=11, metavar="N", help="default: 11")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(CASES):
        parser.error(f"no case {', '.join(sorted(unknown))}; there are: {', '.join(CASES)}")
    return asked


def main() -> None:
    """Compare, and print a line for each contender and point."""
    asked = arguments()
    git = ["git", "-C", str(ROOT), "worktree"]
    with TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        subprocess.run([*git, "add", "--detach", str(before), asked.revision], check=True)
        try:
            for case in (CASES[name] for name in asked.names or CASES):
                for contender in ours(case):
                    for point, values in ratios(before, case, contender, asked.pairs).items():
                        low, median, high = statistics.quantiles(values, n=4)
                        what = f"{case.name}, {contender}" + f", {case.axis}: {point}" * bool(point)
                        print(f"{what:66s} {median:.3f} ({low:.3f} to {high:.3f})", flush=True)
        finally:
            subprocess.run([*git, "remove", "--force", str(before)], check=True)


if __name__ == "__main__":
    main()
