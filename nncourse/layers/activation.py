"""Activation layers: the functions of `nncourse.activations`, remembering their last output.

None has parameters; each pairs a forward with its backward. The chapter on backpropagation
introduces them.
"""

import numpy as np

from nncourse import activations
from nncourse.layers.layer import Layer


class Activation(Layer):
    """A layer that applies a function, and pulls gradients back through its output."""

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.output = self.function(X)
        return self.output

    def backward(self, dY: np.ndarray) -> np.ndarray:
        return self.derivative(dY, self.output)

    def function(self, Z: np.ndarray, /) -> np.ndarray:
        """The activation itself, (m, n) to (m, n)."""
        raise NotImplementedError

    def derivative(self, dA: np.ndarray, A: np.ndarray, /) -> np.ndarray:
        """The gradient with respect to the input, from the upstream one and the output."""
        raise NotImplementedError


class ReLU(Activation):
    """max(0, z), entry by entry.

    Examples
    --------
    >>> ReLU().forward(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    function = staticmethod(activations.relu)
    derivative = staticmethod(activations.relu_backward)


class Sigmoid(Activation):
    """1 / (1 + exp(-z)), entry by entry.

    Examples
    --------
    >>> Sigmoid().forward(np.array([[0.0]]))
    array([[0.5]])
    """

    function = staticmethod(activations.sigmoid)
    derivative = staticmethod(activations.sigmoid_backward)


class Tanh(Activation):
    """The hyperbolic tangent, entry by entry.

    Examples
    --------
    >>> Tanh().forward(np.array([[0.0]]))
    array([[0.]])
    """

    function = staticmethod(activations.tanh)
    derivative = staticmethod(activations.tanh_backward)


class Softmax(Activation):
    """Shares along each row. A network that trains with `SoftmaxCrossEntropy` ends without it.

    Examples
    --------
    >>> Softmax().forward(np.array([[1.0, 1.0]]))
    array([[0.5, 0.5]])
    """

    function = staticmethod(activations.softmax)
    derivative = staticmethod(activations.softmax_backward)


class LeakyReLU(Activation):
    """z where positive, slope times z elsewhere.

    Examples
    --------
    >>> LeakyReLU(slope=0.1).forward(np.array([[-1.0, 2.0]]))
    array([[-0.1,  2. ]])
    """

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__()
        self.slope = slope

    def function(self, Z: np.ndarray, /) -> np.ndarray:
        return activations.leaky_relu(Z, self.slope)

    def derivative(self, dA: np.ndarray, A: np.ndarray, /) -> np.ndarray:
        return activations.leaky_relu_backward(dA, A, self.slope)

    def config(self) -> dict:
        return {"slope": self.slope}
