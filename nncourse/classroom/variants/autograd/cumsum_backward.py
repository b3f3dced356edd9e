"""The variant `cumsum_backward`: back through running sums."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, floats, shape


def right(dC, axis):
    """What comes from this place on: an entry is part of its own running sum and all later ones."""
    return np.flip(np.cumsum(np.flip(dC, axis), axis), axis)


cumsum_backward = Graded(
    id="autograd.cumsum_backward",
    title="Back through running sums",
    like="autograd.sum_backward",
    points=3,
    reference=right,
    contract='''
def cumsum_backward(dC, axis):
    """Pull the upstream gradient back through C = np.cumsum(a, axis).

    Along the axis, C holds a_0, a_0 + a_1, a_0 + a_1 + a_2, and so on.
    dC: gradient of the loss with respect to C, any shape. Not changed.
    axis: the axis of the running sums, a whole number from 0.
    Returns the gradient with respect to a, the same shape.
    """
    ...
''',
    outcomes=("Find the backward of an operation by asking where each entry is used.",),
    axes={"dC": "m n", "axis": "", "da": "m n"},
    returns="da",
    properties=(shape(lambda dC, axis: dC.shape), floats, finite),
    hints=(
        "Where a value is used several times, its gradients add up. In which of the running sums "
        "is the last entry of a? In which the first?",
        "The gradient of an entry is the sum of dC from its own place to the end: a running sum "
        "that comes from the other side.",
        "Turn dC round along the axis, take running sums, turn the result back: np.flip and "
        "np.cumsum both take an axis.",
    ),
    experiment="cumsum_backward(np.array([1.0, 10.0, 100.0]), 0)\n# 111, 110, 100",
)


@cumsum_backward.probes
def _(rng):
    yield "a vector", rng.normal(size=6), 0
    yield "running sums down the columns", rng.normal(size=(5, 4)), 0
    yield "running sums along the rows", rng.normal(size=(5, 4)), 1
    yield "the rows of a square", rng.normal(size=(3, 3)), 1
    yield "the middle of three axes", rng.normal(size=(2, 4, 3)), 1
    yield "the last of three axes", rng.normal(size=(2, 4, 3)), 2
    yield "a single entry", rng.normal(size=1), 0
    yield "a batch in float32", rng.normal(size=(5, 4)).astype(np.float32), 1


ROWS = "cumsum_backward(np.array([[1.0, 10.0], [2.0, 20.0]]), 1)\n# [[11, 10], [22, 20]]"


@cumsum_backward.mistake(
    "forward_again",
    "You take running sums from the front, as the forward does. An entry is part of the sums "
    "behind it, not of those before.",
)
def _(dC, axis):
    return np.cumsum(dC, axis)


@cumsum_backward.mistake(
    "not_turned_back",
    "Your sums run from the back, and stand the wrong way round. Turn them back.",
)
def _(dC, axis):
    return np.cumsum(np.flip(dC, axis), axis)


@cumsum_backward.mistake(
    "turned_back_only",
    "You turn round what comes out of a running sum from the front. Turn dC round first.",
)
def _(dC, axis):
    return np.flip(np.cumsum(dC, axis), axis)


@cumsum_backward.mistake(
    "own_place_left_out",
    "Your sums begin one place too late. An entry is part of the sum in its own place as well.",
)
def _(dC, axis):
    return right(dC, axis) - dC


@cumsum_backward.mistake(
    "passed_on",
    "You hand the gradient on as it is. An entry is used in several sums: add their gradients up.",
)
def _(dC, axis):
    return dC.copy()


@cumsum_backward.mistake(
    "turned_round",
    "You turn the gradient round and add nothing up.",
)
def _(dC, axis):
    return np.flip(dC, axis).copy()


@cumsum_backward.mistake(
    "whole_sum",
    "Every entry gets the whole sum along the axis, as for np.sum. The first is part of all "
    "running sums, the last of one only.",
)
def _(dC, axis):
    return dC.sum(axis, keepdims=True) + 0 * dC


@cumsum_backward.mistake(
    "differences",
    "You take differences, which undo running sums. A backward does not undo: it asks how the loss "
    "changes with each entry.",
)
def _(dC, axis):
    return np.diff(dC, axis=axis, prepend=0)


@cumsum_backward.mistake(
    "first_axis_always",
    "You always go along axis 0: the argument is not used.",
    ROWS,
)
def _(dC, axis):
    return right(dC, 0)


@cumsum_backward.mistake(
    "last_axis_always",
    "You always go along the last axis: the argument is not used.",
    "cumsum_backward(np.array([[1.0, 10.0], [2.0, 20.0]]), 0)\n# [[3, 30], [2, 20]]",
)
def _(dC, axis):
    return right(dC, -1)


@cumsum_backward.mistake(
    "flattened",
    "Your sums run through the whole array, from one row into the next. Give np.cumsum the axis.",
    ROWS,
)
def _(dC, axis):
    return right(dC.ravel(), 0).reshape(dC.shape)


@cumsum_backward.mistake(
    "turned_round_everywhere",
    "You turn every axis round. Only the axis of the sums is meant: give it to np.flip.",
    "cumsum_backward(np.array([[1.0, 2.0], [10.0, 20.0]]), 0)\n# [[11, 22], [10, 20]]",
)
def _(dC, axis):
    return np.flip(np.cumsum(np.flip(dC), axis), axis)


@cumsum_backward.mistake(
    "averaged",
    "You divide each sum by how many there are in it. They add up, as they are.",
)
def _(dC, axis):
    return right(dC, axis) / right(np.ones_like(dC), axis)


@cumsum_backward.mistake(
    "upstream_forgotten",
    "You count in how many sums an entry is. Each of them has a gradient of its own, dC: add these "
    "up.",
)
def _(dC, axis):
    return right(np.ones_like(dC), axis)


@cumsum_backward.mistake(
    "in_place",
    "The values are right, but the caller's dC is changed. Make a new array.",
    "g = np.array([1.0, 10.0]); cumsum_backward(g, 0)\ng  # still 1 and 10",
)
def _(dC, axis):
    dC[...] = right(dC, axis)
    return dC
