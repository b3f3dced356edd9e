"""Steps that remember and schedules that are functions: what is judged is what they do."""

import numpy as np
import pytest

from nncourse.checking import judge
from nncourse.optimizers import momentum_step
from nncourse.schedules import cosine

pytestmark = pytest.mark.usefixtures("no_rehearsal")


def said(exercise_id, answer):
    """The message to an answer that is wrong."""
    verdict = judge(exercise_id, answer)
    assert not verdict.passed
    return verdict.message


# What is no function.


@pytest.mark.parametrize("exercise_id", ["optimizers.cosine_schedule", "optimizers.warmup"])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.linspace(0.1, 0, 5), "yours is an array."),
        ({0: 0.1, 1: 0.05}, "yours is a dict."),
        ("0.1", "yours is a str."),
        (lambda: 0.1, "yours is a function of 0 arguments."),
        (lambda gone, epochs: 0.1, "yours is a function of 2 arguments."),
    ],
)
def test_what_is_no_schedule_is_called_what_it_is(exercise_id, given, words):
    message = said(exercise_id, lambda *arguments: given)
    assert "the result should be a function of one argument; " + words in message
    assert "Right so far" not in message


@pytest.mark.parametrize("exercise_id", ["optimizers.cosine_schedule", "optimizers.warmup"])
@pytest.mark.parametrize("number", [0.1, 1, np.float64(0.3)])
def test_a_number_in_place_of_a_schedule_is_a_known_mistake(exercise_id, number):
    verdict = judge(exercise_id, lambda *arguments: number)
    assert verdict.mistake == "number_returned"
    assert "Right so far" not in verdict.message


def test_a_schedule_may_have_more_arguments_with_values_of_their_own():
    def answer(rate, epochs, final=0.0):
        fall = cosine(rate, epochs, final)
        return lambda gone, factor=1.0: factor * fall(gone)

    assert judge("optimizers.cosine_schedule", answer).passed


def test_a_rate_in_an_array_is_told_its_shape():
    message = said("optimizers.cosine_schedule", lambda *given: lambda gone: np.array([0.1]))
    assert "the rate at the start should have no axes (a single number)" in message
    assert "Right so far: the result." in message


# What is remembered.


def test_a_velocity_that_all_parameters_share_is_not_taken_for_right():
    own = {}

    def answer(p, g, v, learning_rate, momentum=0.9):
        kept = own.setdefault(p.shape, np.zeros(p.shape))
        kept[...] = momentum * kept + g
        p -= learning_rate * kept

    assert "Right so far" in said("optimizers.momentum_step", answer)


def test_what_a_step_keeps_in_v_is_its_own_affair():
    def answer(p, g, v, learning_rate, momentum=0.9):
        v[...] = momentum * v - learning_rate * g
        p += v

    assert judge("optimizers.momentum_step", answer).passed


def test_a_step_that_also_changes_the_gradient_is_told_so():
    def answer(p, g, v, learning_rate, momentum=0.9):
        momentum_step(p, g, v, learning_rate, momentum)
        g[...] = 0

    assert "the caller's g is changed as well" in said("optimizers.momentum_step", answer)


def test_a_wrong_default_is_told_where_it_shows():
    def answer(p, g, v, learning_rate, momentum=0.5):
        v[...] = momentum * v + g
        p -= learning_rate * v

    assert "On the default momentum, p after the second step" in said(
        "optimizers.momentum_step", answer
    )


@pytest.mark.parametrize("root", ["of a negative number", "of nothing over nothing"])
def test_all_ways_to_nothing_but_nan_get_a_message_that_is_true_of_each(root):
    def answer(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
        v[...] = beta1 * v + (1 - beta1) * g
        s[...] = beta2 * s + (1 - beta2) * g**2
        less = s / (1 - beta2 ** (t - 1)) if "nothing" in root else s / 1 - beta2**t
        p -= learning_rate * v / (np.sqrt(less) + eps)

    message = said("optimizers.adam_step", answer)
    assert "NaN from the first step on" in message or "NaN (not a number)" in message


# Gradients that are shortened.


@pytest.mark.parametrize("added", [0.0, 1e-12, 1e-6])
def test_a_small_number_beside_the_length_is_a_matter_of_taste(added):
    def answer(grads, max_norm):
        norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
        if norm > max_norm:
            for g in grads.values():
                g *= max_norm / (norm + added)
        return norm

    assert judge("optimizers.clip_by_global_norm", answer).passed


def test_a_division_by_zero_that_does_no_harm_is_noted():
    def answer(grads, max_norm):
        norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
        for g in grads.values():
            g *= min(1.0, max_norm / norm)
        return norm

    verdict = judge("optimizers.clip_by_global_norm", answer)
    assert verdict.passed
    assert "on a gradient of zero NumPy warned: divide by zero" in verdict.message
