"""Reductions: many numbers become fewer, and the gradient goes back to all that took part.

Derived in the chapter on autograd. The names are NumPy's: call them as `reductions.sum(a)`, or as
methods, `a.sum()`.
"""

import builtins
import operator

import numpy as np

from nncourse.autograd.tensor import Tensor, record
from nncourse.errors import ShapeError

Axis = int | tuple[int, ...] | None


def sum(a: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The sum over one, some or all axes.

    Parameters
    ----------
    a : a tensor.
    axis : which to sum over; all if None.
    keepdims : whether to leave these axes in place, with size 1.

    Returns
    -------
    A tensor without these axes, or with size 1 there.

    Raises
    ------
    ShapeError
        If there is no such axis.

    Examples
    --------
    >>> sum(Tensor([[1.0, 2.0], [3.0, 4.0]]), axis=0)
    Tensor([4., 6.])

    Source: the chapter on autograd.
    """
    check_axis(a, axis)
    value = a.data.sum(axis=axis, keepdims=keepdims)
    return record("sum", value, (a,), sum_backward, a.shape, axis, keepdims)


def sum_backward(
    dS: np.ndarray, shape: tuple[int, ...], axis: Axis = None, keepdims: bool = False
) -> np.ndarray:
    """Every number that was added gets the gradient of the sum it went into.

    Parameters
    ----------
    dS : gradient of the loss with respect to the sum.
    shape : of what was summed.
    axis, keepdims : as in the forward.

    Returns
    -------
    The gradient with respect to what was summed; a view that must not be written into.

    Examples
    --------
    >>> sum_backward(np.array([1.0, 10.0]), (3, 2), axis=0).tolist()
    [[1.0, 10.0], [1.0, 10.0], [1.0, 10.0]]

    Source: the chapter on autograd.
    """
    return np.broadcast_to(with_axes(dS, len(shape), axis, keepdims), shape)


def mean(a: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The sum divided by how many were added; see `sum`.

    Examples
    --------
    >>> mean(Tensor([1.0, 2.0, 6.0]))
    Tensor(3.)
    """
    total = sum(a, axis, keepdims)
    return total / (a.size / builtins.max(total.size, 1))


def max(a: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest along one, some or all axes; see `sum`.

    Examples
    --------
    >>> max(Tensor([[1.0, 5.0], [3.0, 4.0]]), axis=1)
    Tensor([5., 4.])
    """
    check_axis(a, axis)
    value = a.data.max(axis=axis, keepdims=keepdims)
    return record("max", value, (a,), max_backward, a.data, value, axis, keepdims)


def max_backward(
    dM: np.ndarray, a: np.ndarray, M: np.ndarray, axis: Axis = None, keepdims: bool = False
) -> np.ndarray:
    """The largest gets the gradient; winners in a tie share it.

    Parameters
    ----------
    dM : gradient of the loss with respect to the largest.
    a : what the forward was given.
    M : what it returned.
    axis, keepdims : as in the forward.

    Returns
    -------
    The gradient with respect to a.

    Examples
    --------
    >>> max_backward(np.array([6.0]), np.array([[1.0, 5.0, 5.0]]), np.array([5.0]), axis=1)
    array([[0., 3., 3.]])

    Source: the chapter on autograd.
    """
    dM, M = (with_axes(array, a.ndim, axis, keepdims) for array in (dM, M))
    won = a == M
    return won * (dM / won.sum(axis=axis, keepdims=True, dtype=a.dtype))


def with_axes(reduced: np.ndarray, ndim: int, axis: Axis, keepdims: bool) -> np.ndarray:
    """What was reduced, with the lost axes back in place, of size 1."""
    if keepdims:
        return reduced
    return np.expand_dims(reduced, tuple(range(ndim)) if axis is None else axis)


def check_axis(a: Tensor, axis: Axis) -> None:
    """A ShapeError unless the tensor has these axes."""
    axes = axis if isinstance(axis, tuple) else () if axis is None else (axis,)
    for number in axes:
        if not -a.ndim <= operator.index(number) < a.ndim:
            raise ShapeError(f"a tensor of shape {a.shape} has no axis {number}")
