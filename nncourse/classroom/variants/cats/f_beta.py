"""The variant `f_beta`: precision and recall in one number, weighed."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import a_share, number


def right(predicted, y, beta):
    """(1 + beta**2) p r / (beta**2 p + r), written with counts: hits, misses and false alarms.

    Source: van Rijsbergen (1979).
    """
    hits = np.sum((predicted == 1) & (y == 1))
    wrong = beta**2 * np.sum((predicted == 0) & (y == 1)) + np.sum((predicted == 1) & (y == 0))
    return float((1 + beta**2) * hits / ((1 + beta**2) * hits + wrong)) if hits else 0.0


f_beta = Graded(
    id="cats.f_beta",
    title="One number, weighed",
    like="cats.precision_recall",
    points=3,
    reference=right,
    contract='''
def f_beta(predicted, y, beta):
    """The F score, in which recall counts beta times as much as precision.

    predicted: 1 for cat, 0 for no cat, shape (m,).
    y: the truth, 1 or 0, shape (m,).
    beta: > 0. With precision p and recall r the score is
        (1 + beta**2) * p * r / (beta**2 * p + r).
    Returns a number between 0 and 1; 0 where not one cat was found.
    """
    ...
''',
    outcomes=("Join precision and recall into one number, for a use that weighs them.",),
    axes={"predicted": "m", "y": "m", "beta": "", "score": ""},
    returns="score",
    properties=(number, a_share),
    hints=(
        "Count first: cats that were called cats, cats that were missed, and others that were "
        "called cats. Precision and recall follow.",
        "Both have the hits as numerator. If there are none, there is nothing to compute: the "
        "score is 0.",
        "beta is squared wherever it stands. And mind the brackets: the whole sum is the "
        "denominator.",
    ),
    experiment="round(f_beta(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0]), 2.0), 3)\n"
    "# p is 1/3, r is 1/2, and together 0.455",
)


@f_beta.probes
def _(rng):
    y = rng.permutation(np.arange(60) < 20).astype(int)
    generous = np.where(rng.permutation(60) < 25, 1, y)
    strict = np.where(rng.permutation(60) < 40, 0, y)
    strict[np.flatnonzero(y == 0)[:2]] = 1
    strict[np.flatnonzero(y == 1)[:2]] = 1
    yield "a guess of too many cats", generous, y, 2.0
    yield "a guess of too few cats", strict, y.astype(np.uint8), 0.5
    few = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0, 0, 0])
    yield "a few of each", *few, 3.0
    yield "precision and recall alike", strict, generous, 1.0
    yield "guesses without a cat", np.zeros(5, int), np.array([0, 1, 0, 1, 1]), 2.0
    yield "examples without a cat", np.array([0, 1, 0, 1]), np.zeros(4, int), 2.0
    yield "neither cats nor guesses", np.zeros(3, int), np.zeros(3, int), 2.0
    yield "guesses that are all wrong", np.array([0, 1, 0, 1]), np.array([1, 0, 1, 0]), 2.0
    yield "guesses that are all right", np.array([1, 0, 1]), np.array([1, 0, 1]), 0.5


def joined(score):
    """An answer that joins precision and recall so, `score(p, r, beta)`; 0 without a hit."""

    def answer(predicted, y, beta):
        p, r = metrics.precision_recall(predicted, y)
        return float(score(p, r, beta)) if p and r else 0.0

    return answer


f_beta.mistake(
    "beta_not_squared",
    "You use beta itself. It is squared, in both places.",
)(joined(lambda p, r, beta: (1 + beta) * p * r / (beta * p + r)))

f_beta.mistake(
    "beta_unused",
    "You weigh precision and recall alike, whatever beta is.",
)(joined(lambda p, r, beta: 2 * p * r / (p + r)))

f_beta.mistake(
    "precision_weighed",
    "Precision and recall have changed places: your large beta favours precision.",
)(joined(lambda p, r, beta: (1 + beta**2) * p * r / (beta**2 * r + p)))

f_beta.mistake(
    "factor_left_out",
    "The factor in front is missing. Without it, even a perfect guess does not reach 1.",
    "f_beta(np.array([1, 0]), np.array([1, 0]), 2.0)\n# all right: 1",
)(joined(lambda p, r, beta: p * r / (beta**2 * p + r)))

f_beta.mistake(
    "two_for_the_factor",
    "Your factor in front is always 2. That fits a beta of 1; here it depends on beta.",
    "f_beta(np.array([1, 0]), np.array([1, 0]), 2.0)\n# all right: 1",
)(joined(lambda p, r, beta: 2 * p * r / (beta**2 * p + r)))

f_beta.mistake(
    "beta_below_only",
    "In your factor beta is not squared, in the denominator it is. It is squared in both places.",
    "f_beta(np.array([1, 0]), np.array([1, 0]), 2.0)\n# all right: 1",
)(joined(lambda p, r, beta: (1 + beta) * p * r / (beta**2 * p + r)))

f_beta.mistake(
    "brackets_left_out",
    "You divide by the first part of the denominator and add r afterwards. The whole sum is the "
    "denominator: it needs brackets.",
)(joined(lambda p, r, beta: (1 + beta**2) * p * r / (beta**2 * p) + r))

f_beta.mistake(
    "weighted_mean",
    "You take a weighted mean of precision and recall. It forgives a recall of nearly 0; the F "
    "score does not.",
)(joined(lambda p, r, beta: (p + beta**2 * r) / (1 + beta**2)))

f_beta.mistake(
    "geometric_mean",
    "You take the root of the product. The F score is a harmonic mean, with weights.",
)(joined(lambda p, r, beta: np.sqrt(p * r)))

f_beta.mistake(
    "percent",
    "You return per cent. The score lies between 0 and 1.",
)(lambda predicted, y, beta: 100 * right(predicted, y, beta))


@f_beta.mistake(
    "the_other_class",
    "That is the score of 'no cat'. The question is about cats, class 1.",
)
def _(predicted, y, beta):
    return right(1 - predicted, 1 - y, beta)


@f_beta.mistake(
    "divided_by_zero",
    "Where no cat was found you divide 0 by 0. Return 0 then.",
    "f_beta(np.array([0, 0]), np.array([1, 0]), 1.0)\n# not one was found: 0",
)
def _(predicted, y, beta):
    hits = np.sum((predicted == 1) & (y == 1))
    with np.errstate(all="ignore"):
        p, r = hits / np.sum(predicted == 1), hits / np.sum(y == 1)
        return (1 + beta**2) * p * r / (beta**2 * p + r)


@f_beta.mistake(
    "division_error",
    "Where no cat was found Python refuses to divide by 0. Return 0 then.",
    "f_beta(np.array([0, 0]), np.array([1, 0]), 1.0)\n# not one was found: 0",
)
def _(predicted, y, beta):
    hits = int(np.sum((predicted == 1) & (y == 1)))
    p, r = hits / int(np.sum(predicted == 1)), hits / int(np.sum(y == 1))
    return (1 + beta**2) * p * r / (beta**2 * p + r)


@f_beta.mistake(
    "three_numbers",
    "You return precision and recall as well. Only the score is wanted.",
)
def _(predicted, y, beta):
    return (*metrics.precision_recall(predicted, y), right(predicted, y, beta))
