"""Schedules: where they begin and end, and which way they go. See the oracles for PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import schedules

rates, lengths = st.floats(1e-4, 10), st.floats(0.5, 100)
shares = st.floats(0, 1)


@given(rate=rates, epochs=lengths, final=shares)
def test_cosine_begins_and_ends_as_told_and_is_halfway_in_the_middle(rate, epochs, final):
    schedule = schedules.cosine(rate, epochs, final=final * rate)
    ends = [schedule(0), schedule(epochs / 2), schedule(epochs)]
    assert ends == pytest.approx([rate, (1 + final) / 2 * rate, final * rate], abs=1e-12)


@given(rate=rates, epochs=lengths, share=shares)
def test_cosine_and_linear_fall_from_the_rate_to_nothing(rate, epochs, share):
    for schedule in (schedules.cosine(rate, epochs), schedules.linear(rate, epochs)):
        assert schedule(0) == rate
        assert schedule(epochs) == pytest.approx(0, abs=1e-12)
        assert schedule(share * epochs) >= schedule(min(1, share + 0.1) * epochs) - 1e-12


@given(rate=rates, epochs=lengths, rise=st.floats(0.05, 0.95))
def test_one_cycle_climbs_to_the_rate_and_falls_to_almost_nothing(rate, epochs, rise):
    schedule = schedules.one_cycle(rate, epochs, rise)
    peak = rise * epochs
    ends = [schedule(0), schedule(peak), schedule(epochs)]
    assert ends == pytest.approx([rate / 25, rate, rate / 250_000], rel=1e-9)
    up = [schedule(t) for t in np.linspace(0, peak, 20)]
    down = [schedule(t) for t in np.linspace(peak, epochs, 20)]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


@given(rate=rates, epochs=lengths, share=shares)
def test_warmup_climbs_evenly_then_follows(rate, epochs, share):
    follow = schedules.cosine(rate, epochs)
    schedule = schedules.warmup(follow, epochs / 4)
    assert schedule(0) == 0
    assert schedule(share * epochs / 4) == pytest.approx(share * rate)
    assert schedule(epochs / 4 + share * epochs) == pytest.approx(follow(share * epochs), abs=1e-12)


@given(rate=rates, factor=st.floats(0.1, 1), every=st.integers(1, 9), epoch=st.integers(0, 50))
def test_step_decay_multiplies_once_each_so_many_epochs(rate, factor, every, epoch):
    schedule = schedules.step_decay(rate, factor, every)
    assert schedule(epoch) == schedule(epoch // every * every)
    assert schedule(epoch + every) == pytest.approx(factor * schedule(epoch))
