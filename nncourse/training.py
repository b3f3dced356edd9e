"""Training: show the network a few examples, measure, step, and again, many times.

`train_epoch` goes once through all examples, `train_epochs` several times with a look at validation
examples, and `fit` adds what long training needs: schedules, early stopping, a progress bar, and
checkpoints (see `nncourse.saving.checkpoints`).
Derived in the chapter on cats, extended in the chapter on digits.
"""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.batches import check_batch_size, minibatches
from nncourse.errors import DataError, ShapeError
from nncourse.fast import fastest_step
from nncourse.fast.gram import GramStep, suits_gram
from nncourse.history import History, Record
from nncourse.losses import Loss
from nncourse.metrics import accuracy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Optimizer
from nncourse.predictions import predict_class
from nncourse.preprocessing import check_finite
from nncourse.progress import progress_bar
from nncourse.schedules import Schedule
from nncourse.steps import Step, train_step
from nncourse.stopping import EarlyStopping

Examples = tuple[np.ndarray, np.ndarray]
Augment = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class DivergedError(ArithmeticError):
    """The loss became NaN or infinite: training has left the land of numbers."""


def train_epoch(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    X: np.ndarray,
    y: np.ndarray,
    batch_size: int,
    rng: np.random.Generator,
) -> float:
    """Train once on every example.

    Parameters
    ----------
    network, loss, optimizer : see `train_step`.
    X, y, batch_size, rng : see `minibatches`.

    Returns
    -------
    The mean loss over the examples (a ragged last batch counts by its size).

    Raises
    ------
    DivergedError
        When a batch's loss becomes NaN or infinite, at once.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng).input(1).dense(1, init="zeros")
    >>> X = np.array([[1.0], [2.0], [3.0]])
    >>> losses = [train_epoch(network, MSE(), SGD(0.05), X, 2 * X, 2, rng) for _ in range(50)]
    >>> losses[0] > 1 > 0.01 > losses[-1]
    True

    Source: the chapter on digits.
    """
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        value = train_step(network, loss, optimizer, X_batch, y_batch)
        check_loss(value, optimizer)
        total += value * len(X_batch)
    return total / len(X)


def train_epochs(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    X: np.ndarray,
    y: np.ndarray,
    batch_size: int,
    rng: np.random.Generator,
    epochs: int,
    validation: Examples,
) -> list[dict[str, float]]:
    """Train a classifier for several epochs, and look at the validation examples after each.

    `fit` in its shortest form.

    Parameters
    ----------
    network, loss, optimizer, X, y, batch_size, rng : see `train_epoch`.
    epochs : how often every example is shown.
    validation : a pair, examples and their classes; never trained on.

    Returns
    -------
    A dictionary for each epoch: the mean "train_loss" over it, and the "val_accuracy" after it.

    Raises
    ------
    DivergedError
        When a batch's loss becomes NaN or infinite, at once.

    Examples
    --------
    >>> from nncourse.losses import SoftmaxCrossEntropy
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng).input(2).dense(2)
    >>> X, y = np.eye(2), np.array([0, 1])
    >>> run = network, SoftmaxCrossEntropy(), SGD(0.5), X, y, 1, rng
    >>> [record["val_accuracy"] for record in train_epochs(*run, epochs=2, validation=(X, y))]
    [1.0, 1.0]

    Source: the chapter on digits.
    """
    history = []
    for _ in range(epochs):
        value = train_epoch(network, loss, optimizer, X, y, batch_size, rng)
        right = accuracy(predict_class(network.predict(validation[0])), validation[1])
        history.append({"train_loss": value, "val_accuracy": right})
    return history


def evaluate(
    network: Sequential, loss: Loss, X: np.ndarray, y: np.ndarray
) -> tuple[float, float | None]:
    """Loss and accuracy on examples that are only looked at.

    Parameters
    ----------
    network : not changed.
    loss : the loss it was trained with.
    X : (m, *input_shape) examples.
    y : their targets.

    Returns
    -------
    The loss, and the accuracy in [0, 1], or None where the loss knows no right or wrong.

    Examples
    --------
    >>> from nncourse.losses import SoftmaxCrossEntropy
    >>> network = Sequential().input(2).dense(2, init="zeros")
    >>> value, right = evaluate(network, SoftmaxCrossEntropy(), np.eye(2), np.array([0, 1]))
    >>> round(value, 3), right
    (0.693, 0.5)

    Source: the chapter on cats.
    """
    outputs = network.predict(X)
    value = loss.forward(outputs, y)
    return value, accuracy(loss.decide(outputs), np.asarray(y).ravel()) if loss.decide else None


def fit(
    network: Sequential,
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    rng: np.random.Generator,
    batch_size: int = 128,
    validation: Examples | None = None,
    schedule: Schedule | None = None,
    l2: float = 0.0,
    augment: Augment | None = None,
    early_stopping: EarlyStopping | None = None,
    step: type[Step] | None = None,
    checkpoint: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Train a network, epoch after epoch, and keep a record.

    The steps are those of `train_step`, but for rounding. If you do not choose, they are planned
    (see `nncourse.fast.plan`), and on single examples taken by way of the Gram matrix (see
    `nncourse.fast.gram`); so the network's own `grads` stay as they were.

    Parameters
    ----------
    network : its parameters are changed in place.
    X : (m, *input_shape) training examples, finite.
    y : their targets: class numbers (m,) for a classifier, values (m, k) otherwise.
    loss, optimizer : see `nncourse.losses` and `nncourse.optimizers`.
    epochs : how often every example is shown, in all (a resumed run counts the earlier ones).
    rng : deals out the batches and drives `augment`; it advances.
    batch_size : examples in a batch.
    validation : examples and targets to evaluate on after every epoch; never trained on. A
        classifier is then also asked about as many training examples, see `History`.
    schedule : epochs gone by -> learning rate, asked before every batch, see `nncourse.schedules`;
        the optimizer's own rate otherwise.
    l2 : strength of the price on the weights, >= 0.
    augment : changes each batch's inputs before they are shown, given the batch and `rng`. The
        next batch is written over this one: what is to be kept must be copied.
    early_stopping : see `nncourse.stopping.EarlyStopping`; needs `validation`.
    step : the kind of step, such as `nncourse.autograd.steps.AutogradStep`; the fastest if not
        given.
    checkpoint : a file, written whole after every epoch; Ctrl-C leaves the last one good.
    resume : continue from `checkpoint` if it exists, bit for bit as if there had been no break.
    progress : whether to show how it goes: a bar with tqdm, lines without.

    Returns
    -------
    The `History`, one record an epoch; its learning rate is that of the epoch's first batch.

    Raises
    ------
    ShapeError, LabelError, DataError
        If the data do not fit the network, or hold NaN.
    DivergedError
        If the loss leaves the numbers.
    ArchitectureError
        If the checkpoint is another's.
    ValueError
        If the batch size is below one, there is no checkpoint to resume from, or the network ends
        in the activation that its loss owns: softmax or sigmoid would be applied twice.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng).input(1).dense(1)
    >>> X = np.linspace(-1, 1, 20).reshape(-1, 1)
    >>> history = fit(network, X, 2 * X + 1, loss=MSE(), optimizer=SGD(0.1), epochs=50, rng=rng,
    ...               batch_size=5, progress=False)
    >>> network.forward(np.array([[0.5]])).round(2)
    array([[2.]], dtype=float32)

    Source: the chapter on cats and the chapter on digits.
    """
    check_batch_size(batch_size)
    X, y = check_examples(network, loss, X, y)
    validation = check_validation(network, loss, validation, early_stopping)
    history = earlier_epochs(checkpoint, resume, network, optimizer, rng, early_stopping)
    take = new_step(step, batch_size == 1 and not augment, network, loss, optimizer, l2)
    rate = schedule or (lambda gone: optimizer.learning_rate)
    batches = math.ceil(len(X) / batch_size)
    with progress_bar(len(history) * batches, epochs * batches, progress) as bar:
        while len(history) < epochs and not (early_stopping and early_stopping.is_over):
            started, gone, total = time.perf_counter(), len(history), 0.0
            record: Record = {"epoch": gone + 1}
            for number, (X_batch, y_batch) in enumerate(take.batches(X, y, batch_size, rng)):
                optimizer.learning_rate = rate((gone * batches + number) / batches)
                record.setdefault("learning_rate", optimizer.learning_rate)
                value = take(augment(X_batch, rng) if augment else X_batch, y_batch)
                check_loss(value, optimizer)
                total += value * len(X_batch)
                bar.update()
            record["train_loss"] = total / len(X)
            if validation:
                record |= validate(network, loss, validation, (X, y))
            history.append(record | {"seconds": time.perf_counter() - started})
            bar.set_postfix_str(history.last_line())
            if early_stopping:
                early_stopping.watch(record["val_loss"], network.params)
            if checkpoint:
                keep(checkpoint, network, optimizer, rng, history, early_stopping)
    if early_stopping:
        early_stopping.restore_best(network.params)
    return history


def descend(
    network: Sequential,
    loss: Loss,
    optimizer: SGD,
    X: np.ndarray,
    y: np.ndarray,
    steps: int,
    *,
    progress: bool = True,
) -> list[float]:
    """Train on all examples in every step, the first layer by way of their Gram matrix.

    The same as calling `train_step` on X and y again and again, to rounding, but much faster where
    an example has more numbers than there are examples.

    Parameters
    ----------
    network : its first layer is dense; its parameters are changed in place.
    loss : see `nncourse.losses`.
    optimizer : plain descent, without momentum.
    X : (m, n_in) examples, finite, with m < n_in; their Gram matrix takes m * m numbers.
    y : their targets.
    steps : how many.
    progress : whether to show how it goes: a bar with tqdm, lines without.

    Returns
    -------
    The loss before each step.

    Raises
    ------
    ShapeError, LabelError, DataError
        If the data do not fit the network, or hold NaN.
    ValueError
        If it is another optimizer or first layer, there are as many examples as inputs, or the
        network ends in the activation that its loss owns.
    DivergedError
        If the loss leaves the numbers.

    Examples
    --------
    >>> from nncourse.losses import BinaryCrossEntropy
    >>> rng = np.random.default_rng(0)
    >>> X, y = rng.random((10, 1000), np.float32), np.arange(10) % 2
    >>> network = Sequential(rng=rng).input(1000).dense(1)
    >>> losses = descend(network, BinaryCrossEntropy(), SGD(0.01), X, y, 500, progress=False)
    >>> losses[0] > 0.5 > 0.1 > losses[-1]
    True

    Source: the page on the Gram matrix, beside the chapter on cats.
    """
    X, y = check_examples(network, loss, X, y)
    if not suits_gram(network, optimizer, len(X)):
        raise ValueError(
            f"{type(optimizer).__name__} on {network} with {len(X)} examples: the Gram matrix "
            "serves plain descent (SGD without momentum) on a network of the package's layers that "
            "begins with a dense layer, and fewer examples than that has inputs. Use train_step "
            "instead"
        )
    step, losses = GramStep(network, loss, optimizer), []
    with step.pool(X), progress_bar(0, steps, progress) as bar:
        for _ in range(steps):
            losses.append(step(X, y))
            check_loss(losses[-1], optimizer)
            bar.update()
            bar.set_postfix_str(f"loss {losses[-1]:.4f}", refresh=False)
    return losses


def new_step(
    kind: type[Step] | None,
    one_by_one: bool,
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    l2: float,
) -> Step:
    """A step of the kind that was asked for, else the fastest."""
    if kind:
        return kind(network, loss, optimizer, l2)
    return fastest_step(network, loss, optimizer, l2, one_by_one)


def validate(network: Sequential, loss: Loss, held: Examples, seen: Examples) -> dict[str, float]:
    """What the history keeps of `evaluate`: on examples held back, and on as many of those seen."""
    value, right = evaluate(network, loss, *held)
    some = (part[:: math.ceil(len(part) / len(held[1]))] for part in seen)
    known = None if right is None else evaluate(network, loss, *some)[1]
    measured = {"train_accuracy": known, "val_loss": value, "val_accuracy": right}
    return {name: number for name, number in measured.items() if number is not None}


def check_examples(network: Sequential, loss: Loss, X: np.ndarray, y: np.ndarray) -> Examples:
    """The examples in the network's dtype and their targets, after checking that they fit it."""
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or not len(X):
        raise ShapeError(f"{len(X)} examples and {len(y)} targets: expected as many, at least one")
    if X.shape[1:] != network.input_shape:
        raise ShapeError(
            f"the examples have shape {X.shape}, but the network takes examples of shape "
            f"{network.input_shape}, one per row of the batch"
        )
    if network.layers and type(network.layers[-1]).__name__ == loss.owns:
        raise ValueError(f"leave the last layer out: {type(loss).__name__} has its own {loss.owns}")
    check_finite(X)
    loss.check_targets(y, network.output_shape[-1])
    if y.dtype.kind in "iu":
        y = y.astype(np.intp)  # the type of an index, so that no step has to convert
    return X.astype(network.dtype, copy=False), y


def check_validation(
    network: Sequential,
    loss: Loss,
    validation: Examples | None,
    early_stopping: EarlyStopping | None,
) -> Examples | None:
    """The validation examples, checked as the others; a DataError if early stopping lacks them."""
    if validation is not None:
        return check_examples(network, loss, *validation)
    if early_stopping:
        raise DataError("early stopping watches the validation loss: give fit(validation=(X, y))")
    return None


def check_loss(value: float, optimizer: Optimizer) -> None:
    """A DivergedError if a batch's loss is NaN or infinite."""
    if not math.isfinite(value):
        raise DivergedError(
            f"the loss became {value}: the steps are too large. Try a learning rate "
            f"ten times smaller than {optimizer.learning_rate:g}, or standardized inputs"
        )


def earlier_epochs(checkpoint: str | Path | None, resume: bool, *run: Any) -> History:
    """The history so far, empty for a new run; the run is put back to where it was."""
    if resume and checkpoint is None:
        raise ValueError("resume=True needs to know from where: give fit(checkpoint=path)")
    if not (resume and checkpoint and Path(checkpoint).exists()):
        return History()
    # Loaded on use: a run without a file needs none of what reads and writes files.
    from nncourse.saving.checkpoints import load_checkpoint

    return load_checkpoint(checkpoint, *run)


def keep(checkpoint: str | Path, *run: Any) -> None:
    """Write the state of a run."""
    from nncourse.saving.checkpoints import save_checkpoint

    save_checkpoint(checkpoint, *run)
