"""The dense layer: every output is a neuron that sees every input, Z = X W + b.

The two functions are the mathematics of the chapter on the forward pass and the chapter on
backpropagation; the class holds the parameters.
"""

import numpy as np
from numpy.typing import DTypeLike

from nncourse.errors import ShapeError
from nncourse.initializers import INITIALIZERS
from nncourse.layers.layer import Layer


def dense_forward(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A layer of neurons on a batch: Z = X W + b.

    Parameters
    ----------
    X : (m, n_in) one example per row.
    W : (n_in, n_out) one neuron a column.
    b : (n_out,) one bias a neuron.

    Returns
    -------
    Z (m, n_out).

    Raises
    ------
    ShapeError
        If the three do not fit.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0]])
    >>> dense_forward(X, np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]]), np.array([0.0, 0.0, 0.5]))
    array([[1. , 2. , 1.5]])

    Source: the chapter on the forward pass.
    """
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ShapeError(
            f"X has shape {X.shape}, W {W.shape}, b {b.shape}: expected (m, n_in), (n_in, n_out) "
            "and (n_out,), where the columns of X are as many as the rows of W"
        )
    return X @ W + b


def dense_backward(
    dZ: np.ndarray, X: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull the upstream gradient through Z = X W + b.

    Z[i, k] = sum_j X[i, j] W[j, k] + b[k]. So W[j, k] reaches the loss through row i by X[i, j],
    for all i; b[k] by 1, for all i; and X[i, j] by W[j, k], for all k.

    Parameters
    ----------
    dZ : (m, n_out) gradient of the loss with respect to Z (1/m is already inside).
    X : (m, n_in) the batch the forward was given.
    W : (n_in, n_out) the weights the forward used.

    Returns
    -------
    dX (m, n_in), dW (n_in, n_out), db (n_out,).

    Raises
    ------
    ShapeError
        If the three do not fit.

    Examples
    --------
    >>> dX, dW, db = dense_backward(np.array([[1.0], [2.0]]), np.eye(2), np.array([[3.0], [4.0]]))
    >>> dX.tolist(), dW.tolist(), db.tolist()
    ([[3.0, 4.0], [6.0, 8.0]], [[1.0], [2.0]], [3.0])

    Source: the chapter on backpropagation; Rumelhart, Hinton and Williams (1986).
    """
    if dZ.shape != (len(X), W.shape[1]):
        raise ShapeError(
            f"dZ has shape {dZ.shape}, but X {X.shape} and W {W.shape} give Z of shape "
            f"{(len(X), W.shape[1])}"
        )
    return dZ @ W.T, *parameter_gradients(dZ, X)


def parameter_gradients(dZ: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of `dense_backward` that a network's first layer needs: dW and db."""
    return X.T @ dZ, dZ.sum(axis=0)


class Dense(Layer):
    """A layer of `n_out` neurons, each looking at all `n_in` inputs.

    Parameters
    ----------
    n_in, n_out : numbers of inputs and of neurons.
    init : how the weights start: "xavier", "he", "uniform" or "zeros"; the biases start at zero.
    rng : the generator for the weights; a fresh, unpredictable one if not given.
    dtype : float32 to train, float64 to check gradients.

    Raises
    ------
    ValueError
        If there is no such `init`.
    ShapeError
        If a size is below one.

    Examples
    --------
    >>> layer = Dense(784, 64, init="he", rng=np.random.default_rng(0))
    >>> layer.forward(np.zeros((5, 784), np.float32)).shape
    (5, 64)
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        init: str = "xavier",
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__()
        if init not in INITIALIZERS:
            raise ValueError(f"unknown init {init!r}: choose one of {', '.join(INITIALIZERS)}")
        rng = rng or np.random.default_rng()
        self.n_in, self.n_out = n_in, n_out
        self.params["W"] = INITIALIZERS[init](n_in, n_out, rng, dtype=dtype)
        self.params["b"] = np.zeros(n_out, dtype)

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.X = X
        return dense_forward(X, self.params["W"], self.params["b"])

    def backward(self, dY: np.ndarray) -> np.ndarray:
        dX, self.grads["W"], self.grads["b"] = dense_backward(dY, self.X, self.params["W"])
        return dX

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        self.grads["W"], self.grads["b"] = parameter_gradients(dY, self.X)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        if input_shape != (self.n_in,):
            raise ShapeError(
                f"Dense({self.n_in}, {self.n_out}) expects {self.n_in} inputs an example, "
                f"but what comes in has shape {input_shape}"
            )
        return (self.n_out,)

    def config(self) -> dict:
        return {"n_in": self.n_in, "n_out": self.n_out}
