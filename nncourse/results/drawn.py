"""The network that reads what is drawn in a page: how well it does, and the files it comes from.

It has one hidden layer, so that a page loads it quickly, and learns as in the chapter on digits. To
see what it makes of a pen, digits that it does not know are drawn again somewhere on a sheet.

    python -m nncourse.results.drawn      # trains it, and writes the files of the drawn digit
"""

import json
from functools import cache, partial
from pathlib import Path

import numpy as np

import nncourse
from nncourse.certainty import sure_from
from nncourse.datasets.handwriting.frame import framed
from nncourse.datasets.handwriting.pen import ink_of_pen
from nncourse.files import write_whole
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.predictions import probabilities
from nncourse.preprocessing import train_val_split
from nncourse.results.digits import digits, shifted
from nncourse.results.examples import Examples, as_rows
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings
from nncourse.results.strokes import Points, anywhere, strokes_of
from nncourse.saving.serialization import read_arrays, save, write_arrays

FIGURES = Path(nncourse.__file__).parent / "widgets" / "figures"
EXAMPLES = (13, 14, 38, 112, 27, 15, 88, 0, 260, 105)  # test digits of each class, well written
SIZES, PENS = (0.4, 0.9), (0.03, 0.09)  # as parts of the sheet's side
DRAWN, HELD_BACK = 500, 2000  # digits that are drawn again

READER = Settings((128,), optimizer="nesterov", learning_rate=0.2, schedule="cosine", epochs=8)
SHIFT = 1


def drawn_somewhere(strokes: list[list[Points]], rng: np.random.Generator) -> np.ndarray:
    """Pictures (m, 28, 28) of digits, drawn at random places, in random sizes, with random pens."""
    pictures = []
    for digit in strokes:
        size, pen = rng.uniform(*SIZES), rng.uniform(*PENS)
        pictures.append(framed(ink_of_pen(anywhere(digit, size, pen, rng), pen), (28, 28)))
    return np.array(pictures)


def drawn_again(X: np.ndarray, y: np.ndarray) -> Examples:
    """Rows (m, 784) of digits, each drawn by a pen; and their labels."""
    pictures = np.rint(255 * X).astype(np.uint8).reshape(-1, 28, 28)
    return as_rows(drawn_somewhere(strokes_of(pictures), np.random.default_rng(0))), y


@cache
def examples() -> tuple[Examples, Examples, Examples]:
    """Digits to learn from; digits held back from that, drawn again; test digits, drawn again."""
    X, y, X_val, y_val = train_val_split(*digits("train"), 1 / 6, np.random.default_rng(2026))
    X_test, y_test = digits("test")
    held_back = drawn_again(X_val[:HELD_BACK], y_val[:HELD_BACK])
    return (X, y), held_back, drawn_again(X_test[:DRAWN], y_test[:DRAWN])


def train(settings: Settings, shift: int) -> Sequential:
    """The network after training on digits that are moved by so many pixels at most."""
    rng = np.random.default_rng(settings.seed)
    network = settings.new_network(784, 10, rng)
    learn, _, _ = examples()
    augment = partial(shifted, pixels=shift)
    settings.train(network, *learn, loss=SoftmaxCrossEntropy(), rng=rng, augment=augment)
    return network


def shares_and_right(network: Sequential, X: np.ndarray, y: np.ndarray) -> tuple:
    """The largest share of each example, and whether it is that of its class."""
    shares = probabilities(network.predict(X))
    return shares.max(axis=1), shares.argmax(axis=1) == y


def run(settings: Settings, shift: int) -> Measurements:
    """Train once: how many test digits are read right, how many drawn ones, and how many surely."""
    network = train(settings, shift)
    _, held_back, drawn = examples()
    shares, right = shares_and_right(network, *drawn)
    lowest = sure_from(*shares_and_right(network, *held_back))
    sure = shares >= (2 if lowest is None else lowest)
    return {
        "accuracy": float(shares_and_right(network, *digits("test"))[1].mean()),
        "drawn": float(right.mean()),
        "sure_from": lowest,
        "sure": float(sure.mean()),
        "right_if_sure": float(right[sure].mean()) if sure.any() else None,
    }


EXPERIMENTS = [
    Experiment(
        "mnist_drawn",
        "How well does a small network read digits that are drawn in a page?",
        READER,
        run,
        more={"shift": SHIFT},
    )
]


def write_network(path: Path) -> None:
    """Train the network and write it, its weights as float16: half the bytes, the same answers."""
    network = train(READER, SHIFT)
    lowest = sure_from(*shares_and_right(network, *examples()[1]))
    notes = {"preparation": "digit", "sure_from": lowest, **READER.as_notes()}
    save(path, network, classes=list("0123456789"), picture=(28, 28), notes=notes)
    arrays, header = read_arrays(path)
    write_arrays(path, {name: p.astype(np.float16) for name, p in arrays.items()}, header)


def write_examples(path: Path) -> None:
    """Write one test digit of each class as strokes, in the middle of the sheet."""
    X, _ = digits("test")
    pictures = np.rint(255 * X[list(EXAMPLES)]).astype(np.uint8).reshape(-1, 28, 28)
    placed = [[0.65 * stroke + 0.175 for stroke in digit] for digit in strokes_of(pictures)]
    rounded = [[stroke.round(3).tolist() for stroke in digit] for digit in placed]
    write_whole(path, (json.dumps(rounded, separators=(",", ":")) + "\n").encode())


if __name__ == "__main__":
    write_network(FIGURES / "digit.safetensors")
    write_examples(FIGURES / "digits.json")
