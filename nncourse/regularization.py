"""Regularization: a price on large weights, so that the network prefers simple explanations.

Weights pay, biases do not. Derived in the chapter on cats.
"""

import numpy as np

Arrays = dict[str, np.ndarray]


def l2_penalty(params: Arrays, strength: float) -> float:
    """The price of a network's weights: strength / 2 times the sum of all squares.

    Parameters
    ----------
    params : name -> array; those whose name ends in ".W" are weights and pay, the others do not.
    strength : >= 0, often written lambda.

    Returns
    -------
    A number >= 0, to be added to the loss.

    Examples
    --------
    >>> l2_penalty({"0.W": np.array([[3.0, 4.0]]), "0.b": np.array([5.0, 5.0])}, strength=0.1)
    1.25

    Source: the chapter on cats; Krogh and Hertz (1992).
    """
    squares = [float(np.sum(p * p)) for name, p in params.items() if name.endswith(".W")]
    return strength / 2 * sum(squares)


def l2_backward(params: Arrays, strength: float) -> Arrays:
    """The gradient of `l2_penalty` with respect to every parameter: strength times W, or zeros.

    The factor 1/2 in the penalty cancels the 2 from the square.

    Parameters
    ----------
    params : name -> array, as for `l2_penalty`; not changed.
    strength : >= 0.

    Returns
    -------
    name -> array of the parameter's shape, to be added to the loss's gradient.

    Examples
    --------
    >>> l2_backward({"0.W": np.array([[3.0, 4.0]]), "0.b": np.array([5.0, 5.0])}, strength=0.5)
    {'0.W': array([[1.5, 2. ]]), '0.b': array([0., 0.])}

    Source: the chapter on cats; Krogh and Hertz (1992).
    """
    grads = {name: np.zeros_like(p) for name, p in params.items()}
    for name, p in params.items():
        if name.endswith(".W"):
            grads[name] += strength * p
    return grads


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
    for name, g in l2_backward(params, strength).items():
        grads[name] += g
    return l2_penalty(params, strength)
