"""The exercise `mse`: the mean squared error."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import losses
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

mse = Exercise(
    id="basics.mse",
    title="The mean squared error",
    points=2,
    reference=losses.mse,
    contract='''
def mse(Y_hat, Y):
    """Mean squared error: how wrong the predictions are, in one number.

    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    Returns a number, the mean of the squared errors over all entries.
    """
    ...
''',
    outcomes=("Write a loss as a mean over all entries.", "Say why errors are squared."),
    axes={"Y_hat": "m k", "Y": "m k", "loss": ""},
    returns="loss",
    hints=(
        "Three steps, in this order: the errors, their squares, the mean of the squares.",
        "np.mean without an axis takes the mean over all entries, whatever the shape.",
        "Square the array of differences with ** 2, and give np.mean the result.",
    ),
    experiment="mse(np.array([1.0, 4.0]), np.array([1.0, 2.0]))\n"
    "# errors 0 and 2, squares 0 and 4, mean 2.0",
)


@mse.probes
def _(rng):
    yield from probes.arrays(rng, "m k", "m k")
    yield "predictions of shape (m,)", rng.normal(size=6), rng.normal(size=6)
    yield "perfect predictions", np.arange(4.0), np.arange(4.0)


@mse.mistake(
    "sum_not_mean",
    "You add the squared errors up, so a larger batch has a larger loss. The mean also divides by "
    "how many there are.",
    "mse(np.ones(2), np.zeros(2)), mse(np.ones(200), np.zeros(200))\n# the same: (1.0, 1.0)",
)
def _(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2)


@mse.mistake(
    "halved",
    "Yours is half the mean squared error. Some books write the 1/2 so that the derivative loses "
    "its 2; this course does not.",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2) / 2


@mse.mistake(
    "not_squared",
    "You take the mean of the errors themselves: errors above and below the target cancel, and "
    "bad predictions look perfect.",
    "mse(np.array([5.0, -5.0]), np.zeros(2))\n# 25.0, not 0.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat - Y)


@mse.mistake(
    "absolute",
    "That is the mean absolute error, another loss. The squared one punishes a large error more "
    "than two of half its size.",
)
def _(Y_hat, Y):
    return np.mean(np.abs(Y_hat - Y))


@mse.mistake(
    "root",
    "You took the square root at the end: that is the root mean squared error. The loss itself is "
    "without the root, which keeps its gradient simple.",
)
def _(Y_hat, Y):
    return np.sqrt(np.mean((Y_hat - Y) ** 2))


@mse.mistake(
    "square_of_the_mean",
    "You squared the mean error. The order matters: first square each error, then take the mean.",
    "mse(np.array([5.0, -5.0]), np.zeros(2))\n# 25.0, not 0.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat - Y) ** 2


@mse.mistake(
    "difference_of_squares",
    "You squared prediction and target before you subtracted. The error comes first, and its "
    "square is never negative.",
    "mse(np.array([1.0]), np.array([-1.0]))\n# the error is 2, its square 4.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat**2 - Y**2)


@mse.mistake(
    "divided_by_examples",
    "You divide the sum by the number of examples only. Other courses do; here the mean runs over "
    "all entries, so that the loss does not grow with the number of outputs.",
    "mse(np.ones((2, 5)), np.zeros((2, 5)))\n# every squared error is 1, so the mean is 1.0",
)
def _(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y)


@mse.mistake(
    "no_mean",
    "You give back every squared error. A loss is one number: take their mean.",
)
def _(Y_hat, Y):
    return (Y_hat - Y) ** 2


@mse.mistake(
    "mean_over_examples_only",
    "You took the mean along axis 0 and kept one number per column. The mean runs over all axes.",
    "mse(np.ones((2, 5)), np.zeros((2, 5)))\n# one number: 1.0",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2, axis=0)


@mse.mistake(
    "negative",
    "The sign is turned round. A loss is large when the predictions are bad, and zero at best.",
)
def _(Y_hat, Y):
    return -np.mean((Y_hat - Y) ** 2)
