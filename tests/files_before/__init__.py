"""Files that an earlier state of the package wrote, and the training runs that they belong to.

`make.py` wrote the files with the package as of commit cb9c4a5, before its modules moved into
rooms. `NAME.half.safetensors` is the checkpoint of a run in the middle, `NAME.end.safetensors`
that of the same run, resumed to the end; the runs are described here, their data drawn from a seed.
`NAME.model.safetensors` is a saved model, `expected.json` tells what came out of it, and
`said.json` what the command said of it.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.augmentation import random_flip
from nncourse.layers import Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam, RMSprop
from nncourse.schedules import cosine
from nncourse.stopping import EarlyStopping

FILES = Path(__file__).parent
HALF, END = 3, 6  # epochs

COMMANDS = {
    # the settings that were the recipe's then
    "xor": "train xor --seed 3 --optimizer adam --learning-rate 0.05 --epochs 300",
    "spiral": "train spiral --seed 3 --examples 60 --hidden 8",
}


def dense(n_in: int, n_out: int, dtype: type = np.float32) -> Sequential:
    """A network with one hidden layer."""
    rng = np.random.default_rng(1)
    return Sequential(rng=rng, dtype=dtype).input(n_in).dense(6).tanh().dense(n_out)


def convolutional() -> Sequential:
    """A network that takes pictures of 6 x 6 pixels."""
    rng = np.random.default_rng(1)
    layers = [Conv2D(1, 2, 3, padding=1, rng=rng), LeakyReLU(0.2), MaxPool2D(2), Flatten()]
    return Sequential([*layers, Dense(18, 3, rng=rng)], input_shape=(6, 6, 1))


def inputs(*shape: int) -> np.ndarray:
    """Examples, the same each time."""
    return np.random.default_rng(2).standard_normal(shape)


def classes(m: int, n: int) -> np.ndarray:
    """Their classes, which cannot be told from them."""
    return np.random.default_rng(3).integers(0, n, m)


def runs() -> dict[str, dict[str, Any]]:
    """The arguments of `fit` for each run: fresh networks, optimizers and generators."""
    X, y = inputs(22, 4), classes(22, 3)
    values = {"X": X, "y": X[:, :2] ** 2, "loss": MSE(), "batch_size": 8}
    told = {"X": X, "y": y, "loss": SoftmaxCrossEntropy(), "batch_size": 8}
    watched = told | {"validation": (X[:9], (y[:9] + 1) % 3)}
    pictures = told | {"X": inputs(22, 6, 6, 1), "augment": random_flip}
    single = {"X": inputs(20, 70), "y": classes(20, 2), "loss": BinaryCrossEntropy()}
    single |= {"batch_size": 1, "schedule": cosine(0.02, END)}
    small, exact = dense(4, 3), dense(4, 3, np.float64)
    heavy = SGD(0.1, momentum=0.9)
    ahead = SGD(0.1, momentum=0.9, nesterov=True)
    described = {
        "sgd": values | {"network": dense(4, 2), "optimizer": SGD(0.1)},
        "momentum": told | {"network": exact, "optimizer": heavy},
        "nesterov": told | {"network": small, "optimizer": ahead},
        "rmsprop": told | {"network": exact, "optimizer": RMSprop(0.01)},
        "adam": watched | {"network": small, "optimizer": Adam(0.01), "l2": 0.01},
        "stopping": watched
        | {"network": exact, "optimizer": Adam(0.1), "early_stopping": EarlyStopping(3)},
        "schedule": told | {"network": small, "optimizer": heavy, "schedule": cosine(0.1, END)},
        "single": single | {"network": dense(70, 1), "optimizer": SGD(1.0)},
        "single_exact": single | {"network": dense(70, 1, np.float64), "optimizer": SGD(1.0)},
        "convolution": pictures | {"network": convolutional(), "optimizer": Adam(0.01)},
    }
    common = {"rng": np.random.default_rng(4), "progress": False}
    return {name: deepcopy(arguments | common) for name, arguments in described.items()}
