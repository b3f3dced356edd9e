"""The exercise `sigmoid`: squeeze into (0, 1), at any size."""
# mypy: allow-untyped-defs

import math

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

sigmoid = Exercise(
    id="forward.sigmoid",
    title="Squeeze into (0, 1), at any size",
    points=3,
    reference=activations.sigmoid,
    contract='''
def sigmoid(Z):
    """Squeeze every entry into (0, 1): 1 / (1 + exp(-z)).

    Z: any shape, float, entries from -1000 to 1000. Z is not changed.
    Returns A, same shape. No overflow on the way.
    """
    ...
''',
    outcomes=("Write the sigmoid so that no score makes it overflow.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "The formula is right and one of its parts is not safe: exp(-z) for z far below zero. "
        "There the other form, exp(z) / (1 + exp(z)), is harmless.",
        "np.where chooses between two arrays, and both are computed first. So both must be safe "
        "for every entry: the exponent may never be positive.",
        "E = np.exp(-np.abs(Z)) serves both forms. For z >= 0 the answer is 1 / (1 + E); what is "
        "it for z < 0, written with E?",
    ),
    experiment="Z = np.array([-1000.0, 0.0, 1000.0])\nsigmoid(Z)  # should be [0. 0.5 1.]",
    stable=True,
)


@sigmoid.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "one row of shape (n,)", np.array([-3.0, -0.5, 0.0, 0.5, 3.0, 6.0])
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "three axes", rng.normal(size=(2, 3, 4))


@sigmoid.mistake(
    "overflows",
    "Your values are right, but exp of a large number leaves the range of floats, with NumPy's "
    "warning or without. np.where alone does not help: it computes both branches for every entry. "
    "Find a form whose exponent is never positive.",
    "Z = np.array([-1000.0, 1000.0])\nsigmoid(Z)  # should be [0. 1.] and no warning",
)
def _(Z):
    return 1 / (1 + np.exp(-Z))


@sigmoid.mistake(
    "nan_at_large",
    "For large scores your fraction is infinity over infinity, which is not a number. This form "
    "is safe for negative scores only.",
)
def _(Z):
    return np.exp(Z) / (1 + np.exp(Z))


@sigmoid.mistake(
    "falls",
    "Your curve falls where it should rise: you have 1 minus the sigmoid. The exponent has the "
    "wrong sign.",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z)  # the second should be the larger",
)
def _(Z):
    return 1 / (1 + np.exp(Z))


@sigmoid.mistake(
    "falls_safely",
    "Your curve is safe and falls where it should rise: you have 1 minus the sigmoid. Are the two "
    "branches the wrong way round?",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z)  # the second should be the larger",
)
def _(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, E, 1) / (1 + E)


@sigmoid.mistake(
    "both_sides_alike",
    "Nothing of yours is below one half. With the absolute value in the exponent, both signs give "
    "the same; negative scores need the other form.",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z).sum()  # should be 1",
)
def _(Z):
    return 1 / (1 + np.exp(-np.abs(Z)))


@sigmoid.mistake(
    "missing_brackets",
    "Python divides before it adds: 1 / 1 + e is 1 + e. The whole sum belongs below the line.",
    "1 / 1 + 3, 1 / (1 + 3)  # two numbers\nsigmoid(np.zeros(1))  # should be [0.5]",
)
def _(Z):
    return 1 / 1 + np.exp(-Z)


@sigmoid.mistake(
    "hyperbolic_tangent",
    "That is tanh, the sigmoid's relative with values from -1 to 1. The sigmoid's lie between 0 "
    "and 1, and it is 0.5 at zero.",
    "Z = np.array([-2.0, 0.0, 2.0])\nsigmoid(Z)  # should be about [0.12 0.5 0.88]",
)
def _(Z):
    return np.tanh(Z)


@sigmoid.mistake(
    "slope",
    "Near zero yours is 0.25 and it dies away on both sides: that is the sigmoid's slope, "
    "which the chapter on backpropagation needs. Return the sigmoid itself.",
)
def _(Z):
    A = activations.sigmoid(Z)
    return A * (1 - A)


@sigmoid.mistake(
    "step",
    "Yours jumps from 0 to 1. The sigmoid is the smooth version of that jump: near zero it passes "
    "through all values between.",
    "Z = np.array([-1.0, 0.0, 1.0])\nsigmoid(Z)  # 0.27, 0.5, 0.73",
)
def _(Z):
    return (Z > 0).astype(Z.dtype)


@sigmoid.mistake(
    "softmax",
    "Your entries share a total of 1. That is softmax, for one choice among several. The sigmoid "
    "treats each entry alone.",
    "Z = np.array([0.0, 0.0, 0.0])\nsigmoid(Z)  # should be [0.5 0.5 0.5]",
)
def _(Z):
    return activations.softmax(Z)


@sigmoid.mistake(
    "one_decision_for_all",
    "An if wants one yes or no, and a whole array gives many. np.where decides entry by entry.",
    "Z = np.array([-2.0, 0.0]); print(Z >= 0)  # one answer for each entry\n"
    "sigmoid(Z)  # should be about [0.12 0.5]",
)
def _(Z):
    if Z >= 0:
        return 1 / (1 + np.exp(-Z))
    return np.exp(Z) / (1 + np.exp(Z))


@sigmoid.mistake(
    "math_for_one_number",
    "The functions of the module math take one number. NumPy has the same ones for whole arrays.",
    "Z = np.array([-2.0, 0.0])\nsigmoid(Z)  # should be about [0.12 0.5]",
)
def _(Z):
    return 1 / (1 + math.exp(-Z))
