"""Optimizers: hand-computed steps, a memory that can be saved, and convergence."""

import numpy as np
import pytest

from nncourse.optimizers import PIECE, SGD, Adam, RMSprop, gradient_step
from nncourse.regularization import l2_backward, l2_penalty

KINDS = [
    lambda: SGD(0.05),
    lambda: SGD(0.05, momentum=0.9),
    lambda: SGD(0.05, momentum=0.9, nesterov=True),
    lambda: RMSprop(0.05),
    lambda: Adam(0.05),
]


def test_gradient_step_changes_the_callers_arrays():
    p = np.array([1.0, 2.0])
    gradient_step({"p": p}, {"p": np.array([1.0, -1.0])}, 0.5)
    np.testing.assert_array_equal(p, [0.5, 2.5])


def test_momentum_and_nesterov_by_hand():
    for nesterov, expected in [(False, [-1.0, -2.5]), (True, [-1.5, -3.25])]:
        p, sgd = np.zeros(1), SGD(1.0, momentum=0.5, nesterov=nesterov)
        for position in expected:
            sgd.step({"p": p}, {"p": np.ones(1)})
            assert p[0] == position


@pytest.mark.parametrize("kind", KINDS)
def test_every_optimizer_finds_the_bottom_of_a_bowl(kind):
    p, optimizer = np.array([3.0, -2.0]), kind()
    for _ in range(500):
        optimizer.step({"p": p}, {"p": p * np.array([1.0, 10.0])})
    assert np.abs(p).max() < 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_memory_continues_exactly(kind, rng):
    gradients = rng.standard_normal((10, 3))

    def walk(optimizer, p, gradients):
        for g in gradients:
            optimizer.step({"a": p[:2], "b": p[2:]}, {"a": g[:2], "b": g[2:]})
        return p

    whole = walk(kind(), np.ones(3), gradients)
    first, second = kind(), kind()
    p = walk(first, np.ones(3), gradients[:4])
    second.load_state(first.state())
    np.testing.assert_array_equal(walk(second, p, gradients[4:]), whole)


@pytest.mark.parametrize("kind", KINDS)
def test_float32_stays_float32_and_gradients_stay_whole(kind):
    p, g = np.ones(3, np.float32), np.full(3, 0.25, np.float32)
    optimizer = kind()
    optimizer.step({"p": p}, {"p": g})
    assert p.dtype == np.float32
    np.testing.assert_array_equal(g, np.full(3, 0.25, np.float32))
    for array in optimizer.state().values():
        assert array.dtype in (np.float32, np.int64)


@pytest.mark.parametrize(
    "make",
    [
        lambda: SGD(0),
        lambda: SGD(-1),
        lambda: SGD(np.nan),
        lambda: SGD(0.1, momentum=1),
        lambda: SGD(0.1, nesterov=True),
        lambda: RMSprop(0.1, decay=1.5),
        lambda: Adam(0.1, beta1=-0.1),
        lambda: Adam(0.1, beta2=1.0),
    ],
)
def test_settings_without_meaning_are_refused(make):
    with pytest.raises(ValueError, match=r"must|needs"):
        make()


def test_l2_gradient_is_the_slope_of_the_penalty(rng):
    W, eps = rng.standard_normal((3, 2)), 1e-6
    slope = np.zeros_like(W)
    for index in np.ndindex(W.shape):
        nudge = np.zeros_like(W)
        nudge[index] = eps
        slope[index] = (l2_penalty([W + nudge], 0.3) - l2_penalty([W - nudge], 0.3)) / (2 * eps)
    np.testing.assert_allclose(l2_backward([W], 0.3)[0], slope, rtol=1e-7)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_large_parameter_is_updated_like_a_small_one(kind, order, rng):
    """It is updated piece by piece; each of its numbers takes the step it would take alone."""
    large = np.asarray(rng.standard_normal((300, 256)), order=order)
    rows = {f"row {i}": row.copy() for i, row in enumerate(large)}
    assert large.size > 2 * PIECE
    whole, alone = kind(), kind()
    for _ in range(3):
        g = np.asarray(rng.standard_normal(large.shape), order=order)
        whole.step({"p": large}, {"p": g})
        alone.step(rows, dict(zip(rows, g, strict=True)))
    np.testing.assert_array_equal(large, np.stack(list(rows.values())))
