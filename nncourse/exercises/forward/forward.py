"""The exercise `forward`: a whole network, forward."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np

from nncourse import activations, mlp
from nncourse.exercises.form import Exercise
from nncourse.layers import dense

forward = Exercise(
    id="forward.forward",
    title="A whole network, forward",
    points=4,
    reference=mlp.forward,
    contract='''
def forward(X, parameters):
    """Walk a batch through all layers and keep what each puts out.

    X: inputs, shape (m, n_in).
    parameters: a list with a pair (W, b) for each layer, first layer first.
    Returns a list: X itself, then the output of each layer. The hidden
    layers' outputs go through tanh; the last layer's do not.
    """
    ...
''',
    outcomes=("Chain layers into a network and follow the shapes through it.",),
    axes={"X": "m n"},
    returns="outputs",
    hints=(
        "The output of one layer is the input of the next. So you need one thing that changes as "
        "you walk along: the batch, in its present form.",
        "Start the list with X. For each layer take the list's last entry, send it through "
        "dense_forward, bend it, append it. The last layer is the exception.",
        "parameters[:-1] are the hidden layers and parameters[-1] is the last one. outputs[-1] is "
        "always what the next layer gets.",
    ),
    experiment=(
        "layers = [(np.eye(2), np.ones(2)), (np.ones((2, 1)), np.zeros(1))]\n"
        "forward(np.zeros((1, 2)), layers)  # 0 0, then 0.76 0.76, then 1.52"
    ),
)


def network(rng, *sizes, dtype=np.float64):
    """Random parameters of layers between these sizes, with biases that matter."""
    return [
        (rng.normal(size=(n, h)).astype(dtype), rng.normal(size=h).astype(dtype))
        for n, h in pairwise(sizes)
    ]


@forward.probes
def _(rng):
    yield "two layers", rng.normal(size=(5, 4)), network(rng, 4, 3, 2)
    yield "three layers", rng.normal(size=(7, 2)), network(rng, 2, 6, 4, 3)
    yield "equal sizes", rng.normal(size=(3, 3)), network(rng, 3, 3, 3, 3)
    yield "one layer alone", rng.normal(size=(5, 4)), network(rng, 4, 3)
    yield "a single example", rng.normal(size=(1, 4)), network(rng, 4, 3, 2)
    X = rng.normal(size=(5, 4)).astype(np.float32)
    yield "two layers in float32", X, network(rng, 4, 3, 2, dtype=np.float32)


def layer_by_layer(X, parameters, hidden=np.tanh, last=lambda Z: Z):
    """What many mistakes have in common: the right walk with other activations."""
    outputs = [X]
    for i, (W, b) in enumerate(parameters):
        bend = last if i == len(parameters) - 1 else hidden
        outputs.append(bend(outputs[-1] @ W + b))
    return outputs


@forward.mistake(
    "tanh_on_last",
    "You bend the last layer too. Its outputs are scores, and a score may be any number; tanh "
    "would lock them between -1 and 1.",
    "layers = [(np.eye(1), np.array([5.0]))]\nforward(np.zeros((1, 1)), layers)  # 0, then 5",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, last=np.tanh)


@forward.mistake(
    "no_bend",
    "There is no tanh in your hidden layers. Then all layers together are one straight layer, and "
    "XOR is out of reach again.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=lambda Z: Z)


@forward.mistake(
    "bend_on_last_only",
    "You bend the last layer and leave the hidden ones straight. It is the other way round: tanh "
    "between the layers, none at the end.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=lambda Z: Z, last=np.tanh)


@forward.mistake(
    "input_missing",
    "Your list lacks its first entry, the batch X itself. The chapter on backpropagation needs the "
    "input of every layer on the way back, and X is the input of the first.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[1:]


@forward.mistake(
    "scores_only",
    "You return the scores alone. Keep what every layer puts out, in a list: the chapter on "
    "backpropagation needs them on the way back.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[-1]


@forward.mistake(
    "keeps_the_sums",
    "Your scores are right, but the list holds the hidden layers' weighted sums before tanh. Keep "
    "what goes on to the next layer.",
)
def _(X, parameters):
    A, outputs = X, [X]
    for W, b in parameters:
        outputs.append(A @ W + b)
        A = np.tanh(outputs[-1])
    return outputs


@forward.mistake(
    "always_the_input",
    "Every layer of yours is given X. The second layer must see what the first puts out.",
)
def _(X, parameters):
    hidden = [np.tanh(X @ W + b) for W, b in parameters[:-1]]
    W, b = parameters[-1]
    return [X, *hidden, X @ W + b]


@forward.mistake(
    "always_the_input_to_dense_forward",
    "Every layer of yours is given X. The second layer must see what the first puts out, the "
    "last entry of your list.",
)
def _(X, parameters):
    hidden = [np.tanh(dense.dense_forward(X, W, b)) for W, b in parameters[:-1]]
    return [X, *hidden, dense.dense_forward(X, *parameters[-1])]


@forward.mistake(
    "no_bias",
    "The biases are missing in every layer. Each pair of the list is (W, b), and both are needed.",
)
def _(X, parameters):
    return layer_by_layer(X, [(W, np.zeros_like(b)) for W, b in parameters])


@forward.mistake(
    "stops_early",
    "Your walk ends before the last layer: the scores are missing. parameters[:-1] leaves out the "
    "last pair, which needs a line of its own after the loop.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[:-1]


@forward.mistake(
    "relu_for_tanh",
    "Your hidden layers use ReLU. Nothing is wrong with it; this network was asked to bend with "
    "tanh.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=activations.relu)


@forward.mistake(
    "sigmoid_for_tanh",
    "Your hidden layers use the sigmoid. Nothing is wrong with it; this network was asked to bend "
    "with tanh.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=activations.sigmoid)


@forward.mistake(
    "softmax_at_the_end",
    "You turn the last scores into shares. Leave them as scores: softmax is a step of its own, "
    "and the loss will do it more safely.",
    "layers = [(np.eye(2), np.array([5.0, 0.0]))]\n"
    "forward(np.zeros((1, 2)), layers)  # 0 0, then 5 0",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, last=activations.softmax)


@forward.mistake(
    "input_bent",
    "You send X itself through tanh before the first layer. The input goes in as it is; only what "
    "a hidden layer puts out is bent.",
    "layers = [(np.eye(1), np.zeros(1))]\nforward(np.array([[5.0]]), layers)  # 5, then 5",
)
def _(X, parameters):
    return layer_by_layer(np.tanh(X), parameters)
