"""Training: show the network a few examples, measure, step, and again, many times.

`minibatches` deals the examples out, `train_step` is one round, `train_epoch` goes once through all
of them, and `fit` adds what long training needs: validation, schedules, early stopping, a progress
bar, and checkpoints (see `nncourse.saving`). Derived in chapter 4, extended in chapter 5.
"""

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.buffers import buffered, buffered_minibatches
from nncourse.errors import DataError, ShapeError
from nncourse.gram import POOL, GramNetwork, suits_gram
from nncourse.history import History
from nncourse.losses import Loss
from nncourse.metrics import accuracy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Optimizer
from nncourse.preprocessing import check_finite
from nncourse.regularization import l2_backward, l2_penalty
from nncourse.schedules import Schedule
from nncourse.stopping import EarlyStopping

Augment = Callable[[np.ndarray, np.random.Generator], np.ndarray]
Batches = Iterator[tuple[np.ndarray, np.ndarray]]
Deal = Callable[[np.ndarray, np.ndarray, int, np.random.Generator], Batches]


class DivergedError(ArithmeticError):
    """The loss became NaN or infinite: training has left the land of numbers."""


def minibatches(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Deal all examples out in random order, a handful at a time.

    Parameters
    ----------
    X : (m, ...) examples; not changed.
    y : (m, ...) their targets; not changed.
    batch_size : examples in a batch, at least 1; the last batch takes what is left.
    rng : the generator to draw the order from; it advances once a call.

    Returns
    -------
    Pairs (X_batch, y_batch), copies; every example is in exactly one of them, beside its target.

    Raises
    ------
    ShapeError if the lengths differ; ValueError if the batch size is below one.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> [X.tolist() for X, y in minibatches(np.arange(5), np.arange(5), 2, rng)]
    [[2, 4], [3, 0], [1]]

    Source: chapter 5; Bottou, Curtis and Nocedal (2018).
    """
    if len(X) != len(y):
        raise ShapeError(f"{len(X)} examples but {len(y)} targets: they must go in pairs")
    check_batch_size(batch_size)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]


def train_step(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    X: np.ndarray,
    y: np.ndarray,
    l2: float = 0.0,
) -> float:
    """Forward, loss, backward, step: one round of training on one batch.

    Parameters
    ----------
    network : its parameters are changed in place.
    loss : see `nncourse.losses`.
    optimizer : see `nncourse.optimizers`; its memory advances.
    X : (m, *input_shape) the batch.
    y : its targets.
    l2 : strength of the price on the weights (not the biases), >= 0.

    Returns
    -------
    The loss of the batch before the step, with the price of the weights if there is one.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> network = Sequential(rng=np.random.default_rng(0)).input(1).dense(1, init="zeros")
    >>> X, y = np.array([[1.0], [2.0]]), np.array([[1.0], [2.0]])
    >>> [round(train_step(network, MSE(), SGD(0.1), X, y), 3) for _ in range(3)]
    [2.5, 0.265, 0.043]

    Source: chapter 4.
    """
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    if l2:
        weights = {name: p for name, p in network.params.items() if name.endswith(".W")}
        value += l2_penalty(weights.values(), l2)
        for name, g in zip(weights, l2_backward(weights.values(), l2), strict=True):
            network.grads[name] += g
    optimizer.step(network.params, network.grads)
    return value


def train_epoch(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    X: np.ndarray,
    y: np.ndarray,
    batch_size: int,
    rng: np.random.Generator,
    l2: float = 0.0,
    augment: Augment | None = None,
    after_batch: Callable[[], None] = lambda: None,
    deal: Deal = minibatches,
) -> float:
    """Train once on every example.

    Parameters
    ----------
    network, loss, optimizer, l2 : see `train_step`.
    X, y, batch_size, rng : see `minibatches`.
    augment : changes each batch's inputs before they are shown, given the batch and `rng`.
    after_batch : called after each batch, to move a progress bar.
    deal : how the examples are dealt out, with the arguments of `minibatches`.

    Returns
    -------
    The mean loss over the examples (a ragged last batch counts by its size).

    Raises
    ------
    DivergedError as soon as a batch's loss is NaN or infinite.

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

    Source: chapter 5.
    """
    total = 0.0
    for X_batch, y_batch in deal(X, y, batch_size, rng):
        if augment:
            X_batch = augment(X_batch, rng)
        value = train_step(network, loss, optimizer, X_batch, y_batch, l2)
        check_loss(value, optimizer)
        total += value * len(X_batch)
        after_batch()
    return total / len(X)


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

    Source: chapter 4.
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
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    schedule: Schedule | None = None,
    l2: float = 0.0,
    augment: Augment | None = None,
    early_stopping: EarlyStopping | None = None,
    checkpoint: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Train a network, epoch after epoch, and keep a record.

    The steps are those of `train_step`, but for rounding. They are taken in buffers that all steps
    share (see `nncourse.buffers`), and on single examples by way of the Gram matrix (see
    `nncourse.gram`); so the network's own `grads` stay as they were.

    Parameters
    ----------
    network : its parameters are changed in place.
    X : (m, *input_shape) training examples, finite.
    y : their targets: class numbers (m,) for a classifier, values (m, k) otherwise.
    loss, optimizer : see `nncourse.losses` and `nncourse.optimizers`.
    epochs : how often every example is shown, in all (a resumed run counts the earlier ones).
    rng : deals out the batches and drives `augment`; it advances.
    batch_size : examples in a batch.
    validation : examples and targets to evaluate on after every epoch; never trained on.
    schedule : epochs gone by -> learning rate, asked before every batch, see `nncourse.schedules`;
        the optimizer's own rate otherwise.
    l2 : strength of the price on the weights, >= 0.
    augment : changes each batch's inputs before they are shown, given the batch and `rng`. The
        next batch is written over this one: what is to be kept must be copied.
    early_stopping : see `nncourse.stopping.EarlyStopping`; needs `validation`.
    checkpoint : a file, written whole after every epoch; Ctrl-C leaves the last one good.
    resume : continue from `checkpoint` if it exists, bit for bit as if there had been no break.
    progress : whether to show a progress bar.

    Returns
    -------
    The `History`, one record an epoch; its learning rate is that of the epoch's first batch.

    Raises
    ------
    ShapeError, LabelError or DataError if the data do not fit the network, or hold NaN;
    DivergedError if the loss leaves the numbers; ArchitectureError if the checkpoint is another's.

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

    Source: chapters 4 and 5.
    """
    check_batch_size(batch_size)
    X = check_examples(network, loss, X, y)
    if validation is not None:
        validation = check_examples(network, loss, *validation), np.asarray(validation[1])
    elif early_stopping:
        raise DataError("early stopping watches the validation loss: give fit(validation=(X, y))")
    if resume and checkpoint is None:
        raise ValueError("resume=True needs to know from where: give fit(checkpoint=path)")

    # Loaded on use: a run without a file needs none of what reads and writes files.
    if checkpoint:
        from nncourse.saving.checkpoints import load_checkpoint, save_checkpoint

    history = History()
    if resume and checkpoint and Path(checkpoint).exists():
        history = load_checkpoint(checkpoint, network, optimizer, rng, early_stopping)
    y, deal = np.asarray(y), buffered_minibatches
    if y.dtype.kind in "iu":
        y = y.astype(np.intp)  # the type of an index, so that no step has to convert
    trained, fast_loss, fast_optimizer = buffered(network, loss, optimizer, y, l2)
    if batch_size == 1 and not augment and suits_gram(network, fast_optimizer, POOL):
        trained = GramNetwork(network)
        deal = trained.deal
    batches = math.ceil(len(X) / batch_size)
    gone = len(history) * batches
    with progress_bar(len(history), epochs, batches, progress) as bar:

        def after_batch() -> None:
            nonlocal gone
            gone += 1
            bar.update()
            if schedule and gone % batches:
                optimizer.learning_rate = schedule(gone / batches)

        for epoch in range(len(history), epochs):
            if early_stopping and early_stopping.is_over:
                break
            if schedule:
                optimizer.learning_rate = schedule(epoch)
            record = {"epoch": epoch + 1, "learning_rate": optimizer.learning_rate}
            started = time.perf_counter()
            record["train_loss"] = train_epoch(
                trained,
                fast_loss,
                fast_optimizer,
                X,
                y,
                batch_size,
                rng,
                l2,
                augment,
                after_batch,
                deal,
            )
            if validation:
                record |= validate(network, loss, *validation)
            record["seconds"] = time.perf_counter() - started
            history.append(record)
            bar.set_postfix_str(history.last_line())
            if early_stopping:
                early_stopping.watch(record["val_loss"], network.params)
            if checkpoint:
                save_checkpoint(checkpoint, network, optimizer, rng, history, early_stopping)
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
    progress : whether to show a progress bar.

    Returns
    -------
    The loss before each step.

    Raises
    ------
    ShapeError, LabelError or DataError if the data do not fit the network, or hold NaN;
    ValueError for another optimizer or first layer, or as many examples as inputs; DivergedError if
    the loss leaves the numbers.

    Examples
    --------
    >>> from nncourse.losses import BinaryCrossEntropy
    >>> rng = np.random.default_rng(0)
    >>> X, y = rng.random((10, 1000), np.float32), np.arange(10) % 2
    >>> network = Sequential(rng=rng).input(1000).dense(1)
    >>> losses = descend(network, BinaryCrossEntropy(), SGD(0.01), X, y, 500, progress=False)
    >>> losses[0] > 0.5 > 0.1 > losses[-1]
    True

    Source: chapter 4.
    """
    X, y = check_examples(network, loss, X, y), np.asarray(y)
    _, fast_loss, fast_optimizer = buffered(network, loss, optimizer, y)
    if not suits_gram(network, fast_optimizer, len(X)):
        raise ValueError(
            f"{type(optimizer).__name__} on {network} with {len(X)} examples: the Gram matrix "
            "serves plain descent (SGD without momentum) on a network of the package's layers that "
            "begins with a dense layer, and fewer examples than that has inputs. Use train_step "
            "instead"
        )
    trained, losses = GramNetwork(network), []
    trained.gram.begin(X)
    with progress_bar(0, 1, steps, progress) as bar:
        try:
            for _ in range(steps):
                losses.append(train_step(trained, fast_loss, fast_optimizer, X, y))
                check_loss(losses[-1], optimizer)
                bar.update()
        finally:
            trained.gram.settle()
    return losses


def validate(network: Sequential, loss: Loss, X: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """What the history keeps of `evaluate`."""
    value, right = evaluate(network, loss, X, y)
    return {"val_loss": value} if right is None else {"val_loss": value, "val_accuracy": right}


def check_examples(network: Sequential, loss: Loss, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The examples in the network's dtype, after checking that they and the targets fit it."""
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y) or not len(X):
        raise ShapeError(f"{len(X)} examples and {len(y)} targets: expected as many, at least one")
    if X.shape[1:] != network.input_shape:
        raise ShapeError(
            f"the examples have shape {X.shape}, but the network takes examples of shape "
            f"{network.input_shape}, one a row of the batch"
        )
    check_finite(X)
    loss.check_targets(y, network.output_shape[-1])
    return X.astype(network.dtype, copy=False)


def check_loss(value: float, optimizer: Optimizer) -> None:
    """A DivergedError if a batch's loss is NaN or infinite."""
    if not math.isfinite(value):
        raise DivergedError(
            f"the loss became {value}: the steps are too large. Try a learning rate "
            f"ten times smaller than {optimizer.learning_rate:g}, or standardized inputs"
        )


def check_batch_size(batch_size: int) -> None:
    """A ValueError unless a batch holds at least one example."""
    if batch_size < 1:
        raise ValueError(f"a batch needs at least one example, got batch_size={batch_size}")


def progress_bar(done: int, epochs: int, batches: int, show: bool) -> Any:
    """A bar that counts batches over all epochs, in a terminal or a notebook."""
    from tqdm.auto import tqdm

    return tqdm(
        total=epochs * batches,
        initial=done * batches,
        disable=not show,
        bar_format="{percentage:3.0f}%|{bar:10}| {remaining} left{postfix}",
    )
