"""The frame of the learner's own program: what holds the functions together, and a short main.

`own_program` takes what stands below the imports, and puts the learner's functions in the place of
these. As it is, this is the program of somebody who has not written any of them yet.
"""
# mypy: ignore-errors

import gzip
import sys
from pathlib import Path

import numpy as np

from nncourse.activations import relu, relu_backward, softmax
from nncourse.datasets.idx import read_idx
from nncourse.initializers import he as he_init
from nncourse.layers.dense import Dense
from nncourse.losses import cross_entropy, softmax_cross_entropy_backward
from nncourse.metrics import accuracy
from nncourse.optimizers import momentum_update
from nncourse.predictions import predict_class
from nncourse.preprocessing import flatten_images, one_hot, scale_pixels
from nncourse.training import train_epochs

# The frame: from functions to a network.


class ReLU:
    """The bend between two layers; nothing in it is learned."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        """What is above zero."""
        self.A = relu(Z)
        return self.A

    def backward(self, dA):
        """The gradient where something passed."""
        return relu_backward(dA, self.A)


class Network:
    """Layers, one after the other. A parameter is called "0.W": that of layer 0."""

    def __init__(self, *layers):
        self.layers, self.params = layers, {}
        for i, layer in enumerate(layers):
            self.params |= {f"{i}.{name}": p for name, p in layer.params.items()}

    @property
    def grads(self):
        """The gradients, under the names of the parameters."""
        layers = enumerate(self.layers)
        return {f"{i}.{name}": g for i, layer in layers for name, g in layer.grads.items()}

    def forward(self, X):
        """From a batch to its scores."""
        for layer in self.layers:
            X = layer.forward(X)
        return X

    predict = forward

    def backward(self, d_scores):
        """From the scores' gradient to that of every parameter."""
        for layer in reversed(self.layers):
            d_scores = layer.backward(d_scores)


class SoftmaxCrossEntropy:
    """The loss of a network that ends in scores."""

    def forward(self, scores, y):
        """The mean surprise at the classes y."""
        self.scores, self.Y = scores, one_hot(y, scores.shape[1]).astype(scores.dtype)
        return cross_entropy(softmax(scores), self.Y)

    def backward(self):
        """Its gradient for each score."""
        return softmax_cross_entropy_backward(self.scores, self.Y)


class Momentum:
    """Descent with momentum, which remembers a velocity for each parameter."""

    def __init__(self, learning_rate):
        self.learning_rate, self.velocities = learning_rate, {}

    def step(self, params, grads):
        """One step downhill."""
        for name, p in params.items():
            self.velocities.setdefault(name, np.zeros_like(p))
        momentum_update(params, grads, self.velocities, self.learning_rate)


def new_network(rng):
    """A network for digits, with 256 neurons between pixels and scores."""
    layers = []
    for n_in, n_out in ((784, 256), (256, 10)):
        dense = Dense(n_in, n_out, rng=rng)
        dense.params["W"][...] = he_init(n_in, n_out, rng)
        layers += [dense, ReLU()]
    return Network(*layers[:-1])  # the last layer's scores are not bent


def rows(images):
    """Pictures as rows of numbers from 0 to 1."""
    return flatten_images(scale_pixels(images)).astype(np.float32)


def examples(folder, part):
    """The pictures of one part of MNIST as rows, and their classes."""
    names = f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"
    images, labels = (read_idx(gzip.decompress((folder / name).read_bytes())) for name in names)
    return rows(images), labels.astype(int)


def train(folder, saved):
    """Train on MNIST, a twelfth held back; then look at the test digits, and save."""
    X, y = examples(folder, "train")
    held_back = max(1, len(X) // 12)
    seen, validation = slice(held_back, None), (X[:held_back], y[:held_back])
    rng = np.random.default_rng(0)
    network = new_network(rng)
    for learning_rate, epochs in ((0.1, 5), (0.02, 3)):
        run = network, SoftmaxCrossEntropy(), Momentum(learning_rate), X[seen], y[seen], 128, rng
        for record in train_epochs(*run, epochs, validation):
            print(f"loss ~{record['train_loss']:.4f}, validation ~{record['val_accuracy']:.4f}")
    X_test, y_test = examples(folder, "t10k")
    right = accuracy(predict_class(network.predict(X_test)), y_test)
    print(f"of {len(y_test):,} test digits right: ~{100 * right:.2f} %")
    np.savez(saved, **network.params)


def read(picture, saved):
    """Say which digit is on a picture."""
    from nncourse.datasets import read_picture  # cuts the digit out of a photograph or a scan

    network = new_network(np.random.default_rng(0))
    with np.load(saved) as kept:
        for name, p in network.params.items():
            p[...] = kept[name]
    scores = network.predict(rows(read_picture(picture)[np.newaxis]))
    print(f"{picture}: a {predict_class(scores)[0]}, ~{100 * softmax(scores).max():.0f} % sure")


if __name__ == "__main__":
    task, path = sys.argv[1], Path(sys.argv[2])
    {"train": train, "read": read}[task](path, Path(__file__).with_suffix(".npz"))
