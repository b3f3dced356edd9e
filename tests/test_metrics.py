"""Metrics and predictions: hand-counted cases, laws, and errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import metrics
from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.predictions import predict_binary, predict_class, probabilities


def drawn(seed, m=30, k=4):
    rng = np.random.default_rng(seed)
    return rng.integers(0, k, m), rng.integers(0, k, m), rng.standard_normal((m, k))


@given(st.integers(0, 1000))
def test_the_confusion_matrix_holds_the_accuracy_and_the_class_sizes(seed):
    predicted, y, _ = drawn(seed)
    matrix = metrics.confusion_matrix(predicted, y, 5)
    assert matrix.trace() / matrix.sum() == pytest.approx(metrics.accuracy(predicted, y))
    np.testing.assert_array_equal(matrix.sum(axis=1), np.bincount(y, minlength=5))
    np.testing.assert_array_equal(matrix.sum(axis=0), np.bincount(predicted, minlength=5))


@given(st.integers(0, 1000))
def test_top_k_grows_from_accuracy_to_one(seed):
    _, y, scores = drawn(seed)
    values = [metrics.top_k_accuracy(scores, y, k) for k in (1, 2, 3, 4)]
    assert values == sorted(values)
    assert values[0] == metrics.accuracy(predict_class(scores), y)
    assert values[-1] == 1.0


def test_precision_recall_f1_by_hand():
    predicted, y = np.array([1, 1, 1, 0, 0]), np.array([1, 1, 0, 1, 0])
    assert metrics.precision(predicted, y) == pytest.approx(2 / 3)
    assert metrics.recall(predicted, y) == pytest.approx(2 / 3)
    assert metrics.f1(predicted, y) == pytest.approx(2 / 3)
    nothing = np.zeros(5, int)
    assert metrics.precision_recall(nothing, y) == (0.0, 0.0)
    assert metrics.f1(nothing, y) == 0.0


def test_small_label_types_do_not_overflow():
    y = np.full(300, 15, np.uint8)
    assert metrics.confusion_matrix(y, y, 20)[15, 15] == 300


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: metrics.accuracy(np.zeros(3), np.zeros((3, 1))), ShapeError, r"\(3, 1\)"),
        (lambda: metrics.accuracy(np.zeros(0), np.zeros(0)), DataError, "no examples"),
        (lambda: metrics.confusion_matrix(np.array([3]), np.array([0]), 3), LabelError, "0 to 2"),
        (lambda: metrics.precision_recall(np.array([2]), np.array([0])), LabelError, "0 to 1"),
        (
            lambda: metrics.top_k_accuracy(np.zeros((2, 3)), np.zeros(2, int), 4),
            DataError,
            "1 to 3",
        ),
        (lambda: metrics.top_k_accuracy(np.zeros(3), np.zeros(3, int), 1), ShapeError, "expected"),
        (lambda: predict_class(np.zeros(3)), ShapeError, r"\(3,\)"),
        (lambda: predict_binary(np.zeros((3, 2))), ShapeError, r"\(3, 2\)"),
        (lambda: probabilities(np.zeros(3)), ShapeError, r"\(3,\)"),
    ],
)
def test_bad_input_is_named(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_binary_decision_is_at_score_zero_that_is_probability_one_half():
    Z = np.array([[-1e-9], [1e-9], [0.3]])
    np.testing.assert_array_equal(predict_binary(Z), (probabilities(Z) > 0.5)[:, 0])
    np.testing.assert_array_equal(predict_binary(Z[:, 0]), [0, 1, 1])
