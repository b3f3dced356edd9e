"""One contender in a process of its own: `python -m benchmarks.worker CASE CONTENDER`.

Prints one line of JSON: seconds for one unit of each point, peak memory in bytes, accuracy.
"""

import json
import statistics
import sys
import time

from benchmarks.case import Case, Prepared, Seconds
from benchmarks.cases import CASES
from benchmarks.memory import peak_memory


def seconds(case: Case, prepared: Prepared) -> float:
    """The median time of one unit."""
    if case.warm:
        prepared.run()
    times = []
    for _ in range(case.runs):
        started = time.perf_counter()
        own = prepared.run()
        times.append(own if isinstance(own, Seconds) else time.perf_counter() - started)
    return statistics.median(times) / case.amount


def main() -> None:
    """Measure what the command line names."""
    case = CASES[sys.argv[1]]
    prepare = case.contenders[sys.argv[2]]
    assert callable(prepare)
    measured, accuracy = {}, None
    for point in case.points or (None,):
        prepared = prepare() if point is None else prepare(point)
        measured["all" if point is None else str(point)] = seconds(case, prepared)
        memory = peak_memory()  # before the judge, who may need more
        accuracy = prepared.judge() if prepared.judge else None
    print(json.dumps({"seconds": measured, "memory": memory, "accuracy": accuracy}))


if __name__ == "__main__":
    main()
