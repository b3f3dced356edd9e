"""The Gram matrix: a first layer that learns without touching its weights.

Plain gradient descent moves the weights W only along the examples it is shown: after any number
of steps they are W - X^T S, where row i of S adds up the steps that the scores of example i were
asked to make. So the scores need no new W; they are X W + b - (X X^T + 1) S. The Gram matrix X X^T,
of the dot products of the examples, is computed once. Where inputs are many more than examples, the
rest is little work, and the result is the same but for rounding. An optional section of chapter 4
derives it; `fit` trains so on single examples, and `descend` on all of a few.
"""

from collections.abc import Iterator

import numpy as np

from nncourse.buffers import BufferedNetwork, ScaledDescent
from nncourse.errors import ShapeError
from nncourse.layers import Dense
from nncourse.layers.dense import dense_forward
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer

# How many examples are learned, one by one, before the weights are brought up to date.
POOL = 64


class GramDense(Dense):
    """A network's first dense layer, on a pool of examples that it is shown in turn.

    What comes to `backward_to_parameters` must be scaled by the learning rate already (see
    `nncourse.buffers.ScaledLoss`). Between `begin` and `settle` the weights wait.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, not copied.

    Examples
    --------
    >>> plain, X = Dense(784, 3, rng=np.random.default_rng(0)), np.ones((2, 784), np.float32)
    >>> gram = GramDense(plain)
    >>> gram.begin(X)
    >>> before = gram.forward(X)
    >>> gram.backward_to_parameters(np.ones((2, 3), np.float32))
    >>> (before - gram.forward(X)).tolist()  # 784 + 784 + 2 times the step
    [[1570.0, 1570.0, 1570.0], [1570.0, 1570.0, 1570.0]]
    >>> gram.settle()
    >>> bool(np.allclose(plain.forward(X), gram.forward(X)))
    True

    Source: chapter 4.
    """

    def __init__(self, layer: Dense) -> None:
        self.n_in, self.n_out, self.layer = layer.n_in, layer.n_out, layer
        self.params, self.grads = {}, {}

    def begin(self, X: np.ndarray) -> None:
        """Take a pool of examples X (M, n_in), to be shown in this order, again and again."""
        self.X, self.shown = X, 0
        self.Z = dense_forward(X, self.layer.params["W"], self.layer.params["b"])
        self.K = X @ X.T + 1  # the bias is the weight of an input that is always 1
        self.S = np.zeros_like(self.Z)

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.rows = slice(self.shown, self.shown + len(X))
        self.shown = self.rows.stop % len(self.X)
        return self.Z[self.rows] - self.K[self.rows].dot(self.S)

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        self.S[self.rows] += dY

    def settle(self) -> None:
        """Bring the weights and the biases up to date."""
        self.layer.params["W"] -= self.X.T @ self.S
        self.layer.params["b"] -= self.S.sum(axis=0)


class GramNetwork(BufferedNetwork):
    """A network that trains another one's parameters, the first layer's by way of a Gram matrix.

    It takes the examples that `deal` deals out, in that order, and no others.

    Parameters
    ----------
    network : its first layer is dense; its parameters are shared, and change as this one trains.

    Raises
    ------
    ShapeError if the first layer is of another kind.
    """

    def __init__(self, network: Sequential) -> None:
        super().__init__(network)
        first = self.layers[0]
        if not isinstance(first, Dense):
            raise ShapeError(f"the Gram matrix serves a first layer that is dense, not {first}")
        self.gram = GramDense(first)
        self.begin_with(self.gram)

    def deal(
        self, X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The batches of `nncourse.training.minibatches`, out of one pool after the other."""
        order, size = rng.permutation(len(X)), max(1, POOL // batch_size) * batch_size
        for chosen in (order[start : start + size] for start in range(0, len(X), size)):
            X_pool, y_pool = X[chosen], y[chosen]
            self.gram.begin(X_pool)
            try:
                for i in range(0, len(chosen), batch_size):
                    yield X_pool[i : i + batch_size], y_pool[i : i + batch_size]
            finally:  # also where somebody stops in the middle
                self.gram.settle()


def suits_gram(network: Sequential, optimizer: Optimizer, examples: int = 0) -> bool:
    """Whether a network can be trained so, and its inputs are more than the examples.

    The optimizer is that which `nncourse.buffers.buffered` returns. Where a later layer shares the
    first one's weights, it would not see them change.

    Examples
    --------
    >>> from nncourse.optimizers import SGD
    >>> suits_gram(Sequential().input(784).dense(10), ScaledDescent(SGD(0.1)), examples=64)
    True
    """
    first = network.layers[0]
    if not isinstance(optimizer, ScaledDescent) or type(first) is not Dense:
        return False
    others = [p for layer in network.layers[1:] for p in layer.params.values()]
    shared = any(np.shares_memory(p, own) for p in others for own in first.params.values())
    return first.n_in > examples and not shared
