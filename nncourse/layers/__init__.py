"""Layers: the pieces a network is chained from.

A layer has a `forward` and a `backward`, and two dictionaries, `params` and `grads`, with the same
names in both. The chapter on backpropagation turns the functions of the chapter on the basics and
the chapter on the forward pass into these classes.
"""

from nncourse.layers.activation import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from nncourse.layers.convolution import Conv2D
from nncourse.layers.dense import Dense
from nncourse.layers.layer import Layer
from nncourse.layers.pooling import Flatten, MaxPool2D

ALL = (Dense, ReLU, LeakyReLU, Sigmoid, Tanh, Softmax, Conv2D, MaxPool2D, Flatten)
LAYERS: dict[str, type[Layer]] = {layer.__name__: layer for layer in ALL}

__all__ = [
    "LAYERS",
    "Conv2D",
    "Dense",
    "Flatten",
    "Layer",
    "LeakyReLU",
    "MaxPool2D",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
]
