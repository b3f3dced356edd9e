"""The exercise `relu`: keep what is positive."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

relu = Exercise(
    id="forward.relu",
    title="Keep what is positive",
    points=1,
    reference=activations.relu,
    contract='''
def relu(Z):
    """Keep positive entries, replace the others by zero.

    Z: any shape, float. Z is not changed.
    Returns A, same shape.
    """
    ...
''',
    outcomes=("Apply an activation to every entry of an array without a loop.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "Each entry is compared with zero and the larger of the two is kept.",
        "np.max finds the largest entry of one array. You need the one that compares two arrays, "
        "entry by entry.",
        "np.maximum takes two arrays, or an array and a number, and returns a new array.",
    ),
    experiment="Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nrelu(Z)  # should be [[0. 3.] [0.5 0.]]",
)


@relu.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "one row of shape (n,)", np.array([-1.5, 0.0, 2.5, -0.1, 0.3, 1.0])
    yield "numbers of 1000", probes.extreme(rng, 5, 3)
    yield "three axes", rng.normal(size=(2, 3, 4))


@relu.mistake(
    "column_maximum",
    "np.max(Z, 0) is the largest entry of each column: the 0 is taken for an axis. You need the "
    "larger of each entry and zero.",
)
def _(Z):
    return np.max(Z, 0)


@relu.mistake(
    "one_decision_for_all",
    "Python's max and if want one yes or no, and a whole array gives many. NumPy's functions "
    "decide entry by entry.",
    "Z = np.array([-2.0, 3.0]); print(Z > 0)  # one answer for each entry\n"
    "relu(Z)  # should be [0. 3.]",
)
def _(Z):
    return Z if Z > 0 else 0


@relu.mistake(
    "keeps_negative",
    "You keep the negative entries and drop the positive ones: the smaller of each entry and "
    "zero, where the larger is wanted.",
)
def _(Z):
    return np.minimum(Z, 0)


@relu.mistake(
    "absolute_value",
    "You turn negative entries into positive ones. ReLU makes them zero: what is below zero is "
    "silent.",
)
def _(Z):
    return np.abs(Z)


@relu.mistake(
    "step",
    "You return 1 where an entry is positive. That is ReLU's slope, which the chapter on "
    "backpropagation needs. Here a positive entry keeps its value.",
)
def _(Z):
    return (Z > 0) * 1.0


@relu.mistake(
    "in_place",
    "Your values are right, and the caller's array has changed too: Z[...] = 0 writes into it. "
    "Make a new array.",
    "Z = np.array([-2.0, 3.0]); relu(Z)\nZ  # should still be [-2. 3.]",
)
def _(Z):
    Z[Z < 0] = 0
    return Z


@relu.mistake(
    "leaky",
    "Your negative entries are a hundredth of what they were, not zero. That is the leaky ReLU, a "
    "relative of this one.",
)
def _(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


@relu.mistake(
    "drops_entries",
    "You pick out the positive entries and lose the shape. The others must stay in their places, "
    "as zeros.",
    "Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nrelu(Z).shape  # should be (2, 2)",
)
def _(Z):
    return Z[Z > 0]


@relu.mistake(
    "turned_round",
    "You flip the sign first: negative entries come through as positive ones and positive ones "
    "vanish.",
)
def _(Z):
    return np.maximum(-Z, 0)


@relu.mistake(
    "floor_of_one",
    "Nothing of yours is below 1. The bend lies at zero: compare with 0.",
)
def _(Z):
    return np.maximum(Z, 1)


@relu.mistake(
    "capped_at_one",
    "You cut off at 1 as well. ReLU has a floor and no ceiling: 3 stays 3.",
)
def _(Z):
    return np.clip(Z, 0, 1)


@relu.mistake(
    "capped_at_six",
    "You cut off at 6 as well, as the variant ReLU6 does. This one has no ceiling.",
    "Z = np.array([-2.0, 1000.0])\nrelu(Z)  # should be [0. 1000.]",
)
def _(Z):
    return np.clip(Z, 0, 6)
