"""Layers: the pieces a network is chained from.

A layer has a `forward` and a `backward`, and two dictionaries, `params` and `grads`, with the same
names in both. Chapter 3 turns the functions of chapters 1 and 2 into these classes.
"""

from nncourse.layers.activation import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from nncourse.layers.dense import Dense
from nncourse.layers.layer import Layer

LAYERS = {layer.__name__: layer for layer in (Dense, ReLU, LeakyReLU, Sigmoid, Tanh, Softmax)}

__all__ = ["LAYERS", "Dense", "Layer", "LeakyReLU", "ReLU", "Sigmoid", "Softmax", "Tanh"]
