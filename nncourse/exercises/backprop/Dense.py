"""The exercise `Dense`: a dense layer as an object."""
# mypy: allow-untyped-defs

import copy
from typing import Any

import numpy as np

from nncourse.exercises.form import Exercise
from nncourse.layers import dense
from nncourse.layers.dense import dense_backward, dense_forward

PARTS = ("W at the start", "repeats", "b", "Z", "dX", "grads", "a second batch")


def used(answer, n_in, n_out, rng, X, dZ):
    """What a layer starts with, and gives on two batches between which its parameters change.

    Beside it lives another layer, which must not disturb it.
    """
    twin = copy.deepcopy(rng)
    layer, other, again = (answer(n_in, n_out, rng=given) for given in (rng, rng, twin))
    starts = [np.copy(one.params["W"]) for one in (layer, other, again)]
    repeats = {
        "another W from the same generator": not np.array_equal(starts[0], starts[1]),
        "the same W from an equal generator": np.array_equal(starts[0], starts[2]),
    }
    b = np.copy(layer.params["b"])
    for p in layer.params.values():  # in place, as a step does it
        p[...] = np.arange(p.size).reshape(p.shape) % 7 / 4 - 0.5
    Z = layer.forward(X)
    other.forward(X + 1)
    dX = layer.backward(dZ)
    grads = copy.deepcopy(layer.grads)
    for p in layer.params.values():
        p -= 0.25
    second = layer.forward(X[1:] - 0.5), layer.backward(dZ[1:]), layer.grads
    return tuple(map(in_float64, (starts[0], repeats, b, Z, dX, grads, second)))


def in_float64(value):
    """Arrays in float64, wherever they are: a layer may keep its numbers in single precision."""
    if isinstance(value, dict):
        return {name: in_float64(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(in_float64, value))
    is_single = isinstance(value, np.ndarray) and value.dtype == np.float32
    return value.astype(np.float64) if is_single else value


def random_start_and_the_rest(value, n_in, n_out, rng, X, dZ):
    """What can be compared of random weights, and all else as it is."""
    W, repeats, *rest = value
    return {
        "W": W.shape,
        "W has different entries": len(np.unique(W)) > W.size / 2,
        "W is small": W.std() < 4 / np.sqrt(n_in),
        "the mean of W is near 0": abs(W.mean()) < 5 * W.std() / np.sqrt(W.size),
        **repeats,
        **dict(zip(PARTS[2:], rest, strict=True)),
    }


Dense = Exercise(
    id="backprop.Dense",
    title="A dense layer as an object",
    points=3,
    reference=dense.Dense,
    contract='''
class Dense:
    """A layer of n_out neurons with n_in inputs each, which keeps its parameters."""

    def __init__(self, n_in, n_out, rng):
        """Start params and grads, two dictionaries.

        params: "W", shape (n_in, n_out), small random numbers from rng,
            and "b", shape (n_out,), zeros. grads: empty.
        """
        ...

    def forward(self, X):
        """The outputs Z, shape (m, n_out), of a batch X, shape (m, n_in).

        X is kept for backward.
        """
        ...

    def backward(self, dZ):
        """Put the gradients into grads, as "W" and "b", and return dX.

        dZ: gradient of the loss with respect to Z, shape (m, n_out).
        They belong to the last forward, and replace earlier ones.
        """
        ...
''',
    outcomes=("Write a layer as a class that keeps its parameters, its input and its gradients.",),
    axes={
        "X": "m n_in",
        "dZ": "m n_out",
        "W at the start": "n_in n_out",
        "b": "n_out",
        "Z": "m n_out",
        "dX": "m n_in",
    },
    returns=PARTS,
    mutates=("rng",),
    use=used,
    facts=random_start_and_the_rest,
    hints=(
        "What one method leaves for another is written self.name = value. __init__ makes "
        "self.params and self.grads, forward leaves self.X.",
        "The mathematics is there: forward calls dense_forward with the parameters out of "
        "self.params, backward calls dense_backward with what forward has kept.",
        "dense_backward returns three arrays: dX, which goes back to the caller, and dW and db, "
        'which become self.grads["W"] and self.grads["b"].',
    ),
    experiment="dense = Dense(2, 1, rng=np.random.default_rng(0)); "
    "dense.params['W'][...] = 2; dense.params['b'][...] = 1\n"
    "print(dense.forward(np.array([[3.0, 4.0]])), dense.backward(np.ones((1, 1))), dense.grads)"
    "  # 15; 2 2; W 3 4, b 1",
)


@Dense.probes
def _(rng):
    for label, m, n_in, n_out in (
        ("a batch", 5, 4, 3),
        ("more outputs than inputs", 6, 2, 7),
        ("a square layer", 3, 3, 3),
        ("a large layer", 4, 400, 90),
    ):
        seed = int(rng.integers(1000))
        X, dZ = (rng.integers(-8, 9, (m, n)) / 4 for n in (n_in, n_out))
        yield label, n_in, n_out, np.random.default_rng(seed), X, dZ


TWICE = (
    "dense, ones = Dense(1, 1, rng=np.random.default_rng(0)), np.ones((1, 1))\n"
    "for factor in (1, 2): "
)
START = "dense = Dense(100, 50, rng=np.random.default_rng(0))\n"


@Dense.in_short
class Right:
    """A layer of n_out neurons with n_in inputs each, which keeps its parameters."""

    def __init__(self, n_in, n_out, rng):
        self.params = {
            "W": rng.standard_normal((n_in, n_out)) / np.sqrt(n_in),
            "b": np.zeros(n_out),
        }
        self.grads = {}

    def forward(self, X):
        """The outputs Z (m, n_out) of a batch X (m, n_in)."""
        self.X = X
        return dense_forward(X, self.params["W"], self.params["b"])

    def backward(self, dZ):
        """Put the gradients into grads, and return dX."""
        dX, self.grads["W"], self.grads["b"] = dense_backward(dZ, self.X, self.params["W"])
        return dX


@Dense.mistake(
    "weights_zero",
    "Your weights start at zero. In a network all neurons of the layer would then learn the same. "
    "Draw them from rng.",
    START + "np.unique(dense.params['W']).size  # 5000 different numbers",
)
class WeightsZero(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.params["W"] = np.zeros((n_in, n_out))


@Dense.mistake(
    "weights_not_scaled",
    "Your weights have a spread of about 1. With hundreds of inputs the sums become large. Take "
    "small ones, such as a hundredth of a normal number.",
    START + "dense.params['W'].std() < 0.4  # True",
)
class WeightsNotScaled(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.params["W"] = rng.standard_normal((n_in, n_out))


@Dense.mistake(
    "weights_positive",
    "All your weights are positive. Let them lie around zero: rng.random draws from 0 to 1, "
    "rng.standard_normal on both sides.",
    START + "dense.params['W'].min() < 0  # True",
)
class WeightsPositive(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.params["W"] = 0.01 + 0.01 * rng.random((n_in, n_out))


@Dense.mistake(
    "own_seed",
    "Every layer starts with the same weights: you make a generator with a fixed seed inside. Draw "
    "from the rng that is given.",
    "rng = np.random.default_rng(0)\n"
    "np.array_equal(Dense(2, 3, rng=rng).params['W'], Dense(2, 3, rng=rng).params['W'])  # False",
)
class OwnSeed(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, np.random.default_rng(0))


@Dense.mistake(
    "rng_unused",
    "Your weights do not come from the rng that is given, so nobody can repeat the run.",
    "a, b = (Dense(2, 3, rng=np.random.default_rng(0)).params['W'] for _ in range(2))\n"
    "np.array_equal(a, b)  # True",
)
class RngUnused(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, np.random.default_rng())


@Dense.mistake(
    "biases_random",
    "Your biases are random. They may start at zero: the weights already make the neurons differ.",
    START + "abs(dense.params['b']).max()  # 0",
)
class BiasesRandom(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.params["b"] = 0.01 * rng.standard_normal(n_out)


@Dense.mistake(
    "bias_forgotten",
    "The bias has no part in the outputs: forward returns X @ W alone.",
)
class BiasForgotten(Right):
    def forward(self, X):
        return super().forward(X) - self.params["b"]


@Dense.mistake(
    "two_copies",
    "forward computes with other arrays than those in params. A step changes the ones in params, "
    "and your layer would never notice. Keep one set, or two names for the same arrays.",
)
class TwoCopies(Right):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.own = {name: p.copy() for name, p in self.params.items()}

    def forward(self, X):
        self.X = X
        return dense_forward(X, self.own["W"], self.own["b"])

    def backward(self, dZ):
        dX, self.grads["W"], self.grads["b"] = dense_backward(dZ, self.X, self.own["W"])
        return dX


@Dense.mistake(
    "gradients_pile_up",
    "The first backward is right. The next one adds its gradients to the old ones; it should put "
    "its own in their place.",
    TWICE + "dense.forward(ones); dense.backward(ones * factor); print(dense.grads)  # 1 1, 2 2",
)
class GradientsPileUp(Right):
    def backward(self, dZ):
        before = dict(self.grads)
        dX = super().backward(dZ)
        for name in before:
            self.grads[name] = self.grads[name] + before[name]
        return dX


@Dense.mistake(
    "first_input_kept",
    "The second backward still uses the first batch. Keep the X of every forward, the last one "
    "in the place of the one before.",
    TWICE + "dense.forward(ones * factor); dense.backward(ones); print(dense.grads)  # 1 1, 2 1",
)
class FirstInputKept(Right):
    def forward(self, X):
        Z = super().forward(X)
        self.first = self.X = getattr(self, "first", X)
        return Z

    def backward(self, dZ):
        self.X = self.X[-len(dZ) :]
        return super().backward(dZ)


@Dense.mistake(
    "mean_of_gradients",
    "You divide the gradients of W and b by the number of examples. That was done in the gradient "
    "of the loss; now it counts twice.",
    "dense, ones = Dense(1, 1, rng=np.random.default_rng(0)), np.ones((2, 1)); "
    "dense.forward(ones)\n"
    "dense.backward(ones); print(dense.grads)  # 2 and 2",
)
class MeanOfGradients(Right):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.grads = {name: grad / len(dZ) for name, grad in self.grads.items()}
        return dX


@Dense.mistake(
    "mean_handed_back",
    "dX is divided by the number of examples. The 1/m is inside dZ already; divided again in each "
    "layer, the gradients of a deep network would vanish.",
    "dense, ones = Dense(1, 1, rng=np.random.default_rng(0)), np.ones((2, 1)); "
    "dense.params['W'][...] = 1; dense.forward(ones)\n"
    "print(dense.backward(ones))  # 1 and 1",
)
class MeanHandedBack(Right):
    def backward(self, dZ):
        return super().backward(dZ) / len(dZ)


@Dense.mistake(
    "nothing_handed_back",
    "backward fills grads, which is right, and returns nothing. The layer below waits for dX.",
)
class NothingHandedBack(Right):
    def backward(self, dZ):
        super().backward(dZ)


@Dense.mistake(
    "upstream_handed_back",
    "backward hands back dZ as it came. The layer below needs the gradient with respect to its own "
    "outputs, which are your inputs: dX.",
)
class UpstreamHandedBack(Right):
    def backward(self, dZ):
        super().backward(dZ)
        return dZ


@Dense.mistake(
    "names_of_gradients",
    'The gradients are in grads under other names. They have the names of what they belong to: "W" '
    'and "b".',
)
class NamesOfGradients(Right):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.grads = {f"d{name}": self.grads[name] for name in ("W", "b")}
        return dX


@Dense.mistake(
    "step_in_backward",
    "backward changes the parameters. It only says where downhill is; the step is taken by others, "
    "with a learning rate.",
    TWICE + "dense.forward(ones); dense.backward(ones); print(dense.params['b'])  # 0, and 0",
)
class StepInBackward(Right):
    def backward(self, dZ):
        dX = super().backward(dZ)
        for name, p in self.params.items():
            p -= 0.01 * self.grads[name]
        return dX


@Dense.mistake(
    "with_activation",
    "forward sets negative outputs to zero. The bend comes in a layer of its own, after this one: "
    "here the sums go out as they are.",
    "dense = Dense(1, 1, rng=np.random.default_rng(0)); dense.params['W'][...] = -1\n"
    "print(dense.forward(np.ones((1, 1))))  # -1",
)
class WithActivation(Right):
    def forward(self, X):
        return np.maximum(0, super().forward(X))


@Dense.mistake(
    "kept_in_the_class",
    "What forward keeps belongs to the class, so that all layers share it, and the last to go "
    "forward overwrites it. Each object keeps its own: self.X, not Dense.X.",
    "a, b = (Dense(1, 1, rng=np.random.default_rng(0)) for _ in range(2)); "
    "a.forward(np.ones((1, 1))); b.forward(np.zeros((1, 1)))\n"
    "a.backward(np.ones((1, 1))); print(a.grads)  # 1 and 1",
)
class KeptInTheClass(Right):
    kept: Any = None

    def forward(self, X):
        type(self).kept = X
        return super().forward(X)

    def backward(self, dZ):
        self.X = type(self).kept
        return super().backward(dZ)
