"""The exercise `train_epochs`: several epochs, and a look at the validation examples after each."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import training
from nncourse.exercises.form import Exercise
from nncourse.exercises.mnist.epoch import with_network
from nncourse.metrics import accuracy
from nncourse.predictions import predict_class
from nncourse.training import train_epoch as epoch


def history_and_parameters(answer, network, *arguments):
    """What the run reports, and the parameters after it."""
    history = answer(network, *arguments)
    return history, {name: np.copy(p) for name, p in network.params.items()}


def with_validation(seed, k, X, y, batch_size, epochs, X_val, y_val):
    """The arguments: those of an epoch, how many of them, and the validation examples."""
    return *with_network(seed, k, X, y, batch_size), epochs, (X_val, y_val)


RUN = (
    "from nncourse import losses, network as nets, optimizers; "
    "n = nets.Sequential().input(1).dense(2, 'zeros'); "
    "ones, zero = np.ones((2, 1)), np.zeros(2, int); "
)
REPORT = (
    RUN + "given = n, losses.SoftmaxCrossEntropy(), optimizers.SGD(0.5), ones, zero\n"
    "train_epochs(*given, 2, np.random.default_rng(0), 2, (ones, np.array([0, 1])))"
    "  # loss 0.69, accuracy 0.5; loss 0.31, accuracy 0.5"
)

train_epochs = Exercise(
    id="mnist.train_epochs",
    title="Several epochs, and a report",
    points=2,
    reference=training.train_epochs,
    contract='''
def train_epochs(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    """Train for several epochs, and look at the validation examples after each.

    network, loss, optimizer, X, y, batch_size, rng: as epoch takes them.
    epochs: how many.
    validation: a pair (X_val, y_val), never trained on.
        network.predict(X_val) gives their scores, shape (m_val, k).
    Returns a list with a dictionary for each epoch: "train_loss", what epoch
    returned, and "val_accuracy", the share of the validation examples that
    the network then gets right.
    """
    ...
''',
    outcomes=("Train for several epochs and keep a record of training and validation.",),
    axes={},
    returns=("history", "parameters"),
    mutates=("network", "loss", "optimizer", "rng"),
    use=history_and_parameters,
    build=with_validation,
    tolerance=1e-4,
    hints=(
        "Two things happen epochs times: an epoch, and a look at the validation examples. Both "
        "leave a number.",
        "accuracy compares predicted classes with the true ones, and predict_class makes classes "
        "of scores.",
        "Begin with an empty list. In each round call epoch, compute the accuracy on the "
        "validation pair, and append a new dictionary with the two numbers.",
    ),
    experiment=REPORT,
)


@train_epochs.probes
def _(rng):
    for label, m, m_val, n, k, batch_size, epochs in (
        ("three epochs", 11, 13, 4, 3, 4, 3),
        ("two epochs of a single batch", 7, 9, 3, 4, 16, 2),
        ("batches of one", 6, 11, 2, 3, 1, 4),
        ("a single epoch", 9, 17, 3, 5, 3, 1),
    ):
        seed = int(rng.integers(1000))
        X, X_val = 3 * rng.normal(size=(m, n)), 3 * rng.normal(size=(m_val, n))
        y, y_val = rng.integers(0, k, m), rng.integers(0, k, m_val)
        yield label, seed, k, X, y, batch_size, epochs, X_val, y_val


@train_epochs.in_short
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    X_val, y_val = validation
    history = []
    for _ in range(epochs):
        value = epoch(network, loss, optimizer, X, y, batch_size, rng)
        right = accuracy(predict_class(network.predict(X_val)), y_val)
        history.append({"train_loss": value, "val_accuracy": right})
    return history


def right_on(network, X, y):
    """The share of examples that the network gets right."""
    return accuracy(predict_class(network.predict(X)), y)


def reported(history, change):
    """The history with another validation accuracy."""
    return [{**record, "val_accuracy": change(record["val_accuracy"])} for record in history]


@train_epochs.mistake(
    "accuracy_in_training",
    "The accuracy is that of the training examples. The network has seen those; the question is "
    "how it does on the others, in validation.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(network, loss, optimizer, X, y, batch_size, rng, epochs, (X, y))


@train_epochs.mistake(
    "trained_on_validation",
    "You train on the validation examples. Then nothing is left that the network has not seen.",
    RUN + "given = n, losses.SoftmaxCrossEntropy(), optimizers.SGD(0.5), ones, zero\n"
    "train_epochs(*given, 2, np.random.default_rng(0), 1, (ones, zero + 1))"
    "  # loss 0.69, accuracy 0",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    seen = validation  # and X, y are left alone
    return training.train_epochs(
        network, loss, optimizer, seen[0], seen[1], batch_size, rng, epochs, validation
    )


@train_epochs.mistake(
    "validation_before_the_epoch",
    "Each accuracy comes an epoch early: you measure before the epoch. Train first, then look.",
    RUN + "given = n, losses.SoftmaxCrossEntropy(), optimizers.SGD(0.5), ones, zero + 1\n"
    "train_epochs(*given, 2, np.random.default_rng(0), 1, (ones, zero + 1))"
    "  # loss 0.69, accuracy 1",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = []
    for _ in range(epochs):
        right = right_on(network, *validation)
        value = epoch(network, loss, optimizer, X, y, batch_size, rng)
        history.append({"train_loss": value, "val_accuracy": right})
    return history


@train_epochs.mistake(
    "first_epoch_only",
    "You trained for one epoch and returned: a return inside the loop ends it in its first round.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(network, loss, optimizer, X, y, batch_size, rng, 1, validation)


@train_epochs.mistake(
    "one_epoch_too_many",
    "You train for one epoch more than asked. range(epochs) counts epochs times.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs + 1, validation
    )


@train_epochs.mistake(
    "one_epoch_too_few",
    "An epoch is missing. range(epochs) already counts epochs times, from 0 to epochs - 1.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs - 1, validation
    )


@train_epochs.mistake(
    "last_epoch_only",
    "You return the last epoch's dictionary alone. Collect one for each epoch in a list.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )[-1]


@train_epochs.mistake(
    "one_dictionary_for_all",
    "All entries of your list are the same dictionary, so that each shows the last epoch. Make a "
    "new one in each round.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return [history[-1]] * epochs


@train_epochs.mistake(
    "dictionary_of_lists",
    "You return one dictionary with two lists. Asked for is the other way round: a list, with a "
    "dictionary for each epoch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return {name: [record[name] for record in history] for name in ("train_loss", "val_accuracy")}


@train_epochs.mistake(
    "pairs",
    "Your list holds pairs of numbers. Give them their names: a dictionary for each epoch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return [tuple(record.values()) for record in history]


@train_epochs.mistake(
    "share_of_mistakes",
    "You report the share of mistakes. The accuracy is the share of right answers.",
    REPORT.replace("np.array([0, 1])", "np.array([0, 0])").replace("y 0.5", "y 1"),
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return reported(history, lambda share: 1 - share)


@train_epochs.mistake(
    "in_percent",
    "Your accuracies are in per cent. A share lies between 0 and 1.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return reported(history, lambda share: 100 * share)


@train_epochs.mistake(
    "counted",
    "You count the right answers. Divide by the number of validation examples, or let accuracy do "
    "it.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    return reported(history, lambda share: share * len(validation[1]))


@train_epochs.mistake(
    "losses_added_up",
    "Your losses add up from epoch to epoch. Each dictionary holds the loss of its own epoch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = training.train_epochs(
        network, loss, optimizer, X, y, batch_size, rng, epochs, validation
    )
    totals = np.cumsum([record["train_loss"] for record in history])
    return [
        {**record, "train_loss": float(total)}
        for record, total in zip(history, totals, strict=True)
    ]


@train_epochs.mistake(
    "fixed_seed",
    "Every epoch has the same order, from a generator of your own with a fixed seed. Hand on the "
    "rng that you were given.",
    "from nncourse import losses, network as nets, optimizers; "
    "n = nets.Sequential().input(1).dense(2, 'zeros'); rng = np.random.default_rng(3)\n"
    "train_epochs(n, losses.SoftmaxCrossEntropy(), optimizers.SGD(2.0), np.ones((3, 1)), "
    "np.array([0, 1, 0]), 1, rng, 1, (np.ones((1, 1)), np.zeros(1, int)))  # loss 2.86, 1",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = []
    for _ in range(epochs):
        own = np.random.default_rng(0)
        value = epoch(network, loss, optimizer, X, y, batch_size, own)
        right = right_on(network, *validation)
        history.append({"train_loss": value, "val_accuracy": right})
    return history


@train_epochs.mistake(
    "full_batch",
    "You take all examples as one batch. Hand on the batch_size.",
    RUN + "given = n, losses.SoftmaxCrossEntropy(), optimizers.SGD(0.5), ones, zero\n"
    "train_epochs(*given, 1, np.random.default_rng(0), 1, (ones, zero))"
    "  # loss 0.5, accuracy 1",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    return training.train_epochs(network, loss, optimizer, X, y, len(X), rng, epochs, validation)


@train_epochs.mistake(
    "nothing_returned",
    "The training is right, but the function returns nothing. Return the list.",
)
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    training.train_epochs(network, loss, optimizer, X, y, batch_size, rng, epochs, validation)
