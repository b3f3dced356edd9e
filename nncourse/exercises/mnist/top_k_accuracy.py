"""The exercise `top_k_accuracy`: among the best k."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.exercises.form import Exercise

top_k_accuracy = Exercise(
    id="mnist.top_k_accuracy",
    title="Among the best k",
    points=2,
    reference=metrics.top_k_accuracy,
    contract='''
def top_k_accuracy(scores, y, k):
    """The share of examples whose true class is among the k best scores.

    scores: one row per example, shape (m, n_classes).
    y: the true classes, shape (m,).
    k: from 1 to n_classes.
    Returns a number in [0, 1].
    """
    ...
''',
    outcomes=("Count an answer as right if it is among the best k.",),
    axes={"scores": "m n_classes", "y": "m", "k": "", "share": ""},
    returns="share",
    hints=(
        "Predicting was taking the class with the largest score. Now take k classes, then look "
        "whether y is one of them.",
        "np.argsort(scores, axis=1) gives the classes of each row from the smallest score to the "
        "largest, so the best k stand at the end of the row.",
        "Compare the last k columns of the sorted classes, (m, k), with y as a column, (m, 1); a "
        "row counts if any entry agrees. The mean of that is the answer.",
    ),
    experiment="top_k_accuracy("
    "np.array([[0.1, 0.5, 0.4], [0.7, 0.1, 0.2]]), np.array([2, 1]), 2)\n"
    "# the first counts, the second not: 0.5",
)


@top_k_accuracy.probes
def _(rng):
    for label, m, n_classes, k in (
        ("the best three of seven", 50, 7, 3),
        ("the best one", 40, 5, 1),
        ("the best two", 31, 4, 2),
        ("all classes", 9, 3, 3),
        ("more examples than classes", 200, 10, 4),
    ):
        yield label, rng.normal(size=(m, n_classes)), rng.integers(0, n_classes, m), k
    scores = np.array([[3.0, 2.0, 1.0, 0.0]])
    yield "a single example that is second best", scores, np.array([1]), 2
    yield "a single example that is third best", scores, np.array([2]), 2


@top_k_accuracy.mistake(
    "worst_k",
    "You take the k classes with the smallest scores: argsort begins with the smallest. The best "
    "ones stand at the end.",
)
def _(scores, y, k):
    return (np.argsort(scores, axis=1)[:, :k] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "best_only",
    "You look at the best class only, whatever k is: that is the plain accuracy.",
)
def _(scores, y, k):
    return (scores.argmax(axis=1) == y).mean()


@top_k_accuracy.mistake(
    "the_kth_only",
    "You look at the class in place k alone. The better ones count as well: take all columns up to "
    "there.",
    "top_k_accuracy(np.array([[0.1, 0.9, 0.5]]), np.array([1]), 2)\n# the best of all counts: 1.0",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, k - 1] == y).mean()


@top_k_accuracy.mistake(
    "one_too_many",
    "You take k + 1 classes. A slice up to :k holds k entries, the numbers 0 to k - 1.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, : k + 1] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "one_too_few",
    "You take k - 1 classes; for k = 1 there is none left.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, : k - 1] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "mean_over_all_entries",
    "You take the mean over all k columns, so an example that counts adds 1/k instead of 1. First "
    "ask of each row whether any entry agrees.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).mean()


@top_k_accuracy.mistake(
    "all_for_any",
    "A row counts with you only if all k classes equal the true one. One of them is enough.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).all(axis=1).mean()


@top_k_accuracy.mistake(
    "sorted_along_examples",
    "You sorted along axis 0, the examples against each other. Sort each row by itself, axis 1.",
    "top_k_accuracy(np.array([[0.1, 0.9], [0.2, 0.8]]), np.array([1, 1]), 1)\n"
    "# both are right: 1.0",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=0)[:, :k] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "labels_not_a_column",
    "You compare the best classes, (m, k), with y as a row, (m,). NumPy lines up the last axes, "
    "and k is not m. As a column, (m, 1), each label meets its own row.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y).any(axis=1).mean()


@top_k_accuracy.mistake(
    "scores_for_classes",
    "You compare the labels with sorted scores. Sorting gives the scores themselves; argsort gives "
    "the classes they belong to.",
)
def _(scores, y, k):
    return (np.sort(scores, axis=1)[:, -k:] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "count",
    "You count the examples. Divide by how many there are.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).any(axis=1).sum()


@top_k_accuracy.mistake(
    "percent",
    "You give percent. A share lies between 0 and 1.",
)
def _(scores, y, k):
    return 100 * metrics.top_k_accuracy(scores, y, k)


@top_k_accuracy.mistake(
    "error",
    "You give the share of examples that miss. Wanted is the share that hit.",
    "top_k_accuracy(np.array([[0.1, 0.9, 0.5]]), np.array([1]), 2)\n# the best of all counts: 1.0",
)
def _(scores, y, k):
    return 1 - metrics.top_k_accuracy(scores, y, k)


@top_k_accuracy.mistake(
    "one_answer_each",
    "You give one answer per example. Take their mean.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).any(axis=1)


@top_k_accuracy.mistake(
    "labels_in_a_row",
    "You look whether the best classes occur anywhere among all labels. Each row has its own true "
    "class: make y a column, (m, 1), so that row meets row.",
)
def _(scores, y, k):
    return np.isin(np.argsort(-scores, axis=1)[:, :k], y).any(axis=1).mean()
