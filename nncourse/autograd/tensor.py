"""Tensor: an array that remembers how it was made, so that gradients can find their way back.

Every operation on tensors computes its value with NumPy and notes what it was made from, with the
function that hands a gradient back. `backward` walks these notes from the last value to the first.
The chapter on autograd builds it. Gradients are plain arrays, without notes of their own: the
derivative of a derivative is not to be had here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

import numpy as np

from nncourse.autograd.graph import topological_order
from nncourse.errors import GraphError, ShapeError

Two = tuple[np.ndarray, np.ndarray]
# What hands a gradient back: one array, or one for each of several parents. None will do for a
# parent that requires no gradient.
Pull = Callable[..., np.ndarray | tuple[np.ndarray | None, ...]]
SEVERAL = (tuple, list)
REAL = "fiub"  # the kinds of dtype that a tensor may have
# Those that look at the shapes of arrays, whose numbers may change meanwhile.
SHAPES_ALONE: set[Pull] = set()

RECORDING = ContextVar("RECORDING", default=True)


class Clock:
    """Counts the changes in place, so that a graph can tell whether one came after it."""

    time = 0
    lock = Lock()  # for threads: the clock must never go back


class Tensor:
    """An array of any shape, with a gradient of the same shape and a note of its origin.

    Changes in place are seen where they are made through tensors or optimizers (`+=` under
    `no_grad`, `tensor[index] = ...`, `Module.step`), and a `backward` that needs the old value
    says so. Who writes into the array `data` itself is not seen.

    Parameters
    ----------
    data : an array with at least one axis, which is shared and not copied; or nested lists or a
        number, which become float64.
    requires_grad : whether `backward` is to fill `grad`; needs floats.

    Attributes
    ----------
    data : the array.
    grad : the gradient of what `backward` was called on with respect to this tensor; None before.
        Further calls add to it.
    parents : the tensors it was made from; none if it was given, not computed.
    operation : the name of what made it, "" if it was given.

    Raises
    ------
    TypeError
        If what is given is no array of numbers, or integers are to have a gradient.

    Examples
    --------
    >>> x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    >>> loss = (x * x).sum()
    >>> loss.backward()
    >>> loss, x.grad
    (Tensor(14., made by sum), array([2., 4., 6.]))

    Source: the chapter on autograd; Wengert (1964); Paszke et al. (2019).
    """

    __slots__ = (
        "changed",
        "data",
        "grad",
        "made",
        "operation",
        "parents",
        "pull",
        "requires_grad",
        "saved",
    )
    # NumPy's operators step back: `array + tensor` is the tensor's business.
    __array_ufunc__ = None

    def __init__(self, data: Any, requires_grad: bool = False) -> None:
        ready = isinstance(data, np.generic) or (
            type(data) is np.ndarray and data.ndim and data.dtype.kind in REAL
        )
        self.data: Any = data if ready else as_array(data)
        self.grad: np.ndarray | None = None
        self.requires_grad = requires_grad
        # When the array was last changed in place: a list of one number, which views share.
        self.changed: list[int] | None = None
        self.parents: tuple[Tensor, ...] = ()
        self.operation = ""
        self.pull: Pull | None = None
        self.saved: tuple = ()
        self.made = Clock.time
        if requires_grad:
            check_float(self.data)

    # What it looks like from outside.

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of the axes."""
        return self.data.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.data.ndim

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.data.size

    @property
    def dtype(self) -> np.dtype:
        """The type of the entries."""
        return self.data.dtype

    def item(self) -> float:
        """The number in a tensor of one entry."""
        return self.data.item()

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        values = np.array2string(np.asarray(self.data), separator=", ", prefix="Tensor(")
        made = f", made by {self.operation}" if self.operation else ""
        return f"Tensor({values}{made or (', requires_grad=True' if self.requires_grad else '')})"

    def __array__(self, *arguments: Any, **options: Any) -> np.ndarray:
        raise TypeError(
            "NumPy's functions know nothing of gradients: use those of nncourse.autograd (stack "
            "makes one tensor of several), or the tensor's array, tensor.data"
        )

    __array_function__ = __array__

    def __bool__(self) -> bool:
        return bool(self.data)

    def __iter__(self) -> Iterator["Tensor"]:
        return (self[i] for i in range(len(self)))

    # Walking back.

    def backward(self, upstream: Any = None, keep_graph: bool = False) -> None:
        """Add to `grad` of every tensor with `requires_grad` that was given and used in this one.

        Parameters
        ----------
        upstream : the gradient of the loss with respect to this tensor, of its shape; not needed
            where this is the loss, a single number.
        keep_graph : whether to keep what the operations remembered, for a second `backward`, and
            to fill `grad` of the results in between, too. Otherwise both are freed on the way.

        Raises
        ------
        GraphError
            If nothing requires a gradient; if an upstream gradient is needed and not given; if the
            graph was freed by an earlier `backward`, has a cycle, or a value that is needed was
            changed in place since.
        ShapeError
            If the upstream gradient has another shape.

        Examples
        --------
        >>> x = Tensor([1.0, 2.0], requires_grad=True)
        >>> (3 * x).backward([1.0, 10.0])
        >>> x.grad
        array([ 3., 30.])

        Source: the chapter on autograd; Linnainmaa (1976).
        """
        gradients: dict[Tensor, np.ndarray] = {self: self.first_gradient(upstream)}
        for node in topological_order(self):
            if node.pull is None or node not in gradients:
                continue  # it was given, or requires no gradient
            if Clock.time > node.made and node.pull not in SHAPES_ALONE:
                node.check_unchanged()
            gradient = gradients[node] if keep_graph else gradients.pop(node)
            parts = as_tuple(node.pull(gradient, *node.saved))
            for parent, part in zip(node.parents, parts, strict=True):
                if parent.requires_grad:
                    gradients[parent] = gradients[parent] + part if parent in gradients else part
            if not keep_graph:
                node.free()
        for node, gradient in gradients.items():
            node.add_to_grad(gradient)

    def first_gradient(self, upstream: Any) -> np.ndarray:
        """The gradient to start with, after checking that there is something to do."""
        if not self.requires_grad:
            raise GraphError(
                "nothing that this tensor was made from requires a gradient: give the parameters "
                "requires_grad=True, and compute the loss outside of no_grad"
            )
        if upstream is None and self.size == 1:
            return np.ones(self.shape, self.dtype)
        if upstream is None:
            raise GraphError(
                f"this tensor has shape {self.shape}, and only a single number can be a loss: sum "
                "or average first, or give backward the upstream gradient, of the same shape"
            )
        upstream = np.asarray(array_of(upstream), self.dtype)
        if upstream.shape != self.shape:
            raise ShapeError(
                f"the upstream gradient has shape {upstream.shape}, the tensor {self.shape}: "
                "they must be the same"
            )
        return upstream

    def add_to_grad(self, gradient: np.ndarray) -> None:
        """Add to `grad`, in an array that is nobody else's."""
        if np.shape(gradient) != self.shape:
            raise ShapeError(
                f"a tensor of shape {self.shape} was handed a gradient of shape "
                f"{np.shape(gradient)}: the function given to record must return its parent's shape"
            )
        if self.grad is None:
            self.grad = np.array(gradient, self.dtype)
        else:
            self.grad = np.asarray(self.grad + gradient, self.dtype)

    def check_unchanged(self) -> None:
        """A GraphError if an array that the way back needs was changed in place."""
        for tensor in (self, *self.parents):
            late = tensor.changed is not None and tensor.changed[0] > self.made
            if late and any(kept is tensor.data for kept in self.saved):
                raise GraphError(
                    f"{self.operation} needs a value of shape {tensor.shape} for its backward, but "
                    "it was changed in place after the forward. Call backward first and change "
                    "afterwards, or make a new tensor: a = a + b instead of a += b"
                )

    def free(self) -> None:
        """Forget how it was made, and let go of the arrays that were kept for the way back."""
        self.parents, self.saved, self.pull = (), (), freed

    # Keeping out of the graph.

    def zero_grad(self) -> None:
        """Forget the gradient, so that the next `backward` starts anew."""
        self.grad = None

    def detach(self) -> "Tensor":
        """The same array as a tensor of its own: no gradient goes through it."""
        return self.shares_with(Tensor(self.data))

    def shares_with(self, view: "Tensor") -> "Tensor":
        """The result; if it is a view of this array, a change of either counts for both."""
        if np.may_share_memory(self.data, view.data):
            self.changed = view.changed = self.changed or [0]
        return view

    def mark_changed(self) -> None:
        """Note that the array was changed in place."""
        with Clock.lock:
            Clock.time += 1
            self.changed = self.changed or [0]
            self.changed[0] = Clock.time

    def __setitem__(self, index: Any, value: Any) -> None:
        loses = self.requires_grad or getattr(value, "requires_grad", False)
        if loses and RECORDING.get():
            raise GraphError(
                "what is written into a tensor has no way back to where it came from: use "
                "nncourse.autograd.where, or write under no_grad"
            )
        array = np.asarray(self.data)  # a number cannot be written into, an array without axes can
        array[shapes.as_index(index)] = array_of(value)
        self.data = as_array(array)
        self.mark_changed()

    # In the graph, a += b makes a new tensor, as a = a + b does; under no_grad it writes into a.

    def __iadd__(self, other: Any) -> "Tensor":
        return self.replaced_by(self + other)

    def __isub__(self, other: Any) -> "Tensor":
        return self.replaced_by(self - other)

    def __imul__(self, other: Any) -> "Tensor":
        return self.replaced_by(self * other)

    def __itruediv__(self, other: Any) -> "Tensor":
        return self.replaced_by(self / other)

    def replaced_by(self, result: "Tensor") -> "Tensor":
        """The result; under `no_grad` it is written into this tensor."""
        if RECORDING.get():
            return result
        self[...] = result
        return self

    # The operations, each beside its backward in a module of its kind.

    def __add__(self, other: Any) -> "Tensor":
        return arithmetic.add(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Tensor":
        return arithmetic.subtract(self, other)

    def __rsub__(self, other: Any) -> "Tensor":
        return arithmetic.subtract(other, self)

    def __mul__(self, other: Any) -> "Tensor":
        return arithmetic.multiply(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Tensor":
        return arithmetic.divide(self, other)

    def __rtruediv__(self, other: Any) -> "Tensor":
        return arithmetic.divide(other, self)

    def __neg__(self) -> "Tensor":
        return arithmetic.scale(self, -1)

    def __pow__(self, exponent: float) -> "Tensor":
        return arithmetic.power(self, exponent)

    def __abs__(self) -> "Tensor":
        return arithmetic.absolute(self)

    def __matmul__(self, other: Any) -> "Tensor":
        return products.matmul(self, other)

    def __rmatmul__(self, other: Any) -> "Tensor":
        return products.matmul(other, self)

    def __getitem__(self, index: Any) -> "Tensor":
        return shapes.index(self, index)

    def sum(self, axis: Any = None, keepdims: bool = False) -> "Tensor":
        """See `nncourse.autograd.reductions.sum`."""
        return reductions.sum(self, axis, keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> "Tensor":
        """See `nncourse.autograd.reductions.mean`."""
        return reductions.mean(self, axis, keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> "Tensor":
        """See `nncourse.autograd.reductions.max`."""
        return reductions.max(self, axis, keepdims)

    def reshape(self, *shape: Any) -> "Tensor":
        """See `nncourse.autograd.shapes.reshape`; the sizes one by one, or as a tuple."""
        return shapes.reshape(self, one_by_one(shape))

    def transpose(self, *axes: Any) -> "Tensor":
        """See `nncourse.autograd.shapes.transpose`; the axes one by one, as a tuple, or none."""
        return shapes.transpose(self, one_by_one(axes) if axes else None)

    @property
    def T(self) -> "Tensor":
        """The tensor with its axes turned round."""
        return shapes.transpose(self)

    # Comparisons have no gradient; they give arrays of True and False. In sets and dictionaries
    # tensors are told apart by what they are, not by their numbers.

    __hash__ = object.__hash__

    def __eq__(self, other: Any) -> np.ndarray:  # type: ignore[override]
        return self.data == array_of(other)

    def __ne__(self, other: Any) -> np.ndarray:  # type: ignore[override]
        return self.data != array_of(other)

    def __lt__(self, other: Any) -> np.ndarray:
        return self.data < array_of(other)

    def __le__(self, other: Any) -> np.ndarray:
        return self.data <= array_of(other)

    def __gt__(self, other: Any) -> np.ndarray:
        return self.data > array_of(other)

    def __ge__(self, other: Any) -> np.ndarray:
        return self.data >= array_of(other)


def record(
    operation: str, data: Any, parents: tuple[Tensor, ...], pull: Pull, *saved: Any
) -> Tensor:
    """The result of an operation, with a note of how its gradient is handed back.

    Parameters
    ----------
    operation : its name.
    data : the value it computed.
    parents : the tensors it was computed from.
    pull : called with the gradient of the result, which it must not change, and with `saved`;
        returns the gradient of the parent, of the parent's shape, or a tuple with that of each
        parent (None where the parent requires none).
    saved : what `pull` needs besides. Arrays of the parents, and `data` itself, are watched for
        changes in place.

    Returns
    -------
    A tensor; the note is taken only if a parent requires a gradient, outside of `no_grad`.

    Examples
    --------
    >>> def double(a):
    ...     return record("double", 2 * a.data, (a,), lambda upstream: 2 * upstream)
    >>> x = Tensor(5.0, requires_grad=True)
    >>> double(double(x)).backward()
    >>> x.grad
    array(4.)

    Source: the chapter on autograd.
    """
    result = Tensor(data)
    if RECORDING.get():
        for parent in parents:
            if not isinstance(parent, Tensor):
                raise TypeError(
                    f"{operation} works on tensors, got {type(parent).__name__}: give it "
                    "Tensor(array)"
                )
            if parent.requires_grad:
                result.requires_grad, result.operation = True, operation
                result.parents, result.pull, result.saved = parents, pull, saved
                break
    return result


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without taking notes: to evaluate a model, or to change its parameters.

    Examples
    --------
    >>> w = Tensor([1.0], requires_grad=True)
    >>> with no_grad():
    ...     w -= 0.25
    >>> w
    Tensor([0.75], requires_grad=True)

    Source: the chapter on autograd.
    """
    before = RECORDING.set(False)
    try:
        yield
    finally:
        RECORDING.reset(before)


def as_tuple(parts: Any) -> Any:
    """What a `Pull` returned, one gradient a parent."""
    return parts if type(parts) in SEVERAL else (parts,)


def freed(*_: Any) -> np.ndarray:
    """What a tensor does instead of handing back, once its graph is freed."""
    raise GraphError(
        "this graph was freed by an earlier backward: compute the loss again, or call the earlier "
        "one with keep_graph=True"
    )


def as_array(data: Any) -> Any:
    """Lists as an array of float64, a single number as NumPy's number.

    NumPy computes with numbers ten times faster than with arrays that have no axis.
    """
    if isinstance(data, np.generic):
        return data
    array = np.asarray(data)
    if array.dtype.kind not in REAL:
        raise TypeError(
            f"a tensor is made of real numbers, not of {type(data).__name__} ({array.dtype})"
        )
    if not isinstance(data, np.ndarray):
        array = array.astype(np.float64)
    return array if array.ndim else array[()]


def array_of(value: Any) -> Any:
    """The array of a tensor; anything else as it is."""
    return value.data if isinstance(value, Tensor) else value


def one_by_one(sizes: tuple) -> tuple:
    """Sizes or axes, whether they were given one by one or as one tuple."""
    return tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], tuple | list) else sizes


def as_tensor(value: Any, like: Any) -> Tensor:
    """A tensor as it is; anything else as a tensor without gradient.

    Arrays of floats keep their dtype; numbers and whole numbers get that of the tensor `like`, if
    it has floats.
    """
    if isinstance(value, Tensor):
        return value
    data = as_array(value)
    has_its_own = isinstance(value, np.ndarray) and value.ndim and value.dtype.kind == "f"
    if has_its_own or not isinstance(like, Tensor) or like.dtype.kind != "f":
        return Tensor(data)
    return Tensor(data.astype(like.dtype))


def check_float(data: np.ndarray) -> None:
    """A TypeError unless these numbers can have a gradient."""
    if data.dtype.kind != "f":
        raise TypeError(
            f"a tensor of {data.dtype} cannot have a gradient, only floats have a slope: give "
            "floats, for example data.astype(float)"
        )


# Loaded last, because they make tensors.
from nncourse.autograd import arithmetic, products, reductions, shapes  # noqa: E402
