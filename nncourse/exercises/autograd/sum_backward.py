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
    contract='''
def sum_backward(dS, shape, axis=None, keepdims=False):
    """Pull the upstream gradient back through S = a.sum(axis, keepdims=keepdims).

    dS: gradient of the loss with respect to S, of its shape.
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
        ("two axes counted from the end", (2, 5, 3, 4), (-1, -3), False),
        ("two axes kept with size 1", (2, 5, 3), (1, 2), True),
        ("equal sizes", (3, 3), 1, False),
        ("equal sizes and the first axis", (3, 3), 0, False),
        ("a vector", (4,), 0, False),
    ):
        dS = rng.normal(size=np.ones(shape).sum(axis=axis, keepdims=keepdims).shape)
        yield f"a sum over {label}", np.asarray(dS), shape, axis, keepdims
