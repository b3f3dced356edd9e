"""Where the time of a step goes, line by line: `line_profiler` on the case `epoch`.

Prints one line of JSON: the machine, the seconds of a step without the profiler, and the lines of
the code that trains, in the order in which they run.
"""

import inspect
import json
import sys
import time
from collections.abc import Callable

import numpy as np
from line_profiler import LineProfiler

from benchmarks.cases.steps import EPOCH
from benchmarks.machine import description
from benchmarks.networks import our_network, take_steps
from nncourse.batches import overwritten_minibatches
from nncourse.fast.plan import (
    InputLayer,
    PlannedStep,
    inputs_in_use,
    plan_softmax_cross_entropy,
)
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.digits import digits

BATCH = EPOCH.batch_size
BATCHES = -(-60_000 // BATCH)
# The time of these lines is that of lines in other functions, and of the loops that call them.
CALLERS = (
    "inputs_in_use(X)",
    "backward_to_parameters(",
    "loss(plan.forward(",
    "plan.backward(",
    "descend(",
)


def functions(step: PlannedStep) -> list[Callable]:
    """What is looked at, in the order of a step."""
    plan, loss = step.plans[BATCH]
    layers = plan.layers[1:]
    dense, relu = layers[1::2], layers[::2]
    return [
        overwritten_minibatches,
        inputs_in_use,
        InputLayer.forward,
        *(layer.forward for layer in dense),
        *(layer.forward for layer in relu),
        loss,
        *(layer.backward for layer in dense),
        *(layer.backward_to_parameters for layer in dense),
        *(layer.backward for layer in relu),
        InputLayer.backward_to_parameters,
        PlannedStep.__call__,
        PlannedStep.descend,
    ]


def lines_of(function: Callable, timings: dict, unit: float) -> list[dict]:
    """One entry a line that ran: its text, how often it ran and what it took in each step."""
    source, first = inspect.getsourcelines(function)
    name = function.__qualname__.replace(".<locals>", "")
    key = next(key for key in timings if key[:2] == (function.__code__.co_filename, first))
    return [
        {
            "function": name,
            "line": source[number - first].strip(),
            "calls": hits,
            "microseconds": round(1e6 * ticks * unit / BATCHES, 2),
        }
        for number, hits, ticks in timings[key]
    ]


def profiled(step: PlannedStep, epoch: Callable[[], object]) -> list[dict]:
    """The lines of one epoch; layers of one kind share theirs."""
    looked_at = functions(step)
    profiler = LineProfiler(*looked_at)
    profiler.enable_by_count()
    epoch()
    profiler.disable_by_count()
    stats = profiler.get_stats()
    once = {function.__qualname__: function for function in looked_at}
    return [
        entry
        for function in once.values()
        for entry in lines_of(function, stats.timings, stats.unit)
        if not any(caller in entry["line"] for caller in CALLERS)
    ]


def main() -> None:
    """Time one epoch, and profile another, after one to warm up."""
    X, y = digits("train")
    y, rng = y.astype(np.intp), np.random.default_rng(0)
    step = PlannedStep(our_network(EPOCH), SoftmaxCrossEntropy(), EPOCH.new_optimizer())
    step.plans[BATCH] = (
        step.plan(BATCH)[0],
        plan_softmax_cross_entropy(BATCH, 10, step.network.dtype),
    )

    def epoch() -> None:
        take_steps(step, X, y, BATCH, rng)

    epoch()
    started = time.perf_counter()
    epoch()
    seconds = (time.perf_counter() - started) / BATCHES
    json.dump(
        {"machine": description(), "seconds": seconds, "lines": profiled(step, epoch)}, sys.stdout
    )


if __name__ == "__main__":
    main()
