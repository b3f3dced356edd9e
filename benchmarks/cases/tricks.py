"""What each trick gains: the epoch of `steps`, from plain functions up, trick after trick."""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.cases.steps import BATCH, RATE, SIZES
from benchmarks.networks import (
    our_accuracy,
    our_network,
    with_blank_inputs,
    without_blank_inputs,
)
from nncourse.buffers import (
    BufferedSoftmaxCrossEntropy,
    ScaledDescent,
    ScaledLoss,
    buffered_minibatches,
)
from nncourse.losses import Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Optimizer
from nncourse.results.digits import digits
from nncourse.training import minibatches, train_epoch


class EveryGradient(Sequential):
    """A network that computes the gradient of its inputs too, which nobody asks for."""

    def backward(self, dY: np.ndarray) -> None:
        for layer in reversed(self.layers):
            dY = layer.backward(dY)


def gathered_once(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of `minibatches`, as slices of one shuffled copy of everything."""
    order = rng.permutation(len(X))
    X_shuffled, y_shuffled = X[order], y[order]
    for start in range(0, len(X), batch_size):
        yield X_shuffled[start : start + batch_size], y_shuffled[start : start + batch_size]


def training(
    dtype: str = "float32",
    kind: type[Sequential] = Sequential,
    in_buffers: Callable[[Sequential], Sequential] = lambda network: network,
    fused: bool = False,
    scaled: bool = False,
    deal: Callable = minibatches,
) -> Prepared:
    """One epoch of training with some of the tricks."""
    X, y = digits("train")
    X, rng = X.astype(dtype), np.random.default_rng(0)
    plain = our_network(SIZES, kind, dtype)
    loss: Loss = BufferedSoftmaxCrossEntropy() if fused else SoftmaxCrossEntropy()
    optimizer: Optimizer = SGD(RATE)
    if scaled:
        loss, optimizer = ScaledLoss(loss, optimizer), ScaledDescent(SGD(RATE))
    network = in_buffers(plain)
    return Prepared(
        lambda: train_epoch(network, loss, optimizer, X, y, BATCH, rng, deal=deal),
        lambda: our_accuracy(plain, *digits("test")),
    )


LAYERS = {"in_buffers": with_blank_inputs}
FUSED = {**LAYERS, "fused": True}
DEALT = {**FUSED, "deal": buffered_minibatches}
SCALED = {**DEALT, "scaled": True}
LADDER = {
    "plain functions, float64": {"dtype": "float64", "kind": EveryGradient},
    "float32": {"kind": EveryGradient},
    "no gradient of the inputs": {},
    "layers in buffers": LAYERS,
    "loss in a buffer": FUSED,
    "batches in a buffer": DEALT,
    "steps instead of gradients": SCALED,
    "blank pixels left out": {**SCALED, "in_buffers": without_blank_inputs},
    "instead: one gather an epoch": {**SCALED, "deal": gathered_once},
}

CASES = [
    Case(
        "tricks",
        "784-256-64-10, batches of 128, one epoch, one trick after the other",
        {name: lambda tricks=tricks: training(**tricks) for name, tricks in LADDER.items()},
        unit="an epoch",
        runs=2,
        threads=(1,),
    )
]
