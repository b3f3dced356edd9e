"""Gradient check: compare a hand-written derivative with a measured one.

Nudge a number up and down, watch the loss, divide: slow, but hard to get wrong. Derived in the
chapter on backpropagation. It needs float64; in float32 the nudge drowns in rounding.
"""

from collections.abc import Callable

import numpy as np

from nncourse.errors import DataError
from nncourse.losses import Loss
from nncourse.network import Sequential


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    """The gradient of a number-valued function, by central differences.

    Nudging to both sides cancels the even terms of the Taylor series: the error falls with eps^2,
    where a one-sided difference errs with eps.

    Parameters
    ----------
    f : takes an array shaped like `x`, returns a number.
    x : any shape, float64; nudged in place entry by entry, and restored.
    eps : the nudge.

    Returns
    -------
    Same shape as `x`: (f(x + eps) - f(x - eps)) / (2 eps), for each entry.

    Raises
    ------
    DataError
        If `x` is not float64.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])

    Source: the chapter on backpropagation.
    """
    if x.dtype != np.float64:
        raise DataError(f"a numerical gradient needs float64, got {x.dtype}: use x.astype(float)")
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        above = f(x)
        x[index] = original - eps
        below = f(x)
        x[index] = original
        gradient[index] = (above - below) / (2 * eps)
    return gradient


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """How far two gradients are apart, as a share of their size: |a - b| / (|a| + |b|).

    Parameters
    ----------
    a, b : same shape.

    Returns
    -------
    In [0, 1], with lengths taken over all entries; 0 if both are zero. Smooth functions in float64
    end near 1e-8 where the gradient is right, and mostly far above 1e-3 where it is not.

    Examples
    --------
    >>> relative_error(np.array([3.0, 4.0]), np.array([3.0, 4.0]))
    0.0

    Source: the chapter on backpropagation.
    """
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / scale) if scale else 0.0


def gradient_check(
    network: Sequential, loss: Loss, X: np.ndarray, y: np.ndarray, eps: float = 1e-6
) -> dict[str, float]:
    """Check a network's backward against numerical gradients, parameter by parameter.

    Parameters
    ----------
    network : of dtype float64, and small: each parameter costs two forwards.
    loss : what it would be trained with.
    X : (m, *input_shape) a few examples.
    y : their targets.
    eps : the nudge.

    Returns
    -------
    For the name of each array of parameters, its `relative_error`.

    Raises
    ------
    DataError
        If the network is not float64.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng, dtype=np.float64).input(2).dense(3).tanh().dense(2)
    >>> from nncourse.losses import SoftmaxCrossEntropy
    >>> errors = gradient_check(network, SoftmaxCrossEntropy(), np.eye(2), np.array([0, 1]))
    >>> max(errors.values()) < 1e-7
    True

    Source: the chapter on backpropagation.
    """
    loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    grads = {name: grad.copy() for name, grad in network.grads.items()}

    def loss_now(_: np.ndarray) -> float:
        return loss.forward(network.forward(X), y)

    return {
        name: relative_error(grads[name], numerical_gradient(loss_now, p, eps))
        for name, p in network.params.items()
    }
