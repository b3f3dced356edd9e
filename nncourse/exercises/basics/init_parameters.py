"""The exercise `init_parameters`: where training starts."""
# mypy: allow-untyped-defs

import copy

import numpy as np

from nncourse import initializers
from nncourse.exercises.form import Exercise


def drawn_repeatedly(answer, n_in, n_out, rng):
    """What is drawn, and whether it is drawn from the generator that was given."""
    twin = copy.deepcopy(rng)
    first, second = answer(n_in, n_out, rng), answer(n_in, n_out, rng)
    again = answer(n_in, n_out, twin)
    if not isinstance(first, tuple | list) or len(first) != 2:
        return first
    repeats = {
        "another W from the same generator": not np.array_equal(first[0], second[0]),
        "the same W from an equal generator": np.array_equal(first[0], again[0]),
    }
    return (*first, repeats)


def spread_and_zeros(value, n_in, n_out, rng):
    """What can be compared of random weights, and the biases as they are."""
    W, b, repeats = value
    spread = W.std()
    return {
        "the spread of W": spread,
        "the mean of W is near 0": abs(W.mean()) < 5 * 0.01 / np.sqrt(W.size),
        "W has different entries": len(np.unique(W)) == W.size,
        "W has a few entries beyond two spreads": np.mean(np.abs(W) > 2 * spread) > 0.01,
        "b": b,
        **repeats,
    }


init_parameters = Exercise(
    id="basics.init_parameters",
    title="Where training starts",
    points=2,
    reference=initializers.init_parameters,
    contract='''
def init_parameters(n_in, n_out, rng):
    """Starting parameters of n_out neurons with n_in inputs each.

    rng: the random generator to draw from, such as np.random.default_rng(0).
    Returns W, shape (n_in, n_out), normal with standard deviation 0.01, and b, shape (n_out,),
    zeros; both float64.
    """
    ...
''',
    outcomes=("Draw starting weights from a given generator.", "Say why weights start unequal."),
    axes={"W": "n_in n_out", "b": "n_out"},
    returns=("W", "b", "repeats"),
    use=drawn_repeatedly,
    facts=spread_and_zeros,
    tolerance=0.12,
    keep_dtype=True,  # training changes them in place, by gradients in float64
    hints=(
        "Two arrays: small random weights, so that the neurons differ, and biases of zero.",
        "A generator has the method `standard_normal`, which takes the shape as a tuple and gives "
        "numbers of standard deviation 1.",
        "Scale the normal numbers of shape (n_in, n_out) by 0.01; the biases are zeros of shape "
        "(n_out,). Return both.",
    ),
    experiment="W, b = init_parameters(100, 200, np.random.default_rng(0))\n"
    "W.shape, W.std(), b.shape  # (100, 200), about 0.01, (200,)",
)


@init_parameters.probes
def _(rng):
    for n_in, n_out in ((50, 40), (40, 60), (45, 45), (900, 1)):
        yield (
            f"{n_in} inputs and {n_out} outputs",
            n_in,
            n_out,
            np.random.default_rng(rng.integers(1000)),
        )


@init_parameters.mistake(
    "zeros",
    "All your weights are zero. Then hidden neurons all compute the same, get the same gradient "
    "and stay the same for ever: many neurons, one feature.",
    "W, b = init_parameters(3, 2, np.random.default_rng(0))\nW  # no two entries alike",
)
def _(n_in, n_out, rng):
    return np.zeros((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "one_constant",
    "All your weights are the same number. Hidden neurons that start alike stay alike, because "
    "they get the same gradient. Draw one number for each entry.",
    "W, b = init_parameters(3, 2, np.random.default_rng(0))\nW  # no two entries alike",
)
def _(n_in, n_out, rng):
    return np.full((n_in, n_out), 0.01), np.zeros(n_out)


@init_parameters.mistake(
    "not_scaled",
    "Your weights have standard deviation 1. With many inputs the sums then grow large; the 0.01 "
    "keeps them small at the start.",
)
def _(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "variance_for_deviation",
    "Your weights have standard deviation 0.1, the square root of 0.01. It is the deviation that "
    "should be 0.01, not the variance.",
)
def _(n_in, n_out, rng):
    return np.sqrt(0.01) * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "transposed",
    "Your W is (n_out, n_in), as PyTorch and some books keep it. Here W is (n_in, n_out), so that "
    "with examples as rows the product reads X @ W.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_out, n_in)), np.zeros(n_out)


@init_parameters.mistake(
    "bias_for_every_input",
    "Your b has one entry per input. A bias belongs to a neuron: n_out of them.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros(n_in)


@init_parameters.mistake(
    "bias_row",
    "Your b is a row with two axes. In this course a bias has one axis, (n_out,).",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros((1, n_out))


@init_parameters.mistake(
    "random_biases",
    "The weights are right, and your biases are random as well. They may start at zero: the "
    "weights already make the neurons differ.",
    "W, b = init_parameters(3, 2, np.random.default_rng(0))\nb  # 0 and 0",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), 0.01 * rng.standard_normal(n_out)


@init_parameters.mistake(
    "own_seed",
    "Every call gives the same weights: you make a generator with a fixed seed inside. Two layers "
    "would start alike. Draw from the rng that is given.",
    "rng = np.random.default_rng(0)\n"
    "init_parameters(2, 1, rng), init_parameters(2, 1, rng)  # two different draws",
)
def _(n_in, n_out, rng):
    return 0.01 * np.random.default_rng(0).standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "rng_unused",
    "Your weights do not come from the rng that is given, so nobody can repeat the run. Draw from "
    "it instead of from np.random.",
    "a, b = (init_parameters(2, 1, np.random.default_rng(0))[0] for _ in range(2))\n"
    "a == b  # all True",
)
def _(n_in, n_out, rng):
    return 0.01 * np.random.default_rng().standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "only_positive",
    "Your weights are all positive (evenly spread from 0 to 0.01?). They should be normal: centred "
    "on zero, with standard deviation 0.01.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.random((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "uniform",
    "Your weights are evenly spread between -0.01 and 0.01. The contract asks for normal ones with "
    "standard deviation 0.01.",
)
def _(n_in, n_out, rng):
    return rng.uniform(-0.01, 0.01, (n_in, n_out)), np.zeros(n_out)
