"""The exercise `run_backward`: walk back and fill in the gradients."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.autograd.arithmetic import add_backward, multiply_backward
from nncourse.autograd.graph import topological_order
from nncourse.autograd.node import Node
from nncourse.autograd.products import matmul_backward
from nncourse.autograd.reductions import sum_backward
from nncourse.exercises.form import Exercise

OPERATIONS: dict[str, tuple] = {
    "+": (np.add, add_backward),
    "*": (np.multiply, multiply_backward),
    "@": (np.matmul, matmul_backward),
    "sum": (np.sum, lambda dS, a: [sum_backward(dS, a.shape)]),
}


def walked(answer, graph):
    """The gradients after a number of walks, by letter, and the data of the nodes.

    The steps of a graph are arrays that are given, or operations with the numbers of their
    operands. The last one is the root.
    """
    walks, steps = graph
    nodes: list = []
    for step in steps:
        if isinstance(step, np.ndarray):
            nodes.append(Node(step.copy()))
        else:
            operation, *operands = step
            forward, backward = OPERATIONS[operation]
            nodes.append(engine.apply(forward, backward, [nodes[i] for i in operands]))
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

    root: a Node. Each node has data, grad, parents and pull:
        node.pull(grad) returns the gradients with respect to its parents,
        one for each. A node that was given has no parents, and None for
        pull.
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

    yield "a node that was given", (1, [normal(2, 3)])
    yield "a product", (1, [normal(), normal(), ("*", 0, 1)])
    yield "a value that is used twice in each step", (1, [normal(3), ("+", 0, 0), ("*", 1, 1)])
    yield (
        "a long way and a short one",
        (1, [normal(2), ("*", 0, 0), ("*", 1, 0), ("+", 0, 2), ("*", 3, 1)]),
    )
    yield (
        "a short way and a long one",
        (1, [normal(2), ("*", 0, 0), ("*", 1, 1), ("*", 2, 0), ("+", 1, 3)]),
    )
    yield (
        "a layer with its loss",
        (
            1,
            [
                *(normal(5, 4), normal(4, 3), normal(3)),
                *(("@", 0, 1), ("+", 3, 2), ("*", 4, 4), ("sum", 5)),
            ],
        ),
    )
    drawn = [(str(rng.choice(["+", "*"])), *map(int, rng.integers(0, n, 2))) for n in range(3, 10)]
    latest = [("+", n - 1, int(rng.integers(0, n))) for n in range(10, 16)]
    yield "a graph of sixteen nodes", (1, [normal(), normal(), normal(), *drawn, *latest])
    yield "a sum whose operands are shared", (1, [normal(3), normal(3), ("+", 0, 1), ("+", 2, 0)])
    yield (
        "a graph that was walked before",
        (2, [normal(2, 3), normal(3), ("*", 0, 1), ("*", 2, 0), ("sum", 3)]),
    )
    yield (
        "a value that nobody uses",
        (1, [normal(2), ("*", 0, 0), ("+", 0, 0), ("*", 2, 0)]),
    )


TWICE = (
    "from nncourse.autograd.node import Node as N; a = N(3.0); b = a + a; c = b * b\n"
    "run_backward(c); a.grad, b.grad, c.grad  # 24, 12, 1"
)
LONG_AND_SHORT = (
    "from nncourse.autograd.node import Node as N; a = N(2.0); b = a * a; c = b * a; d = c + b\n"
    "run_backward(d); a.grad, b.grad, c.grad, d.grad  # 16, 3, 1, 1"
)
AGAIN = (
    "from nncourse.autograd.node import Node as N; a, b = N(3.0), N(4.0); c = a * b\n"
    "run_backward(c); run_backward(c); a.grad, b.grad, c.grad  # 4, 3, 1"
)
ARRAYS = (
    "from nncourse.autograd.node import Node as N; a, b = N([3.0, 5.0]), N([4.0, 7.0]); "
    "c = a * b\n"
    "run_backward(c); a.grad, b.grad, c.grad  # [4, 7], [3, 5], [1, 1]"
)


def start(root):
    """The right beginning: the order, with gradients of zeros, and ones at the root."""
    order = topological_order(root)
    for node in order:
        node.grad = np.zeros_like(node.data)
    root.grad = np.ones_like(root.data)
    return order


def handed_back(node):
    """The parents of a node, each with what it gets."""
    return zip(node.parents, node.pull(node.grad) if node.pull else (), strict=True)


@run_backward.mistake(
    "set_not_added",
    "You set the parents' grad with =. A node that was used twice gets gradients from two sides, "
    "and only the last is left: add, with +=.",
    TWICE,
)
def _(root):
    for node in start(root):
        for parent, gradient in handed_back(node):
            parent.grad = gradient


@run_backward.mistake(
    "first_gradient_kept",
    "Of several gradients that a node gets, you keep the first. All are added.",
    TWICE,
)
def _(root):
    seen = set()
    for node in start(root):
        for parent, gradient in handed_back(node):
            if parent not in seen:
                seen.add(parent)
                parent.grad = gradient


@run_backward.mistake(
    "one_of_two_operands",
    "Where one node stands on both sides of an operation, one of its two gradients is lost. "
    "Parents as keys of a dictionary, or in a set, come only once; zip has them all.",
    TWICE,
)
def _(root):
    for node in start(root):
        for parent, gradient in dict(handed_back(node)).items():
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "leaves_first",
    "Only the root's parents have gradients. Either the walk ends there, or it begins with the "
    "nodes that were given, which have nothing to hand on yet. It begins at the root and goes on "
    "until every node has had its turn.",
    TWICE,
)
def _(root):
    for node in reversed(start(root)):
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "handed_on_at_once",
    "A node hands its grad on each time something arrives, with what arrived before still in it. "
    "So that counts again. Wait until everything has arrived: take the nodes in topological order.",
    TWICE,
)
def _(root):
    def visit(node):
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
            visit(parent)

    start(root)
    visit(root)


@run_backward.mistake(
    "handed_on_at_once_not_reset",
    "A node hands its grad on each time something arrives, with what arrived before still in it; "
    "and what an earlier walk left in grad counts too. Set all to zeros first, then take the nodes "
    "in topological order.",
    TWICE,
)
def _(root):
    def visit(node):
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
            visit(parent)

    root.grad = np.ones_like(root.data)
    visit(root)


@run_backward.mistake(
    "handed_on_when_first_met",
    "You hand on in the order in which you meet the nodes, so a node that is reached by a short "
    "way passes its grad on before the long way has arrived. Take the nodes in topological order.",
    LONG_AND_SHORT,
)
def _(root):
    start(root)
    queue = [root]
    for node in queue:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
            if parent not in queue:
                queue.append(parent)


@run_backward.mistake(
    "deep_before_wide",
    "You go from the first parent to the end before the second has its turn, and visit each node "
    "once. What arrives there later is not handed on any more: take the nodes in topological "
    "order.",
    LONG_AND_SHORT,
)
def _(root):
    def visit(node):
        seen.add(node)
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
        for parent in node.parents:
            if parent not in seen:
                visit(parent)

    start(root)
    seen: set = set()
    visit(root)


@run_backward.mistake(
    "one_parent_at_a_time",
    "You follow the first parent to the end before the second gets its part, and visit each node "
    "once. What arrives there later is not handed on any more: take the nodes in topological "
    "order.",
    TWICE,
)
def _(root):
    def visit(node):
        seen.add(node)
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
            if parent not in seen:
                visit(parent)

    start(root)
    seen: set = set()
    visit(root)


@run_backward.mistake(
    "not_reset",
    "What an earlier walk left in grad is still there, and the new gradients are added to it. Set "
    "every grad to zeros first.",
    AGAIN,
)
def _(root):
    root.grad = np.ones_like(root.data)
    for node in topological_order(root):
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "given_nodes_not_reset",
    "You set grad back for the nodes that were computed, and not for those that were given. They "
    "keep what an earlier walk left there.",
    AGAIN,
)
def _(root):
    order = topological_order(root)
    for node in order:
        if node.parents:
            node.grad = np.zeros_like(node.data)
    root.grad = np.ones_like(root.data)
    for node in order:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "computed_nodes_not_reset",
    "You set grad back for the nodes that were given, and not for those that were computed. These "
    "hand on what an earlier walk left there.",
    LONG_AND_SHORT.replace("run_backward(d); a", "run_backward(d); run_backward(d); a"),
)
def _(root):
    order = topological_order(root)
    for node in order:
        if not node.parents:
            node.grad = np.zeros_like(node.data)
    root.grad = np.ones_like(root.data)
    for node in order:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "no_ones_at_the_root",
    "All gradients are zero, that of the root too: its ones were never set, or zeros were written "
    "over them. First the zeros everywhere, then the ones at the root.",
    TWICE,
)
def _(root):
    for node in topological_order(root):
        node.grad = np.zeros_like(node.data)


@run_backward.mistake(
    "value_at_the_root",
    "The walk begins with the value of the root. It begins with a gradient: how much the root "
    "moves when the root moves, which is ones.",
    TWICE,
)
def _(root):
    order = start(root)
    root.grad = root.data.copy()
    for node in order:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "number_at_the_root",
    "The root's grad is a single 1. It has to have the shape of the root's data: every entry of it "
    "begins with one.",
    ARRAYS,
)
def _(root):
    order = start(root)
    root.grad = 1.0
    for node in order:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "upstream_of_ones",
    "Every pull is called with ones. It is called with the gradient of its own node, which has "
    "arrived by then: node.grad.",
    TWICE,
)
def _(root):
    for node in start(root):
        if node.pull:
            gradients = node.pull(np.ones_like(node.data))
            for parent, gradient in zip(node.parents, gradients, strict=True):
                parent.grad = parent.grad + gradient


@run_backward.mistake(
    "gradient_of_the_root",
    "Every pull is called with the grad of the root. It is called with the gradient of its own "
    "node: node.grad.",
    TWICE,
)
def _(root):
    for node in start(root):
        if node.pull:
            for parent, gradient in zip(node.parents, node.pull(root.grad), strict=True):
                parent.grad = parent.grad + gradient


@run_backward.mistake(
    "data_for_gradient",
    "Every pull is called with the data of its node. It takes a gradient: node.grad.",
    TWICE,
)
def _(root):
    for node in start(root):
        if node.pull:
            for parent, gradient in zip(node.parents, node.pull(node.data), strict=True):
                parent.grad = parent.grad + gradient


@run_backward.mistake(
    "first_parent_only",
    "Only the first parent of each node gets something. pull returns one gradient for each parent.",
    ARRAYS,
)
def _(root):
    for node in start(root):
        for parent, gradient in list(handed_back(node))[:1]:
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "multiplied",
    "Gradients that come in from several sides are multiplied. Along one way slopes multiply, "
    "which pull has done; ways that meet are added.",
    TWICE,
)
def _(root):
    order = start(root)
    for node in order[1:]:
        node.grad = np.ones_like(node.data)
    for node in order:
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad * gradient


@run_backward.mistake(
    "data_changed",
    "The gradients are added to the data. They belong into grad: a walk changes no value.",
    ARRAYS.replace(
        "a.grad, b.grad, c.grad  # [4, 7], [3, 5], [1, 1]", "a.data, b.data  # [3, 5], [4, 7]"
    ),
)
def _(root):
    for node in start(root):
        for parent, gradient in handed_back(node):
            parent.data = parent.data + gradient
            parent.grad = parent.grad + gradient


@run_backward.mistake(
    "emptied_after_use",
    "A node that has handed its gradient on loses it: it is set to zeros at the wrong moment. Set "
    "all to zeros before the walk, and leave them afterwards.",
    TWICE,
)
def _(root):
    for node in start(root):
        for parent, gradient in handed_back(node):
            parent.grad = parent.grad + gradient
        if node.parents:
            node.grad = np.zeros_like(node.data)


@run_backward.mistake(
    "one_array_for_several",
    "Several nodes share one array as their grad, and += writes into it for all of them. A pull "
    "may return the gradient it was given: begin each grad with zeros of its own, and add to "
    "these.",
    "from nncourse.autograd.node import Node as N; a, b = N([1.0]), N([2.0]); c = a + b; "
    "d = c + a\n"
    "run_backward(d); a.grad, b.grad, c.grad, d.grad  # 2, 1, 1, 1",
)
def _(root):
    order = start(root)
    for node in order[1:]:
        node.grad = None
    for node in order:
        for parent, gradient in handed_back(node):
            if parent.grad is None:
                parent.grad = gradient
            else:
                parent.grad += gradient
