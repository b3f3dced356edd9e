"""The exercise `tanh`: squeeze into (-1, 1)."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

tanh = Exercise(
    id="forward.tanh",
    title="Squeeze into (-1, 1)",
    points=2,
    reference=activations.tanh,
    contract='''
def tanh(Z):
    """Squeeze every entry into (-1, 1), through zero: 2 sigmoid(2z) - 1.

    Z: any shape, float, entries from -1000 to 1000. Z is not changed.
    Returns A, same shape. No overflow on the way.
    """
    ...
''',
    outcomes=("Build one activation from another and know both ranges.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "tanh is a sigmoid that was stretched: twice as fast, twice as tall, and moved down by 1.",
        "You have written sigmoid in this chapter, and it is safe at any size. Use it, and the "
        "result is safe too.",
        "Twice as fast means that sigmoid is given 2 * Z. What must happen to its result, which "
        "lies between 0 and 1, so that it lies between -1 and 1?",
    ),
    experiment="Z = np.array([-1000.0, 0.0, 1.0])\ntanh(Z)  # should be about [-1. 0. 0.76]",
    stable=True,
)


@tanh.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=1.5)
    yield "one row of shape (n,)", np.array([-3.0, -0.5, 0.0, 0.5, 3.0, 6.0])
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "scores below zero", -np.abs(probes.extreme(rng, 4, 2))
    yield "scores above zero", np.abs(probes.extreme(rng, 4, 2))


@tanh.mistake(
    "plain_exponentials",
    "Your formula is right, and at 1000 it is infinity over infinity: not a number. Build it from "
    "sigmoid, which you have made safe.",
)
def _(Z):
    return (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))


@tanh.mistake(
    "overflows",
    "Your values are right, but far below zero exp(-2z) overflows, with a warning or without. You "
    "have written the sigmoid out again in its unsafe form: call the safe one.",
)
def _(Z):
    return 2 / (1 + np.exp(-2 * Z)) - 1


@tanh.mistake(
    "unsafe_below_zero",
    "Your form is right for positive scores; far below zero exp(-2z) overflows and the fraction "
    "is no number. A safe form has no positive exponent.",
)
def _(Z):
    return (1 - np.exp(-2 * Z)) / (1 + np.exp(-2 * Z))


@tanh.mistake(
    "unsafe_above_zero",
    "Your form is right for negative scores; far above zero exp(2z) overflows and the fraction is "
    "no number. A safe form has no positive exponent.",
    "Z = np.array([1000.0, 1.0])\ntanh(Z)  # should be about [1. 0.76]",
)
def _(Z):
    return (np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1)


@tanh.mistake(
    "sigmoid",
    "That is the sigmoid: all of yours lie between 0 and 1. The range here is from -1 to 1, with 0 "
    "in the middle.",
)
def _(Z):
    return activations.sigmoid(Z)


@tanh.mistake(
    "not_steep_enough",
    "The range is right and the curve is too flat: you have tanh(z / 2). The 2 is needed twice, "
    "before the sigmoid and after it.",
    "Z = np.array([1.0])\ntanh(Z)  # should be about [0.76], not [0.46]",
)
def _(Z):
    return 2 * activations.sigmoid(Z) - 1


@tanh.mistake(
    "not_moved_down",
    "Yours runs from 0 to 2: it was stretched and not moved. At zero the result must be zero.",
)
def _(Z):
    return 2 * activations.sigmoid(2 * Z)


@tanh.mistake(
    "not_stretched",
    "Yours runs from 0 to 1: the argument was doubled and the result left alone. It must reach "
    "from -1 to 1.",
)
def _(Z):
    return activations.sigmoid(2 * Z)


@tanh.mistake(
    "half_moved",
    "Yours runs from -0.5 to 0.5. It was moved to the middle and not stretched to -1 and 1.",
)
def _(Z):
    return activations.sigmoid(2 * Z) - 0.5


@tanh.mistake(
    "falls",
    "Your curve falls where it should rise: the sign is turned round.",
)
def _(Z):
    return -np.tanh(Z)


@tanh.mistake(
    "both_sides_alike",
    "Nothing of yours is negative. With an absolute value inside, both signs give the same; the "
    "sign must come back in.",
    "Z = np.array([-1.0, 1.0])\ntanh(Z)  # should be about [-0.76 0.76]",
)
def _(Z):
    return np.tanh(np.abs(Z))


@tanh.mistake(
    "tangent",
    "That is tan, the tangent of an angle: it has poles and no bounds. The h matters.",
)
def _(Z):
    return np.tan(Z)


@tanh.mistake(
    "slope",
    "Yours is 1 at zero and dies away on both sides: that is the slope of tanh, which the chapter "
    "on backpropagation needs. Return tanh itself.",
)
def _(Z):
    return 1 - np.tanh(Z) ** 2


@tanh.mistake(
    "straight_and_cut",
    "Yours is a straight line cut off at -1 and 1. The real one bends gently and only comes near "
    "its ends.",
)
def _(Z):
    return np.clip(Z, -1, 1)
