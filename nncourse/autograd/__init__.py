"""Autograd: the machine does the chain rule.

A `Tensor` is an array that remembers how it was made; `backward` walks back from the loss and fills
in the gradients. On top of it, `nncourse.autograd.nn` chains modules into networks, which the
optimizers of the chapter on optimisers train. The chapter on autograd builds all of it.
"""

from nncourse.autograd.arithmetic import absolute, exp, log, maximum, power, sqrt, where
from nncourse.autograd.functions import (
    binary_cross_entropy,
    dropout,
    leaky_relu,
    log_softmax,
    mse,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    tanh,
)
from nncourse.autograd.graph import topological_order
from nncourse.autograd.products import conv2d, dense, matmul, maxpool
from nncourse.autograd.shapes import concatenate, stack
from nncourse.autograd.tensor import Tensor, no_grad, record

__all__ = [
    "Tensor",
    "absolute",
    "binary_cross_entropy",
    "concatenate",
    "conv2d",
    "dense",
    "dropout",
    "exp",
    "leaky_relu",
    "log",
    "log_softmax",
    "matmul",
    "maximum",
    "maxpool",
    "mse",
    "no_grad",
    "power",
    "record",
    "relu",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "sqrt",
    "stack",
    "tanh",
    "topological_order",
    "where",
]
