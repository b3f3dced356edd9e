"""The exercise `relu_node`: ReLU as an operation of the engine."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.activations import relu
from nncourse.autograd import node as engine
from nncourse.autograd.node import Node
from nncourse.exercises import probes
from nncourse.exercises.autograd.graphs import TOLD, any_node, of_one_node
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
    Returns a Node: its data are relu(Z.data), its parent is Z. Its pull
    takes the gradient with respect to its data, and returns a list with
    one entry: the gradient with respect to Z.data.
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


NODE = (
    "from nncourse.autograd.node import Node as N; z = N([-1.0, 2.0]); a = relu_node(z)\n"
    "a.data, list(a.parents) == [z], a.pull(np.array([5.0, -6.0])), z.data"
    "  # [0, 2], True, [0, -6], [-1, 2]"
)


@relu_node.mistake(
    "array_not_in_a_list",
    "The gradient is right, but it is not in a list. The walk goes through parents and gradients "
    "side by side: with one parent it needs a list with one array.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return any_node(A, (Z,), lambda dA: dA * (A > 0))


@relu_node.mistake(
    "upstream_forgotten",
    "Your pull returns the mask of ones and zeros. It says which gradients pass; what passes is "
    "the gradient that the pull is given.",
    NODE,
)
def _(Z):
    return Node(relu(Z.data), (Z,), lambda dA: [(Z.data > 0).astype(float)])


@relu_node.mistake(
    "greater_or_equal",
    "Everything passes back. Where the forward gave 0 the door was shut; and a mask that asks "
    "whether the output is >= 0 is true everywhere, because the output is never negative.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, (Z,), lambda dA: [dA * (A >= 0)])


@relu_node.mistake(
    "open_at_zero",
    "Almost right: at an input of exactly 0 the gradient must not pass. As in relu_backward, it is "
    "0 where the output is 0.",
    "from nncourse.autograd.node import Node as N\n"
    "relu_node(N([0.0, 2.0])).pull(np.array([5.0, 6.0]))  # [0, 6]",
)
def _(Z):
    return Node(relu(Z.data), (Z,), lambda dA: [dA * (Z.data >= 0)])


@relu_node.mistake(
    "relu_of_gradient",
    "Your pull applies ReLU to the gradient. A gradient passes with either sign; what decides is "
    "the value in the forward.",
    NODE,
)
def _(Z):
    return Node(relu(Z.data), (Z,), lambda dA: [relu(dA)])


@relu_node.mistake(
    "mask_of_gradient",
    "The doors ask whether the gradient is positive, and let the value through. It is the other "
    "way round: the value decides, the gradient passes.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, (Z,), lambda dA: [A * (dA > 0)])


@relu_node.mistake(
    "times_output",
    "Your pull multiplies by the output. The slope is 1 where ReLU is open, whatever the value.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, (Z,), lambda dA: [dA * A])


@relu_node.mistake(
    "relu_left_out",
    "The way back is right, but the data are Z.data as they came: ReLU is missing on the way "
    "forward.",
    NODE,
)
def _(Z):
    return Node(Z.data, (Z,), lambda dA: [dA * (Z.data > 0)])


@relu_node.mistake(
    "written_into_the_parent",
    "You write zeros into Z.data. They belong to another node, which may be used elsewhere: make a "
    "new array.",
    NODE,
)
def _(Z):
    A = Z.data
    A[A < 0] = 0
    return Node(A, (Z,), lambda dA: [dA * (A > 0)])


@relu_node.mistake(
    "parent_forgotten",
    "Your node has no parent. The walk would end here, and nothing behind it would learn.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, pull=lambda dA: [dA * (A > 0)])


@relu_node.mistake(
    "parent_not_in_a_tuple",
    "parents is the node itself. It is a tuple of nodes, and a tuple of one is written with a "
    "comma: (Z,).",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, Z, lambda dA: [dA * (A > 0)])


@relu_node.mistake(
    "array_as_parent",
    "The parent of your node is an array. It is the node Z: an array has no gradient to be filled.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return Node(A, (Z.data,), lambda dA: [dA * (A > 0)])


@relu_node.mistake(
    "no_pull",
    "The value and the parent are there, and there is no pull: no way back is noted.",
    NODE,
)
def _(Z):
    return Node(relu(Z.data), (Z,))


@relu_node.mistake(
    "pull_called",
    "What you note as pull is an array, not a function: the backward was called at once. There is "
    "no gradient yet; note a function that will call it.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return any_node(A, (Z,), 1.0 * (A > 0))


@relu_node.mistake(
    "nothing_from_pull",
    "Your pull returns None. It is to return the gradients, one for each parent; to add them to "
    "grad is the walk's business.",
    NODE,
)
def _(Z):
    A = relu(Z.data)

    def pull(dA):
        Z.grad = Z.grad + dA * (A > 0)

    return Node(A, (Z,), pull)


@relu_node.mistake(
    "value_not_in_a_node",
    "You return an array. Put it into a Node, with its parent and its pull.",
    NODE,
)
def _(Z):
    return relu(Z.data)


@relu_node.mistake(
    "pull_without_argument",
    "Your pull takes no argument. The walk calls it with the gradient.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return any_node(A, (Z,), lambda: [A > 0])


@relu_node.mistake(
    "pull_of_two_arguments",
    "Your pull takes two arguments, as relu_backward does. The walk has only the gradient: note a "
    "function of one argument that knows the other.",
    NODE,
)
def _(Z):
    A = relu(Z.data)
    return any_node(A, (Z,), lambda dA, A: [dA * (A > 0)])
