"""Sequential: a network as a chain of layers, each fed by the one before.

Forward walks the chain from the first layer to the last, backward from the last to the first; that
is all of backprop. The chapter on backpropagation builds it.
"""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike

from nncourse.errors import ShapeError
from nncourse.layers import Dense, Layer, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh


class Sequential:
    """A chain of layers, written as a list or grown link by link.

    Parameters
    ----------
    layers : the layers, first to last. May be empty, to be grown with `input`, `dense`, `relu`...
    input_shape : the shape of one example; not needed if the first layer is `Dense`.
    rng : the generator for the weights of layers grown by name; unpredictable if not given.
    dtype : of the parameters of layers grown by name: float32 to train, float64 to check gradients.

    Raises
    ------
    ShapeError
        If a layer does not fit what comes into it.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> chain = Sequential(rng=rng).input(784).dense(64, init="he").relu().dense(10)
    >>> listed = Sequential([Dense(784, 64, init="he", rng=rng), ReLU(), Dense(64, 10, rng=rng)])
    >>> chain.n_parameters, listed.forward(np.zeros((5, 784))).shape
    (50890, (5, 10))
    """

    def __init__(
        self,
        layers: Iterable[Layer] = (),
        *,
        input_shape: tuple[int, ...] | None = None,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float32,
    ) -> None:
        self.layers: list[Layer] = []
        self.end: tuple[int, Layer, tuple[int, ...]] | None = None
        self.input_shape = input_shape
        self.rng = rng or np.random.default_rng()
        self.dtype = np.dtype(dtype)
        for layer in layers:
            self.add(layer)

    # Growing the chain: every method returns the network, so that calls can follow each other.

    def input(self, *shape: int) -> "Sequential":
        """Say what one example looks like: `.input(784)`, or `.input(28, 28)` for a picture."""
        if self.layers:
            raise ShapeError("input() comes first: this network has layers already")
        self.input_shape = shape
        return self

    def add(self, layer: Layer) -> "Sequential":
        """Append a layer, after checking that it fits."""
        if self.input_shape is None:
            if not isinstance(layer, Dense):
                raise ShapeError(
                    f"what does the first layer, {layer}, get? Say so with .input(...), "
                    "or with Sequential([...], input_shape=(...))"
                )
            self.input_shape = (layer.n_in,)
        shape = layer.output_shape(self.output_shape)
        for parameter in layer.params.values():
            self.dtype = parameter.dtype
        self.layers.append(layer)
        self.end = len(self.layers), layer, shape
        return self

    def dense(self, n_out: int, init: str = "xavier") -> "Sequential":
        """Append a dense layer of `n_out` neurons; see `nncourse.layers.Dense`."""
        if self.input_shape is None:
            raise ShapeError("how many inputs has the first layer? Start with .input(...)")
        if len(self.output_shape) != 1:
            raise ShapeError(f"a dense layer needs rows, but what comes in is {self.output_shape}")
        return self.add(Dense(self.output_shape[0], n_out, init, rng=self.rng, dtype=self.dtype))

    def relu(self) -> "Sequential":
        """Append a ReLU."""
        return self.add(ReLU())

    def leaky_relu(self, slope: float = 0.01) -> "Sequential":
        """Append a leaky ReLU."""
        return self.add(LeakyReLU(slope))

    def sigmoid(self) -> "Sequential":
        """Append a sigmoid; leave it out before `BinaryCrossEntropy`, which has its own."""
        return self.add(Sigmoid())

    def tanh(self) -> "Sequential":
        """Append a tanh."""
        return self.add(Tanh())

    def softmax(self) -> "Sequential":
        """Append a softmax; leave it out before `SoftmaxCrossEntropy`, which has its own."""
        return self.add(Softmax())

    # Running it.

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The outputs for a batch X (m, *input_shape); each layer remembers what it needs."""
        A = self.as_batch(X)
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def as_batch(self, X: np.ndarray) -> np.ndarray:
        """The batch in the network's dtype; a ShapeError if its examples have another shape."""
        X = np.asarray(X, dtype=self.dtype)
        if X.shape[1:] != self.input_shape:
            raise ShapeError(
                f"the batch has shape {X.shape}, but this network takes examples of shape "
                f"{self.input_shape}: expected (m, {', '.join(map(str, self.input_shape or ()))})"
            )
        return X

    def backward(self, dY: np.ndarray) -> None:
        """Fill every layer's `grads`, given the loss's gradient dY with respect to the outputs."""
        first, *rest = self.layers
        for layer in reversed(rest):
            dY = layer.backward(dY)
        first.backward_to_parameters(dY)

    def predict(self, X: np.ndarray, batch_size: int = 1024) -> np.ndarray:
        """The outputs for any number of examples, computed a batch at a time to save memory."""
        batches = range(0, max(len(X), 1), batch_size)
        return np.concatenate([self.forward(X[i : i + batch_size]) for i in batches])

    # Looking at it.

    @property
    def params(self) -> dict[str, np.ndarray]:
        """All parameters, live: "0.W" is the weight matrix of the first layer."""
        return {
            f"{i}.{n}": p for i, layer in enumerate(self.layers) for n, p in layer.params.items()
        }

    @property
    def grads(self) -> dict[str, np.ndarray]:
        """All gradients of the last `backward`, under the names of `params`."""
        return {
            f"{i}.{n}": g for i, layer in enumerate(self.layers) for n, g in layer.grads.items()
        }

    @property
    def n_parameters(self) -> int:
        """How many numbers training can change."""
        return sum(p.size for p in self.params.values())

    @property
    def output_shape(self) -> tuple[int, ...]:
        """The shape of one example's output."""
        # Remembered since the last `add`: a chain that is walked again for each is slow to grow.
        if self.layers and self.end and self.end[:2] == (len(self.layers), self.layers[-1]):
            return self.end[2]
        return self.shapes()[-1]

    def shapes(self) -> list[tuple[int, ...]]:
        """The shape of one example before the first layer, and after each."""
        shapes = [self.input_shape or ()]
        for layer in self.layers:
            shapes.append(layer.output_shape(shapes[-1]))
        return shapes

    def summary(self) -> str:
        """A table: each layer, the shape it puts out (m examples), and its parameter count."""
        names = ["input", *map(repr, self.layers)]
        counts = [0, *(sum(p.size for p in layer.params.values()) for layer in self.layers)]
        width = max(map(len, names)) + 2
        lines = [f"{'layer':<{width}}{'output':<16}{'parameters':>12}"]
        for name, shape, count in zip(names, self.shapes(), counts, strict=True):
            output = f"(m, {', '.join(map(str, shape))})"
            lines.append(f"{name:<{width}}{output:<16}{count:>12,}")
        lines.append(f"{'total':<{width}}{'':<16}{self.n_parameters:>12,}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"Sequential([{', '.join(map(repr, self.layers))}])"


def count_parameters(sizes: list[int]) -> int:
    """How many weights and biases a dense network has.

    Parameters
    ----------
    sizes : numbers of inputs, of each hidden layer's neurons, and of outputs, in this order.

    Returns
    -------
    The number of all weights (n_in * n_out a layer) and biases (n_out a layer).

    Raises
    ------
    ShapeError
        If a size is below one.

    Examples
    --------
    >>> count_parameters([784, 64, 10])
    50890

    Source: the chapter on the basics.
    """
    if any(size < 1 for size in sizes):
        raise ShapeError(f"every layer needs at least one neuron, got sizes {sizes}")
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(sizes))
