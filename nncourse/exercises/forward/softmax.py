"""The exercise `softmax`: scores into shares."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

softmax = Exercise(
    id="forward.softmax",
    title="Scores into shares",
    points=3,
    reference=activations.softmax,
    contract='''
def softmax(Z):
    """Turn each row of scores into positive shares that add up to one.

    Z: scores, shape (m, k), entries from -1000 to 1000. Z is not changed.
    Returns P, shape (m, k). No overflow on the way.
    """
    ...
''',
    outcomes=("Turn scores into shares without overflow.",),
    axes={"Z": "m k", "P": "m k"},
    returns="P",
    hints=(
        "Only the differences between the scores of a row count. So you may subtract from a row "
        "whatever makes the exponentials harmless.",
        "Each row needs its own largest score. Z.max(axis=1) has shape (m,), which does not line "
        "up with (m, k); keepdims=True keeps it (m, 1).",
        "Three steps: subtract each row's maximum, take np.exp, divide by each row's sum. The "
        "maximum and the sum both want axis=1 and keepdims=True.",
    ),
    experiment=(
        "P = softmax(np.array([[1.0, 2.0], [3.0, 5.0]]))\nP.sum(axis=1)  # should be [1. 1.]"
    ),
    stable=True,
)


@softmax.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "one row far below the others", np.array([[1000.0, 999.0], [0.0, 1.0], [-1.0, 2.0]])
    yield "two scores far above the others", probes.two_peaks(rng, 3)


@softmax.mistake(
    "no_shift",
    "Ordinary scores come out right. With 1000 the exponential is infinite, and infinity over "
    "infinity is not a number. Adding a constant to a row changes no share: which constant helps?",
    "Z = np.array([[1000.0, 1000.0]])\nsoftmax(Z)  # should be [[0.5 0.5]]",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "one_shift_for_all",
    "Your rows are right until one lies far below the others: then all its exponentials are zero, "
    "and 0/0 is not a number. You shift by one maximum for the whole batch.",
    "Z = np.array([[1000.0, 1000.0], [0.0, 0.0]])\nsoftmax(Z)  # should be [[0.5 0.5] [0.5 0.5]]",
)
def _(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "column_shift",
    "You subtract each column's maximum. The shift leaves the shares alone only if it is the same "
    "along a row: take each row's maximum.",
    "Z = np.array([[0.0, 5.0], [0.0, 0.0]])\nsoftmax(Z)[1]  # should be [0.5 0.5]",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "wrong_axis",
    "Your columns add up to one, not your rows. An example is a row, so the sum runs along axis 1.",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


@softmax.mistake(
    "wrong_axis_and_no_shift",
    "Your columns add up to one, not your rows. An example is a row, so the sum runs along axis 1. "
    "And with scores of 1000 there is an overflow still to come.",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=0)


@softmax.mistake(
    "sum_of_everything_and_no_shift",
    "All your shares together make one. Each row is an example of its own and must add up to one "
    "by itself. And with scores of 1000 there is an overflow still to come.",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum()


@softmax.mistake(
    "sum_axis_lost_and_no_shift",
    "The sum over axis 1 has shape (m,), which lines up with the columns instead of the rows. Keep "
    "the axis: keepdims=True gives (m, 1). And with scores of 1000 there is an overflow still to "
    "come.",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1)


@softmax.mistake(
    "sum_of_everything",
    "All your shares together make one. Each row is an example of its own and must add up to one "
    "by itself.",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum()


@softmax.mistake(
    "axes_lost",
    "A maximum or a sum over axis 1 has shape (m,), which lines up with the columns instead of "
    "the rows. Keep the axis: keepdims=True gives (m, 1).",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)


@softmax.mistake(
    "sum_axis_lost",
    "Your shift is right. The sum has shape (m,), which lines up with the columns instead of the "
    "rows; it needs keepdims=True as well.",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


@softmax.mistake(
    "twice",
    "Your shares are too equal: softmax was applied to its own result. Its entries differ by one "
    "at most, so a second time flattens them.",
    "Z = np.array([[1000.0, 0.0]])\nsoftmax(Z)  # should be [[1. 0.]]",
)
def _(Z):
    return activations.softmax(activations.softmax(Z))


@softmax.mistake(
    "not_divided",
    "Your exponentials are right and do not yet add up to one: divide each row by its sum.",
)
def _(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@softmax.mistake(
    "no_exponential",
    "You divide the scores by their sum. With negative scores that gives negative shares, or "
    "worse. The exponential comes first: it makes all of them positive.",
    "Z = np.array([[1.0, -1.5]])\nsoftmax(Z)  # both should be positive",
)
def _(Z):
    return Z / Z.sum(axis=1, keepdims=True)


@softmax.mistake(
    "smallest_wins",
    "Your smallest score gets the largest share: the exponent has the wrong sign.",
    "Z = np.array([[0.0, 5.0]])\nsoftmax(Z)  # the second should be larger",
)
def _(Z):
    E = np.exp(Z.min(axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "shifted_by_minimum",
    "You subtract each row's minimum: in a wide row the largest score stays large, and its "
    "exponential overflows. The largest has to become zero.",
    "Z = np.array([[1000.0, -1000.0]])\nsoftmax(Z)  # should be [[1. 0.]]",
)
def _(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "shifted_by_mean",
    "You subtract each row's mean. A score far above the others is far above their mean too, and "
    "its exponential overflows. Which number of the row leaves none above zero?",
    "Z = np.array([[1000.0, -1000.0, -1000.0]])\nsoftmax(Z)  # should be [[1. 0. 0.]]",
)
def _(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "winner_takes_all",
    "You give everything to the largest score. That is the hard choice; the soft one leaves the "
    "others their share.",
    "Z = np.array([[1.0, 0.0]])\nsoftmax(Z)  # should be about [[0.73 0.27]]",
)
def _(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


@softmax.mistake(
    "sigmoid",
    "You squeeze each score alone. The shares of a row depend on each other: one grows only at "
    "the cost of the rest.",
)
def _(Z):
    return activations.sigmoid(Z)


@softmax.mistake(
    "logarithm",
    "Yours are the logarithms of the shares: none is positive. They are useful later, in the loss. "
    "Here the shares themselves are wanted.",
)
def _(Z):
    return activations.log_softmax(Z)


@softmax.mistake(
    "in_place",
    "Your shares are right, and the caller's scores have changed too: -= works in place. Subtract "
    "into a new array.",
    "Z = np.array([[1.0, 3.0]]); softmax(Z)\nZ  # should still be [[1. 3.]]",
)
def _(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)
