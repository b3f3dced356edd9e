"""The exercise `sum_backward`: back through a sum over axes."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import reductions
from nncourse.exercises.form import Exercise

sum_backward = Exercise(
    id="autograd.sum_backward",
    title="Back through a sum over axes",
    points=2,
    reference=reductions.sum_backward,
    helpers=(reductions.with_axes,),
    contract='''
def sum_backward(dS, shape, axis=None, keepdims=False):
    """Pull the upstream gradient back through a sum over axes.

    dS: gradient of the loss with respect to
        S = a.sum(axis, keepdims=keepdims), of its shape.
    shape: the shape of a, a tuple.
    axis: a number, a tuple of numbers, or None for all axes; may be
        negative. keepdims: whether S kept these axes, with size 1.
    Returns the gradient with respect to a, of that shape.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Hand a gradient on to all the numbers that went into a sum.",),
    axes={},
    returns="da",
    hints=(
        "Nudge one entry of a: the sum that it went into moves by as much. So it gets the gradient "
        "of that sum, unchanged.",
        "dS has to be stretched back to the shape of a. NumPy does it if the axes that were lost "
        "stand there again, with size 1: np.expand_dims puts them in.",
        "Where keepdims is true they never went. Where axis is None all were lost. Then "
        "np.broadcast_to stretches the array to the shape.",
    ),
    experiment="G = np.array([1.0, 10.0])\n"
    "sum_backward(G, (2, 3), axis=1), sum_backward(G, (1, 2), axis=0)"
    "  # [[1, 1, 1], [10, 10, 10]] and [[1, 10]]",
)


@sum_backward.probes
def _(rng):
    for label, shape, axis, keepdims in (
        ("all axes", (5, 3), None, False),
        ("the first axis", (5, 3), 0, False),
        ("the last axis", (5, 3), -1, False),
        ("the first axis kept with size 1", (5, 3), 0, True),
        ("the last axis kept with size 1", (5, 3), 1, True),
        ("all axes kept with size 1", (5, 3), None, True),
        ("the middle axis", (2, 5, 3), 1, False),
        ("two axes", (2, 5, 3), (0, 2), False),
        ("two axes counted from the end", (2, 5, 3, 4), (-3, -1), False),
        ("two axes named in reverse", (2, 5, 3, 4), (3, 0), False),
        ("two axes kept with size 1", (2, 5, 3), (1, 2), True),
        ("equal sizes", (3, 3), 1, False),
        ("equal sizes and the first axis", (3, 3), 0, False),
        ("a vector", (4,), 0, False),
    ):
        dS = rng.normal(size=np.ones(shape).sum(axis=axis, keepdims=keepdims).shape)
        yield f"a sum over {label}", np.asarray(dS), shape, axis, keepdims


KEPT = (
    "G = np.array([[1.0], [10.0]])\n"
    "sum_backward(G, (2, 3), axis=1, keepdims=True)  # [[1, 1, 1], [10, 10, 10]]"
)
FRONT = "G = np.array([1.0, 10.0])\nsum_backward(G, (2, 2), axis=1)  # by rows: [[1, 1], [10, 10]]"


def stretched(dS, shape, axis, keepdims):
    """The right way: the lost axes put back, then stretched."""
    if not keepdims:
        dS = np.expand_dims(dS, tuple(range(len(shape))) if axis is None else axis)
    return np.broadcast_to(dS, shape)


@sum_backward.mistake(
    "not_stretched",
    "You return dS as it came. Every number that went into a sum gets the sum's gradient: the "
    "result has the shape of a.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return dS


@sum_backward.mistake(
    "axes_back_not_stretched",
    "You put the lost axes back, with size 1, and stop there. Now the array has to be stretched to "
    "the shape of a.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    if not keepdims:
        dS = np.expand_dims(dS, tuple(range(len(shape))) if axis is None else axis)
    return dS


@sum_backward.mistake(
    "shared_out",
    "You divide by how many numbers were added, which is the rule for a mean. In a sum each one's "
    "nudge counts in full.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return stretched(dS, shape, axis, keepdims) * dS.size / np.prod(shape)


@sum_backward.mistake(
    "ones",
    "You return ones: the slopes. They are still to be multiplied by dS, each by the gradient of "
    "the sum it belongs to.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.ones(shape)


@sum_backward.mistake(
    "total_everywhere",
    "Every entry gets the sum of all of dS. Each number went into one sum, and gets the gradient "
    "of that one.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.full(shape, np.sum(dS))


@sum_backward.mistake(
    "axes_not_put_back",
    "The axes that were lost come back in front, which is where NumPy puts missing axes. Where "
    "another axis was summed, it has to be put back in its own place first.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.broadcast_to(dS, shape)


@sum_backward.mistake(
    "keepdims_ignored",
    "You put axes in even where keepdims has left them in place. Then there are too many.",
    KEPT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.broadcast_to(
        np.expand_dims(dS, tuple(range(len(shape))) if axis is None else axis), shape
    )


@sum_backward.mistake(
    "keepdims_inverted",
    "You put axes in where keepdims is true, and none where it is false. It is the other way "
    "round: with keepdims they never went.",
    KEPT,
)
def _(dS, shape, axis=None, keepdims=False):
    return stretched(dS, shape, axis, not keepdims)


@sum_backward.mistake(
    "always_at_the_end",
    "You put lost axes back at the end, whichever they were. They belong where they stood: axis "
    "says where.",
    "G = np.array([1.0, 10.0])\nsum_backward(G, (2, 2), axis=0)  # by columns: [[1, 10], [1, 10]]",
)
def _(dS, shape, axis=None, keepdims=False):
    return np.broadcast_to(np.reshape(dS, dS.shape + (1,) * (len(shape) - dS.ndim)), shape)


@sum_backward.mistake(
    "filled_in_a_row",
    "You repeat dS until the shape is full, in the order of the memory. The gradients end up in "
    "other places than the sums they belong to.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.resize(dS, shape)


@sum_backward.mistake(
    "axis_from_the_end_misread",
    "A negative axis counts from the end of a's axes. With you it comes back one place too early: "
    "make a positive number of it first, with the help of len(shape).",
    "G = np.array([1.0, 10.0])\nsum_backward(G, (2, 2), axis=-1)  # by rows: [[1, 1], [10, 10]]",
)
def _(dS, shape, axis=None, keepdims=False):
    if axis is None or keepdims:
        return np.broadcast_to(dS, shape)
    sizes = list(dS.shape)
    for number in axis if isinstance(axis, tuple) else (axis,):
        sizes.insert(number, 1)
    return np.broadcast_to(dS.reshape(sizes), shape)


@sum_backward.mistake(
    "one_axis_only",
    "axis may be a tuple, or None for all axes. You handle a single number only.",
    "G = np.array([1.0, 10.0])\n"
    "sum_backward(G, (2, 2, 2), axis=(1, 2)).sum(axis=(1, 2))  # four times each: [4, 40]",
)
def _(dS, shape, axis=None, keepdims=False):
    if keepdims or axis is None:
        return np.broadcast_to(dS, shape)
    return np.repeat(np.expand_dims(dS, axis), shape[axis], axis=axis)


@sum_backward.mistake(
    "summed_again",
    "You sum the gradient. The forward made many numbers into one; the backward makes one into "
    "many.",
    FRONT,
)
def _(dS, shape, axis=None, keepdims=False):
    return np.sum(dS)
