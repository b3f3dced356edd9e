"""What every layer has: parameters, their gradients, a forward and a backward.

A layer keeps from its last forward what its backward needs. The chapter on backpropagation
introduces it.
"""

import numpy as np


class Layer:
    """The common ground of all layers; a layer without parameters leaves both dictionaries empty.

    Attributes
    ----------
    params : name -> array, the live parameters; an optimizer changes them in place.
    grads : name -> array, the loss's gradient with respect to each, from the last `backward`.
    """

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The layer's output for a batch X (m, ...)."""
        raise NotImplementedError

    def backward(self, dY: np.ndarray) -> np.ndarray:
        """Fill `grads`, and return the gradient with respect to the last input.

        dY, (m, ...), is the gradient of the loss with respect to the last output.
        """
        raise NotImplementedError

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        """Fill `grads` and stop there: a network's first layer has nobody below to go on to."""
        self.backward(dY)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of one example's output, given the shape of one example's input."""
        return input_shape

    def config(self) -> dict:
        """The arguments that build this layer again, without its parameters."""
        return {}

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.config().items())
        return f"{type(self).__name__}({arguments})"
