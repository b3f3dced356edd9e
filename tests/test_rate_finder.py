"""Rate finder: rates that grow evenly, an end when the loss explodes, and nothing else changed."""

import numpy as np
import pytest

from nncourse.datasets import spiral
from nncourse.errors import DataError
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.rate_finder import EXPLODED, find_rate
from nncourse.steps import train_step


@pytest.fixture
def task():
    X, y = spiral(300, np.random.default_rng(0))
    network = Sequential(rng=np.random.default_rng(1)).input(2).dense(32, init="he").relu().dense(3)
    return network, SoftmaxCrossEntropy(), X, y


def find(task, optimizer, **more):
    network, loss, X, y = task
    return find_rate(network, loss, optimizer, X, y, rng=np.random.default_rng(2), **more)


def test_each_rate_is_the_same_factor_larger(task):
    rates, losses = find(task, SGD(0.1), lowest=1e-6, highest=1e-2, steps=41)
    assert len(rates) == len(losses) == 41
    np.testing.assert_allclose(rates[1:] / rates[:-1], 10**0.1)
    assert (rates[0], rates[-1]) == pytest.approx((1e-6, 1e-2))


def test_it_ends_when_the_loss_explodes(task):
    rates, losses = find(task, SGD(0.1), highest=1e6, steps=200)
    assert len(rates) == len(losses) < 200
    lowest = np.minimum.accumulate(losses)
    assert not losses[-1] <= EXPLODED * lowest[-1]
    assert (losses[:-1] <= EXPLODED * lowest[:-1]).all()


def test_it_ends_where_the_loss_leaves_the_numbers(task):
    rates, losses = find(task, SGD(0.1), lowest=1e-3, highest=1e38, steps=4)
    assert len(rates) == len(losses) < 4
    assert not losses[-1] < 1e6


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.5)])
def test_the_network_and_the_optimizer_stay_as_they_were(task, optimizer):
    network, loss, X, y = task
    train_step(network, loss, optimizer, X, y)
    before = {name: p.copy() for name, p in network.params.items()}
    rate, state = optimizer.learning_rate, {n: a.copy() for n, a in optimizer.state().items()}
    find(task, optimizer)
    assert optimizer.learning_rate == rate
    for name, p in network.params.items():
        np.testing.assert_array_equal(p, before[name])
    for name, array in optimizer.state().items():
        np.testing.assert_array_equal(array, state[name])


def test_the_losses_are_those_of_training_with_these_rates(task):
    """With one batch for all, the steps can be followed by hand."""
    network, loss, X, y = task
    rates, losses = find(task, SGD(0.1), steps=10, lowest=0.01, highest=1.0, batch_size=len(X))
    for rate, seen in zip(rates, losses, strict=True):
        assert train_step(network, loss, SGD(rate), X, y) == pytest.approx(seen, rel=1e-4)


def test_there_may_be_more_steps_than_batches(task):
    assert len(find(task, SGD(0.1), highest=1e-3, batch_size=150, steps=11)[0]) == 11


@pytest.mark.parametrize(("lowest", "highest"), [(0, 1), (1, 1), (2, 1), (-1, 1), (1, np.inf)])
def test_rates_that_do_not_grow_are_refused(task, lowest, highest):
    with pytest.raises(ValueError, match="must grow"):
        find(task, SGD(0.1), lowest=lowest, highest=highest)


def test_bad_examples_are_told(task):
    network, loss, X, y = task
    with pytest.raises(DataError):
        find_rate(network, loss, SGD(0.1), X * np.nan, y, rng=np.random.default_rng(0))
