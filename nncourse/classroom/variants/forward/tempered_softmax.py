"""The variant `tempered_softmax`: shares that are sharper or flatter."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, floats, not_negative, shape
from nncourse.exercises import probes


def right(Z, temperature):
    """exp(z / temperature), divided by its sum along the row; shifted first, so none overflows.

    Source: Hinton, Vinyals and Dean (2015).
    """
    E = np.exp((Z - Z.max(axis=1, keepdims=True)) / temperature)
    return E / E.sum(axis=1, keepdims=True)


tempered_softmax = Graded(
    id="forward.tempered_softmax",
    title="Sharper and flatter shares",
    like="forward.softmax",
    points=4,
    reference=right,
    contract='''
def tempered_softmax(Z, temperature):
    """Softmax with a temperature, row by row.

    Z: one row of scores for each example, shape (m, k). Z is not changed.
    temperature: > 0. The scores are divided by it before softmax: above 1
        it makes the shares more equal, below 1 less.
    Returns shape (m, k), each row adding up to one. Scores of 1000 are no
    trouble, whatever the temperature.
    """
    ...
''',
    outcomes=("Give softmax a temperature, and keep it safe at any score.",),
    axes={"Z": "m k", "temperature": "", "P": "m k"},
    returns="P",
    stable=True,
    properties=(
        shape(lambda Z, *_: Z.shape),
        floats,
        finite,
        not_negative,
        Property("rows add up to one", lambda P, *_: np.allclose(P.sum(axis=1), 1, atol=1e-5)),
    ),
    hints=(
        "The plain softmax knows one thing about a row: its scores. Here these are changed first.",
        "At a temperature of 0.1 a score of 1000 becomes 10000. What kept softmax from overflowing "
        "must be done to the scores that the exponential really gets.",
        "In this order: take each row's largest score off the row, divide by the temperature, "
        "exponentiate, divide by each row's sum.",
    ),
    experiment="tempered_softmax(np.array([[2.0, 0.0]]), 2.0).round(3)\n"
    "# as the shares of 1 and 0: 0.731 and 0.269",
)


@tempered_softmax.probes
def _(rng):
    for case in probes.cases():
        m, k = case["m"], case["n"] + 1
        Z = rng.normal(size=(m, k)).astype(case.dtype)
        yield case.label, Z, float(rng.uniform(1.5, 3.0))
    yield "a low temperature", rng.normal(size=(5, 4)), 0.3
    yield "scores of 1000 at a temperature of 1", probes.extreme(rng, 4, 3), 1.0
    yield "scores of 1000 at a low temperature", probes.extreme(rng, 4, 3), 0.5
    yield "two high scores among low ones", probes.two_peaks(rng, 3), 0.8


def shares(E, axis=1):
    """Each entry's share of its row, or of its column."""
    return E / E.sum(axis=axis, keepdims=True)


def shifted(Z, axis=1):
    """The scores, with each row's largest at zero."""
    return Z - Z.max(axis=axis, keepdims=True)


@tempered_softmax.mistake(
    "temperature_unused",
    "Your shares are those of plain softmax, whatever the temperature: either it is not used, or "
    "it cancels. (If exponentials are divided by it after np.exp, so is their sum.)",
)
def _(Z, temperature):
    return right(Z, 1.0)


@tempered_softmax.mistake(
    "multiplied",
    "You multiply the scores by the temperature: a high one makes your shares sharper. It "
    "should make them flatter.",
)
def _(Z, temperature):
    return right(Z, 1 / temperature)


@tempered_softmax.mistake(
    "shares_divided",
    "You divide the shares by the temperature, after softmax. Then they no longer add up to one. "
    "It belongs to the scores.",
)
def _(Z, temperature):
    return right(Z, 1.0) / temperature


@tempered_softmax.mistake(
    "softmax_of_shares",
    "You divide shares by the temperature and take softmax once more. Softmax comes once: divide "
    "the scores.",
)
def _(Z, temperature):
    return right(right(Z, 1.0), temperature)


@tempered_softmax.mistake(
    "power_not_shared",
    "You raise the shares to a power, which is a good idea, but then they do not add up to one. "
    "Divide each row by its sum again, or begin with the scores.",
)
def _(Z, temperature):
    return right(Z, 1.0) ** (1 / temperature)


@tempered_softmax.mistake(
    "not_shifted",
    "Scores of 1000 overflow. Take each row's largest off before the exponential: that changes no "
    "share.",
    "tempered_softmax(np.array([[1000.0, 1000.0]]), 1.0)\n# equal scores: 0.5 and 0.5",
)
def _(Z, temperature):
    with np.errstate(all="ignore"):
        return shares(np.exp(Z / temperature))


@tempered_softmax.mistake(
    "shift_not_divided",
    "You shift by the largest of the scores as they were given, but exponentiate divided ones. At "
    "a low temperature they are still far too large.",
    "tempered_softmax(np.array([[1000.0, 1000.0]]), 0.5)\n# equal scores: 0.5 and 0.5",
)
def _(Z, temperature):
    with np.errstate(all="ignore"):
        return shares(np.exp(Z / temperature - Z.max(axis=1, keepdims=True)))


@tempered_softmax.mistake(
    "global_shift",
    "You shift all rows by one maximum, that of the whole batch. In a row far below it all "
    "exponentials become 0. Each row has its own.",
    "tempered_softmax(np.array([[1000.0, 1000.0], [0.0, 0.0]]), 1.0)\n"
    "# equal scores in both rows: [[0.5, 0.5], [0.5, 0.5]]",
)
def _(Z, temperature):
    with np.errstate(all="ignore"):
        return shares(np.exp((Z - Z.max()) / temperature))


@tempered_softmax.mistake(
    "down_the_columns",
    "Your columns add up to one. The examples have nothing to do with each other: it is the rows.",
)
def _(Z, temperature):
    return shares(np.exp(shifted(Z, 0) / temperature), 0)


@tempered_softmax.mistake(
    "over_everything",
    "All your shares together add up to one. Each row is to do so by itself.",
    "tempered_softmax(np.zeros((2, 2)), 1.0)\n# equal scores: [[0.5, 0.5], [0.5, 0.5]]",
)
def _(Z, temperature):
    E = np.exp(shifted(Z) / temperature)
    return E / E.sum()


@tempered_softmax.mistake(
    "sums_in_a_row",
    "You divide by the rows' sums as they are, (m,). NumPy lines them up with the columns: keep "
    "the axis, so that each row meets its own sum.",
    "tempered_softmax(np.array([[2.0, 0.0], [0.0, 0.0]]), 2.0).round(3)\n"
    "# [[0.731, 0.269], [0.5, 0.5]]",
)
def _(Z, temperature):
    E = np.exp(shifted(Z) / temperature)
    return E / E.sum(axis=1)


@tempered_softmax.mistake(
    "not_shared",
    "You stop at the exponentials. Divide each row by its sum.",
)
def _(Z, temperature):
    return np.exp(shifted(Z) / temperature)


@tempered_softmax.mistake(
    "sign",
    "The lowest score gets the largest share: there is a minus in your exponent.",
)
def _(Z, temperature):
    return right(-Z, temperature)


@tempered_softmax.mistake(
    "logarithms",
    "You give the logarithms of the shares. They should be shares, which add up to one.",
)
def _(Z, temperature):
    S = shifted(Z) / temperature
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))
