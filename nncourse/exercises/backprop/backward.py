"""The exercise `backward`: back through a whole network."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import mlp
from nncourse.exercises.backprop.layers import random_layers
from nncourse.exercises.form import Exercise
from nncourse.layers import dense


def network_probe(rng, sizes, m, dtype=np.float64):
    """Arguments for `backward`: a random network that has seen a random batch."""
    parameters = random_layers(rng, sizes, dtype)
    outputs = mlp.forward(rng.standard_normal((m, sizes[0])).astype(dtype), parameters)
    return rng.standard_normal(outputs[-1].shape).astype(dtype), outputs, parameters


backward = Exercise(
    id="backprop.backward",
    title="Back through a whole network",
    points=5,
    reference=mlp.backward,
    contract='''
def backward(d_scores, outputs, parameters):
    """Walk the loss's gradient back through all layers.

    d_scores: gradient of the loss with respect to the scores, (m, n_L).
    outputs: what forward returned, [X, A_1, A_2, ..., Z_L], where each
        inner A is tanh(Z).
    parameters: a list of pairs (W, b), one pair per layer.
    Returns a list of pairs (dW, db), in the order of parameters.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Send one gradient back through any number of layers.",),
    axes={"d_scores": "m n_L"},
    returns="grads",
    hints=(
        "Start with the last layer, which has no tanh after it. What it gives as dX is the dA of "
        "the layer below.",
        "Layer number i was given outputs[i] and put out outputs[i + 1]. For every layer but the "
        "last: first tanh_backward, then dense_backward.",
        "Loop over the layers from the last to the first, keep one variable for the gradient that "
        "travels, and put each new pair at the front of the list.",
    ),
    experiment="x, layer = np.ones((1, 1)), (np.full((1, 1), 0.5), np.zeros(1))\n"
    "backward(x, [x, np.tanh(x / 2), x], [layer, layer])  # 0.393 0.393, then 0.462 1",
)


@backward.probes
def _(rng):
    yield "two layers", *network_probe(rng, [4, 3, 2], 5)
    yield "four layers", *network_probe(rng, [2, 6, 4, 5, 3], 7)
    yield "equal sizes", *network_probe(rng, [3, 3, 3, 3], 3)
    yield "a single example", *network_probe(rng, [4, 3, 2], 1)
    yield "a single layer", *network_probe(rng, [4, 2], 5)
    yield "two layers in float32", *network_probe(rng, [4, 3, 2], 5, np.float32)


TWO_EXAMPLES = (
    "x, layer = np.ones((2, 1)), (np.full((1, 1), 0.5), np.zeros(1))\n"
    "backward(x, [x, np.tanh(x / 2), x], [layer, layer])  # 0.786 0.786, then 0.924 2"
)


def walk(d_scores, outputs, parameters, through, output_layer_too=False):
    """Backward with another way through the activations: `through(dA, outputs, layer)`."""
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        W, _ = parameters[layer]
        skip = layer == last and not output_layer_too
        dZ = dA if skip else through(dA, outputs, layer)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "tanh_skipped",
    "The last layer is right; in the others the tanh is missing on the way back. What the forward "
    "passes through, the gradient passes through too.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA)


@backward.mistake(
    "sigmoid_rule",
    "The hidden layers use the slope of the sigmoid, a (1 - a). They are tanh layers.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * A[i + 1] * (1 - A[i + 1]))


@backward.mistake(
    "relu_rule",
    "The hidden layers use the mask of ReLU. They are tanh layers: every neuron lets some of the "
    "gradient through.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (A[i + 1] > 0))


@backward.mistake(
    "tanh_again",
    "You take tanh of the outputs before reading the slope off them. The outputs of the hidden "
    "layers have been through tanh already.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - np.tanh(A[i + 1]) ** 2))


@backward.mistake(
    "slope_of_gradient",
    "You read the slope off the gradient that travels. It is read off the layer's output.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - dA**2))


@backward.mistake(
    "tanh_on_the_scores",
    "You also go back through a tanh after the last layer. There is none: the scores leave as they "
    "are.",
)
def _(d_scores, outputs, parameters):
    return walk(
        d_scores,
        outputs,
        parameters,
        lambda dA, A, i: dA * (1 - A[i + 1] ** 2),
        output_layer_too=True,
    )


@backward.mistake(
    "slope_of_the_layer_below",
    "The slope is read off the input of the layer, outputs[i]. The tanh stands after the weights: "
    "its output is outputs[i + 1].",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - A[i] ** 2))


@backward.mistake(
    "input_of_the_layer_above",
    "dW is made from what the layer put out. It needs what the layer was given: layer i was given "
    "outputs[i] and put out outputs[i + 1].",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        W, _ = parameters[layer]
        A = outputs[layer + 1]
        dZ = dA if layer == last else dA * (1 - A**2)
        dA, dW, db = dense.dense_backward(dZ, A, W)
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "mean_in_every_layer",
    "The last layer is right; from there on you divide by m in each layer. The 1/m is already "
    "inside d_scores.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - A[i + 1] ** 2) / len(dA))


@backward.mistake(
    "mean_once_more",
    "Everything is divided by m. The loss is a mean, and its gradient d_scores carries the 1/m "
    "already.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return [
        (dW / len(d_scores), db / len(d_scores))
        for dW, db in mlp.backward(d_scores, outputs, parameters)
    ]


@backward.mistake(
    "bias_mean",
    "The weights are right; each db is a mean over the examples. It must be a sum: the 1/m is "
    "already inside d_scores.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return [(dW, db / len(d_scores)) for dW, db in mlp.backward(d_scores, outputs, parameters)]


@backward.mistake(
    "reverse_order",
    "The pairs come out in the order you found them, last layer first. They belong in the order "
    "of parameters: first layer first.",
)
def _(d_scores, outputs, parameters):
    return mlp.backward(d_scores, outputs, parameters)[::-1]


@backward.mistake(
    "flat_list",
    "The arrays are right, in one flat list. Keep the two of a layer together in a pair (dW, db), "
    "as parameters does.",
)
def _(d_scores, outputs, parameters):
    return [array for pair in mlp.backward(d_scores, outputs, parameters) for array in pair]


@backward.mistake(
    "first_layer_missing",
    "The gradients of the first layer are missing. It has no layer below, but it has weights: the "
    "loop must reach index 0.",
)
def _(d_scores, outputs, parameters):
    return mlp.backward(d_scores, outputs, parameters)[1:]


@backward.mistake(
    "gradient_does_not_travel",
    "Every layer gets the same gradient, d_scores. What goes into a layer's backward is what came "
    "out of the layer above: its dX.",
)
def _(d_scores, outputs, parameters):
    last = len(parameters) - 1
    grads = []
    for layer in range(len(parameters)):
        W, _ = parameters[layer]
        A = outputs[layer + 1]
        dZ = d_scores if layer == last else d_scores * (1 - A**2)
        _, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "first_layer_first",
    "Your loop begins with the first layer. The gradient starts at the scores, so the walk begins "
    "with the last layer and ends with the first.",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer, (W, _) in enumerate(parameters):
        A = outputs[layer + 1]
        dZ = dA if layer == last else dA * (1 - A**2)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "first_layer_first_tanh_everywhere",
    "Your loop begins with the first layer, and goes through a tanh at every one. The walk begins "
    "with the last layer, which has no tanh, and ends with the first.",
)
def _(d_scores, outputs, parameters):
    dA = d_scores
    grads = []
    for layer, (W, _) in enumerate(parameters):
        dZ = dA * (1 - outputs[layer + 1] ** 2)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "dw_for_w",
    "The last layer is right; below it the gradient goes back through dW. It must go back through "
    "W, the way the values came.",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        dZ = dA if layer == last else dA * (1 - outputs[layer + 1] ** 2)
        dW, db = outputs[layer].T @ dZ, dZ.sum(axis=0)
        dA = dZ @ dW.T
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "sign",
    "All signs are turned round. backward gives the gradient itself; update subtracts it.",
)
def _(d_scores, outputs, parameters):
    return [(-dW, -db) for dW, db in mlp.backward(d_scores, outputs, parameters)]
