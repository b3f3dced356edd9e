"""The exercise `xavier_init`: weights before a sigmoid or tanh."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import initializers
from nncourse.exercises.form import Exercise
from nncourse.exercises.mnist.draws import drawn, layers_to_draw, normal, spread

xavier_init = Exercise(
    id="mnist.xavier_init",
    title="Weights before a sigmoid or tanh",
    points=2,
    reference=initializers.xavier,
    contract='''
def xavier_init(n_in, n_out, rng):
    """Xavier's weights for a layer before a sigmoid or tanh, or the last.

    n_in, n_out: the numbers of inputs and of outputs.
    rng: the random generator to draw from.
    Returns W, shape (n_in, n_out), evenly spread around 0,
    with variance 2 / (n_in + n_out).
    """
    ...
''',
    outcomes=("Draw evenly spread weights of a given variance.",),
    axes={},
    returns=("W", "repeats"),
    use=drawn,
    facts=spread,
    tolerance=0.06,
    hints=(
        "Numbers spread evenly between -limit and limit: how does their variance follow from the "
        "limit?",
        "The variance is limit ** 2 / 3. Solve that for the limit, given the variance.",
        "limit is the square root of 6 / (n_in + n_out); rng.uniform(low, high, shape) draws the "
        "numbers.",
    ),
    experiment="W = xavier_init(300, 500, np.random.default_rng(0))\n"
    "W.std(), abs(W).max()  # about 0.05 and 0.087, for 2 / 800 = 0.05 ** 2",
)


@xavier_init.probes
def _(rng):
    yield from layers_to_draw(rng)


def even(limit, n_in, n_out, rng):
    """Numbers spread evenly between -limit and limit."""
    return rng.uniform(-limit, limit, (n_in, n_out))


@xavier_init.mistake(
    "deviation_as_limit",
    "You used the standard deviation as the limit. Evenly spread numbers between -limit and limit "
    "have a smaller one: the limit divided by the square root of 3.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(2 / (n_in + n_out)), n_in, n_out, rng)


@xavier_init.mistake(
    "root_missing",
    "Your limit is 6 / (n_in + n_out): the square root is missing.",
)
def _(n_in, n_out, rng):
    return even(6 / (n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "brackets",
    "Your limit is sqrt(6 / n_in + n_out): without brackets, the division comes before the sum.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "root_of_six_only",
    "Your limit is sqrt(6) / (n_in + n_out): the square root must cover the whole fraction.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6) / (n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "inputs_only",
    "Your limit is sqrt(6 / n_in): n_out is missing. Xavier's rule also minds the way back, on "
    "which a layer adds up n_out gradients.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_in), n_in, n_out, rng)


@xavier_init.mistake(
    "outputs_only",
    "Your limit is sqrt(6 / n_out): n_in is missing.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "older_rule",
    "Yours are spread between -1 / sqrt(n_in) and 1 / sqrt(n_in), an older rule. Xavier's takes "
    "the outputs into account.",
)
def _(n_in, n_out, rng):
    return even(1 / np.sqrt(n_in), n_in, n_out, rng)


@xavier_init.mistake(
    "normal",
    "The spread is right, but your numbers are normal; the contract asks for evenly spread ones. "
    "(A normal Xavier exists too, and does as well.)",
    "W = xavier_init(300, 500, np.random.default_rng(0))\n"
    "abs(W).max() / W.std()  # 1.7 for evenly spread numbers",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / (n_in + n_out))


@xavier_init.mistake(
    "only_positive",
    "Your numbers go from 0 to the limit: all are positive. They should go from -limit to limit.",
    "W = xavier_init(4, 3, np.random.default_rng(0))\nW.min(), W.max()  # one negative",
)
def _(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(6 / (n_in + n_out)), (n_in, n_out))


@xavier_init.mistake(
    "half_the_width",
    "Your numbers go from -limit / 2 to limit / 2: you drew from 0 to 1 and subtracted a half, "
    "which is half as wide as from -1 to 1.",
)
def _(n_in, n_out, rng):
    return (rng.random((n_in, n_out)) - 0.5) * np.sqrt(6 / (n_in + n_out))


@xavier_init.mistake(
    "unscaled",
    "Your numbers go from -1 to 1 whatever the width. Their size must shrink as the layer grows.",
)
def _(n_in, n_out, rng):
    return even(1, n_in, n_out, rng)


@xavier_init.mistake(
    "transposed",
    "Your W is (n_out, n_in). Here examples are rows, so W is (n_in, n_out).",
    "W = xavier_init(4, 3, np.random.default_rng(0))\nW.shape  # (4, 3)",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_out, n_in, rng)


@xavier_init.mistake(
    "fixed_seed",
    "Your weights are the same at each call: you made a generator of your own with a fixed seed. "
    "Draw from the rng you were given.",
    "rng = np.random.default_rng(0)\nxavier_init(2, 2, rng), xavier_init(2, 2, rng)  # not alike",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_in, n_out, np.random.default_rng(0))


@xavier_init.mistake(
    "another_generator",
    "Your numbers do not come from the rng that you were given, so nobody can repeat the run.",
    "a, b = (xavier_init(2, 2, np.random.default_rng(0)) for _ in range(2))\na == b  # all True",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_in, n_out, np.random.default_rng())
