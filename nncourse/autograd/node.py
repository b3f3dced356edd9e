"""The learner's own engine, whole: values that know how they were made, and the walk back.

`apply` computes a value and notes how its gradient is handed back; `run_backward` walks the notes
from the last value to the first. Everything else is an operation, and an operation is a forward
and a backward. Built in the chapter on autograd; from there on `nncourse.autograd.Tensor` does the
same with more operations, and more care.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nncourse import activations
from nncourse.autograd.arithmetic import add_backward, multiply_backward
from nncourse.autograd.graph import topological_order
from nncourse.autograd.products import matmul_backward
from nncourse.autograd.reductions import sum_backward

# What hands a gradient back: from that of the value to those of its parents, one for each.
Pull = Callable[[np.ndarray], Sequence[np.ndarray]]


class Node:
    """A value in the graph.

    Parameters
    ----------
    data : an array, a number or nested lists; kept as float64.
    parents : the nodes it was made from; none if it was given, not computed.
    pull : takes the gradient with respect to this value, and returns those with respect to the
        parents, one for each; None if there are no parents.

    Attributes
    ----------
    data, parents, pull : as given.
    grad : the gradient of what `run_backward` was called on with respect to this value, of its
        shape; zeros before.

    Examples
    --------
    >>> a = Node([1.0, 2.0])
    >>> loss = (a * a + a).sum()
    >>> run_backward(loss)
    >>> loss.data, a.grad
    (array(8.), array([3., 5.]))

    Source: the chapter on autograd.
    """

    def __init__(self, data: Any, parents: Sequence["Node"] = (), pull: Pull | None = None) -> None:
        self.data = np.asarray(data, np.float64)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.pull = pull

    def __add__(self, other: "Node") -> "Node":
        return apply(np.add, add_backward, (self, other))

    def __mul__(self, other: "Node") -> "Node":
        return apply(np.multiply, multiply_backward, (self, other))

    def __matmul__(self, other: "Node") -> "Node":
        return apply(np.matmul, matmul_backward, (self, other))

    def sum(self) -> "Node":
        """The sum of all entries."""
        return apply(np.sum, lambda dS, a: [sum_backward(dS, a.shape)], (self,))


def apply(forward: Callable, backward: Callable, parents: Sequence[Node]) -> Node:
    """Compute a value from nodes, and note how its gradient is handed back to them.

    Parameters
    ----------
    forward : takes the parents' arrays, and returns the value.
    backward : takes the gradient with respect to the value, then the same arrays, and returns the
        gradients with respect to them, one for each.
    parents : the nodes.

    Returns
    -------
    The value as a node.

    Examples
    --------
    >>> a = Node([1.0, 2.0])
    >>> run_backward(apply(np.log, lambda dC, a: [dC / a], [a]))
    >>> a.grad
    array([1. , 0.5])

    Source: the chapter on autograd.
    """
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), parents, lambda gradient: backward(gradient, *arrays))


def relu_node(Z: Node) -> Node:
    """max(0, z), entry by entry; see `nncourse.activations.relu`.

    Examples
    --------
    >>> relu_node(Node([-1.0, 2.0])).data
    array([0., 2.])

    Source: the chapter on autograd.
    """
    A = activations.relu(Z.data)
    return Node(A, (Z,), lambda dA: [activations.relu_backward(dA, A)])


def softmax_node(Z: Node) -> Node:
    """Shares along the last axis; see `nncourse.activations.softmax`.

    Examples
    --------
    >>> softmax_node(Node([[1.0, 1.0]])).data
    array([[0.5, 0.5]])

    Source: the chapter on autograd.
    """
    P = activations.softmax(Z.data)
    return Node(P, (Z,), lambda dP: [activations.softmax_backward(dP, P)])


def run_backward(root: Node) -> None:
    """Walk from the root to everything it was made from, and fill in the gradients.

    Parameters
    ----------
    root : the node to differentiate, usually a loss; its own gradient is ones. The `grad` of every
        node it was made from is set anew; their data are not changed.

    Raises
    ------
    GraphError
        If a node was made from itself.

    Examples
    --------
    >>> a = Node(3.0)
    >>> b = a + a
    >>> run_backward(b + b)
    >>> a.grad
    array(4.)

    Source: the chapter on autograd.
    """
    order = topological_order(root)
    for node in order:
        node.grad = np.zeros_like(node.data)
    root.grad = np.ones_like(root.data)
    for node in order:
        if node.pull is not None:
            for parent, gradient in zip(node.parents, node.pull(node.grad), strict=True):
                parent.grad += gradient
