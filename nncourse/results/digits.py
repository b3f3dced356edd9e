"""The experiments of chapter 5: how well small dense networks read MNIST.

Learning rates are chosen on 10,000 of the training digits, held back; then the network is trained
on all 60,000 and tested once on the 10,000 test digits.
"""

import time
from dataclasses import asdict, dataclass
from functools import cache, partial

import numpy as np

from nncourse.augmentation import random_shift
from nncourse.datasets import mnist
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.preprocessing import flatten_images, scale_pixels, train_val_split
from nncourse.results import Experiment, Run
from nncourse.schedules import Schedule, constant, cosine, linear, warmup
from nncourse.training import evaluate, fit

Digits = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Recipe:
    """How a network for digits is built and trained."""

    hidden: tuple[int, ...]
    activation: str
    init: str
    learning_rates: tuple[float, ...]
    batch_size: int
    epochs: int
    momentum: float = 0.0
    schedule: str = "constant"
    shift: int = 0
    standardized: bool = False


WARMUP = 0.1  # epochs


def build(recipe: Recipe, rng: np.random.Generator) -> Sequential:
    """The untrained network."""
    network = Sequential(rng=rng).input(784)
    for size in recipe.hidden:
        network.dense(size, init=recipe.init)
        getattr(network, recipe.activation)()
    return network.dense(10)


def schedule(recipe: Recipe, rate: float) -> Schedule:
    """The learning rate over the epochs."""
    return {
        "constant": constant(rate),
        "cosine": cosine(rate, recipe.epochs),
        "warmup, linear": warmup(linear(rate, recipe.epochs - WARMUP), WARMUP),
    }[recipe.schedule]


def standardized(*splits: Digits) -> list[Digits]:
    """The digits with mean 0 and spread 1 over all pixels of the first split."""
    (X, _), *_ = splits
    mean, spread = X.mean(), X.std()
    return [((X - mean) / spread, y) for X, y in splits]


def train(recipe: Recipe, learning_rate: float, learn: Digits, judge: Digits, seed: int) -> Run:
    """Train on the digits `learn` with one seed; accuracy on the digits `judge`, and seconds."""
    rng = np.random.default_rng(seed)
    network, loss = build(recipe, rng), SoftmaxCrossEntropy()
    if recipe.standardized:
        learn, judge = standardized(learn, judge)
    started = time.perf_counter()
    history = fit(
        network,
        *learn,
        loss=loss,
        optimizer=SGD(learning_rate, momentum=recipe.momentum, nesterov=recipe.momentum > 0),
        epochs=recipe.epochs,
        batch_size=recipe.batch_size,
        schedule=schedule(recipe, learning_rate),
        augment=partial(shifted, pixels=recipe.shift) if recipe.shift else None,
        rng=rng,
    )
    seconds = time.perf_counter() - started
    _, accuracy = evaluate(network, loss, *judge)
    return {
        "accuracy": float(accuracy or 0.0),
        "train_loss": history.column("train_loss")[-1],
        "seconds": round(seconds, 1),
    }


def shifted(X: np.ndarray, rng: np.random.Generator, pixels: int) -> np.ndarray:
    """Rows (m, 784) of digits, each moved by a few pixels."""
    return random_shift(X.reshape(-1, 28, 28), rng, pixels).reshape(X.shape)


@cache
def digits(split: str) -> Digits:
    """MNIST as rows of 784 floats in [0, 1], with labels."""
    images, labels = mnist(split)
    return flatten_images(scale_pixels(images)), labels


def choose(recipe: Recipe) -> list[dict]:
    """The validation accuracy after training with each learning rate, best first."""
    X, y, X_val, y_val = train_val_split(*digits("train"), 1 / 6, np.random.default_rng(2026))
    rows = [
        {
            "learning_rate": rate,
            "val_accuracy": train(recipe, rate, (X, y), (X_val, y_val), seed=100)["accuracy"],
        }
        for rate in recipe.learning_rates
    ]
    return sorted(rows, key=lambda row: -row["val_accuracy"])


def experiment(
    name: str, question: str, recipe: Recipe, learning_rate: float, seeds: int = 3
) -> Experiment:
    """An experiment that runs a recipe with the learning rate its validation table puts first."""
    return Experiment(
        name,
        question,
        run=lambda seed: train(recipe, learning_rate, digits("train"), digits("test"), seed),
        choose=lambda: choose(recipe),
        settings=asdict(recipe) | {"learning_rate": learning_rate},
        seeds=seeds,
    )


SGD_ONE = Recipe((64,), "relu", "he", (0.003, 0.01, 0.03), batch_size=1, epochs=10)
RELU = Recipe((256, 64), "relu", "he", (0.1, 0.3, 1.0), batch_size=128, epochs=15)
SIGMOID = Recipe((256, 64), "sigmoid", "xavier", (1.0, 3.0, 10.0), batch_size=128, epochs=15)
FAST = Recipe(
    (256, 128),
    "relu",
    "he",
    (0.05, 0.1, 0.2),
    batch_size=128,
    epochs=8,
    momentum=0.9,
    schedule="cosine",
    shift=1,
)
TWO_EPOCHS = Recipe(
    (256,),
    "relu",
    "uniform",
    (0.03, 0.06, 0.12),
    batch_size=64,
    epochs=2,
    momentum=0.9,
    schedule="warmup, linear",
    standardized=True,
)

EXPERIMENTS = [
    experiment(
        "mnist_sgd",
        "How well does 784-64-10 read digits, trained one digit at a time with plain SGD?",
        SGD_ONE,
        learning_rate=0.01,
    ),
    experiment("mnist_relu", "How well does 784-256-64-10 do with ReLU?", RELU, 0.3),
    experiment("mnist_sigmoid", "And the same network with sigmoid?", SIGMOID, 3.0),
    experiment("mnist_fast", "How well can a dense network do in ten seconds?", FAST, 0.2),
    experiment("mnist_two_epochs", "And how well in two epochs?", TWO_EPOCHS, 0.06, seeds=5),
]
