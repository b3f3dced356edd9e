"""Regularization: a price on large weights, so that the network prefers simple explanations.

Weights pay, biases do not. Derived in chapter 4, taken further in chapter 8.
"""

from collections.abc import Iterable

import numpy as np


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

    Source: chapter 4; Krogh and Hertz (1992).
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

    Source: chapter 4; Krogh and Hertz (1992).
    """
    return [strength * W for W in weights]
