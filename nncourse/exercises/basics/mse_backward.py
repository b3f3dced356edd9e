"""The exercise `mse_backward`: the gradient of the mean squared error."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import losses
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

mse_backward = Exercise(
    id="basics.mse_backward",
    title="The gradient of the mean squared error",
    points=2,
    reference=losses.mse_backward,
    contract='''
def mse_backward(Y_hat, Y):
    """The gradient of mse with respect to the predictions.

    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    Returns one slope per prediction, the same shape.
    """
    ...
''',
    outcomes=("Derive the gradient of a mean of squares, with the 1/m where it belongs.",),
    axes={"Y_hat": "m k", "Y": "m k", "dY_hat": "m k"},
    returns="dY_hat",
    hints=(
        "Change one prediction a little. Only its own squared error changes, and that is one of "
        "many in a mean.",
        "The derivative of a square is twice what is squared. The mean divides by the number of "
        "entries, which an array knows as its size.",
        "Twice the error, divided by the number of all entries. A prediction that is too large has "
        "a positive slope.",
    ),
    experiment="mse_backward(np.array([4.0, 0.0, 0.0, 0.0]), np.zeros(4))\n"
    "# errors 4, 0, 0, 0, twice that over 4 entries: 2, 0, 0, 0",
)


@mse_backward.probes
def _(rng):
    yield from probes.arrays(rng, "m k", "m k")
    yield "predictions of shape (m,)", rng.normal(size=6), rng.normal(size=6)
    yield "tiny errors", 1e-6 * rng.normal(size=(5, 2)), np.zeros((5, 2))


@mse_backward.mistake(
    "sign",
    "The sign is turned round: you subtracted the prediction from the target. If a prediction is "
    "too large, making it larger raises the loss, so the slope is positive.",
)
def _(Y_hat, Y):
    return 2 * (Y - Y_hat) / Y_hat.size


@mse_backward.mistake(
    "factor_two_missing",
    "The 2 of the square's derivative is missing: the slope of e squared is 2 e.",
)
def _(Y_hat, Y):
    return (Y_hat - Y) / Y_hat.size


@mse_backward.mistake(
    "not_divided",
    "You differentiated the sum. The loss is a mean, so each slope is divided by the number of "
    "entries.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y)


@mse_backward.mistake(
    "not_divided_nor_doubled",
    "You give the error itself. The derivative of its square has a 2, and the mean divides by the "
    "number of entries.",
)
def _(Y_hat, Y):
    return Y_hat - Y


@mse_backward.mistake(
    "divided_by_examples",
    "You divide by the number of examples only. `mse` is a mean over all entries, m times k of "
    "them, and its gradient has to match.",
    "mse_backward(np.full((1, 4), 4.0), np.zeros((1, 4)))\n# twice 4 over 4 entries: 2, 2, 2, 2",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) / len(Y)


@mse_backward.mistake(
    "averaged",
    "You averaged the slopes to one number. Every prediction has its own slope: the gradient has "
    "the shape of the predictions.",
)
def _(Y_hat, Y):
    return np.mean(2 * (Y_hat - Y))


@mse_backward.mistake(
    "still_squared",
    "You kept the square. The derivative of e squared is 2 e: the square goes, and the sign comes "
    "back.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) ** 2 / Y_hat.size


@mse_backward.mistake(
    "the_loss_itself",
    "That is the loss again. Its gradient says, for each prediction, how the loss changes with it.",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)


@mse_backward.mistake(
    "times_the_prediction",
    "You multiplied by the prediction once more, as if it were an inner derivative. The inner "
    "derivative of (y_hat - y) with respect to y_hat is 1.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) * Y_hat / Y_hat.size


@mse_backward.mistake(
    "only_the_sign",
    "Your slopes all have the same size: that is the gradient of the absolute error. Here a larger "
    "error has a steeper slope.",
)
def _(Y_hat, Y):
    return np.sign(Y_hat - Y) / Y_hat.size
