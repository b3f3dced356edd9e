"""Examples: inputs and their targets, from what a file holds to what a network takes."""

import numpy as np

from nncourse.errors import DataError
from nncourse.preprocessing import Standardizer, flatten_images, scale_pixels

Examples = tuple[np.ndarray, np.ndarray]


def as_rows(raw: np.ndarray, standardizer: Standardizer | None = None) -> np.ndarray:
    """Inputs as a network of dense layers takes them.

    Parameters
    ----------
    raw : (m, ...) pictures of bytes, which are scaled to [0, 1], or (m, n) numbers; not changed.
    standardizer : what to apply then, or None.

    Returns
    -------
    The rows, (m, n) float32.

    Examples
    --------
    >>> as_rows(np.full((1, 2, 2), 51, np.uint8))
    array([[0.2, 0.2, 0.2, 0.2]], dtype=float32)
    """
    rows = flatten_images(scale_pixels(raw) if raw.dtype == np.uint8 else raw)
    return (standardizer(rows) if standardizer else rows).astype(np.float32, copy=False)


def some(X: np.ndarray, y: np.ndarray, m: int, rng: np.random.Generator) -> Examples:
    """So many of the examples, drawn at random.

    Parameters
    ----------
    X, y : the examples and their targets, (n, ...) each; not changed.
    m : how many, from 2 to n.
    rng : draws them; it advances.

    Returns
    -------
    Copies of `m` inputs and their targets, in random order.

    Raises
    ------
    DataError
        If there are not so many, or fewer than two are asked for.

    Examples
    --------
    >>> X, y = some(np.arange(10), np.arange(10) % 2, 4, np.random.default_rng(0))
    >>> X.shape, bool((y == X % 2).all())
    ((4,), True)
    """
    if not 2 <= m <= len(X):
        raise DataError(f"{m:,} examples were asked for; choose a number from 2 to {len(X):,}")
    chosen = rng.permutation(len(X))[:m]
    return X[chosen], y[chosen]


def split_by_class(
    X: np.ndarray, y: np.ndarray, fraction: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hold back the same share of each class, so that a rare one is in both parts.

    Parameters
    ----------
    X, y : the examples (m, ...) and their classes (m,); not changed.
    fraction : the share, between 0 and 1; at least one of each class that has two.
    rng : draws them; it advances.

    Returns
    -------
    X_train, y_train, X_val, y_val, each part in random order.

    Examples
    --------
    >>> y = np.array([0] * 8 + [1] * 2)
    >>> _, y_train, _, y_val = split_by_class(y, y, 0.25, np.random.default_rng(0))
    >>> np.bincount(y_train).tolist(), np.bincount(y_val).tolist()
    ([6, 1], [2, 1])
    """
    order = rng.permutation(len(y))
    held = np.zeros(len(y), dtype=bool)
    for c in np.unique(y):
        members = order[y[order] == c]
        if len(members) > 1:
            held[members[: max(1, round(fraction * len(members)))]] = True
    val, train = order[held[order]], order[~held[order]]
    return X[train], y[train], X[val], y[val]
