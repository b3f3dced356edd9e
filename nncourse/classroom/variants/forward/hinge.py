"""The variant `hinge`: a loss that asks for a margin."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, not_negative, number
from nncourse.exercises import probes


def right(scores, y, margin=1.0):
    """What each wrong class lacks of a margin below the true one, added up; the mean of all rows.

    Source: Weston and Watkins (1999).
    """
    rows = np.arange(len(y))
    lacking = np.maximum(scores - scores[rows, y][:, None] + margin, 0)
    lacking[rows, y] = 0
    return float(lacking.sum() / len(y))


hinge = Graded(
    id="forward.hinge",
    title="A loss that asks for a margin",
    like="forward.cross_entropy",
    points=4,
    reference=right,
    contract='''
def hinge(scores, y, margin=1.0):
    """The hinge loss of several classes.

    scores: one row for each example, shape (m, k). Not changed.
    y: the true classes, whole numbers, shape (m,).
    margin: by how much the true class's score should be above each other.
    A wrong class costs what its score lacks of being margin below the true
    one's, and nothing if it is far enough below. An example costs the sum
    over its k - 1 wrong classes.
    Returns the mean over the examples, a number.
    """
    ...
''',
    outcomes=("Pick each row's true score, and compare all others with it.",),
    axes={"scores": "m k", "y": "m", "margin": "", "loss": ""},
    returns="loss",
    properties=(number, finite, not_negative),
    hints=(
        "For one example: take the true class's score. Every other score should lie at least "
        "margin below. What is each of them short of?",
        "scores[np.arange(m), y] picks one score from each row, shape (m,). As a column it meets "
        "its own row.",
        "Cut off at 0 with np.maximum. The true class compared with itself would cost margin: set "
        "its entry to 0 before you add up.",
    ),
    experiment="hinge(np.array([[3.0, 2.5, 0.0]]), np.array([0]))\n"
    "# 2.5 is too near by 0.5, 0 is far enough: 0.5",
)


@hinge.probes
def _(rng):
    for case in probes.cases():
        m, k = case["m"], case["n"] + 1
        scores = (2 * rng.normal(size=(m, k))).astype(case.dtype)
        yield case.label, scores, rng.integers(0, k - 1, m), float(rng.uniform(1.5, 2.5))
    yield "as many classes as examples", 2 * rng.normal(size=(5, 5)), rng.permutation(5), 0.6
    yield "the default margin", rng.normal(size=(7, 3)), rng.integers(0, 3, 7)
    yield "true classes far ahead", 9 * np.eye(4)[[2, 0, 3]], np.array([2, 0, 3]), 1.5


def lacks(scores, y, margin):
    """What each class lacks, the true one too."""
    return np.maximum(scores - scores[np.arange(len(y)), y][:, None] + margin, 0)


@hinge.mistake(
    "true_class_counted",
    "The true class is compared with itself as well, and each example costs margin too much. Leave "
    "it out.",
)
def _(scores, y, margin=1.0):
    return lacks(scores, y, margin).sum() / len(y)


@hinge.mistake(
    "margin_left_out",
    "Your wrong classes cost nothing as soon as they are below the true one. They should be below "
    "it by a margin.",
)
def _(scores, y, margin=1.0):
    return right(scores, y, 0.0)


@hinge.mistake(
    "margin_taken_off",
    "The sign of the margin is turned round: wrong classes may even be above the true one, "
    "and cost nothing.",
)
def _(scores, y, margin=1.0):
    return right(scores, y, -margin)


@hinge.mistake(
    "margin_fixed",
    "Your margin is always 1: the argument is not used.",
    "hinge(np.array([[3.0, 2.5]]), np.array([0]), 2.0)\n# short of 2 by 1.5",
)
def _(scores, y, margin=1.0):
    return right(scores, y)


@hinge.mistake(
    "summed",
    "You add up all examples. Divide by how many there are.",
    "hinge(np.array([[3.0, 2.5], [3.0, 2.5]]), np.array([0, 0]))\n# each costs 0.5: 0.5",
)
def _(scores, y, margin=1.0):
    return right(scores, y, margin) * len(y)


@hinge.mistake(
    "mean_over_entries",
    "You take the mean over all entries. An example costs the sum over its classes; only the "
    "examples are averaged.",
)
def _(scores, y, margin=1.0):
    return right(scores, y, margin) / scores.shape[1]


@hinge.mistake(
    "mean_over_wrong_classes",
    "You average over the wrong classes as well, k - 1 of them. Their costs are added up.",
)
def _(scores, y, margin=1.0):
    return right(scores, y, margin) / (scores.shape[1] - 1)


@hinge.mistake(
    "differences_turned_round",
    "You take the other scores off the true one: a class costs the more the further it lies "
    "below. Turn the difference round.",
)
def _(scores, y, margin=1.0):
    return right(-scores, y, margin)


@hinge.mistake(
    "not_cut_off",
    "Classes far below the true one get a negative cost and make up for others. A class costs at "
    "least 0.",
)
def _(scores, y, margin=1.0):
    lacking = scores - scores[np.arange(len(y)), y][:, None] + margin
    return (lacking.sum() - margin * len(y)) / len(y)


@hinge.mistake(
    "worst_class_only",
    "You count only the worst class of each example. All wrong classes are added up.",
    "hinge(np.array([[3.0, 2.5, 2.5]]), np.array([0]))\n# two of them, too near by 0.5: 1.0",
)
def _(scores, y, margin=1.0):
    lacking = lacks(scores, y, margin)
    lacking[np.arange(len(y)), y] = 0
    return lacking.max(axis=1).mean()


@hinge.mistake(
    "squared",
    "You square what is lacking. It counts as it is.",
)
def _(scores, y, margin=1.0):
    lacking = lacks(scores, y, margin)
    lacking[np.arange(len(y)), y] = 0
    return (lacking**2).sum() / len(y)


@hinge.mistake(
    "true_scores_in_a_row",
    "You take the true scores off as a row, (m,), so that they meet the columns. As a column, "
    "(m, 1), each meets its own row.",
    "hinge(np.array([[3.0, 2.5], [0.0, 9.0]]), np.array([0, 1]))\n# only the first costs: 0.25",
)
def _(scores, y, margin=1.0):
    rows = np.arange(len(y))
    lacking = np.maximum(scores - scores[rows, y] + margin, 0)
    lacking[rows, y] = 0
    return lacking.sum() / len(y)


@hinge.mistake(
    "all_rows_at_all_labels",
    "scores[:, y] takes every label in every row, not one for each row. Give the row numbers too: "
    "np.arange(m) beside y.",
    "hinge(np.array([[3.0, 2.5], [0.0, 9.0]]), np.array([0, 1]))\n# only the first costs: 0.25",
)
def _(scores, y, margin=1.0):
    lacking = np.maximum(scores - scores[:, y] + margin, 0)
    lacking[np.arange(len(y)), y] = 0
    return lacking.sum() / len(y)


@hinge.mistake(
    "one_each",
    "You give one cost for each example. Take their mean.",
)
def _(scores, y, margin=1.0):
    lacking = lacks(scores, y, margin)
    lacking[np.arange(len(y)), y] = 0
    return lacking.sum(axis=1)
