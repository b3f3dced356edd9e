"""Every operation on tensors against numeric gradients, with random shapes, axes and upstreams."""

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nncourse import autograd
from nncourse.autograd import (
    Tensor,
    absolute,
    arithmetic,
    binary_cross_entropy,
    broadcasting,
    concatenate,
    conv2d,
    dense,
    dropout,
    exp,
    leaky_relu,
    log,
    log_softmax,
    matmul,
    maximum,
    maxpool,
    mse,
    power,
    relu,
    shapes,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    sqrt,
    stack,
    tanh,
    where,
)
from nncourse.gradient_check import numerical_gradient

seeds = st.integers(0, 10_000)
some_shapes = hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)
few = settings(max_examples=25)


def anything(rng, shape):
    return np.asarray(rng.standard_normal(shape))


def positive(rng, shape):
    return np.asarray(rng.uniform(0.5, 2, shape))


def spread(rng, shape):
    """Numbers that are apart from each other and from zero: no nudge takes them past a kink."""
    size = int(np.prod(shape))
    return ((rng.permutation(size) - size // 2) / 10 + 0.03).reshape(shape)


def check(function, *arrays, seed=0):
    """Compare all gradients of a function of tensors with numeric ones, for a random upstream."""
    arrays = [np.array(array, float) for array in arrays]
    tensors = [Tensor(array.copy(), requires_grad=True) for array in arrays]
    result = function(*tensors)
    upstream = np.random.default_rng(seed).standard_normal(result.shape)
    result.backward(upstream)
    for array, tensor in zip(arrays, tensors, strict=True):
        numeric = numerical_gradient(
            lambda _: float((function(*map(Tensor, arrays)).data * upstream).sum()), array
        )
        assert type(tensor.grad) is np.ndarray
        assert tensor.grad.shape == array.shape
        np.testing.assert_allclose(tensor.grad, numeric, rtol=1e-6, atol=1e-7)


# ------------------------------------------------------------------------------- entry by entry

ENTRYWISE = [
    ("a + number", lambda a: a + 2, anything),
    ("number + a", lambda a: 2 + a, anything),
    ("a - number", lambda a: a - 2, anything),
    ("number - a", lambda a: 2 - a, anything),
    ("a * number", lambda a: a * -3, anything),
    ("number * a", lambda a: 0.5 * a, anything),
    ("a / number", lambda a: a / 3, anything),
    ("number / a", lambda a: 3 / a, positive),
    ("-a", lambda a: -a, anything),
    ("shift", lambda a: arithmetic.shift(a, 1.5), anything),
    ("scale", lambda a: arithmetic.scale(a, 1.5), anything),
    ("a ** 3", lambda a: a**3, anything),
    ("a ** 1", lambda a: a**1, anything),
    ("a ** 0", lambda a: a**0, anything),
    ("a ** -1.5", lambda a: a**-1.5, positive),
    ("a ** number of NumPy's", lambda a: a ** np.float32(2.5), positive),
    ("power", lambda a: power(a, 0.5), positive),
    ("exp", exp, anything),
    ("log", log, positive),
    ("sqrt", sqrt, positive),
    ("absolute", absolute, spread),
    ("abs", abs, spread),
    ("relu", relu, spread),
    ("leaky_relu", lambda a: leaky_relu(a, 0.2), spread),
    ("sigmoid", sigmoid, anything),
    ("tanh", tanh, anything),
    ("maximum", lambda a: maximum(a, 0), spread),
    ("where", lambda a: where(a > 0, a, a * a), spread),
    ("dropout", lambda a: dropout(a, 0.4, np.random.default_rng(7)), anything),
]


@pytest.mark.parametrize(("name", "function", "draw"), ENTRYWISE, ids=[n for n, _, _ in ENTRYWISE])
@settings(max_examples=8)
@given(some_shapes, seeds)
def test_entrywise_operations(name, function, draw, shape, seed):
    check(function, draw(np.random.default_rng(seed), shape), seed=seed)


BINARY = [
    ("add", lambda a, b: a + b, anything),
    ("subtract", lambda a, b: a - b, anything),
    ("multiply", lambda a, b: a * b, anything),
    ("divide", lambda a, b: a / b, positive),
    ("maximum", maximum, spread),
]


@pytest.mark.parametrize(("name", "function", "draw"), BINARY, ids=[n for n, _, _ in BINARY])
@few
@given(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), seeds)
def test_operands_that_broadcast(name, function, draw, shapes, seed):
    rng = np.random.default_rng(seed)
    a, b = (draw(rng, shape) for shape in shapes.input_shapes)
    check(function, a, b + 0.04, seed=seed)


@pytest.mark.parametrize(("name", "function", "draw"), BINARY, ids=[n for n, _, _ in BINARY])
@settings(max_examples=10)
@given(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), seeds)
def test_an_array_on_either_side_is_a_constant(name, function, draw, shapes, seed):
    rng = np.random.default_rng(seed)
    a, b = (draw(rng, shape) for shape in shapes.input_shapes)
    check(lambda t: function(t, b + 0.04), a, seed=seed)
    check(lambda t: function(a, t), b + 0.04, seed=seed)


@few
@given(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3), seeds)
def test_where_with_a_condition_that_broadcasts(shapes, seed):
    rng = np.random.default_rng(seed)
    condition, a, b = (anything(rng, shape) for shape in shapes.input_shapes)
    check(lambda a, b: where(condition > 0, a, b), a, b, seed=seed)


@few
@given(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3), seeds)
def test_unbroadcast_is_the_transpose_of_broadcasting(shapes, seed):
    """<stretched a, g> = <a, unbroadcast g>, whatever a and g."""
    rng = np.random.default_rng(seed)
    shape, full = shapes.input_shapes[0], shapes.result_shape
    a, g = rng.standard_normal(shape), rng.standard_normal(full)
    back = broadcasting.unbroadcast(g, shape)
    assert back.shape == shape
    np.testing.assert_allclose((np.broadcast_to(a, full) * g).sum(), (a * back).sum(), atol=1e-12)


# ----------------------------------------------------------------------------------- reductions


@st.composite
def shapes_and_axes(draw):
    """A shape, and None, an axis or some axes of it, counted from either end."""
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=4, max_side=3))
    some = st.lists(st.integers(0, len(shape) - 1), unique=True).map(tuple)
    axes = draw(st.one_of(st.none(), st.integers(0, len(shape) - 1), some))
    turn = draw(st.booleans())
    if turn and isinstance(axes, tuple):
        axes = tuple(axis - len(shape) for axis in axes)
    elif turn and axes is not None:
        axes -= len(shape)
    return shape, axes


@pytest.mark.parametrize("name", ["sum", "mean", "max"])
@few
@given(shapes_and_axes(), st.booleans(), seeds)
def test_reductions(name, shape_and_axes, keepdims, seed):
    shape, axis = shape_and_axes
    a = spread(np.random.default_rng(seed), shape)
    check(lambda t: getattr(t, name)(axis, keepdims), a, seed=seed)
    value = getattr(Tensor(a), name)(axis=axis, keepdims=keepdims).data
    np.testing.assert_array_equal(value, getattr(np, name)(a, axis=axis, keepdims=keepdims))


@pytest.mark.parametrize("name", ["sum", "mean", "max"])
def test_reductions_of_a_number(name):
    check(lambda t: getattr(t, name)(), 3.0)
    check(lambda t: getattr(t, name)((), True), 3.0)


@given(shapes_and_axes(), seeds)
@few
def test_winners_in_a_tie_share_what_there_is(shape_and_axes, seed):
    shape, axis = shape_and_axes
    a = Tensor(np.random.default_rng(seed).integers(0, 2, shape).astype(float), requires_grad=True)
    a.max(axis, keepdims=True).sum().backward()
    won = a.data == a.data.max(axis, keepdims=True)
    np.testing.assert_array_equal(a.grad > 0, won)
    np.testing.assert_allclose(a.grad.sum(axis, keepdims=True), 1)


# --------------------------------------------------------------------------------------- shapes


@few
@given(hnp.array_shapes(min_dims=0, max_dims=4, max_side=3), st.data())
def test_transpose_with_every_order_of_axes(shape, data):
    axes = data.draw(st.permutations(range(len(shape))))
    turned = [axis - len(shape) if data.draw(st.booleans()) else axis for axis in axes]
    a = anything(np.random.default_rng(0), shape)
    check(lambda t: shapes.transpose(t, turned), a)
    check(lambda t: t.T, a)
    np.testing.assert_array_equal(Tensor(a).transpose(tuple(turned)).data, a.transpose(axes))
    if turned:
        np.testing.assert_array_equal(Tensor(a).transpose(*turned).data, a.transpose(axes))


@pytest.mark.parametrize("shape", [(6,), (3, 2), (2, 3, 1), (1, -1), (-1, 2)])
def test_reshape(shape, rng):
    a = rng.standard_normal((2, 3))
    check(lambda t: t.reshape(shape), a)
    check(lambda t: t.T.reshape(*shape), a)  # where NumPy must copy
    check(lambda t: t.reshape(list(shape)), a)
    check(lambda t: t[0, 0].reshape(1, 1) + t[1, 1].reshape(()), a)


@few
@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), st.data(), seeds)
def test_basic_indices(shape, data, seed):
    index = data.draw(hnp.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True))
    a = anything(np.random.default_rng(seed), shape)
    np.testing.assert_array_equal(Tensor(a)[index].data, a[index])
    check(lambda t: t[index], a, seed=seed)


@few
@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), st.data(), seeds)
def test_arrays_of_indices_which_may_repeat(shape, data, seed):
    index = data.draw(
        hnp.integer_array_indices(shape, result_shape=hnp.array_shapes(max_dims=2, max_side=6))
    )
    a = anything(np.random.default_rng(seed), shape)
    check(lambda t: t[index], a, seed=seed)
    gradient = shapes.index_backward(np.ones(a[index].shape), shape, index)
    times = np.zeros(shape)
    for place in np.ndindex(a[index].shape):
        times[tuple(i[place] for i in index)] += 1
    np.testing.assert_array_equal(gradient, times)


@few
@given(hnp.arrays(bool, hnp.array_shapes(min_dims=1, max_dims=3, max_side=4)), seeds)
def test_masks(mask, seed):
    check(lambda t: t[mask], anything(np.random.default_rng(seed), mask.shape), seed=seed)


@pytest.mark.parametrize("index", [(), ..., None, (None, ..., None)])
def test_indices_of_a_number(index):
    check(lambda t: t[index], 3.0)


@few
@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.sampled_from([0, 1, -1]), seeds)
def test_concatenate(sizes, axis, seed):
    rng = np.random.default_rng(seed)
    parts = [rng.standard_normal((size, 2) if axis == 0 else (2, size)) for size in sizes]
    check(lambda *tensors: concatenate(tensors, axis), *parts, seed=seed)


@few
@given(some_shapes, st.integers(1, 3), st.data())
def test_stack(shape, count, data):
    axis = data.draw(st.integers(-len(shape) - 1, len(shape)))
    rng = np.random.default_rng(count)
    check(lambda *ts: stack(ts, axis), *(anything(rng, shape) for _ in range(count)))


def test_the_same_tensor_twice_in_a_row_gets_both_shares():
    x = Tensor([1.0, 2.0], requires_grad=True)
    concatenate([x, np.zeros(1), x]).backward([1.0, 10.0, 7.0, 100.0, 1000.0])
    assert x.grad.tolist() == [101.0, 1010.0]
    x.zero_grad()
    stack(part for part in (x, np.zeros(2), x)).backward([[1.0, 10.0], [7.0, 7.0], [100.0, 1000.0]])
    assert x.grad.tolist() == [101.0, 1010.0]


# ------------------------------------------------------------------------- products and layers


@settings(max_examples=60)
@given(
    hnp.mutually_broadcastable_shapes(signature="(m?,n),(n,k?)->(m?,k?)", max_dims=2, max_side=3),
    seeds,
)
def test_matmul_of_matrices_vectors_and_batches(shapes, seed):
    rng = np.random.default_rng(seed)
    a, b = (anything(rng, shape) for shape in shapes.input_shapes)
    np.testing.assert_array_equal(matmul(Tensor(a), b).data, a @ b)
    check(lambda a, b: a @ b, a, b, seed=seed)
    check(lambda a: a @ b, a, seed=seed)
    check(lambda b: a @ b, b, seed=seed)


@pytest.mark.parametrize("of", ["everything", "the parameters"])
def test_layers(of, rng):
    def checked(layer, X, *parameters):
        if of == "everything":
            check(layer, X, *parameters)
        else:
            check(partial(layer, X), *parameters)

    checked(dense, *(rng.standard_normal(s) for s in ((5, 4), (4, 3), (3,))))
    for kernel, padding in ((2, 0), (3, 1), (1, 0)):
        X, W = rng.standard_normal((2, 4, 5, 2)), rng.standard_normal((kernel * kernel * 2, 3))
        layer = partial(conv2d, kernel=kernel, padding=padding)
        checked(layer, X, W, rng.standard_normal(3))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pooling(size, rng):
    check(lambda X: maxpool(X, size), spread(rng, (2, 5, 6, 2)))


@pytest.mark.parametrize("function", [softmax, log_softmax])
@few
@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), seeds)
def test_shares_along_the_last_axis(function, shape, seed):
    check(function, 2 * anything(np.random.default_rng(seed), shape), seed=seed)


def test_losses(rng):
    Z, Y = rng.standard_normal((5, 3)), rng.standard_normal((5, 3))
    check(lambda Z: mse(Z, Y), Z)
    check(lambda Z: mse(Z, Y[:, 0]), Z[:, :1])
    check(lambda Z: binary_cross_entropy(Z, Y[:, 0] > 0), Z[:, :1])
    check(lambda Z: softmax_cross_entropy(Z, np.array([0, 2, 1, 1, 0])), Z)
    check(lambda Z: softmax_cross_entropy(Z, np.eye(3)[[0, 2, 1, 1, 0]]), Z)


def test_dropout_keeps_the_mean_and_hands_back_to_those_who_stayed(rng):
    x = Tensor(np.ones((400, 500), np.float32), requires_grad=True)
    y = dropout(x, 0.3, rng)
    assert y.data.mean() == pytest.approx(1, abs=0.01)
    assert (y.data == 0).mean() == pytest.approx(0.3, abs=0.01)
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, y.data)
    assert (dropout(x, 0.0, rng).data == x.data).all()


# ------------------------------------------------------------------------------------------ laws

SMOOTH = [tanh, sigmoid, exp, lambda a: a * a + 1, lambda a: a / (a * a + 2), lambda a: 3 - a]


def gradient_of(function, a, upstream):
    x = Tensor(a.copy(), requires_grad=True)
    function(x).backward(upstream)
    return x.grad


smooth = st.sampled_from(SMOOTH)


@few
@given(smooth, smooth, seeds)
def test_sum_rule_product_rule_and_chain_rule(f, g, seed):
    rng = np.random.default_rng(seed)
    a, u = rng.standard_normal((2, 3)), rng.standard_normal((2, 3))
    df, dg = gradient_of(f, a, u), gradient_of(g, a, u)
    fa, ga = f(Tensor(a)).data, g(Tensor(a)).data
    close = {"rtol": 1e-12, "atol": 1e-12}
    np.testing.assert_allclose(gradient_of(lambda x: f(x) + g(x), a, u), df + dg, **close)
    product = gradient_of(lambda x: f(x) * g(x), a, u)
    np.testing.assert_allclose(product, df * ga + fa * dg, **close)
    chained = gradient_of(f, ga, u)
    np.testing.assert_allclose(
        gradient_of(lambda x: f(g(x)), a, u), gradient_of(g, a, chained), **close
    )


@few
@given(smooth, smooth, st.floats(-3, 3), st.floats(-3, 3), seeds)
def test_backward_is_linear_in_the_upstream(f, g, alpha, beta, seed):
    rng = np.random.default_rng(seed)
    a, u, v = rng.standard_normal((3, 4, 2))

    def function(x):
        return softmax(f(x) * g(x)[:, ::-1]) @ np.ones((2, 2)) + f(x).max(axis=0)

    together = gradient_of(function, a, alpha * u + beta * v)
    apart = alpha * gradient_of(function, a, u) + beta * gradient_of(function, a, v)
    np.testing.assert_allclose(together, apart, rtol=1e-9, atol=1e-12)


# ------------------------------------------------------------------ dtypes, sizes and who owns what


def many_operations(x):
    """A value that all kinds of operations took part in."""
    y = 2 * x + 1 - x / 3 + (x + 1) ** 2 * np.float64(0.5) + np.float32(2) * x - np.int64(1)
    y = y * np.array([[1, 0, 1]]) + np.array(2.0) + np.array([True, False, True])
    y = exp(-y) + log(y * y + 1) + sqrt(y * y + 1) + absolute(y) + maximum(y, 0.5)
    y = where(y.data > 1, y, 0.0) + relu(y) + leaky_relu(y) + sigmoid(y) + tanh(y)
    y = y + softmax(y) + log_softmax(y) + dropout(y, 0.5, np.random.default_rng(0))
    y = y.max(axis=1, keepdims=True) + y.sum(axis=0) + y.mean(axis=1, keepdims=True)
    y = concatenate([y, y]).reshape(-1, 3)[[0, 0, 1]].T @ stack([y, y])[0][1]
    return y


def test_float32_is_kept_in_values_and_in_all_gradients(rng):
    x = Tensor(rng.standard_normal((2, 3)).astype(np.float32), requires_grad=True)
    y = many_operations(x)
    losses = mse(y.reshape(3, 1), np.ones(3)) + softmax_cross_entropy(x, np.eye(3)[[0, 1]])
    loss = losses + binary_cross_entropy(x[:, :1], np.array([0, 1]))
    W = np.ones((4, 1), np.float32) * x[0, 0]
    total = loss + maxpool(conv2d(x.reshape(1, 2, 3, 1), W, x[0, :1], 2), 1).sum()
    total.backward(keep_graph=True)
    for node in autograd.topological_order(total):
        if node.requires_grad:
            assert node.dtype == np.float32, node.operation
            parts = node.pull(np.asarray(node.grad)[()], *node.saved) if node.pull else ()
            for part in parts if isinstance(parts, tuple) else (parts,):
                assert part is None or part.dtype == np.float32, node.operation
            assert node.grad.dtype == np.float32


def test_float64_is_there_where_it_is_asked_for(rng):
    x = Tensor(rng.standard_normal((2, 3)), requires_grad=True)
    assert many_operations(x).dtype == np.float64
    assert (Tensor(np.ones(3, np.float32)) * np.ones(3)).dtype == np.float64  # as in NumPy
    assert (0.5 - Tensor(np.array([1, 2]))).data.tolist() == [-0.5, -1.5]
    assert maximum(Tensor(np.array([0, 2])), 0.5).data.tolist() == [0.5, 2.0]


@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_tensors_without_entries(shape):
    x = Tensor(np.zeros(shape), requires_grad=True)
    y = exp(x * 2 + x) / (abs(x) + 1) - where(x > 0, x, maximum(x, 1))
    (concatenate([y, y]).T.sum() + y.reshape(*shape[::-1]).sum() + y[:0].sum()).backward()
    assert x.grad.shape == shape
    if x.ndim == 2:
        x.zero_grad()
        (x.T @ x).sum().backward()
        assert x.grad.shape == shape


def test_the_mean_of_nothing_is_nan_as_in_numpy():
    with np.errstate(invalid="ignore"):
        assert np.isnan(Tensor(np.zeros((0, 3))).mean().item())
        assert np.isnan(Tensor(np.zeros((0, 3))).mean(axis=0).data).all()
    assert Tensor(np.zeros((0, 3))).mean(axis=1).shape == (0,)


def test_division_by_zero_gives_infinity_as_in_numpy():
    with np.errstate(divide="ignore"):
        assert (Tensor([1.0]) / 0).data.tolist() == [np.inf]
        assert (Tensor([1.0]) / np.zeros(1)).data.tolist() == [np.inf]


def test_the_slope_of_a_constant_power_is_zero_also_at_zero():
    assert arithmetic.power_backward(np.ones(2), np.array([0.0, 2.0]), 0).tolist() == [0, 0]


def test_numbers_are_numbers_of_numpy_and_their_gradients_arrays():
    w = Tensor(3.0, requires_grad=True)
    for times in (1, 2):
        y = (w * 2 + w**2).sum()
        assert type(y.data) is np.float64
        y.backward()
        assert type(w.grad) is np.ndarray
        assert w.grad == times * 8


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x + 0,
        lambda x: x.sum(axis=0, keepdims=True),
        lambda x: x.reshape(3, 2),
        lambda x: x.T,
        lambda x: x[:],
        lambda x: concatenate([x]),
        lambda x: stack([x]),
        lambda x: x + x,
        lambda x: x.mean(),
    ],
)
def test_gradients_are_arrays_of_their_own_that_may_be_written_into(function):
    """Not the user's upstream, not each other, and no views of something smaller."""
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    y = Tensor(np.ones((2, 3)), requires_grad=True)
    result = function(x) + function(y)
    upstream = np.ones(result.shape)
    result.backward(upstream, keep_graph=True)
    grads = [x.grad, y.grad, result.grad, *(parent.grad for parent in result.parents)]
    for i, grad in enumerate(grads):
        before = [other.copy() for other in grads]
        grad += 1 + i
        before[i] += 1 + i
        assert (upstream == 1).all()
        for other, expected in zip(grads, before, strict=True):
            np.testing.assert_array_equal(other, expected)


@pytest.mark.parametrize("other", [Tensor([2.0, 2.0, 2.0]), np.full(3, 2.0), 2.0, np.float32(2)])
def test_comparisons_give_arrays_as_numpys_do(other):
    x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    for result, turned, expected in (
        (x == other, other == x, [False, True, False]),
        (x != other, other != x, [True, False, True]),
        (x < other, other > x, [True, False, False]),
        (x <= other, other >= x, [True, True, False]),
        (x > other, other < x, [False, False, True]),
        (x >= other, other <= x, [False, True, True]),
    ):
        assert type(result) is type(turned) is np.ndarray
        assert result.tolist() == turned.tolist() == expected


def test_tensors_are_told_apart_by_what_they_are():
    x, twin = Tensor([1.0]), Tensor([1.0])
    assert len({x, twin, x}) == 2
    assert {x: "x", twin: "twin"}[x] == "x"


def test_every_operation_is_tested_here():
    here = Path(__file__).read_text("utf-8")
    used = set(re.findall(r"\b\w+\b", here.partition("# ---")[2]))
    assert {*autograd.__all__} - used <= {"no_grad", "record"}
