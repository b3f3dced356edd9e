"""The exercise `predict_class`: scores into a decision."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations, predictions
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

predict_class = Exercise(
    id="forward.predict_class",
    title="Scores into a decision",
    points=1,
    reference=predictions.predict_class,
    contract='''
def predict_class(Z):
    """The class with the largest score in each row.

    Z: scores, shape (m, k).
    Returns y_hat, shape (m,): class numbers from 0 to k - 1. In a tie the
    first of the largest wins.
    """
    ...
''',
    outcomes=("Turn scores into a decision along the right axis.",),
    axes={"Z": "m k", "y_hat": "m"},
    returns="y_hat",
    hints=(
        "Not the largest score itself is wanted, but where in its row it stands.",
        "NumPy has max for the value and argmax for the place. Both take an axis.",
        "Rows are examples, so the search runs along axis 1, and one number per row remains.",
    ),
    experiment=(
        "Z = np.array([[0.1, 2.0, -1.0], [3.0, 0.0, 0.0]])\npredict_class(Z)  # should be [1 0]"
    ),
)


@predict_class.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "scores below zero", -1 - rng.random((6, 4))
    yield "scores between 0 and 1", rng.random((6, 4))
    yield "ties", np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0], [0.0, -1.0, 0.0], [0.0, 1.0, 4.0]])
    yield "scores of 1000", np.array([[800.0, 900.0, 0.0], [-1000.0, -900.0, -800.0]])


@predict_class.mistake(
    "wrong_axis",
    "You look down the columns and find the best example for each class. A decision is made for "
    "each row.",
)
def _(Z):
    return Z.argmax(axis=0)


@predict_class.mistake(
    "no_axis",
    "Without an axis, argmax looks at the whole array and returns one place in all of it. Each "
    "row needs an answer of its own.",
)
def _(Z):
    return Z.argmax()


@predict_class.mistake(
    "score_not_place",
    "You return the largest score. Wanted is the place where it stands, the number of the class.",
)
def _(Z):
    return Z.max(axis=1)


@predict_class.mistake(
    "smallest",
    "You pick the class with the smallest score. The largest wins.",
)
def _(Z):
    return Z.argmin(axis=1)


@predict_class.mistake(
    "last_in_a_tie",
    "All is right except in a tie: where two scores are equal, the contract asks for the first "
    "and you give the last, as sorting does.",
    "Z = np.array([[3.0, 3.0, 1.0]])\npredict_class(Z)  # should be [0]",
)
def _(Z):
    return Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)


@predict_class.mistake(
    "counted_from_one",
    "Your class numbers are one too high. Classes count from 0, as Python does.",
)
def _(Z):
    return Z.argmax(axis=1) + 1


@predict_class.mistake(
    "one_hot_rows",
    "You mark the winner in a row of zeros. That holds the same knowledge; wanted is one number "
    "per row, the winner's place.",
)
def _(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


@predict_class.mistake(
    "shares",
    "You return the shares. The decision is one step further: where is each row's largest?",
)
def _(Z):
    return activations.softmax(Z)


@predict_class.mistake(
    "threshold",
    "You ask which score is above one half and take the first such. Scores know no threshold: all "
    "of a row may be negative, and the largest still wins.",
    "Z = np.array([[-3.0, -1.0, -2.0]])\npredict_class(Z)  # should be [1]",
)
def _(Z):
    return (Z > 0.5).argmax(axis=1)


@predict_class.mistake(
    "size_not_value",
    "You compare sizes without their signs: for you -3 beats 2. A very negative score means "
    "'surely not'.",
    "Z = np.array([[2.0, -3.0]])\npredict_class(Z)  # should be [0]",
)
def _(Z):
    return np.abs(Z).argmax(axis=1)


@predict_class.mistake(
    "a_column",
    "Your numbers are right and stand in a column, (m, 1). Wanted is shape (m,): compared with "
    "labels of shape (m,), a column would broadcast to (m, m).",
    "Z = np.zeros((5, 3))\npredict_class(Z).shape  # should be (5,)",
)
def _(Z):
    return Z.argmax(axis=1, keepdims=True)


@predict_class.mistake(
    "overflow_first",
    "You take exponentials first, and with scores of 800 they are infinite, so that the winner is "
    "lost. No exponential is needed: the largest score has the largest share.",
    "Z = np.array([[800.0, 900.0]])\nnp.exp(Z), predict_class(Z)  # should be [1]",
)
def _(Z):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True)).argmax(axis=1)
