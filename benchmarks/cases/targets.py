"""Seconds of training until the test digits are read to 97.5 and to 98 %, over five seeds.

The recipe is that of the experiment `mnist_two_epochs`: its learning rate was chosen on training
digits that were held back. The clock stands still while accuracy is measured, every tenth epoch.
"""

import itertools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.case import Case, Prepared, Seconds
from benchmarks.networks import our_accuracy, torch_accuracy, torch_digits, torch_network
from nncourse.fast import fastest_step
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.digits import TWO_EPOCHS, digits, standardize

BATCHES = math.ceil(60_000 / TWO_EPOCHS.batch_size)
EVERY = BATCHES // 10
RATES = TWO_EPOCHS.new_schedule()
SEEDS = 5


class Reached(Exception):
    """The target accuracy is reached: training is over."""


@dataclass
class Stopwatch:
    """Counts batches and seconds, moves the learning rate, and stops training at the target.

    Attributes
    ----------
    target : the accuracy to reach, in per cent.
    judge : the accuracy now, in [0, 1].
    set_rate : takes the next batch's learning rate.
    """

    target: float
    judge: Callable[[], float]
    set_rate: Callable[[float], None]
    batches: int = 0
    seconds: float = 0.0

    def start(self) -> None:
        """Begin to count."""
        self.set_rate(RATES(0))
        self.started = time.perf_counter()

    def after_batch(self) -> None:
        """One batch is done."""
        self.batches += 1
        if self.batches % EVERY == 0 or self.batches == TWO_EPOCHS.epochs * BATCHES:
            self.seconds += time.perf_counter() - self.started
            if 100 * self.judge() >= self.target:
                raise Reached
            self.started = time.perf_counter()
        self.set_rate(RATES(self.batches / BATCHES))


def timed(watch: Stopwatch, train: Callable[[], None]) -> Seconds:
    """Seconds until the target, or infinity if training ends before."""
    watch.start()
    try:
        train()
    except Reached:
        return Seconds(watch.seconds)
    return Seconds(math.inf)


def we_train(target: float) -> Prepared:
    """This package: what `fit` does, with a stopwatch."""
    (X, y), unseen = standardize(digits("train"), digits("test"))
    y = y.astype(np.intp)
    seeds = itertools.count()

    def run() -> Seconds:
        rng = np.random.default_rng(next(seeds))
        network = TWO_EPOCHS.new_network(784, 10, rng)
        optimizer = TWO_EPOCHS.new_optimizer()
        step = fastest_step(network, SoftmaxCrossEntropy(), optimizer)
        watch = Stopwatch(
            target,
            judge=lambda: our_accuracy(network, *unseen),
            set_rate=lambda rate: setattr(optimizer, "learning_rate", rate),
        )

        def train() -> None:
            for _ in range(TWO_EPOCHS.epochs):
                for X_batch, y_batch in step.batches(X, y, TWO_EPOCHS.batch_size, rng):
                    step(X_batch, y_batch)
                    watch.after_batch()

        return timed(watch, train)

    return Prepared(run)


def torch_trains(target: float) -> Prepared:
    """PyTorch, eager: the same recipe, first weights and order of digits."""
    import torch

    (X, y), unseen = standardize(digits("train"), digits("test"))
    inputs, targets = torch_digits(X, y)
    seeds = itertools.count()

    def run() -> Seconds:
        rng = np.random.default_rng(next(seeds))
        network = torch_network(TWO_EPOCHS.new_network(784, 10, rng))
        optimizer = torch.optim.SGD(
            network.parameters(), lr=TWO_EPOCHS.learning_rate, momentum=0.9, nesterov=True
        )
        watch = Stopwatch(
            target,
            judge=lambda: torch_accuracy(network, *unseen),
            set_rate=lambda rate: optimizer.param_groups[0].update(lr=rate),
        )

        def train() -> None:
            for _ in range(TWO_EPOCHS.epochs):
                order = torch.from_numpy(rng.permutation(len(inputs)))
                for chosen in order.split(TWO_EPOCHS.batch_size):
                    optimizer.zero_grad()
                    scores = network(inputs[chosen])
                    torch.nn.functional.cross_entropy(scores, targets[chosen]).backward()
                    optimizer.step()
                    watch.after_batch()

        return timed(watch, train)

    return Prepared(run)


CASES = [
    Case(
        "targets",
        "seconds of training to 97.5 % and 98 % of the test digits, median of five seeds",
        {"nncourse": we_train, "PyTorch": torch_trains},
        runs=SEEDS,
        warm=False,
        targets={"PyTorch": 0.70},
        points=(97.5, 98.0),
        axis="per cent right",
    )
]
