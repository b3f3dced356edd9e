"""The variant `r_squared`: how much better than always saying the mean."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, number
from nncourse.exercises import probes


def right(y_hat, y):
    """1 minus what the predictions leave of the squared distances to the mean; 0 if there are none.

    Source: Wright (1921).
    """
    left, whole = np.sum((y - y_hat) ** 2), np.sum((y - y.mean()) ** 2)
    return float(1 - left / whole) if whole else 0.0


r_squared = Graded(
    id="basics.r_squared",
    title="Better than the mean",
    like="basics.mse",
    points=2,
    reference=right,
    contract='''
def r_squared(y_hat, y):
    """How much of the spread of the targets the predictions explain.

    y_hat: predictions, shape (m,).
    y: targets, shape (m,).
    Returns a number: 1 minus the sum of the squared errors, divided by the
    sum of the squared distances of the targets from their mean. It is 1 for
    perfect predictions, 0 for those that always say the mean, negative for
    worse ones; and 0 where all targets are equal.
    """
    ...
''',
    outcomes=("Measure a model against the simplest one there is.",),
    axes={"y_hat": "m", "y": "m", "score": ""},
    returns="score",
    properties=(
        number,
        finite,
        Property("never above 1", lambda score, *_: score <= 1 + 1e-9),
    ),
    hints=(
        "Two sums of squares: how far the targets are from the predictions, and how far they are "
        "from their own mean.",
        "The first divided by the second is the share that is left unexplained.",
        "Where all targets are equal there is nothing to divide by: look at that before you "
        "divide.",
    ),
    experiment="r_squared(np.array([1.0, 2.0, 5.0]), np.array([1.0, 3.0, 5.0]))\n"
    "# 1 of 8 is left: 0.875",
)


@r_squared.probes
def _(rng):
    for label, m, noise in (
        ("seven examples", 7, 0.4),
        ("fifty examples", 50, 0.8),
        ("predictions worse than the mean", 9, 3.0),
    ):
        y = 3 + rng.normal(size=m)
        yield label, y + noise * (0.3 + rng.normal(size=m)), y
    y = 3 + rng.normal(size=5)
    yield "perfect predictions", y.copy(), y
    yield "predictions of the mean", np.full(5, y.mean()), y
    yield "targets that are all equal", rng.normal(size=4), np.full(4, 2.0)
    yield "two examples", np.array([1.0, 2.5]), np.array([1.0, 2.0])
    for case in probes.cases():
        if case.dtype == np.float32:
            yield "targets in float32", case.normal(rng, "m"), case.normal(rng, "m")


def score(left, whole):
    """A score with these sums, `left(y_hat, y)` and `whole(y_hat, y)`."""

    def answer(y_hat, y):
        spread = float(np.sum((y - y.mean()) ** 2))
        return float(1 - left(y_hat, y) / whole(y_hat, y)) if spread else 0.0

    return answer


def errors(y_hat, y):
    """The sum of the squared errors."""
    return np.sum((y - y_hat) ** 2)


def spread(y_hat, y):
    """The sum of the squared distances from the mean."""
    return np.sum((y - y.mean()) ** 2)


r_squared.mistake(
    "predictions_mean",
    "You measure the targets' distance from the mean of the predictions. It is their own mean.",
)(score(errors, lambda y_hat, y: np.sum((y - y_hat.mean()) ** 2)))

r_squared.mistake(
    "spread_of_the_predictions",
    "You divide by the spread of the predictions. It is the spread of the targets that should be "
    "explained.",
)(score(errors, lambda y_hat, y: np.sum((y_hat - y_hat.mean()) ** 2) or np.inf))

r_squared.mistake(
    "from_zero",
    "You square the targets themselves. Their distance from their mean is meant: a model that "
    "always says the mean should get 0.",
)(score(errors, lambda y_hat, y: np.sum(y**2)))

r_squared.mistake(
    "not_squared",
    "You add up sizes. Both sums are sums of squares.",
)(score(lambda y_hat, y: np.sum(np.abs(y - y_hat)), lambda _, y: np.sum(np.abs(y - y.mean()))))

r_squared.mistake(
    "root",
    "You take the root of the share that is left. It counts as it is.",
)(score(lambda *given: np.sqrt(errors(*given)), lambda *given: np.sqrt(spread(*given))))

r_squared.mistake(
    "mean_and_sum",
    "One of your sums is a mean, so the share is too small by the number of examples. Take the "
    "sum in both places, or the mean in both.",
)(score(lambda y_hat, y: errors(y_hat, y) / len(y), spread))

r_squared.mistake(
    "one_degree_less",
    "You divide the spread by m - 1 and the errors by m. Take two sums, or two means.",
)(score(lambda y_hat, y: errors(y_hat, y) / len(y), lambda y_hat, y: np.var(y, ddof=1)))

r_squared.mistake(
    "upside_down",
    "You divide the spread by the errors. What is left unexplained stands above.",
)(score(spread, lambda y_hat, y: errors(y_hat, y) or np.inf))


@r_squared.mistake(
    "share_left",
    "You return the share that is left unexplained. Take it from 1.",
)
def _(y_hat, y):
    return errors(y_hat, y) / spread(y_hat, y) if spread(y_hat, y) else 0.0


@r_squared.mistake(
    "sign",
    "The sign is turned round: the share that is left is taken from 1.",
)
def _(y_hat, y):
    return -right(y_hat, y)


@r_squared.mistake(
    "correlation_squared",
    "You square the correlation. It does not mind predictions that are all too high; this score "
    "does.",
    "r_squared(np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0]))\n# all one too high: -0.5",
)
def _(y_hat, y):
    a, b = y_hat - y_hat.mean(), y - y.mean()
    whole = np.sum(a**2) * np.sum(b**2)
    return np.sum(a * b) ** 2 / whole if whole else 0.0


@r_squared.mistake(
    "never_negative",
    "You cut the score off at 0. Predictions that are worse than the mean get a negative one.",
    "r_squared(np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0]))\n# all one too high: -0.5",
)
def _(y_hat, y):
    return max(0.0, right(y_hat, y))


@r_squared.mistake(
    "divided_by_zero",
    "Where all targets are equal you divide by 0. Return 0 then.",
    "r_squared(np.array([1.0, 2.0]), np.array([3.0, 3.0]))\n# no spread: 0",
)
def _(y_hat, y):
    with np.errstate(all="ignore"):
        return 1 - errors(y_hat, y) / spread(y_hat, y)


@r_squared.mistake(
    "one_for_no_spread",
    "Where all targets are equal you return 1. The contract says 0: nothing was explained.",
    "r_squared(np.array([1.0, 2.0]), np.array([3.0, 3.0]))\n# no spread: 0",
)
def _(y_hat, y):
    return right(y_hat, y) if spread(y_hat, y) else 1.0
