"""Pooling and flattening: keep the strongest answer of each neighbourhood, then forget the places.

Neither has parameters. Pictures are (m, height, width, channels).
"""

import numpy as np

from nncourse.errors import ShapeError
from nncourse.layers.layer import Layer


def maxpool_forward(X: np.ndarray, size: int = 2) -> np.ndarray:
    """The largest value in each square of size x size pixels, channel by channel.

    Parameters
    ----------
    X : (m, height, width, channels); rows and columns that fill no square are left out.
    size : pixels along each side of a square.

    Returns
    -------
    (m, height // size, width // size, channels).

    Raises
    ------
    ShapeError
        If not one square fits.

    Examples
    --------
    >>> maxpool_forward(np.arange(16.0).reshape(1, 4, 4, 1))[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    return squares(X, size).max(axis=(2, 4))


def maxpool_backward(dP: np.ndarray, X: np.ndarray, P: np.ndarray, size: int = 2) -> np.ndarray:
    """Hand each upstream gradient to the pixel that won its square; winners in a tie share it.

    Parameters
    ----------
    dP : (m, height // size, width // size, channels) upstream gradient.
    X : (m, height, width, channels) what the forward was given.
    P : what the forward returned.
    size : as in the forward.

    Returns
    -------
    dX, of the shape of `X`.

    Examples
    --------
    >>> X = np.arange(4.0).reshape(1, 2, 2, 1)
    >>> maxpool_backward(np.full((1, 1, 1, 1), 5.0), X, maxpool_forward(X))[0, :, :, 0]
    array([[0., 0.],
           [0., 5.]])
    """
    won = squares(X, size) == P[:, :, None, :, None]
    shares = won * (dP / won.sum(axis=(2, 4)))[:, :, None, :, None]
    m, rows, _, columns, _, channels = won.shape
    dX = np.zeros_like(X)
    dX[:, : rows * size, : columns * size] = shares.reshape(
        m, rows * size, columns * size, channels
    )
    return dX


def squares(X: np.ndarray, size: int) -> np.ndarray:
    """The pictures cut into squares: (m, rows, size, columns, size, channels)."""
    if X.ndim != 4 or size < 1 or min(X.shape[1:3]) < size:
        raise ShapeError(f"squares of {size} pixels do not fit pictures of shape {X.shape}")
    m, height, width, channels = X.shape
    rows, columns = height // size, width // size
    whole = X[:, : rows * size, : columns * size]
    return whole.reshape(m, rows, size, columns, size, channels)


class MaxPool2D(Layer):
    """The largest value in each square of pixels, channel by channel.

    Examples
    --------
    >>> MaxPool2D(2).forward(np.zeros((5, 28, 28, 8))).shape
    (5, 14, 14, 8)
    """

    def __init__(self, size: int = 2) -> None:
        super().__init__()
        self.size = size

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.X, self.output = X, maxpool_forward(X, self.size)
        return self.output

    def backward(self, dY: np.ndarray) -> np.ndarray:
        return maxpool_backward(dY, self.X, self.output, self.size)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(input_shape) != 3 or min(input_shape[:2]) < self.size:
            raise ShapeError(f"{self} needs pictures, but what comes in has shape {input_shape}")
        height, width, channels = input_shape
        return (height // self.size, width // self.size, channels)

    def config(self) -> dict:
        return {"size": self.size}


class Flatten(Layer):
    """Each example as one row, whatever its shape.

    Examples
    --------
    >>> Flatten().forward(np.zeros((5, 7, 7, 8))).shape
    (5, 392)
    """

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.shape = X.shape
        return X.reshape(len(X), -1)

    def backward(self, dY: np.ndarray) -> np.ndarray:
        return dY.reshape(self.shape)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        return (int(np.prod(input_shape)),)
