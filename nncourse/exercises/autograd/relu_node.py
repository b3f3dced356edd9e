"""The exercise `relu_node`: ReLU as an operation of the engine."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.exercises import probes
from nncourse.exercises.autograd.graphs import TOLD, of_one_node
from nncourse.exercises.form import Exercise

relu_node = Exercise(
    id="autograd.relu_node",
    title="ReLU as an operation",
    points=2,
    reference=engine.relu_node,
    contract='''
def relu_node(Z):
    """ReLU of a node.

    Z: a Node; its data have any shape. They are not changed.
    Returns a Node: its data are relu(Z.data), its parent is Z. Its pull takes
    the gradient with respect to its data, and returns a list with one entry:
    the gradient with respect to Z.data.
    """
    ...
''',
    outcomes=("Write an operation with one parent, which keeps what its way back needs.",),
    axes={},
    returns=(*TOLD, "the data of Z afterwards"),
    use=of_one_node,
    hints=(
        "You have relu and relu_backward from earlier chapters. What is new is to join them in a "
        "node.",
        "Node takes three things: the value, a tuple of the parents, and the pull. A tuple of one "
        "is written (Z,).",
        "Give relu(Z.data) a name, so that the pull can use it: a function remembers the names "
        "around it. The pull is a lambda that returns a list with one array in it.",
    ),
    experiment="from nncourse.autograd.node import Node as N\n"
    "node = relu_node(N([-1.0, 2.0, 3.0])); node.data, node.pull(np.array([5.0, -6.0, 7.0]))"
    "  # [0, 2, 3], then [0, -6, 7]",
)


@relu_node.probes
def _(rng):
    for case in probes.cases():
        yield case.label, case.normal(rng, "m n")
    yield "a vector with zeros in it", np.array([0.0, -1.0, 2.0, 0.0, 0.5])
    yield "a stack of pictures", rng.normal(size=(2, 3, 4))
