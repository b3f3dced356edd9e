"""`python -m benchmarks`: time everything, print a table, and write it to a results file."""

import argparse
import compileall
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm.auto import tqdm

from benchmarks.case import Case
from benchmarks.cases import CASES
from benchmarks.machine import description
from benchmarks.measuring import ROOT, THREAD_VARIABLES, in_turn, summary
from nncourse.files import write_whole
from nncourse.results.speed import met, processor, table, with_targets

RESULTS = Path("_build/speed.json")


def arguments() -> argparse.Namespace:
    """What the user asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time nncourse beside PyTorch, scikit-learn and bare NumPy. Every contender "
        "runs in a process of its own, in turn with the others. Keep the machine quiet meanwhile.",
        epilog="cases: " + ", ".join(CASES),
    )
    parser.add_argument("names", nargs="*", metavar="CASE", help="cases to time (default: all)")
    parser.add_argument(
        "--rounds", type=int, default=5, help="how often each contender's turn comes (default: 5)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        default=RESULTS,
        help="where the results go, with the table beside them; what is there of other cases, and "
        "of this machine, is kept; of another machine, what came of the targets "
        f"(default: {RESULTS}; the book shows data/results/speed.json)",
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in CASES]
    if unknown:
        parser.error(f"no case {', '.join(unknown)}; there are: {', '.join(CASES)}")
    if asked.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {asked.rounds}")
    return asked


def timed(cases: list[Case], rounds: int) -> Iterator[dict]:
    """Time the cases, and print each one's table as soon as it is there."""
    turns = sum(rounds * len(case.threads) * len(case.contenders) for case in cases)
    with tqdm(total=turns, unit="run") as bar:
        for case in cases:
            for threads in case.threads:
                bar.set_description(f"{case.name}, {threads} threads")
                measured = summary(case, threads, in_turn(case, threads, rounds, bar.update))
                bar.write(table([measured]) + "\n")
                yield measured


def profile() -> list[dict]:
    """Where the time of an epoch goes, line by line."""
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, "1")
    command = [sys.executable, "-m", "benchmarks.profile"]
    return json.loads(subprocess.check_output(command, env=environment, text=True))


def earlier(path: Path, machine: dict) -> dict:
    """What the results file holds already; of another machine, only what came of the targets."""
    new = {"machine": machine, "cases": [], "profile": [], "elsewhere": []}
    speed = json.loads(path.read_text()) if path.exists() else new
    if speed["machine"] == machine:
        return new | speed
    there = {"machine": speed["machine"], "cases": with_targets(speed["cases"])}
    elsewhere = [there, *speed.get("elsewhere", [])]
    others = [m for m in elsewhere if processor(m["machine"]) != processor(machine)]
    return new | {"elsewhere": others}


def put(speed: dict, measured: dict) -> None:
    """Put a case in its place, instead of what was measured earlier."""
    order = list(CASES)

    def place(case: dict) -> tuple[int, int]:
        return order.index(case["name"]), case["threads"]

    others = [case for case in speed["cases"] if case["name"] in CASES]
    others = [case for case in others if place(case) != place(measured)]
    speed["cases"] = sorted([*others, measured], key=place)


def write(path: Path, speed: dict) -> None:
    """Write the results file, and the table beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (json.dumps(speed, indent=1) + "\n").encode())
    write_whole(path.with_suffix(".md"), (table(speed["cases"]) + "\n").encode())


def main() -> None:
    """Time what was asked for."""
    asked = arguments()
    # As pip does with every package that it installs: the peers' are compiled already.
    compileall.compile_dir(ROOT / "nncourse", quiet=1)
    speed = earlier(asked.out, description())
    if not asked.names or not speed["profile"]:
        speed["profile"] = profile()
    for measured in timed([CASES[name] for name in asked.names or CASES], asked.rounds):
        put(speed, measured)
        write(asked.out, speed)
    print(f"written: {asked.out} and {asked.out.with_suffix('.md').name}")
    for case in speed["cases"]:
        for peer in case["contenders"]:
            if met(case, peer) is False:
                print(f"target missed: {case['name']}, {case['threads']} threads, {peer}")


if __name__ == "__main__":
    main()
