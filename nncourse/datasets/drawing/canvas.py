"""The canvas: a square of pixels, the light that falls on it, smooth noise and blur.

Everything is drawn in coordinates from -1 to 1, x to the right and y downwards, so a scene looks
the same at any size. Nothing here knows what is drawn; `frames` adds shapes and painters.
"""

from functools import lru_cache

import numpy as np

TABLE = 64  # side of the random table behind the noise, a power of two so that it wraps


@lru_cache(maxsize=8)
def grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    """x and y (size, size) of every pixel's centre."""
    line = ((np.arange(size) + 0.5) / size * 2 - 1).astype(np.float32)
    x, y = np.meshgrid(line, line)
    x.flags.writeable = y.flags.writeable = False
    return x, y


@lru_cache(maxsize=128)
def blur_matrix(size: int, percent: float) -> np.ndarray:
    """The matrix (size, size) that blurs a line of pixels.

    The weights are Gaussian with a standard deviation of `percent` of the width; each row sums
    to 1.
    """
    distance = np.arange(size)[:, None] - np.arange(size)
    weights = np.exp(-0.5 * (distance / (percent / 100 * size)) ** 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


class Canvas:
    """A square of pixels with a light, and a noise of its own.

    Parameters
    ----------
    size : pixels along one side.
    rng : numpy.random.Generator
        Draws the light and the noise.

    Attributes
    ----------
    pixels : (3, size, size) what has been painted so far, red, green and blue.
    light : (3,) unit vector towards the light: right, down, out of the picture.
    """

    def __init__(self, size: int, rng: np.random.Generator):
        self.size = size
        self.x, self.y = grid(size)
        self.pixels = np.zeros((3, size, size), np.float32)
        side = rng.uniform(-0.75, 0.75)
        light = np.array([side, -rng.uniform(0.45, 0.8), 0.65])
        self.light = (light / np.linalg.norm(light)).astype(np.float32)
        warmth = rng.normal(0, 0.03)
        self.lit = np.array([1.17 + warmth, 1.13, 1.07 - warmth], np.float32).reshape(3, 1, 1)
        self.shade = np.array([0.40, 0.40, 0.46], np.float32).reshape(3, 1, 1)
        self._table = rng.standard_normal(TABLE * TABLE).astype(np.float32)

    def noise(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Smooth random heights at the points (x, y), one bump per unit (value noise).

        The same point always has the same height; both axes repeat after 64 units. Stretch the
        coordinates to stretch the bumps: that makes fur, grass or the grain of wood.
        """
        left, top = np.floor(x), np.floor(y)
        across, down = x - left, y - top
        across, down = across * across * (3 - 2 * across), down * down * (3 - 2 * down)
        column, row = (
            left.astype(np.int32) & (TABLE - 1),
            (top.astype(np.int32) & (TABLE - 1)) * TABLE,
        )
        next_column, next_row = (column + 1) & (TABLE - 1), (row + TABLE) & (TABLE * TABLE - 1)
        heights = self._table
        upper = heights.take(row + column)
        upper += across * (heights.take(row + next_column) - upper)
        lower = heights.take(next_row + column)
        lower += across * (heights.take(next_row + next_column) - lower)
        return upper + down * (lower - upper)

    def blur(self, percent: float) -> None:
        """Blur the pixels; the standard deviation is `percent` of the width."""
        if percent > 0:
            weights = blur_matrix(self.size, percent)
            self.pixels = weights @ self.pixels @ weights.T
