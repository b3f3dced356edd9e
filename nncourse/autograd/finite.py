"""Finite: which operation made the first NaN or infinity.

A NaN spreads: all that is computed from it is NaN, and the loss tells only that there is one. The
graph remembers where it began. The chapter on autograd uses it.
"""

import numpy as np

from nncourse.autograd.graph import topological_order
from nncourse.autograd.tensor import Tensor, as_tuple


class NotFiniteError(ArithmeticError):
    """A NaN or an infinity, and the operation that made it."""


def check_finite(root: Tensor) -> None:
    """Look through a graph for the first operation that made a NaN or an infinity.

    The gradients are looked through, too, where `backward(keep_graph=True)` has left them.

    Parameters
    ----------
    root : as a rule the loss; its graph must not be freed yet.

    Raises
    ------
    NotFiniteError
        If there is one; the message names the operation and what it was given.

    Examples
    --------
    >>> from nncourse.autograd import log
    >>> x = Tensor([1.0, 0.0], requires_grad=True)
    >>> with np.errstate(divide="ignore"):
    ...     loss = (2 * log(x)).sum()
    >>> check_finite(loss)
    Traceback (most recent call last):
    nncourse.autograd.finite.NotFiniteError: log made -inf out of shape (2,), values from 0 to 1

    Source: the chapter on autograd.
    """
    order = topological_order(root)
    for node in reversed(order):
        if not np.isfinite(node.data).all() and not node.parents:
            raise NotFiniteError(f"a tensor was given with {first_bad(node.data)} in it")
        if not np.isfinite(node.data).all():
            raise NotFiniteError(
                f"{node.operation} made {first_bad(node.data)} out of {arguments(node)}"
            )
    for node in order:
        if node.grad is None or node.pull is None:
            continue
        for part in as_tuple(node.pull(node.grad, *node.saved)):
            if part is not None and not np.isfinite(part).all():
                raise NotFiniteError(
                    f"the backward of {node.operation} made {first_bad(part)}; in the forward it "
                    f"was given {arguments(node)}"
                )


def arguments(node: Tensor) -> str:
    """Shapes and ranges of the tensors that a tensor was made from."""
    return " and ".join(
        f"shape {p.shape}, values from {p.data.min():g} to {p.data.max():g}"
        for p in node.parents
        if p.size
    )


def first_bad(array: np.ndarray) -> str:
    """The first entry that is no finite number: "nan", "inf" or "-inf"."""
    return f"{array[~np.isfinite(array)].flat[0]}"
