"""The exercise `train_neuron`: the loop of training."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import neuron as neurons
from nncourse.exercises.form import Exercise
from nncourse.initializers import init_parameters
from nncourse.losses import mse, mse_backward
from nncourse.neuron import linear_backward, linear_forward
from nncourse.optimizers import gradient_step


def fitted(answer, X, y, learning_rate, epochs, rng):
    """What an answer finds; the chapter gives the settings by name."""
    return answer(X, y, learning_rate=learning_rate, epochs=epochs, rng=rng)


train_neuron = Exercise(
    id="basics.train_neuron",
    title="The loop of training",
    points=3,
    reference=neurons.train_neuron,
    contract='''
def train_neuron(X, y, learning_rate, epochs, rng):
    """Fit one neuron to examples by gradient descent on all of them.

    X: examples, shape (m, n_in). y: targets, shape (m,). Neither is changed.
    epochs: how many steps.
    rng: for init_parameters, which gives W, shape (n_in, 1), and b, shape (1,).
    Returns w (n_in,), b (1,), and as arrays
    curve (epochs,): the loss before each step;
    path (epochs + 1, n_in + 1): weights and bias before each step and at the end.
    """
    ...
''',
    outcomes=("Write the loop of training: forward, loss, backward, step, and again.",),
    axes={
        "X": "m n_in",
        "y": "m",
        "w": "n_in",
        "b": "1",
        "curve": "epochs",
        "path": "epochs+1 parameters",
    },
    returns=("w", "b", "curve", "path"),
    mutates=("rng",),
    use=fitted,
    hints=(
        "Before the loop, the start: W[:, 0] and b in a dictionary, and two empty lists. In the "
        "loop, for every epoch: linear_forward, mse, mse_backward, linear_backward, gradient_step.",
        "gradient_step wants two dictionaries with the same names: what is learned, and the "
        "gradients. It changes the arrays that you gave it.",
        'Note the place before the step: [*params["w"], *params["b"]] is a list with the numbers '
        "of this moment. Note it once more after the loop, and make arrays of both lists.",
    ),
    experiment="found = train_neuron(np.array([[-1.0], [2.0]]), np.array([0.0, 4.0]), 0.125, 2, "
    "np.random.default_rng(0))\n"
    "for part in found: print(part.round(2))  # w 1.31, b 0.75; losses 7.99, 1.25; "
    "path 0 0, 1 0.5, 1.31 0.75",
)


@train_neuron.probes
def _(rng):
    for label, m, n_in, rate, epochs in (
        ("one feature", 5, 1, 0.2, 4),
        ("three features", 7, 3, 0.1, 5),
        ("a square batch", 4, 4, 0.05, 3),
        ("a single example", 1, 2, 0.1, 2),
        ("a single epoch", 6, 2, 0.15, 1),
    ):
        X, y = rng.normal(size=(m, n_in)) + 0.5, 3 * rng.normal(size=m)
        yield label, X, y, rate, epochs, np.random.default_rng(rng.integers(1000))


class Loop:
    """The right way, as steps that the mistakes below take in another order or leave out."""

    def __init__(self, X, y, learning_rate, rng):
        W, b = init_parameters(X.shape[1], 1, rng)
        self.params, self.X, self.y, self.rate = {"w": W[:, 0], "b": b}, X, y, learning_rate
        self.curve, self.path = [], []

    def note_place(self):
        """Add the place to the path."""
        self.path.append([*self.params["w"], *self.params["b"]])

    def forward(self):
        """The predictions here."""
        return linear_forward(self.X, self.params["w"], self.params["b"])

    def note_loss(self):
        """Add the loss to the curve."""
        self.curve.append(mse(self.forward(), self.y))

    def gradients(self):
        """The gradients here."""
        dw, db = linear_backward(mse_backward(self.forward(), self.y), self.X)
        return {"w": dw, "b": db}

    def step(self, grads=None):
        """Step, by the gradients here or by others."""
        gradient_step(self.params, grads or self.gradients(), self.rate)

    def epoch(self):
        """An epoch as it should be."""
        self.note_place()
        self.note_loss()
        self.step()

    def result(self):
        """What was found so far."""
        params = self.params
        return params["w"], params["b"], np.array(self.curve), np.array(self.path)

    def end(self):
        """What was found, the last place included."""
        self.note_place()
        return self.result()


@train_neuron.mistake(
    "loss_after_the_step",
    "The parameters are right, and each loss is noted one step late: the loss that you began with "
    "is missing. Measure before you step.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for _ in range(epochs):
        loop.note_place()
        loop.step()
        loop.note_loss()
    return loop.end()


@train_neuron.mistake(
    "end_of_path_missing",
    "The path has a place before each step, and lacks the last one: where the walk ended. Note it "
    "after the loop.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for _ in range(epochs):
        loop.epoch()
    return loop.result()


@train_neuron.mistake(
    "start_of_path_missing",
    "The path has a place after each step, and lacks the first one: where the walk began. Note the "
    "place before the step, and once more at the end.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for _ in range(epochs):
        loop.note_loss()
        loop.step()
        loop.note_place()
    return loop.result()


@train_neuron.mistake(
    "path_all_alike",
    "Every place of your path is the last one. You noted the arrays themselves, and gradient_step "
    "goes on changing them. Note their numbers: a copy, or a new list.",
)
def _(X, y, learning_rate, epochs, rng):
    w, b, curve, path = neurons.train_neuron(X, y, learning_rate, epochs, rng)
    return w, b, curve, np.array([path[-1]] * len(path))


@train_neuron.mistake(
    "gradient_once",
    "Every step goes by the same gradient, that of the start: you computed it before the loop. The "
    "slope is another one wherever you stand.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    grads = loop.gradients()
    for _ in range(epochs):
        loop.note_place()
        loop.note_loss()
        loop.step(grads)
    return loop.end()


@train_neuron.mistake(
    "predictions_once",
    "The predictions are those of the start in every epoch, so the loss never changes: "
    "linear_forward stands before the loop. It belongs into it.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    first, grads = mse(loop.forward(), y), loop.gradients()
    for _ in range(epochs):
        loop.note_place()
        loop.curve.append(first)
        loop.step(grads)
    return loop.end()


@train_neuron.mistake(
    "new_start_in_each_epoch",
    "You begin anew in each epoch: init_parameters stands inside the loop, so that what was "
    "learned is thrown away. Draw once, before the loop.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for number in range(epochs):
        if number:
            W, b = init_parameters(X.shape[1], 1, rng)
            loop.params = {"w": W[:, 0], "b": b}
        loop.epoch()
    return loop.end()


@train_neuron.mistake(
    "no_step",
    "Nothing is learned: the place stays where it began, and the loss as well. gradient_step "
    "changes the arrays in its first dictionary; give it those that linear_forward is given.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for _ in range(epochs):
        loop.note_place()
        loop.note_loss()
    return loop.end()


@train_neuron.mistake(
    "uphill",
    "Your loop walks uphill: the losses grow. The minus of the step is inside gradient_step; it "
    "needs the gradient as it is, and a learning rate above 0.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, -learning_rate, rng)
    for _ in range(epochs):
        loop.epoch()
    return loop.end()


@train_neuron.mistake(
    "bias_stays",
    "The weights learn, and the bias stays at zero: it is not among what gradient_step is given, "
    "or its gradient is not.",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    for _ in range(epochs):
        loop.note_place()
        loop.note_loss()
        loop.step({**loop.gradients(), "b": 0.0})
    return loop.end()


@train_neuron.mistake(
    "gradients_pile_up",
    "The first step is right. Then each adds the gradients of all earlier steps to its own. An "
    "epoch begins with fresh ones.",
)
def _(X, y, learning_rate, epochs, rng):
    loop, piled = Loop(X, y, learning_rate, rng), {"w": 0.0, "b": 0.0}
    for _ in range(epochs):
        loop.note_place()
        loop.note_loss()
        piled = {name: piled[name] + g for name, g in loop.gradients().items()}
        loop.step(piled)
    return loop.end()


@train_neuron.mistake(
    "divided_by_m_again",
    "Your steps are m times too short. The 1/m of the mean came in with mse_backward; do not "
    "divide once more.",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, learning_rate / len(X), epochs, rng)


@train_neuron.mistake(
    "rate_unused",
    "You step by the whole gradient, as if the learning rate were 1. Hand on the one that is "
    "given.",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, 1.0, epochs, rng)


@train_neuron.mistake(
    "one_epoch_only",
    "You returned after the first epoch: a return inside the loop ends it in its first round.",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, learning_rate, 1, rng)


@train_neuron.mistake(
    "one_epoch_too_few",
    "One step is missing. range(epochs) already counts epochs times, from 0 to epochs - 1.",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, learning_rate, epochs - 1, rng)


@train_neuron.mistake(
    "one_epoch_too_many",
    "You take one step more than asked. range(epochs) already counts epochs times.",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, learning_rate, epochs + 1, rng)


@train_neuron.mistake(
    "starts_at_zero",
    "Your weights start at exactly zero. For one neuron that does no harm, but the contract asks "
    "for what init_parameters draws from rng: with many neurons it will matter.",
    "found = train_neuron(np.ones((1, 1)), np.ones(1), 0.1, 1, np.random.default_rng(0))\n"
    "print(found[3][0] * 1000)  # 1.257 and 0",
)
def _(X, y, learning_rate, epochs, rng):
    loop = Loop(X, y, learning_rate, rng)
    loop.params["w"][:] = 0
    for _ in range(epochs):
        loop.epoch()
    return loop.end()


@train_neuron.mistake(
    "own_seed",
    "You draw the start from a generator of your own with a fixed seed. Hand on the rng that is "
    "given.",
    "found = train_neuron(np.ones((1, 1)), np.ones(1), 0.1, 1, np.random.default_rng(1))\n"
    "print(found[3][0] * 1000)  # 3.456 and 0",
)
def _(X, y, learning_rate, epochs, rng):
    return neurons.train_neuron(X, y, learning_rate, epochs, np.random.default_rng(0))


@train_neuron.mistake(
    "weights_a_column",
    "Everything is learned rightly, and w comes back as the column that init_parameters draws. "
    "Take W[:, 0]: one neuron has one weight per feature, shape (n_in,).",
)
def _(X, y, learning_rate, epochs, rng):
    w, *others = neurons.train_neuron(X, y, learning_rate, epochs, rng)
    return w[:, None], *others


@train_neuron.mistake(
    "last_loss",
    "The curve is a single number, the last loss. Collect one for each epoch: append them to a "
    "list that is made before the loop.",
)
def _(X, y, learning_rate, epochs, rng):
    w, b, curve, path = neurons.train_neuron(X, y, learning_rate, epochs, rng)
    return w, b, curve[-1], path


@train_neuron.mistake(
    "path_of_the_weights",
    "Your path holds the weights alone. The bias is learned as well: it is the last number of each "
    "row.",
)
def _(X, y, learning_rate, epochs, rng):
    w, b, curve, path = neurons.train_neuron(X, y, learning_rate, epochs, rng)
    return w, b, curve, path[:, :-1]
