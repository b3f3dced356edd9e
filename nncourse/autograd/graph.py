"""The graph: who was made from whom, and in which order to walk back.

A gradient can be handed on once it is complete, and it is complete when all that was made from a
node has handed back its share. So the walk takes each node only after everything that was made from
it. The chapter on autograd derives it.
"""

from typing import Any

from nncourse.errors import GraphError


def topological_order(root: Any) -> list[Any]:
    """All nodes that `root` was made from, itself first, each before its parents.

    Count for every node how many times it was used. Then begin with the root, cross off its uses
    of its parents, and go on with each of them that has no use left.

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
    uses: dict[Any, int] = {root: 0}
    found = [root]
    for node in found:  # which grows while it is gone through
        for parent in node.parents:
            if parent in uses:
                uses[parent] += 1
            else:
                uses[parent] = 1
                found.append(parent)
    order = [] if uses[root] else [root]
    for node in order:
        for parent in node.parents:
            uses[parent] -= 1
            if not uses[parent]:
                order.append(parent)
    if len(order) < len(found):
        raise GraphError(
            f"{len(found) - len(order)} nodes of this graph lie on a cycle, or behind one: a value "
            "was made from itself. Give every result a name of its own"
        )
    return order
