"""The variant `huber`: a loss that outliers do not rule."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, not_negative, number
from nncourse.exercises import probes


def right(Y_hat, Y, delta):
    """Half the square of a small error, and a straight line for a large one; the mean of all.

    Up to delta, within is the size itself: size (size - size/2). Beyond, it is delta.

    Source: Huber (1964).
    """
    size = np.abs(Y_hat - Y)
    within = np.minimum(size, delta)
    return float(np.mean(within * (size - within / 2)))


huber = Graded(
    id="basics.huber",
    title="A loss that outliers do not rule",
    like="basics.mse",
    points=3,
    reference=right,
    contract='''
def huber(Y_hat, Y, delta):
    """The Huber loss: the mean over all entries.

    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    delta: > 0. With e = Y_hat - Y, an entry costs
        e**2 / 2                   where |e| <= delta,
        delta * (|e| - delta / 2)  beyond.
    Returns a number.
    """
    ...
''',
    outcomes=("Write a loss that chooses between two formulas, entry by entry.",),
    axes={"Y_hat": "m k", "Y": "m k", "delta": "", "loss": ""},
    returns="loss",
    properties=(number, finite, not_negative),
    hints=(
        "Each entry has its own cost, by one of two formulas. The mean comes last.",
        "What decides is the size of an error, not its sign: np.abs, and a comparison.",
        "np.where takes the comparison and both formulas, each written for the whole array.",
    ),
    experiment="huber(np.array([1.0, -4.0]), np.zeros(2), 2.0)\n"
    "# costs 0.5 and 2 * (4 - 1) = 6, on average: 3.25",
)


@huber.probes
def _(rng):
    for case in probes.cases():
        delta = float(rng.uniform(0.6, 0.9))
        yield case.label, case.normal(rng, "m k", 2.0), case.normal(rng, "m k"), delta
    yield "predictions of shape (m,)", rng.normal(size=9), rng.normal(size=9), 0.7
    yield "small errors only", 0.1 * rng.normal(size=(5, 2)), np.zeros((5, 2)), 2.0
    yield "large errors only", 5 + rng.random((5, 2)), -rng.random((5, 2)), 1.5


def costs(inside, outside):
    """A loss with these costs of a size within delta, and beyond."""
    return lambda Y_hat, Y, delta: float(np.mean(each(inside, outside)(Y_hat, Y, delta)))


def each(inside, outside):
    """The costs of all entries."""

    def costs_of(Y_hat, Y, delta):
        size = np.abs(Y_hat - Y)
        return np.where(size <= delta, inside(size, delta), outside(size, delta))

    return costs_of


def bowl(size, delta):
    """Half a square."""
    return size**2 / 2


def line(size, delta):
    """A straight line that goes on from the bowl."""
    return delta * (size - delta / 2)


huber.mistake(
    "half_missing",
    "A small error costs half its square; you take all of it. At delta your two formulas do not "
    "meet.",
)(costs(lambda size, delta: size**2, line))

huber.mistake(
    "line_too_high",
    "Beyond delta you take delta times the size, and forget what is taken off in the brackets.",
)(costs(bowl, lambda size, delta: delta * size))

huber.mistake(
    "slope_missing",
    "Beyond delta your line has slope 1. Its slope is delta: the brackets are multiplied.",
)(costs(bowl, lambda size, delta: size - delta / 2))

huber.mistake(
    "whole_delta_taken_off",
    "Beyond delta you take a whole delta off the size. It is half of it, so that the two formulas "
    "meet.",
)(costs(bowl, lambda size, delta: delta * (size - delta)))

huber.mistake(
    "never_straight",
    "You take half the square everywhere, so that an outlier still rules. Beyond delta the cost "
    "goes on in a straight line.",
)(costs(bowl, bowl))

huber.mistake(
    "always_straight",
    "You take the straight line everywhere; for small errors it is even negative. Within delta "
    "the cost is half the square.",
    "huber(np.array([0.0]), np.zeros(1), 2.0)\n# no error costs 0",
)(costs(line, line))

huber.mistake(
    "sides_swapped",
    "The formulas are exchanged: you take the square for large errors and the line for small ones.",
)(costs(line, bowl))

huber.mistake(
    "squares_cut_off",
    "Beyond delta your cost stays what it is at delta. It still grows there, in a straight line.",
)(costs(bowl, lambda size, delta: delta**2 / 2))

huber.mistake(
    "twice",
    "Twice the right one: you have taken the 1/2 out of both formulas.",
)(lambda Y_hat, Y, delta: 2 * right(Y_hat, Y, delta))

huber.mistake(
    "absolute_error",
    "That is the mean absolute error. Small errors cost half their square here.",
)(lambda Y_hat, Y, delta: np.mean(np.abs(Y_hat - Y)))

huber.mistake(
    "summed",
    "You add the costs up. Take their mean.",
)(lambda Y_hat, Y, delta: right(Y_hat, Y, delta) * Y.size)

huber.mistake(
    "mean_over_examples_only",
    "You divide by the number of examples only. The mean is over all entries, m times k of them.",
    "huber(np.ones((1, 4)), np.zeros((1, 4)), 2.0)\n# four costs of 0.5: 0.5",
)(lambda Y_hat, Y, delta: right(Y_hat, Y, delta) * Y.size / len(Y))

huber.mistake(
    "one_each",
    "You give the cost of each entry. The loss is their mean.",
)(each(bowl, line))


@huber.mistake(
    "sign_decides",
    "You compare the error itself with delta: every prediction that is too small counts as a "
    "small error, however far it is off. Take its size.",
)
def _(Y_hat, Y, delta):
    e = Y_hat - Y
    return np.mean(np.where(e <= delta, e**2 / 2, delta * (np.abs(e) - delta / 2)))


@huber.mistake(
    "smooth_version",
    "That is the pseudo-Huber loss, one formula with a root, which is near to this one and not the "
    "same. Two formulas are asked for.",
)
def _(Y_hat, Y, delta):
    return np.mean(delta**2 * (np.sqrt(1 + ((Y_hat - Y) / delta) ** 2) - 1))


@huber.mistake(
    "delta_fixed",
    "Your delta is always 1: the argument is not used.",
)
def _(Y_hat, Y, delta):
    return right(Y_hat, Y, 1.0)
