"""Regularization: a price on large weights, so that the network prefers simple explanations.

Weights pay, biases do not. Derived in the chapter on cats.
"""

from collections.abc import Iterable

import numpy as np

Arrays = dict[str, np.ndarray]


def l2_penalty(weights: Iterable[np.ndarray], strength: float) -> float:
    """The price of the weights: strength / 2 times the sum of all squares.

    Parameters
    ----------
    weights : weight matrices of any shape, without the biases.
    strength : >= 0, often written lambda.

    Returns
    -------
    A number >= 0, to be added to the loss.

    Examples
    --------
    >>> l2_penalty([np.array([[3.0, 4.0]])], strength=0.1)
    1.25

    Source: the chapter on cats; Krogh and Hertz (1992).
    """
    return strength / 2 * float(sum(np.sum(W * W) for W in weights))


def l2_backward(weights: Iterable[np.ndarray], strength: float) -> list[np.ndarray]:
    """The gradient of `l2_penalty` with respect to each weight matrix: strength times W.

    The factor 1/2 in the penalty cancels the 2 from the square.

    Parameters
    ----------
    weights : weight matrices of any shape, without the biases; not changed.
    strength : >= 0.

    Returns
    -------
    One array a matrix, of its shape, to be added to the loss's gradient.

    Examples
    --------
    >>> l2_backward([np.array([[3.0, 4.0]])], strength=0.5)
    [array([[1.5, 2. ]])]

    Source: the chapter on cats; Krogh and Hertz (1992).
    """
    return [strength * W for W in weights]


def add_l2(params: Arrays, grads: Arrays, strength: float) -> float:
    """Charge a network for its weights: their price, and its gradient added to theirs.

    Parameters
    ----------
    params : name -> array; those whose name ends in ".W" are weights. Not changed.
    grads : name -> array of the same shape; changed in place.
    strength : >= 0.

    Returns
    -------
    The price, to be added to the loss.

    Examples
    --------
    >>> params = {"0.W": np.array([[3.0, 4.0]]), "0.b": np.array([5.0])}
    >>> grads = {"0.W": np.zeros((1, 2)), "0.b": np.zeros(1)}
    >>> add_l2(params, grads, strength=0.5), grads
    (6.25, {'0.W': array([[1.5, 2. ]]), '0.b': array([0.])})

    Source: the chapter on cats.
    """
    weights = {name: p for name, p in params.items() if name.endswith(".W")}
    for name, g in zip(weights, l2_backward(weights.values(), strength), strict=True):
        grads[name] += g
    return l2_penalty(weights.values(), strength)
