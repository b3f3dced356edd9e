"""The exercise `confusion_matrix`: which is taken for which."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.exercises.form import Exercise

confusion_matrix = Exercise(
    id="mnist.confusion_matrix",
    title="Which is taken for which",
    points=2,
    reference=metrics.confusion_matrix,
    contract='''
def confusion_matrix(predicted, y, k):
    """How often each true class (row) was taken for each class (column).

    predicted: the predicted classes, shape (m,), from 0 to k - 1.
    y: the true classes, shape (m,).
    k: the number of classes.
    Returns counts, shape (k, k), whole numbers.
    """
    ...
''',
    outcomes=("Count which class is taken for which, and read the table.",),
    axes={"predicted": "m", "y": "m", "k": "", "matrix": "k k"},
    returns="matrix",
    hints=(
        "Start with a table of zeros. Each example adds one to a single cell: which?",
        "Its row is the true class, its column the predicted one. A loop over both arrays at once "
        "is fine: zip(predicted, y).",
        "np.zeros((k, k), dtype=int), and in the loop += 1 at row y, column predicted.",
    ),
    experiment="confusion_matrix(np.array([1, 1, 0]), np.array([0, 0, 0]), 2)\n"
    "# [[1 2], [0 0]]: two zeros were taken for ones",
)


def classes(rng, k, m):
    """Class numbers (m,) below k, of the type that bincount takes everywhere: in a browser, an
    index has 32 bits."""
    return rng.integers(0, k, m, dtype=np.intp)


@confusion_matrix.probes
def _(rng):
    for label, m, k in (
        ("three classes", 30, 3),
        ("ten classes", 200, 10),
        ("two classes", 12, 2),
        ("a single example", 1, 4),
    ):
        y = classes(rng, k, m)
        predicted = np.where(rng.random(m) < 0.5, y, (y + classes(rng, 2, m)) % k)
        yield label, predicted, y, k
    yield "labels without the last class", classes(rng, 4, 40), classes(rng, 3, 40), 6
    y = np.append(classes(rng, 10, 49), 9).astype(np.uint8)  # 9 times 30 is no byte
    yield "bytes as labels", classes(rng, 9, 50), y, 30


@confusion_matrix.mistake(
    "transposed",
    "Your rows are the predictions and your columns the truth. Other libraries do that too; here, "
    "as in scikit-learn, each row is a true class.",
)
def _(predicted, y, k):
    return metrics.confusion_matrix(predicted, y, k).T


@confusion_matrix.mistake(
    "each_pair_once",
    "Each kind of confusion is counted once, however often it happened. `= 1` sets a cell instead "
    "of adding to it, and `matrix[y, predicted] += 1` with whole arrays adds only once to a cell "
    "that is named twice.",
)
def _(predicted, y, k):
    matrix = np.zeros((k, k), dtype=int)
    matrix[y, predicted] += 1
    return matrix


@confusion_matrix.mistake(
    "size_from_the_data",
    "You take the number of classes from the labels. A class that does not occur then has no row; "
    "k says how many there are.",
    "confusion_matrix(np.array([0, 1]), np.array([0, 1]), 4).shape\n# (4, 4)",
)
def _(predicted, y, k):
    found = int(max(predicted.max(), y.max())) + 1
    return metrics.confusion_matrix(predicted, y, found)


@confusion_matrix.mistake(
    "shares_of_rows",
    "You divided each row by its sum. Shares are useful to look at, but the contract asks for "
    "counts.",
)
def _(predicted, y, k):
    matrix = metrics.confusion_matrix(predicted, y, k)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@confusion_matrix.mistake(
    "shares_of_all",
    "You divided by the number of examples. The contract asks for counts.",
)
def _(predicted, y, k):
    return metrics.confusion_matrix(predicted, y, k) / len(y)


@confusion_matrix.mistake(
    "only_right_ones",
    "Only the diagonal is filled: you count an example when it is right. The other cells are what "
    "the table is for.",
)
def _(predicted, y, k):
    return np.diag(np.bincount(y[predicted == y], minlength=k))


@confusion_matrix.mistake(
    "only_wrong_ones",
    "Your diagonal is empty: you count an example only when it is wrong. The right ones belong on "
    "the diagonal.",
)
def _(predicted, y, k):
    matrix = metrics.confusion_matrix(predicted, y, k)
    return matrix - np.diag(np.diag(matrix))


@confusion_matrix.mistake(
    "classes_from_one",
    "Your table is shifted by one row and one column: classes count from 0, so class 0 is row 0.",
    "confusion_matrix(np.array([0]), np.array([0]), 3)\n"
    "# the first corner: [[1 0 0], [0 0 0], [0 0 0]]",
)
def _(predicted, y, k):
    return metrics.confusion_matrix((predicted - 1) % k, (y.astype(int) - 1) % k, k)


@confusion_matrix.mistake(
    "wrap_around_of_bytes",
    "Right, until the labels are bytes: k * y then wraps round at 256 and counts in a wrong cell. "
    "Labels of MNIST are uint8; make them int first.",
    "confusion_matrix(np.array([29], np.uint8), np.array([9], np.uint8), 30)[9, 29]\n# 1",
)
def _(predicted, y, k):
    cell = (y * y.dtype.type(k)).astype(np.int64) + predicted
    return np.bincount(cell, minlength=k * k)[: k * k].reshape(k, k)


@confusion_matrix.mistake(
    "one_count_a_class",
    "You count how often each class was right, or was there, and lose what it was taken for. The "
    "result is a table, (k, k).",
)
def _(predicted, y, k):
    return np.bincount(y, minlength=k)


@confusion_matrix.mistake(
    "every_example_a_row",
    "Your table has one row per example. Add the examples of each class together: k rows.",
)
def _(predicted, y, k):
    return np.eye(k)[predicted]


@confusion_matrix.mistake(
    "rows_are_one_list",
    "All rows of your table are alike: `[[0] * k] * k` holds one and the same row k times, so what "
    "is counted in one row is counted in all. Make a row for each class.",
    "confusion_matrix(np.array([0, 1]), np.array([0, 1]), 2)\n"
    "# [[1 0], [0 1]]; if both rows are one list, [[1 1], [1 1]]",
)
def _(predicted, y, k):
    return np.tile(np.bincount(predicted, minlength=k), (k, 1))
