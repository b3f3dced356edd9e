"""The exercise `topological_order`: each node before its parents."""
# mypy: allow-untyped-defs

from nncourse.autograd import graph
from nncourse.autograd.node import Node
from nncourse.exercises.autograd.graphs import names_of
from nncourse.exercises.form import Exercise


def order_of(answer, made_from):
    """The order that an answer gives to a graph, in words. The root is the last node.

    Node i was made from the nodes with the numbers made_from[i]; some values occur twice.
    """
    nodes: list = []
    for parents in made_from:
        nodes.append(Node(len(nodes) % 3, tuple(nodes[i] for i in parents)))
    order = answer(nodes[-1])
    return names_of(order, nodes) if isinstance(order, list | tuple) else order


def rules(order, made_from):
    """What is asked of an order: any that keeps these rules is right.

    Of an order that keeps them in part only, all is told, so that no other passes for it.
    """
    names = [f"node {i}" for i in range(len(made_from))]
    times = [order.count(name) for name in names]
    behind = {len(made_from) - 1}
    for i in reversed(range(len(made_from))):
        behind.update(made_from[i] if i in behind else ())
    places = [order.index(name) if name in order else -1 for name in names]
    before = [0 <= places[i] < places[parent] for i in sorted(behind) for parent in made_from[i]]
    in_part = max(times) == 1 and any(before) and not all(before)
    return {
        "the number of times each node comes": times,
        "whether each node comes before its parents": before,
        "the order": order if in_part else [],
    }


topological_order = Exercise(
    id="autograd.topological_order",
    title="Each node before its parents",
    points=3,
    reference=graph.topological_order,
    contract='''
def topological_order(root):
    """List root and all it was made from, each node before its parents.

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


GRAPH = (
    "from nncourse.autograd.node import Node as N; a = N(1.0); b = a + a; c = b + b; d = a + c\n"
)
SHORT_AND_LONG = (
    GRAPH.replace("a + c", "c + a")
    + "[float(node.data) for node in topological_order(d)]  # d c b a: 5, 4, 2, 1"
)
LONG_AND_SHORT = (
    GRAPH + "[float(node.data) for node in topological_order(d)]  # d c b a: 5, 4, 2, 1"
)
EQUAL = (
    "from nncourse.autograd.node import Node as N; a, b = N(1.0), N(1.0); c = a * b; d = c + b\n"
    "len(topological_order(d))  # 4 nodes, three of which are 1"
)


def leaves_first(node, seen):
    """Each node after its parents."""
    if node in seen:
        return []
    seen.add(node)
    return [other for parent in node.parents for other in leaves_first(parent, seen)] + [node]


def depth_first(node, seen):
    """Each node when it is met first, and all that is behind it at once."""
    if node in seen:
        return []
    seen.add(node)
    return [node, *(other for parent in node.parents for other in depth_first(parent, seen))]


@topological_order.mistake(
    "leaves_first",
    "Your order begins with the nodes that were given and ends with the root. Gradients travel the "
    "other way: turn it round.",
)
def _(root):
    return leaves_first(root, set())


@topological_order.mistake(
    "as_they_are_met",
    "You append a node as soon as you meet it, and go on to its parents at once. A parent that is "
    "reached by a short way comes before a node that was made from it and is reached by a longer.",
    LONG_AND_SHORT,
)
def _(root):
    return depth_first(root, set())


@topological_order.mistake(
    "as_they_are_met_turned_round",
    "You append a node as soon as you meet it, and turn the list round. So the root is last, and "
    "the order is still that of meeting. A node is appended after its parents; then the list is "
    "turned round.",
    LONG_AND_SHORT,
)
def _(root):
    return depth_first(root, set())[::-1]


@topological_order.mistake(
    "by_distance",
    "Your nodes come by their shortest distance from the root. What counts is the longest: a node "
    "has to wait for everything that was made from it.",
    LONG_AND_SHORT,
)
def _(root):
    order = [root]
    for node in order:
        order += [p for p in dict.fromkeys(node.parents) if p not in order]
    return order


@topological_order.mistake(
    "last_met_first",
    "Each node stands where it is met first, on ways that follow the last parent first. That is "
    "too early for some: a node has to wait for everything that was made from it.",
    SHORT_AND_LONG,
)
def _(root):
    order, stack, seen = [], [root], {root}
    while stack:
        node = stack.pop()
        order.append(node)
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return order


@topological_order.mistake(
    "once_for_every_way",
    "A node comes as often as there are ways to it. Remember which nodes you have seen, and leave "
    "them out the next time.",
)
def _(root):
    def visit(node):
        for parent in node.parents:
            visit(parent)
        order.append(node)

    order: list = []
    visit(root)
    return order[::-1]


@topological_order.mistake(
    "once_for_every_way_as_met",
    "A node comes as often as there are ways to it, in the order of meeting. Remember which nodes "
    "you have seen; and append a node after its parents, to turn the list round at the end.",
)
def _(root):
    def visit(node):
        order.append(node)
        for parent in node.parents:
            visit(parent)

    order: list = []
    visit(root)
    return order


@topological_order.mistake(
    "root_left_out",
    "The root itself is missing. It is the first of the list: its gradient is handed on first.",
)
def _(root):
    return leaves_first(root, set())[-2::-1]


@topological_order.mistake(
    "given_nodes_left_out",
    "The nodes that were given are missing. They have no parents, but they have gradients, and "
    "they are what a network learns with.",
)
def _(root):
    return [node for node in leaves_first(root, set())[::-1] if node.parents]


@topological_order.mistake(
    "one_generation",
    "You have the root and its parents. They have parents too: go on, until there are none.",
    LONG_AND_SHORT,
)
def _(root):
    return [root, *dict.fromkeys(root.parents)]


@topological_order.mistake(
    "first_parents_only",
    "You follow the first parent of each node. All parents are to be visited.",
    EQUAL,
)
def _(root):
    order = [root]
    while order[-1].parents:
        order.append(order[-1].parents[0])
    return order


@topological_order.mistake(
    "equal_values_are_one",
    "You remember the values that you have seen, so that of two nodes with one value the second "
    "is left out. Remember the nodes themselves.",
    EQUAL,
)
def _(root):
    def visit(node):
        if float(node.data) in seen:
            return
        seen.add(float(node.data))
        for parent in node.parents:
            visit(parent)
        order.append(node)

    order: list = []
    seen: set = set()
    visit(root)
    return order[::-1]


@topological_order.mistake(
    "uses_counted_in_part",
    "A node that is used twice in one operation is counted twice and crossed off once, so it never "
    "becomes ready. Count and cross off in the same way.",
)
def _(root):
    uses = {node: 0 for node in leaves_first(root, set())}
    for node in uses:
        for parent in node.parents:
            uses[parent] += 1
    order = [root]
    for node in order:
        for parent in dict.fromkeys(node.parents):
            uses[parent] -= 1
            if not uses[parent]:
                order.append(parent)
    return order


@topological_order.mistake(
    "root_last",
    "The root stands at the end, the others in front of it. It is first: everything else was made "
    "before it.",
)
def _(root):
    return [*leaves_first(root, set())[-2::-1], root]


@topological_order.mistake(
    "values",
    "You return the values of the nodes. The walk needs the nodes: they have pull, and grad.",
)
def _(root):
    return [float(node.data) for node in leaves_first(root, set())[::-1]]


@topological_order.mistake(
    "nothing_returned",
    "list.reverse, sort and append work in place and return None: what they have worked on is "
    "returned in a line of its own.",
)
def _(root):
    return leaves_first(root, set()).reverse()
