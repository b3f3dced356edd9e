"""The exercise `add_backward`: back through a sum of two arrays."""
# mypy: allow-untyped-defs

from nncourse.autograd import arithmetic
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
