"""The exercise `mul_backward`: back through a product, entry by entry."""
# mypy: allow-untyped-defs

from nncourse.autograd import arithmetic
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
