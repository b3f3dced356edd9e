"""Batches: the examples, dealt out a handful at a time.

Every epoch deals them out anew, in another order. The chapter on digits introduces mini-batches,
and measures what it gains to write each batch over the one before.
"""

from collections.abc import Iterator

import numpy as np

from nncourse.errors import ShapeError


def minibatches(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Deal all examples out in random order, a handful at a time.

    Parameters
    ----------
    X : (m, ...) examples; not changed.
    y : (m, ...) their targets; not changed.
    batch_size : examples in a batch, at least 1; the last batch takes what is left.
    rng : the generator to draw the order from; it advances once a call.

    Returns
    -------
    Pairs (X_batch, y_batch), copies; every example is in exactly one of them, beside its target.

    Raises
    ------
    ShapeError
        If the lengths differ.
    ValueError
        If the batch size is below one.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> [X.tolist() for X, y in minibatches(np.arange(5), np.arange(5), 2, rng)]
    [[2, 4], [3, 0], [1]]

    Source: the chapter on digits; Bottou, Curtis and Nocedal (2018).
    """
    if len(X) != len(y):
        raise ShapeError(f"{len(X)} examples but {len(y)} targets: they must go in pairs")
    check_batch_size(batch_size)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]


def overwritten_minibatches(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of `minibatches`, in one array that each overwrites.

    Parameters
    ----------
    X, y, batch_size, rng : see `minibatches`.

    Returns
    -------
    Pairs (X_batch, y_batch). What X_batch holds is gone when the next pair is asked for.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> [X.tolist() for X, y in overwritten_minibatches(np.arange(5), np.arange(5), 2, rng)]
    [[2, 4], [3, 0], [1]]

    Source: the chapter on digits.
    """
    X_batch = np.empty((min(batch_size, len(X)), *X.shape[1:]), X.dtype)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        # Without mode="clip", NumPy would gather into another array first, to be safe from errors.
        yield np.take(X, chosen, axis=0, out=X_batch[: len(chosen)], mode="clip"), y[chosen]


def check_batch_size(batch_size: int) -> None:
    """A ValueError unless a batch holds at least one example."""
    if batch_size < 1:
        raise ValueError(f"a batch needs at least one example, got batch_size={batch_size}")
