"""Shapes: the same numbers in another arrangement, and the gradients put back in the old one.

Derived in the chapter on autograd.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nncourse.autograd.tensor import Tensor, array_of, as_tensor, record
from nncourse.errors import ShapeError


def reshape(a: Tensor, shape: tuple[int, ...]) -> Tensor:
    """The same numbers in the same order, in another shape.

    Parameters
    ----------
    a : a tensor.
    shape : of as many entries; one size may be -1, for whatever is left.

    Returns
    -------
    A tensor of that shape, on the same array where NumPy can.

    Raises
    ------
    ShapeError
        If the numbers of entries differ.

    Examples
    --------
    >>> reshape(Tensor([1.0, 2.0, 3.0, 4.0]), (2, -1))
    Tensor([[1., 2.],
            [3., 4.]])

    Source: the chapter on autograd.
    """
    try:
        value = a.data.reshape(shape)
    except ValueError:
        raise ShapeError(
            f"{a.size} entries of shape {a.shape} do not fill the shape {shape}"
        ) from None
    return a.shares_with(record("reshape", value, (a,), reshape_backward, a.shape))


def reshape_backward(dC: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient, in the shape that the numbers had.

    Examples
    --------
    >>> reshape_backward(np.ones((2, 2)), (4,))
    array([1., 1., 1., 1.])

    Source: the chapter on autograd.
    """
    return dC.reshape(shape)


def transpose(a: Tensor, axes: Sequence[int] | None = None) -> Tensor:
    """The axes in another order.

    Parameters
    ----------
    a : a tensor.
    axes : for each axis of the result, which axis of a it was; None turns their order round.

    Returns
    -------
    A tensor on the same array.

    Raises
    ------
    ShapeError
        If `axes` does not name each axis once.

    Examples
    --------
    >>> transpose(Tensor([[1.0, 2.0, 3.0]])).shape
    (3, 1)

    Source: the chapter on autograd.
    """
    numbers = range(a.ndim)
    axes = tuple(reversed(numbers) if axes is None else axes)
    if sorted(i + a.ndim if i < 0 else i for i in axes) != list(numbers):
        raise ShapeError(f"the axes {axes} are no new order for a tensor of shape {a.shape}")
    value = a.data.transpose(axes)
    return a.shares_with(record("transpose", value, (a,), transpose_backward, axes))


def transpose_backward(dC: np.ndarray, axes: Sequence[int]) -> np.ndarray:
    """The gradient, each axis back where it came from.

    Examples
    --------
    >>> transpose_backward(np.ones((3, 1, 2)), (2, 0, 1)).shape
    (1, 2, 3)

    Source: the chapter on autograd.
    """
    return dC.transpose(np.argsort(np.arange(dC.ndim)[list(axes)]))


def index(a: Tensor, where: Any) -> Tensor:
    """Some of the entries: what NumPy gives for `a[where]`.

    Parameters
    ----------
    a : a tensor.
    where : numbers, slices, arrays of whole numbers or of True and False, or several of these.

    Returns
    -------
    A tensor of the entries.

    Raises
    ------
    IndexError
        If there are no such entries.

    Examples
    --------
    >>> index(Tensor([10.0, 20.0, 30.0]), np.array([2, 2, 0]))
    Tensor([30., 30., 10.])

    Source: the chapter on autograd.
    """
    where = as_index(where)
    return a.shares_with(record("index", a.data[where], (a,), index_backward, a.shape, where))


def index_backward(dC: np.ndarray, shape: tuple[int, ...], where: Any) -> np.ndarray:
    """Zeros, and the gradient where the entries were; an entry taken twice gets the sum of both.

    Parameters
    ----------
    dC : gradient of the loss with respect to the entries.
    shape : of what they were taken from.
    where : as in the forward.

    Returns
    -------
    The gradient with respect to what they were taken from.

    Examples
    --------
    >>> index_backward(np.array([1.0, 10.0, 100.0]), (3,), np.array([2, 2, 0]))
    array([100.,   0.,  11.])

    Source: the chapter on autograd.
    """
    da = np.zeros(shape, dC.dtype)
    np.add.at(da, where, dC)  # da[where] += dC would count a repeated entry once
    return da


def as_index(where: Any) -> tuple:
    """What stands in brackets as a tuple, with arrays for tensors."""
    return tuple(map(array_of, where if isinstance(where, tuple) else (where,)))


def as_tensors(values: Iterable[Any]) -> list[Tensor]:
    """A list of tensors, in which some may have been arrays."""
    values = list(values)
    return [as_tensor(value, like=values[0]) for value in values]


def concatenate(tensors: Iterable[Tensor], axis: int = 0) -> Tensor:
    """Several tensors, one after the other along an axis.

    Parameters
    ----------
    tensors : at least one; alike in all other axes. Some may be arrays.
    axis : along which.

    Returns
    -------
    A tensor.

    Raises
    ------
    ShapeError
        If they do not fit.

    Examples
    --------
    >>> concatenate([Tensor([1.0, 2.0]), Tensor([3.0])])
    Tensor([1., 2., 3.])

    Source: the chapter on autograd.
    """
    tensors = as_tensors(tensors)
    arrays = [tensor.data for tensor in tensors]
    try:
        value = np.concatenate(arrays, axis)
    except ValueError as error:
        raise ShapeError(
            f"concatenate along axis {axis}: shapes {[a.shape for a in arrays]} do not fit: "
            "expected at least one, all with this axis, and alike in the others"
        ) from error
    sizes = [a.shape[axis] for a in arrays]
    return record("concatenate", value, tuple(tensors), concatenate_backward, sizes, axis)


def concatenate_backward(dC: np.ndarray, sizes: Sequence[int], axis: int) -> tuple[np.ndarray, ...]:
    """The gradient, cut where the tensors were joined.

    Examples
    --------
    >>> concatenate_backward(np.array([1.0, 2.0, 3.0]), [2, 1], axis=0)
    (array([1., 2.]), array([3.]))

    Source: the chapter on autograd.
    """
    return tuple(np.split(dC, np.cumsum(sizes)[:-1], axis))


def stack(tensors: Iterable[Tensor], axis: int = 0) -> Tensor:
    """Several tensors of one shape, side by side along a new axis.

    Parameters
    ----------
    tensors : at least one. Some may be arrays.
    axis : where the new axis is to be.

    Returns
    -------
    A tensor with one axis more.

    Raises
    ------
    ShapeError
        If their shapes differ.

    Examples
    --------
    >>> stack([Tensor([1.0, 2.0]), Tensor([3.0, 4.0])], axis=1)
    Tensor([[1., 3.],
            [2., 4.]])

    Source: the chapter on autograd.
    """
    tensors = as_tensors(tensors)
    shapes = {tensor.shape for tensor in tensors}
    if len(shapes) != 1:
        raise ShapeError(f"stack needs tensors of one shape, got {sorted(shapes)}")
    value = np.stack([tensor.data for tensor in tensors], axis)
    return record("stack", value, tuple(tensors), stack_backward, axis)


def stack_backward(dC: np.ndarray, axis: int) -> tuple[np.ndarray, ...]:
    """To each tensor its slice of the gradient.

    Examples
    --------
    >>> stack_backward(np.array([[1.0, 3.0], [2.0, 4.0]]), axis=1)
    (array([1., 2.]), array([3., 4.]))

    Source: the chapter on autograd.
    """
    return tuple(np.moveaxis(dC, axis, 0))
