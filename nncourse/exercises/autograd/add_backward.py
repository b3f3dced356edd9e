"""The exercise `add_backward`: back through a sum of two arrays."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import arithmetic
from nncourse.autograd.broadcasting import unbroadcast
from nncourse.exercises.autograd.operands import pairs
from nncourse.exercises.form import Exercise

add_backward = Exercise(
    id="autograd.add_backward",
    title="Back through a sum",
    reference=arithmetic.add_backward,
    contract='''
def add_backward(dC, a, b):
    """Pull the upstream gradient back through C = a + b.

    dC: gradient of the loss with respect to C, of the shape that a and b
        broadcast to.
    a, b: the arrays that were added.
    Returns the gradients with respect to a and to b, of their shapes.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Hand a gradient on through a sum, to operands of different shapes.",),
    axes={},
    returns=("da", "db"),
    hints=(
        "Nudge an entry of a by a little. By how much does the entry of C move?",
        "The gradient goes on to both as it is. What is left to do is its shape.",
        "unbroadcast, which you have written, brings dC to the shape of an array; use it twice.",
    ),
    experiment="G = np.array([[1.0, 2.0], [10.0, 20.0]])\n"
    "add_backward(G, np.ones((2, 2)), np.ones(2))  # [[1, 2], [10, 20]] and [11, 22]",
)

add_backward.probes(pairs)


@add_backward.mistake(
    "not_summed",
    "Both get the gradient in the shape of C. An operand that was stretched has a smaller shape: "
    "what its copies get is one number's, and is summed.",
)
def _(dC, a, b):
    return dC, dC.copy()


@add_backward.mistake(
    "second_not_summed",
    "You bring the gradient of a to its shape, and not that of b. Either may be the one that was "
    "stretched.",
)
def _(dC, a, b):
    return unbroadcast(dC, a.shape), dC


@add_backward.mistake(
    "first_not_summed",
    "You bring the gradient of b to its shape, and not that of a. Either may be the one that was "
    "stretched.",
    "G = np.array([[1.0, 2.0], [10.0, 20.0]])\n"
    "add_backward(G, np.ones(2), np.ones((2, 2)))  # [11, 22] and [[1, 2], [10, 20]]",
)
def _(dC, a, b):
    return dC, unbroadcast(dC, b.shape)


@add_backward.mistake(
    "always_axis_0",
    "You sum over axis 0 wherever the shapes differ. That is right for a bias; a column was "
    "stretched along another axis. unbroadcast finds the axes.",
    "G = np.array([[1.0, 2.0], [10.0, 20.0]])\n"
    "add_backward(G, np.ones((2, 2)), np.ones((2, 1)))  # [[1, 2], [10, 20]] and [[3], [30]]",
)
def _(dC, a, b):
    return tuple(dC if dC.shape == x.shape else dC.sum(axis=0) for x in (a, b))


@add_backward.mistake(
    "product_rule",
    "You multiply by the other operand. That is the rule for a product; in a sum a nudge of one "
    "operand moves C by as much, whatever the other is.",
    "one, G = np.array([2.0]), np.array([3.0])\nadd_backward(G, one, 5 * one)  # [3] and [3]",
)
def _(dC, a, b):
    return unbroadcast(dC * b, a.shape), unbroadcast(dC * a, b.shape)


@add_backward.mistake(
    "times_itself",
    "You multiply the gradient by the operand itself. The slope of a sum is 1 in either operand.",
    "one, G = np.array([2.0]), np.array([3.0])\nadd_backward(G, one, 5 * one)  # [3] and [3]",
)
def _(dC, a, b):
    return unbroadcast(dC * a, a.shape), unbroadcast(dC * b, b.shape)


@add_backward.mistake(
    "ones",
    "You return the slopes, which are 1. What goes back is the upstream gradient times the slope.",
)
def _(dC, a, b):
    ones = np.ones_like(dC)
    return unbroadcast(ones, a.shape), unbroadcast(ones, b.shape)


@add_backward.mistake(
    "ones_in_the_shapes",
    "You return ones in the shapes of a and b. A backward hands the upstream gradient dC on; the "
    "slope of 1 leaves it as it is.",
)
def _(dC, a, b):
    return np.ones_like(a), np.ones_like(b)


@add_backward.mistake(
    "minus",
    "b gets the gradient with a minus. That is the rule for a difference; in a sum both get it as "
    "it is.",
)
def _(dC, a, b):
    return unbroadcast(dC, a.shape), unbroadcast(-dC, b.shape)


@add_backward.mistake(
    "half_each",
    "You share the gradient out, half for each. Nothing is shared: a nudge of either operand moves "
    "C in full.",
)
def _(dC, a, b):
    return unbroadcast(dC / 2, a.shape), unbroadcast(dC / 2, b.shape)


@add_backward.mistake(
    "mean",
    "Where an operand was stretched, you take the mean of the gradients. They are added: each copy "
    "acts on the loss.",
)
def _(dC, a, b):
    return tuple(unbroadcast(dC, x.shape) * x.size / max(dC.size, 1) for x in (a, b))


@add_backward.mistake(
    "shapes_exchanged",
    "The gradient of a has the shape of b, and the other way round. Each has the shape of its own "
    "operand, in the order a, b.",
)
def _(dC, a, b):
    return unbroadcast(dC, b.shape), unbroadcast(dC, a.shape)


@add_backward.mistake(
    "one_for_both",
    "You return one array. There are two operands: return two gradients, that of a and that of b.",
)
def _(dC, a, b):
    return unbroadcast(dC, a.shape)


@add_backward.mistake(
    "forward_again",
    "You return the sum itself, which is the forward. The backward hands dC back.",
    "one, G = np.array([2.0]), np.array([3.0])\nadd_backward(G, one, 5 * one)  # [3] and [3]",
)
def _(dC, a, b):
    return a + b


@add_backward.mistake(
    "added_to_the_operands",
    "You add the gradient to the operands. The contract asks for the gradients alone; nobody takes "
    "a step here.",
)
def _(dC, a, b):
    return a + unbroadcast(dC, a.shape), b + unbroadcast(dC, b.shape)
