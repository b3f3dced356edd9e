"""Gradients by autograd: a network, and a graph of a thousand single numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.cases.steps import first_digits, our_training, torch_training
from benchmarks.networks import our_network, take_steps
from nncourse.autograd import Tensor
from nncourse.autograd.graph import topological_order
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.settings import Settings
from nncourse.steps import Step

NETWORK = Settings(
    (128,), optimizer="sgd", learning_rate=0.1, batch_size=64, epochs=1, engine="autograd"
)
NODES, GRAPHS = 1_000, 20


def plain_steps() -> Prepared:
    """The layers' hand-derived gradients, in arrays that are new in every step."""
    (X, y), rng = first_digits(NETWORK), np.random.default_rng(0)
    step = Step(our_network(NETWORK), SoftmaxCrossEntropy(), NETWORK.new_optimizer())
    return Prepared(lambda: take_steps(step, X, y, NETWORK.batch_size, rng))


class Scalar:
    """One number that remembers how it was made, with nothing but Python."""

    def __init__(self, data: float, parents: tuple = (), slopes: tuple = ()) -> None:
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other: "Scalar") -> "Scalar":
        return Scalar(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: "Scalar") -> "Scalar":
        return Scalar(self.data * other.data, (self, other), (other.data, self.data))

    def backward(self) -> None:
        self.grad = 1.0
        for node in topological_order(self):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad


def graphs(number: Callable[[], Any]) -> Prepared:
    """Forward and backward of y = y x + x, again and again, x being the number that is given."""

    def run() -> None:
        for _ in range(GRAPHS):
            x = y = number()
            for _ in range(NODES // 2):
                y = y * x
                y = y + x
            y.backward()

    return Prepared(run)


def torch_graphs() -> Prepared:
    """The same in PyTorch."""
    import torch

    torch.set_num_threads(1)
    return graphs(lambda: torch.tensor(0.5, dtype=torch.float64, requires_grad=True))


CASES = [
    Case(
        "autograd",
        "784-128-10, batches of 64, plain SGD, gradients by autograd, one epoch of MNIST",
        {
            "nncourse.autograd": lambda: our_training(NETWORK),
            "nncourse, by hand": plain_steps,
            "PyTorch": lambda: torch_training(NETWORK),
        },
        unit="an epoch",
        runs=1,
        threads=(1,),
        targets={"PyTorch": 1.0},
    ),
    Case(
        "graph",
        "a graph of 1,000 single numbers, forward and backward",
        {
            "nncourse.autograd": lambda: graphs(lambda: Tensor(0.5, requires_grad=True)),
            "PyTorch": torch_graphs,
            "numbers in plain Python": lambda: graphs(lambda: Scalar(0.5)),
        },
        unit="a graph",
        amount=GRAPHS,
        threads=(1,),
        targets={"PyTorch": 0.5},
    ),
]
