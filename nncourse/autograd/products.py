"""Products: matrices times matrices, and the layers that are made of them.

The layers' mathematics is that of `nncourse.layers`; here it learns to hand gradients on. Where
the inputs of a layer require no gradient, as a network's own inputs, none is computed. Derived in
the chapter on autograd.
"""

from typing import Any

import numpy as np

from nncourse.autograd.broadcasting import unbroadcast
from nncourse.autograd.tensor import Tensor, Two, as_tensor, record
from nncourse.errors import ShapeError
from nncourse.layers.convolution import conv2d_backward, conv2d_forward
from nncourse.layers.dense import dense_backward, dense_forward, parameter_gradients
from nncourse.layers.pooling import maxpool_backward, maxpool_forward


def matmul(a: Any, b: Any) -> Tensor:
    """The matrix product a b, of every pair of matrices in the last two axes.

    Parameters
    ----------
    a : (..., m, n) or a vector (n,).
    b : (..., n, k) or a vector (n,); the axes in front broadcast.

    Returns
    -------
    (..., m, k), without m or k where a vector stood.

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Examples
    --------
    >>> matmul(Tensor([[1.0, 2.0]]), Tensor([[10.0], [100.0]]))
    Tensor([[210.]])

    Source: the chapter on autograd.
    """
    a = as_tensor(a, like=b)
    b = as_tensor(b, like=a)
    try:
        value = a.data @ b.data
    except ValueError:
        raise ShapeError(
            f"matmul: shapes {a.shape} and {b.shape} do not fit: expected (..., m, n) and "
            "(..., n, k), with the same n"
        ) from None
    if 1 in (a.ndim, b.ndim):
        return record("matmul", value, (a, b), vector_backward, a.data, b.data)
    if not a.requires_grad:
        return record("matmul", value, (a, b), only_right, a.data, b.shape)
    return record("matmul", value, (a, b), matmul_backward, a.data, b.data)


def matmul_backward(dC: np.ndarray, A: np.ndarray, B: np.ndarray) -> Two:
    """dA = dC B^T and dB = A^T dC, as in `nncourse.layers.dense.dense_backward`.

    C[i, k] = sum_j A[i, j] B[j, k]. So A[i, j] reaches the loss through row i by B[j, k], for
    all k, and B[j, k] through column k by A[i, j], for all i.

    Parameters
    ----------
    dC : (..., m, k) gradient of the loss with respect to the product.
    A : (..., m, n).
    B : (..., n, k).

    Returns
    -------
    Gradients with respect to A and B, of their shapes.

    Examples
    --------
    >>> dA, dB = matmul_backward(np.ones((5, 2)), np.ones((5, 3)), np.ones((3, 2)))
    >>> dA.shape, dB.shape
    ((5, 3), (3, 2))

    Source: the chapter on autograd.
    """
    return unbroadcast(dC @ np.swapaxes(B, -1, -2), A.shape), right_backward(dC, A, B.shape)


def right_backward(dC: np.ndarray, A: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The part of `matmul_backward` for the right matrix alone, of this shape.

    Examples
    --------
    >>> right_backward(np.ones((5, 2)), np.ones((5, 3)), (3, 2)).shape
    (3, 2)
    """
    return unbroadcast(np.swapaxes(A, -1, -2) @ dC, shape)


def only_right(dC: np.ndarray, A: np.ndarray, shape: tuple[int, ...]) -> tuple:
    """Nothing for the left matrix, and `right_backward` for the right one."""
    return None, right_backward(dC, A, shape)


def vector_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """As `matmul_backward`, where one or both are vectors: a row from the left, a column from the
    right.

    Examples
    --------
    >>> vector_backward(np.float64(1.0), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    (array([3., 4.]), array([1., 2.]))
    """
    A, B = a, b
    if b.ndim == 1:
        B, dC = b[:, None], np.expand_dims(dC, -1)
    if a.ndim == 1:
        A, dC = a[None], np.expand_dims(dC, -2)
    dA, dB = matmul_backward(dC, A, B)
    return dA.reshape(a.shape), dB.reshape(b.shape)


def dense(X: Any, W: Tensor, b: Tensor) -> Tensor:
    """A layer of neurons, Z = X W + b, in one operation; see `nncourse.layers.dense`.

    Parameters
    ----------
    X : (m, n_in) one example per row; a tensor or an array.
    W : (n_in, n_out) weights.
    b : (n_out,) biases.

    Returns
    -------
    Z (m, n_out).

    Raises
    ------
    ShapeError
        If the three do not fit.

    Examples
    --------
    >>> dense(np.ones((1, 2)), Tensor([[1.0], [2.0]]), Tensor([0.5]))
    Tensor([[3.5]])

    Source: the chapter on backpropagation.
    """
    X = as_tensor(X, like=W)
    Z = dense_forward(X.data, W.data, b.data)
    if not X.requires_grad:
        return record("dense", Z, (X, W, b), only_parameters, X.data)
    return record("dense", Z, (X, W, b), dense_backward, X.data, W.data)


def conv2d(X: Any, W: Tensor, b: Tensor, kernel: int, padding: int = 0) -> Tensor:
    """A convolution; see `nncourse.layers.convolution.conv2d_forward`.

    Parameters
    ----------
    X : (m, height, width, c_in) pictures; a tensor or an array.
    W : (kernel * kernel * c_in, c_out) one kernel per column.
    b : (c_out,) biases.
    kernel, padding : see `nncourse.layers.convolution.im2col`.

    Returns
    -------
    Z (m, out_height, out_width, c_out).

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Examples
    --------
    >>> conv2d(np.ones((1, 3, 3, 1)), Tensor(np.ones((4, 1))), Tensor(np.zeros(1)), 2).shape
    (1, 2, 2, 1)
    """
    X = as_tensor(X, like=W)
    Z, patches = conv2d_forward(X.data, W.data, b.data, kernel, padding)
    if not X.requires_grad:
        return record("conv2d", Z, (X, W, b), conv2d_parameters, patches)
    saved = (patches, W.data, X.shape, kernel, padding)
    return record("conv2d", Z, (X, W, b), conv2d_backward, *saved)


def only_parameters(dZ: np.ndarray, X: np.ndarray) -> tuple:
    """The part of `dense_backward` that a network's first layer needs: nothing for X, dW and db."""
    return None, *parameter_gradients(dZ, X)


def conv2d_parameters(dZ: np.ndarray, patches: np.ndarray) -> tuple:
    """The part of `conv2d_backward` that a network's first layer needs.

    Examples
    --------
    >>> dX, dW, db = conv2d_parameters(np.ones((1, 2, 2, 3)), np.ones((4, 9)))
    >>> dX, dW.shape, db.shape
    (None, (9, 3), (3,))
    """
    return only_parameters(dZ.reshape(-1, dZ.shape[-1]), patches)


def maxpool(X: Tensor, size: int = 2) -> Tensor:
    """The largest value in each square; see `nncourse.layers.pooling.maxpool_forward`.

    Parameters
    ----------
    X : (m, height, width, channels) pictures.
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
    >>> maxpool(Tensor(np.arange(16.0).reshape(1, 4, 4, 1))).data.ravel()
    array([ 5.,  7., 13., 15.])
    """
    P = maxpool_forward(X.data, size)
    return record("maxpool", P, (X,), maxpool_backward, X.data, P, size)
