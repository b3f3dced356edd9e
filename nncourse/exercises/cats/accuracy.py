"""The exercise `accuracy`: how many are right."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.exercises.form import Exercise

accuracy = Exercise(
    id="cats.accuracy",
    title="How many are right",
    points=1,
    reference=metrics.accuracy,
    contract='''
def accuracy(predicted, y):
    """The share of examples that were predicted right.

    predicted: predicted classes, whole numbers, shape (m,).
    y: true classes, shape (m,).
    Returns a number between 0 and 1.
    """
    ...
''',
    outcomes=("Compute the share of right answers.",),
    axes={"predicted": "m", "y": "m", "share": ""},
    returns="share",
    hints=(
        "Compare, then count: in how many places do the two arrays agree?",
        "True counts as 1 and False as 0, so the mean of a comparison is a share.",
        "np.mean of the comparison with ==.",
    ),
    experiment="accuracy(np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1]))\n# 3 of 4: 0.75",
)


def guesses(rng, m, k, share):
    """Labels of k classes, and guesses of which about this share is right, m each."""
    y = rng.permutation(np.arange(m) % k)
    wrong = (y + rng.integers(1, k, m)) % k
    return np.where(rng.permutation(m) < share * m, y, wrong), y


@accuracy.probes
def _(rng):
    yield "two classes", *guesses(rng, 40, 2, 0.7)
    predicted, y = guesses(rng, 30, 2, 0.55)
    yield "labels of 8 bits", np.where(rng.random(30) < 0.2, 1, predicted), y.astype(np.uint8)
    yield "five classes", *guesses(rng, 35, 5, 0.6)
    yield "more noes than yeses", np.array([0, 0, 0, 1, 0, 0, 1]), np.array([0, 0, 1, 0, 0, 1, 1])
    yield "one wrong example", np.array([0]), np.array([1])
    yield "guesses that are all right", np.array([1, 0, 1]), np.array([1, 0, 1])


@accuracy.mistake(
    "percent",
    "You return per cent. The contract asks for a share between 0 and 1.",
)
def _(predicted, y):
    return 100 * np.mean(predicted == y)


@accuracy.mistake(
    "count",
    "You return how many were right. Divide by how many there are.",
)
def _(predicted, y):
    return np.sum(predicted == y)


@accuracy.mistake(
    "error_rate",
    "You return the share that is wrong.",
)
def _(predicted, y):
    return np.mean(predicted != y)


@accuracy.mistake(
    "everyone_with_everyone",
    "You compare each prediction with every label, a table of (m, m). That comes from a column "
    "against a row; compare entry by entry.",
)
def _(predicted, y):
    return np.mean(predicted[:, None] == y)


@accuracy.mistake(
    "true_yes_only",
    "You multiply prediction and label, which counts only the cats that were found. A dog that is "
    "called no cat is right as well.",
    "accuracy(np.array([0, 0]), np.array([0, 0]))\n# both right: 1.0",
)
def _(predicted, y):
    return np.mean(predicted * y)


@accuracy.mistake(
    "cats_only",
    "You look at the true cats only. That share is called recall, and comes later; accuracy counts "
    "all examples.",
    "accuracy(np.array([1, 1]), np.array([1, 0]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    return np.mean(predicted[y == 1] == 1)


@accuracy.mistake(
    "called_cats_only",
    "You look only at what was called a cat. That share is called precision, and comes later; "
    "accuracy counts all examples.",
    "accuracy(np.array([1, 0]), np.array([1, 1]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    called = predicted == 1
    return np.mean(y[called] == 1) if called.any() else 0.0


@accuracy.mistake(
    "distance",
    "One minus the mean distance works for 0 and 1 only. Class numbers are names: to take a 4 for "
    "a 9 is one mistake, not five.",
    "accuracy(np.array([4, 1]), np.array([9, 1]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    return 1 - np.mean(np.abs(predicted.astype(int) - y.astype(int)))


@accuracy.mistake(
    "all_or_nothing",
    "You give 1 if all are right and 0 otherwise: you ask whether all are, or you divide with //, "
    "which drops the fraction. The share of them is wanted.",
)
def _(predicted, y):
    return float(np.all(predicted == y))


@accuracy.mistake(
    "order_lost",
    "You compare how often each class occurs, not who got which. Each prediction belongs to its "
    "own example.",
    "accuracy(np.array([1, 0]), np.array([0, 1]))\n# 0.0",
)
def _(predicted, y):
    return np.mean(np.sort(predicted) == np.sort(y))


@accuracy.mistake(
    "not_averaged",
    "You return one answer an example. Their mean is the share.",
)
def _(predicted, y):
    return (predicted == y).astype(float)


@accuracy.mistake(
    "mean_prediction",
    "You return the mean of the predictions; the labels do not come into it.",
    "accuracy(np.array([1, 1]), np.array([0, 0]))\n# none right: 0.0",
)
def _(predicted, y):
    return np.mean(predicted)
