"""One neuron and the initial weights: values, gradients, spreads and errors."""

import numpy as np
import pytest

from nncourse.errors import DataError, ShapeError
from nncourse.gradient_check import numerical_gradient, relative_error
from nncourse.initializers import INITIALIZERS, he, init_parameters, uniform, xavier, zeros
from nncourse.neuron import linear_backward, linear_forward, neuron


def test_the_batch_is_the_neuron_row_by_row(rng):
    X, w = rng.standard_normal((5, 3)), rng.standard_normal(3)
    np.testing.assert_allclose(linear_forward(X, w, 0.7), [neuron(x, w, 0.7) for x in X])


def test_backward_agrees_with_numeric_gradient(rng):
    X, w, b = rng.standard_normal((5, 3)), rng.standard_normal(3), np.array([0.3])
    upstream = rng.standard_normal(5)
    dw, db = linear_backward(upstream, X)
    numeric = numerical_gradient(lambda w: linear_forward(X, w, b) @ upstream, w)
    assert relative_error(dw, numeric) < 1e-7
    numeric = numerical_gradient(lambda b: linear_forward(X, w, b) @ upstream, b)
    assert db == pytest.approx(numeric[0])


@pytest.mark.parametrize(
    "call",
    [
        lambda: neuron(np.zeros(2), np.zeros(3), 0.0),
        lambda: neuron(np.zeros((2, 2)), np.zeros((2, 2)), 0.0),
        lambda: linear_forward(np.zeros((4, 2)), np.zeros(3), 0.0),
        lambda: linear_forward(np.zeros((4, 2)), np.zeros((2, 1)), 0.0),
        lambda: linear_backward(np.zeros(3), np.zeros((4, 2))),
    ],
)
def test_shapes_that_do_not_fit_are_named(call):
    with pytest.raises(ShapeError, match=r"shape \("):
        call()


@pytest.mark.parametrize(
    ("draw", "std", "largest"),
    [
        (uniform, 1 / np.sqrt(3 * 400), 1 / 20),
        (xavier, np.sqrt(2 / 1000), np.sqrt(6 / 1000)),
        (he, np.sqrt(2 / 400), np.inf),
    ],
)
def test_spread_follows_the_layer(draw, std, largest, rng):
    W = draw(400, 600, rng)
    assert (W.shape, W.dtype) == ((400, 600), np.float32)
    assert W.std() == pytest.approx(std, rel=0.01)
    assert abs(W.mean()) < std / 100
    assert abs(W).max() <= np.float32(largest)


@pytest.mark.parametrize("draw", INITIALIZERS.values())
def test_the_generator_decides_and_advances(draw):
    first = draw(3, 4, np.random.default_rng(1), dtype=np.float64)
    np.testing.assert_array_equal(first, draw(3, 4, np.random.default_rng(1), dtype=np.float64))
    assert first.dtype == np.float64
    rng = np.random.default_rng(1)
    if draw is not zeros:
        assert (draw(3, 4, rng) != draw(3, 4, rng)).any()


@pytest.mark.parametrize("draw", [*INITIALIZERS.values(), init_parameters])
def test_empty_layers_are_refused(draw, rng):
    with pytest.raises(ShapeError, match="0 and 4"):
        draw(0, 4, rng)


def test_a_central_difference_errs_with_the_square_of_the_nudge():
    x = np.array([0.7])
    errors = [
        abs(numerical_gradient(lambda x: np.exp(x[0]), x, e)[0] - np.exp(0.7)) for e in (0.1, 0.05)
    ]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.01)
    assert x[0] == 0.7


def test_numerical_gradient_refuses_float32():
    with pytest.raises(DataError, match="float64"):
        numerical_gradient(lambda x: x.sum(), np.zeros(2, np.float32))


def test_relative_error_of_zeros_is_zero_and_of_opposites_one():
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error(np.ones(3), -np.ones(3)) == 1
