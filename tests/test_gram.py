"""Training by way of the Gram matrix: the steps of plain descent, to rounding."""

import numpy as np
import pytest

from nncourse.batches import minibatches
from nncourse.fast.gram import POOL, GramLayer, GramStep
from nncourse.layers import Conv2D, Dense
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.schedules import cosine
from nncourse.steps import train_step
from nncourse.training import DivergedError, descend, fit

N_IN = 200


def build(n_out, dtype=np.float64):
    network = Sequential(rng=np.random.default_rng(3), dtype=dtype).input(N_IN)
    network.dense(7, init="he").relu().dense(5, init="he").relu().dense(n_out)
    network.params["0.b"][:] = np.linspace(-0.5, 0.5, 7)
    return network


TASKS = [
    (SoftmaxCrossEntropy, 3, np.random.default_rng(1).integers(0, 3, 90)),
    (BinaryCrossEntropy, 1, np.random.default_rng(1).integers(0, 2, 90)),
    (MSE, 2, np.random.default_rng(1).standard_normal((90, 2))),
]


def same_parameters(one, other, **tolerances):
    for name, p in one.params.items():
        np.testing.assert_allclose(p, other.params[name], err_msg=name, **tolerances)


@pytest.mark.parametrize(("loss", "n_out", "y"), TASKS)
def test_descent_on_all_examples(loss, n_out, y, rng):
    X = rng.random((len(y), N_IN))
    plain, fast = build(n_out), build(n_out)
    losses = [train_step(plain, loss(), SGD(0.02), X, y) for _ in range(200)]
    np.testing.assert_allclose(
        descend(fast, loss(), SGD(0.02), X, y, 200, progress=False), losses, rtol=1e-9
    )
    same_parameters(plain, fast, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("loss", "n_out", "y"), TASKS)
def test_one_example_at_a_time(loss, n_out, y, rng):
    """More than one pool, the last one not full, and a rate that changes."""
    assert POOL < len(y) < 2 * POOL
    assert POOL < N_IN
    X, schedule = rng.random((len(y), N_IN)), cosine(0.02, epochs=2)
    plain, fast = build(n_out), build(n_out)
    optimizer, order, steps = SGD(0.02), np.random.default_rng(7), 0
    for _ in range(2):
        for X_batch, y_batch in minibatches(X, y, 1, order):
            optimizer.learning_rate = schedule(steps / len(y))
            train_step(plain, loss(), optimizer, X_batch, y_batch)
            steps += 1
    fit(fast, X, y, loss=loss(), optimizer=SGD(0.02), epochs=2, batch_size=1, schedule=schedule,
        rng=np.random.default_rng(7), progress=False)  # fmt: skip
    same_parameters(plain, fast, rtol=1e-9, atol=1e-11)


def test_in_float32_the_difference_is_rounding(rng):
    loss, n_out, y = TASKS[0]
    X = rng.random((len(y), N_IN))
    plain, fast = build(n_out, np.float32), build(n_out)
    descend(plain, loss(), SGD(0.02), X, y, 500, progress=False)
    for _ in range(500):
        train_step(fast, loss(), SGD(0.02), X, y)
    same_parameters(plain, fast, rtol=1e-3, atol=1e-4)


def test_duplicate_examples_are_no_trouble(rng):
    """Their Gram matrix is singular; nothing here divides by it."""
    loss, n_out, _ = TASKS[0]
    X, y = np.repeat(rng.random((3, N_IN)), 4, axis=0), np.repeat([0, 1, 2], 4)
    plain, fast = build(n_out), build(n_out)
    for _ in range(50):
        train_step(plain, loss(), SGD(0.02), X, y)
    descend(fast, loss(), SGD(0.02), X, y, 50, progress=False)
    same_parameters(plain, fast, rtol=1e-9, atol=1e-11)


def test_who_stops_in_the_middle_keeps_what_was_learned(rng):
    X, y = rng.random((90, N_IN)), TASKS[0][2]
    plain, stopped = build(3), build(3)
    learned = list(minibatches(X, y, 1, np.random.default_rng(7)))[:10]
    for X_batch, y_batch in learned:
        train_step(plain, SoftmaxCrossEntropy(), SGD(0.02), X_batch, y_batch)

    calls = []

    def stop_after_ten_steps(gone):
        calls.append(gone)
        if len(calls) == 11:
            raise KeyboardInterrupt
        return 0.02

    with pytest.raises(KeyboardInterrupt):
        fit(stopped, X, y, loss=SoftmaxCrossEntropy(), optimizer=SGD(0.02), epochs=1, batch_size=1,
            schedule=stop_after_ten_steps, rng=np.random.default_rng(7),
            progress=False)  # fmt: skip
    same_parameters(plain, stopped, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    "optimizer", [SGD(0.1, momentum=0.9), SGD(0.1, momentum=0.9, nesterov=True), Adam()]
)
def test_other_optimizers_are_refused_by_name(optimizer, rng):
    network, before = build(3), build(3)
    with pytest.raises(ValueError, match=f"{type(optimizer).__name__}.*plain descent"):
        descend(network, SoftmaxCrossEntropy(), optimizer, rng.random((90, N_IN)), TASKS[0][2], 5)
    same_parameters(network, before, rtol=0)


def test_other_first_layers_are_refused_by_name():
    network = Sequential([Conv2D(1, 2)], input_shape=(4, 4, 1))
    with pytest.raises(ValueError, match="not Conv2D"):
        GramStep(network, MSE(), SGD(0.1))


def test_divergence_is_said(rng):
    X, y = 100 * rng.random((90, N_IN)), TASKS[2][2]
    with np.errstate(all="ignore"), pytest.raises(DivergedError, match="smaller than 10"):
        descend(build(2), MSE(), SGD(10.0), X, y, 500, progress=False)


def test_examples_are_shown_in_turn(rng):
    layer = GramLayer(Dense(5, 2, rng=rng, dtype=np.float64))
    X = rng.random((3, 5))
    layer.begin(X)
    for _ in range(2):
        seen = [layer.forward(X[i : i + 1]) for i in range(3)]
        np.testing.assert_allclose(np.concatenate(seen), layer.layer.forward(X))


def test_more_examples_than_inputs_are_refused_by_number(rng):
    X, y = rng.random((N_IN, N_IN)), np.arange(N_IN) % 3
    with pytest.raises(ValueError, match=f"with {N_IN} examples.*train_step"):
        descend(build(3), SoftmaxCrossEntropy(), SGD(0.02), X, y, 5)


def test_a_layer_that_shares_the_first_weights_sees_them_change(rng):
    def tied():
        first = Dense(N_IN, 7, rng=np.random.default_rng(3), dtype=np.float64)
        last = Dense(7, N_IN, rng=np.random.default_rng(3), dtype=np.float64)
        last.params["W"] = first.params["W"].T
        return Sequential([first, last])

    X = rng.random((70, N_IN))
    plain, fitted = tied(), tied()
    for X_batch, Y_batch in minibatches(X, X, 1, np.random.default_rng(7)):
        train_step(plain, MSE(), SGD(0.02), X_batch, Y_batch)
    fit(fitted, X, X, loss=MSE(), optimizer=SGD(0.02), epochs=1, batch_size=1,
        rng=np.random.default_rng(7), progress=False)  # fmt: skip
    same_parameters(plain, fitted, rtol=1e-9, atol=1e-11)


def test_a_run_on_single_examples_resumes_bit_for_bit(tmp_path, rng):
    X, y = rng.random((90, N_IN)), TASKS[0][2]

    def train(network, seed, epochs, **options):
        fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=SGD(0.02), epochs=epochs,
            batch_size=1, rng=np.random.default_rng(seed), progress=False, **options)  # fmt: skip

    unbroken, resumed = build(3), build(3)
    train(unbroken, 7, epochs=3)
    train(build(3), 7, epochs=1, checkpoint=tmp_path / "run")
    train(resumed, 99, epochs=3, checkpoint=tmp_path / "run", resume=True)
    same_parameters(unbroken, resumed, rtol=0)


@pytest.mark.parametrize("batch_size", [3, POOL, 2 * POOL])
def test_larger_batches_through_the_gram_matrix(batch_size, rng):
    X, y = rng.random((90, N_IN)), TASKS[0][2]
    plain, fast = build(3), build(3)
    for X_batch, y_batch in minibatches(X, y, batch_size, np.random.default_rng(7)):
        train_step(plain, SoftmaxCrossEntropy(), SGD(0.02), X_batch, y_batch)
    step = GramStep(fast, SoftmaxCrossEntropy(), SGD(0.02))
    for X_batch, y_batch in step.batches(X, y, batch_size, np.random.default_rng(7)):
        step(X_batch, y_batch)
    same_parameters(plain, fast, rtol=1e-9, atol=1e-11)
