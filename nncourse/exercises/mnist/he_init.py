"""The exercise `he_init`: weights before a ReLU."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import initializers
from nncourse.exercises.form import Exercise
from nncourse.exercises.mnist.draws import drawn, layers_to_draw, normal, spread

he_init = Exercise(
    id="mnist.he_init",
    title="Weights before a ReLU",
    points=2,
    reference=initializers.he,
    contract='''
def he_init(n_in, n_out, rng):
    """He's weights for a layer that is followed by ReLU.

    n_in, n_out: the numbers of inputs and of outputs.
    rng: the random generator to draw from.
    Returns W, shape (n_in, n_out), normal, mean 0, variance 2 / n_in.
    """
    ...
''',
    outcomes=("Draw weights whose spread suits the width of the layer and its ReLU.",),
    axes={},
    returns=("W", "repeats"),
    use=drawn,
    facts=spread,
    tolerance=0.06,
    hints=(
        "Draw normal numbers of the right shape, then scale them. By what, if their spread is 1 "
        "and should be something else?",
        "The formula names the variance. A factor on the numbers is a factor on the standard "
        "deviation, which is the square root of the variance.",
        "rng.standard_normal((n_in, n_out)) has spread 1; multiply by the square root of two over "
        "n_in, and mind the brackets.",
    ),
    experiment="W = he_init(200, 500, np.random.default_rng(0))\n"
    "W.shape, W.std()  # (200, 500) and about 0.1, for 2 / 200 = 0.01 = 0.1 ** 2",
)


@he_init.probes
def _(rng):
    yield from layers_to_draw(rng)


@he_init.mistake(
    "root_missing",
    "You multiplied by the variance, 2 / n_in. A factor on the numbers is a factor on the "
    "standard deviation, so the square root is missing.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (2 / n_in)


@he_init.mistake(
    "brackets",
    "Your spread is sqrt(2) / n_in: the square root covers only the 2. It must cover the whole "
    "fraction.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (np.sqrt(2) / n_in)


@he_init.mistake(
    "brackets_the_other_way",
    "Your spread is 2 / sqrt(n_in): the square root covers only n_in. It must cover the 2 as well.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (2 / np.sqrt(n_in))


@he_init.mistake(
    "unscaled",
    "Your weights have spread 1 whatever the width. A sum over n_in inputs then grows with the "
    "square root of n_in, layer after layer.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng)


@he_init.mistake(
    "two_missing",
    "Your variance is 1 / n_in. ReLU throws half of the signal away, and the 2 makes up for it.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(1 / n_in)


@he_init.mistake(
    "n_out_for_n_in",
    "You divide by n_out. A neuron adds up its inputs, so the spread must follow n_in, the number "
    "of terms in the sum.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / n_out)


@he_init.mistake(
    "xavier",
    "Your variance is 2 / (n_in + n_out). That is Xavier's, for sigmoid and tanh; before a ReLU it "
    "is too small.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / (n_in + n_out))


@he_init.mistake(
    "inverse",
    "You scale by the square root of n_in / 2. The wider the layer, the smaller its weights must "
    "be, not the larger.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(n_in / 2)


@he_init.mistake(
    "small_constant",
    "Your weights have spread 0.01 whatever the width, as in the chapter on the basics. In a deep "
    "network the signal then dies away.",
)
def _(n_in, n_out, rng):
    return 0.01 * normal(n_in, n_out, rng)


@he_init.mistake(
    "transposed",
    "Your W is (n_out, n_in). Here examples are rows, so W is (n_in, n_out).",
    "W = he_init(4, 3, np.random.default_rng(0))\nW.shape  # (4, 3)",
)
def _(n_in, n_out, rng):
    return normal(n_out, n_in, rng) * np.sqrt(2 / n_in)


@he_init.mistake(
    "only_positive",
    "All your weights are positive: you drew from 0 to 1. Weights need both signs, and mean 0.",
    "W = he_init(4, 3, np.random.default_rng(0))\nW.min(), W.max()  # one negative, one positive",
)
def _(n_in, n_out, rng):
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


@he_init.mistake(
    "uniform",
    "The spread is right, but your numbers are evenly spread; the contract asks for normal ones.",
    "W = he_init(200, 500, np.random.default_rng(0))\n"
    "abs(W).max() / W.std()  # about 4.7; evenly spread numbers give 1.7",
)
def _(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@he_init.mistake(
    "fixed_seed",
    "Your weights are the same at each call: you made a generator of your own with a fixed seed. "
    "Two layers of one size would start alike. Draw from the rng you were given.",
    "rng = np.random.default_rng(0)\nhe_init(2, 2, rng), he_init(2, 2, rng)  # not alike",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, np.random.default_rng(0)) * np.sqrt(2 / n_in)


@he_init.mistake(
    "another_generator",
    "Your numbers do not come from the rng that you were given, so nobody can repeat the run.",
    "a, b = (he_init(2, 2, np.random.default_rng(0)) for _ in range(2))\na == b  # all True",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, np.random.default_rng()) * np.sqrt(2 / n_in)


@he_init.mistake(
    "zeros",
    "All your weights are zero. Then all neurons of a layer do the same for ever (see the chapter "
    "on backpropagation), and a ReLU after them lets no gradient through.",
)
def _(n_in, n_out, rng):
    return np.zeros((n_in, n_out))
