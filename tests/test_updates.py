"""Updates in the gradient's place: the same steps as the plain ones, and the same memory."""

import tracemalloc

import numpy as np
import pytest

from nncourse.clipping import Clipped
from nncourse.fast.updates import IN_PLACE, step_in_place
from nncourse.losses import MSE
from nncourse.network import Sequential
from nncourse.optimizers import PIECE, SGD, Adam, AdamW, RMSprop
from nncourse.steps import train_step
from nncourse.training import fit

KINDS = {
    "descent": lambda: SGD(0.05),
    "momentum": lambda: SGD(0.05, momentum=0.9),
    "nesterov": lambda: SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda: RMSprop(0.05, decay=0.9),
    "adam": lambda: Adam(0.05),
    "adam, other settings": lambda: Adam(0.05, beta1=0.0, beta2=0.5, eps=0.1),
    "adamw": lambda: AdamW(0.05, weight_decay=0.3),
    "adam, clipped": lambda: Clipped(Adam(0.05), max_norm=1.0, limit=0.5),
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def parameters(rng, dtype):
    large = rng.standard_normal((300, 2 * PIECE // 300))
    return {"large": large.astype(dtype), "b": rng.standard_normal(3).astype(dtype)}


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 2e-5)])
@every_kind
def test_fifty_steps_are_the_plain_ones(kind, dtype, tolerance, rng):
    plain, fast = kind(), kind()
    params = parameters(rng, dtype)
    twins = {name: p.copy() for name, p in params.items()}
    for step in range(50):
        plain.learning_rate = fast.learning_rate = 0.05 / (1 + step)
        g = {n: (rng.standard_normal(p.shape)).astype(dtype) for n, p in params.items()}
        plain.step(params, {name: array.copy() for name, array in g.items()})
        step_in_place(fast, twins, g)
    for name, p in params.items():
        assert twins[name].dtype == dtype
        np.testing.assert_allclose(twins[name], p, rtol=tolerance, atol=tolerance)
    expected, state = plain.state(), fast.state()
    assert state.keys() == expected.keys()
    for name, array in expected.items():
        assert state[name].dtype == array.dtype
        np.testing.assert_allclose(state[name], array, rtol=10 * tolerance, atol=tolerance)


@every_kind
def test_plain_steps_and_these_can_take_turns(kind, rng):
    plain, both = kind(), kind()
    p, q = np.ones(4), np.ones(4)
    for step in range(10):
        g = rng.standard_normal(4)
        plain.step({"p": p}, {"p": g.copy()})
        if step % 2:
            both.step({"p": q}, {"p": g})
        else:
            step_in_place(both, {"p": q}, {"p": g})
    np.testing.assert_allclose(q, p, rtol=1e-12)


@every_kind
def test_they_make_no_array_as_large_as_a_piece(kind, rng):
    """But RMSprop, which needs the gradient twice, and holds the last while it makes the next."""
    optimizer = kind()
    params = {"p": rng.standard_normal((64, PIECE // 8))}
    grads = {"p": rng.standard_normal((64, PIECE // 8))}
    step_in_place(optimizer, params, grads)  # which makes its memory
    tracemalloc.start()
    step_in_place(optimizer, params, grads)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    piece = 8 * PIECE
    assert peak < (2.1 if type(optimizer) is RMSprop else 0.1) * piece


class Halved(Adam):
    """A user's optimizer, with a formula of its own."""

    def update(self, p, g, *kept):
        p *= 0.5


@pytest.mark.parametrize("optimizer", [Halved(), Clipped(Halved(), max_norm=1.0)])
def test_what_a_user_wrote_takes_its_own_step(optimizer):
    assert type(optimizer) not in IN_PLACE
    p, g = np.array([3.0, 4.0]), np.array([30.0, 40.0])
    step_in_place(optimizer, {"p": p}, {"p": g})
    np.testing.assert_allclose(p, [1.5, 2.0])


@every_kind
def test_a_network_without_parameters_has_nothing_to_update(kind):
    optimizer = kind()
    step_in_place(optimizer, {}, {})
    assert optimizer.steps == 1


@every_kind
def test_in_training_they_are_those_of_plain_steps(kind, rng):
    X, Y = rng.standard_normal((30, 4)), rng.standard_normal((30, 2))
    networks = [
        Sequential(rng=np.random.default_rng(5), dtype=np.float64).input(4).dense(8).tanh().dense(2)
        for _ in range(2)
    ]
    plain, fitted = networks
    optimizer = kind()
    for _ in range(50):
        train_step(plain, MSE(), optimizer, X, Y)
    fit(fitted, X, Y, loss=MSE(), optimizer=kind(), epochs=50, batch_size=30, rng=rng,
        progress=False)  # fmt: skip
    for name, p in plain.params.items():
        np.testing.assert_allclose(fitted.params[name], p, rtol=1e-9, atol=1e-11)
