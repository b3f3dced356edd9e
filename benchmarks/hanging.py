"""How soon a submission that hangs is ended: `python -m benchmarks.hanging`.

An answer may compute for `COMPUTING` times the seconds that its exercise has in a notebook, and may
take `WAITING` times as many by the clock; cells may take `PICKING_SECONDS` until all have run. What
is printed is how much later than that the result was there.
"""

import json
import tempfile
import time
from pathlib import Path

from nncourse import exercises
from nncourse.classroom.grading.grading import (
    COMPUTING,
    PICKING_SECONDS,
    WAITING,
    Task,
    Work,
    grade,
)
from nncourse.classroom.sandbox.sandbox import Sandboxes

EXERCISE = exercises.find("basics.mse")
COMPUTES, WAITS = COMPUTING * EXERCISE.seconds, WAITING * EXERCISE.seconds
HEAD = "def mse(Y_hat, Y):\n"
HANGING = {
    # what it does: its source, and its limit
    "computes for ever": (f"{HEAD}    while True: pass", COMPUTES),
    "sleeps for ever": (f"import time\n{HEAD}    time.sleep(1e6)", WAITS),
    "catches whatever ends it": (
        f"{HEAD}    while True:\n        try:\n            while True: pass\n"
        "        except BaseException: pass",
        COMPUTES,
    ),
    "ignores signals": (
        f"import signal\n{HEAD}    [signal.signal(s, signal.SIG_IGN) for s in (2, 14, 15, 24)]\n"
        "    while True: pass",
        COMPUTES,
    ),
    "forks for ever": (f"import os\n{HEAD}    while True: os.fork()", WAITS),
    "starts threads for ever": (
        f"import threading\n{HEAD}    while True: threading.Thread(target=sum, args=(range(9**9),))"
        ".start()",
        WAITS,
    ),
    "hangs in a cell": ("while True: pass\n", PICKING_SECONDS),
}


def seconds_of(source: str, sandboxes: Sandboxes, folder: Path) -> tuple[float, str]:
    """How long grading a notebook with this cell takes, and what was found."""
    path = folder / "hanging.ipynb"
    cells = [{"cell_type": "code", "source": source}]
    path.write_text(json.dumps({"cells": cells}))
    start = time.perf_counter()
    result = grade(path, Work("hanging", (Task(EXERCISE, 1),)), "s1", sandboxes)
    return time.perf_counter() - start, result.exercises[EXERCISE.id].message


def main() -> None:
    """Hang in every way and print the figures."""
    with tempfile.TemporaryDirectory() as place, Sandboxes() as sandboxes:
        seconds_of(f"{HEAD}    return 0", sandboxes, Path(place))  # a sandbox is there from here on
        for name, (source, limit) in HANGING.items():
            seconds, message = seconds_of(source, sandboxes, Path(place))
            late = seconds - limit
            print(f"{name:26s} limit {limit:4.1f} s, ended after {seconds:5.1f} s, {late:+.1f} s")
            print(f"    {message[:90]}")


if __name__ == "__main__":
    main()
