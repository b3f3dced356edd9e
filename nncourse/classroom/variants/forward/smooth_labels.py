"""The variant `smooth_labels`: targets that leave some doubt."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, floats, not_negative, shape


def right(y, k, eps):
    """eps shared out among all k classes, and what is left to the true one.

    Source: Szegedy et al. (2016).
    """
    targets = np.full((len(y), k), eps / k)
    targets[np.arange(len(y)), y] += 1 - eps
    return targets


smooth_labels = Graded(
    id="forward.smooth_labels",
    title="Targets that leave some doubt",
    like="forward.one_hot",
    points=2,
    reference=right,
    contract='''
def smooth_labels(y, k, eps):
    """Targets between one-hot rows and equal shares.

    y: the true classes, whole numbers from 0 to k - 1, shape (m,).
    k: how many classes there are; not all of them need occur in y.
    eps: in [0, 1], the part that is shared out equally among all k classes,
        the true one too. The rest, 1 - eps, goes to the true class.
    Returns shape (m, k), float.
    """
    ...
''',
    outcomes=("Make targets from class numbers, and change one entry in each row.",),
    axes={"y": "m", "k": "", "eps": "", "Y": "m k"},
    returns="Y",
    properties=(
        shape(lambda y, k, eps: (len(y), k)),
        floats,
        not_negative,
        Property("rows add up to one", lambda Y, *_: np.allclose(Y.sum(axis=1), 1)),
    ),
    hints=(
        "With eps = 0 the rows are one-hot, with eps = 1 they are equal shares. Between them lies "
        "a mixture.",
        "Every class gets the same part of eps, so the true class ends up with two amounts: its "
        "own and its part.",
        "Fill an array with the equal part. Then add the rest in one place of each row: "
        "np.arange(m) gives the rows, y the columns.",
    ),
    experiment="smooth_labels(np.array([2]), 4, 0.4)\n"
    "# 0.4 for four, the rest for class 2: [[0.1, 0.1, 0.7, 0.1]]",
)


@smooth_labels.probes
def _(rng):
    yield "seven examples of four classes", rng.integers(0, 3, 7), 4, 0.2
    yield "three examples of five classes", np.array([1, 3, 0]), 5, 0.1
    yield "as many classes as examples", np.array([2, 0, 1, 0]), 4, 0.3
    yield "a single example", np.array([1]), 3, 0.15
    yield "no doubt at all", rng.integers(0, 2, 6), 3, 0.0
    yield "nothing but doubt", rng.integers(0, 2, 6), 3, 1.0
    yield "class numbers of 8 bits", rng.integers(0, 9, 6).astype(np.uint8), 10, 0.2


def one_hot(y, k):
    """One-hot rows."""
    return np.eye(k)[y]


@smooth_labels.mistake(
    "among_the_others",
    "You share eps out among the wrong classes only. Here the true class gets its part of it too.",
)
def _(y, k, eps):
    targets = np.full((len(y), k), eps / (k - 1))
    targets[np.arange(len(y)), y] = 1 - eps
    return targets


@smooth_labels.mistake(
    "true_class_without_its_part",
    "Your true class has 1 - eps alone, and the rows add up to less than one. It gets its part of "
    "eps on top.",
)
def _(y, k, eps):
    targets = np.full((len(y), k), eps / k)
    targets[np.arange(len(y)), y] = 1 - eps
    return targets


@smooth_labels.mistake(
    "true_class_not_lowered",
    "Your true class keeps its 1 and gets a part on top, so that the rows add up to more than one. "
    "What is shared out must come from somewhere.",
)
def _(y, k, eps):
    return one_hot(y, k) + eps / k


@smooth_labels.mistake(
    "only_lowered",
    "You lower the true class to 1 - eps and give eps to nobody.",
)
def _(y, k, eps):
    return (1 - eps) * one_hot(y, k)


@smooth_labels.mistake(
    "eps_to_each",
    "Every class gets the whole eps. It is one amount, and k classes share it.",
)
def _(y, k, eps):
    return (1 - eps) * one_hot(y, k) + eps


@smooth_labels.mistake(
    "not_smoothed",
    "Your rows are one-hot, whatever eps is.",
)
def _(y, k, eps):
    return one_hot(y, k)


@smooth_labels.mistake(
    "parts_exchanged",
    "eps and 1 - eps have changed places: you share out nearly everything.",
)
def _(y, k, eps):
    return right(y, k, 1 - eps)


@smooth_labels.mistake(
    "counted_from_one",
    "Your classes are counted from 1: every row has its peak one place too far to the left.",
)
def _(y, k, eps):
    return np.roll(right(y, k, eps), -1, axis=1)


@smooth_labels.mistake(
    "classes_from_the_data",
    "You take the number of classes from y. The last ones need not occur in it: use k.",
)
def _(y, k, eps):
    k = int(y.max()) + 1
    return (1 - eps) * one_hot(y, k) + eps / k


@smooth_labels.mistake(
    "transposed",
    "Rows and columns are exchanged: each example has a row of its own.",
)
def _(y, k, eps):
    return right(y, k, eps).T.copy()


@smooth_labels.mistake(
    "columns_for_entries",
    "targets[:, y] is every row at all these columns. You want one entry in each row: give the "
    "row numbers too.",
    "smooth_labels(np.array([0, 1]), 2, 0.2)\n# [[0.9, 0.1], [0.1, 0.9]]",
)
def _(y, k, eps):
    targets = np.full((len(y), k), eps / k)
    targets[:, y] += 1 - eps
    return targets


@smooth_labels.mistake(
    "shared_among_examples",
    "You divide eps by the number of examples. It is shared by the k classes of each row.",
)
def _(y, k, eps):
    return (1 - eps) * one_hot(y, k) + eps / len(y)


@smooth_labels.mistake(
    "whole_numbers",
    "Your array is one of whole numbers, in which the parts are cut off to 0. Make it one of "
    "floats.",
)
def _(y, k, eps):
    return right(y, k, eps).astype(int)
