"""The chapter on autograd: five correct answers to each exercise, written differently."""

from collections import deque
from graphlib import TopologicalSorter
from itertools import product

import numpy as np

from alternatives import another_way, equivalent
from nncourse.activations import relu, relu_backward, softmax, softmax_backward
from nncourse.autograd.broadcasting import unbroadcast
from nncourse.autograd.graph import topological_order
from nncourse.autograd.node import Node

# Node


@another_way("autograd.Node")
class _:
    def __init__(self, data, parents=(), pull=None):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = tuple(parents)
        self.pull = pull


@another_way("autograd.Node")
class _:
    def __init__(self, value, made_from=(), pull=None):
        self.parents, self.pull = list(made_from), pull
        self.data = np.asarray(value).astype(np.float64)
        self.grad = 0 * np.ones_like(self.data)

    def __add__(self, other):
        return NotImplemented


@another_way("autograd.Node")
class _:
    __slots__ = ("data", "grad", "parents", "pull")

    def __init__(self, data, parents=(), pull=None):
        data = np.asarray(data, "float64")
        grad = np.full(data.shape, 0.0)
        for name, value in (("data", data), ("grad", grad), ("parents", parents), ("pull", pull)):
            setattr(self, name, value)


@another_way("autograd.Node")
class _:
    def __init__(self, data, parents=None, pull=None):
        self.data = data.astype(float) if isinstance(data, np.ndarray) else np.array(data, float)
        self.parents = [] if parents is None else parents
        self.pull = pull
        self.grad = np.empty_like(self.data)
        self.grad.fill(0.0)


class Base:
    def __init__(self, data):
        self.data = np.float64(1.0) * np.asarray(data, np.float64)
        self.data = np.asarray(self.data)
        self.grad = np.asarray(self.data - self.data)


@another_way("autograd.Node")
class _(Base):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data)
        self.parents = parents
        self.pull = pull


# topological_order


@another_way("autograd.topological_order")
def _(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order[::-1]


@another_way("autograd.topological_order")
def _(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, finished = stack.pop()
        if finished:
            order.insert(0, node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


@another_way("autograd.topological_order")
def _(root):
    found, waiting = {}, [root]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = set(node.parents)
            waiting.extend(node.parents)
    return list(TopologicalSorter(found).static_order())[::-1]


@another_way("autograd.topological_order")
def _(root):
    depth = {}

    def measure(node):
        if node not in depth:
            depth[node] = 1 + max((measure(parent) for parent in node.parents), default=0)
        return depth[node]

    measure(root)
    return sorted(depth, key=depth.get, reverse=True)


@another_way("autograd.topological_order")
def _(root):
    nodes, queue = [root], deque([root])
    while queue:
        for parent in queue.popleft().parents:
            if not any(parent is other for other in nodes):
                nodes.append(parent)
                queue.append(parent)
    order = []
    while nodes:
        for node in nodes:
            if not any(node in other.parents for other in nodes):
                order.append(node)
        nodes = [node for node in nodes if node not in order]
    return tuple(order)


@another_way("autograd.topological_order")
def _(root):
    order = [root]
    position = 0
    while position < len(order):
        for parent in order[position].parents:
            if parent in order and order.index(parent) > position:
                order.remove(parent)
            order.append(parent)
        position += 1
    last = {node: i for i, node in enumerate(order)}
    return sorted(last, key=last.get)


# unbroadcast


@another_way("autograd.unbroadcast")
def _(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


@another_way("autograd.unbroadcast")
def _(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (g, s) in enumerate(zip(gradient.shape, padded, strict=True)) if g != s)
    return np.sum(gradient, axis=axes, keepdims=True).reshape(shape)


@another_way("autograd.unbroadcast")
def _(gradient, shape):
    result = np.zeros(shape)
    places = np.broadcast_to(np.arange(result.size).reshape(shape), gradient.shape)
    np.add.at(result.reshape(-1), places.ravel(), gradient.ravel())
    return result


@another_way("autograd.unbroadcast")
def _(gradient, shape):
    result = np.zeros(shape)
    for index in np.ndindex(gradient.shape):
        tail = index[gradient.ndim - len(shape) :]
        result[tuple(0 if size == 1 else i for i, size in zip(tail, shape, strict=True))] += (
            gradient[index]
        )
    return result


@another_way("autograd.unbroadcast")
def _(gradient, shape):
    letters = "abcdefgh"[: gradient.ndim]
    own = letters[gradient.ndim - len(shape) :]
    kept = "".join(letter for letter, size in zip(own, shape, strict=True) if size != 1)
    return np.einsum(f"{letters}->{kept}", gradient).reshape(shape)


# add_backward


def summed(gradient, shape):
    """A learner's own unbroadcast."""
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    axes = tuple(i for i, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=axes, keepdims=True) if axes else gradient


@another_way("autograd.add_backward")
def _(dC, a, b):
    return summed(dC, a.shape), summed(dC, b.shape)


@another_way("autograd.add_backward")
def _(dC, a, b):
    return [unbroadcast(1 * dC, np.shape(operand)) for operand in (a, b)]


@another_way("autograd.add_backward")
def _(dC, a, b):
    da = dC if a.shape == dC.shape else unbroadcast(dC, a.shape)
    db = dC if b.shape == dC.shape else unbroadcast(dC, b.shape)
    return da, db


@another_way("autograd.add_backward")
def _(dC, a, b):
    both = []
    for operand in (a, b):
        gradient = np.zeros(operand.shape)
        places = np.broadcast_to(np.arange(gradient.size).reshape(gradient.shape), dC.shape)
        for place, value in zip(places.ravel(), dC.ravel(), strict=True):
            gradient.flat[place] += value
        both.append(gradient)
    return tuple(both)


@another_way("autograd.add_backward")
def _(upstream, x, y):
    slope = np.ones(upstream.shape)
    return unbroadcast(slope * upstream, x.shape), unbroadcast(upstream * slope, y.shape)


# mul_backward


@another_way("autograd.mul_backward")
def _(dC, a, b):
    return summed(dC * b, a.shape), summed(dC * a, b.shape)


@another_way("autograd.mul_backward")
def _(dC, a, b):
    wide_a, wide_b = np.broadcast_arrays(a, b)
    da, db = np.einsum("...,...->...", dC, wide_b), np.einsum("...,...->...", dC, wide_a)
    return [summed(np.asarray(da), a.shape), summed(np.asarray(db), b.shape)]


@another_way("autograd.mul_backward")
def _(dC, a, b):
    return tuple(
        unbroadcast(np.multiply(other, dC), mine.shape) for mine, other in [(a, b), (b, a)]
    )


@another_way("autograd.mul_backward")
def _(dC, a, b):
    da, db = np.zeros(a.shape), np.zeros(b.shape)
    in_a = np.broadcast_to(np.arange(a.size).reshape(a.shape), dC.shape)
    in_b = np.broadcast_to(np.arange(b.size).reshape(b.shape), dC.shape)
    for index in np.ndindex(dC.shape):
        i, j = in_a[index], in_b[index]
        da.flat[i] += dC[index] * b.flat[j]
        db.flat[j] += dC[index] * a.flat[i]
    return da, db


@another_way("autograd.mul_backward")
def _(dC, a, b):
    dC = dC.astype(np.float64)
    da = unbroadcast(dC * b, a.shape)
    dC *= a
    return da, unbroadcast(dC, b.shape)


# matmul_backward


@another_way("autograd.matmul_backward")
def _(dC, A, B):
    return (
        summed(dC @ B.swapaxes(-2, -1), A.shape),
        summed(A.swapaxes(-2, -1) @ dC, B.shape),
    )


@another_way("autograd.matmul_backward")
def _(dC, A, B):
    dA = np.einsum("...mk,...nk->...mn", dC, B)
    dB = np.einsum("...mn,...mk->...nk", A, dC)
    return unbroadcast(dA, A.shape), unbroadcast(dB, B.shape)


@another_way("autograd.matmul_backward")
def _(dC, A, B):
    def turned(M):
        return M.transpose(*range(M.ndim - 2), M.ndim - 1, M.ndim - 2)

    return [
        unbroadcast(turned(B @ turned(dC)), A.shape),
        unbroadcast(turned(turned(dC) @ A), B.shape),
    ]


@another_way("autograd.matmul_backward")
def _(dC, A, B):
    front = dC.shape[:-2]
    wide_A = np.broadcast_to(A, front + A.shape[-2:])
    wide_B = np.broadcast_to(B, front + B.shape[-2:])
    dA, dB = np.zeros(wide_A.shape), np.zeros(wide_B.shape)
    for place in np.ndindex(front):
        dA[place] = dC[place] @ wide_B[place].T
        dB[place] = wide_A[place].T @ dC[place]
    return unbroadcast(dA, A.shape), unbroadcast(dB, B.shape)


@another_way("autograd.matmul_backward")
def _(dC, A, B):
    if A.ndim == B.ndim == 2:
        dA, dB = np.zeros(A.shape), np.zeros(B.shape)
        for i, j, k in product(range(A.shape[0]), range(A.shape[1]), range(B.shape[1])):
            dA[i, j] += dC[i, k] * B[j, k]
            dB[j, k] += A[i, j] * dC[i, k]
        return dA, dB
    A4, B4 = A[..., :, :, None], B[..., None, :, :]
    products = dC[..., :, None, :]
    dA = (products * B4).sum(axis=-1)
    dB = (products * A4).sum(axis=-3)
    return unbroadcast(dA, A.shape), unbroadcast(dB, B.shape)


# sum_backward


@another_way("autograd.sum_backward")
def _(dS, shape, axis=None, keepdims=False):
    if not keepdims:
        axes = range(len(shape)) if axis is None else np.atleast_1d(axis) % len(shape)
        dS = np.reshape(dS, [1 if i in axes else size for i, size in enumerate(shape)])
    return np.ones(shape) * dS


@another_way("autograd.sum_backward")
def _(dS, shape, axis=None, keepdims=False):
    kept = np.empty(shape).sum(axis=axis, keepdims=True).shape
    return np.zeros(shape) + np.asarray(dS).reshape(kept)


@another_way("autograd.sum_backward")
def _(dS, shape, axis=None, keepdims=False):
    if axis is None:
        return np.full(shape, np.asarray(dS).item())
    if not keepdims:
        for place in sorted(i % len(shape) for i in np.atleast_1d(axis)):
            dS = np.expand_dims(dS, place)
    for place in np.atleast_1d(axis):
        dS = np.repeat(dS, shape[place], axis=place)
    return dS


@another_way("autograd.sum_backward")
def _(dS, shape, axis=None, keepdims=False):
    axes = set(range(len(shape)))
    if axis is not None:
        axes = {i % len(shape) for i in (axis if isinstance(axis, tuple) else (axis,))}
    flat, kept = np.ravel(dS), [1 if i in axes else n for i, n in enumerate(shape)]
    da = np.empty(shape)
    for index in np.ndindex(*shape):
        place = tuple(0 if i in axes else n for i, n in enumerate(index))
        da[index] = flat[np.ravel_multi_index(place, kept)]
    return da


@another_way("autograd.sum_backward")
def _(dS, shape, axis=None, keepdims=False):
    if axis is None or keepdims:
        return np.broadcast_to(dS, shape).copy()
    axes = tuple(i % len(shape) for i in ((axis,) if isinstance(axis, int) else axis))
    index = tuple(None if i in axes else slice(None) for i in range(len(shape)))
    return np.tile(dS[index], [n if i in axes else 1 for i, n in enumerate(shape)])


# index_backward


@another_way("autograd.index_backward")
def _(dC, shape, where):
    da = np.zeros(shape)
    places = np.arange(da.size).reshape(shape)[where]
    for place, value in zip(np.ravel(places), np.ravel(dC), strict=True):
        da.flat[place] += value
    return da


@another_way("autograd.index_backward")
def _(dC, shape, where):
    size = int(np.prod(shape))
    places = np.arange(size).reshape(shape)[where]
    return np.bincount(np.ravel(places), np.ravel(dC), size).reshape(shape)


@another_way("autograd.index_backward")
def _(dC, shape, where):
    size = int(np.prod(shape))
    rows = np.eye(size).reshape(*shape, size)[where].reshape(-1, size)
    return (np.ravel(dC) @ rows).reshape(shape)


@another_way("autograd.index_backward")
def _(upstream, sizes, index):
    result = np.zeros(sizes, dtype=np.float64)
    np.add.at(result, index, upstream)
    return result


@another_way("autograd.index_backward")
def _(dC, shape, where):
    numbers = np.arange(int(np.prod(shape))).reshape(shape)
    taken = numbers[where]
    return np.array([np.sum(dC[taken == n]) for n in numbers.flat]).reshape(shape)


# apply


@another_way("autograd.apply")
def _(forward, backward, parents):
    arrays = tuple(parent.data for parent in parents)

    def pull(gradient):
        return backward(gradient, *arrays)

    return Node(forward(*arrays), parents, pull)


@another_way("autograd.apply")
def _(forward, backward, parents):
    node = Node(forward(*[p.data for p in parents]))
    node.parents = tuple(parents)
    node.pull = lambda dC: list(backward(dC, *[p.data for p in node.parents]))
    return node


class OwnNode:
    def __init__(self, data, parents, pull):
        self.data, self.parents, self.pull = np.asarray(data), parents, pull


@another_way("autograd.apply")
def _(forward, backward, parents):
    arrays = []
    for parent in parents:
        arrays.append(parent.data.copy())
    return OwnNode(forward(*arrays), list(parents), lambda g: tuple(backward(g, *arrays)))


class Pull:
    def __init__(self, backward, arrays):
        self.backward, self.arrays = backward, arrays

    def __call__(self, gradient):
        return self.backward(gradient, *self.arrays)


@another_way("autograd.apply")
def _(f, f_back, nodes):
    arrays = [node.data for node in nodes]
    return Node(f(*arrays), pull=Pull(f_back, arrays), parents=tuple(nodes))


@another_way("autograd.apply")
def _(forward, backward, parents):
    def pull(upstream):
        gradients = backward(upstream, *values)
        return [gradients[i] for i in range(len(values))]

    values = list(map(lambda parent: parent.data, parents))
    return Node(data=forward(*values), parents=parents, pull=pull)


# run_backward


@another_way("autograd.run_backward")
def _(root):
    order = topological_order(root)
    for node in order:
        node.grad = np.zeros(node.data.shape)
    root.grad += 1
    for node in order:
        if node.parents:
            gradients = node.pull(node.grad)
            for i in range(len(node.parents)):
                node.parents[i].grad = node.parents[i].grad + gradients[i]


@another_way("autograd.run_backward")
def _(root):
    gradients = {root: np.ones_like(root.data)}
    for node in topological_order(root):
        node.grad = gradients.get(node, np.zeros_like(node.data))
        for parent, part in zip(
            node.parents, node.pull(node.grad) if node.pull else (), strict=True
        ):
            gradients[parent] = gradients[parent] + part if parent in gradients else part


@another_way("autograd.run_backward")
def _(root):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(root)
    for node in order:
        node.grad = np.zeros_like(node.data)
    root.grad = np.ones_like(root.data)
    while order:
        node = order.pop()
        for parent, gradient in zip(node.parents, node.pull(node.grad) if node.pull else []):  # noqa: B905
            parent.grad += gradient


@another_way("autograd.run_backward")
def _(root):
    """Every way by itself, without any order."""

    def hand_on(node, gradient):
        node.grad = node.grad + gradient
        if node.pull is not None:
            for parent, part in zip(node.parents, node.pull(gradient), strict=True):
                hand_on(parent, part)

    for node in topological_order(root):
        node.grad = np.zeros_like(node.data)
    hand_on(root, np.ones_like(root.data))


@another_way("autograd.run_backward")
def _(root):
    order = topological_order(root)
    arrived = {id(node): [] for node in order}
    arrived[id(root)].append(np.ones(root.data.shape))
    for node in order:
        node.grad = np.asarray(sum(arrived[id(node)]))
        if node.pull is not None:
            for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                arrived[id(parent)].append(part)


# relu_node


@another_way("autograd.relu_node")
def _(Z):
    return Node(np.maximum(Z.data, 0), [Z], lambda dA: [dA * (Z.data > 0)])


@another_way("autograd.relu_node")
def _(Z):
    A = relu(Z.data)

    def pull(dA):
        return (relu_backward(dA, A),)

    return Node(A, (Z,), pull)


@another_way("autograd.relu_node")
def _(Z):
    open_doors = np.where(Z.data > 0, 1.0, 0.0)
    return Node(Z.data * open_doors, (Z,), lambda dA: [np.multiply(dA, open_doors)])


@another_way("autograd.relu_node")
def _(Z):
    node = Node((Z.data + abs(Z.data)) / 2, parents=(Z,))

    def pull(dA):
        dZ = dA.copy()
        dZ[node.data == 0] = 0
        return [dZ]

    node.pull = pull
    return node


@another_way("autograd.relu_node")
def _(Z):
    A = Z.data.copy()
    A[A < 0] = 0
    return OwnNode(A, [Z], lambda dA: [np.where(A > 0, dA, 0)])


# softmax_node


@another_way("autograd.softmax_node")
def _(Z):
    P = softmax(Z.data)
    return Node(P, [Z], lambda dP: (softmax_backward(dP, P),))


@another_way("autograd.softmax_node")
def _(Z):
    E = np.exp(Z.data - np.max(Z.data, axis=1, keepdims=True))
    P = E / np.sum(E, axis=1, keepdims=True)

    def pull(dP):
        total = np.sum(dP * P, axis=1)
        return [P * (dP - total[:, None])]

    return Node(P, (Z,), pull)


@another_way("autograd.softmax_node")
def _(Z):
    P = softmax(Z.data)

    def pull(dP):
        rows = [(np.diag(p) - np.outer(p, p)) @ dp for p, dp in zip(P, dP, strict=True)]
        return [np.array(rows)]

    return Node(P, (Z,), pull)


@another_way("autograd.softmax_node")
def _(Z):
    P = softmax(Z.data)
    jacobian = np.einsum("mi,ij->mij", P, np.eye(P.shape[1])) - np.einsum("mi,mj->mij", P, P)
    return OwnNode(P, (Z,), lambda dP: [np.einsum("mi,mij->mj", dP, jacobian)])


@another_way("autograd.softmax_node")
def _(Z):
    P = np.stack([softmax(row) for row in Z.data])

    def pull(dP):
        dZ = np.zeros(P.shape)
        for i, j in np.ndindex(P.shape):
            for other in range(P.shape[1]):
                dZ[i, j] += dP[i, other] * P[i, other] * ((other == j) - P[i, j])
        return [dZ]

    return Node(P, (Z,), pull)


# Mutants that compute the same

MIXED = "(*range(new), *stretched) -> (*stretched, *range(new))"
equivalent("autograd.unbroadcast", MIXED, "the order in which axes are summed does not matter")

for same in ("-keepdims", "2 * keepdims", "keepdims ** 2"):
    equivalent("autograd.sum_backward", f"keepdims -> {same}", "it is as true as before")
equivalent("autograd.sum_backward", "len(shape) -> -len(shape)", "no axis is put in then")

ZEROS = "np.zeros(shape, dC.dtype)"
for same in (f"-{ZEROS}", f"2 * {ZEROS}", f"{ZEROS} ** 2"):
    equivalent("autograd.index_backward", f"{ZEROS} -> {same}", "zeros")

NO_CYCLE = "the root was made from nothing that was made from it"
for same in ("-uses[root]", "2 * uses[root]", "uses[root] ** 2"):
    equivalent("autograd.topological_order", f"uses[root] -> {same}", NO_CYCLE)
DOUBLED = "uses[parent] -> 2 * uses[parent]"
equivalent("autograd.topological_order", DOUBLED, "only asked if it is 0")

for same in ("2 * A", "A ** 2"):
    equivalent("autograd.relu_node", f"A -> {same} #2", "it is positive where A is")
equivalent("autograd.softmax_node", "Z.data -> Z.data + 1", "a shift changes no share")
equivalent("autograd.softmax_node", "dP -> dP + 1", "the sum that is taken off grows as well")

WALK_ZEROS = "np.zeros_like(node.data)"
for same in (f"-{WALK_ZEROS}", f"2 * {WALK_ZEROS}", f"{WALK_ZEROS} ** 2"):
    equivalent("autograd.run_backward", f"{WALK_ZEROS} -> {same}", "zeros")
NODE_ZEROS = "np.zeros_like(self.data)"
for same in (f"-{NODE_ZEROS}", f"2 * {NODE_ZEROS}"):
    equivalent("autograd.Node", f"{NODE_ZEROS} -> {same}", "zeros")
R = f"({NODE_ZEROS})"
for same in (f"{R} / 2", f"{R} * {R}", f"{R} % 2", f"np.roll({R}, 1)", f"np.sin({R})",
             f"np.zeros_like({R})", f"{R} + {R}"):  # fmt: skip
    equivalent("autograd.Node", f"self.grad = {NODE_ZEROS} -> self.grad = {same}", "zeros")
for same in ("[*(parents)]", "np.ravel((parents))"):
    equivalent(
        "autograd.Node", f"self.parents = parents -> self.parents = {same}", "the same nodes"
    )
for name in ("flip", "sum", "max", "min"):
    mutant = f"self.pull = pull -> self.pull = np.{name}((pull))"
    equivalent("autograd.Node", mutant, "NumPy gives a single object back")
SHAPE = "only shape and dtype are used"
for exercise, node in (("Node", "self"), ("run_backward", "node"), ("run_backward", "root")):
    data = f"{node}.data"
    for same in (f"-{data}", f"2 * {data}", f"{data} + 1", f"{data} ** 2"):
        equivalent(f"autograd.{exercise}", f"{data} -> {same}", SHAPE)
ONES = "np.ones_like(root.data)"
equivalent("autograd.run_backward", f"{ONES} -> {ONES} ** 2", "ones")
equivalent("autograd.run_backward", "order -> 2 * order", "all are set to zeros twice")
PAIRS = "zip(node.parents, node.pull(node.grad), strict=True)"
for same in (f"{PAIRS} -> zip(node.parents, node.pull(node.grad))", "True -> False"):
    equivalent("autograd.run_backward", same, "there is one gradient for each parent")
