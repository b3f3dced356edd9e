"""The exercise `run_backward`: walk back and fill in the gradients."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.autograd.node import Node
from nncourse.exercises.form import Exercise


def walked(answer, graph):
    """The gradients after a number of walks, by letter, and the data of the nodes.

    The steps of a graph are arrays that are given, or operations with the numbers of their
    operands. The last one is the root.
    """
    walks, steps = graph
    nodes: list = []
    for step in steps:
        if isinstance(step, np.ndarray):
            nodes.append(Node(step))
        else:
            operation, *operands = step
            nodes.append(getattr(Node, operation)(*(nodes[i] for i in operands)))
    for _ in range(walks):
        answer(nodes[-1])
    letters = [chr(ord("a") + i) for i in range(len(nodes))]
    return (
        {letter: node.grad for letter, node in zip(letters, nodes, strict=True)},
        {letter: node.data for letter, node in zip(letters, nodes, strict=True)},
    )


run_backward = Exercise(
    id="autograd.run_backward",
    title="The walk back",
    points=4,
    reference=engine.run_backward,
    contract='''
def run_backward(root):
    """Walk from the root to everything it was made from; fill in gradients.

    root: a Node. Each node has data, grad, parents and pull: node.pull(grad)
        returns the gradients with respect to its parents, one for each. A
        node that was given has no parents, and None for pull.
    Sets grad of every node that root was made from to the gradient of root
    with respect to it, an array of its shape. What an earlier walk left in
    grad does not count. The grad of root itself is ones.
    No data are changed. Returns nothing.
    """
    ...
''',
    outcomes=(
        "Write the backward pass of any graph.",
        "Say why gradients that come in from several sides are added.",
    ),
    axes={},
    returns=("grad", "data"),
    use=walked,
    hints=(
        "Three things in a row: set every grad back to zeros, set the root's to ones, then hand on "
        "gradients, node by node. The second part of the work is the order, and you have it.",
        "Loop over topological_order(root). A node's turn comes when its own grad is complete; "
        "then its pull tells what its parents get.",
        "zip goes through node.parents and what node.pull(node.grad) returns side by side. Each "
        "parent adds its part to its grad; leave out nodes whose pull is None.",
    ),
    experiment="from nncourse.autograd.node import Node as N; a = N(3.0); b = a + a; c = b + b\n"
    "run_backward(c); a.grad, b.grad, c.grad  # 4, 2, 1",
)


@run_backward.probes
def _(rng):
    def normal(*shape):
        return np.asarray(rng.normal(size=shape))

    add, mul, matmul, total = "__add__", "__mul__", "__matmul__", "sum"
    yield "a node that was given", (1, [normal(2, 3)])
    yield "a product", (1, [normal(), normal(), (mul, 0, 1)])
    yield "a value that is used twice in each step", (1, [normal(3), (add, 0, 0), (mul, 1, 1)])
    yield (
        "a long way and a short one",
        (1, [normal(2), (mul, 0, 0), (mul, 1, 0), (add, 0, 2), (mul, 3, 1)]),
    )
    yield (
        "a short way and a long one",
        (1, [normal(2), (mul, 0, 0), (mul, 1, 1), (mul, 2, 0), (add, 3, 1)]),
    )
    yield (
        "a layer with its loss",
        (
            1,
            [
                *(normal(5, 4), normal(4, 3), normal(3)),
                *((matmul, 0, 1), (add, 3, 2), (mul, 4, 4), (total, 5)),
            ],
        ),
    )
    yield "a sum whose operands are shared", (1, [normal(3), normal(3), (add, 0, 1), (add, 2, 0)])
    yield (
        "a graph that was walked before",
        (2, [normal(2, 3), normal(3), (mul, 0, 1), (mul, 2, 0), (total, 3)]),
    )
    yield (
        "a value that nobody uses",
        (1, [normal(2), (mul, 0, 0), (add, 0, 0), (mul, 2, 0)]),
    )
