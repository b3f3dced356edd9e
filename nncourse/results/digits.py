"""The experiments of the chapter on digits: how well small dense networks read MNIST.

Learning rates are chosen on 10,000 of the training digits, held back; then the network is trained
on all 60,000 and tested once on the 10,000 test digits.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from nncourse.augmentation import random_shift
from nncourse.datasets import mnist
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.preprocessing import train_val_split
from nncourse.results.examples import Examples, as_rows
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings
from nncourse.training import evaluate


@cache
def digits(split: str) -> Examples:
    """MNIST as rows of 784 floats in [0, 1], with labels."""
    images, labels = mnist(split)
    return as_rows(images), labels


def standardize(*splits: Examples) -> list[Examples]:
    """The digits with mean 0 and spread 1 over all pixels of the first split."""
    (X, _), *_ = splits
    mean, spread = X.mean(), X.std()
    return [((X - mean) / spread, y) for X, y in splits]


def shifted(X: np.ndarray, rng: np.random.Generator, pixels: int) -> np.ndarray:
    """Rows (m, 784) of digits, each moved by a few pixels."""
    return random_shift(X.reshape(-1, 28, 28), rng, pixels).reshape(X.shape)


def train(
    settings: Settings, learn: Examples, judge: Examples, shift: int = 0, standardized: bool = False
) -> Measurements:
    """Train on the digits `learn`; accuracy on the digits `judge`, and seconds."""
    rng = np.random.default_rng(settings.seed)
    network, loss = settings.new_network(784, 10, rng), SoftmaxCrossEntropy()
    if standardized:
        learn, judge = standardize(learn, judge)
    augment = partial(shifted, pixels=shift) if shift else None
    started = time.perf_counter()
    history = settings.train(network, *learn, loss=loss, rng=rng, augment=augment)
    seconds = time.perf_counter() - started
    _, accuracy = evaluate(network, loss, *judge)
    return {
        "accuracy": float(accuracy or 0.0),
        "train_loss": history.column("train_loss")[-1],
        "seconds": round(seconds, 1),
    }


def run(settings: Settings, **more: Any) -> Measurements:
    """Train on all training digits, and test on the test digits."""
    return train(settings, digits("train"), digits("test"), **more)


def choose(settings: Settings, rates: Sequence[float], **more: Any) -> list[dict]:
    """The validation accuracy after training with each learning rate, best first."""
    X, y, X_val, y_val = train_val_split(*digits("train"), 1 / 6, np.random.default_rng(2026))
    rows = []
    for rate in rates:
        tried = replace(settings, learning_rate=rate, seed=100)
        accuracy = train(tried, (X, y), (X_val, y_val), **more)["accuracy"]
        rows.append({"learning_rate": rate, "val_accuracy": accuracy})
    return sorted(rows, key=lambda row: -row["val_accuracy"])


def experiment(
    name: str,
    question: str,
    settings: Settings,
    rates: Sequence[float],
    seeds: int = 3,
    **more: Any,
) -> Experiment:
    """An experiment with the learning rate that its validation table puts first."""
    return Experiment(
        name,
        question,
        settings,
        run,
        more=more,
        choose=lambda: choose(settings, rates, **more),
        seeds=seeds,
    )


SGD_ONE = Settings((64,), optimizer="sgd", learning_rate=0.01, batch_size=1, epochs=10)
RELU = Settings((256, 64), optimizer="sgd", learning_rate=0.3, epochs=15)
SIGMOID = replace(RELU, activation="sigmoid", learning_rate=3.0)
FAST = Settings((256, 128), optimizer="nesterov", learning_rate=0.2, schedule="cosine", epochs=8)
TWO_EPOCHS = Settings(
    (256,),
    init="uniform",
    optimizer="nesterov",
    learning_rate=0.06,
    schedule="warmup, linear",
    batch_size=64,
    epochs=2,
)

EXPERIMENTS = [
    experiment(
        "mnist_sgd",
        "How well does 784-64-10 read digits, trained one digit at a time with plain SGD?",
        SGD_ONE,
        rates=(0.003, 0.01, 0.03),
    ),
    experiment(
        "mnist_relu", "How well does 784-256-64-10 do with ReLU?", RELU, rates=(0.1, 0.3, 1.0)
    ),
    experiment(
        "mnist_sigmoid", "And the same network with sigmoid?", SIGMOID, rates=(1.0, 3.0, 10.0)
    ),
    experiment(
        "mnist_fast",
        "How well can a dense network do in ten seconds?",
        FAST,
        rates=(0.05, 0.1, 0.2),
        shift=1,
    ),
    experiment(
        "mnist_two_epochs",
        "And how well in two epochs?",
        TWO_EPOCHS,
        rates=(0.03, 0.06, 0.12),
        seeds=5,
        standardized=True,
    ),
]
