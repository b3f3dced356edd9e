"""The Gram matrix: a first layer that learns without touching its weights.

Plain gradient descent moves the weights W only along the examples it is shown: after any number
of steps they are W - X^T S, where row i of S adds up the steps that the scores of example i were
asked to make. So the scores need no new W; they are X W + b - (X X^T + 1) S. The Gram matrix X X^T,
of the dot products of the examples, is computed once. Where inputs are many more than examples, the
rest is little work, and the result is the same but for rounding. A side road of the chapter
on cats derives it; `fit` trains so on single examples, and `descend` on all of a few.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from nncourse.batches import minibatches
from nncourse.errors import ShapeError
from nncourse.fast.plan import Plan, PlannedLoss, PlannedStep, is_plain_descent, is_plannable
from nncourse.layers import Dense
from nncourse.layers.dense import dense_forward
from nncourse.losses import Loss
from nncourse.network import Sequential
from nncourse.optimizers import Arrays, Optimizer

# How many examples are learned, one by one, before the weights are brought up to date.
POOL = 64


class GramLayer:
    """A network's first dense layer, on a pool of examples that it is shown in turn.

    It takes the place of a `PlannedLayer`. What comes to `backward_to_parameters` must be
    multiplied by the learning rate already. Between `begin` and `settle` the weights wait.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, not copied.

    Examples
    --------
    >>> plain, X = Dense(784, 3, rng=np.random.default_rng(0)), np.ones((2, 784), np.float32)
    >>> gram = GramLayer(plain)
    >>> gram.begin(X)
    >>> before = gram.forward(X)
    >>> gram.backward_to_parameters(np.ones((2, 3), np.float32))
    >>> (before - gram.forward(X)).tolist()  # 784 + 784 + 2 times the step
    [[1570.0, 1570.0, 1570.0], [1570.0, 1570.0, 1570.0]]
    >>> gram.settle()
    >>> bool(np.allclose(plain.forward(X), gram.forward(X)))
    True

    Source: the page on the Gram matrix, beside the chapter on cats.
    """

    def __init__(self, layer: Dense) -> None:
        self.layer = layer
        self.grads: Arrays = {}  # it keeps steps, no gradients

    def begin(self, X: np.ndarray) -> None:
        """Take a pool of examples X (M, n_in), to be shown in this order, again and again."""
        self.X, self.shown = X, 0
        self.Z = dense_forward(X, self.layer.params["W"], self.layer.params["b"])
        self.K = X @ X.T + 1  # the bias is the weight of an input that is always 1
        self.S = np.zeros_like(self.Z)

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The scores of the examples X (m, n_in) whose turn it is."""
        self.rows = slice(self.shown, self.shown + len(X))
        self.shown = self.rows.stop % len(self.X)
        return self.Z[self.rows] - self.K[self.rows].dot(self.S)

    def backward_to_parameters(self, dZ: np.ndarray) -> None:
        """Note the steps that these scores were asked to make."""
        self.S[self.rows] += dZ

    def settle(self) -> None:
        """Bring the weights and the biases up to date."""
        self.layer.params["W"] -= self.X.T @ self.S
        self.layer.params["b"] -= self.S.sum(axis=0)


class GramStep(PlannedStep):
    """A planned step of plain descent, the first layer's by way of a Gram matrix.

    It takes the examples of the pool it is given, in their order, and no others.

    Parameters
    ----------
    network, loss, optimizer : see `nncourse.steps.train_step`; they must suit, see `suits_gram`.

    Raises
    ------
    ShapeError
        If the first layer is not dense.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> X = np.eye(3, 100, dtype=np.float32)
    >>> network = Sequential(rng=np.random.default_rng(0)).input(100).dense(1)
    >>> step = GramStep(network, MSE(), SGD(0.5))
    >>> with step.pool(X):
    ...     losses = [step(X, np.ones(3)) for _ in range(20)]
    >>> losses[0] > 0.1 > 0.0001 > losses[-1]
    True

    Source: the page on the Gram matrix, beside the chapter on cats.
    """

    def __init__(self, network: Sequential, loss: Loss, optimizer: Optimizer) -> None:
        super().__init__(network, loss, optimizer)
        first = network.layers[0]
        if not isinstance(first, Dense):
            raise ShapeError(f"the Gram matrix serves a first layer that is dense, not {first}")
        self.gram = GramLayer(first)

    def plan(self, m: int) -> tuple[Plan, PlannedLoss]:
        plan, loss = super().plan(m)
        plan.layers[0] = self.gram
        return plan, loss

    @contextmanager
    def pool(self, X: np.ndarray) -> Iterator[None]:
        """Learn from the examples X (M, n_in); afterwards the weights are up to date."""
        self.gram.begin(X)
        try:
            yield
        finally:  # also where somebody stops in the middle
            self.gram.settle()

    def batches(
        self, X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The batches of `minibatches`, out of one pool after the other."""
        size = max(1, POOL // batch_size) * batch_size
        for X_pool, y_pool in minibatches(X, y, size, rng):
            with self.pool(X_pool):
                for start in range(0, len(X_pool), batch_size):
                    rows = slice(start, start + batch_size)
                    yield X_pool[rows], y_pool[rows]


def suits_gram(network: Sequential, optimizer: Optimizer, examples: int) -> bool:
    """Whether a network can be trained so, and its inputs are more than the examples.

    Where a later layer shares the first one's weights, it would not see them change.

    Examples
    --------
    >>> from nncourse.optimizers import SGD
    >>> suits_gram(Sequential().input(784).dense(10), SGD(0.1), examples=64)
    True
    """
    if not (is_plain_descent(optimizer) and is_plannable(network) and network.layers):
        return False
    first, *rest = network.layers
    others = [p for layer in rest for p in layer.params.values()]
    shared = any(np.shares_memory(p, own) for p in others for own in first.params.values())
    return isinstance(first, Dense) and first.n_in > examples and not shared
