"""The exercise `cross_entropy`: surprise at the true class."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations, losses
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise
from nncourse.exercises.forward.surprise import any_tiny_number, surprise

cross_entropy = Exercise(
    id="forward.cross_entropy",
    title="Surprise at the true class",
    points=3,
    reference=losses.cross_entropy,
    helpers=(losses.safe_log,),
    contract='''
def cross_entropy(P, Y):
    """Mean surprise: -log of the share that the true class was given.

    P: shares, shape (m, k), from 0 to 1, rows adding up to one.
    Y: the true classes as one-hot rows, shape (m, k).
    Returns the loss, a number. It is never NaN or infinite: before the
    logarithm, zero is replaced by a tiny number such as 1e-12.
    """
    ...
''',
    outcomes=("Measure a choice among several classes by its surprise, safely.",),
    axes={"P": "m k", "Y": "m k", "loss": ""},
    returns="loss",
    hints=(
        "Of each row only one share counts: the one given to the true class. A one-hot row picks "
        "it out by multiplication.",
        "Y * log(P) is zero everywhere except at the true class. Sum it along each row, then take "
        "the mean over the examples, then the minus sign.",
        "Mind two things: divide by m, the number of rows, not by the number of entries; and a "
        "share of 0 must be lifted a little (np.maximum) before the logarithm.",
    ),
    experiment=(
        "P, Y = np.array([[0.5, 0.3, 0.2]]), np.array([[0.0, 1.0, 0.0]])\n"
        "cross_entropy(P, Y)  # should be about 1.204"
    ),
    facts=any_tiny_number(losses.cross_entropy),
    tolerance=1e-5,
)


@cross_entropy.probes
def _(rng):
    for case in probes.cases():
        m, k = case["m"], case["n"] + 1
        P = activations.softmax(case.normal(rng, "m n", 1.0))
        P = np.pad(P, ((0, 0), (0, 1)), constant_values=0.25)
        P = (P / P.sum(axis=1, keepdims=True)).astype(case.dtype)
        yield case.label, P, probes.one_hot(rng, m, k).astype(case.dtype)
    P = np.array([[1.0, 0.0, 0.0], [0.2, 0.7, 0.1], [0.0, 0.4, 0.6], [0.0, 1.0, 0.0]])
    yield "certain and right predictions", P, np.eye(3)[[0, 1, 2, 1]]
    yield "a certain and wrong prediction", P, np.eye(3)[[2, 1, 2, 1]]


@cross_entropy.mistake(
    "sign",
    "Your loss is negative. The logarithm of a share is at most zero; the minus sign makes a "
    "surprise of it.",
)
def _(P, Y):
    return np.sum(Y * losses.safe_log(P)) / len(P)


@cross_entropy.mistake(
    "sum_not_mean",
    "You add the surprises up and do not divide by their number: a batch twice as large would "
    "look twice as wrong.",
    "P, Y = np.full((4, 2), 0.5), np.eye(2)[[0, 1, 1, 0]]\n"
    "cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.sum(Y * losses.safe_log(P))


@cross_entropy.mistake(
    "mean_over_entries",
    "np.mean divides by all m times k entries. There are m surprises, one per row; the zeros "
    "beside them do not count.",
    "P, Y = np.full((1, 2), 0.5), np.eye(2)[[0]]\ncross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P))


@cross_entropy.mistake(
    "binary_form",
    "You also charge for 1 - p of the other classes, as in the yes-or-no loss. Here the shares of "
    "a row add up to one, so the true class's share says it all.",
)
def _(P, Y):
    return surprise(P, Y).sum() / len(P)


@cross_entropy.mistake(
    "binary_form_averaged",
    "You use the yes-or-no loss on every entry. Here a row is one question: only the share of the "
    "true class counts, and the mean runs over rows.",
)
def _(P, Y):
    return surprise(P, Y).mean()


@cross_entropy.mistake(
    "not_averaged",
    "Your surprises are right, one for each example. The loss is one number: their mean.",
)
def _(P, Y):
    return -(Y * losses.safe_log(P)).sum(axis=1)


@cross_entropy.mistake(
    "wrong_axis",
    "You sum down the columns and get one number per class. The sum runs along the rows, and "
    "the mean of the rows is one number.",
)
def _(P, Y):
    return -(Y * losses.safe_log(P)).sum(axis=0) / len(P)


@cross_entropy.mistake(
    "log_of_zero",
    "Positive shares come out right. A share of exactly 0 has the logarithm minus infinity, and 0 "
    "times infinity is not a number. Lift the zero before the logarithm.",
    "P, Y = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])\ncross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.sum(Y * np.log(P)) / len(P)


@cross_entropy.mistake(
    "infinity_replaced",
    "You take the logarithm of zero and repair the result: np.nan_to_num makes minus infinity the "
    "lowest float, and two of those add up to infinity again. Replace the zero before the "
    "logarithm.",
    "P, Y = np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])\n"
    "cross_entropy(P, Y)  # 708.4 in the package, 27.6 with 1e-12",
)
def _(P, Y):
    return -np.sum(Y * np.nan_to_num(np.log(P))) / len(P)


@cross_entropy.mistake(
    "winner_instead_of_truth",
    "You charge for the largest share, whether it is right or wrong. What counts is the share of "
    "the true class: Y says which.",
    "P, Y = np.array([[0.9, 0.1]]), np.array([[0.0, 1.0]])\n"
    "cross_entropy(P, Y)  # should be about 2.3",
)
def _(P, Y):
    return -np.mean(losses.safe_log(P.max(axis=1)))


@cross_entropy.mistake(
    "counts_errors",
    "You count wrong decisions. That number does not tell a narrow miss from a certain one, and it "
    "moves in jumps. Use the logarithm of the true class's share.",
)
def _(P, Y):
    return np.mean(P.argmax(axis=1) != Y.argmax(axis=1))


@cross_entropy.mistake(
    "log_of_mean",
    "You average the shares and then take the logarithm. First the surprise of each example, then "
    "the mean: one share near zero must be felt.",
    "P, Y = np.array([[1.0, 0.0], [0.01, 0.99]]), np.eye(2)[[0, 0]]\n"
    "cross_entropy(P, Y)  # should be about 2.303",
)
def _(P, Y):
    return -losses.safe_log(np.mean((Y * P).sum(axis=1)))


@cross_entropy.mistake(
    "no_logarithm",
    "The logarithm is missing: you have minus the mean share of the true class.",
)
def _(P, Y):
    return -np.sum(Y * P) / len(P)


@cross_entropy.mistake(
    "bits",
    "You use the logarithm of base 2 and get bits. Nothing is wrong with bits, but the course, "
    "like np.log, counts in base e.",
    "P, Y = np.full((1, 2), 0.5), np.eye(2)[[0]]\ncross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.sum(Y * losses.safe_log(P)) / len(P) / np.log(2)


@cross_entropy.mistake(
    "softmax_again",
    "You send P through softmax. P holds shares already; a second softmax flattens them, and the "
    "loss can no longer come near zero.",
    "P, Y = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])\ncross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.sum(Y * activations.log_softmax(P)) / len(P)


@cross_entropy.mistake(
    "squared_error",
    "That is the squared error of the chapter on the basics. Per entry it is at most 1, so a "
    "certain and wrong answer costs only a few narrow misses. Use the logarithm.",
)
def _(P, Y):
    return np.mean((P - Y) ** 2)


@cross_entropy.mistake(
    "log_of_product",
    "You take the logarithm of Y * P, which is zero everywhere but at the true class: the result "
    "is infinite. Take the logarithm of P, then multiply by Y.",
)
def _(P, Y):
    return -np.sum(np.log(Y * P)) / len(P)


@cross_entropy.mistake(
    "arguments_swapped",
    "You take the logarithm of the one-hot rows, which are mostly zeros. The logarithm belongs to "
    "the prediction P; Y only chooses.",
)
def _(P, Y):
    return -np.sum(P * np.log(Y)) / len(P)
