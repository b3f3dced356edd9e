"""The learner's own engine: its gradients are the slopes, whatever the graph looks like."""

import numpy as np
import pytest

from nncourse import losses
from nncourse.autograd.node import Node, apply, relu_node, run_backward, softmax_node
from nncourse.datasets import xor
from nncourse.errors import GraphError
from nncourse.gradient_check import numerical_gradient


def slopes(f, *arrays):
    """The gradient of f of nodes with respect to each array, by nudging."""

    def value(_):
        return f(*map(Node, arrays)).data.item()

    return [numerical_gradient(value, array) for array in arrays]


GRAPHS = {
    "a value used twice": lambda a, W, b: (a * a + a).sum(),
    "two steps that use a value twice": lambda a, W, b: (c := a + a) and (c + c).sum(),
    "a long way and a short one": lambda a, W, b: ((c := a * a) * c * a + a).sum(),
    "a bias that is stretched": lambda a, W, b: ((a @ W + b) * (a @ W + b)).sum(),
    "an activation": lambda a, W, b: (relu_node(a @ W + b) * (a @ W)).sum(),
    "shares": lambda a, W, b: (softmax_node(a @ W) * (a @ W + b)).sum(),
    "an operation of one's own": lambda a, W, b: apply(
        np.exp, lambda dC, x: [dC * np.exp(x)], [(a @ W).sum()]
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_gradients_are_slopes(name):
    rng = np.random.default_rng(0)
    arrays = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    nodes = [Node(array) for array in arrays]
    run_backward(GRAPHS[name](*nodes))
    for node, slope in zip(nodes, slopes(GRAPHS[name], *arrays), strict=True):
        assert node.grad.shape == node.data.shape
        np.testing.assert_allclose(node.grad, slope, rtol=1e-6, atol=1e-7)


def test_a_second_walk_starts_anew():
    a = Node([1.0, 2.0])
    loss = (a * a).sum()
    for _ in range(2):
        run_backward(loss)
    np.testing.assert_array_equal(a.grad, [2.0, 4.0])


def test_a_gradient_is_nobody_elses_array():
    a, b = Node([1.0, 2.0]), Node([3.0, 4.0])
    c = a + b
    run_backward(c)
    a.grad += 10
    np.testing.assert_array_equal(b.grad, [1.0, 1.0])
    np.testing.assert_array_equal(c.grad, [1.0, 1.0])


def test_a_chain_may_be_long():
    root = start = Node(1.0)
    for _ in range(20_000):
        root = root + Node(0.0)
    run_backward(root)
    assert start.grad == 1.0


def test_a_pull_that_forgets_a_parent_is_told():
    a = Node(1.0)
    with pytest.raises(ValueError, match="zip"):
        run_backward(Node(1.0, (a, a), lambda dC: [dC]))


def test_a_cycle_is_told():
    a = Node(1.0)
    a.parents, a.pull = (a,), lambda dC: [dC]
    with pytest.raises(GraphError):
        run_backward(a)


def test_xor_is_learned():
    rng = np.random.default_rng(0)
    x, y = xor()
    X, Y = Node(x), Node(np.eye(2)[np.ravel(y).astype(int)])
    W1, b1 = Node(rng.normal(size=(2, 8))), Node(np.zeros(8))
    W2, b2 = Node(rng.normal(size=(8, 2)) / np.sqrt(8)), Node(np.zeros(2))
    for _ in range(500):
        P = softmax_node(relu_node(X @ W1 + b1) @ W2 + b2)
        logs = apply(np.log, lambda dL, P: [dL / P], [P])
        loss = (Y * logs).sum() * Node(-1 / 4)
        run_backward(loss)
        for p in (W1, b1, W2, b2):
            p.data -= 0.5 * p.grad
    assert loss.data < 0.01
    assert loss.data == pytest.approx(losses.cross_entropy(P.data, Y.data))
    np.testing.assert_array_equal(P.data.argmax(axis=1), Y.data.argmax(axis=1))


class Bare:
    """What a learner writes first: a node without operators."""

    def __init__(self, data, parents=(), pull=None):
        self.data = np.asarray(data, float)
        self.grad = np.zeros_like(self.data)
        self.parents, self.pull = parents, pull


def test_an_engine_can_be_put_together_from_ones_own_parts():
    """As in the chapter: operators are attached to the learner's node, with the learner's rules."""

    def apply(forward, backward, parents):
        arrays = [parent.data for parent in parents]
        return Bare(forward(*arrays), parents, lambda dC: backward(dC, *arrays))

    Bare.__add__ = lambda a, b: apply(np.add, lambda dC, a, b: (dC, dC), (a, b))
    Bare.__mul__ = lambda a, b: apply(np.multiply, lambda dC, a, b: (dC * b, dC * a), (a, b))
    a, b = Bare([1.0, 2.0]), Bare([3.0, 4.0])
    run_backward(a * b + a)
    np.testing.assert_array_equal(a.grad, [4.0, 5.0])
    np.testing.assert_array_equal(b.grad, [1.0, 2.0])
