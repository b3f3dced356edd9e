"""Arithmetic on tensors: each operation, and under it the way back.

A backward gets the upstream gradient, of the result's shape, and returns the gradient of each
operand, of that operand's shape: what NumPy stretched is summed. The chapter on autograd
derives them.
"""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse.autograd.broadcasting import unbroadcast
from nncourse.autograd.tensor import SHAPES_ALONE, Pull, Tensor, Two, array_of, as_tensor, record
from nncourse.errors import ShapeError

# Python's operators, not np.add and its like: these take ten times longer for single numbers.
NUMBER = (int, float, np.number)


def binary(operation: str, forward: Callable, a: Any, b: Any, pull: Pull) -> Tensor:
    """An operation on two operands that broadcast; one of them may be a number or an array."""
    if type(a) is not Tensor or type(b) is not Tensor:
        a, b = as_tensor(a, like=b), as_tensor(b, like=a)
    try:
        value = forward(a.data, b.data)
    except ValueError:
        raise misfit(operation, a, b) from None
    return record(operation, value, (a, b), pull, a.data, b.data)


def misfit(operation: str, *operands: Any) -> ShapeError:
    """The error for operands that do not broadcast."""
    shapes = ", ".join(str(operand.shape) for operand in operands)
    return ShapeError(
        f"{operation}: shapes {shapes} do not fit. Counted from the last axis, sizes must be "
        "equal, or one of them 1 or missing"
    )


def add(a: Any, b: Any) -> Tensor:
    """a + b, entry by entry.

    Parameters
    ----------
    a, b : tensors whose shapes broadcast; one may be an array or a number.

    Returns
    -------
    A tensor of the shape they broadcast to.

    Raises
    ------
    ShapeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> add(Tensor([1.0, 2.0]), 10)
    Tensor([11., 12.])

    Source: the chapter on autograd.
    """
    if isinstance(b, NUMBER):
        return shift(a, float(b))
    return binary("add", operator.add, a, b, add_backward)


def add_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """Both operands get the upstream gradient as it is: c = a + b grows as fast as either.

    Parameters
    ----------
    dC : gradient of the loss with respect to a + b.
    a, b : the operands; only their shapes matter.

    Returns
    -------
    Gradients with respect to a and b, of their shapes.

    Examples
    --------
    >>> da, db = add_backward(np.ones((2, 3)), np.ones((2, 3)), np.ones(3))
    >>> da.shape, db
    ((2, 3), array([2., 2., 2.]))

    Source: the chapter on autograd.
    """
    return unbroadcast(dC, a.shape), unbroadcast(dC, b.shape)


def subtract(a: Any, b: Any) -> Tensor:
    """a - b, entry by entry; see `add`.

    Examples
    --------
    >>> subtract(1, Tensor([1.0, 3.0]))
    Tensor([ 0., -2.])
    """
    if isinstance(b, NUMBER):
        return shift(a, -float(b))
    return binary("subtract", operator.sub, a, b, subtract_backward)


def subtract_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """As for the sum, but the result falls as b grows; see `add_backward`.

    Examples
    --------
    >>> subtract_backward(np.array([5.0]), np.array([1.0]), np.array([2.0]))
    (array([5.]), array([-5.]))

    Source: the chapter on autograd.
    """
    return unbroadcast(dC, a.shape), unbroadcast(-dC, b.shape)


def multiply(a: Any, b: Any) -> Tensor:
    """a times b, entry by entry; see `add`.

    Examples
    --------
    >>> multiply(Tensor([1.0, 2.0]), Tensor([10.0, 100.0]))
    Tensor([ 10., 200.])
    """
    if isinstance(b, NUMBER):
        return scale(a, float(b))
    return binary("multiply", operator.mul, a, b, multiply_backward)


def multiply_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """Each operand gets the upstream gradient times the other operand.

    c = a b: nudge a by h, and c moves by b h.

    Parameters
    ----------
    dC : gradient of the loss with respect to a b.
    a, b : the operands.

    Returns
    -------
    Gradients with respect to a and b, of their shapes.

    Examples
    --------
    >>> multiply_backward(np.array([1.0]), np.array([3.0]), np.array([4.0]))
    (array([4.]), array([3.]))

    Source: the chapter on autograd.
    """
    return unbroadcast(dC * b, a.shape), unbroadcast(dC * a, b.shape)


def divide(a: Any, b: Any) -> Tensor:
    """a / b, entry by entry; see `add`.

    Examples
    --------
    >>> divide(1, Tensor([2.0, 4.0]))
    Tensor([0.5 , 0.25])
    """
    if isinstance(b, NUMBER):
        return record("divide", a.data / float(b), (a,), lambda dC: dC / float(b))
    return binary("divide", operator.truediv, a, b, divide_backward)


def divide_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """The slope of a / b is 1 / b in a, and -a / b^2 in b; see `multiply_backward`.

    Examples
    --------
    >>> divide_backward(np.array([1.0]), np.array([6.0]), np.array([2.0]))
    (array([0.5]), array([-1.5]))

    Source: the chapter on autograd.
    """
    da = dC / b
    return unbroadcast(da, a.shape), unbroadcast(-da * a / b, b.shape)


def shift(a: Tensor, number: float) -> Tensor:
    """a plus a number, which requires no gradient: a's is the upstream one.

    Examples
    --------
    >>> shift(Tensor([1.0, 2.0]), 10)
    Tensor([11., 12.])
    """
    return record("add", a.data + number, (a,), lambda dC: dC)


def scale(a: Tensor, factor: float | np.ndarray) -> Tensor:
    """a times a factor that requires no gradient: a number, or an array of a's shape.

    Examples
    --------
    >>> scale(Tensor([1.0, 2.0]), 10)
    Tensor([10., 20.])
    """
    return record("multiply", a.data * factor, (a,), scale_backward, factor)


def scale_backward(dC: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """The upstream gradient times the factor.

    Examples
    --------
    >>> scale_backward(np.array([1.0, 2.0]), 10)
    array([10., 20.])

    Source: the chapter on autograd.
    """
    return dC * factor


def power(a: Tensor, exponent: float) -> Tensor:
    """a to a power, entry by entry.

    Parameters
    ----------
    a : a tensor.
    exponent : a number; for an exponent with a gradient write exp(exponent * log(a)).

    Returns
    -------
    A tensor of a's shape.

    Raises
    ------
    TypeError
        If the exponent is no number.

    Examples
    --------
    >>> power(Tensor([1.0, 3.0]), 2)
    Tensor([1., 9.])

    Source: the chapter on autograd.
    """
    if not isinstance(exponent, NUMBER):
        raise TypeError(
            f"the exponent must be a number, got {type(exponent).__name__}: for one with a "
            "gradient write exp(exponent * log(a))"
        )
    if isinstance(exponent, np.number):
        exponent = exponent.item()  # which leaves the dtype of a alone
    return record("power", a.data**exponent, (a,), power_backward, a.data, exponent)


def power_backward(dC: np.ndarray, a: np.ndarray, exponent: float) -> np.ndarray:
    """The slope of a^n is n a^(n - 1).

    Parameters
    ----------
    dC : gradient of the loss with respect to the power.
    a, exponent : as in the forward.

    Returns
    -------
    The gradient with respect to a.

    Examples
    --------
    >>> power_backward(np.array([1.0]), np.array([3.0]), 2)
    array([6.])

    Source: the chapter on autograd.
    """
    if exponent == 0:  # the formula would give 0 * 0^-1 where a is 0
        return np.zeros_like(a)
    return dC * exponent * a ** (exponent - 1)


def exp(a: Tensor) -> Tensor:
    """e to the power of a, entry by entry.

    Examples
    --------
    >>> exp(Tensor([0.0]))
    Tensor([1.])
    """
    value = np.exp(a.data)
    return record("exp", value, (a,), exp_backward, value)


def exp_backward(dC: np.ndarray, C: np.ndarray) -> np.ndarray:
    """The slope of exp is exp itself: the result C of the forward.

    Examples
    --------
    >>> exp_backward(np.array([2.0]), np.array([5.0]))
    array([10.])

    Source: the chapter on autograd.
    """
    return dC * C


def log(a: Tensor) -> Tensor:
    """The natural logarithm, entry by entry.

    Examples
    --------
    >>> log(Tensor([1.0]))
    Tensor([0.])
    """
    return record("log", np.log(a.data), (a,), log_backward, a.data)


def log_backward(dC: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The slope of log a is 1 / a.

    Examples
    --------
    >>> log_backward(np.array([1.0]), np.array([4.0]))
    array([0.25])

    Source: the chapter on autograd.
    """
    return dC / a


def sqrt(a: Tensor) -> Tensor:
    """The square root, entry by entry.

    Examples
    --------
    >>> sqrt(Tensor([4.0]))
    Tensor([2.])
    """
    value = np.sqrt(a.data)
    return record("sqrt", value, (a,), sqrt_backward, value)


def sqrt_backward(dC: np.ndarray, C: np.ndarray) -> np.ndarray:
    """The slope of a root C is 1 / (2 C): from C^2 = a follows 2 C dC = da.

    Examples
    --------
    >>> sqrt_backward(np.array([1.0]), np.array([2.0]))
    array([0.25])

    Source: the chapter on autograd.
    """
    return dC / (2 * C)


def absolute(a: Tensor) -> Tensor:
    """a without its sign, entry by entry.

    Examples
    --------
    >>> absolute(Tensor([-3.0, 2.0]))
    Tensor([3., 2.])
    """
    return record("absolute", np.abs(a.data), (a,), absolute_backward, a.data)


def absolute_backward(dC: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The slope is the sign of a; at zero, where there is none, we take 0.

    Examples
    --------
    >>> absolute_backward(np.array([5.0, 5.0]), np.array([-3.0, 0.0]))
    array([-5.,  0.])

    Source: the chapter on autograd.
    """
    return dC * np.sign(a)


def maximum(a: Any, b: Any) -> Tensor:
    """The larger of two, entry by entry; see `add`.

    Examples
    --------
    >>> maximum(Tensor([-3.0, 2.0]), 0.0)
    Tensor([0., 2.])
    """
    return binary("maximum", np.maximum, a, b, maximum_backward)


def maximum_backward(dC: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """The larger gets the gradient; where both are equal, each gets half.

    Examples
    --------
    >>> maximum_backward(np.ones(2), np.array([3.0, 2.0]), np.array([1.0, 2.0]))
    (array([1. , 0.5]), array([0. , 0.5]))

    Source: the chapter on autograd.
    """
    tied = a == b
    da = np.where(tied, dC / 2, np.where(a > b, dC, 0))
    db = np.where(tied, dC / 2, np.where(a < b, dC, 0))
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)


def where(condition: np.ndarray, a: Any, b: Any) -> Tensor:
    """a where the condition holds, else b.

    Parameters
    ----------
    condition : an array of True and False that broadcasts with a and b.
    a, b : tensors, arrays or numbers.

    Returns
    -------
    A tensor of the shape they broadcast to.

    Raises
    ------
    ShapeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> x = Tensor([-3.0, 2.0])
    >>> where(x > 0, x, 0.1 * x)
    Tensor([-0.3,  2. ])

    Source: the chapter on autograd.
    """

    condition, a, b = np.asarray(array_of(condition)), as_tensor(a, like=b), as_tensor(b, like=a)
    try:
        value = np.where(condition, a.data, b.data)
    except ValueError:
        raise misfit("where", condition, a, b) from None
    return record("where", value, (a, b), where_backward, condition, a.data, b.data)


def where_backward(dC: np.ndarray, condition: np.ndarray, a: np.ndarray, b: np.ndarray) -> Two:
    """The one that was taken gets the gradient, the other gets zero.

    Examples
    --------
    >>> where_backward(np.ones(2), np.array([True, False]), np.zeros(2), np.zeros(2))
    (array([1., 0.]), array([0., 1.]))

    Source: the chapter on autograd.
    """
    da, db = np.where(condition, dC, 0), np.where(condition, 0, dC)
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)


SHAPES_ALONE.update((add_backward, subtract_backward, where_backward))
