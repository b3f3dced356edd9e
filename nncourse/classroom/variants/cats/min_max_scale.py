"""The variant `min_max_scale`: each feature between 0 and 1."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.activations import as_float
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, floats, shape
from nncourse.exercises import probes


def right(X, low, high):
    """Each feature on the way from its lowest to its highest value.

    Where the two are equal, an infinite width makes everything 0.
    """
    X, low, high = as_float(X), as_float(low), as_float(high)
    return (X - low) / np.where(high == low, np.inf, high - low)


min_max_scale = Graded(
    id="cats.min_max_scale",
    title="Between the lowest and the highest",
    like="cats.standardize",
    points=3,
    reference=right,
    contract='''
def min_max_scale(X, low, high):
    """Scale each feature so that low becomes 0 and high becomes 1.

    X: examples, shape (m, n), floats or pixels of 8 bits. Not changed.
    low, high: the lowest and the highest value of each feature among the
        training examples, shape (n,), of the same dtype as X. X may be
        other examples: what lies outside comes out below 0 or above 1.
    A feature whose low and high are equal becomes 0.
    Returns shape (m, n), floats.
    """
    ...
''',
    outcomes=(
        "Scale features with what was found in the training examples.",
        "Treat a feature that never changes, and pixels of 8 bits.",
    ),
    axes={"X": "m n", "low": "n", "high": "n", "scaled": "m n"},
    returns="scaled",
    properties=(shape(lambda X, *_: X.shape), floats, finite),
    hints=(
        "How far is a value on the way from low to high? Where it starts must become 0, and the "
        "length of the way 1.",
        "Pixels of 8 bits have no negative numbers: 3 - 5 is 254. Turn them into floats before "
        "the first difference.",
        "Where high equals low, put 1 in the place of the width before you divide, and 0 into the "
        "result afterwards.",
    ),
    experiment="min_max_scale(np.array([[3.0], [7.0]]), np.array([2.0]), np.array([6.0]))\n"
    "# a quarter of the way, and beyond the end: 0.25, 1.25",
)


@min_max_scale.probes
def _(rng):
    for case in probes.cases():
        low = 3 * case.normal(rng, "n")
        high = low + np.abs(case.normal(rng, "n")) + np.asarray(0.5, case.dtype)
        yield case.label, case.normal(rng, "m n", scale=3.0), low, high
    X, low = rng.normal(size=(6, 4)), rng.normal(size=4)
    high = low + rng.uniform(0.5, 2.0, 4)
    high[2] = low[2]
    yield "a feature that never changed", X, low, high
    low, high = rng.integers(20, 90, (2, 4)) + np.array([[0], [120]])
    pixels = np.vstack([low - 9, rng.integers(0, 256, (5, 4))])
    yield "pixels of 8 bits", *(array.astype(np.uint8) for array in (pixels, low, high))


def scaled(numerator, denominator):
    """A scaling with these, of floats, and 0 where low and high are equal."""

    def answer(X, low, high):
        X, low, high = (array.astype(np.float64) for array in (X, low, high))
        with np.errstate(all="ignore"):
            return np.where(low == high, 0, numerator(X, low, high) / denominator(X, low, high))

    return answer


def above(X, low, high):
    """How far a value is above the lowest."""
    return X - low


def width(X, low, high):
    """How far the highest is above the lowest."""
    return high - low


min_max_scale.mistake(
    "low_not_taken_off",
    "Your lowest value does not become 0: take low off before you divide.",
)(scaled(lambda X, low, high: X, width))

min_max_scale.mistake(
    "divided_by_high",
    "You divide by high. Once low is taken off, the highest value is high - low, and that is to "
    "become 1.",
)(scaled(above, lambda X, low, high: high))

min_max_scale.mistake(
    "divided_by_low",
    "You divide by low. What is to become 1 is the way from low to high.",
)(scaled(above, lambda X, low, high: low))

min_max_scale.mistake(
    "from_the_top",
    "You measure from the top: high becomes 0 and low becomes 1.",
)(scaled(lambda X, low, high: high - X, width))

min_max_scale.mistake(
    "sign",
    "The sign is turned round: one of your differences has its parts exchanged.",
)(scaled(lambda X, low, high: low - X, width))

min_max_scale.mistake(
    "one_width_for_all",
    "You divide all features by one width. Each has its own.",
    "min_max_scale(np.array([[1.0, 1.0]]), np.zeros(2), np.array([2.0, 4.0]))\n# 0.5 and 0.25",
)(scaled(above, lambda X, low, high: high.max() - low.min()))


@min_max_scale.mistake(
    "own_lowest_and_highest",
    "You take the lowest and highest of X itself. They are given, from the training examples: new "
    "examples must be scaled alike.",
)
def _(X, low, high):
    return right(X, X.min(axis=0), X.max(axis=0))


@min_max_scale.mistake(
    "cut_off",
    "You cut off what lies below 0 and above 1. The contract keeps it: a new example may well lie "
    "outside.",
)
def _(X, low, high):
    return np.clip(right(X, low, high), 0, 1)


@min_max_scale.mistake(
    "from_minus_one",
    "You scale to -1 and 1. Here low becomes 0.",
)
def _(X, low, high):
    return 2 * right(X, low, high) - 1


@min_max_scale.mistake(
    "divided_by_zero",
    "Where low and high are equal you divide by 0. Such a feature should become 0.",
    "min_max_scale(np.array([[5.0]]), np.array([5.0]), np.array([5.0]))\n# never changed: 0",
)
def _(X, low, high):
    X, low, high = (array.astype(np.float64) for array in (X, low, high))
    with np.errstate(all="ignore"):
        return (X - low) / (high - low)


@min_max_scale.mistake(
    "only_moved",
    "Where low and high are equal you only take low off. For a new example something is left "
    "over: the contract asks for 0.",
    "min_max_scale(np.array([[7.0]]), np.array([5.0]), np.array([5.0]))\n# never changed: 0",
)
def _(X, low, high):
    X, low, high = (array.astype(np.float64) for array in (X, low, high))
    return (X - low) / np.where(high == low, 1, high - low)


@min_max_scale.mistake(
    "tiny_number_added",
    "You add a tiny number to the width. Where low and high are equal, a new example that differs "
    "a little becomes huge. The contract asks for 0.",
    "min_max_scale(np.array([[7.0]]), np.array([5.0]), np.array([5.0]))\n# never changed: 0",
)
def _(X, low, high):
    X, low, high = (array.astype(np.float64) for array in (X, low, high))
    return (X - low) / (high - low + 1e-8)


@min_max_scale.mistake(
    "wrapped_round",
    "Pixels that are darker than low come out bright: in 8 bits 3 - 5 is 254. Make floats of them "
    "first.",
    "min_max_scale(np.array([[3]], np.uint8), np.array([5], np.uint8), np.array([9], np.uint8))\n"
    "# below the lowest: -0.5",
)
def _(X, low, high):
    span = high - low
    return np.where(span == 0, 0, (X - low) / np.where(span == 0, 1, span))


@min_max_scale.mistake(
    "in_place",
    "The values are right, but the caller's X is scaled too. Make a new array.",
    "A = np.array([[3.0]]); min_max_scale(A, np.array([2.0]), np.array([6.0]))\nA  # still 3",
)
def _(X, low, high):
    scaled = right(X, low, high)
    X[...] = scaled.astype(X.dtype)
    return scaled
