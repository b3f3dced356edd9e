"""The experiment of the chapter on digits that asks how well pictures are read as people take them.

The network is the chapter's own, trained on all 60,000 training digits. It is asked about 1,000 of
the test digits in each condition of `papers`, through a file and `read_picture`. What is set in
either was chosen on training digits.
"""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from nncourse.datasets import mnist, read_picture
from nncourse.errors import DataError
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.results.digits import FAST, digits, shifted
from nncourse.results.examples import as_rows
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.papers import CONDITIONS, Condition, as_bytes
from nncourse.results.settings import Settings

NO_DIGIT = np.zeros((28, 28), np.uint8)  # what is read where no digit is found


def read_back(condition: Condition, images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Digits (m, 28, 28) drawn in a condition, saved to a file and read from it, (m, 28, 28)."""
    read = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        for digit in images:
            Image.fromarray(as_bytes(condition(digit, rng))).save(path, compress_level=1)
            try:
                read.append(read_picture(path))
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


def run(settings: Settings, examples: int) -> Measurements:
    """The share of test digits that is read right, in each condition and as MNIST has them."""
    network = reader(settings)
    images, labels = mnist("test")
    chosen = np.random.default_rng([settings.seed, 18]).permutation(len(images))[:examples]
    images, labels = images[chosen], labels[chosen]

    def share_right(pictures: np.ndarray) -> float:
        return float((network.predict(as_rows(pictures)).argmax(axis=1) == labels).mean())

    shares = {"as MNIST has them": share_right(images)}
    for number, (name, condition) in enumerate(CONDITIONS.items()):
        rng = np.random.default_rng([settings.seed, 18, number])
        shares[name] = share_right(read_back(condition, images, rng))
    return shares


EXPERIMENTS = [
    Experiment(
        "mnist_own_pictures",
        "How well are digits read from pictures as people take them?",
        FAST,
        run,
        more={"examples": 1000},
    )
]
