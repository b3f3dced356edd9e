"""The variant `elu`: an activation that levels off below zero."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, floats, shape
from nncourse.exercises import probes


def right(Z, alpha=1.0):
    """z where it is positive, else alpha (exp(z) - 1), without overflow for a large z.

    Source: Clevert, Unterthiner and Hochreiter (2016).
    """
    return np.where(Z > 0, Z, alpha * np.expm1(np.minimum(Z, 0)))


elu = Graded(
    id="forward.elu",
    title="An activation that levels off",
    like="forward.relu",
    points=3,
    reference=right,
    contract='''
def elu(Z, alpha=1.0):
    """The exponential linear unit, entry by entry.

    Z: any shape. Z is not changed.
    alpha: > 0. Where z is positive it stays as it is; elsewhere it becomes
        alpha * (exp(z) - 1), which levels off at -alpha.
    Returns the same shape. Entries of 1000 raise no warning.
    """
    ...
''',
    outcomes=("Write an activation with a setting, which chooses between two formulas.",),
    axes={"Z": "m n", "alpha": "", "A": "m n"},
    returns="A",
    stable=True,
    properties=(
        shape(lambda Z, *_: Z.shape),
        floats,
        finite,
        Property("never below -alpha", lambda A, Z, alpha=1.0: np.min(A, initial=0) >= -alpha),
    ),
    hints=(
        "Two formulas, and the sign of each entry decides which one counts.",
        "np.where chooses, but computes both for all entries first: think of what np.exp does to "
        "an entry of 1000.",
        "The second formula is needed where z is not positive. np.minimum(Z, 0) leaves these "
        "entries alone and makes the others harmless.",
    ),
    experiment="elu(np.array([-1.0, 0.0, 2.0]), 0.5)\n# below zero it bends: -0.316, 0, 2",
)


@elu.probes
def _(rng):
    for case in probes.cases(empty=True):
        yield case.label, case.normal(rng, "m n"), float(rng.uniform(0.3, 0.8))
    yield "the default alpha", rng.normal(size=7)
    yield "entries from -1000 to 1000", probes.extreme(rng, 4, 3), 2.0
    yield "a zero and tiny numbers", np.array([0.0, 1e-9, -1e-9, -3.0]), 1.5


@elu.mistake(
    "alpha_missing",
    "Below zero you leave alpha out: your curve levels off at -1, whatever alpha is.",
)
def _(Z, alpha=1.0):
    return right(Z)


@elu.mistake(
    "alpha_on_both_sides",
    "alpha multiplies the positive entries too. They stay as they are.",
    "elu(np.array([2.0]), 0.5)\n# positive, unchanged: 2",
)
def _(Z, alpha=1.0):
    return alpha * right(Z)


@elu.mistake(
    "one_not_taken_off",
    "You take alpha * exp(z) below zero. It jumps to alpha at zero and never becomes negative: "
    "take 1 off the exponential.",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * np.exp(np.minimum(Z, 0)))


@elu.mistake(
    "one_outside_the_brackets",
    "alpha multiplies the exponential alone, and then you take 1 off. The brackets are around "
    "the whole difference.",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * np.exp(np.minimum(Z, 0)) - 1)


@elu.mistake(
    "alpha_in_the_exponent",
    "alpha stands in your exponent, where it says how fast the curve bends. It belongs in front, "
    "where it says at which depth the curve levels off.",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, np.expm1(alpha * np.minimum(Z, 0)))


@elu.mistake(
    "sign_turned_round",
    "Below zero your curve goes up: you take the exponential from 1. It is 1 that is taken off "
    "the exponential.",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, -alpha * np.expm1(np.minimum(Z, 0)))


@elu.mistake(
    "sides_swapped",
    "The sides are exchanged: you bend what is positive and keep what is negative.",
    "elu(np.array([-1.0, 2.0]), 0.5)\n# bent and kept: -0.316, 2",
)
def _(Z, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.where(Z > 0, alpha * np.expm1(Z), Z)


@elu.mistake(
    "leaky",
    "Below zero you go down in a straight line, alpha times z: that is leaky ReLU. Here the line "
    "bends and levels off.",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * Z)


@elu.mistake(
    "larger_of_the_two",
    "You take the larger of the two formulas. Above zero the exponential soon overtakes z: the "
    "sign decides, not the size.",
    "elu(np.array([3.0]), 0.5)\n# positive, unchanged: 3",
)
def _(Z, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.maximum(Z, alpha * np.expm1(Z))


@elu.mistake(
    "zero_below",
    "Negative entries become 0: that is ReLU. Here they become a little negative.",
)
def _(Z, alpha=1.0):
    return np.maximum(Z, 0) + 0 * Z


@elu.mistake(
    "overflow",
    "Your values are right, but np.where computes both of its branches for all entries, and "
    "exp(1000) overflows. See to it that the exponential is given no large entries.",
    "elu(np.array([1000.0, 0.0]))\n# 1000 and 0, without a warning",
)
def _(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * (np.exp(Z) - 1))


@elu.mistake(
    "in_place",
    "The values are right, but you write them into the caller's Z. Make a new array.",
    "a = np.array([-1.0]); elu(a)\na  # still -1",
)
def _(Z, alpha=1.0):
    Z[...] = right(Z, alpha)
    return Z


@elu.mistake(
    "summed_up",
    "You add both branches: a positive entry gets the exponential on top. Only one of the two "
    "formulas counts for each entry.",
    "elu(np.array([2.0]), 0.5)\n# positive, unchanged: 2",
)
def _(Z, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.maximum(Z, 0) + alpha * np.expm1(Z)
