"""Planned training: the numbers of the plain functions, whatever the batch, layer and loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.activations import relu, relu_backward
from nncourse.batches import minibatches, overwritten_minibatches
from nncourse.fast import fastest_step
from nncourse.fast.plan import (
    BATCH_SIZES,
    WIDE,
    InputLayer,
    Plan,
    PlannedStep,
    empty_like,
    plan_convolution,
    plan_dense,
    plan_relu,
    plan_softmax_cross_entropy,
)
from nncourse.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Sigmoid, Tanh
from nncourse.layers.convolution import conv2d_backward, conv2d_forward
from nncourse.layers.dense import dense_backward, dense_forward
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam, AdamW, RMSprop
from nncourse.preprocessing import one_hot
from nncourse.regularization import l2_backward
from nncourse.steps import Step, train_step
from nncourse.training import fit, train_epoch

sizes = st.integers(1, 9)
seeds = st.integers(0, 1000)
FLOAT = np.dtype(float)


def dense_layer(n_in, n_out, rng):
    layer = Dense(n_in, n_out, rng=rng, dtype=np.float64)
    layer.params["b"][:] = rng.standard_normal(n_out)
    return layer


@given(sizes, sizes, st.lists(sizes, min_size=1, max_size=4), seeds)
def test_a_dense_layer_of_any_shape(n_in, n_out, batches, seed):
    rng = np.random.default_rng(seed)
    W, b = dense_layer(n_in, n_out, rng).params.values()
    for m in batches:
        layer = plan_dense(W, b, m, empty_like({"W": W, "b": b}))
        for _ in range(2):  # the second time, the places hold something
            X, dZ = rng.standard_normal((m, n_in)), rng.standard_normal((m, n_out))
            np.testing.assert_allclose(layer.forward(X), dense_forward(X, W, b), atol=1e-12)
            dX, dW, db = dense_backward(dZ, X, W)
            np.testing.assert_allclose(layer.backward(dZ), dX, atol=1e-12)
            np.testing.assert_allclose(layer.grads["W"], dW, atol=1e-12)
            np.testing.assert_allclose(layer.grads["b"], db, atol=1e-12)


@given(sizes, sizes, st.lists(st.tuples(st.integers(1, 99), st.floats(0, 1)), min_size=1), seeds)
def test_a_first_layer_with_any_inputs_blank(n_in, n_out, batches, seed):
    rng = np.random.default_rng(seed)
    plain = dense_layer(n_in, n_out, rng)
    W, b = plain.params.values()
    for m, blank in batches:
        layer, dZ = InputLayer(plain, m, empty_like(plain.params)), rng.standard_normal((m, n_out))
        for _ in range(2):
            X = rng.standard_normal((m, n_in))
            X[:, rng.random(n_in) < blank] = 0
            X[rng.random((m, n_in)) < 0.1] = 0
            np.testing.assert_allclose(layer.forward(X), dense_forward(X, W, b), atol=1e-12)
            _, dW, db = dense_backward(dZ, X, W)
            layer.backward_to_parameters(dZ)
            np.testing.assert_allclose(layer.grads["W"], dW, atol=1e-12)
            np.testing.assert_allclose(layer.grads["b"], db, atol=1e-12)


@given(st.integers(1, 3), st.integers(0, 2), st.integers(1, 3), st.integers(1, 3), seeds)
def test_a_convolution_of_any_shape(kernel, padding, c_in, c_out, seed):
    rng, shape = np.random.default_rng(seed), (3, 4, 5, c_in)
    plain = Conv2D(c_in, c_out, kernel, padding, rng=rng, dtype=np.float64)
    plain.params["b"][:] = rng.standard_normal(c_out)
    layer = plan_convolution(plain, shape, empty_like(plain.params))
    for _ in range(2):
        X = rng.standard_normal(shape)
        Z, patches = conv2d_forward(X, *plain.params.values(), kernel, padding)
        np.testing.assert_allclose(layer.forward(X), Z, atol=1e-12)
        dZ = rng.standard_normal(Z.shape)
        dX, dW, db = conv2d_backward(dZ, patches, plain.params["W"], shape, kernel, padding)
        np.testing.assert_allclose(layer.backward(dZ), dX, atol=1e-12)
        np.testing.assert_allclose(layer.grads["W"], dW, atol=1e-12)
        np.testing.assert_allclose(layer.grads["b"], db, atol=1e-12)


def half_blank(m, n=20):
    X = np.random.default_rng(4).random((m, n))
    X[:, ::2] = 0
    return X


def test_a_wide_first_layer_leaves_out_blank_inputs_where_that_pays():
    network = Sequential(dtype=np.float64).input(20).dense(WIDE).relu().dense(WIDE)
    for m in (BATCH_SIZES[0], BATCH_SIZES[-1]):
        plan = Plan(network, m)
        first, _, later = plan.layers
        assert isinstance(first, InputLayer)
        assert not isinstance(later, InputLayer)
        plan.forward(half_blank(m))
        assert first.X.shape == (m, 10)
    for m in (BATCH_SIZES[0] - 1, BATCH_SIZES[-1] + 1):
        assert not isinstance(Plan(network, m).layers[0], InputLayer)
    full = np.ones((BATCH_SIZES[0], 20))
    nearly_full = full.copy()
    nearly_full[:, 3] = 0
    first = Plan(network, BATCH_SIZES[0]).layers[0]
    for X in (full, nearly_full):
        first.forward(X)
        assert first.X.shape == X.shape
    narrow = Plan(Sequential().input(20).dense(WIDE - 1), BATCH_SIZES[0])
    assert not isinstance(narrow.layers[0], InputLayer)


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, momentum=0.9), Adam(0.01)])
def test_weights_may_lie_in_memory_column_by_column(optimizer):
    """As those do that were transposed."""
    X, y = half_blank(BATCH_SIZES[0]).astype(np.float32), np.zeros(BATCH_SIZES[0], int)
    network = Sequential(rng=np.random.default_rng(0)).input(20).dense(WIDE).dense(3)
    network.layers[0].params["W"] = np.asfortranarray(network.layers[0].params["W"])
    history = fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=optimizer, epochs=5,
                  batch_size=len(X), rng=np.random.default_rng(0), progress=False)  # fmt: skip
    losses = history.column("train_loss")
    assert losses[-1] < losses[0]


def test_what_is_not_a_number_is_not_blank():
    X = half_blank(BATCH_SIZES[0])
    X[5, 0] = np.nan
    plain = Dense(20, 3, dtype=np.float64)
    layer = InputLayer(plain, len(X), empty_like(plain.params))
    assert np.isnan(layer.forward(X)[5]).all()


@given(sizes, sizes, st.lists(st.tuples(st.integers(1, 99), st.floats(0, 1)), min_size=1), seeds)
def test_a_first_layer_that_takes_the_step_itself(n_in, n_out, batches, seed):
    rng = np.random.default_rng(seed)
    plain = Dense(n_in, n_out, rng=rng, dtype=np.float64)
    for m, blank in batches:
        layer = InputLayer(plain, m, empty_like(plain.params), descends=True)
        X, dZ = rng.standard_normal((m, n_in)), rng.standard_normal((m, n_out))
        X[:, rng.random(n_in) < blank] = 0
        W, b = plain.params["W"].copy(), plain.params["b"].copy()
        np.testing.assert_allclose(layer.forward(X), dense_forward(X, W, b), atol=1e-12)
        _, dW, db = dense_backward(dZ, X, W)
        layer.backward_to_parameters(dZ)
        np.testing.assert_allclose(plain.params["W"], W - dW, atol=1e-12)
        np.testing.assert_allclose(plain.params["b"], b - db, atol=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "l2", "descends"),
    [
        (SGD(0.1), 0.0, True),
        (SGD(0.1), 0.01, False),
        (SGD(0.1, momentum=0.9), 0.0, False),
        (Adam(0.1), 0.0, False),
    ],
)
def test_only_plain_descent_is_left_to_the_layer(optimizer, l2, descends):
    network = Sequential().input(20).dense(WIDE).relu().dense(3)
    step = PlannedStep(network, SoftmaxCrossEntropy(), optimizer, l2)
    first = step.plan(BATCH_SIZES[0])[0].layers[0]
    assert isinstance(first, InputLayer)
    assert first.descends is descends


@given(sizes, st.lists(sizes, min_size=1, max_size=4), seeds)
def test_a_relu_of_any_shape(n, batches, seed):
    rng = np.random.default_rng(seed)
    for m in batches:
        layer = plan_relu((m, n), FLOAT)
        for _ in range(2):
            Z, dA = rng.integers(-2, 3, (m, n)).astype(float), rng.standard_normal((m, n))
            A = relu(Z)
            np.testing.assert_array_equal(layer.forward(Z), A)
            np.testing.assert_array_equal(layer.backward(dA), relu_backward(dA, A))


def test_a_relu_writes_over_nothing_that_is_needed_again(rng):
    """The examples are the user's, and a tanh needs what it put out for its gradient."""
    X = rng.standard_normal((5, 4)).astype(np.float32)
    before = X.copy()
    Plan(Sequential().input(4).relu().dense(3), 5).forward(X)
    np.testing.assert_array_equal(X, before)
    build = dense("relu", n_out=3)
    plain = build()
    plain.layers[1:2] = [Tanh(), ReLU(), ReLU()]
    fast, X, dY = Plan(plain, 5), rng.standard_normal((5, 6)), rng.standard_normal((5, 3))
    np.testing.assert_allclose(fast.forward(X), plain.forward(X), atol=1e-12)
    plain.backward(dY)
    fast.backward(dY)
    for name, g in plain.grads.items():
        np.testing.assert_allclose(fast.grads[name], g, atol=1e-12, err_msg=name)


@given(st.lists(sizes, min_size=1, max_size=4), st.integers(2, 9), seeds)
def test_the_fused_loss_and_its_gradient(batches, k, seed):
    rng, plain = np.random.default_rng(seed), SoftmaxCrossEntropy()
    for m in batches:
        Z, y = 10 * rng.standard_normal((m, k)), rng.integers(0, k, m)
        value, dZ = plan_softmax_cross_entropy(m, k, FLOAT)(Z, y)
        assert value == pytest.approx(plain.forward(Z, y), rel=1e-12, abs=1e-12)
        np.testing.assert_allclose(dZ, plain.backward(), atol=1e-14)


def test_the_fused_loss_is_safe_at_any_score():
    Z, y = np.array([[1000.0, 0.0], [0.0, -1000.0]]), np.array([1, 0])
    assert plan_softmax_cross_entropy(2, 2, FLOAT)(Z, y)[0] == 500.0


def test_the_fused_loss_takes_labels_in_bytes(rng):
    """300 rows times class 9 is more than a byte can hold."""
    Z, y = rng.standard_normal((300, 10)), rng.integers(0, 10, 300)
    expected = SoftmaxCrossEntropy().forward(Z, y)
    value, _ = plan_softmax_cross_entropy(300, 10, FLOAT)(Z, y.astype(np.uint8))
    assert value == pytest.approx(expected)


def test_the_fused_loss_takes_labels_that_are_true_or_false(rng):
    Z, y, plain = rng.standard_normal((30, 2)), rng.random(30) < 0.5, SoftmaxCrossEntropy()
    value, dZ = plan_softmax_cross_entropy(30, 2, FLOAT)(Z, y)
    assert value == pytest.approx(plain.forward(Z, y))
    np.testing.assert_allclose(dZ, plain.backward(), atol=1e-14)


def test_the_fused_loss_refuses_a_class_that_is_not_there(rng):
    """One-hot columns of nothing but zeros would train on, silently."""
    with pytest.raises(IndexError):
        plan_softmax_cross_entropy(2, 3, FLOAT)(rng.standard_normal((2, 3)), np.array([0, 3]))


def test_a_network_without_layers_has_a_plan(rng):
    X = rng.standard_normal((5, 2)).astype(np.float32)
    np.testing.assert_array_equal(Plan(Sequential().input(2), 5).forward(X), X)


@given(st.integers(1, 30), st.integers(1, 40), seeds)
def test_the_batches_are_those_of_minibatches(m, batch_size, seed):
    X, y = np.arange(2 * m).reshape(m, 2), np.arange(m)
    ours = overwritten_minibatches(X, y, batch_size, np.random.default_rng(seed))
    plain = minibatches(X, y, batch_size, np.random.default_rng(seed))
    for (X_batch, y_batch), (X_plain, y_plain) in zip(ours, plain, strict=True):
        np.testing.assert_array_equal(X_batch, X_plain)
        np.testing.assert_array_equal(y_batch, y_plain)


def test_a_batch_size_beyond_the_data_takes_no_memory():
    X, y = np.zeros((3, 2)), np.zeros(3)
    ((X_batch, _),) = overwritten_minibatches(X, y, 10**15, np.random.default_rng(0))
    assert X_batch.shape == (3, 2)


def dense(*kinds, n_out):
    def build():
        network = Sequential(rng=np.random.default_rng(5), dtype=np.float64).input(6)
        for kind in kinds:
            getattr(network.dense(5, init="he"), kind)()
        return network.dense(n_out)

    return build


def convolutional():
    rng = np.random.default_rng(5)
    settings = {"rng": rng, "dtype": np.float64}
    return Sequential(
        [
            Conv2D(1, 3, kernel=3, padding=1, **settings),
            ReLU(),
            MaxPool2D(2),
            Flatten(),
            Dense(12, 4, **settings),
            Sigmoid(),
            Dense(4, 3, **settings),
        ],
        input_shape=(4, 4, 1),
    )


CLASSES = np.random.default_rng(1).integers(0, 3, 23)
TASKS = {
    "classes": (dense("relu", "relu", n_out=3), SoftmaxCrossEntropy, CLASSES),
    "classes in bytes": (dense("relu", n_out=3), SoftmaxCrossEntropy, CLASSES.astype(np.uint8)),
    "one-hot rows": (dense("relu", n_out=3), SoftmaxCrossEntropy, one_hot(CLASSES, 3)),
    "other layers": (
        dense("sigmoid", "tanh", "leaky_relu", n_out=3),
        SoftmaxCrossEntropy,
        CLASSES,
    ),
    "no hidden layer": (dense(n_out=3), SoftmaxCrossEntropy, CLASSES),
    "yes or no": (dense("relu", n_out=1), BinaryCrossEntropy, CLASSES > 0),
    "numbers": (dense("relu", n_out=2), MSE, np.column_stack([CLASSES, CLASSES**2])),
    "pictures": (convolutional, SoftmaxCrossEntropy, CLASSES),
}
OPTIMIZERS = {
    "descent": lambda: SGD(0.1),
    "momentum": lambda: SGD(0.05, momentum=0.9),
    "nesterov": lambda: SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda: RMSprop(0.01),
    "adam": lambda: Adam(0.01),
    "adamw": lambda: AdamW(0.01, weight_decay=0.1),
}


def plain_step(network, loss, optimizer, X, y, l2):
    """A step as the chapters show it, and nothing else."""
    network_loss = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    for name, g in l2_backward(network.params, l2).items():
        network.grads[name] += g
    optimizer.step(network.params, network.grads)
    return network_loss


@pytest.mark.parametrize("l2", [0.0, 0.01])
@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("task", TASKS)
def test_fit_computes_what_plain_steps_compute(task, kind, l2, rng):
    build, loss, y = TASKS[task]
    plain, fast = build(), build()
    X = rng.standard_normal((len(y), *plain.input_shape))
    before = X.copy()

    optimizer, order = OPTIMIZERS[kind](), np.random.default_rng(7)
    for _ in range(4):
        for X_batch, y_batch in minibatches(X, y, 5, order):
            plain_step(plain, loss(), optimizer, X_batch, y_batch, l2)
    fit(fast, X, y, loss=loss(), optimizer=OPTIMIZERS[kind](), epochs=4, batch_size=5, l2=l2,
        rng=np.random.default_rng(7), progress=False)  # fmt: skip

    np.testing.assert_array_equal(X, before)
    for name, p in plain.params.items():
        np.testing.assert_allclose(fast.params[name], p, rtol=1e-9, atol=1e-11, err_msg=name)


@pytest.mark.parametrize("l2", [0.0, 0.01])
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_fit_without_blank_inputs_computes_what_plain_steps_compute(kind, l2, rng):
    """Other inputs are blank in each batch; the last batch is too small to leave any out."""
    batch = BATCH_SIZES[0]
    m = 3 * batch + 10
    X, y = rng.random((m, 12)) * (rng.random((m, 12)) < 0.01), rng.integers(0, 3, m)
    plain, fast = (
        Sequential(rng=np.random.default_rng(5), dtype=np.float64).input(12).dense(WIDE).dense(3)
        for _ in range(2)
    )
    optimizer, order = OPTIMIZERS[kind](), np.random.default_rng(7)
    for _ in range(4):
        for X_batch, y_batch in minibatches(X, y, batch, order):
            plain_step(plain, SoftmaxCrossEntropy(), optimizer, X_batch, y_batch, l2)
    fit(fast, X, y, loss=SoftmaxCrossEntropy(), optimizer=OPTIMIZERS[kind](), epochs=4,
        batch_size=batch, l2=l2, rng=np.random.default_rng(7), progress=False)  # fmt: skip
    for name, p in plain.params.items():
        np.testing.assert_allclose(fast.params[name], p, rtol=1e-9, atol=1e-11, err_msg=name)


def test_in_float32_the_difference_is_rounding():
    _, loss, y = TASKS["classes"]
    X = np.random.default_rng(3).standard_normal((len(y), 6))
    trained = []
    for dtype in (np.float32, np.float64):
        network = Sequential(rng=np.random.default_rng(5), dtype=dtype).input(6)
        network.dense(5, init="he").relu().dense(3)
        fit(network, X, y, loss=loss(), optimizer=SGD(0.1), epochs=20, batch_size=5,
            rng=np.random.default_rng(7), progress=False)  # fmt: skip
        trained.append(network.params)
    for name, p in trained[0].items():
        assert p.dtype == np.float32
        np.testing.assert_allclose(p, trained[1][name], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("scale", [1, 3])
def test_an_epoch_reports_the_same_loss(scale, rng):
    build, loss, y = TASKS["classes"]
    X = scale * rng.standard_normal((len(y), 6))
    plain = train_epoch(build(), loss(), SGD(0.1), X, y, 5, np.random.default_rng(7))
    history = fit(build(), X, y, loss=loss(), optimizer=SGD(0.1), epochs=1, batch_size=5,
                  rng=np.random.default_rng(7), progress=False)  # fmt: skip
    assert history.column("train_loss") == pytest.approx([plain], rel=1e-12)


def test_the_steps_are_counted_through_plans(rng):
    build, loss, y = TASKS["classes"]
    optimizer = SGD(0.1)
    fit(build(), rng.standard_normal((23, 6)), y, loss=loss(), optimizer=optimizer, epochs=2,
        batch_size=5, rng=rng, progress=False)  # fmt: skip
    assert optimizer.steps == 2 * 5


@pytest.mark.parametrize("kind", [Step, PlannedStep])
def test_a_step_can_be_taken_by_hand(kind, rng):
    build, loss, y = TASKS["classes"]
    X = rng.standard_normal((len(y), 6))
    plain, shared = build(), build()
    value = train_step(plain, loss(), SGD(0.1), X, y)
    assert kind(shared, loss(), SGD(0.1))(X, y) == pytest.approx(value)
    for name, p in plain.params.items():
        np.testing.assert_allclose(shared.params[name], p, rtol=1e-12, atol=1e-15)


def test_gradients_have_the_same_places_whatever_the_batch():
    """A second set of them would be as large as the network."""
    build, loss, _ = TASKS["classes"]
    step = PlannedStep(build(), loss(), Adam(0.1))
    few, many = step.plan(3)[0], step.plan(5)[0]
    assert set(few.grads) == set(step.params)
    assert all(g is many.grads[name] for name, g in few.grads.items())


@pytest.mark.parametrize("task", ["classes", "pictures"])
def test_a_planned_step_leaves_the_gradients_of_the_network_alone(task, rng):
    build, loss, y = TASKS[task]
    network = build()
    X = rng.standard_normal((len(y), *network.input_shape))
    train_step(network, loss(), SGD(0.1), X, y)
    before = {name: g.copy() for name, g in network.grads.items()}
    PlannedStep(network, loss(), Adam(0.1))(X, y)
    for name, g in network.grads.items():
        np.testing.assert_array_equal(g, before[name])


class Frozen(Sequential):
    """A network whose first layer is not to learn."""

    @property
    def params(self):
        return {name: p for name, p in super().params.items() if not name.startswith("0.")}


class Doubling(Dense):
    """A dense layer of a user's own, which puts out twice as much."""

    def forward(self, X):
        return 2 * super().forward(X)

    def backward(self, dY):
        return super().backward(2 * dY)

    def backward_to_parameters(self, dY):
        super().backward_to_parameters(2 * dY)


class Decaying(Dense):
    """A dense layer whose gradient is not linear in what comes in."""

    def backward_to_parameters(self, dY):
        super().backward_to_parameters(dY)
        self.grads["W"] = self.grads["W"] + 0.1 * self.params["W"]


class ReadOnlyGradient(MSE):
    """A loss that does not want its gradient changed."""

    def backward(self):
        dY = super().backward()
        dY.flags.writeable = False
        return dY


def of_a_user(kind):
    def build():
        rng = np.random.default_rng(5)
        first, last = kind(6, 5, rng=rng, dtype=np.float64), Dense(5, 2, rng=rng, dtype=np.float64)
        return Sequential([first, ReLU(), last])

    return build


def mixed_dtypes():
    rng = np.random.default_rng(5)
    return Sequential([Dense(6, 5, rng=rng), ReLU(), Dense(5, 2, rng=rng, dtype=np.float64)])


def frozen():
    rng = np.random.default_rng(5)
    return Frozen([Dense(6, 5, rng=rng), ReLU(), Dense(5, 2, rng=rng)])


@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("loss", [MSE, ReadOnlyGradient])
@pytest.mark.parametrize(
    "build", [of_a_user(Doubling), of_a_user(Decaying), mixed_dtypes, frozen, of_a_user(Dense)]
)
def test_what_users_write_keeps_its_meaning(build, loss, batch_size, rng):
    X, Y = rng.standard_normal((23, 6)), rng.standard_normal((23, 2))
    plain, fitted = build(), build()
    order, optimizer = np.random.default_rng(7), SGD(0.02)
    for X_batch, Y_batch in minibatches(X, Y, batch_size, order):
        train_step(plain, loss(), optimizer, X_batch, Y_batch)
    fit(fitted, X, Y, loss=loss(), optimizer=SGD(0.02), epochs=1, batch_size=batch_size,
        rng=np.random.default_rng(7), progress=False)  # fmt: skip
    for layer, other in zip(plain.layers, fitted.layers, strict=True):
        for name, p in layer.params.items():
            np.testing.assert_allclose(other.params[name], p, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (of_a_user(Doubling), Step),
        (mixed_dtypes, Step),
        (frozen, Step),
        (of_a_user(Dense), PlannedStep),
        (convolutional, PlannedStep),
    ],
)
def test_only_what_is_known_is_planned(build, kind):
    assert type(fastest_step(build(), MSE(), SGD(0.1))) is kind


def test_momentum_may_be_turned_on_later(rng):
    build, loss, y = TASKS["classes"]
    X, sgd = rng.standard_normal((len(y), 6)), SGD(0.1)
    network, plain = build(), build()
    sgd.momentum = 0.9
    fit(network, X, y, loss=loss(), optimizer=sgd, epochs=1, batch_size=5,
        rng=np.random.default_rng(7), progress=False)  # fmt: skip
    optimizer = SGD(0.1, momentum=0.9)
    for X_batch, y_batch in minibatches(X, y, 5, np.random.default_rng(7)):
        train_step(plain, loss(), optimizer, X_batch, y_batch)
    for name, p in plain.params.items():
        np.testing.assert_allclose(network.params[name], p, rtol=1e-9, atol=1e-11)
        velocity = optimizer.memory["velocity"][name]
        np.testing.assert_allclose(sgd.memory["velocity"][name], velocity, rtol=1e-8, atol=1e-11)
