"""The variant `elu_backward`: back through an activation that levels off."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, floats, shape
from nncourse.exercises import probes


def right(dA, A, alpha=1.0):
    """The upstream gradient times the slope: 1 above zero, and alpha exp(z) = a + alpha below."""
    return dA * np.where(A > 0, 1, A + alpha)


elu_backward = Graded(
    id="backprop.elu_backward",
    title="Back through ELU",
    like="backprop.relu_backward",
    points=3,
    reference=right,
    contract='''
def elu_backward(dA, A, alpha=1.0):
    """Pull the upstream gradient back through A = elu(Z, alpha).

    The forward is z where z > 0, else alpha * (exp(z) - 1), entry by entry.
    dA: gradient of the loss with respect to A, any shape.
    A: what the forward returned, the same shape.
    alpha: as in the forward.
    Returns the gradient with respect to Z, the same shape. Where A is 0,
    the slope of the lower formula counts. Nothing is changed.
    """
    ...
''',
    outcomes=("Read a slope off a forward's output.",),
    axes={"dA": "m n", "A": "m n", "alpha": "", "dZ": "m n"},
    returns="dZ",
    properties=(shape(lambda dA, *_: dA.shape), floats, finite),
    hints=(
        "Differentiate both formulas. The slope of the lower one is an exponential, which is "
        "hidden in the output.",
        "Below zero the slope is alpha * exp(z). Solve a = alpha * (exp(z) - 1) for it.",
        "np.where chooses between the two slopes by the sign of A. The upstream gradient is "
        "multiplied by what it chose.",
    ),
    experiment="elu_backward(np.array([10.0, 10.0]), np.array([3.0, -0.2]), 0.5)\n"
    "# slopes 1 and 0.3: 10, 3",
)


def levelled_off(Z, alpha):
    """What the forward gives, for inputs that do not overflow."""
    return np.where(Z > 0, Z, alpha * (np.exp(Z) - 1))


@elu_backward.probes
def _(rng):
    for case in probes.cases():
        alpha = float(rng.uniform(0.4, 0.8))
        A = levelled_off(case.normal(rng, "m n"), alpha).astype(case.dtype)
        yield case.label, case.normal(rng, "m n"), A, alpha
    yield "the default alpha", rng.normal(size=7), levelled_off(rng.normal(size=7), 1.0)
    yield "outputs of zero", rng.normal(size=4), np.array([0.0, 0.0, 1.0, -0.3]), 0.6
    yield "outputs that have levelled off", rng.normal(size=3), np.full(3, -1.5), 1.5


def with_slope(slope):
    """A backward with this slope, `slope(A, alpha)`."""
    return lambda dA, A, alpha=1.0: dA * slope(A, alpha)


@elu_backward.mistake(
    "upstream_forgotten",
    "You return the slopes. They multiply the gradient that comes from above, dA.",
)
def _(dA, A, alpha=1.0):
    return np.where(A > 0, 1, A + alpha)


elu_backward.mistake(
    "relus_doors",
    "Where A is not positive your gradient is 0: that is ReLU. ELU still has a slope there.",
)(with_slope(lambda A, alpha: A > 0))

elu_backward.mistake(
    "leaky",
    "Below zero your slope is alpha everywhere, as for leaky ReLU. The curve levels off: the "
    "further down, the flatter it is.",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, alpha)))

elu_backward.mistake(
    "alpha_left_out",
    "Below zero you take the output alone as slope, and it is negative there. The curve rises "
    "everywhere: what is missing?",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, A)))

elu_backward.mistake(
    "one_for_alpha",
    "Below zero your slope is right for an alpha of 1 only. Solve the forward for its exponential "
    "again, with alpha in it.",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, A + 1)))

elu_backward.mistake(
    "output_for_input",
    "You exponentiate A. The exponential of the slope is that of z, and A is what came out; it can "
    "be read off A without np.exp.",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, alpha * np.exp(np.minimum(A, 0)))))

elu_backward.mistake(
    "both_sides",
    "You take the lower slope for positive outputs as well. There the curve is a straight line of "
    "slope 1.",
)(with_slope(lambda A, alpha: A + alpha))

elu_backward.mistake(
    "sides_swapped",
    "The sides are exchanged: slope 1 belongs to the positive outputs.",
)(with_slope(lambda A, alpha: np.where(A > 0, A + alpha, 1)))

elu_backward.mistake(
    "times_alpha_again",
    "Below zero there is an alpha too much: it is in A already.",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, alpha * (A + alpha))))

elu_backward.mistake(
    "alpha_minus_output",
    "Below zero you take the output off alpha, and the curve gets steeper downwards. It levels "
    "off.",
)(with_slope(lambda A, alpha: np.where(A > 0, 1, alpha - A)))

elu_backward.mistake(
    "output_passed_on",
    "Where A is positive you multiply by A. The slope there is 1, whatever the value.",
)(with_slope(lambda A, alpha: np.where(A > 0, A, A + alpha)))


@elu_backward.mistake(
    "sign_of_the_gradient",
    "You look at the sign of dA. What decides is on which side the forward was: the sign of A.",
)
def _(dA, A, alpha=1.0):
    return dA * np.where(dA > 0, 1, A + alpha)


@elu_backward.mistake(
    "in_place",
    "The values are right, but you write them into the caller's dA. Make a new array.",
    "g = np.ones(2); elu_backward(g, np.array([1.0, -0.5]))\ng  # still 1 and 1",
)
def _(dA, A, alpha=1.0):
    dA *= np.where(A > 0, 1, A + alpha).astype(dA.dtype)
    return dA
