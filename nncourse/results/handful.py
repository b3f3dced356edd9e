"""The experiments of the first page: six test digits, read without a hidden layer and with one.

Both networks learn from the same digits for as many epochs, each at the learning rate that did best
on digits held back. One of the six is a thin 3, on which they differ (`nncourse.plots.handful`).
"""

from dataclasses import replace

import numpy as np

from nncourse.losses import SoftmaxCrossEntropy
from nncourse.predictions import probabilities
from nncourse.results.digits import choose, digits
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings

HANDFUL = (0, 30, 34, 79, 93, 195)  # their places in the test set: 7 3 7 7 3 3
THIN = HANDFUL.index(195)  # a 3 in thin ink

ALIKE = Settings((), optimizer="nesterov", schedule="cosine", epochs=8)
READERS = {
    # name: the hidden layers, the learning rate that was chosen, and those that were tried
    "handful_without": ((), 0.3, (0.03, 0.1, 0.3, 1.0)),
    "handful_with": ((128,), 0.2, (0.03, 0.1, 0.2, 0.4)),
}


def run(settings: Settings) -> Measurements:
    """Train on all training digits: how many test digits are read, and what is made of the six."""
    rng = np.random.default_rng(settings.seed)
    network, loss = settings.new_network(784, 10, rng), SoftmaxCrossEntropy()
    settings.train(network, *digits("train"), loss=loss, rng=rng, progress=False)
    X, y = digits("test")
    shares = probabilities(network.predict(X))
    right = shares.argmax(axis=1) == y
    return {"accuracy": float(right.mean()), "shares": shares[list(HANDFUL)].tolist()}


def reader(name: str) -> Experiment:
    """How one of the networks reads."""
    hidden, rate, tried = READERS[name]
    settings = replace(ALIKE, hidden=hidden, learning_rate=rate)
    with_it = f"with {hidden[0]} hidden neurons" if hidden else "without a hidden layer"
    return Experiment(
        name,
        f"How does a network {with_it} read digits, and six of them?",
        settings,
        run,
        choose=lambda: choose(settings, tried),
    )


EXPERIMENTS = [reader(name) for name in READERS]
