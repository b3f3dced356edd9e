"""Optimizers: hand-computed steps, a memory that can be saved, and convergence."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import optimizers
from nncourse.optimizers import (
    PIECE,
    SGD,
    Adam,
    AdamW,
    RMSprop,
    adam_step,
    adamw_step,
    gradient_step,
    momentum_step,
    nesterov_step,
    rmsprop_step,
)
from nncourse.regularization import l2_backward, l2_penalty

KINDS = [
    lambda: SGD(0.05),
    lambda: SGD(0.05, momentum=0.9),
    lambda: SGD(0.05, momentum=0.9, nesterov=True),
    lambda: RMSprop(0.05),
    lambda: Adam(0.05),
    lambda: AdamW(0.05),
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


gradients = st.floats(-1e3, 1e3).filter(lambda g: abs(g) > 1e-3)


@given(g=gradients, rate=st.floats(1e-4, 1), t=st.integers(2, 30))
def test_adams_steps_have_the_size_of_the_rate_whatever_the_scale(g, rate, t):
    """The first for every gradient, and all of them while the gradient stays the same."""
    p, v, s = np.zeros(1), np.zeros(1), np.zeros(1)
    for step in range(1, t + 1):
        before = p.copy()
        adam_step(p, np.array([g]), v, s, step, rate)
        np.testing.assert_allclose(p - before, -np.sign(g) * rate, rtol=1e-4)


@given(g=gradients, scale=st.sampled_from([0.25, 8.0, 1024.0]))
def test_steps_by_size_do_not_see_a_gradients_scale(g, scale):
    g = np.array([g, -2 * g, g / 3])
    for step, slots in ((rmsprop_step, 1), (adam_step, 2)):
        ends = []
        for factor in (1.0, scale):
            p, kept, t = np.zeros(3), [np.zeros(3) for _ in range(slots)], [1][: slots - 1]
            step(p, factor * g, *kept, *t, 0.1, eps=1e-300)
            ends.append(p)
        np.testing.assert_allclose(*ends, rtol=1e-12)


@given(weights=st.lists(st.floats(-10, 10), min_size=1, max_size=5), seed=st.integers(0, 99))
def test_adamw_without_decay_is_adam(weights, seed):
    rng = np.random.default_rng(seed)
    p, q = np.array(weights), np.array(weights)
    adam, adamw = Adam(0.1), AdamW(0.1, weight_decay=0.0)
    for _ in range(5):
        g = rng.standard_normal(p.shape)
        adam.step({"p": p}, {"p": g})
        adamw.step({"p": q}, {"p": g})
    np.testing.assert_array_equal(p, q)


def test_adamws_decay_goes_past_what_adam_remembers(rng):
    p, g = rng.standard_normal(4), rng.standard_normal(4)
    ends = []
    for decay in (0.0, 0.5):
        kept, q = [np.zeros(4), np.zeros(4)], p.copy()
        adamw_step(q, g, *kept, 1, 0.1, weight_decay=decay)
        ends.append((q, kept))
    (plain, memory), (decayed, same_memory) = ends
    np.testing.assert_array_equal(memory, same_memory)
    np.testing.assert_allclose(plain - decayed, 0.1 * 0.5 * p, rtol=1e-12)


@given(momentum=st.floats(0, 0.9), rate=st.floats(0.01, 1))
def test_on_an_even_slope_momentum_multiplies_the_step(momentum, rate):
    for step in (momentum_step, nesterov_step):
        p, v, g = np.zeros(1), np.zeros(1), np.ones(1)
        for _ in range(400):
            before = p.copy()
            step(p, g, v, rate, momentum)
        np.testing.assert_allclose(before - p, rate / (1 - momentum), rtol=1e-9)


def test_without_momentum_both_are_plain_descent(rng):
    p = rng.standard_normal(5)
    for step in (momentum_step, nesterov_step):
        plain, heavy, v = p.copy(), p.copy(), np.zeros(5)
        for _ in range(3):
            g = rng.standard_normal(5)
            gradient_step({"p": plain}, {"p": g}, 0.1)
            step(heavy, g, v, 0.1, momentum=0)
        np.testing.assert_array_equal(plain, heavy)


def test_nesterov_is_momentum_whose_gradient_is_asked_for_ahead():
    """The two ways to write it, on a bowl: the package keeps the place ahead."""
    place, velocity, rate, momentum = 1.0, 0.0, 0.1, 0.9
    p, v = np.array([1.0]), np.zeros(1)
    for _ in range(20):
        ahead = place - rate * momentum * velocity
        assert p[0] == pytest.approx(ahead, rel=1e-12, abs=1e-15)
        velocity = momentum * velocity + ahead  # the slope of the bowl p^2 / 2
        place -= rate * velocity
        nesterov_step(p, p.copy(), v, rate, momentum)


STEPS = [f for name, f in vars(optimizers).items() if name.endswith("_step")]


@pytest.mark.parametrize("step", STEPS[1:], ids=lambda step: step.__name__)
def test_a_step_changes_arrays_in_place_and_leaves_the_gradient(step, rng):
    arrays = [name for name in inspect.signature(step).parameters if name in ("p", "g", "v", "s")]
    given = {name: rng.random(3).astype(np.float32) for name in arrays}
    before = {name: array.copy() for name, array in given.items()}
    counted = {"t": 1} if "t" in inspect.signature(step).parameters else {}
    assert step(**given, **counted, learning_rate=0.1) is None
    changed = {name for name in arrays if (given[name] != before[name]).all()}
    assert changed == set(arrays) - {"g"}
    np.testing.assert_array_equal(given["g"], before["g"])
    assert all(array.dtype == np.float32 for array in given.values())


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
        lambda: AdamW(0.1, weight_decay=-0.1),
        lambda: AdamW(0.1, weight_decay=np.nan),
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
        up, down = (l2_penalty({"0.W": W + side * nudge}, 0.3) for side in (1, -1))
        slope[index] = (up - down) / (2 * eps)
    np.testing.assert_allclose(l2_backward({"0.W": W}, 0.3)["0.W"], slope, rtol=1e-7)


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
