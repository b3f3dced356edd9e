"""The exercise `topological_order`: each node before its parents."""
# mypy: allow-untyped-defs

from nncourse.autograd import graph
from nncourse.autograd.node import Node
from nncourse.exercises.autograd.graphs import numbers_of
from nncourse.exercises.form import Exercise


def order_of(answer, made_from):
    """The order that an answer gives to a graph, as numbers. The root is the last node.

    Node i was made from the nodes with the numbers made_from[i]; some values occur twice.
    """
    nodes: list = []
    for parents in made_from:
        nodes.append(Node(len(nodes) % 3, tuple(nodes[i] for i in parents)))
    order = answer(nodes[-1])
    return numbers_of(order, nodes) if isinstance(order, list | tuple) else order


def rules(order, made_from):
    """What is asked of an order: any that keeps these rules is right."""
    return {
        "the number of times each node comes": [order.count(i) for i in range(len(made_from))],
        "whether each node comes before its parents": [
            i in order and parent in order and order.index(i) < order.index(parent)
            for i, parents in enumerate(made_from)
            for parent in parents
        ],
    }


topological_order = Exercise(
    id="autograd.topological_order",
    title="Each node before its parents",
    points=3,
    reference=graph.topological_order,
    contract='''
def topological_order(root):
    """All nodes that root was made from, itself first, each before its parents.

    root: a node. node.parents are the nodes that a node was made from; a
        node that was given has none. One node may be used many times.
    Returns a list of nodes, each of them once.
    """
    ...
''',
    outcomes=(
        "Put the nodes of a graph in an order in which gradients can be handed on.",
        "Say why a node has to wait until all that was made from it has had its turn.",
    ),
    axes={},
    returns="order",
    use=order_of,
    facts=rules,
    hints=(
        "A node may enter the list when everything that was made from it is in there. It is easier "
        "from the other end: a node may enter when all its parents are in, and the list is turned "
        "round at the end.",
        "Write an inner function visit(node): it visits the parents first, then appends the node. "
        "A set of the nodes seen so far keeps it from visiting one twice.",
        "visit(root) leaves a list that begins with given nodes and ends with the root. Return it "
        "in reverse.",
    ),
    experiment="from nncourse.autograd.node import Node as N; a = N(1.0); b = a + a; c = b + a\n"
    "[float(node.data) for node in topological_order(c)]  # c, b, a: 3, 2, 1",
)


@topological_order.probes
def _(rng):
    yield "a node that was given", [()]
    yield "a chain", [(), (0,), (1,), (2,)]
    yield "a value that is used twice in each step", [(), (0, 0), (1, 1), (2, 2)]
    yield "a long way and a short one", [(), (0,), (1,), (2,), (0, 3)]
    yield "a short way and a long one", [(), (0,), (1,), (2,), (3, 0)]
    yield "two ways that part and meet", [(), (), (0, 1), (2, 1), (0, 2), (3, 4), (5, 2)]
    yield (
        "a network of two layers",
        [
            *[()] * 5,
            (0, 1),
            (5, 2),
            (6,),
            (7, 3),
            (8, 4),
            (9, 9),
            (10,),
        ],
    )
    steps = [tuple(int(i) for i in rng.integers(0, n, 2)) for n in range(3, 12)]
    used = [(n - 1, int(rng.integers(0, n))) for n in range(12, 20)]
    yield "a graph of twenty nodes", [(), (), (), *steps, *used]
    yield "a value that nobody uses", [(), (0,), (0, 0), (1, 0)]
