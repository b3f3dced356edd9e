"""Graphs for the exercises on nodes: made from plain values, and told as plain values."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd.node import Node

TOLD = ("data", "parents", "pull", "the gradients")


def upstream_for(array):
    """A gradient for a value of this shape; drawn, so that ones cannot pass for it."""
    return np.asarray(np.random.default_rng(7).normal(size=np.shape(array)))


def numbers_of(nodes, known):
    """For each node its number among those that are known, -1 for a stranger."""
    return [next((i for i, other in enumerate(known) if other is node), -1) for node in nodes]


def told(node, known):
    """What a node holds: its value, the numbers of its parents, and what it hands back to them."""
    if node is None:
        return None
    parents, pull, gradients = numbers_of(node.parents, known), node.pull, None
    if callable(pull):
        gradients = pull(upstream_for(node.data))
    kind = "a function" if callable(pull) else f"of type {type(pull).__name__}"
    return node.data, parents, kind, list(gradients) if type(gradients) is tuple else gradients


def of_one_node(answer, array):
    """What an operation on one node makes of an array, and the array after it."""
    parent = Node(array)
    made = told(answer(parent), [parent])
    return made and (*made, parent.data)
