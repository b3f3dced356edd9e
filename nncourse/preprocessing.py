"""Preprocessing: from pictures and class numbers to the rows of floats that a network eats.

Scaling must be learned from the training examples alone and applied to all others; that is why
`Standardizer` is fitted once and then used. Derived in the chapter on the forward pass (one-hot),
the chapter on cats and the chapter on digits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from nncourse.errors import DataError, LabelError, ShapeError


def scale_pixels(images: np.ndarray) -> np.ndarray:
    """Grey levels 0 to 255 as floats 0 to 1.

    Parameters
    ----------
    images : any shape, uint8; not changed.

    Returns
    -------
    Same shape, float32, in [0, 1].

    Raises
    ------
    DataError
        If the pictures are not uint8 (they may be scaled already).

    Examples
    --------
    >>> scale_pixels(np.array([0, 51, 255], np.uint8))
    array([0. , 0.2, 1. ], dtype=float32)

    Source: the chapter on digits.
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise DataError(f"expected pictures of dtype uint8, got {images.dtype}: scaled already?")
    return images.astype(np.float32) / np.float32(255)


def flatten_images(images: np.ndarray) -> np.ndarray:
    """Each picture as one row.

    Parameters
    ----------
    images : (m, ...) pictures, for instance (m, height, width, channels).

    Returns
    -------
    (m, n) with n the product of the other axes; a view where NumPy can.

    Raises
    ------
    ShapeError
        If there is no axis besides the first.

    Examples
    --------
    >>> flatten_images(np.zeros((5, 64, 64, 3))).shape
    (5, 12288)

    Source: the chapter on cats.
    """
    images = np.asarray(images)
    if images.ndim < 2:
        raise ShapeError(f"expected pictures (m, ...), got shape {images.shape}")
    return images.reshape(len(images), int(np.prod(images.shape[1:])))


def one_hot(y: np.ndarray, k: int, dtype: DTypeLike = np.float64) -> np.ndarray:
    """Class numbers as rows of zeros with a single one.

    Parameters
    ----------
    y : (m,) integers from 0 to k - 1.
    k : number of classes.

    Returns
    -------
    (m, k) of the given dtype.

    Raises
    ------
    ShapeError
        If `y` is not (m,).
    LabelError
        If a label is no whole number or out of range.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])

    Source: the chapter on the forward pass.
    """
    y = np.asarray(y)
    check_labels(y, k)
    Y = np.zeros((len(y), k), dtype)
    Y[np.arange(len(y)), y.astype(np.intp)] = 1
    return Y


def standardize(X: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Move every feature to mean zero and scale it to standard deviation one.

    Parameters
    ----------
    X : (m, n) examples; not changed.
    mean, std : (n,) of the *training* examples. A feature with std 0 is constant; it is only moved.

    Returns
    -------
    (m, n), (X - mean) / std.

    Raises
    ------
    ShapeError
        If `mean` or `std` is not (n,).

    Examples
    --------
    >>> standardize(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([2.0, 5.0]), np.array([1.0, 0.0]))
    array([[-1.,  0.],
           [ 1.,  0.]])

    Source: the chapter on cats.
    """
    X, mean, std = np.asarray(X), np.asarray(mean), np.asarray(std)
    if X.ndim != 2 or mean.shape != X.shape[1:] or std.shape != X.shape[1:]:
        raise ShapeError(
            f"X has shape {X.shape}, mean {mean.shape}, std {std.shape}: "
            "expected (m, n), (n,) and (n,)"
        )
    return (X - mean) / np.where(std == 0, np.ones_like(std), std)


@dataclass
class Standardizer:
    """The training examples' mean and standard deviation, ready for all others.

    Examples
    --------
    >>> scale = Standardizer.fit(np.array([[1.0], [3.0]]))
    >>> scale(np.array([[5.0]]))
    array([[3.]])
    """

    mean: np.ndarray
    std: np.ndarray

    @classmethod
    def fit(cls, X: np.ndarray) -> "Standardizer":
        """Learn mean (n,) and standard deviation (n,) of the examples X (m, n)."""
        X = np.asarray(X)
        if X.ndim != 2 or len(X) == 0:
            raise ShapeError(f"expected examples (m, n) with m >= 1, got shape {X.shape}")
        check_finite(X)
        return cls(X.mean(axis=0), X.std(axis=0))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """The examples X (m, n), standardized; X is not changed."""
        return standardize(X, self.mean, self.std)


def train_val_split(
    X: np.ndarray, y: np.ndarray, fraction: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hold a random part of the training examples back, to choose settings on.

    Parameters
    ----------
    X : (m, ...) examples.
    y : (m, ...) their targets.
    fraction : the part held back, strictly between 0 and 1.
    rng : the generator to draw from; it advances.

    Returns
    -------
    X_train, y_train, X_val, y_val; each example is in exactly one of the two parts.

    Raises
    ------
    ShapeError
        If the lengths differ.
    DataError
        If one part would be empty.

    Examples
    --------
    >>> parts = train_val_split(np.arange(10), np.arange(10), 0.2, np.random.default_rng(0))
    >>> [len(part) for part in parts]
    [8, 8, 2, 2]

    Source: the chapter on cats.
    """
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ShapeError(f"{len(X)} examples but {len(y)} targets")
    n_val = round(len(X) * fraction)
    if not 0 < n_val < len(X):
        raise DataError(
            f"a fraction of {fraction} of {len(X)} examples leaves one part empty: "
            "choose it strictly between 0 and 1, and have at least two examples"
        )
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    return X[train], y[train], X[val], y[val]


def check_labels(y: np.ndarray, k: int) -> None:
    """A ShapeError or LabelError unless y is (m,), whole numbers from 0 to k - 1."""
    if y.ndim != 1:
        raise ShapeError(f"expected labels of shape (m,), got {y.shape}")
    if y.size and y.dtype.kind not in "iub":
        raise LabelError(f"expected labels of an integer dtype, got {y.dtype}")
    if y.size and (y.min() < 0 or y.max() >= k):
        raise LabelError(f"labels go from {y.min()} to {y.max()}: expected 0 to {k - 1}")


def check_finite(X: np.ndarray) -> None:
    """A DataError that counts and locates NaN or infinity, if there is any in X."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.vdot(X, X) if X.dtype.kind == "f" else 0.0
    # One bad number makes the sum of squares bad, too. That is faster than X.sum(), and needs no
    # other array where X is contiguous. A bad sum alone may be too many large numbers.
    if np.isfinite(total) or np.isfinite(X).all():
        return
    bad = np.argwhere(~np.isfinite(X))
    raise DataError(
        f"{len(bad)} of {X.size} values are NaN or infinite, the first at index "
        f"{tuple(int(i) for i in bad[0])}: clean the data before training"
    )
