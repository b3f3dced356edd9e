"""The exercise `apply`: compute, and note the way back."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.autograd.arithmetic import add_backward, divide_backward, multiply_backward
from nncourse.autograd.node import Node
from nncourse.autograd.products import matmul_backward
from nncourse.exercises.autograd.graphs import TOLD, told
from nncourse.exercises.form import Exercise


def applied(answer, forward, backward, parents):
    """What an answer makes of nodes with these arrays."""
    nodes = [Node(array) for array in parents]
    return told(answer(forward, backward, nodes), nodes)


apply = Exercise(
    id="autograd.apply",
    title="Compute, and note the way back",
    points=3,
    reference=engine.apply,
    contract='''
def apply(forward, backward, parents):
    """Compute a value from nodes, and note how its gradient is handed back.

    forward: takes the parents' arrays, such as np.add(a, b), and returns
        the value.
    backward: takes the gradient with respect to the value, then the same
        arrays, such as add_backward(dC, a, b), and returns the gradients
        with respect to them, one for each.
    parents: a list or tuple of nodes.
    Returns a Node: the value, its parents, and as pull a function of the
    gradient alone, which returns what backward does.
    """
    ...
''',
    outcomes=("Turn a forward and its backward into an operation that is noted in the graph.",),
    axes={},
    returns=TOLD,
    use=applied,
    hints=(
        "forward and backward know arrays and no nodes. So first take the arrays out of the nodes: "
        "each has its own in data.",
        "forward(*arrays) hands over a list as single arguments. backward is not called yet: what "
        "is noted is a function that will call it.",
        "The pull is a lambda with one argument, the gradient. It calls backward with the gradient "
        "first and the arrays after it.",
    ),
    experiment="from nncourse.autograd.node import Node as N\n"
    "c = apply(np.multiply, lambda dC, a, b: (dC * b, dC * a), [N(3.0), N(4.0)]); "
    "c.data, c.pull(10.0)  # 12, then 40 and 30",
)


@apply.probes
def _(rng):
    A, B, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    yield "a sum with a bias", np.add, add_backward, [rng.normal(size=(5, 3)), b]
    yield "a product", np.multiply, multiply_backward, [A, rng.normal(size=(5, 1))]
    yield "a matrix product", np.matmul, matmul_backward, [A, B]
    yield "a quotient", np.divide, divide_backward, [A, 2 + rng.random((5, 4))]
    yield "one parent", np.exp, lambda dC, a: [dC * np.exp(a)], [A]
    yield (
        "three parents",
        lambda a, b, c: a * b + c,
        lambda dC, a, b, c: [dC * b, dC * a, dC],
        [rng.normal(size=3), rng.normal(size=3), rng.normal(size=3)],
    )
