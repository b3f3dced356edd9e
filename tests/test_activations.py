"""Activations: values at the extremes, laws, and gradients against a numeric one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nncourse import activations as act
from nncourse.gradient_check import numerical_gradient, relative_error

PAIRS = [
    (act.sigmoid, act.sigmoid_backward),
    (act.relu, act.relu_backward),
    (act.leaky_relu, act.leaky_relu_backward),
    (act.tanh, act.tanh_backward),
    (act.softmax, act.softmax_backward),
]
FUNCTIONS = [forward for forward, _ in PAIRS] + [act.log_softmax]
scores = arrays(
    np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-50, 50)
)


@pytest.mark.parametrize(("forward", "backward"), PAIRS)
def test_backward_agrees_with_numeric_gradient(forward, backward):
    rng = np.random.default_rng(1)
    Z, upstream = rng.standard_normal((5, 4)), rng.standard_normal((5, 4))
    numeric = numerical_gradient(lambda Z: (forward(Z) * upstream).sum(), Z)
    assert relative_error(backward(upstream, forward(Z)), numeric) < 1e-7


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_stay_finite_and_keep_dtype(function, dtype):
    Z = np.array([[-1000, 0, 1000], [1000, 1000, -1000]], dtype)
    with np.errstate(all="raise", under="ignore"):
        A = function(Z)
    assert A.dtype == dtype
    assert np.isfinite(A).all()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_input_is_not_changed(function):
    Z = np.random.default_rng(0).standard_normal((3, 4))
    before = Z.copy()
    function(Z)
    np.testing.assert_array_equal(Z, before)


@given(scores)
def test_sigmoid_is_symmetric_and_monotone(Z):
    np.testing.assert_allclose(act.sigmoid(Z) + act.sigmoid(-Z), 1, rtol=1e-12)
    ordered = np.sort(Z.ravel())
    assert (np.diff(act.sigmoid(ordered)) >= 0).all()


@given(scores, st.floats(-100, 100))
def test_softmax_rows_are_shares_and_ignore_a_shift(Z, shift):
    P = act.softmax(Z)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-12)
    assert (P >= 0).all()
    np.testing.assert_allclose(act.softmax(Z + shift), P, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.exp(act.log_softmax(Z)), P, rtol=1e-9, atol=1e-12)


@given(scores)
def test_relu_is_idempotent_and_splits_into_two_halves(Z):
    np.testing.assert_array_equal(act.relu(act.relu(Z)), act.relu(Z))
    np.testing.assert_array_equal(act.relu(Z) - act.relu(-Z), Z)


def test_softmax_of_one_example_is_that_of_its_row():
    z = np.array([2.0, 1.0, -1.0])
    np.testing.assert_array_equal(act.softmax(z), act.softmax(z[None])[0])


def test_relu_slope_at_zero_is_zero():
    assert act.relu_backward(np.array([7.0]), act.relu(np.array([0.0]))) == 0
