"""The experiment of the chapter on digits that asks how well pictures are read as people take them.

The network is the chapter's own, trained on all 60,000 training digits. It is asked about 1,000 of
the test digits in each condition of `papers`, through a file, as `nncourse predict` is: what it
makes of the digit upright, and turned by 20 degrees either way, is averaged. What is set in reading
a picture was chosen on training digits.
"""

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from nncourse.datasets import mnist, read_turned
from nncourse.datasets.optional import require
from nncourse.errors import DataError
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.predictions import probabilities
from nncourse.results.digits import FAST, digits, shifted
from nncourse.results.examples import as_rows
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.papers import CONDITIONS, Condition, as_bytes
from nncourse.results.settings import Settings

NO_DIGIT = np.zeros((3, 28, 28), np.uint8)  # what is read where no digit is found


def read_back(condition: Condition, images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Digits (m, 28, 28) drawn in a condition, saved and read from the file, (m, 3, 28, 28)."""
    Image = require("PIL.Image", "pillow")
    read = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        for digit in images:
            Image.fromarray(as_bytes(condition(digit, rng))).save(path, compress_level=1)
            try:
                read.append(read_turned(path))
            except DataError:
                read.append(NO_DIGIT)
    return np.stack(read)


def reader(settings: Settings) -> Sequential:
    """The chapter's network, trained on all training digits, moved by a pixel at random."""
    rng = np.random.default_rng(settings.seed)
    network = settings.new_network(784, 10, rng)
    loss = SoftmaxCrossEntropy()
    settings.train(
        network, *digits("train"), loss=loss, rng=rng, augment=lambda X, rng: shifted(X, rng, 1)
    )
    return network


@cache
def pictures(examples: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Digits of the test set, in each condition and as MNIST has them, with their labels."""
    images, labels = mnist("test")
    chosen = np.random.default_rng(18).permutation(len(images))[:examples]
    images, labels = images[chosen], labels[chosen]
    drawn = {"as MNIST has them": images[:, None]}
    for number, (name, condition) in enumerate(CONDITIONS.items()):
        drawn[name] = read_back(condition, images, np.random.default_rng([18, number]))
    return drawn, labels


def run(settings: Settings, examples: int) -> Measurements:
    """The share of the same test digits that a network reads right, in each condition."""
    network = reader(settings)
    drawn, labels = pictures(examples)

    def share_right(views: np.ndarray) -> float:
        scores = network.predict(as_rows(views.reshape(-1, 28, 28)))
        shares = probabilities(scores).reshape(len(views), -1, 10).mean(axis=1)
        return float((shares.argmax(axis=1) == labels).mean())

    return {name: share_right(views) for name, views in drawn.items()}


EXPERIMENTS = [
    Experiment(
        "mnist_own_pictures",
        "How well are digits read from pictures as people take them?",
        FAST,
        run,
        more={"examples": 1000},
    )
]
