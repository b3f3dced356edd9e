"""Augmentation: more pictures from the ones there are, changed in ways that keep their meaning.

A mirrored cat is a cat, a shifted digit the same digit (but a mirrored 3 is no 3). Derived in the
chapter on cats.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nncourse.errors import ShapeError


def flip_horizontal(images: np.ndarray) -> np.ndarray:
    """Every picture mirrored left to right.

    Parameters
    ----------
    images : (m, height, width) or (m, height, width, channels); not changed.

    Returns
    -------
    Same shape and dtype.

    Raises
    ------
    ShapeError
        If there are not three or four axes.

    Examples
    --------
    >>> flip_horizontal(np.array([[[1, 2, 3]]]))
    array([[[3, 2, 1]]])

    Source: the chapter on cats.
    """
    check_images(images)
    return images[:, :, ::-1].copy()


def random_flip(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every picture mirrored left to right, or not, with even chances.

    Parameters
    ----------
    images : (m, height, width) or (m, height, width, channels); not changed.
    rng : the generator to draw from; it advances.

    Returns
    -------
    Same shape and dtype.

    Raises
    ------
    ShapeError
        If there are not three or four axes.

    Examples
    --------
    >>> random_flip(np.array([[[1, 2]]] * 4), np.random.default_rng(0))[:, 0].tolist()
    [[1, 2], [2, 1], [2, 1], [2, 1]]

    Source: the chapter on cats.
    """
    check_images(images)
    flipped = images.copy()
    chosen = rng.random(len(images)) < 0.5
    flipped[chosen] = images[chosen, :, ::-1]
    return flipped


def random_shift(images: np.ndarray, rng: np.random.Generator, pixels: int) -> np.ndarray:
    """Every picture moved by a few pixels, down or up and right or left.

    Parameters
    ----------
    images : (m, height, width) or (m, height, width, channels); not changed.
    rng : the generator to draw from; it advances.
    pixels : the largest shift along each axis, >= 0 and below height and width.

    Returns
    -------
    Same shape and dtype; the border that comes in repeats the picture's edge.

    Raises
    ------
    ShapeError
        If there are not three or four axes, or the shift is as large as the picture.

    Examples
    --------
    >>> random_shift(np.array([[[1, 2], [3, 4]]]), np.random.default_rng(0), 1).tolist()
    [[[3, 4], [3, 4]]]

    Source: the chapter on cats; LeCun et al. (1998).
    """
    check_images(images)
    if not 0 <= pixels < min(images.shape[1:3]):
        raise ShapeError(f"a shift of {pixels} does not fit pictures of shape {images.shape[1:3]}")
    border = [(0, 0), (pixels, pixels), (pixels, pixels)] + [(0, 0)] * (images.ndim - 3)
    padded = np.pad(images, border, mode="edge")
    starts = rng.integers(0, 2 * pixels + 1, size=(len(images), 2))
    windows = sliding_window_view(padded, images.shape[1:3], axis=(1, 2))  # views, no copies
    shifted = windows[np.arange(len(images)), starts[:, 0], starts[:, 1]]
    return np.moveaxis(shifted, 1, -1) if images.ndim == 4 else shifted  # channels are last again


def check_images(images: np.ndarray) -> None:
    """A ShapeError unless the pictures have three or four axes."""
    if images.ndim not in (3, 4):
        raise ShapeError(f"expected (m, height, width[, channels]), got shape {images.shape}")
