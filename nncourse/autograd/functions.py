"""Activations, dropout and losses on tensors.

The mathematics is that of `nncourse.activations` and `nncourse.losses`: each function here calls
the taught forward, and notes the taught backward. The chapter on autograd puts them together.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse import activations, losses
from nncourse.autograd.arithmetic import scale_backward
from nncourse.autograd.tensor import Tensor, record
from nncourse.preprocessing import one_hot


def relu(Z: Tensor) -> Tensor:
    """max(0, z), entry by entry; see `nncourse.activations.relu`.

    Examples
    --------
    >>> relu(Tensor([-1.0, 2.0]))
    Tensor([0., 2.])
    """
    A = activations.relu(Z.data)
    return record("relu", A, (Z,), activations.relu_backward, A)


def leaky_relu(Z: Tensor, slope: float = 0.01) -> Tensor:
    """z where positive, slope times z elsewhere; see `nncourse.activations.leaky_relu`.

    Examples
    --------
    >>> leaky_relu(Tensor([-1.0, 2.0]), slope=0.1)
    Tensor([-0.1,  2. ])
    """
    A = activations.leaky_relu(Z.data, slope)
    return record("leaky_relu", A, (Z,), activations.leaky_relu_backward, A, slope)


def sigmoid(Z: Tensor) -> Tensor:
    """1 / (1 + exp(-z)), entry by entry; see `nncourse.activations.sigmoid`.

    Examples
    --------
    >>> sigmoid(Tensor([0.0]))
    Tensor([0.5])
    """
    A = activations.sigmoid(Z.data)
    return record("sigmoid", A, (Z,), activations.sigmoid_backward, A)


def tanh(Z: Tensor) -> Tensor:
    """The hyperbolic tangent, entry by entry; see `nncourse.activations.tanh`.

    Examples
    --------
    >>> tanh(Tensor([0.0]))
    Tensor([0.])
    """
    A = activations.tanh(Z.data)
    return record("tanh", A, (Z,), activations.tanh_backward, A)


def softmax(Z: Tensor) -> Tensor:
    """Shares along the last axis; see `nncourse.activations.softmax`.

    Examples
    --------
    >>> softmax(Tensor([[1.0, 1.0]]))
    Tensor([[0.5, 0.5]])
    """
    P = activations.softmax(Z.data)
    return record("softmax", P, (Z,), activations.softmax_backward, P)


def log_softmax(Z: Tensor) -> Tensor:
    """The logarithm of softmax along the last axis; see `nncourse.activations.log_softmax`.

    Examples
    --------
    >>> log_softmax(Tensor([[1000.0, 0.0]]))
    Tensor([[    0., -1000.]])
    """
    L = activations.log_softmax(Z.data)
    return record("log_softmax", L, (Z,), log_softmax_backward, L)


def log_softmax_backward(dL: np.ndarray, L: np.ndarray) -> np.ndarray:
    """The upstream gradient, less each row's total times the shares.

    l_i = z_i - log(sum_j exp(z_j)), and the slope of that logarithm in z_j is the share p_j:
    dz_j = dl_j - p_j sum_i dl_i, with p = exp(l).

    Parameters
    ----------
    dL : (..., k) gradient of the loss with respect to the logarithms.
    L : (..., k) what the forward returned.

    Returns
    -------
    (..., k) gradient with respect to the scores. Each row sums to zero.

    Examples
    --------
    >>> log_softmax_backward(np.array([[1.0, 0.0]]), np.log([[0.5, 0.5]])).round(3)
    array([[ 0.5, -0.5]])

    Source: the chapter on autograd.
    """
    return dL - np.exp(L) * dL.sum(axis=-1, keepdims=True)


def dropout(X: Tensor, rate: float, rng: np.random.Generator) -> Tensor:
    """Zeros in place of a random share of the entries; the others grow to make up for it.

    Parameters
    ----------
    X : a tensor.
    rate : the probability of each entry to become zero, in [0, 1). The others are divided by
        1 - rate, so that the mean stays: nothing need be changed when the network is used.
    rng : draws who stays; it advances.

    Returns
    -------
    A tensor of X's shape and dtype.

    Raises
    ------
    ValueError
        If the rate is out of range.

    Examples
    --------
    >>> dropout(Tensor(np.ones(5)), 0.5, np.random.default_rng(0))
    Tensor([2., 0., 0., 0., 2.])

    Source: Srivastava et al. (2014).
    """
    if not 0 <= rate < 1:
        raise ValueError(f"the rate must lie in [0, 1), got {rate}")
    kept = np.asarray(rng.random(X.shape) >= rate, X.dtype) / (1 - rate)
    return record("dropout", X.data * kept, (X,), scale_backward, kept)


def mse(Y_hat: Tensor, Y: np.ndarray) -> Tensor:
    """Mean squared error; see `nncourse.losses.mse`.

    Parameters
    ----------
    Y_hat : (m, k) predictions.
    Y : (m, k) targets, or (m,) where k is 1.

    Returns
    -------
    A single number.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> mse(Tensor([[1.0], [4.0]]), np.array([1.0, 2.0]))
    Tensor(2.)
    """
    Y = losses.as_column(Y, Y_hat.data)
    return loss("mse", losses.mse, losses.mse_backward, Y_hat, Y)


def binary_cross_entropy(Z: Tensor, Y: np.ndarray) -> Tensor:
    """Binary cross-entropy from scores; see `nncourse.losses.binary_cross_entropy_with_logits`.

    Parameters
    ----------
    Z : (m, 1) scores.
    Y : (m, 1) or (m,) ones and zeros.

    Returns
    -------
    A single number.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> round(binary_cross_entropy(Tensor([[0.0]]), np.array([1])).item(), 4)
    0.6931
    """
    forward = losses.binary_cross_entropy_with_logits
    backward = losses.binary_cross_entropy_with_logits_backward
    return loss("binary_cross_entropy", forward, backward, Z, losses.as_column(Y, Z.data))


def softmax_cross_entropy(Z: Tensor, y: np.ndarray) -> Tensor:
    """Cross-entropy of softmax from scores; see `nncourse.losses.softmax_cross_entropy`.

    Parameters
    ----------
    Z : (m, k) scores.
    y : (m,) class numbers, or (m, k) one-hot rows.

    Returns
    -------
    A single number.

    Raises
    ------
    ShapeError
        If the shapes differ.
    LabelError
        If a class number is out of range.

    Examples
    --------
    >>> round(softmax_cross_entropy(Tensor([[0.0, 0.0]]), np.array([1])).item(), 4)
    0.6931
    """
    Y = one_hot(y, Z.shape[-1], dtype=Z.dtype) if np.ndim(y) == 1 else np.asarray(y, Z.dtype)
    forward, backward = losses.softmax_cross_entropy, losses.softmax_cross_entropy_backward
    return loss("softmax_cross_entropy", forward, backward, Z, Y)


def loss(
    operation: str, forward: Callable, backward: Callable, outputs: Tensor, targets: np.ndarray
) -> Tensor:
    """A taught loss as an operation: its gradient is scaled by what comes from upstream."""

    def pull(upstream: np.ndarray, *saved: Any) -> np.ndarray:
        return upstream * backward(*saved)

    value = np.asarray(forward(outputs.data, targets), outputs.dtype)
    return record(operation, value, (outputs,), pull, outputs.data, targets)
