"""Layers and networks: gradients of every layer, shapes, the two ways to write a network."""

import numpy as np
import pytest

from nncourse.errors import DataError, ShapeError
from nncourse.gradient_check import gradient_check, numerical_gradient, relative_error
from nncourse.layers import (
    LAYERS,
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    MaxPool2D,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from nncourse.layers.convolution import col2im, im2col
from nncourse.layers.dense import dense_backward, dense_forward
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.mlp import backward, forward, update
from nncourse.network import Sequential, count_parameters

f64 = np.float64
ROWS, PICTURES = (5, 4), (3, 5, 6, 2)
CASES = [
    (Dense(4, 3, rng=np.random.default_rng(0), dtype=f64), ROWS),
    (ReLU(), ROWS),
    (LeakyReLU(0.2), ROWS),
    (Sigmoid(), ROWS),
    (Tanh(), ROWS),
    (Softmax(), ROWS),
    (Conv2D(2, 3, kernel=3, padding=1, rng=np.random.default_rng(0), dtype=f64), PICTURES),
    (Conv2D(2, 3, kernel=2, rng=np.random.default_rng(0), dtype=f64), PICTURES),
    (MaxPool2D(2), PICTURES),
    (Flatten(), PICTURES),
]


def test_every_layer_is_tested_here():
    assert {type(layer) for layer, _ in CASES} == set(LAYERS.values())


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_input_and_parameter_gradients_are_right(layer, shape):
    rng = np.random.default_rng(2)
    X = rng.standard_normal(shape)
    if "b" in layer.params:
        layer.params["b"][...] = rng.standard_normal(layer.params["b"].shape)
    upstream = rng.standard_normal(layer.forward(X).shape)

    def scalar(_):
        return float((layer.forward(X) * upstream).sum())

    layer.forward(X)
    dX = layer.backward(upstream)
    grads = {name: g.copy() for name, g in layer.grads.items()}
    assert grads.keys() == layer.params.keys()
    assert relative_error(dX, numerical_gradient(scalar, X)) < 1e-7
    for name, p in layer.params.items():
        assert relative_error(grads[name], numerical_gradient(scalar, p)) < 1e-7

    layer.forward(X)
    layer.backward_to_parameters(upstream)
    for name, g in layer.grads.items():
        np.testing.assert_array_equal(g, grads[name])


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_announced_shape_is_the_real_one(layer, shape):
    assert layer.forward(np.zeros(shape)).shape == (shape[0], *layer.output_shape(shape[1:]))


def test_a_convolution_is_the_sum_over_its_patch():
    rng = np.random.default_rng(0)
    X, layer = rng.standard_normal((1, 4, 5, 2)), Conv2D(2, 1, kernel=3, rng=rng, dtype=f64)
    kernel = layer.params["W"].reshape(3, 3, 2)
    Z = layer.forward(X)
    assert Z.shape == (1, 2, 3, 1)
    assert Z[0, 1, 2, 0] == pytest.approx((X[0, 1:4, 2:5] * kernel).sum())


def test_col2im_is_the_transpose_of_im2col():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((2, 5, 4, 3))
    patches = im2col(X, kernel=3, padding=1)
    other = rng.standard_normal(patches.shape)
    assert (patches * other).sum() == pytest.approx((X * col2im(other, X.shape, 3, 1)).sum())


def test_ties_in_a_pool_share_the_gradient():
    pool = MaxPool2D(2)
    pool.forward(np.ones((1, 2, 2, 1)))
    assert pool.backward(np.ones((1, 1, 1, 1))).ravel().tolist() == [0.25] * 4


def test_list_and_chain_are_the_same_network():
    chain = (
        Sequential(rng=np.random.default_rng(3))
        .input(6)
        .dense(5, init="he")
        .relu()
        .dense(4)
        .leaky_relu(0.1)
        .dense(4)
        .sigmoid()
        .dense(4)
        .tanh()
        .dense(3)
        .softmax()
    )
    rng = np.random.default_rng(3)
    listed = Sequential(
        [
            Dense(6, 5, init="he", rng=rng),
            ReLU(),
            Dense(5, 4, rng=rng),
            LeakyReLU(0.1),
            Dense(4, 4, rng=rng),
            Sigmoid(),
            Dense(4, 4, rng=rng),
            Tanh(),
            Dense(4, 3, rng=rng),
            Softmax(),
        ]
    )
    assert repr(chain) == repr(listed)
    X = np.random.default_rng(0).standard_normal((2, 6))
    np.testing.assert_array_equal(chain.forward(X), listed.forward(X))


@pytest.mark.parametrize(
    ("loss", "n_out", "y"),
    [
        (SoftmaxCrossEntropy(), 3, np.array([0, 1, 1, 0])),
        (BinaryCrossEntropy(), 1, np.array([0, 1, 1, 0])),
        (MSE(), 2, np.linspace(-1, 1, 8).reshape(4, 2)),
    ],
)
def test_a_whole_network_passes_the_gradient_check(loss, n_out, y):
    rng = np.random.default_rng(0)
    network = Sequential(rng=rng, dtype=f64).input(3).dense(5).tanh().dense(4).sigmoid()
    network.dense(n_out)
    errors = gradient_check(network, loss, rng.standard_normal((4, 3)), y)
    assert errors.keys() == network.params.keys()
    assert max(errors.values()) < 1e-7


def test_gradient_check_finds_a_wrong_gradient():
    class Wrong(Tanh):
        def backward(self, dY):
            return dY * (1 + self.output**2)

    rng = np.random.default_rng(0)
    network = Sequential(
        [Dense(3, 4, rng=rng, dtype=f64), Wrong(), Dense(4, 1, rng=rng, dtype=f64)]
    )
    errors = gradient_check(network, MSE(), rng.standard_normal((4, 3)), np.zeros((4, 1)))
    assert errors["0.W"] > 1e-3 > 1e-7 > errors["2.W"]


def test_gradient_check_refuses_float32():
    network = Sequential(rng=np.random.default_rng(0)).input(2).dense(1)
    with pytest.raises(DataError, match="float64"):
        gradient_check(network, MSE(), np.zeros((1, 2)), np.zeros((1, 1)))


def test_functions_and_layers_give_the_same_gradients():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5, 3)), rng.standard_normal((5, 2))
    network = Sequential(rng=rng, dtype=f64).input(3).dense(4).tanh().dense(4).tanh().dense(2)
    parameters = [(layer.params["W"], layer.params["b"]) for layer in network.layers[::2]]
    loss = MSE()
    loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    grads = backward(loss.backward(), forward(X, parameters), parameters)
    for (dW, db), layer in zip(grads, network.layers[::2], strict=True):
        np.testing.assert_allclose(dW, layer.grads["W"], rtol=1e-12)
        np.testing.assert_allclose(db, layer.grads["b"], rtol=1e-12)
    before = parameters[0][0].copy()
    update(parameters, grads, learning_rate=0.5)
    np.testing.assert_allclose(network.params["0.W"], before - 0.5 * grads[0][0])


def test_predict_in_batches_is_forward_at_once():
    network = Sequential(rng=np.random.default_rng(0)).input(3).dense(2)
    X = np.random.default_rng(1).standard_normal((10, 3))
    np.testing.assert_allclose(network.predict(X, batch_size=4), network.forward(X), rtol=1e-6)
    assert network.predict(X[:0]).shape == (0, 2)


def test_summary_counts_what_the_formula_counts():
    network = Sequential().input(784).dense(64).relu().dense(10)
    assert network.n_parameters == count_parameters([784, 64, 10]) == 50890
    last = network.summary().splitlines()[-1]
    assert last.split() == ["total", "50,890"]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Sequential().dense(3), "input"),
        (lambda: Sequential([ReLU()]), "input"),
        (lambda: Sequential([Dense(3, 4), Dense(5, 2)]), "expects 5 inputs"),
        (lambda: Sequential().input(28, 28).dense(3), "rows"),
        (lambda: Sequential().input(3).dense(0), "at least one"),
        (lambda: Sequential().input(3).dense(3).input(3), "first"),
        (lambda: Sequential([Conv2D(3, 4)], input_shape=(64, 64, 1)), "64, 64, 3|expects pictures"),
        (lambda: Sequential([Conv2D(3, 4, kernel=9)], input_shape=(8, 8, 3)), "does not fit"),
        (lambda: Sequential([MaxPool2D()], input_shape=(5,)), "pictures"),
        (lambda: Sequential().input(3).dense(2).forward(np.zeros((4, 5))), r"\(4, 5\)"),
        (lambda: dense_forward(np.zeros((2, 3)), np.zeros((4, 5)), np.zeros(5)), r"\(2, 3\)"),
        (lambda: dense_backward(np.zeros((2, 3)), np.zeros((2, 4)), np.zeros((4, 5))), r"\(2, 5\)"),
        (lambda: count_parameters([784, 0]), "at least one"),
        (lambda: im2col(np.zeros((2, 3)), 2), "height"),
    ],
)
def test_shapes_that_do_not_fit_are_named(build, words):
    with pytest.raises(ShapeError, match=words):
        build()


def test_unknown_initializer_lists_the_known_ones():
    with pytest.raises(ValueError, match="xavier"):
        Dense(2, 3, init="magic")
