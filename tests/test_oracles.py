"""Outside oracles: PyTorch, scikit-learn and SciPy must agree with the package's mathematics."""

import numpy as np
import pytest

from nncourse import activations, losses, metrics, schedules
from nncourse.clipping import Clipped, clip_by_global_norm, clip_by_value
from nncourse.layers import Conv2D, MaxPool2D
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam, AdamW, RMSprop
from nncourse.preprocessing import one_hot

SEEDS = range(3)
STEPS = 50  # of an optimizer or a schedule


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="the oracle PyTorch is a test requirement")


@pytest.fixture(scope="module")
def sklearn():
    return pytest.importorskip("sklearn", reason="the oracle scikit-learn is a test requirement")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "oracle"),
    [
        ("sigmoid", "sigmoid"),
        ("relu", "relu"),
        ("tanh", "tanh"),
        ("softmax", "softmax"),
        ("leaky_relu", "leaky_relu"),
    ],
)
def test_activations_and_their_gradients(torch, name, oracle, seed):
    rng = np.random.default_rng(seed)
    Z, upstream = 20 * rng.standard_normal((5, 4)), rng.standard_normal((5, 4))
    z = torch.tensor(Z, requires_grad=True)
    function = getattr(torch.nn.functional, oracle)
    a = function(z, dim=1) if oracle == "softmax" else function(z)
    a.backward(torch.tensor(upstream))
    A = getattr(activations, name)(Z)
    np.testing.assert_allclose(A, a.detach(), rtol=1e-12, atol=1e-15)
    dZ = getattr(activations, f"{name}_backward")(upstream, A)
    np.testing.assert_allclose(dZ, z.grad, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_losses_and_their_gradients(torch, seed):
    rng = np.random.default_rng(seed)
    Z, y = 10 * rng.standard_normal((7, 3)), rng.integers(0, 3, 7)
    Y = one_hot(y, 3, dtype=np.float64)
    F = torch.nn.functional
    cases = [
        (losses.mse, losses.mse_backward, lambda z: F.mse_loss(z, torch.tensor(Y))),
        (
            losses.softmax_cross_entropy,
            losses.softmax_cross_entropy_backward,
            lambda z: F.cross_entropy(z, torch.tensor(y)),
        ),
        (
            losses.binary_cross_entropy_with_logits,
            losses.binary_cross_entropy_with_logits_backward,
            lambda z: F.binary_cross_entropy_with_logits(z, torch.tensor(Y)),
        ),
    ]
    for forward, backward, oracle in cases:
        z = torch.tensor(Z, requires_grad=True)
        value = oracle(z)
        value.backward()
        assert forward(Z, Y) == pytest.approx(value.item(), rel=1e-12)
        np.testing.assert_allclose(backward(Z, Y), z.grad, rtol=1e-9, atol=1e-12)


def test_a_whole_network_and_its_gradients(torch, rng):
    network = Sequential(rng=rng, dtype=np.float64).input(6).dense(5, init="he").relu()
    network.dense(4).tanh().dense(3)
    X, y = rng.standard_normal((8, 6)), rng.integers(0, 3, 8)
    loss = SoftmaxCrossEntropy()
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())

    twins = {n: torch.tensor(p, requires_grad=True) for n, p in network.params.items()}
    A = torch.relu(torch.tensor(X) @ twins["0.W"] + twins["0.b"])
    A = torch.tanh(A @ twins["2.W"] + twins["2.b"])
    oracle = torch.nn.functional.cross_entropy(A @ twins["4.W"] + twins["4.b"], torch.tensor(y))
    oracle.backward()
    assert value == pytest.approx(oracle.item(), rel=1e-12)
    for name, g in network.grads.items():
        np.testing.assert_allclose(g, twins[name].grad, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("padding", [0, 1])
def test_convolution_and_pooling(torch, rng, padding):
    X = rng.standard_normal((2, 6, 8, 3))
    conv, pool = Conv2D(3, 4, 3, padding, rng=rng, dtype=np.float64), MaxPool2D(2)
    Y = pool.forward(conv.forward(X))
    upstream = rng.standard_normal(Y.shape)
    dX = conv.backward(pool.backward(upstream))

    x = torch.tensor(X.transpose(0, 3, 1, 2), requires_grad=True)
    kernels = conv.params["W"].reshape(3, 3, 3, 4).transpose(3, 2, 0, 1)
    w = torch.tensor(kernels.copy(), requires_grad=True)
    F = torch.nn.functional
    y = F.max_pool2d(F.conv2d(x, w, torch.tensor(conv.params["b"]), padding=padding), 2)
    y.backward(torch.tensor(upstream.transpose(0, 3, 1, 2).copy()))
    np.testing.assert_allclose(Y.transpose(0, 3, 1, 2), y.detach(), rtol=1e-9)
    np.testing.assert_allclose(dX.transpose(0, 3, 1, 2), x.grad, rtol=1e-9, atol=1e-12)
    dW = conv.grads["W"].reshape(3, 3, 3, 4).transpose(3, 2, 0, 1)
    np.testing.assert_allclose(dW, w.grad, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda: SGD(0.1), lambda o, p: o.SGD(p, lr=0.1)),
        (lambda: SGD(0.1, momentum=0.9), lambda o, p: o.SGD(p, lr=0.1, momentum=0.9)),
        (
            lambda: SGD(0.1, momentum=0.9, nesterov=True),
            lambda o, p: o.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        ),
        (lambda: RMSprop(0.01), lambda o, p: o.RMSprop(p, lr=0.01)),
        (lambda: RMSprop(0.01, decay=0.9), lambda o, p: o.RMSprop(p, lr=0.01, alpha=0.9)),
        (lambda: Adam(0.01), lambda o, p: o.Adam(p, lr=0.01)),
        (
            lambda: Adam(0.01, beta1=0.5, beta2=0.9, eps=0.1),
            lambda o, p: o.Adam(p, lr=0.01, betas=(0.5, 0.9), eps=0.1),
        ),
        (lambda: AdamW(0.01), lambda o, p: o.AdamW(p, lr=0.01)),
        (
            lambda: AdamW(0.01, weight_decay=0.5),
            lambda o, p: o.AdamW(p, lr=0.01, weight_decay=0.5),
        ),
    ],
)
def test_optimizers_walk_the_same_path(torch, rng, ours, theirs):
    p = rng.standard_normal((3, 2))
    twin = torch.tensor(p.copy(), requires_grad=True)
    optimizer, oracle = ours(), theirs(torch.optim, [twin])
    for _ in range(STEPS):
        g = p + rng.standard_normal(p.shape)  # from where it stands: a difference would grow
        optimizer.step({"p": p}, {"p": g})
        twin.grad = torch.tensor(g)
        oracle.step()
        np.testing.assert_allclose(p, twin.detach(), rtol=1e-12, atol=1e-12)


def their_warmup(rates, o):
    """From a tenth of the rate to all of it, since theirs cannot begin at 0; then down."""
    climb = rates.LinearLR(o, start_factor=0.1, total_iters=9)
    return rates.SequentialLR(o, [climb, rates.ExponentialLR(o, 0.9)], milestones=[9])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (schedules.constant(0.4), lambda rates, o: rates.ConstantLR(o, factor=1)),
        (
            schedules.step_decay(0.4, 0.5, every=7),
            lambda rates, o: rates.StepLR(o, step_size=7, gamma=0.5),
        ),
        (schedules.exponential_decay(0.4, 0.9), lambda rates, o: rates.ExponentialLR(o, 0.9)),
        (
            schedules.linear(0.4, epochs=40),
            lambda rates, o: rates.LinearLR(o, start_factor=1, end_factor=0, total_iters=40),
        ),
        (
            schedules.cosine(0.4, epochs=STEPS, final=0.1),
            lambda rates, o: rates.CosineAnnealingLR(o, T_max=STEPS, eta_min=0.1),
        ),
        (
            lambda t: schedules.warmup(schedules.exponential_decay(0.4, 0.9), epochs=10)(t + 1),
            their_warmup,
        ),
        (
            # Theirs is highest at step 0.3 * STEPS - 1, and ends at step STEPS - 1.
            schedules.one_cycle(0.4, epochs=STEPS - 1, rise=(0.3 * STEPS - 1) / (STEPS - 1)),
            lambda rates, o: rates.OneCycleLR(o, max_lr=0.4, total_steps=STEPS),
        ),
    ],
    ids=["constant", "step", "exponential", "linear", "cosine", "warm-up", "one-cycle"],
)
def test_schedules_give_the_same_rates(torch, ours, theirs):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    schedule = theirs(torch.optim.lr_scheduler, optimizer)
    rates = []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < STEPS - 1:
            schedule.step()
    np.testing.assert_allclose([ours(t) for t in range(STEPS)], rates, rtol=1e-12, atol=1e-15)


def test_clipping_leaves_the_same_gradients(torch, rng):
    for _ in range(STEPS):
        shapes, scale = {"W": (4, 3), "b": (3,)}, rng.uniform(0.1, 2)
        for by_norm in (True, False):
            grads = {name: scale * rng.standard_normal(shape) for name, shape in shapes.items()}
            twins = [torch.zeros(shape, requires_grad=True) for shape in shapes.values()]
            for twin, g in zip(twins, grads.values(), strict=True):
                twin.data = twin.data.double()
                twin.grad = torch.tensor(g)
            if by_norm:
                norm = clip_by_global_norm(grads, max_norm=3.0)
                oracle = torch.nn.utils.clip_grad_norm_(twins, max_norm=3.0)
                assert norm == pytest.approx(oracle.item(), rel=1e-12)
            else:
                clip_by_value(grads, limit=0.8)
                torch.nn.utils.clip_grad_value_(twins, clip_value=0.8)
            for twin, g in zip(twins, grads.values(), strict=True):
                np.testing.assert_allclose(g, twin.grad, rtol=1e-12)


@pytest.mark.parametrize("clip", ["norm", "value"])
def test_clipped_steps_walk_the_same_path(torch, rng, clip):
    p = rng.standard_normal((3, 2))
    twin = torch.tensor(p.copy(), requires_grad=True)
    optimizer = Clipped(Adam(0.01), **{"max_norm" if clip == "norm" else "limit": 1.0})
    oracle = torch.optim.Adam([twin], lr=0.01)
    for _ in range(STEPS):
        g = p + rng.standard_normal(p.shape)
        twin.grad = torch.tensor(g)
        optimizer.step({"p": p}, {"p": g})
        getattr(torch.nn.utils, f"clip_grad_{clip}_")([twin], 1.0)
        oracle.step()
        np.testing.assert_allclose(p, twin.detach(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_metrics(sklearn, seed):
    from sklearn import metrics as oracle

    rng = np.random.default_rng(seed)
    predicted, y = rng.integers(0, 2, 40), rng.integers(0, 2, 40)
    assert metrics.accuracy(predicted, y) == oracle.accuracy_score(y, predicted)
    assert metrics.precision(predicted, y) == pytest.approx(oracle.precision_score(y, predicted))
    assert metrics.recall(predicted, y) == pytest.approx(oracle.recall_score(y, predicted))
    assert metrics.f1(predicted, y) == pytest.approx(oracle.f1_score(y, predicted))
    scores, classes = rng.standard_normal((40, 5)), rng.integers(0, 5, 40)
    np.testing.assert_array_equal(
        metrics.confusion_matrix(scores.argmax(axis=1), classes, 5),
        oracle.confusion_matrix(classes, scores.argmax(axis=1), labels=range(5)),
    )
    for k in (1, 2, 4):
        assert metrics.top_k_accuracy(scores, classes, k) == pytest.approx(
            oracle.top_k_accuracy_score(classes, scores, k=k, labels=range(5))
        )


def test_stable_sums_agree_with_scipy(rng):
    special = pytest.importorskip("scipy.special", reason="the oracle SciPy is a test requirement")
    Z = 300 * rng.standard_normal((6, 4))
    np.testing.assert_allclose(
        activations.log_softmax(Z), special.log_softmax(Z, axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(activations.sigmoid(Z), special.expit(Z), rtol=1e-12)
