"""Modules: the same bits as hand-derived layers, own classes, files, and training steps."""

import copy

import numpy as np
import pytest

from nncourse import layers
from nncourse.autograd import Tensor, concatenate, dropout, nn, no_grad, relu, tanh
from nncourse.autograd import functions as F
from nncourse.autograd.nn import from_network, load, save, to_network
from nncourse.autograd.steps import AutogradStep
from nncourse.clipping import Clipped
from nncourse.errors import ArchitectureError, ModelFileError, ShapeError
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.network import Sequential as Network
from nncourse.optimizers import SGD, Adam, AdamW, RMSprop
from nncourse.saving import serialization
from nncourse.steps import Step, train_step
from nncourse.training import fit

f64 = np.float64


def every_layer(rng, dtype=f64):
    """A network in which every kind of layer stands, for pictures of 9 x 9 pixels."""
    conv = layers.Conv2D(2, 3, kernel=3, padding=1, rng=rng, dtype=dtype)
    other = layers.Conv2D(3, 4, kernel=2, rng=rng, dtype=dtype)
    chain = [conv, layers.ReLU(), layers.MaxPool2D(2), other, layers.LeakyReLU(0.1)]
    chain += [layers.Flatten(), layers.Dense(36, 6, rng=rng, dtype=dtype), layers.Tanh()]
    chain += [layers.Dense(6, 5, rng=rng, dtype=dtype), layers.Sigmoid()]
    chain += [layers.Dense(5, 4, rng=rng, dtype=dtype), layers.Softmax()]
    network = Network(chain, input_shape=(9, 9, 2))
    for p in network.params.values():
        p[...] = rng.standard_normal(p.shape)
    return network


def perceptron(rng, n_out=3):
    return (
        Network(rng=rng, dtype=f64).input(4).dense(6, init="he").relu().dense(5).tanh().dense(n_out)
    )


def test_every_layer_has_a_module():
    assert set(nn.MODULES) == set(layers.LAYERS.values())


@pytest.mark.parametrize("dtype", [np.float32, f64])
def test_outputs_are_those_of_the_layers_to_the_last_bit(rng, dtype):
    network = every_layer(rng, dtype)
    X = rng.standard_normal((5, 9, 9, 2)).astype(dtype)
    outputs = from_network(network)(X)
    assert outputs.dtype == dtype
    np.testing.assert_array_equal(outputs.data, network.forward(X))


def test_gradients_are_those_of_the_layers(rng):
    network = every_layer(rng)
    model, X = from_network(network), rng.standard_normal((5, 9, 9, 2))
    upstream = rng.standard_normal((5, 4))
    network.forward(X)
    network.backward(upstream)
    model(X).backward(upstream)
    assert model.parameters().keys() == network.grads.keys()
    for name, p in model.parameters().items():
        np.testing.assert_allclose(p.grad, network.grads[name], rtol=1e-10, atol=1e-12)


def test_a_module_draws_the_weights_that_its_layer_draws():
    def rng():
        return np.random.default_rng(5)

    pairs = [
        (nn.Linear(3, 4, "he", rng(), f64), layers.Dense(3, 4, "he", rng(), f64)),
        (nn.Conv2D(2, 3, 2, 1, rng=rng()), layers.Conv2D(2, 3, 2, 1, rng=rng())),
    ]
    for module, layer in pairs:
        for name, p in layer.params.items():
            np.testing.assert_array_equal(getattr(module, name).data, p)
            assert getattr(module, name).dtype == p.dtype


@pytest.mark.parametrize(
    ("name", "arguments", "shape"),
    [
        ("ReLU", (), (3, 4)),
        ("LeakyReLU", (), (3, 4)),
        ("LeakyReLU", (0.3,), (3, 4)),
        ("Sigmoid", (), (3, 4)),
        ("Tanh", (), (3, 4)),
        ("Softmax", (), (3, 4)),
        ("MaxPool2D", (), (2, 6, 6, 3)),
        ("MaxPool2D", (3,), (2, 6, 6, 3)),
        ("Flatten", (), (2, 6, 6, 3)),
    ],
)
def test_modules_are_made_as_layers_are(rng, name, arguments, shape):
    module, layer = getattr(nn, name)(*arguments), getattr(layers, name)(*arguments)
    X = rng.standard_normal(shape)
    assert repr(module) == repr(layer)
    np.testing.assert_array_equal(module(X).data, layer.forward(X))


# ----------------------------------------------------------------------------------------- files


def test_trained_by_hand_and_opened_as_a_module(rng, tmp_path):
    network = every_layer(rng)
    serialization.save(tmp_path / "m.safetensors", network, classes=["a", "b", "c", "d"])
    model, X = load(tmp_path / "m.safetensors"), rng.standard_normal((5, 9, 9, 2))
    np.testing.assert_array_equal(model(X).data, network.forward(X))


def test_trained_as_a_module_and_opened_by_hand(rng, tmp_path):
    model = from_network(every_layer(rng))
    X, y = rng.standard_normal((5, 9, 9, 2)), rng.standard_normal((5, 4))
    for _ in range(3):
        model.zero_grad()
        F.mse(model(X), y).backward()
        model.step(Adam(0.1))
    save(tmp_path / "m.safetensors", model, classes=list("abcd"), notes={"by": "autograd"})
    saved = serialization.load_model(tmp_path / "m.safetensors")
    np.testing.assert_array_equal(saved.network.forward(X), model(X).data)
    assert (saved.classes, saved.notes) == (list("abcd"), {"by": "autograd"})


def test_a_module_of_ones_own_making_goes_round_by_both_formats(rng, tmp_path):
    model = nn.Sequential(
        [nn.Conv2D(1, 2, 3, rng=rng), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2, rng=rng)],
        input_shape=(4, 4, 1),
    )
    X = rng.random((3, 4, 4, 1), np.float32)
    save(tmp_path / "m", model)
    np.testing.assert_array_equal(load(tmp_path / "m")(X).data, model(X).data)
    np.testing.assert_array_equal(to_network(model).forward(X), model(X).data)


def test_both_sides_share_their_arrays(rng):
    network = perceptron(rng)
    model, X, y = from_network(network), rng.standard_normal((5, 4)), rng.integers(0, 3, 5)
    train_step(network, SoftmaxCrossEntropy(), SGD(0.5), X, y)
    np.testing.assert_array_equal(model(X).data, network.forward(X))
    F.softmax_cross_entropy(model(X), y).backward()
    model.step(SGD(0.5))
    np.testing.assert_array_equal(model(X).data, network.forward(X))
    assert to_network(model).layers == network.layers


def test_what_cannot_be_converted_is_named(tmp_path, rng):
    class Odd(layers.Tanh):
        pass

    class Own(nn.Module):
        def forward(self, X):
            return X

    with pytest.raises(ArchitectureError, match=r"no module for Odd\(\)"):
        from_network(Network([layers.Dense(2, 2), Odd()]))
    with pytest.raises(ArchitectureError, match="Own is no layer"):
        to_network(nn.Sequential([nn.Linear(2, 2), Own()]))
    with pytest.raises(ArchitectureError, match="Sequential is no layer"):
        save(tmp_path / "m", nn.Sequential([nn.Sequential([nn.Linear(2, 2)])]))
    assert not (tmp_path / "m").exists()
    with pytest.raises(ShapeError, match=r"input_shape=\(...\)"):
        to_network(nn.Sequential([nn.ReLU()]))
    (tmp_path / "no").write_bytes(b"nothing")
    with pytest.raises(ModelFileError, match="truncated"):
        load(tmp_path / "no")
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "missing")


# ------------------------------------------------------------------------------------ own modules


class Gate(nn.Module):
    """A network with two ways through, of which a number decides the share."""

    def __init__(self, rng):
        self.share = Tensor(0.5, requires_grad=True)
        self.left = nn.Linear(4, 3, rng=rng, dtype=f64)
        self.right = nn.Sequential([nn.Linear(4, 2, rng=rng, dtype=f64), nn.Tanh()])
        self.scale = Tensor(np.ones(3))  # a constant: no parameter
        self.name = "gate"

    def forward(self, X):
        left = self.left(X) * self.scale * self.share
        return concatenate([left, self.right(X)], axis=1)


def test_parameters_are_found_by_name_in_nested_modules(rng):
    gate = Gate(rng)
    names = ["share", "left.W", "left.b", "right.0.W", "right.0.b"]
    assert list(gate.parameters()) == names
    whole = nn.Sequential([gate, nn.ReLU(), nn.Linear(5, 1, rng=rng, dtype=f64)])
    assert list(whole.parameters()) == [f"0.{name}" for name in names] + ["2.W", "2.b"]
    whole(rng.standard_normal((3, 4))).sum().backward()
    assert all(p.grad.shape == p.shape for p in whole.parameters().values())
    whole.zero_grad()
    assert all(p.grad is None for p in whole.parameters().values())


def test_modules_in_lists_are_found_too(rng):
    class Tower(nn.Module):
        def __init__(self):
            self.floors = [nn.Linear(2, 2, rng=rng) for _ in range(2)]
            self.weights = (Tensor([1.0], requires_grad=True), Tensor([1.0]), "text")

        def forward(self, X):
            for floor in self.floors:
                X = tanh(floor(X))
            return X * self.weights[0]

    assert list(Tower().parameters()) == [
        "floors.0.W", "floors.0.b", "floors.1.W", "floors.1.b", "weights.0"
    ]  # fmt: skip


def test_a_sequential_of_ones_own_may_have_more_parameters(rng):
    class Scaled(nn.Sequential):
        def __init__(self):
            super().__init__([nn.Linear(2, 1, rng=rng), nn.ReLU()])
            self.scale = Tensor(np.float32(2), requires_grad=True)

        def forward(self, X):
            return super().forward(X) * self.scale

    scaled = Scaled()
    assert list(scaled.parameters()) == ["0.W", "0.b", "scale"]
    scaled(np.ones((3, 2))).sum().backward()
    assert scaled.scale.grad is not None


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, momentum=0.9), Adam(0.1)])
def test_a_parameter_that_is_used_twice_is_stepped_once(optimizer, rng):
    shared = nn.Linear(3, 3, rng=rng, dtype=f64)
    model = nn.Sequential([shared, nn.Tanh(), shared])
    assert list(model.parameters()) == ["0.W", "0.b"]
    W, b = (Tensor(p.data.copy(), requires_grad=True) for p in (shared.W, shared.b))
    X = rng.standard_normal((4, 3))
    model(X).sum().backward()
    (tanh(X @ W + b) @ W + b).sum().backward()
    np.testing.assert_allclose(shared.W.grad, W.grad, rtol=1e-12)
    twin = copy.deepcopy(optimizer)
    arrays = {"0.W": W.data, "0.b": b.data}
    twin.step(arrays, {"0.W": W.grad, "0.b": b.grad})
    model.step(optimizer)
    np.testing.assert_allclose(shared.W.data, arrays["0.W"], rtol=1e-12)
    np.testing.assert_allclose(shared.b.data, arrays["0.b"], rtol=1e-12)


def test_a_parameter_that_is_frozen_stays(rng):
    model = nn.Sequential([nn.Linear(2, 3, rng=rng), nn.Linear(3, 1, rng=rng)])
    model.modules[0].W.requires_grad = False
    before = model.modules[0].W.data.copy()
    model(rng.random((4, 2))).sum().backward()
    model.step(SGD(0.1))
    np.testing.assert_array_equal(model.modules[0].W.data, before)
    assert "0.W" not in model.parameters()


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.05, momentum=0.5), RMSprop(0.05), Adam(0.1)])
@pytest.mark.parametrize("dtype", [np.float32, f64])
def test_parameters_that_are_numbers_are_trained(optimizer, dtype):
    class Line(nn.Module):
        def __init__(self):
            self.w, self.b = (Tensor(dtype(v), requires_grad=True) for v in (0.5, 0.0))

        def forward(self, X):
            return X * self.w + self.b

    line, X = Line(), np.linspace(-1, 1, 20)
    for _ in range(400):
        line.zero_grad()
        F.mse(line(X), (3 * X - 1).astype(dtype)).backward()
        line.step(optimizer)
    assert (line.w.item(), line.b.item()) == pytest.approx((3, -1), abs=0.05)
    assert type(line.w.data) is dtype
    assert line.w.grad.dtype == dtype


def test_values_that_a_module_keeps_to_look_at_are_no_parameters(rng):
    class Watched(nn.Module):
        def __init__(self):
            self.layer = nn.Linear(2, 3, rng=rng)

        def forward(self, X):
            self.A = tanh(self.layer(X))
            return self.A.sum()

    model = Watched()
    for _ in range(2):
        model.zero_grad()
        model(np.ones((1, 2))).backward()
        model.step(SGD(0.1))
    assert list(model.parameters()) == ["layer.W", "layer.b"]
    assert model.A.requires_grad


def test_a_module_may_use_chance_and_no_grad(rng):
    class Noisy(nn.Module):
        def __init__(self):
            self.layer, self.rate = nn.Linear(3, 4, rng=rng), 0.5

        def forward(self, X):
            return dropout(relu(self.layer(X)), self.rate, rng)

    noisy, X = Noisy(), rng.random((5, 3), np.float32)
    first, second = noisy(X), noisy(X)
    assert (first.data != second.data).any()
    noisy.rate = 0.0
    with no_grad():
        assert not noisy(X).requires_grad
    np.testing.assert_array_equal(noisy(X).data, noisy(X).data)


def test_a_copy_of_a_model_is_trained_alone(rng):
    model = from_network(perceptron(rng))
    twin, X = copy.deepcopy(model), rng.standard_normal((3, 4))
    before = model(X).data.copy()
    twin(X).sum().backward()
    twin.step(SGD(0.1))
    np.testing.assert_array_equal(model(X).data, before)
    np.testing.assert_array_equal(to_network(twin).forward(X), twin(X).data)


def test_inputs_come_in_the_dtype_of_the_parameters(rng):
    model = nn.Sequential([nn.Linear(2, 3, rng=rng), nn.Softmax()])
    for X in (np.ones((1, 2)), np.ones((1, 2), np.uint8), [[1, 1]], Tensor(np.float32([[1, 1]]))):
        assert model(X).dtype == np.float32
    assert nn.Sequential([nn.ReLU()])(np.array([-1.0, 2.0])).data.tolist() == [0.0, 2.0]


# ------------------------------------------------------------------------------- training steps

OPTIMIZERS = [
    lambda: SGD(0.1),
    lambda: SGD(0.05, momentum=0.9),
    lambda: SGD(0.05, momentum=0.9, nesterov=True),
    lambda: RMSprop(0.01),
    lambda: Adam(0.01),
    lambda: AdamW(0.01, weight_decay=0.1),
    lambda: Clipped(SGD(0.1), max_norm=0.5),
]
LOSSES = [
    (MSE, 2, lambda rng: rng.standard_normal((8, 2))),
    (MSE, 1, lambda rng: rng.standard_normal(8)),
    (BinaryCrossEntropy, 1, lambda rng: rng.integers(0, 2, 8)),
    (SoftmaxCrossEntropy, 3, lambda rng: rng.integers(0, 3, 8)),
    (SoftmaxCrossEntropy, 3, lambda rng: np.eye(3)[rng.integers(0, 3, 8)]),
]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=range(len(OPTIMIZERS)))
@pytest.mark.parametrize(("loss", "n_out", "targets"), LOSSES, ids=range(len(LOSSES)))
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_steps_by_autograd_are_those_by_hand(optimizer, loss, n_out, targets, l2):
    rng = np.random.default_rng(0)
    by_hand = perceptron(rng, n_out)
    by_graph = copy.deepcopy(by_hand)
    plain = Step(by_hand, loss(), optimizer(), l2)
    step = AutogradStep(by_graph, loss(), optimizer(), l2)
    for _ in range(20):
        X, y = rng.standard_normal((8, 4)), targets(rng)
        assert step(X, y) == pytest.approx(plain(X, y), rel=1e-10)
    for name, p in by_hand.params.items():
        np.testing.assert_allclose(by_graph.params[name], p, rtol=1e-10, atol=1e-10)


def test_a_convolutional_network_is_trained_alike():
    rng = np.random.default_rng(0)
    by_hand = every_layer(rng)
    by_graph = copy.deepcopy(by_hand)
    plain = Step(by_hand, MSE(), Adam(0.01), 0.01)
    step = AutogradStep(by_graph, MSE(), Adam(0.01), 0.01)
    for _ in range(20):
        X, y = rng.standard_normal((6, 9, 9, 2)), rng.random((6, 4))
        assert step(X, y) == pytest.approx(plain(X, y), rel=1e-10)
    for name, p in by_hand.params.items():
        np.testing.assert_allclose(by_graph.params[name], p, rtol=1e-10, atol=1e-10)


def test_fit_with_autograd_is_fit(rng):
    X, y = rng.standard_normal((50, 4)), rng.integers(0, 3, 50)
    histories = []
    for step in (Step, AutogradStep):
        network = perceptron(np.random.default_rng(1))
        history = fit(
            network, X, y, loss=SoftmaxCrossEntropy(), optimizer=Adam(0.01), epochs=3,
            batch_size=16, l2=0.01, rng=np.random.default_rng(2), step=step, progress=False,
        )  # fmt: skip
        histories.append(history.column("train_loss"))
    np.testing.assert_allclose(*histories, rtol=1e-10)


def test_a_step_leaves_the_networks_own_gradients_alone(rng):
    network = perceptron(rng)
    AutogradStep(network, MSE(), SGD(0.1))(rng.random((2, 4)), rng.random((2, 3)))
    assert network.grads == {}


def test_a_step_in_float32_stays_there(rng):
    network = Network(rng=rng).input(4).dense(6).relu().dense(3)
    step = AutogradStep(network, SoftmaxCrossEntropy(), SGD(0.1))
    step(rng.random((2, 4)), np.eye(3)[:2])
    for name, p in step.model.parameters().items():
        assert p.dtype == p.grad.dtype == network.params[name].dtype == np.float32
        assert p.data is network.params[name]
