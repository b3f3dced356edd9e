"""What each trick gains: the epoch of `steps`, from plain functions up, trick after trick."""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.cases.steps import EPOCH
from benchmarks.networks import our_accuracy, our_network, without_shortcut
from nncourse.batches import minibatches, overwritten_minibatches
from nncourse.fast.plan import Plan, PlannedLoss, PlannedStep
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.results.digits import digits
from nncourse.steps import Step


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


class PartlyPlanned(PlannedStep):
    """A planned step with some of the tricks."""

    def __init__(self, network: Sequential, fused=False, scaled=False, sparse=False) -> None:
        super().__init__(network, SoftmaxCrossEntropy(), EPOCH.new_optimizer())
        self.fused, self.descends, self.sparse = fused, scaled, sparse

    def plan(self, m: int) -> tuple[Plan, PlannedLoss]:
        plan, loss = super().plan(m)
        if not self.sparse:
            without_shortcut(plan, self.network, m)
        if not self.fused:
            loss = lambda Z, y: (self.loss.forward(Z, y), self.loss.backward())  # noqa: E731
        self.plans[m] = plan, loss
        return plan, loss


def training(
    dtype: str = "float32",
    kind: type[Sequential] = Sequential,
    tricks: dict[str, bool] | None = None,
    deal: Callable = minibatches,
) -> Prepared:
    """One epoch of training with some of the tricks."""
    X, y = digits("train")
    X, y, rng = X.astype(dtype), y.astype(np.intp), np.random.default_rng(0)
    network = kind(our_network(EPOCH, dtype).layers)
    plain = Step(network, SoftmaxCrossEntropy(), EPOCH.new_optimizer())
    step = plain if tricks is None else PartlyPlanned(network, **tricks)

    def train() -> None:
        for X_batch, y_batch in deal(X, y, EPOCH.batch_size, rng):
            step(X_batch, y_batch)

    return Prepared(train, lambda: our_accuracy(network, *digits("test")))


IN_PLACE = overwritten_minibatches
SCALED = {"fused": True, "scaled": True}
SPARSE = {**SCALED, "sparse": True}
LADDER = {
    "plain functions, float64": {"dtype": "float64", "kind": EveryGradient},
    "float32": {"kind": EveryGradient},
    "no gradient of the inputs": {},
    "layers in buffers": {"tricks": {}},
    "loss in a buffer": {"tricks": {"fused": True}},
    "batches in a buffer": {"tricks": {"fused": True}, "deal": IN_PLACE},
    "steps instead of gradients": {"tricks": SCALED, "deal": IN_PLACE},
    "blank pixels left out": {"tricks": SPARSE, "deal": IN_PLACE},
    "instead: one gather an epoch": {"tricks": SCALED, "deal": gathered_once},
}

CASES = [
    Case(
        "tricks",
        "784-256-64-10, batches of 128, one epoch, one trick after the other",
        {name: lambda way=way: training(**way) for name, way in LADDER.items()},
        unit="an epoch",
        runs=2,
        threads=(1,),
    )
]
