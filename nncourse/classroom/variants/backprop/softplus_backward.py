"""The variant `softplus_backward`: back through a ReLU without a corner."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, floats, shape
from nncourse.exercises import probes


def right(dA, A):
    """The upstream gradient times the slope, 1 - exp(-a), without overflow.

    The slope of log(1 + exp(z)) is exp(z) / (1 + exp(z)), and exp(a) = 1 + exp(z).

    Source: Dugas et al. (2001).
    """
    return dA * -np.expm1(-A)


softplus_backward = Graded(
    id="backprop.softplus_backward",
    title="Back through softplus",
    like="backprop.sigmoid_backward",
    points=3,
    reference=right,
    contract='''
def softplus_backward(dA, A):
    """Pull the upstream gradient back through A = log(1 + exp(Z)).

    dA: gradient of the loss with respect to A, any shape.
    A: what the forward returned, the same shape; above 0. Z is not given.
    Returns the gradient with respect to Z, the same shape. Outputs of 1000
    raise no warning. Nothing is changed.
    """
    ...
''',
    outcomes=("Express a slope by the output of the forward, and compute it safely.",),
    axes={"dA": "m n", "A": "m n", "dZ": "m n"},
    returns="dZ",
    stable=True,
    properties=(
        shape(lambda dA, A: A.shape),
        floats,
        finite,
        Property(
            "no entry larger than the gradient from above",
            lambda dZ, dA, A: np.all(np.abs(dZ) <= np.abs(dA) * (1 + 1e-6)),
        ),
    ),
    hints=(
        "Differentiate log(1 + exp(z)) by the chain rule. You should meet the sigmoid of z.",
        "z is not given, but exp(a) = 1 + exp(z). So what is exp(z)? Put that into the slope.",
        "Divide numerator and denominator by exp(a): then only exp(-a) is left, which never "
        "overflows, because a is positive.",
    ),
    experiment="softplus_backward(np.array([8.0, 8.0]), np.log([2.0, 4.0]))\n"
    "# slopes 1/2 and 3/4: 4, 6",
)


@softplus_backward.probes
def _(rng):
    for case in probes.cases():
        A = np.logaddexp(0, 2 * case.normal(rng, "m n")).astype(case.dtype)
        yield case.label, case.normal(rng, "m n"), A
    yield "outputs near 0", rng.normal(size=4), np.array([1e-9, 1e-4, 0.01, 0.3])
    yield "outputs of 1000", rng.normal(size=(2, 3)), np.array([[1000.0, 1.0, 800.0]] * 2)


def with_slope(slope):
    """A backward with this slope, `slope(A)`."""
    return lambda dA, A: dA * slope(A)


@softplus_backward.mistake(
    "upstream_forgotten",
    "You return the slopes. They multiply the gradient that comes from above, dA.",
)
def _(dA, A):
    return -np.expm1(-A)


softplus_backward.mistake(
    "sigmoid_of_the_output",
    "You take the sigmoid of A. The slope is the sigmoid of z, and A is what came out: write it "
    "with exp(a) = 1 + exp(z).",
)(with_slope(lambda A: 1 / (1 + np.exp(-A))))

softplus_backward.mistake(
    "sigmoids_backward",
    "a * (1 - a) is the slope of the sigmoid. Softplus is another function.",
)(with_slope(lambda A: A * (1 - A)))

softplus_backward.mistake(
    "one_missing",
    "Your slope is exp(-a), which goes to 0 for large outputs. There softplus is nearly a straight "
    "line: what goes to 1 instead?",
)(with_slope(lambda A: np.exp(-A)))

softplus_backward.mistake(
    "sign",
    "The sign is turned round. Softplus rises everywhere, so its slope is positive.",
)(with_slope(lambda A: np.expm1(-A)))

softplus_backward.mistake(
    "added",
    "You add the exponential to 1. No slope of softplus is above 1.",
)(with_slope(lambda A: 1 + np.exp(-A)))

softplus_backward.mistake(
    "relus_doors",
    "Everything passes: A is never 0 here, so the doors of ReLU are all open. Softplus has slopes "
    "between 0 and 1.",
)(with_slope(lambda A: A > 0))

softplus_backward.mistake(
    "passes_the_output",
    "You multiply by the output itself. Multiply by the slope.",
)(with_slope(lambda A: A))

softplus_backward.mistake(
    "tanh_for_sigmoid",
    "You take tanh, which is another curve from 0 to 1.",
)(with_slope(np.tanh))

softplus_backward.mistake(
    "half_a_sigmoid",
    "Your numerator is right. In the denominator you wrote exp(a) where exp(z) belongs: with z it "
    "becomes simpler.",
)(with_slope(lambda A: -np.expm1(-A) / (1 + np.exp(-A))))

softplus_backward.mistake(
    "overflow",
    "Your slopes are right as long as exp(a) is finite. Outputs of 1000 overflow: divide numerator "
    "and denominator by it.",
    "softplus_backward(np.array([3.0]), np.array([1000.0]))\n# a straight line there: 3",
)(with_slope(lambda A: (np.exp(A) - 1) / np.exp(A)))


@softplus_backward.mistake(
    "divided",
    "You divide by the slope. The chain rule multiplies.",
)
def _(dA, A):
    return dA / -np.expm1(-A)


@softplus_backward.mistake(
    "in_place",
    "The values are right, but you write them into the caller's dA. Make a new array.",
    "g = np.ones(2); softplus_backward(g, np.log([2.0, 4.0]))\ng  # still 1 and 1",
)
def _(dA, A):
    dA *= -np.expm1(-A)
    return dA


@softplus_backward.mistake(
    "matrix_product",
    "You use a matrix product. Softplus works entry by entry, so each gradient meets its own "
    "slope.",
    "softplus_backward(np.ones((2, 3)), np.ones((2, 3))).shape\n# the shape stays (2, 3)",
)
def _(dA, A):
    return dA @ -np.expm1(-A.T)
