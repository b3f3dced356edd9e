"""Clipping: never longer than allowed, the direction kept, the optimizer behind it untouched."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.clipping import Clipped, clip_by_global_norm, clip_by_value, global_norm
from nncourse.errors import ArchitectureError
from nncourse.history import History
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.saving.checkpoints import load_checkpoint, save_checkpoint
from nncourse.schedules import cosine
from nncourse.training import fit

entries = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6).map(np.array)
gradients = st.dictionaries(st.sampled_from("abc"), entries, min_size=1)


def flat(grads):
    return np.concatenate(list(grads.values()))


@given(grads=gradients)
def test_the_global_norm_is_that_of_one_long_vector(grads):
    assert global_norm(grads) == pytest.approx(np.linalg.norm(flat(grads)), rel=1e-12)


@given(grads=gradients, max_norm=st.floats(1e-3, 1e3))
def test_clipped_by_norm_they_are_short_enough_and_point_where_they_did(grads, max_norm):
    before = flat(grads).copy()
    norm = clip_by_global_norm(grads, max_norm)
    after = flat(grads)
    assert norm == pytest.approx(np.linalg.norm(before), rel=1e-12)
    assert np.linalg.norm(after) <= max_norm * (1 + 1e-12)
    np.testing.assert_allclose(after * norm, before * np.linalg.norm(after), rtol=1e-9, atol=1e-9)


@given(grads=gradients)
def test_short_gradients_are_left_alone(grads):
    before = flat(grads).copy()
    clip_by_global_norm(grads, max_norm=1e8)
    clip_by_value(grads, limit=1e8)
    np.testing.assert_array_equal(flat(grads), before)


@given(grads=gradients, limit=st.floats(1e-3, 1e6))
def test_clipped_by_value_each_entry_is_cut_by_itself(grads, limit):
    before = flat(grads).copy()
    clip_by_value(grads, limit)
    expected = [max(-limit, min(limit, g)) for g in before]
    np.testing.assert_array_equal(flat(grads), expected)


@pytest.mark.parametrize("clip", [clip_by_global_norm, clip_by_value])
def test_the_callers_arrays_are_changed(clip):
    g = np.full((2, 3), 100, np.float32)
    clip({"g": g}, 1.0)
    assert g.dtype == np.float32
    assert np.abs(g).max() <= 1


def test_zero_gradients_stay_zero():
    grads = {"g": np.zeros(3)}
    assert clip_by_global_norm(grads, 1e-9) == 0
    np.testing.assert_array_equal(grads["g"], 0)


@pytest.mark.parametrize(
    "bounds", [{}, {"max_norm": 0}, {"limit": -1.0}, {"max_norm": 1.0, "limit": np.nan}]
)
def test_bounds_without_meaning_are_refused(bounds):
    with pytest.raises(ValueError, match="give max_norm or limit"):
        Clipped(SGD(0.1), **bounds)


def test_both_bounds_hold():
    p, g = np.zeros(2), np.array([3.0, 100.0])
    Clipped(SGD(1.0), max_norm=1.0, limit=4.0).step({"p": p}, {"p": g})
    np.testing.assert_allclose(p, [-0.6, -0.8], rtol=1e-6)  # 3 and 4, then as long as 1


def test_a_clipped_optimizer_is_the_one_inside():
    adam = Adam(0.1)
    clipped = Clipped(adam, max_norm=1.0)
    clipped.learning_rate = 0.2
    clipped.step({"p": np.ones(2)}, {"p": np.ones(2)})
    assert (adam.learning_rate, clipped.learning_rate) == (0.2, 0.2)
    assert adam.steps == clipped.steps == 1
    other = Clipped(Adam(0.1), max_norm=1.0)
    other.load_state(clipped.state())
    for name, array in adam.state().items():
        np.testing.assert_array_equal(other.optimizer.state()[name], array)


def test_clipping_goes_through_fit_and_a_checkpoint(rng, tmp_path):
    X, y = 100 * rng.standard_normal((40, 4)), np.arange(40) % 3

    def train(network, optimizer, epochs, **more):
        fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=optimizer, epochs=epochs,
            schedule=cosine(0.1, 4), rng=np.random.default_rng(1), progress=False,
            batch_size=10, **more)  # fmt: skip
        return network.params

    def network():
        return Sequential(rng=np.random.default_rng(0)).input(4).dense(5).relu().dense(3)

    def clipped():
        return Clipped(SGD(0.1, momentum=0.9), max_norm=0.5)

    whole = train(network(), clipped(), 4)
    train(network(), clipped(), 2, checkpoint=tmp_path / "half")
    resumed = train(network(), clipped(), 4, checkpoint=tmp_path / "half", resume=True)
    unclipped = train(network(), SGD(0.1, momentum=0.9), 4)
    for name, p in whole.items():
        np.testing.assert_array_equal(resumed[name], p)
        assert not np.allclose(unclipped[name], p)


def test_a_checkpoint_tells_what_was_clipped(rng, tmp_path):
    network, history = Sequential(rng=rng).input(2).dense(1), History()
    save_checkpoint(tmp_path / "c", network, Clipped(SGD(0.1), limit=1.0), rng, history)
    with pytest.raises(ArchitectureError, match=r"Clipped\(SGD\), not Clipped\(Adam\)"):
        load_checkpoint(tmp_path / "c", network, Clipped(Adam(0.1), limit=1.0), rng)
