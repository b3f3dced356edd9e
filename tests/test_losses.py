"""Losses: gradients, agreement of the two forms, extremes, and errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import losses
from nncourse.activations import sigmoid, softmax
from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.gradient_check import numerical_gradient, relative_error
from nncourse.preprocessing import one_hot

seeds = st.integers(0, 10_000)


def batch(seed, m=5, k=3):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 3, (m, k)), one_hot(rng.integers(0, k - 1, m), k, dtype=np.float64)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (losses.mse, losses.mse_backward),
        (losses.softmax_cross_entropy, losses.softmax_cross_entropy_backward),
        (
            losses.binary_cross_entropy_with_logits,
            losses.binary_cross_entropy_with_logits_backward,
        ),
    ],
)
def test_backward_agrees_with_numeric_gradient(forward, backward):
    Z, Y = batch(0)
    numeric = numerical_gradient(lambda Z: forward(Z, Y), Z)
    assert relative_error(backward(Z, Y), numeric) < 1e-7


@given(seeds)
def test_logits_and_probabilities_agree(seed):
    Z, Y = batch(seed)
    assert losses.softmax_cross_entropy(Z, Y) == pytest.approx(losses.cross_entropy(softmax(Z), Y))
    z, y = Z[:, :1], Y[:, :1]
    assert losses.binary_cross_entropy_with_logits(z, y) == pytest.approx(
        losses.binary_cross_entropy(sigmoid(z), y)
    )


@given(seeds)
def test_losses_are_means_doubling_the_batch_changes_nothing(seed):
    Z, Y = batch(seed)
    twice_Z, twice_Y = np.vstack([Z, Z]), np.vstack([Y, Y])
    for loss in (losses.mse, losses.softmax_cross_entropy, losses.binary_cross_entropy_with_logits):
        assert loss(twice_Z, twice_Y) == pytest.approx(loss(Z, Y))


def test_one_class_out_of_two_is_the_binary_case():
    z = np.array([[1.5], [-0.3]])
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    two = losses.softmax_cross_entropy(np.hstack([z, np.zeros((2, 1))]), Y)
    assert two == pytest.approx(losses.binary_cross_entropy_with_logits(z, Y[:, :1]))


def test_certain_and_wrong_is_dear_but_finite():
    with np.errstate(all="raise", under="ignore"):
        assert 700 < losses.binary_cross_entropy(np.array([0.0]), np.array([1.0])) < 710
        assert 80 < losses.cross_entropy(np.float32([[1, 0]]), np.float32([[0, 1]])) < 90
        assert losses.binary_cross_entropy(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0
        assert losses.softmax_cross_entropy(np.array([[-1e4, 1e4]]), np.array([[1, 0]])) == 2e4
        assert losses.binary_cross_entropy_with_logits(np.array([-1e4]), np.array([1.0])) == 1e4


@pytest.mark.parametrize("function", [losses.mse, losses.mse_backward, losses.cross_entropy])
def test_column_against_row_is_an_error_not_a_broadcast(function):
    with pytest.raises(ShapeError, match=r"\(4,\).*\(4, 1\)"):
        function(np.zeros(4), np.zeros((4, 1)))


@pytest.mark.parametrize(
    ("loss", "Z", "y"),
    [
        (losses.MSE(), np.array([[1.0], [2.0]]), np.array([0.0, 1.0])),
        (losses.BinaryCrossEntropy(), np.array([[1.0], [2.0]]), np.array([0, 1])),
        (
            losses.SoftmaxCrossEntropy(),
            np.array([[1.0, 2.0, 0.0], [0.0, 0.5, 1.0]]),
            np.array([2, 0]),
        ),
    ],
)
def test_classes_remember_their_batch(loss, Z, y):
    loss.forward(Z, y)
    numeric = numerical_gradient(lambda Z: type(loss)().forward(Z, y), Z.copy())
    assert relative_error(loss.backward(), numeric) < 1e-7


def test_class_numbers_and_one_hot_rows_are_the_same_targets():
    Z, Y = batch(3)
    y = Y.argmax(axis=1)
    assert losses.SoftmaxCrossEntropy().forward(Z, y) == losses.SoftmaxCrossEntropy().forward(Z, Y)


@pytest.mark.parametrize(
    ("loss", "y", "n_out", "error"),
    [
        (losses.SoftmaxCrossEntropy(), np.array([0, 3]), 3, LabelError),
        (losses.SoftmaxCrossEntropy(), np.array([0, -1]), 3, LabelError),
        (losses.SoftmaxCrossEntropy(), np.array([0.0, 1.0]), 3, LabelError),
        (losses.SoftmaxCrossEntropy(), np.zeros((2, 4)), 3, ShapeError),
        (losses.BinaryCrossEntropy(), np.array([0, 2]), 1, LabelError),
        (losses.BinaryCrossEntropy(), np.zeros((2, 2)), 1, ShapeError),
        (losses.MSE(), np.array([np.nan, 1.0]), 1, DataError),
        (losses.MSE(), np.zeros((2, 3)), 2, ShapeError),
    ],
)
def test_targets_that_do_not_fit_are_named(loss, y, n_out, error):
    with pytest.raises(error, match=r"expected|NaN|needs"):
        loss.check_targets(y, n_out)
