"""The experiments of the chapter on optimisers: the same network, learned in six ways.

All see the same batches, for as many epochs. Each has the learning rate that did best on digits
held back, out of a few around it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.digits import choose, digits
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings

RACE = Settings((128,), epochs=5)
RATES: dict[str, tuple[float, Sequence[float]]] = {
    # optimizer: the learning rate that was chosen, and those that were tried
    "sgd": (1.0, (0.1, 0.3, 1.0, 3.0)),
    "momentum": (0.1, (0.01, 0.03, 0.1, 0.3)),
    "nesterov": (0.1, (0.01, 0.03, 0.1, 0.3)),
    "rmsprop": (0.003, (0.0003, 0.001, 0.003, 0.01)),
    "adam": (0.003, (0.0003, 0.001, 0.003, 0.01)),
    "adamw": (0.003, (0.0003, 0.001, 0.003, 0.01)),
}


def run(settings: Settings) -> Measurements:
    """Train on all training digits; the loss in each epoch, and how many test digits it reads then.

    The test digits are only looked at: nothing is chosen by them, and no training ends for them.
    """
    rng = np.random.default_rng(settings.seed)
    network, loss = settings.new_network(784, 10, rng), SoftmaxCrossEntropy()
    history = settings.train(
        network, *digits("train"), loss=loss, rng=rng, validation=digits("test"), progress=False
    )
    accuracies = history.column("val_accuracy")
    return {
        "accuracy": accuracies[-1],
        "train_losses": history.column("train_loss"),
        "test_accuracies": accuracies,
    }


def leg(optimizer: str) -> Experiment:
    """The race of one optimizer."""
    rate, tried = RATES[optimizer]
    settings = replace(RACE, optimizer=optimizer, learning_rate=rate)
    return Experiment(
        f"optimizers_{optimizer}",
        f"How well does 784-128-10 read digits after each epoch of {optimizer}?",
        settings,
        run,
        choose=lambda: choose(settings, tried),
        seeds=5,
    )


EXPERIMENTS = [leg(optimizer) for optimizer in RATES]
