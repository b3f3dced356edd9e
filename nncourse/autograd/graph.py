"""The graph: who was made from whom, and in which order to walk back.

A gradient can be handed on once it is complete, and it is complete when all that was made from a
node has handed back its share. So the walk takes each node only after everything that was made from
it. The chapter on autograd derives it.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from nncourse.errors import GraphError


class HasParents(Protocol):
    """Anything that knows what it was made from; a given value was made from nothing."""

    @property
    def parents(self) -> Sequence["HasParents"]: ...


N = TypeVar("N", bound=HasParents)


def topological_order(root: N) -> list[N]:
    """All nodes that `root` was made from, itself first, each before its parents.

    Count for every node how many times it was used. Then take the root, cross off its uses of
    its parents, and go on with whichever node has no use left.

    Parameters
    ----------
    root : a node: it has `parents`, and so have they. Not changed.

    Returns
    -------
    Each node once, however often it was used.

    Raises
    ------
    GraphError
        If a node was made from itself, by whatever detour.

    Examples
    --------
    >>> from nncourse.autograd.node import Node
    >>> a = Node(1.0)
    >>> b = Node(2.0, parents=(a,))
    >>> c = Node(3.0, parents=(a, b))
    >>> [float(node.data) for node in topological_order(c)]
    [3.0, 2.0, 1.0]

    Source: the chapter on autograd; Kahn (1962).
    """
    uses: dict[HasParents, int] = {root: 0}
    waiting: list = [root]
    while waiting:
        for parent in waiting.pop().parents:
            if parent not in uses:
                uses[parent] = 0
                waiting.append(parent)
            uses[parent] += 1
    order, ready = [], [root] if not uses[root] else []
    while ready:
        node = ready.pop()
        order.append(node)
        for parent in node.parents:
            uses[parent] -= 1
            if not uses[parent]:
                ready.append(parent)  # type: ignore[arg-type]
    if len(order) < len(uses):
        raise GraphError(
            f"{len(uses) - len(order)} nodes of this graph lie on a cycle or behind one: a value "
            "was made from itself. Give every result a name of its own"
        )
    return order
