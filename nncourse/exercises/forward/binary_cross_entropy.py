"""The exercise `binary_cross_entropy`: surprise at a yes or no."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations, losses
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise
from nncourse.exercises.forward.surprise import any_tiny_number, surprise

binary_cross_entropy = Exercise(
    id="forward.binary_cross_entropy",
    title="Surprise at a yes or no",
    points=3,
    reference=losses.binary_cross_entropy,
    helpers=(losses.safe_log,),
    contract='''
def binary_cross_entropy(P, Y):
    """Mean surprise: -log(p) where the answer is yes, -log(1 - p) where no.

    P: probabilities of yes, shape (m,), from 0 to 1, both ends possible.
    Y: the true answers, shape (m,), 1 for yes and 0 for no.
    Returns the loss, a number. It is never NaN or infinite: before a
    logarithm, zero is replaced by a tiny number such as 1e-12.
    """
    ...
''',
    outcomes=("Measure a yes-or-no prediction by its surprise, safely.",),
    axes={"P": "m", "Y": "m", "loss": ""},
    returns="loss",
    hints=(
        "Each example contributes one logarithm: that of the probability given to what really "
        "happened.",
        "Y is 1 or 0, so it can switch: Y * (what counts for yes) + (1 - Y) * (what counts for "
        "no). Then a minus sign and the mean.",
        "np.maximum(P, 1e-12) is safe to take the logarithm of. 1 - P can be zero too, so it "
        "needs the same care.",
    ),
    experiment=(
        "P, Y = np.array([0.9, 0.2]), np.array([1.0, 0.0])\n"
        "binary_cross_entropy(P, Y)  # should be about 0.164"
    ),
    facts=any_tiny_number(losses.binary_cross_entropy),
    tolerance=1e-5,
)


@binary_cross_entropy.probes
def _(rng):
    for case in probes.cases():
        m = case["m"]
        Y = np.arange(m) % 3 != 1
        yield case.label, rng.uniform(0.05, 0.95, m).astype(case.dtype), Y.astype(case.dtype)
    yield "answers that are all yes", rng.uniform(0.05, 0.95, 4), np.ones(4)
    yield "answers that are all no", rng.uniform(0.05, 0.95, 6), np.zeros(6)
    P = np.array([1.0, 0.0, 0.7, 0.2])
    yield "certain and right predictions", P, np.array([1.0, 0.0, 1.0, 0.0])
    yield "a certain and wrong prediction", P, np.array([0.0, 0.0, 1.0, 0.0])


@binary_cross_entropy.mistake(
    "only_yes",
    "Only the examples whose answer is yes count for you. A no has its surprise as well: that of "
    "the probability 1 - p.",
    "P, Y = np.array([0.9]), np.array([0.0])\n"
    "binary_cross_entropy(P, Y)  # should be about 2.3, not 0",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P))


@binary_cross_entropy.mistake(
    "only_no",
    "Only the examples whose answer is no count for you. A yes has its surprise as well: that of "
    "the probability p.",
    "P, Y = np.array([0.1]), np.array([1.0])\n"
    "binary_cross_entropy(P, Y)  # should be about 2.3, not 0",
)
def _(P, Y):
    return -np.mean((1 - Y) * losses.safe_log(1 - P))


@binary_cross_entropy.mistake(
    "sum_not_mean",
    "You add the surprises up and do not divide by their number: a batch twice as large would "
    "look twice as wrong.",
)
def _(P, Y):
    return surprise(P, Y).sum()


@binary_cross_entropy.mistake(
    "sign",
    "Your loss is negative. The logarithm of a probability is at most zero; the minus sign makes a "
    "surprise of it.",
)
def _(P, Y):
    return -surprise(P, Y).mean()


@binary_cross_entropy.mistake(
    "every_pair",
    "You compare every prediction with every answer, m times m pairs: a column (m, 1) met a row "
    "(m,), and NumPy made a square of them. Keep both (m,).",
)
def _(P, Y):
    return surprise(P[:, None], Y).mean()


@binary_cross_entropy.mistake(
    "half",
    "You have half the loss. The 1/2 belongs to some forms of the squared error; here there is "
    "only 1/m.",
)
def _(P, Y):
    return surprise(P, Y).mean() / 2


@binary_cross_entropy.mistake(
    "log_of_zero",
    "Between 0 and 1 you are right. At exactly 0 or 1 a logarithm is minus infinity, and 0 times "
    "infinity is not a number. Replace the zero before the logarithm.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return surprise(P, Y, np.log).mean()


@binary_cross_entropy.mistake(
    "one_log_guarded",
    "The logarithm of p is safe; that of 1 - p is not, and with p = 1 it is minus infinity. Both "
    "need the same care.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P) + (1 - Y) * np.log(1 - P))


@binary_cross_entropy.mistake(
    "infinity_replaced",
    "You take the logarithm of zero and repair the result: np.nan_to_num makes minus infinity the "
    "lowest float, and two of those add up to infinity again. Replace the zero before the "
    "logarithm.",
    "P, Y = np.array([0.0, 0.0]), np.array([1.0, 1.0])\n"
    "binary_cross_entropy(P, Y)  # 708.4 in the package, 27.6 with 1e-12",
)
def _(P, Y):
    return surprise(P, Y, lambda share: np.nan_to_num(np.log(share))).mean()


@binary_cross_entropy.mistake(
    "answers_swapped",
    "You charge a yes for what was promised to no, and the other way round: a good prediction "
    "costs you most.",
    "P, Y = np.array([0.99]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.01",
)
def _(P, Y):
    return surprise(P, 1 - Y).mean()


@binary_cross_entropy.mistake(
    "bits",
    "You use the logarithm of base 2 and get bits. Nothing is wrong with bits, but the course, "
    "like np.log, counts in base e.",
    "P, Y = np.array([0.5]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return surprise(P, Y).mean() / np.log(2)


@binary_cross_entropy.mistake(
    "decimal_logarithm",
    "You use the logarithm of base 10. Here, as everywhere in the course, it is the natural one, "
    "np.log.",
    "P, Y = np.array([0.5]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return surprise(P, Y).mean() / np.log(10)


@binary_cross_entropy.mistake(
    "squared_error",
    "That is the squared error of the chapter on the basics. It is at most 1, so a certain and "
    "wrong answer costs no more than four undecided ones. Use the logarithm.",
)
def _(P, Y):
    return np.mean((P - Y) ** 2)


@binary_cross_entropy.mistake(
    "not_averaged",
    "Your surprises are right, one for each example. The loss is one number: their mean.",
)
def _(P, Y):
    return surprise(P, Y)


@binary_cross_entropy.mistake(
    "no_switch_for_no",
    "The second logarithm counts for every example. It is meant for the answer no alone, so it "
    "needs its switch, 1 - Y.",
    "P, Y = np.array([0.9]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.105",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P) + losses.safe_log(1 - P))


@binary_cross_entropy.mistake(
    "sigmoid_again",
    "You send P through the sigmoid. P holds probabilities already; squeezed again, they all lie "
    "between 0.5 and 0.73.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return surprise(activations.sigmoid(P), Y).mean()
