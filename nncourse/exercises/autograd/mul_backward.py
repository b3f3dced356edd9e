"""The exercise `mul_backward`: back through a product, entry by entry."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import arithmetic
from nncourse.autograd.broadcasting import unbroadcast
from nncourse.exercises.autograd.operands import pairs
from nncourse.exercises.form import Exercise

mul_backward = Exercise(
    id="autograd.mul_backward",
    title="Back through a product",
    points=2,
    reference=arithmetic.multiply_backward,
    contract='''
def mul_backward(dC, a, b):
    """Pull the upstream gradient back through C = a * b, entry by entry.

    dC: gradient of the loss with respect to C, of the shape that a and b
        broadcast to.
    a, b: the arrays that were multiplied.
    Returns the gradients with respect to a and to b, of their shapes.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Hand a gradient on through a product, to operands of different shapes.",),
    axes={},
    returns=("da", "db"),
    hints=(
        "c = a b. Nudge a by h: c moves by b h. So how much of the gradient does a get?",
        "Each operand gets the upstream gradient times the other operand. Both products have the "
        "shape of C; the gradients must have the shapes of a and b.",
        "First multiply, then unbroadcast: what was stretched met a different factor each time.",
    ),
    experiment="G = np.array([[1.0, 10.0]])\n"
    "mul_backward(G, np.array([[2.0, 3.0]]), np.array([5.0]))  # [[5, 50]] and [32]",
)

mul_backward.probes(pairs)


ONE = (
    "G, one = np.array([10.0]), np.array([1.0])\nmul_backward(G, 2 * one, 3 * one)  # [30] and [20]"
)


@mul_backward.mistake(
    "own_operand",
    "Each gets the upstream gradient times itself. The slope of a b in a is b: times the other.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC * a, a.shape), unbroadcast(dC * b, b.shape)


@mul_backward.mistake(
    "upstream_forgotten",
    "You return the slopes: b for a, and a for b. They are still to be multiplied by the upstream "
    "gradient.",
    ONE,
)
def _(dC, a, b):
    ones = np.ones_like(dC)
    return unbroadcast(ones * b, a.shape), unbroadcast(ones * a, b.shape)


@mul_backward.mistake(
    "operands_exchanged",
    "You return the two operands, exchanged. These are the slopes; what goes back is dC times the "
    "slope, in the shape of each operand.",
    ONE,
)
def _(dC, a, b):
    return b, a


@mul_backward.mistake(
    "not_summed",
    "The products are right, in the shape of C. Where an operand was stretched, its gradient has "
    "to be summed to its own shape.",
)
def _(dC, a, b):
    return dC * b, dC * a


@mul_backward.mistake(
    "second_not_summed",
    "The gradient of a has its shape, that of b is left in the shape of C. Either operand may be "
    "the one that was stretched.",
)
def _(dC, a, b):
    return unbroadcast(dC * b, a.shape), dC * a


@mul_backward.mistake(
    "first_not_summed",
    "The gradient of b has its shape, that of a is left in the shape of C. Either operand may be "
    "the one that was stretched.",
    "G = np.array([[1.0, 10.0]])\n"
    "mul_backward(G, np.array([5.0]), np.array([[2.0, 3.0]]))  # [32] and [[5, 50]]",
)
def _(dC, a, b):
    return dC * b, unbroadcast(dC * a, b.shape)


@mul_backward.mistake(
    "summed_too_early",
    "You sum dC first and multiply afterwards. A number that was stretched met another factor in "
    "each place: multiply first, then sum.",
)
def _(dC, a, b):
    return unbroadcast(dC, a.shape) * b, unbroadcast(dC, b.shape) * a


@mul_backward.mistake(
    "summed_too_early_and_again",
    "You sum dC before you multiply, and bring the product to the shape afterwards. By then the "
    "factors that belong to the single places have been mixed up: multiply first.",
)
def _(dC, a, b):
    return (
        unbroadcast(unbroadcast(dC, a.shape) * b, a.shape),
        unbroadcast(unbroadcast(dC, b.shape) * a, b.shape),
    )


@mul_backward.mistake(
    "sum_rule",
    "Both get the gradient as it is. That is the rule for a sum; here a nudge of a moves C by b "
    "times as much.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC, a.shape), unbroadcast(dC, b.shape)


@mul_backward.mistake(
    "times_both",
    "Each gets the upstream gradient times both operands. The slope in a is b alone.",
    ONE,
)
def _(dC, a, b):
    product = dC * a * b
    return unbroadcast(product, a.shape), unbroadcast(product, b.shape)


@mul_backward.mistake(
    "plus_for_times",
    "You add the other operand to the gradient. Slopes along a path multiply.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC + b, a.shape), unbroadcast(dC + a, b.shape)


@mul_backward.mistake(
    "divided",
    "You divide by the other operand. A nudge of a by h moves a b by b h: multiply.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC / b, a.shape), unbroadcast(dC / a, b.shape)


@mul_backward.mistake(
    "mean",
    "Where an operand was stretched, you take the mean of the gradients. They are added: each copy "
    "acts on the loss.",
)
def _(dC, a, b):
    return tuple(
        unbroadcast(dC * other, x.shape) * x.size / dC.size for x, other in ((a, b), (b, a))
    )


@mul_backward.mistake(
    "always_axis_0",
    "You sum over axis 0 wherever the shapes differ. That fits a bias; a column was stretched "
    "along another axis. unbroadcast finds the axes.",
)
def _(dC, a, b):
    return tuple(
        dC * other if dC.shape == x.shape else (dC * other).sum(axis=0)
        for x, other in ((a, b), (b, a))
    )


@mul_backward.mistake(
    "results_exchanged",
    "The two gradients are right, in the other order. The contract asks for that of a first.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC * a, b.shape), unbroadcast(dC * b, a.shape)


@mul_backward.mistake(
    "one_for_both",
    "You return one gradient. There are two operands: return that of a and that of b.",
    ONE,
)
def _(dC, a, b):
    return unbroadcast(dC * b, a.shape)
