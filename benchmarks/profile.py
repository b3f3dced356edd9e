"""Where the time of an epoch goes, line by line: `line_profiler` on the case `epoch`.

Prints one line of JSON: the lines of the code that trains, in the order in which they run.
"""

import inspect
import json
import sys
from collections.abc import Callable

from line_profiler import LineProfiler

from benchmarks.cases.steps import BATCH, RATE, SIZES, our_training
from nncourse.buffers import (
    BufferedDense,
    BufferedDescent,
    BufferedInputDense,
    BufferedReLU,
    BufferedSoftmaxCrossEntropy,
    DescendingInputDense,
    ScaledDescent,
    ScaledLoss,
    buffered_minibatches,
)
from nncourse.training import train_epoch

# In the order of a step.
FUNCTIONS: tuple[Callable, ...] = (
    buffered_minibatches,
    BufferedInputDense.find_used,
    BufferedInputDense.forward,
    BufferedDense.forward,
    BufferedReLU.forward,
    BufferedSoftmaxCrossEntropy.forward,
    BufferedSoftmaxCrossEntropy.backward,
    ScaledLoss.backward,
    BufferedReLU.backward,
    BufferedDense.backward_to_parameters,
    BufferedDense.backward,
    DescendingInputDense.backward_to_parameters,
    BufferedDescent.step,
    ScaledDescent.move,
    train_epoch,
)
# The time of these lines is that of lines in the functions above, and of the loops that call them.
CALLERS = (
    "self.move(",
    "self.backward_to_parameters(",
    "self.find_used(",
    "super().",
    "self.loss.backward(",
    "in deal(",
    "= train_step(",
)


def lines_of(function: Callable, timings: dict, unit: float, batches: int) -> list[dict]:
    """One entry a line that ran: its text, how often it ran and what it took in each step."""
    source, first = inspect.getsourcelines(function)
    key = next(key for key in timings if key[2].endswith(function.__qualname__))
    return [
        {
            "function": key[2],
            "line": source[number - first].strip(),
            "calls": hits,
            "microseconds": round(1e6 * ticks * unit / batches, 2),
        }
        for number, hits, ticks in timings[key]
    ]


def main() -> None:
    """Profile one epoch, after one to warm up."""
    prepared = our_training(SIZES, BATCH, RATE)
    prepared.run()
    profiler = LineProfiler(*FUNCTIONS)
    profiler.enable_by_count()
    prepared.run()
    profiler.disable_by_count()
    stats = profiler.get_stats()
    batches = -(-60_000 // BATCH)
    lines = [
        entry
        for function in FUNCTIONS
        for entry in lines_of(function, stats.timings, stats.unit, batches)
        if not any(caller in entry["line"] for caller in CALLERS)
    ]
    json.dump(lines, sys.stdout)


if __name__ == "__main__":
    main()
