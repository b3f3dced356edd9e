"""The exercise `apply`: compute, and note the way back."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.autograd.arithmetic import add_backward, divide_backward, multiply_backward
from nncourse.autograd.node import Node
from nncourse.autograd.products import matmul_backward
from nncourse.exercises.autograd.graphs import TOLD, any_node, told
from nncourse.exercises.form import Exercise

# A node before there are operations on it; they come with `apply`.
PlainNode = type("Node", (Node,), dict.fromkeys(("__add__", "__mul__", "__matmul__")))


def applied(answer, forward, backward, parents):
    """What an answer makes of nodes with these arrays."""
    nodes = [PlainNode(array.copy()) for array in parents]
    return told(answer(forward, backward, nodes), nodes)


OPERATIONS = {
    "add": (np.add, add_backward),
    "multiply": (np.multiply, multiply_backward),
    "matmul": (np.matmul, matmul_backward),
    "divide": (np.divide, divide_backward),
    "exp": (np.exp, lambda dC, a: [dC * np.exp(a)]),
    "multiply and add": (lambda a, b, c: a * b + c, lambda dC, a, b, c: [dC * b, dC * a, dC]),
}


def with_operation(name, parents):
    """The arguments: an operation's forward and backward, by its name, and the parents' arrays."""
    return *OPERATIONS[name], parents


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
    build=with_operation,
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
    yield "a sum with a bias", "add", [rng.normal(size=(5, 3)), b]
    yield "a product", "multiply", [A, rng.normal(size=(5, 1))]
    yield "a matrix product", "matmul", [A, B]
    yield "a quotient", "divide", [A, 2 + rng.random((5, 4))]
    yield "one parent", "exp", [A]
    yield "three parents", "multiply and add", [rng.normal(size=3) for _ in range(3)]


PRODUCT = "from nncourse.autograd.node import Node as N; a, b = N(3.0), N(4.0)\n"
NODE = PRODUCT + (
    "c = apply(np.multiply, lambda dC, a, b: (dC * b, dC * a), [a, b]); "
    "c.data, list(c.parents) == [a, b], c.pull(10.0)  # 12, True, 40 and 30"
)


@apply.mistake(
    "backward_called",
    "You call backward while the value is computed. There is no gradient yet: note a function that "
    "will call it.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    value = forward(*arrays)
    return Node(value, parents, backward(np.ones_like(value), *arrays))


@apply.mistake(
    "backward_as_it_is",
    "You note backward itself. It needs the arrays as well, and the walk hands over the gradient "
    "alone: note a function of the gradient that gives it both.",
    NODE,
)
def _(forward, backward, parents):
    return Node(forward(*[parent.data for parent in parents]), parents, backward)


@apply.mistake(
    "arrays_before_the_gradient",
    "Your pull gives backward the arrays first and the gradient last. It takes the gradient first.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), parents, lambda dC: backward(*arrays, dC))


@apply.mistake(
    "arrays_as_parents",
    "The parents of your node are arrays. They are the nodes that came in: arrays have no gradient "
    "to be filled.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), arrays, lambda dC: backward(dC, *arrays))


@apply.mistake(
    "nodes_to_forward",
    "forward is given nodes. It is a function of arrays: take data out of each node first.",
    NODE,
)
def _(forward, backward, parents):
    return Node(forward(*parents), parents, lambda dC: backward(dC, *parents))


@apply.mistake(
    "nodes_to_backward",
    "The value is right; your pull gives backward nodes. It is a function of arrays: give it the "
    "same as forward.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), parents, lambda dC: backward(dC, *parents))


@apply.mistake(
    "list_not_unpacked",
    "forward is given one list. It takes the arrays one by one: a star before the list does that.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(arrays), parents, lambda dC: backward(dC, arrays))


@apply.mistake(
    "parents_forgotten",
    "The value and the pull are there, the parents are not. The walk needs to know whom the "
    "gradients belong to.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), pull=lambda dC: backward(dC, *arrays))


@apply.mistake(
    "no_pull",
    "The value and the parents are there, and there is no pull: no way back is noted.",
    NODE,
)
def _(forward, backward, parents):
    return Node(forward(*[parent.data for parent in parents]), parents)


@apply.mistake(
    "value_alone",
    "Your node holds the value and nothing else. What makes it a part of the graph are its parents "
    "and its pull.",
    NODE,
)
def _(forward, backward, parents):
    return Node(forward(*[parent.data for parent in parents]))


@apply.mistake(
    "upstream_of_ones",
    "Your pull gives backward ones, whatever gradient comes. Hand on the one that it is called "
    "with.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    value = forward(*arrays)
    return Node(value, parents, lambda dC: backward(np.ones_like(value), *arrays))


@apply.mistake(
    "value_for_gradient",
    "Your pull gives backward the value of the node. It needs the gradient, which the pull is "
    "called with.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    value = forward(*arrays)
    return Node(value, parents, lambda dC: backward(value, *arrays))


@apply.mistake(
    "value_too",
    "Your pull gives backward the value besides the gradient and the arrays, one argument too "
    "many. It takes the gradient and the arrays.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    value = forward(*arrays)
    return Node(value, parents, lambda dC: backward(dC, value, *arrays))


@apply.mistake(
    "first_gradient_only",
    "Your pull returns the gradient of the first parent. It returns all that backward gives, one "
    "for each.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return Node(forward(*arrays), parents, lambda dC: backward(dC, *arrays)[0])


@apply.mistake(
    "nothing_from_pull",
    "Your pull returns None. It is to return the gradients, one for each parent; to add them to "
    "grad is the walk's business.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]

    def pull(dC):
        for parent, gradient in zip(parents, backward(dC, *arrays), strict=True):
            parent.grad = parent.grad + gradient

    return Node(forward(*arrays), parents, pull)


@apply.mistake(
    "value_not_in_a_node",
    "You return the value. Put it into a Node, with its parents and its pull.",
    NODE,
)
def _(forward, backward, parents):
    return forward(*[parent.data for parent in parents])


@apply.mistake(
    "pull_without_argument",
    "Your pull takes no argument. The walk calls it with the gradient, which backward needs first.",
    NODE,
)
def _(forward, backward, parents):
    arrays = [parent.data for parent in parents]
    return any_node(forward(*arrays), parents, lambda: backward(*arrays))
