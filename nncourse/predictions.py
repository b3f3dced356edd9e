"""Predictions: from a network's scores to shares one can read and decisions one can count.

A network ends in scores. One column asks a yes-or-no question, k columns choose one of k classes.
Derived in the chapter on the forward pass (several classes) and the chapter on cats (cat or not).
"""

import numpy as np

from nncourse.activations import sigmoid, softmax
from nncourse.errors import ShapeError


def probabilities(Z: np.ndarray) -> np.ndarray:
    """Scores as probabilities: sigmoid for one column, softmax along the rows for several.

    Parameters
    ----------
    Z : (m, 1) or (m, k) scores.

    Returns
    -------
    Same shape, in [0, 1].

    Raises
    ------
    ShapeError
        If `Z` has not two axes.

    Examples
    --------
    >>> probabilities(np.array([[0.0]])), probabilities(np.array([[1.0, 1.0]]))
    (array([[0.5]]), array([[0.5, 0.5]]))

    Source: the chapter on the forward pass.
    """
    Z = np.asarray(Z)
    if Z.ndim != 2:
        raise ShapeError(f"expected scores (m, k), got shape {Z.shape}")
    return sigmoid(Z) if Z.shape[1] == 1 else softmax(Z)


def predict_class(Z: np.ndarray) -> np.ndarray:
    """The class with the largest score in each row; the first one in a tie.

    Parameters
    ----------
    Z : (m, k) scores, or probabilities.

    Returns
    -------
    (m,) integers from 0 to k - 1.

    Raises
    ------
    ShapeError
        If `Z` has not two axes.

    Examples
    --------
    >>> predict_class(np.array([[0.1, 2.0, -1.0], [3.0, 0.0, 0.0]]))
    array([1, 0])

    Source: the chapter on the forward pass.
    """
    Z = np.asarray(Z)
    if Z.ndim != 2:
        raise ShapeError(f"expected scores (m, k), got shape {Z.shape}")
    return Z.argmax(axis=1)


def predict_binary(Z: np.ndarray) -> np.ndarray:
    """Yes (1) where the score is positive, that is where its sigmoid is above one half.

    Parameters
    ----------
    Z : (m, 1) or (m,) scores, not probabilities.

    Returns
    -------
    (m,) integers, 0 or 1.

    Raises
    ------
    ShapeError
        If there is more than one score per example.

    Examples
    --------
    >>> predict_binary(np.array([[0.3], [-2.0]]))
    array([1, 0])

    Source: the chapter on cats.
    """
    Z = np.asarray(Z)
    if Z.ndim not in (1, 2) or Z.shape[1:] not in ((), (1,)):
        raise ShapeError(f"expected one score per example, (m, 1) or (m,), got shape {Z.shape}")
    return (Z.reshape(-1) > 0).astype(np.int64)
