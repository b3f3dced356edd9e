"""The optimizer's step alone: what Adam takes after each backward of 784-256-64-10."""

import time
from collections.abc import Callable
from itertools import cycle

import numpy as np

from benchmarks.case import Case, Prepared, Seconds
from benchmarks.networks import our_network, torch_digits, torch_network
from nncourse.fast.plan import PlannedStep
from nncourse.fast.updates import step_in_place
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.optimizers import Adam
from nncourse.results.digits import digits
from nncourse.results.settings import Settings

ADAM = Settings((256, 64), optimizer="adam", learning_rate=0.001, batch_size=128)
UPDATES = 200
DIGITS = 64 * ADAM.batch_size


def timed_updates(backward: Callable[[], object], update: Callable[[], object]) -> Prepared:
    """Gradients of one batch after the other; only the updates count."""

    def run() -> Seconds:
        total = 0.0
        for _ in range(UPDATES):
            backward()
            started = time.perf_counter()
            update()
            total += time.perf_counter() - started
        return Seconds(total)

    return Prepared(run)


def our_updates(planned: bool) -> Prepared:
    """Adam, in the place of the gradients or with arrays of its own."""
    X, y = digits("train")
    parts = range(ADAM.batch_size, DIGITS, ADAM.batch_size)
    batches = cycle(zip(np.split(X[:DIGITS], parts), np.split(y[:DIGITS], parts), strict=True))
    adam = Adam(ADAM.learning_rate)
    step = PlannedStep(our_network(ADAM), SoftmaxCrossEntropy(), adam)
    plan, loss = step.plan(ADAM.batch_size)

    def backward() -> None:
        X_batch, y_batch = next(batches)
        plan.backward(loss(plan.forward(X_batch), y_batch)[1])

    def update() -> None:
        if planned:
            step_in_place(adam, step.params, plan.grads)
        else:
            adam.step(step.params, plan.grads)

    return timed_updates(backward, update)


def torch_updates(**form: bool) -> Prepared:
    """PyTorch's Adam, in the form that it chooses or the one that is asked for."""
    import torch

    X, y = digits("train")
    inputs, targets = torch_digits(X[:DIGITS], y[:DIGITS])
    parts = [tensor.split(ADAM.batch_size) for tensor in (inputs, targets)]
    batches = cycle(zip(*parts, strict=True))
    network = torch_network(our_network(ADAM))
    adam = torch.optim.Adam(network.parameters(), lr=ADAM.learning_rate, **form)

    def backward() -> None:
        X_batch, y_batch = next(batches)
        adam.zero_grad()
        torch.nn.functional.cross_entropy(network(X_batch), y_batch).backward()

    return timed_updates(backward, adam.step)


CASES = [
    Case(
        "adam",
        "784-256-64-10, Adam's step after each backward, and nothing else",
        {
            "nncourse, planned": lambda: our_updates(planned=True),
            "nncourse, plain": lambda: our_updates(planned=False),
            "PyTorch": torch_updates,
            "PyTorch, fused": lambda: torch_updates(fused=True),
        },
        unit="a step",
        amount=UPDATES,
        threads=(1,),
        targets={"PyTorch": 1.0},
    )
]
