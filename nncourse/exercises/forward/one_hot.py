"""The exercise `one_hot`: class numbers as rows."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import preprocessing
from nncourse.exercises.form import Exercise

one_hot = Exercise(
    id="forward.one_hot",
    title="Class numbers as rows",
    points=2,
    reference=preprocessing.one_hot,
    contract='''
def one_hot(y, k):
    """Each class number as a row of zeros with a single one.

    y: class numbers from 0 to k - 1, shape (m,), whole numbers.
    k: how many classes there are; not all need occur in y.
    Returns Y, shape (m, k).
    """
    ...
''',
    outcomes=("Turn labels into one-hot rows, also when a class is absent.",),
    axes={"y": "m", "k": "", "Y": "m k"},
    returns="Y",
    hints=(
        "Begin with zeros of the right shape. In row i, one place must become 1: which column?",
        "Row i gets its one in column y[i]. A loop over the rows is fine; NumPy can also take all "
        "rows and all columns at once, as two lists of indices.",
        "Y[rows, columns] = 1 sets one entry for each pair. The rows are np.arange(len(y)). (A "
        "shorter way: what are the rows of np.eye(k)?)",
    ),
    experiment="y = np.array([2, 0])\none_hot(y, 4)  # should be [[0 0 1 0] [1 0 0 0]]",
)


@one_hot.probes
def _(rng):
    yield "a batch", np.concatenate([[3, 0], rng.integers(0, 4, 3)]), 4
    yield "another batch", np.concatenate([[1, 5, 0], rng.integers(0, 6, 5)]), 6
    yield "labels without the last class", np.concatenate([[2, 0, 1], rng.integers(0, 3, 3)]), 5
    yield "labels without a class in the middle", np.array([3, 0, 3, 2, 0]), 4
    yield "equal sizes", np.array([1, 2, 0]), 3
    yield "a single example", np.array([2]), 4
    yield "labels of dtype uint8", rng.integers(1, 3, 6).astype(np.uint8), 4


@one_hot.mistake(
    "counted_from_one",
    "Your ones stand one column too far to the left, and class 0 has wrapped round to the last. "
    "Classes count from 0, like columns.",
)
def _(y, k):
    return np.eye(k)[y.astype(int) - 1]


@one_hot.mistake(
    "classes_from_data",
    "You take the number of classes from the labels. When the last class does not occur in a "
    "batch, a column is missing. Use k.",
    "y = np.array([0, 1])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    return np.eye(int(y.max()) + 1)[y]


@one_hot.mistake(
    "renumbered",
    "You number only the classes that occur, so that after an absent class every column is off. "
    "The column is the label itself.",
    "y = np.array([3, 0])\none_hot(y, 4)  # should be [[0 0 0 1] [1 0 0 0]]",
)
def _(y, k):
    return np.eye(k)[np.unique(y, return_inverse=True)[1]]


@one_hot.mistake(
    "transposed",
    "Your examples are columns. In this course the first axis is the batch: one row per example.",
    "y = np.array([2, 0])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    return np.eye(k)[y].T


@one_hot.mistake(
    "whole_columns",
    "With Y[:, y] you set whole columns: every row gets a one for every label of the batch. Each "
    "row needs its own label's column alone.",
    "Y = one_hot(np.array([2, 0]), 4)\nY.sum(axis=1)  # should be [1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[:, y] = 1
    return Y


@one_hot.mistake(
    "whole_rows",
    "With Y[y] you fill whole rows, and take the labels for row numbers. A label says which "
    "column of its own row.",
    "Y = one_hot(np.array([2, 0, 1]), 4)\nY.sum(axis=1)  # should be [1. 1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[y] = 1
    return Y


@one_hot.mistake(
    "label_instead_of_one",
    "The places are right, but you write the class number there. All classes are worth the same: "
    "write 1, or class 0 is a row of zeros.",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[np.arange(len(y)), y] = y
    return Y


@one_hot.mistake(
    "one_cold",
    "Your zeros and ones are the wrong way round: one place should be hot and all the others cold.",
)
def _(y, k):
    return 1 - np.eye(k)[y]


@one_hot.mistake(
    "filled_up_to_label",
    "You fill each row up to the label. That would say that class 3 contains classes 0, 1 and 2. "
    "One place alone is hot.",
    "Y = one_hot(np.array([2, 0]), 4)\nY.sum(axis=1)  # should be [1. 1.]",
)
def _(y, k):
    return (np.arange(k) <= y[:, None]).astype(float)


@one_hot.mistake(
    "one_row_for_all",
    "You make one row for the whole batch and mark in it every class that occurs. Each example "
    "needs a row of its own.",
    "y = np.array([2, 0])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    Y = np.zeros(k)
    Y[y] = 1
    return Y


@one_hot.mistake(
    "first_row_only",
    "Only your first row has its one. Does the return stand inside the loop?",
    "Y = one_hot(np.array([2, 0, 1]), 4)\nY.sum(axis=1)  # should be [1. 1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[0, y[0]] = 1
    return Y


@one_hot.mistake(
    "as_wide_as_the_batch",
    "Your rows are as long as the batch. The columns stand for classes, so there are k of them.",
    "y = np.array([1, 0, 1])\none_hot(y, 2).shape  # should be (3, 2)",
)
def _(y, k):
    return np.eye(len(y))[y]
