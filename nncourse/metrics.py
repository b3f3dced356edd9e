"""Metrics: what a person wants to know of a classifier, counted rather than differentiated.

Predictions come first, truth second, as in the losses. Derived in the chapter on cats (accuracy,
precision, recall) and the chapter on digits (confusion matrix, top-k).
"""

from typing import Any, overload

import numpy as np

from nncourse.errors import DataError, ShapeError
from nncourse.preprocessing import check_labels


@overload
def accuracy(predicted: np.ndarray, y: np.ndarray) -> float: ...
@overload
def accuracy(predicted: np.ndarray, y: np.ndarray, groups: np.ndarray) -> dict[Any, float]: ...
def accuracy(
    predicted: np.ndarray, y: np.ndarray, groups: np.ndarray | None = None
) -> float | dict[Any, float]:
    """The share of examples that were predicted right, of all or group by group.

    Parameters
    ----------
    predicted : (m,) predicted class numbers.
    y : (m,) true class numbers.
    groups : (m,) the group of each example, a number or a name; or None.

    Returns
    -------
    In [0, 1]; with groups a dictionary, each group that occurs -> the share within it.

    Raises
    ------
    ShapeError
        If the shapes differ or are not (m,).
    DataError
        If there is no example.

    Examples
    --------
    >>> predicted, y = np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1])
    >>> accuracy(predicted, y)
    0.75
    >>> accuracy(predicted, y, groups=np.array(["owl", "owl", "fox", "fox"]))
    {'fox': 0.5, 'owl': 1.0}

    Source: the chapter on cats.
    """
    predicted, y = check_pair(predicted, y)
    right = predicted == y
    if groups is None:
        return float(np.mean(right))
    right, groups = check_pair(right, groups)
    return {group: float(np.mean(right[groups == group])) for group in np.unique(groups).tolist()}


def precision_recall(predicted: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Of those called 'yes', how many were; of those that were, how many were called so.

    Parameters
    ----------
    predicted : (m,) 1 for 'yes', 0 for 'no'.
    y : (m,) the truth, 1 or 0.

    Returns
    -------
    Precision and recall, both in [0, 1]; 0 where there was nothing to divide by.

    Raises
    ------
    ShapeError
        If the shapes differ or are not (m,).
    DataError
        If there is no example.
    LabelError
        If anything is neither 0 nor 1.

    Examples
    --------
    >>> precision_recall(np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]))
    (0.5, 0.5)

    Source: the chapter on cats; van Rijsbergen (1979).
    """
    predicted, y = check_pair(predicted, y)
    check_labels(predicted, 2)
    check_labels(y, 2)
    hits = np.sum((predicted == 1) & (y == 1))
    return share(hits, np.sum(predicted == 1)), share(hits, np.sum(y == 1))


def precision(predicted: np.ndarray, y: np.ndarray) -> float:
    """Of the examples called 'yes', the share that were; see `precision_recall`.

    Examples
    --------
    >>> precision(np.array([1, 1, 0]), np.array([1, 0, 1]))
    0.5
    """
    return precision_recall(predicted, y)[0]


def recall(predicted: np.ndarray, y: np.ndarray) -> float:
    """Of the examples that were 'yes', the share called so; see `precision_recall`.

    Examples
    --------
    >>> recall(np.array([1, 1, 0, 0]), np.array([1, 1, 1, 1]))
    0.5
    """
    return precision_recall(predicted, y)[1]


def f1(predicted: np.ndarray, y: np.ndarray) -> float:
    """The harmonic mean of precision and recall: high only if both are.

    Parameters
    ----------
    predicted, y : (m,), 0 or 1; see `precision_recall`.

    Returns
    -------
    2 p r / (p + r), in [0, 1]; 0 if both are.

    Examples
    --------
    >>> f1(np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]))
    0.5

    Source: the chapter on cats; van Rijsbergen (1979).
    """
    p, r = precision_recall(predicted, y)
    return share(2 * p * r, p + r)


def confusion_matrix(predicted: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """How often each true class (row) was taken for each class (column).

    Parameters
    ----------
    predicted : (m,) predicted class numbers, 0 to k - 1.
    y : (m,) true class numbers, 0 to k - 1.
    k : number of classes.

    Returns
    -------
    (k, k) counts; the right ones stand on the diagonal, each row sums to its class's size.

    Raises
    ------
    ShapeError
        If the shapes differ.
    LabelError
        If a number is out of range.
    DataError
        If there is no example.

    Examples
    --------
    >>> confusion_matrix(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    array([[1, 1],
           [0, 1]])

    Source: the chapter on digits.
    """
    predicted, y = check_pair(predicted, y)
    check_labels(predicted, k)
    check_labels(y, k)
    # np.intp is the type of an index; k times a label may be too large for the label's own.
    return np.bincount((np.intp(k) * y + predicted).astype(np.intp), minlength=k * k).reshape(k, k)


def top_k_accuracy(scores: np.ndarray, y: np.ndarray, k: int) -> float:
    """The share of examples whose true class is among the k with the largest scores.

    Parameters
    ----------
    scores : (m, n_classes) scores or probabilities.
    y : (m,) true class numbers.
    k : from 1 to n_classes.

    Returns
    -------
    In [0, 1].

    Raises
    ------
    ShapeError
        If the shapes do not fit.
    LabelError
        If a label is out of range.
    DataError
        If `k` is out of range.

    Examples
    --------
    >>> top_k_accuracy(np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]), np.array([1, 0]), 2)
    0.5

    Source: the chapter on digits; Russakovsky et al. (2015).
    """
    scores, y = np.asarray(scores), np.asarray(y)
    if scores.ndim != 2 or y.shape != scores.shape[:1] or not len(y):
        raise ShapeError(
            f"scores have shape {scores.shape}, labels {y.shape}: expected (m, k), (m,), m >= 1"
        )
    check_labels(y, scores.shape[1])
    if not 1 <= k <= scores.shape[1]:
        raise DataError(f"k is {k}: expected 1 to {scores.shape[1]}, the number of classes")
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return float(np.mean((best == y[:, None]).any(axis=1)))


def share(part: float, whole: float) -> float:
    """part / whole, and 0 where there is no whole."""
    return float(part / whole) if whole else 0.0


def check_pair(predicted: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays of the same shape (m,), m >= 1; a ShapeError or DataError otherwise."""
    predicted, y = np.asarray(predicted), np.asarray(y)
    if predicted.shape != y.shape or y.ndim != 1:
        raise ShapeError(
            f"predictions have shape {predicted.shape} and labels {y.shape}: expected (m,) twice"
        )
    if not len(y):
        raise DataError("no examples: nothing can be counted")
    return predicted, y
