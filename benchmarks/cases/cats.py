"""Telling cats apart with 12288-20-7-5-1 and 209 pictures: 2,500 steps on all of them.

Drawn pictures, because the photographs may not be shipped; to the clock it is the same.
"""

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.networks import torch_network
from nncourse.losses import BinaryCrossEntropy
from nncourse.metrics import accuracy
from nncourse.network import Sequential
from nncourse.predictions import predict_binary
from nncourse.results.pictures import N_PIXELS, for_photographs, prepared
from nncourse.training import descend, evaluate, train_step

M = 209
FOUR_LAYERS = for_photographs("four layers", mirrored=False)
STEPS = FOUR_LAYERS.epochs


def pictures() -> tuple[np.ndarray, np.ndarray]:
    """The first drawings of the training set, as rows."""
    X, y = prepared("train")
    return X[:M], y[:M]


def new_network() -> Sequential:
    """The untrained network."""
    return FOUR_LAYERS.new_network(N_PIXELS, 1, np.random.default_rng(0))


def judged(network: Sequential) -> float:
    """The share of all drawings used that it gets right."""
    return float(evaluate(network, BinaryCrossEntropy(), *pictures())[1] or 0.0)


def by_gram() -> Prepared:
    """By way of the Gram matrix."""
    X, y = pictures()
    networks = []

    def train() -> None:
        network = new_network()
        loss, optimizer = BinaryCrossEntropy(), FOUR_LAYERS.new_optimizer()
        descend(network, loss, optimizer, X, y, STEPS, progress=False)
        networks.append(network)

    return Prepared(train, lambda: judged(networks[-1]))


def step_by_step() -> Prepared:
    """The plain way: `train_step` on all pictures, again and again."""
    X, y = pictures()
    networks = []

    def train() -> None:
        network = new_network()
        loss, optimizer = BinaryCrossEntropy(), FOUR_LAYERS.new_optimizer()
        for _ in range(STEPS):
            train_step(network, loss, optimizer, X, y)
        networks.append(network)

    return Prepared(train, lambda: judged(networks[-1]))


def torch_step_by_step() -> Prepared:
    """The plain way in PyTorch."""
    import torch

    X, y = pictures()
    inputs, targets = torch.from_numpy(X), torch.from_numpy(y[:, None].astype(np.float32))

    networks = []

    def train() -> None:
        network = torch_network(new_network())
        optimizer = torch.optim.SGD(network.parameters(), lr=FOUR_LAYERS.learning_rate)
        for _ in range(STEPS):
            optimizer.zero_grad()
            score = network(inputs)
            torch.nn.functional.binary_cross_entropy_with_logits(score, targets).backward()
            optimizer.step()
        networks.append(network)

    def judge() -> float:
        with torch.inference_mode():
            return accuracy(predict_binary(networks[-1](inputs).numpy()).ravel(), y)

    return Prepared(train, judge)


CASES = [
    Case(
        "cats",
        f"12288-20-7-5-1 on {M} pictures, {STEPS:,} steps on all of them",
        {
            "nncourse, Gram matrix": by_gram,
            "nncourse, step by step": step_by_step,
            "PyTorch, step by step": torch_step_by_step,
        },
        unit="all steps",
        runs=1,
        warm=False,
        targets={"nncourse, step by step": 0.05},
    )
]
