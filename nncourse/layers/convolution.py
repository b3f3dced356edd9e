"""Convolution: the same small neuron, looking at every place of a picture in turn.

`im2col` lays the patches out as the rows of one matrix; from there on a convolution is a dense
layer, and so is its backward. Pictures are (m, height, width, channels).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import DTypeLike

from nncourse.errors import ShapeError
from nncourse.initializers import INITIALIZERS
from nncourse.layers.dense import dense_backward, dense_forward, parameter_gradients
from nncourse.layers.layer import Layer


def conv_output_size(size: int, kernel: int, padding: int = 0) -> int:
    """How many places a kernel has along an axis: size + 2 padding - kernel + 1.

    Parameters
    ----------
    size : pixels along the axis.
    kernel : pixels of the kernel along it.
    padding : zeros added at both ends.

    Returns
    -------
    At least 1.

    Raises
    ------
    ShapeError
        If the kernel does not fit.

    Examples
    --------
    >>> conv_output_size(28, kernel=5), conv_output_size(28, kernel=3, padding=1)
    (24, 28)

    Source: Dumoulin and Visin (2016).
    """
    places = size + 2 * padding - kernel + 1
    if kernel < 1 or padding < 0 or places < 1:
        raise ShapeError(f"a kernel of {kernel} does not fit {size} pixels with padding {padding}")
    return places


def im2col(X: np.ndarray, kernel: int, padding: int = 0) -> np.ndarray:
    """Every patch that a kernel will see, one per row.

    Parameters
    ----------
    X : (m, height, width, channels) pictures; not changed.
    kernel : height and width of a patch.
    padding : zeros added at all four sides.

    Returns
    -------
    (m * out_height * out_width, kernel * kernel * channels), patches in reading order; within a
    patch rows, then columns, then channels.

    Raises
    ------
    ShapeError
        If `X` has not four axes or the kernel does not fit.

    Examples
    --------
    >>> im2col(np.arange(9).reshape(1, 3, 3, 1), kernel=2)
    array([[0, 1, 3, 4],
           [1, 2, 4, 5],
           [3, 4, 6, 7],
           [4, 5, 7, 8]])

    Source: Chellapilla, Puri and Simard (2006).
    """
    if X.ndim != 4:
        raise ShapeError(f"expected pictures (m, height, width, channels), got shape {X.shape}")
    m, height, width, channels = X.shape
    rows = conv_output_size(height, kernel, padding)
    columns = conv_output_size(width, kernel, padding)
    padded = np.pad(X, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
    return windows_of(padded, kernel).reshape(m * rows * columns, kernel * kernel * channels)


def windows_of(padded: np.ndarray, kernel: int) -> np.ndarray:
    """The patches of pictures (m, height, width, channels), as a view: nothing is copied.

    Its axes are m, out_height, out_width, kernel, kernel, channels.
    """
    windows = sliding_window_view(padded, (kernel, kernel), axis=(1, 2))
    return windows.transpose(0, 1, 2, 4, 5, 3)


def col2im(
    patches: np.ndarray, shape: tuple[int, ...], kernel: int, padding: int = 0
) -> np.ndarray:
    """Add every patch back to where `im2col` took it from: the backward of `im2col`.

    A pixel was copied into several patches, so its gradient is the sum of theirs.

    Parameters
    ----------
    patches : (m * out_height * out_width, kernel * kernel * channels).
    shape : (m, height, width, channels) of the pictures.
    kernel, padding : as in `im2col`.

    Returns
    -------
    An array of `shape`.

    Examples
    --------
    >>> col2im(np.ones((4, 4)), (1, 3, 3, 1), kernel=2)[0, :, :, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    m, height, width, channels = shape
    rows = conv_output_size(height, kernel, padding)
    columns = conv_output_size(width, kernel, padding)
    parts = patches.reshape(m, rows, columns, kernel, kernel, channels)
    padded = np.zeros((m, height + 2 * padding, width + 2 * padding, channels), patches.dtype)
    for i in range(kernel):
        for j in range(kernel):
            padded[:, i : i + rows, j : j + columns] += parts[:, :, :, i, j]
    return padded[:, padding : padding + height, padding : padding + width]


def conv2d_forward(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, kernel: int, padding: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """A dense layer on every patch of every picture.

    Parameters
    ----------
    X : (m, height, width, c_in) pictures.
    W : (kernel * kernel * c_in, c_out), one kernel per column.
    b : (c_out,) one bias a kernel.
    kernel, padding : see `im2col`.

    Returns
    -------
    Z (m, out_height, out_width, c_out), and the patches, which the backward needs.

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Examples
    --------
    >>> Z, _ = conv2d_forward(np.ones((1, 3, 3, 1)), np.ones((4, 1)), np.zeros(1), kernel=2)
    >>> Z[0, :, :, 0]
    array([[4., 4.],
           [4., 4.]])

    Source: LeCun et al. (1998). As in all frameworks, the kernel is not mirrored: what is called
    convolution here is a cross-correlation.
    """
    patches = im2col(X, kernel, padding)
    rows = conv_output_size(X.shape[1], kernel, padding)
    columns = conv_output_size(X.shape[2], kernel, padding)
    return dense_forward(patches, W, b).reshape(len(X), rows, columns, W.shape[1]), patches


def conv2d_backward(
    dZ: np.ndarray,
    patches: np.ndarray,
    W: np.ndarray,
    shape: tuple[int, ...],
    kernel: int,
    padding: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pull the upstream gradient through a convolution: a dense backward, then `col2im`.

    Parameters
    ----------
    dZ : (m, out_height, out_width, c_out) upstream gradient.
    patches, W : as in the forward.
    shape : (m, height, width, c_in) of the pictures.
    kernel, padding : as in the forward.

    Returns
    -------
    dX of `shape`, dW (kernel * kernel * c_in, c_out), db (c_out,).

    Examples
    --------
    >>> X = np.ones((1, 3, 3, 1))
    >>> Z, patches = conv2d_forward(X, np.ones((4, 1)), np.zeros(1), kernel=2)
    >>> dX, dW, db = conv2d_backward(np.ones_like(Z), patches, np.ones((4, 1)), X.shape, kernel=2)
    >>> dX[0, :, :, 0].tolist(), dW.ravel().tolist(), db.tolist()
    ([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]], [4.0, 4.0, 4.0, 4.0], [4.0])
    """
    d_patches, dW, db = dense_backward(dZ.reshape(-1, dZ.shape[-1]), patches, W)
    return col2im(d_patches, shape, kernel, padding), dW, db


class Conv2D(Layer):
    """A layer of `c_out` kernels, each sliding over all channels of a picture.

    Parameters
    ----------
    c_in, c_out : channels that come in, and kernels.
    kernel : height and width of a kernel in pixels.
    padding : zeros added at all four sides.
    init : how the weights start, see `nncourse.initializers`.
    rng : the generator for the weights; a fresh, unpredictable one if not given.
    dtype : float32 to train, float64 to check gradients.

    Examples
    --------
    >>> layer = Conv2D(3, 8, kernel=3, padding=1, rng=np.random.default_rng(0))
    >>> layer.forward(np.zeros((5, 64, 64, 3), np.float32)).shape
    (5, 64, 64, 8)

    Source: LeCun et al. (1998).
    """

    def __init__(
        self,
        c_in: int,
        c_out: int,
        kernel: int = 3,
        padding: int = 0,
        init: str = "he",
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__()
        rng = rng or np.random.default_rng()
        self.c_in, self.c_out, self.kernel, self.padding = c_in, c_out, kernel, padding
        self.params["W"] = INITIALIZERS[init](kernel * kernel * c_in, c_out, rng, dtype=dtype)
        self.params["b"] = np.zeros(c_out, dtype)

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.shape = X.shape
        W, b = self.params["W"], self.params["b"]
        Z, self.patches = conv2d_forward(X, W, b, self.kernel, self.padding)
        return Z

    def backward(self, dY: np.ndarray) -> np.ndarray:
        dX, self.grads["W"], self.grads["b"] = conv2d_backward(
            dY, self.patches, self.params["W"], self.shape, self.kernel, self.padding
        )
        return dX

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        dZ = dY.reshape(-1, self.c_out)
        self.grads["W"], self.grads["b"] = parameter_gradients(dZ, self.patches)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(input_shape) != 3 or input_shape[2] != self.c_in:
            raise ShapeError(
                f"{self} expects pictures (height, width, {self.c_in}), "
                f"but what comes in has shape {input_shape}"
            )
        height, width, _ = input_shape
        sizes = (conv_output_size(n, self.kernel, self.padding) for n in (height, width))
        return (*sizes, self.c_out)

    def config(self) -> dict:
        return {
            "c_in": self.c_in,
            "c_out": self.c_out,
            "kernel": self.kernel,
            "padding": self.padding,
        }
