"""PyTorch as an outside oracle for autograd: random graphs, and every operation in odd cases."""

import numpy as np
import pytest

from nncourse.autograd import (
    Tensor,
    absolute,
    binary_cross_entropy,
    concatenate,
    conv2d,
    dense,
    exp,
    leaky_relu,
    log,
    log_softmax,
    maximum,
    maxpool,
    mse,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    sqrt,
    stack,
    tanh,
    where,
)


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="the oracle PyTorch is a test requirement")


def agree(torch, ours, theirs, *arrays, rtol=1e-9):
    """Values and all gradients of two functions are the same, for a random upstream."""
    mine = [Tensor(np.array(a), requires_grad=True) for a in arrays]
    yours = [torch.tensor(np.array(a), requires_grad=True) for a in arrays]
    result, expected = ours(*mine), theirs(*yours)
    assert result.shape == tuple(expected.shape)
    np.testing.assert_allclose(result.data, expected.detach(), rtol=rtol, atol=1e-12)
    upstream = np.asarray(np.random.default_rng(1).standard_normal(result.shape))
    result.backward(upstream)
    expected.backward(torch.tensor(upstream))
    for x, twin in zip(mine, yours, strict=True):
        expected_grad = np.zeros(x.shape) if twin.grad is None else twin.grad
        given = np.zeros(x.shape) if x.grad is None else x.grad
        np.testing.assert_allclose(given, expected_grad, rtol=rtol, atol=1e-11)


# ------------------------------------------------------------------------------- random graphs


class Both:
    """A value as a tensor of ours and as one of PyTorch's, and how many steps it is away."""

    def __init__(self, ours, theirs, depth=0):
        self.ours, self.theirs, self.depth = ours, theirs, depth

    @property
    def shape(self):
        return self.ours.shape


def one_operand(torch, rng):
    """A function of one value, for each library."""
    F = torch.nn.functional
    slope = float(rng.uniform(0.05, 0.5))
    pairs = [
        (tanh, torch.tanh),
        (sigmoid, torch.sigmoid),
        (relu, torch.relu),
        (lambda a: leaky_relu(a, slope), lambda a: F.leaky_relu(a, slope)),
        (absolute, torch.abs),
        (lambda a: a / (1 + a * a), lambda a: a / (1 + a * a)),
        (lambda a: exp(-a * a), lambda a: torch.exp(-a * a)),
        (lambda a: log(1 + a**2), lambda a: torch.log(1 + a**2)),
        (lambda a: sqrt(a * a + 0.5), lambda a: torch.sqrt(a * a + 0.5)),
        (lambda a: 1 - slope * a, lambda a: 1 - slope * a),
        (lambda a: 2 / (3 + abs(a)), lambda a: 2 / (3 + abs(a))),
    ]
    return pairs[rng.integers(len(pairs))]


def two_operands(torch, rng, mask):
    """A function of two values that broadcast, for each library."""
    chosen = torch.tensor(mask)
    pairs = [
        (lambda a, b: a + b, lambda a, b: a + b),
        (lambda a, b: a - b, lambda a, b: a - b),
        (lambda a, b: a * b, lambda a, b: a * b),
        (lambda a, b: a / (b * b + 1), lambda a, b: a / (b * b + 1)),
        (maximum, torch.maximum),
        (lambda a, b: where(mask, a, b), lambda a, b: torch.where(chosen, a, b)),
    ]
    return pairs[rng.integers(len(pairs))]


def another_shape(torch, rng, shape):
    """A function of one value with axes, that changes its shape."""
    axis = int(rng.integers(-len(shape), len(shape)))
    size, keep = shape[axis], bool(rng.integers(2))
    picked = rng.integers(0, size, size + 1)
    index = (slice(None),) * (axis % len(shape)) + (picked,)
    order = tuple(int(i) for i in rng.permutation(len(shape)))
    pairs = [
        (lambda a: a.sum(axis, keep), lambda a: a.sum(axis, keepdim=keep)),
        (lambda a: a.mean(axis, keep), lambda a: a.mean(axis, keepdim=keep)),
        (lambda a: a.max(axis, keep), lambda a: a.amax(axis, keepdim=keep)),
        (lambda a: a[index], lambda a: a[index]),
        (lambda a: a[..., :1], lambda a: a[..., :1]),
        (lambda a: a.transpose(*order), lambda a: a.permute(order)),
        (lambda a: a.reshape(-1), lambda a: a.reshape(-1)),
        (lambda a: concatenate([a, a], axis), lambda a: torch.cat([a, a], axis)),
        (lambda a: stack([a, a * 2], axis).sum(0), lambda a: torch.stack([a, a * 2], axis).sum(0)),
        (softmax, lambda a: torch.softmax(a, -1)),
        (log_softmax, lambda a: torch.log_softmax(a, -1)),
    ]
    return pairs[rng.integers(len(pairs))]


def apply(pair, *values):
    ours, theirs = pair
    depth = 1 + max(value.depth for value in values)
    return Both(ours(*(v.ours for v in values)), theirs(*(v.theirs for v in values)), depth)


def fitting(pool, rng):
    """Two values from the pool that broadcast to something small, and the shape they go to."""
    while True:
        a, b = (pool[i] for i in rng.integers(0, len(pool), 2))
        try:
            shape = np.broadcast_shapes(a.shape, b.shape)
        except ValueError:
            continue
        if np.prod(shape) <= 200:
            return a, b, shape


def grow(torch, rng, pool, depth=12):
    """Let a pool of values grow, each from earlier ones, until one is as deep as it may be."""
    while pool[-1].depth < depth:
        recent = pool[-1] if rng.random() < 0.6 else pool[rng.integers(len(pool))]
        kind = rng.integers(4)
        if kind == 0:
            pool.append(apply(one_operand(torch, rng), recent))
        elif kind == 1 and recent.shape and recent.ours.size <= 100:
            pool.append(apply(another_shape(torch, rng, recent.shape), recent))
        elif kind == 2 and 0 < len(recent.shape) <= 2:
            square = apply((lambda a: a @ a.T, lambda a: a @ a.t()), recent)
            pool.append(apply((tanh, torch.tanh), square))
        else:
            a, b, shape = fitting(pool, rng)
            pool.append(apply(two_operands(torch, rng, rng.random(shape) < 0.5), a, b))


@pytest.mark.parametrize("seed", range(200))
def test_random_graphs(torch, seed):
    rng = np.random.default_rng(seed)
    given = [rng.standard_normal(shape) for shape in ((2, 3), (3,), (2, 1), (2, 2, 3), ())]
    mine = [Tensor(np.asarray(a), requires_grad=True) for a in given]
    yours = [torch.tensor(a, requires_grad=True) for a in given]
    leaves = [Both(*pair) for pair in zip(mine, yours, strict=True)]
    pool = list(leaves)
    grow(torch, rng, pool, depth=int(rng.integers(3, 13)))
    ours = theirs = 0
    for value in pool[-3:] + [pool[i] for i in rng.integers(0, len(pool), 3)]:
        weights = rng.standard_normal(value.shape)
        ours = (value.ours * weights).sum() + ours
        theirs = (value.theirs * torch.tensor(weights)).sum() + theirs
    ours.backward()
    theirs.backward()
    np.testing.assert_allclose(ours.item(), theirs.item(), rtol=1e-10)
    assert any(x.grad is not None for x in mine)
    for x, twin in zip(mine, yours, strict=True):
        assert (x.grad is None) == (twin.grad is None)
        if x.grad is not None:
            np.testing.assert_allclose(x.grad, twin.grad, rtol=1e-8, atol=1e-10)


# ------------------------------------------------------------------- broadcasting, axes and ties

SHAPES = [
    ((2, 3), (3,)),
    ((2, 1), (1, 3)),
    ((), (2, 3)),
    ((4, 1, 3), (2, 1)),
    ((1,), (1, 1)),
    ((), ()),
]


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("turn", [False, True])
def test_broadcasting(torch, rng, a, b, turn):
    a, b = (b, a) if turn else (a, b)
    arrays = rng.standard_normal(a), 1 + rng.random(b)
    for function in (
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
    ):
        agree(torch, function, function, *arrays)
    agree(torch, maximum, torch.maximum, *arrays)
    mask = rng.random(np.broadcast_shapes(a, b)) < 0.5
    chosen = torch.tensor(mask)
    agree(torch, lambda a, b: where(mask, a, b), lambda a, b: torch.where(chosen, a, b), *arrays)


@pytest.mark.parametrize("axis", [0, 1, -1, -3, (0, 2), (-1, 0), (1, -1), (0, 1, 2), None])
@pytest.mark.parametrize("keep", [False, True])
def test_axes(torch, rng, axis, keep):
    a = rng.standard_normal((2, 3, 4))
    agree(torch, lambda a: a.sum(axis, keep), lambda a: a.sum(axis, keepdim=keep), a)
    agree(torch, lambda a: a.mean(axis, keep), lambda a: a.mean(axis, keepdim=keep), a)
    every = (0, 1, 2) if axis is None else axis
    agree(torch, lambda a: a.max(axis, keep), lambda a: a.amax(every, keepdim=keep), a)


@pytest.mark.parametrize("axis", [0, -1, (0, 1)])
def test_ties(torch, rng, axis):
    a, b = rng.integers(0, 3, (2, 6, 5)).astype(float)
    agree(torch, lambda a: a.max(axis), lambda a: a.amax(axis), a)
    agree(torch, maximum, torch.maximum, a, b)
    agree(torch, lambda a: maximum(a, a), lambda a: torch.maximum(a, a), a)
    agree(torch, lambda a: abs(a - 1), lambda a: abs(a - 1), a)
    agree(torch, lambda a: relu(a - 1), lambda a: torch.relu(a - 1), a)
    leaky = torch.nn.functional.leaky_relu
    agree(torch, lambda a: leaky_relu(a - 1), lambda a: leaky(a - 1), a)


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 0.5, -1, -2.5, 1.0])
def test_powers(torch, exponent):
    a = np.array([0.3, 1.0, 2.5])
    agree(torch, lambda a: a**exponent, lambda a: a**exponent, a)
    if exponent >= 1 or exponent == 0:
        a = np.array([0.0, -2.0, 3.0]) if exponent == int(exponent) else a
        agree(torch, lambda a: a**exponent, lambda a: a**exponent, a)


INDICES = [
    1,
    -1,
    (0, 2),
    slice(None, None, 2),
    (slice(1, None), -1),
    (..., 0),
    (None, 1),
    (0, None, ..., None, slice(0, 2)),
    np.array([0, 0, 1]),
    [1, 1, 0],
    np.array([[0, 1], [1, 1]]),
    (np.array([0, 1, 1]), np.array([2, 2, 2])),
    (slice(None), np.array([0, 2, 2, 2])),
    (np.array([1, 0]), slice(None), np.array([3, 3])),
    (..., np.array([3, 3, -1])),
    (np.array([[0], [1]]), np.array([2, 0, 2])),
    (1, slice(None), np.array([0, 0])),
    (np.array([True, False]), slice(None), 0),
    np.array([False, True]),
    (slice(None), np.array([True, False, True]), np.array([1, 1])),
    (0, np.array([True, False, True])),
    np.arange(24).reshape(2, 3, 4) % 5 == 0,
    (None, np.array([1, 1]), None),
]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_indices_of_all_kinds(torch, rng, index):
    parts = index if isinstance(index, tuple) else (index,)
    mixed = any(isinstance(part, np.ndarray | list) for part in parts)
    # Beside an array, a number counts as one in NumPy, but not in PyTorch.
    arrays = [[part] if mixed and isinstance(part, int) else part for part in parts]
    theirs = tuple(torch.tensor(a) if isinstance(a, np.ndarray | list) else a for a in arrays)
    a = rng.standard_normal((2, 3, 4))
    agree(torch, lambda a: a[index], lambda a: a[theirs], a)
    tensors = tuple(Tensor(part) if isinstance(part, np.ndarray) else part for part in parts)
    np.testing.assert_array_equal(Tensor(a)[tensors].data, a[index])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((3,), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3,)),
        ((2, 3), (3, 2)),
        ((3,), (5, 3, 2)),
        ((5, 2, 3), (3,)),
        ((5, 2, 3), (3, 4)),
        ((2, 3), (5, 3, 4)),
        ((5, 1, 2, 3), (4, 3, 2)),
        ((1, 2, 3), (4, 3, 2)),
        ((1, 1), (1, 1)),
    ],
)
def test_matmul(torch, rng, a, b):
    arrays = rng.standard_normal(a), rng.standard_normal(b)
    agree(torch, lambda a, b: a @ b, lambda a, b: a @ b, *arrays)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_joining(torch, rng, axis):
    both = rng.standard_normal((2, 3, 3))
    for ours, theirs in ((concatenate, torch.cat), (stack, torch.stack)):
        agree(torch, joined(ours, axis), joined(theirs, axis), *both)


def joined(join, axis):
    """Two values put together by a function of either library, one of them twice."""
    return lambda a, b: join([a, b, a], axis)


# ------------------------------------------------------------------------------ losses and layers


@pytest.mark.parametrize("scale", [1, 30])
def test_losses(torch, rng, scale):
    F = torch.nn.functional
    Z, Y = scale * rng.standard_normal((7, 3)), rng.standard_normal((7, 3))
    y = rng.integers(0, 3, 7)
    rows = rng.dirichlet(np.ones(3), 7)
    yes = (Y[:, :1] > 0).astype(float)
    t = torch.tensor
    agree(torch, lambda Z: mse(Z, Y), lambda Z: F.mse_loss(Z, t(Y)), Z)
    agree(torch, lambda Z: softmax_cross_entropy(Z, y), lambda Z: F.cross_entropy(Z, t(y)), Z)
    agree(torch, lambda Z: softmax_cross_entropy(Z, rows), lambda Z: F.cross_entropy(Z, t(rows)), Z)
    theirs = F.binary_cross_entropy_with_logits
    agree(torch, lambda Z: binary_cross_entropy(Z, yes), lambda Z: theirs(Z, t(yes)), Z[:, :1])
    agree(torch, softmax, lambda Z: torch.softmax(Z, 1), Z)
    agree(torch, log_softmax, lambda Z: torch.log_softmax(Z, 1), Z)


@pytest.mark.parametrize(("kernel", "padding"), [(1, 0), (2, 1), (3, 0), (3, 1)])
def test_a_convolutional_network(torch, rng, kernel, padding):
    def ours(X, W, b, V, c):
        A = maxpool(relu(conv2d(X, W, b, kernel, padding)), 2)
        return dense(A.reshape(2, -1), V, c)

    def theirs(X, W, b, V, c):
        F = torch.nn.functional
        kernels = W.reshape(kernel, kernel, 3, 4).permute(3, 2, 0, 1)
        A = F.conv2d(X.permute(0, 3, 1, 2), kernels, b, padding=padding)
        A = F.max_pool2d(torch.relu(A), 2).permute(0, 2, 3, 1)
        return A.reshape(2, -1) @ V + c

    X = rng.standard_normal((2, 6, 7, 3))
    W, b = rng.standard_normal((kernel * kernel * 3, 4)), rng.standard_normal(4)
    rows, columns = ((n + 2 * padding - kernel + 1) // 2 for n in (6, 7))
    V, c = rng.standard_normal((rows * columns * 4, 2)), rng.standard_normal(2)
    agree(torch, ours, theirs, X, W, b, V, c)


def test_gradients_add_up_as_theirs_do_and_start_anew_after_zero_grad(torch):
    x, twin = Tensor([1.0, 2.0], requires_grad=True), torch.tensor([1.0, 2.0], requires_grad=True)
    for _ in range(3):
        (x * x).sum().backward()
        (twin * twin).sum().backward()
    assert x.grad.tolist() == twin.grad.tolist()
    x.zero_grad()
    (x * x).sum().backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_detached_values_are_constants_for_both(torch, rng):
    agree(
        torch,
        lambda a: a * a.detach() + tanh(a).detach(),
        lambda a: a * a.detach() + torch.tanh(a).detach(),
        rng.standard_normal(4),
    )
