"""The variant `weighted_mse`: examples that count more than others."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, not_negative, number
from nncourse.exercises import probes


def right(Y_hat, Y, weights):
    """The weighted mean of the examples' mean squared errors."""
    errors = ((Y_hat - Y) ** 2).mean(axis=1)
    return float(errors @ weights / weights.sum())


weighted_mse = Graded(
    id="basics.weighted_mse",
    title="Examples that count more",
    like="basics.mse",
    points=3,
    reference=right,
    contract='''
def weighted_mse(Y_hat, Y, weights):
    """The weighted mean of squared errors.

    Y_hat: predictions, shape (m, k).
    Y: targets, the same shape.
    weights: what each example counts, shape (m,), never negative and not
        all zero. An example of weight 2 counts like two examples.
    An example's error is the mean of its k squared errors.
    Returns the weighted mean of the examples' errors, a number.
    """
    ...
''',
    outcomes=("Average with weights, and divide by what makes it an average.",),
    axes={"Y_hat": "m k", "Y": "m k", "weights": "m", "loss": ""},
    returns="loss",
    properties=(number, finite, not_negative),
    hints=(
        "First one error for each example, then one number for all of them.",
        "Along axis 1 lie the k errors of an example. Their mean has shape (m,), like the weights.",
        "If all weights are doubled, nothing may change. So the sum of weights times errors is "
        "divided by something that doubles too.",
    ),
    experiment="weighted_mse(np.array([[1.0], [2.0]]), np.zeros((2, 1)), np.array([3.0, 1.0]))\n"
    "# squares 1 and 4, the first three times: 7 / 4 = 1.75",
)


@weighted_mse.probes
def _(rng):
    for case in probes.cases():
        weights = (0.2 + np.abs(case.normal(rng, "m"))).astype(case.dtype)
        yield case.label, case.normal(rng, "m k"), case.normal(rng, "m k"), weights
    X, Y = rng.normal(size=(2, 6, 3))
    yield "weights of 0 and 1", X, Y, np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    yield "equal weights", X, Y, np.full(6, 2.5)


@weighted_mse.mistake(
    "weights_unused",
    "All your examples count the same: the weights are not used.",
)
def _(Y_hat, Y, weights):
    return np.mean((Y_hat - Y) ** 2)


@weighted_mse.mistake(
    "divided_by_m",
    "You divide by the number of examples. An example of weight 2 counts like two, so the number "
    "to divide by is what all of them count together.",
)
def _(Y_hat, Y, weights):
    return np.mean(weights * ((Y_hat - Y) ** 2).mean(axis=1))


@weighted_mse.mistake(
    "not_divided",
    "You give a weighted sum. An average is divided by what all examples count together.",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * ((Y_hat - Y) ** 2).mean(axis=1))


@weighted_mse.mistake(
    "weights_squared",
    "The weights are squared along with the errors. They multiply the squares, once.",
)
def _(Y_hat, Y, weights):
    return np.sum(((weights[:, None] * (Y_hat - Y)) ** 2).mean(axis=1)) / weights.sum()


@weighted_mse.mistake(
    "divided_by_squared_weights",
    "You divide by the sum of the squared weights. If all are doubled, that grows fourfold and "
    "the result is halved.",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * ((Y_hat - Y) ** 2).mean(axis=1)) / np.sum(weights**2)


@weighted_mse.mistake(
    "summed_over_outputs",
    "An example's error is the mean of its k squares; you take their sum, k times as much.",
    "weighted_mse(np.ones((1, 4)), np.zeros((1, 4)), np.ones(1))\n# four errors of 1: 1",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * ((Y_hat - Y) ** 2).sum(axis=1)) / weights.sum()


@weighted_mse.mistake(
    "weights_along_the_outputs",
    "You line the weights, (m,), up with the outputs. NumPy lines up the last axes: take the mean "
    "over the outputs first, or make the weights a column.",
    "weighted_mse(np.array([[1.0, 1.0], [0.0, 0.0]]), np.zeros((2, 2)), np.array([3.0, 1.0]))\n"
    "# the first example counts three times: 0.75",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * (Y_hat - Y) ** 2) / weights.sum() / Y.shape[1]


@weighted_mse.mistake(
    "absolute",
    "Your errors are absolute ones. They are squared.",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * np.abs(Y_hat - Y).mean(axis=1)) / weights.sum()


@weighted_mse.mistake(
    "not_squared",
    "The square is missing: errors above and below cancel each other.",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * (Y_hat - Y).mean(axis=1)) / weights.sum()


@weighted_mse.mistake(
    "squared_after_the_mean",
    "You average an example's errors and square the mean. Square first: otherwise errors above "
    "and below cancel each other.",
    "weighted_mse(np.array([[1.0, -1.0]]), np.zeros((1, 2)), np.ones(1))\n# squares 1 and 1: 1",
)
def _(Y_hat, Y, weights):
    return np.sum(weights * (Y_hat - Y).mean(axis=1) ** 2) / weights.sum()


@weighted_mse.mistake(
    "root",
    "You take the root at the end. The loss is the mean of the squares itself.",
)
def _(Y_hat, Y, weights):
    return np.sqrt(right(Y_hat, Y, weights))


@weighted_mse.mistake(
    "half",
    "Half of the right number: there is no 1/2 in this mean.",
)
def _(Y_hat, Y, weights):
    return right(Y_hat, Y, weights) / 2


@weighted_mse.mistake(
    "one_each",
    "You give one number for each example. Add them up.",
)
def _(Y_hat, Y, weights):
    return weights * ((Y_hat - Y) ** 2).mean(axis=1) / weights.sum()
