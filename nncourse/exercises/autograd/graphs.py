"""Graphs for the exercises on nodes: made from plain values, and told as plain values."""
# mypy: allow-untyped-defs

import inspect

import numpy as np

from nncourse.autograd.node import Node

TOLD = ("data", "parents", "pull", "the gradients")


def upstream_for(array):
    """A gradient for a value of this shape; drawn, so that ones cannot pass for it."""
    return np.asarray(np.random.default_rng(7).normal(size=np.shape(array)))


def names_of(nodes, known):
    """For each node its place among those that are known, in words."""
    places = [[i for i, other in enumerate(known) if other is node] for node in nodes]
    return [f"node {place[0]}" if place else "something else" for place in places]


def kind_of(pull):
    """What a node has as its pull, in words."""
    if not callable(pull):
        return f"of type {type(pull).__name__}"
    signature = inspect.signature(pull)
    try:
        signature.bind("a gradient")
    except TypeError:
        return f"a function of {len(signature.parameters)} arguments"
    return "a function of the gradient"


def told(node, known):
    """What a node holds: its value, its parents by name, and what it hands back to them."""
    if node is None:
        return None
    parents, kind, gradients = names_of(node.parents, known), kind_of(node.pull), None
    if kind == "a function of the gradient":
        gradients = node.pull(upstream_for(node.data))
    return node.data, parents, kind, list(gradients) if type(gradients) is tuple else gradients


def any_node(data, parents, pull):
    """A node with whatever is given as its pull: for mistakes in it."""
    return Node(data, parents, pull)


def of_one_node(answer, array):
    """What an operation on one node makes of an array, and the array after it."""
    parent = Node(array.copy())
    made = told(answer(parent), [parent])
    return made and (*made, parent.data)
