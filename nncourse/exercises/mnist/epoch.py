"""The exercise `epoch`: once through all examples."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import training
from nncourse.batches import minibatches
from nncourse.exercises.form import Exercise
from nncourse.exercises.mnist.batches import slices
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.steps import train_step


def two_epochs(answer, network, loss, optimizer, X, y, batch_size, rng):
    """The mean loss of two epochs, and the parameters after them."""
    losses = [answer(network, loss, optimizer, X, y, batch_size, rng) for _ in range(2)]
    if not all(isinstance(value, float | int | np.generic | np.ndarray) for value in losses):
        return losses[0]
    return losses[0], losses[1], dict(network.params)


def with_network(seed, k, X, y, batch_size):
    """The arguments: a network for these examples, its loss, an optimizer and a generator."""
    network = Sequential(rng=np.random.default_rng(seed), dtype=np.float64)
    network.input(X.shape[1]).dense(5).tanh().dense(k)
    rng = np.random.default_rng(seed + 1)
    return network, SoftmaxCrossEntropy(), SGD(0.5), X, y, batch_size, rng


ONE_LAYER = (
    "from nncourse import losses, network as nets, optimizers; "
    "n = nets.Sequential().input(1).dense(1, 'zeros'); "
)
LAST_TARGET = (  # inputs of zero and a rate of 1/2: the bias becomes the target of each step
    ONE_LAYER + "Y = np.array([[0.0], [5.0], [1.0]])\n"
    "epoch(n, losses.MSE(), optimizers.SGD(0.5), 0 * Y, Y, 1, np.random.default_rng(0)); "
    "n.params['0.b']  # the last target: 5"
)

epoch = Exercise(
    id="mnist.epoch",
    title="Once through all examples",
    points=2,
    reference=training.train_epoch,
    contract='''
def epoch(network, loss, optimizer, X, y, batch_size, rng):
    """Train once on every example, a mini-batch at a time.

    network, loss, optimizer: as train_step takes them; the network's
    parameters change.
    X: examples, shape (m, n). y: their classes, shape (m,).
    Neither is changed.
    batch_size, rng: as minibatches takes them.
    Returns the mean loss over the examples, a number; a small last batch
    counts less.
    """
    ...
''',
    outcomes=("Train for an epoch in mini-batches, and average the loss over the examples.",),
    axes={"X": "m n", "y": "m"},
    returns=("loss of the first epoch", "loss of the second epoch", "parameters"),
    mutates=("network", "loss", "optimizer", "rng"),
    use=two_epochs,
    build=with_network,
    tolerance=1e-4,
    hints=(
        "minibatches gives the batches, train_step takes one step on one of them and returns its "
        "loss. What is left to do is the average.",
        "A batch's loss is a mean over that batch. Multiplied by the number of its examples it is "
        "a sum, and sums can be added.",
        "Start a total at 0. For each batch add train_step(...) times the length of the batch. At "
        "the end divide by the number of all examples.",
    ),
    experiment=ONE_LAYER + "Y = np.ones((3, 1))\n"
    "epoch(n, losses.MSE(), optimizers.SGD(0.25), 0 * Y, Y, 2, np.random.default_rng(0))"
    "  # (1+1+0.25)/3 = 0.75",
)


@epoch.probes
def _(rng):
    for label, m, n, k, batch_size in (
        ("a ragged last batch", 11, 4, 3, 4),
        ("batches that fit", 12, 3, 2, 6),
        ("one batch", 7, 2, 3, 16),
        ("batches of one", 5, 3, 4, 1),
    ):
        seed = int(rng.integers(1000))
        X, y = 3 * rng.normal(size=(m, n)), rng.integers(0, k, m)
        yield label, seed, k, X, y, batch_size


@epoch.in_short
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        total += train_step(network, loss, optimizer, X_batch, y_batch) * len(X_batch)
    return total / len(X)


def steps(network, loss, optimizer, batches):
    """A step on each batch: their losses and their sizes."""
    losses = [train_step(network, loss, optimizer, *batch) for batch in batches]
    return np.array(losses), np.array([len(X) for X, _ in batches])


@epoch.mistake(
    "mean_of_batch_means",
    "You take the mean of the batches' losses, so the few examples of the last batch count as much "
    "as those of a full one. Weigh each batch by its size.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].mean()


@epoch.mistake(
    "sum_of_batch_means",
    "You add the batches' losses and do not divide: smaller batches would mean a larger loss. The "
    "result is a mean over the examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].sum()


@epoch.mistake(
    "sum_over_examples",
    "You weigh each batch by its size, which is right, and then stop at the sum. Divide by the "
    "number of examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    losses, sizes = steps(network, loss, optimizer, batches)
    return float(losses @ sizes)


@epoch.mistake(
    "weighed_by_batch_size",
    "You weigh each batch by batch_size. The last batch may hold fewer examples: use its own "
    "length.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].sum() * batch_size / len(X)


@epoch.mistake(
    "divided_by_full_batches",
    "You add the batches' losses and divide by len(X) // batch_size, which forgets the last, "
    "smaller batch and is 0 if there is only that one. Weigh each batch by its size and divide "
    "by the number of examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return sum(steps(network, loss, optimizer, batches)[0].tolist()) / (len(X) // batch_size)


@epoch.mistake(
    "last_loss",
    "You return the loss of the last batch alone: the total is overwritten in each round. Add to "
    "it.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0][-1]


@epoch.mistake(
    "first_batch_only",
    "You trained on one batch and returned: a return inside the loop ends it in its first round.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batch = next(minibatches(X, y, batch_size, rng))
    return train_step(network, loss, optimizer, *batch)


@epoch.mistake(
    "full_batch",
    "You took one step on all examples at once. Deal them out with minibatches and take a step on "
    "each batch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    rng.permutation(len(X))
    return train_step(network, loss, optimizer, X, y)


@epoch.mistake(
    "whole_set_in_the_loop",
    "Inside the loop you train on X and y, all of them, once for every batch. The loop's own "
    "names hold the batch.",
    LAST_TARGET,
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, _ in minibatches(X, y, batch_size, rng):
        total += train_step(network, loss, optimizer, X, y) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "not_shuffled",
    "You cut X and y into batches in the order in which they stand. minibatches deals them out in "
    "a new random order each epoch.",
    LAST_TARGET,
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = [(X[part], y[part]) for part in slices(len(X), batch_size)]
    losses, sizes = steps(network, loss, optimizer, batches)
    return float(losses @ sizes) / len(X)


@epoch.mistake(
    "no_step",
    "The loss is computed, but the parameters never change: no step is taken. train_step does the "
    "forward, the backward and the step.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        total += loss.forward(network.forward(X_batch), y_batch) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "loss_after_the_epoch",
    "The training is right. What you return is the loss on all examples after the epoch, which "
    "costs one more pass; the contract asks for the mean of the losses on the way.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    training.train_epoch(network, loss, optimizer, X, y, batch_size, rng)
    return loss.forward(network.forward(X), y)


@epoch.mistake(
    "two_steps_a_batch",
    "You take two steps on every batch, for instance because train_step is called twice in the "
    "loop. Call it once and keep what it returns.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        train_step(network, loss, optimizer, X_batch, y_batch)
        total += train_step(network, loss, optimizer, X_batch, y_batch) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "fixed_seed",
    "You give minibatches a generator of your own with a fixed seed, so every epoch has the same "
    "order. Hand on the rng that you were given.",
    ONE_LAYER + "rng, Y = np.random.default_rng(0), np.array([[0.0], [5.0], [1.0]])\n"
    "for _ in range(2): epoch(n, losses.MSE(), optimizers.SGD(0.5), 0 * Y, Y, 1, rng); "
    "print(n.params['0.b'])  # 5, then 0",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    own = np.random.default_rng(0)
    return training.train_epoch(network, loss, optimizer, X, y, batch_size, own)


@epoch.mistake(
    "list_of_losses",
    "You return the loss of every batch. One number is wanted: their mean over the examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    return list(steps(network, loss, optimizer, batches)[0])


@epoch.mistake(
    "nothing_returned",
    "The training is right, but the function returns nothing. Return the mean loss.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    training.train_epoch(network, loss, optimizer, X, y, batch_size, rng)
