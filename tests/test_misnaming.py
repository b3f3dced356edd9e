"""A mistake is named only if it is the one that was made, in every part and on every probe."""

import time

import numpy as np
import pytest

from nncourse import exercises
from nncourse.checking import judge
from nncourse.layers import dense
from nncourse.losses import safe_log
from nncourse.regularization import l2_penalty

pytestmark = pytest.mark.usefixtures("no_rehearsal")


def wrong(exercise_id, answer):
    """The verdict on an answer that is wrong."""
    verdict = judge(exercise_id, answer)
    assert not verdict.passed
    return verdict


# Results in the wrong places.


def small_weights(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


@pytest.mark.parametrize("kind", [tuple, list])
def test_results_in_the_other_order_are_no_mistake_of_one_part(kind):
    verdict = wrong("basics.init_parameters", lambda *given: kind(small_weights(*given)[::-1]))
    assert verdict.mistake is None
    assert "Your results would be right in another order: W, b." in verdict.message


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_any_other_order_of_three_results_is_named(order):
    def answer(dZ, X, W):
        grads = dense.dense_backward(dZ, X, W)
        return tuple(grads[j] for j in order)

    verdict = wrong("backprop.dense_backward", answer)
    assert verdict.mistake in (None, "order_of_results")
    assert "right" in verdict.message
    assert "in another order" in verdict.message


def test_another_order_is_not_named_where_more_is_wrong():
    def answer(dZ, X, W):
        dX, dW, db = dense.dense_backward(dZ, X, W)
        return db, 3 * dW, dX

    assert "order" not in wrong("backprop.dense_backward", answer).message


@pytest.mark.parametrize("place", ["first", "second", "third"])
def test_one_result_too_many_is_named_by_its_place(place):
    def answer(n_in, n_out, rng):
        results = [*small_weights(n_in, n_out, rng)]
        results.insert(["first", "second", "third"].index(place), n_in)
        return tuple(results)

    verdict = wrong("basics.init_parameters", answer)
    assert verdict.mistake is None
    assert f"You return 3 results where 2 would do. Without the {place} yours" in verdict.message


def test_a_pair_in_place_of_one_result_is_named():
    verdict = wrong("forward.relu", lambda Z: (np.maximum(Z, 0), Z))
    assert "You return 2 results where 1 would do. Without the second" in verdict.message


def test_a_slow_answer_is_not_tried_again_and_again(monkeypatch):
    calls = []

    def answer(dZ, X, W):
        calls.append(len(X))
        time.sleep(0.15)
        return 1.5 * dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)

    monkeypatch.setattr(exercises.find("backprop.dense_backward"), "seconds", 1.5)
    probes = len(list(exercises.find("backprop.dense_backward").draw(0)))
    assert "order" not in wrong("backprop.dense_backward", answer).message
    assert len(calls) <= 3 * probes


# Known mistakes explain every part, or are not named.


def test_a_mistake_of_all_parts_is_not_named_for_one():
    def answer(dZ, X, W):
        dX, dW, db = dense.dense_backward(dZ, X, W)
        return -dX, dW, db

    verdict = wrong("backprop.dense_backward", answer)
    assert verdict.mistake is None
    assert "dX is -1 times the right one" in verdict.message
    assert "Right so far: dW, db." in verdict.message


def test_a_mistake_of_one_part_is_named_if_the_others_are_right():
    def answer(dZ, X, W):
        dX, dW, db = dense.dense_backward(dZ, X, W)
        return dX, dW, db / len(X)

    assert wrong("backprop.dense_backward", answer).mistake is not None


# Ways to the same wrong numbers: the message is true of each.


def test_a_step_with_its_arguments_exchanged_is_told_their_order():
    def answer(network, loss, optimizer, X, y, l2=0.0):
        weights = {name: p for name, p in network.params.items() if name.endswith(".W")}
        value = loss.forward(network.forward(X), y) + l2_penalty(weights, l2)
        network.backward(loss.backward())
        for name, W in weights.items():
            network.grads[name][...] += l2 * W
        optimizer.step(network.grads, network.params)
        return value

    message = wrong("cats.train_step", answer).message
    assert "given the parameters first, then the gradients" in message
    assert "nobody uses them" not in message


def test_rows_that_are_one_list_are_recognised():
    def answer(predicted, y, k):
        matrix = [[0] * k] * k
        for true, guess in zip(y, predicted, strict=True):
            matrix[true][guess] += 1
        return np.array(matrix)

    assert wrong("mnist.confusion_matrix", answer).mistake == "rows_are_one_list"


def test_a_cell_that_is_set_and_not_added_to_is_told_so():
    def answer(predicted, y, k):
        matrix = np.zeros((k, k), dtype=int)
        for true, guess in zip(y, predicted, strict=True):
            matrix[true, guess] = 1
        return matrix

    assert "`= 1` sets a cell instead of adding" in wrong("mnist.confusion_matrix", answer).message


def test_a_division_without_fraction_is_told_so():
    def answer(predicted, y, groups=None):
        right = predicted == y
        if groups is None:
            return np.sum(right) // len(y)
        return {g: np.sum(right[groups == g]) // np.sum(groups == g) for g in np.unique(groups)}

    verdict = wrong("cats.accuracy", answer)
    assert "//" in verdict.message


# Ratios.


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda m, k: m * k, "m*k times"),
        (lambda m, k: 1 / (m * k), "1/(m*k) times"),
        (lambda m, k: m / k, "m/k times"),
        (lambda m, k: k / m, "k/m times"),
        (lambda m, k: 1 / np.log(10), "1/ln 10 times"),
    ],
)
@pytest.mark.parametrize(
    ("exercise_id", "right"),
    [
        ("forward.cross_entropy", lambda P, Y: -np.sum(Y * safe_log(P)) / len(P)),
        ("forward.one_hot", lambda y, k: np.eye(k)[y]),
    ],
)
def test_a_ratio_of_two_sizes_and_a_logarithm_are_named(exercise_id, right, factor, words):
    def answer(one, other):
        m, k = one.shape if one.ndim == 2 else (len(one), other)
        return factor(m, k) * right(one, other)

    verdict = wrong(exercise_id, answer)
    assert verdict.kind in ("pattern", "mistake")
    assert verdict.kind == "mistake" or f"{words} the right one" in verdict.message
