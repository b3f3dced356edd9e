"""Filters: what a pixel's neighbours tell about it."""

from collections.abc import Callable

import numpy as np

from nncourse.datasets.optional import require


def largest(picture: np.ndarray, width: int) -> np.ndarray:
    """The largest value within a square of so many pixels (odd) round each pixel."""
    return slid(slid(picture, width, np.maximum).T, width, np.maximum).T


def smallest(picture: np.ndarray, width: int) -> np.ndarray:
    """The smallest value within a square of so many pixels (odd) round each pixel."""
    return slid(slid(picture, width, np.minimum).T, width, np.minimum).T


def slid(picture: np.ndarray, width: int, choose: Callable) -> np.ndarray:
    """`choose` of so many neighbours in each column, its ends repeated.

    Of twice as many values it is `choose` of two results: few steps for any width.
    """
    height, reach = len(picture), width // 2
    values = np.pad(picture, ((reach, reach), (0, 0)), mode="edge")
    known = 1
    while 2 * known <= width:
        values = choose(values[:-known], values[known:])
        known *= 2
    return choose(values[:height], values[width - known :][:height])


def blurred(picture: np.ndarray, radius: float) -> np.ndarray:
    """A picture of grey levels, blurred by Pillow's Gaussian filter."""
    Image = require("PIL.Image", "pillow")
    gaussian = require("PIL.ImageFilter", "pillow").GaussianBlur(radius)
    levels = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    return np.asarray(levels.filter(gaussian), dtype=np.float64)


def noise_of(picture: np.ndarray) -> float:
    """The spread of a camera's noise, from pixels that differ where neither row nor column does."""
    rows = np.diff(picture, axis=0)
    return float(np.median(np.abs(np.diff(rows, axis=1))) / 2 / 0.6745)


def means(n: int, m: int) -> np.ndarray:
    """(m, n) weights with which each of `m` pixels in a row is the mean of what it covers of `n`.

    Examples
    --------
    >>> means(3, 2) * 3
    array([[2., 1., 0.],
           [0., 1., 2.]])
    """
    edges = np.arange(m + 1)[:, None] * n / m
    pixels = np.arange(n)
    covered = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    return np.clip(covered, 0, None) * m / n


def resized(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """A picture in another size, each pixel the mean of what it covers."""
    return means(picture.shape[0], height) @ picture @ means(picture.shape[1], width).T
