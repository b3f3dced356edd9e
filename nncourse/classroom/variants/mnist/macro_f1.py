"""The variant `macro_f1`: every class counts the same, however rare."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import a_share, number


def right(predicted, y, k):
    """The mean of the classes' F1, 2 hits / (called so + are so); 0 where there is neither."""
    classes = np.arange(k)[:, None]
    called, true = predicted == classes, y == classes
    hits = (called & true).sum(axis=1)
    return float(np.mean(2 * hits / np.maximum(called.sum(axis=1) + true.sum(axis=1), 1)))


macro_f1 = Graded(
    id="mnist.macro_f1",
    title="Every class counts the same",
    like="mnist.confusion_matrix",
    points=3,
    reference=right,
    contract='''
def macro_f1(predicted, y, k):
    """The mean of the F1 scores of all k classes.

    predicted: the classes that were predicted, from 0 to k - 1, shape (m,).
    y: the true classes, the same shape.
    k: how many classes there are; not all of them need occur.
    The F1 of a class is 2 * hits / (predicted + true): how often it was
    predicted rightly, predicted at all, and is true. It is 0 where a class
    was never predicted and is never true.
    Returns a number between 0 and 1.
    """
    ...
''',
    outcomes=("Score a classifier on classes of different sizes, each class alike.",),
    axes={"predicted": "m", "y": "m", "k": "", "score": ""},
    returns="score",
    properties=(number, a_share),
    hints=(
        "Forget the other classes at first: for one class there are only yes and no.",
        "For class c, predicted == c and y == c are the two arrays to count in. Do it for all c "
        "from 0 to k - 1.",
        "A loop over range(k) fills k scores, and their mean is the answer: each score counts the "
        "same. Where nothing is there to divide by, the score is 0.",
    ),
    experiment="round(macro_f1(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), 2), 3)\n"
    "# 4/5 and 2/3, on average: 0.733",
)


@macro_f1.probes
def _(rng):
    for label, m, k, seldom in (
        ("five classes", 60, 5, 0.1),
        ("three classes of which one is rare", 80, 3, 0.02),
        ("ten classes and few examples", 12, 10, 0.1),
    ):
        y = rng.choice(k, m, p=np.append((1 - seldom) * shares(k - 1), seldom))
        predicted = np.where(rng.random(m) < 0.4, rng.integers(0, k, m), y)
        yield label, predicted, y, k
    y = rng.integers(0, 3, 30)
    yield "a class that never occurs", np.where(rng.random(30) < 0.5, y, 1), y, 4
    y = rng.integers(0, 3, 30)
    yield "a class that is predicted and never true", np.where(np.arange(30) < 9, 3, y), y, 5
    yield "a class that is never predicted", np.minimum(y, 1), y, 3
    yield "guesses that are all right", y, y, 3
    yield "guesses that are all wrong", (y + 1) % 3, y, 3
    yield "a single example", np.array([1]), np.array([1]), 2


def shares(k):
    """Decreasing shares of k classes, which add up to one."""
    return np.arange(k, 0, -1) / np.arange(k, 0, -1).sum()


def counts(predicted, y, k):
    """For each class: hits, how often it was predicted, and how often it is true."""
    classes = np.arange(k)[:, None]
    called, true = predicted == classes, y == classes
    return (called & true).sum(axis=1), called.sum(axis=1), true.sum(axis=1)


def scores(predicted, y, k):
    """The F1 of each class."""
    hits, called, true = counts(predicted, y, k)
    return 2 * hits / np.maximum(called + true, 1)


@macro_f1.mistake(
    "accuracy",
    "That is the accuracy: all examples count the same, and so a rare class hardly counts at all. "
    "Take one score for each class, and the mean of these.",
    "round(macro_f1(np.array([0, 0, 0, 0]), np.array([0, 0, 0, 1]), 2), 3)\n# 6/7 and 0: 0.429",
)
def _(predicted, y, k):
    return np.mean(predicted == y)


@macro_f1.mistake(
    "weighted_by_size",
    "Your large classes count more: you weigh the scores by how often a class is true. Here "
    "every class counts the same.",
    "round(macro_f1(np.array([0, 0, 0, 0]), np.array([0, 0, 0, 1]), 2), 3)\n# 6/7 and 0: 0.429",
)
def _(predicted, y, k):
    return np.average(scores(predicted, y, k), weights=counts(predicted, y, k)[2])


@macro_f1.mistake(
    "true_classes_only",
    "You average over the classes that occur in y. All k count; one that does not occur scores 0.",
    "macro_f1(np.array([0, 1]), np.array([0, 1]), 4)\n# two of four score 1: 0.5",
)
def _(predicted, y, k):
    return scores(predicted, y, k)[np.unique(y)].mean()


@macro_f1.mistake(
    "occurring_classes_only",
    "You average over the classes that are true or predicted somewhere. All k count; one that does "
    "not occur scores 0.",
    "macro_f1(np.array([0, 1]), np.array([0, 1]), 4)\n# two of four score 1: 0.5",
)
def _(predicted, y, k):
    return scores(predicted, y, k)[np.union1d(predicted, y)].mean()


@macro_f1.mistake(
    "f1_of_the_means",
    "You average precision and recall first and make one F1 of the two means. Make an F1 for each "
    "class, then average.",
)
def _(predicted, y, k):
    hits, called, true = counts(predicted, y, k)
    p, r = np.mean(hits / np.maximum(called, 1)), np.mean(hits / np.maximum(true, 1))
    return 2 * p * r / (p + r) if p + r else 0.0


@macro_f1.mistake(
    "recall",
    "You average the recalls: hits among the true ones. A class that is predicted too often goes "
    "unpunished.",
)
def _(predicted, y, k):
    hits, _, true = counts(predicted, y, k)
    return np.mean(hits / np.maximum(true, 1))


@macro_f1.mistake(
    "precision",
    "You average the precisions: hits among those predicted. A class that is mostly missed goes "
    "unpunished.",
)
def _(predicted, y, k):
    hits, called, _ = counts(predicted, y, k)
    return np.mean(hits / np.maximum(called, 1))


@macro_f1.mistake(
    "two_left_out",
    "The 2 in front of the hits is missing: your perfect guess scores one half.",
)
def _(predicted, y, k):
    return scores(predicted, y, k).mean() / 2


@macro_f1.mistake(
    "hits_counted_once",
    "You divide by how many are predicted or true, and count an example that is both once. That is "
    "another figure, the overlap. In F1 it counts twice, above and below.",
)
def _(predicted, y, k):
    hits, called, true = counts(predicted, y, k)
    return np.mean(hits / np.maximum(called + true - hits, 1))


@macro_f1.mistake(
    "last_class_left_out",
    "Your loop ends one class too early. range(k) goes up to k - 1 by itself.",
)
def _(predicted, y, k):
    return scores(predicted, y, k)[:-1].mean()


@macro_f1.mistake(
    "first_class_left_out",
    "You begin with class 1. Classes are counted from 0.",
)
def _(predicted, y, k):
    return scores(predicted, y, k)[1:].mean()


@macro_f1.mistake(
    "class_one_only",
    "That is the F1 of class 1, as if there were only yes and no. There are k classes.",
)
def _(predicted, y, k):
    return scores(predicted, y, k)[1]


@macro_f1.mistake(
    "divided_by_zero",
    "For a class that does not occur you divide 0 by 0, and the mean is NaN. Its score is 0.",
    "macro_f1(np.array([0, 1]), np.array([0, 1]), 4)\n# two of four score 1: 0.5",
)
def _(predicted, y, k):
    hits, called, true = counts(predicted, y, k)
    with np.errstate(all="ignore"):
        return np.mean(2 * hits / (called + true))


@macro_f1.mistake(
    "summed",
    "You add the scores of the classes up. Take their mean.",
)
def _(predicted, y, k):
    return scores(predicted, y, k).sum()


@macro_f1.mistake(
    "one_each",
    "You give one score for each class. Take their mean.",
)
def _(predicted, y, k):
    return scores(predicted, y, k)
