"""Modules: layers whose gradients nobody had to derive, and networks chained from them.

A module computes with tensors. Its parameters are tensors too, so `backward` fills in their
gradients, and the optimizers of the chapter on optimisers take the step. Each module of this file
holds the plain layer that computes the same: both share their arrays, so a network can change
sides at any time. The chapter on autograd builds them.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nncourse import layers
from nncourse.autograd import functions, products, shapes
from nncourse.autograd.tensor import SEVERAL, Tensor, as_array
from nncourse.errors import ArchitectureError, GraphError
from nncourse.network import Sequential as Network
from nncourse.optimizers import Optimizer
from nncourse.saving import serialization


class Module:
    """Something with parameters that computes an output: a layer, or a whole network.

    Write your own as a class with a `forward`; what you assign in `__init__`, tensors that require
    a gradient and other modules, is found by itself, also in lists.

    Examples
    --------
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.w = Tensor(3.0, requires_grad=True)
    ...         self.b = Tensor(1.0, requires_grad=True)
    ...     def forward(self, X):
    ...         return X * self.w + self.b
    >>> line = Line()
    >>> list(line.parameters()), line(np.array([0.0, 2.0]))
    (['w', 'b'], Tensor([1., 7.], made by add))

    Source: the chapter on autograd.
    """

    def forward(self, X: Tensor) -> Tensor:
        """The output for an input, as a rule a batch X (m, ...)."""
        raise NotImplementedError(
            f"{type(self).__name__} has no forward: write one, which computes the output from X"
        )

    def __call__(self, X: Any) -> Tensor:
        return self.forward(X if isinstance(X, Tensor) else self.as_input(X))

    def as_input(self, X: Any) -> Tensor:
        """An array as a tensor, in the dtype of the parameters."""
        dtypes = [p.dtype for p in self.parameters().values()]
        return Tensor(np.asarray(X, dtypes[0]) if dtypes else X)

    def parameters(self) -> dict[str, Tensor]:
        """All tensors that training may change, by name: "layer.W" is the W of a module `layer`.

        One that is used in several places is listed once, where it was found first.
        """
        names: dict[Tensor, str] = {}
        for name, part in self.named_parts().items():
            find_parameters(part, name, names)
        return {name: parameter for parameter, name in names.items()}

    def named_parts(self) -> dict[str, Any]:
        """What was assigned to the module, by name: there its parameters are looked for."""
        return vars(self)

    def zero_grad(self) -> None:
        """Forget all gradients; without it, those of the next `backward` are added to them."""
        for parameter in self.parameters().values():
            parameter.zero_grad()

    def step(self, optimizer: Optimizer) -> None:
        """Let an optimizer change the parameters in place, given their gradients.

        Parameters
        ----------
        optimizer : see `nncourse.optimizers`; its memory advances.

        Raises
        ------
        GraphError
            If there are no parameters, or one has no gradient.
        """
        parameters = self.parameters()
        if not parameters:
            raise GraphError(f"{type(self).__name__} has no parameters: there is nothing to train")
        missing = [name for name, p in parameters.items() if p.grad is None]
        if missing:
            raise GraphError(
                f"no gradient for {', '.join(missing)}: call backward on the loss first, and see "
                "that the loss uses them"
            )
        grads = {name: p.grad for name, p in parameters.items() if p.grad is not None}
        arrays = {name: np.asarray(p.data) for name, p in parameters.items()}
        optimizer.step(arrays, grads)
        for name, p in parameters.items():
            p.data = as_array(arrays[name])
            p.mark_changed()


def find_parameters(part: Any, name: str, names: dict[Tensor, str]) -> None:
    """Name the parameters in a tensor, a module or a list of these, if they have no name yet."""
    if isinstance(part, Tensor):
        if part.requires_grad and not part.operation:  # given, not computed
            names.setdefault(part, name)
    elif isinstance(part, Module):
        for inner, value in part.named_parts().items():
            find_parameters(value, f"{name}.{inner}", names)
    elif isinstance(part, SEVERAL):
        for number, value in enumerate(part):
            find_parameters(value, f"{name}.{number}", names)


class LayerModule(Module):
    """A module that computes what a plain layer does, on the layer's own arrays.

    Attributes
    ----------
    layer : the plain layer; its `grads` stay as they are.
    """

    def __init__(self, layer: layers.Layer) -> None:
        self.layer = layer
        for name, array in layer.params.items():
            setattr(self, name, Tensor(array, requires_grad=True))

    def __repr__(self) -> str:
        return repr(self.layer)


class Linear(LayerModule):
    """A dense layer, Z = X W + b; see `nncourse.layers.Dense`.

    Examples
    --------
    >>> Linear(2, 3)(np.ones((5, 2), np.float32)).shape
    (5, 3)
    """

    W: Tensor
    b: Tensor

    def __init__(
        self,
        n_in: int,
        n_out: int,
        init: str = "xavier",
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__(layers.Dense(n_in, n_out, init, rng, dtype))

    def forward(self, X: Tensor) -> Tensor:
        return products.dense(X, self.W, self.b)


class Conv2D(LayerModule):
    """A convolution; see `nncourse.layers.Conv2D`, which has the same arguments.

    Examples
    --------
    >>> Conv2D(3, 8, kernel=3, padding=1)(np.ones((5, 64, 64, 3), np.float32)).shape
    (5, 64, 64, 8)
    """

    layer: layers.Conv2D
    W: Tensor
    b: Tensor

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(layers.Conv2D(*arguments, **more))

    def forward(self, X: Tensor) -> Tensor:
        return products.conv2d(X, self.W, self.b, self.layer.kernel, self.layer.padding)


class ReLU(LayerModule):
    """max(0, z), entry by entry."""

    def __init__(self) -> None:
        super().__init__(layers.ReLU())

    def forward(self, X: Tensor) -> Tensor:
        return functions.relu(X)


class LeakyReLU(LayerModule):
    """z where positive, slope times z elsewhere."""

    layer: layers.LeakyReLU

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__(layers.LeakyReLU(slope))

    def forward(self, X: Tensor) -> Tensor:
        return functions.leaky_relu(X, self.layer.slope)


class Sigmoid(LayerModule):
    """1 / (1 + exp(-z)), entry by entry."""

    def __init__(self) -> None:
        super().__init__(layers.Sigmoid())

    def forward(self, X: Tensor) -> Tensor:
        return functions.sigmoid(X)


class Tanh(LayerModule):
    """The hyperbolic tangent, entry by entry."""

    def __init__(self) -> None:
        super().__init__(layers.Tanh())

    def forward(self, X: Tensor) -> Tensor:
        return functions.tanh(X)


class Softmax(LayerModule):
    """Shares along each row. A network that trains with softmax cross-entropy ends without it."""

    def __init__(self) -> None:
        super().__init__(layers.Softmax())

    def forward(self, X: Tensor) -> Tensor:
        return functions.softmax(X)


class MaxPool2D(LayerModule):
    """The largest value in each square of pixels, channel by channel."""

    layer: layers.MaxPool2D

    def __init__(self, size: int = 2) -> None:
        super().__init__(layers.MaxPool2D(size))

    def forward(self, X: Tensor) -> Tensor:
        return products.maxpool(X, self.layer.size)


class Flatten(LayerModule):
    """Each example as one row, whatever its shape."""

    def __init__(self) -> None:
        super().__init__(layers.Flatten())

    def forward(self, X: Tensor) -> Tensor:
        return shapes.reshape(X, (len(X), -1))


MODULES: dict[type[layers.Layer], type[LayerModule]] = {
    layers.Dense: Linear,
    layers.Conv2D: Conv2D,
    layers.ReLU: ReLU,
    layers.LeakyReLU: LeakyReLU,
    layers.Sigmoid: Sigmoid,
    layers.Tanh: Tanh,
    layers.Softmax: Softmax,
    layers.MaxPool2D: MaxPool2D,
    layers.Flatten: Flatten,
}


class Sequential(Module):
    """A chain of modules, each fed by the one before.

    Parameters
    ----------
    modules : the modules, first to last.
    input_shape : the shape of one example; only needed to save a network that does not begin with
        `Linear`.

    Raises
    ------
    TypeError
        If something else than a module is given.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> model = Sequential([Linear(2, 3, rng=rng), Tanh(), Linear(3, 1, rng=rng)])
    >>> model(np.ones((5, 2), np.float32)).shape, list(model.parameters())
    ((5, 1), ['0.W', '0.b', '2.W', '2.b'])

    Source: the chapter on autograd.
    """

    def __init__(
        self, modules: Iterable[Module], *, input_shape: tuple[int, ...] | None = None
    ) -> None:
        self.modules = list(modules)
        for module in self.modules:
            if not isinstance(module, Module):
                raise TypeError(
                    f"{module!r} is no module: take those of nncourse.autograd.nn, or make modules "
                    "of a whole network with from_network"
                )
        self.input_shape = input_shape

    def forward(self, X: Tensor) -> Tensor:
        """The outputs for a batch X (m, ...)."""
        for module in self.modules:
            X = module(X)
        return X

    def named_parts(self) -> dict[str, Any]:
        """The modules by their numbers: "0.W" is the weight matrix of the first."""
        others = {name: part for name, part in vars(self).items() if name != "modules"}
        return {str(number): module for number, module in enumerate(self.modules)} | others

    def __repr__(self) -> str:
        return f"Sequential([{', '.join(map(repr, self.modules))}])"


def from_network(network: Network) -> Sequential:
    """A network of hand-derived layers as modules, on the same arrays.

    Parameters
    ----------
    network : of the package's layers; it learns what the module learns, and the other way round.

    Returns
    -------
    The chain of modules; its outputs are the network's, to the last bit.

    Raises
    ------
    ArchitectureError
        If there is no module for one of the layers.

    Examples
    --------
    >>> network = Network(rng=np.random.default_rng(0)).input(2).dense(3).relu()
    >>> from_network(network)
    Sequential([Dense(n_in=2, n_out=3), ReLU()])

    Source: the chapter on autograd.
    """
    for layer in network.layers:
        if type(layer) not in MODULES:
            raise ArchitectureError(
                f"there is no module for {layer}: write one, a class with a forward"
            )
    modules = []
    for layer in network.layers:
        module = LayerModule.__new__(MODULES[type(layer)])
        LayerModule.__init__(module, layer)
        modules.append(module)
    return Sequential(modules, input_shape=network.input_shape)


def to_network(model: Sequential) -> Network:
    """A chain of modules as a network of hand-derived layers, on the same arrays.

    Parameters
    ----------
    model : of modules from this file.

    Returns
    -------
    The network; it can be saved, planned and trained like any other.

    Raises
    ------
    ArchitectureError
        If a module is not from this file.

    Examples
    --------
    >>> to_network(Sequential([Linear(2, 3), ReLU()]))
    Sequential([Dense(n_in=2, n_out=3), ReLU()])

    Source: the chapter on autograd.
    """
    plain = []
    for module in model.modules:
        if not isinstance(module, LayerModule):
            raise ArchitectureError(
                f"{type(module).__name__} is no layer of the package: only modules of "
                "nncourse.autograd.nn can become one"
            )
        plain.append(module.layer)
    return Network(plain, input_shape=model.input_shape)


def save(path: str | Path, model: Sequential, **more: Any) -> None:
    """Write a model to a file, in the format of `nncourse.saving.serialization.save`.

    Parameters
    ----------
    path : where to; by custom it ends in `.safetensors`. An existing file is replaced.
    model : of modules from this file.
    more : what else the file is to hold, as there.

    Raises
    ------
    ArchitectureError
        If a module is not from this file.
    OSError
        If the file cannot be written; what stood there before is untouched.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tiny.safetensors"
    >>> save(path, Sequential([Linear(2, 3), ReLU()]))
    >>> load(path)
    Sequential([Dense(n_in=2, n_out=3), ReLU()])
    """
    serialization.save(path, to_network(model), **more)


def load(path: str | Path) -> Sequential:
    """Read a model that `save` wrote, or a network that was saved by hand-derived layers.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ModelFileError
        If it is damaged or no model.
    """
    return from_network(serialization.load(path))
