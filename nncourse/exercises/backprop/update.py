"""The exercise `update`: one step for every layer."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import mlp
from nncourse.exercises.backprop.layers import random_layers
from nncourse.exercises.form import Exercise


def arrays_after_two_steps(answer, parameters, grads, learning_rate):
    """The very arrays that a network holds, after two steps with the same gradients."""
    held = list(parameters)
    for _ in range(2):
        answer(parameters, grads, learning_rate)
    return held


update = Exercise(
    id="backprop.update",
    title="One step for every layer",
    points=2,
    reference=mlp.update,
    contract='''
def update(parameters, grads, learning_rate):
    """One step of gradient descent on every layer.

    parameters: a list of pairs (W, b); the arrays are changed in place.
    grads: a list of pairs (dW, db), the same shapes; not changed.
    learning_rate: a number above 0.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take a step of gradient descent in a whole network, in place.",),
    axes={},
    returns="parameters",
    mutates=("parameters",),
    use=arrays_after_two_steps,
    hints=(
        "Each array takes the step of the chapter on the basics, against its own gradient.",
        "zip(parameters, grads) gives the pairs that belong together; each pair unpacks into two "
        "names.",
        "Two lines in the loop, one for W and one for b, both with the operator -= which changes "
        "the array itself.",
    ),
    experiment="W, b = np.ones((1, 1)), np.zeros(1)\n"
    "update([(W, b)], [(W * 3, b + 1)], 0.5); print(W, b)  # -0.5 and -0.5",
)


@update.probes
def _(rng):
    for label, sizes, dtype in (
        ("two layers", [4, 3, 2], np.float64),
        ("four layers", [2, 6, 4, 5, 3], np.float64),
        ("equal sizes", [3, 3, 3], np.float64),
        ("a single layer", [4, 2], np.float64),
        ("two layers in float32", [4, 3, 2], np.float32),
    ):
        parameters, grads = random_layers(rng, sizes, dtype), random_layers(rng, sizes, dtype)
        yield label, parameters, grads, float(rng.uniform(0.1, 0.9))


@update.mistake(
    "rebound",
    "The network's arrays are unchanged: you made new ones, and nobody else holds them. W = W - "
    "... gives the name W a new array; only -= changes the old one.",
)
def _(parameters, grads, learning_rate):
    for i, ((W, b), (dW, db)) in enumerate(zip(parameters, grads, strict=True)):
        parameters[i] = (W - learning_rate * dW, b - learning_rate * db)


@update.mistake(
    "uphill",
    "You add the gradient and walk uphill: where the loss should fall, it grows.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W += learning_rate * dW
        b += learning_rate * db


@update.mistake(
    "learning_rate_unused",
    "You subtract the whole gradient. The learning rate says how much of it to take.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= dW
        b -= db


@update.mistake(
    "divided_by_the_rate",
    "You divide by the learning rate, so that a smaller rate takes larger steps. It is a factor.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= dW / learning_rate
        b -= db / learning_rate


@update.mistake(
    "biases_forgotten",
    "The weights move, the biases stay. Both are parameters, and both have a gradient.",
)
def _(parameters, grads, learning_rate):
    for (W, _), (dW, _) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW


@update.mistake(
    "weights_forgotten",
    "The biases move, the weights stay. Both are parameters, and both have a gradient.",
)
def _(parameters, grads, learning_rate):
    for (_, b), (_, db) in zip(parameters, grads, strict=True):
        b -= learning_rate * db


@update.mistake(
    "returns_in_the_loop",
    "Only the first layer moves: a return inside the loop ends it after one round.",
    "A, B, g = np.zeros((1, 1)), np.zeros((1, 1)), (np.ones((1, 1)), np.ones(1))\n"
    "update([(A, np.zeros(1)), (B, np.zeros(1))], [g, g], 0.5); print(A, B)  # -0.5 and -0.5",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
        return


@update.mistake(
    "last_layer_only",
    "Only the last layer moves: the two lines of the step stand behind the loop. Indent them, so "
    "that each layer takes its step.",
    "A, B, g = np.zeros((1, 1)), np.zeros((1, 1)), (np.ones((1, 1)), np.ones(1))\n"
    "update([(A, np.zeros(1)), (B, np.zeros(1))], [g, g], 0.5); print(A, B)  # -0.5 and -0.5",
)
def _(parameters, grads, learning_rate):
    (W, b), (dW, db) = parameters[-1], grads[-1]
    W -= learning_rate * dW
    b -= learning_rate * db


@update.mistake(
    "replaced_by_the_step",
    "The arrays hold the step alone, the old values are lost. =- assigns a negative number; what "
    "is needed is the operator -=.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W[:] = -learning_rate * dW
        b[:] = -learning_rate * db


@update.mistake(
    "gradients_changed",
    "You change the gradients and leave the parameters alone: the two sides of the step are "
    "exchanged.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        dW -= learning_rate * W
        db -= learning_rate * b


@update.mistake(
    "divided_by_rows",
    "You divide by the length of the gradient once more, as if it were the batch. dW has n_in "
    "rows, and the batch's 1/m is inside already.",
    "W, b = np.zeros((2, 1)), np.zeros(1)\n"
    "update([(W, b)], [(W + 1, b + 1)], 0.5); print(W)  # -0.5 and -0.5",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW / len(dW)
        b -= learning_rate * db / len(db)


@update.mistake(
    "sign_of_the_gradient_only",
    "Every entry moves equally far: you use the sign of the gradient. Steep directions should take "
    "larger steps than flat ones.",
    "W, b = np.zeros((1, 2)), np.zeros(2)\n"
    "update([(W, b)], [(np.array([[4.0, 2.0]]), b + 0)], 0.5); print(W)  # -2 and -1",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * np.sign(dW)
        b -= learning_rate * np.sign(db)


@update.mistake(
    "scaled_by_the_parameter",
    "You multiply the step by the parameter itself, so a weight of zero can never move. The step "
    "is the learning rate times the gradient.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW * W
        b -= learning_rate * db * b
