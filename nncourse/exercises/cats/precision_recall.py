"""The exercise `precision_recall`: precision and recall."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.exercises.form import Exercise


def share(part, whole, otherwise=0.0):
    """part / whole, or what stands for it where there is no whole."""
    return float(part / whole) if whole else otherwise


precision_recall = Exercise(
    id="cats.precision_recall",
    title="Precision and recall",
    points=3,
    reference=metrics.precision_recall,
    helpers=(metrics.share,),
    contract='''
def precision_recall(predicted, y):
    """Of those called cats, how many are; of the cats, how many were found.

    predicted: 1 for cat, 0 for no cat, shape (m,).
    y: the truth, 1 or 0, shape (m,).
    Returns precision and recall, two numbers between 0 and 1;
    0 where there is nothing to divide by.
    """
    ...
''',
    outcomes=(
        "Compute precision and recall from predictions and truth.",
        "Say which of the two a use case needs.",
    ),
    axes={"predicted": "m", "y": "m", "precision": "", "recall": ""},
    returns=("precision", "recall"),
    hints=(
        "Both have the same numerator: the cats that were called cats. They differ in what it is "
        "a share of.",
        "(predicted == 1) & (y == 1) marks the hits, and np.sum counts them. Precision divides by "
        "the number of yeses, recall by the number of cats.",
        "Count three things: hits, called cats, cats. Divide, but where a count is 0, return 0 "
        "instead.",
    ),
    experiment="precision_recall(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0]))\n"
    "# 1 of 3 called cats is one, 1 of 2 cats found: 0.333 and 0.5",
)


@precision_recall.probes
def _(rng):
    y = rng.permutation(np.arange(60) < 20).astype(int)
    generous = np.where(rng.permutation(60) < 25, 1, y)
    strict = np.where(rng.permutation(60) < 40, 0, y)
    strict[np.flatnonzero(y == 0)[:2]] = 1
    strict[np.flatnonzero(y == 1)[:2]] = 1
    yield "a guess of too many cats", generous, y
    yield "a guess of too few cats", strict, y.astype(np.uint8)
    yield (
        "a few of each",
        np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]),
        np.array([1, 1, 1, 0, 1, 1, 0, 0, 0]),
    )
    yield "guesses without a cat", np.zeros(5, int), np.array([0, 1, 0, 1, 1])
    yield "examples without a cat", np.array([0, 1, 0, 1]), np.zeros(4, int)
    yield "guesses that are all right", np.array([1, 0, 1]), np.array([1, 0, 1])


@precision_recall.mistake(
    "swapped",
    "Precision and recall have changed places. Precision looks at what was called a cat, recall at "
    "the cats.",
)
def _(predicted, y):
    return metrics.precision_recall(predicted, y)[::-1]


@precision_recall.mistake(
    "divided_by_zero",
    "When nothing is called a cat, or there is no cat, you divide 0 by 0. Return 0 then.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = np.sum((predicted == 1) & (y == 1))
    with np.errstate(all="ignore"):
        return hits / np.sum(predicted == 1), hits / np.sum(y == 1)


@precision_recall.mistake(
    "division_error",
    "When nothing is called a cat, or there is no cat, Python refuses to divide by 0. Return 0 "
    "then.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = int(np.sum((predicted == 1) & (y == 1)))
    return hits / int(np.sum(predicted == 1)), hits / int(np.sum(y == 1))


@precision_recall.mistake(
    "one_for_nothing",
    "Where there is nothing to divide by you return 1. The contract says 0: who finds no cat gets "
    "no praise for it.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = np.sum((predicted == 1) & (y == 1))
    return share(hits, np.sum(predicted == 1), 1.0), share(hits, np.sum(y == 1), 1.0)


@precision_recall.mistake(
    "the_other_class",
    "These are precision and recall of 'no cat'. The question is about cats, class 1.",
)
def _(predicted, y):
    return metrics.precision_recall(1 - predicted, 1 - y)


@precision_recall.mistake(
    "recall_of_the_others",
    "Precision is right. Your second number is the share of the other animals that were left "
    "alone (its name is specificity); recall is about the cats.",
)
def _(predicted, y):
    precision, _ = metrics.precision_recall(predicted, y)
    return precision, share(np.sum((predicted == 0) & (y == 0)), np.sum(y == 0))


@precision_recall.mistake(
    "divided_by_all",
    "You divide the hits by all examples, both times. Precision is a share of the called cats, "
    "recall of the true ones.",
)
def _(predicted, y):
    hits = np.mean((predicted == 1) & (y == 1))
    return hits, hits


@precision_recall.mistake(
    "accuracy_for_precision",
    "Your first number counts all right answers, the noes too: that is accuracy. Precision looks "
    "only at what was called a cat.",
)
def _(predicted, y):
    return np.mean(predicted == y), metrics.recall(predicted, y)


@precision_recall.mistake(
    "precision_twice",
    "Both numbers are precision. For recall, divide the hits by the number of true cats.",
)
def _(predicted, y):
    precision, _ = metrics.precision_recall(predicted, y)
    return precision, precision


@precision_recall.mistake(
    "recall_twice",
    "Both numbers are recall. For precision, divide the hits by the number of called cats.",
)
def _(predicted, y):
    _, recall = metrics.precision_recall(predicted, y)
    return recall, recall


@precision_recall.mistake(
    "errors",
    "You return the shares that are wrong: false alarms among the called cats, and cats that were "
    "missed. Take the hits.",
)
def _(predicted, y):
    false_alarms, missed = np.sum((predicted == 1) & (y == 0)), np.sum((predicted == 0) & (y == 1))
    return share(false_alarms, np.sum(predicted == 1)), share(missed, np.sum(y == 1))


@precision_recall.mistake(
    "right_answers_for_hits",
    "You count every right answer as a hit, also the dogs called no cat. A hit is a cat that was "
    "called a cat.",
)
def _(predicted, y):
    right = np.sum(predicted == y)
    return share(right, np.sum(predicted == 1)), share(right, np.sum(y == 1))


@precision_recall.mistake(
    "percent",
    "You return per cent. Shares lie between 0 and 1.",
)
def _(predicted, y):
    precision, recall = metrics.precision_recall(predicted, y)
    return 100 * precision, 100 * recall


@precision_recall.mistake(
    "one_number",
    "You return one number, as F1 does. Here both shares are wanted, precision first.",
)
def _(predicted, y):
    return metrics.f1(predicted, y)


@precision_recall.mistake(
    "counts",
    "You return counts: hits and called cats. Shares are wanted.",
)
def _(predicted, y):
    return np.sum((predicted == 1) & (y == 1)), np.sum(predicted == 1)
