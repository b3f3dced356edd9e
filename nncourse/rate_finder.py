"""Rate finder: try all learning rates in one short run, from far too small to far too large.

The rate grows a little from batch to batch. While it is too small, nothing happens; then the loss
falls; then the steps are too large and it explodes. A good rate to begin with is somewhat below the
one where it was lowest. Derived in the chapter on optimisers.
"""

from collections.abc import Iterator
from copy import deepcopy

import numpy as np

from nncourse.batches import minibatches
from nncourse.losses import Loss
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.steps import train_step
from nncourse.training import check_examples

EXPLODED = 4  # times the lowest loss


def find_rate(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    X: np.ndarray,
    y: np.ndarray,
    *,
    rng: np.random.Generator,
    lowest: float = 1e-5,
    highest: float = 10.0,
    steps: int = 100,
    batch_size: int = 128,
) -> tuple[np.ndarray, np.ndarray]:
    """The range test: one step with each of many learning rates, from small to large.

    Parameters
    ----------
    network, loss, optimizer : see `nncourse.steps.train_step`; copies are trained, these are not
        changed.
    X : (m, *input_shape) examples, finite.
    y : their targets.
    rng : deals out the batches; it advances.
    lowest, highest : the first and the last rate, > 0.
    steps : how many rates; each is the same factor larger than the one before.
    batch_size : examples in a batch.

    Returns
    -------
    The rates (k,) and the loss of each step's batch before the step (k,). It ends early, with
    k < steps, when the loss is four times its lowest; the last may be infinite or NaN.

    Raises
    ------
    ShapeError, LabelError, DataError
        If the data do not fit the network, or hold NaN.
    ValueError
        If the rates do not grow from above zero, or the batch size is below one.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> rng = np.random.default_rng(0)
    >>> network, X = Sequential(rng=rng).input(1).dense(1), rng.random((50, 1))
    >>> rates, losses = find_rate(network, MSE(), SGD(0.1), X, 3 * X, rng=rng)
    >>> float(rates[0]), bool(rates[losses.argmin()] > 0.1), bool(losses[-1] > 4 * losses.min())
    (1e-05, True, True)

    Source: the chapter on optimisers; Smith (2017).
    """
    if not 0 < lowest < highest < np.inf:
        raise ValueError(f"the rates must grow from above zero, got {lowest} to {highest}")
    X, y = check_examples(network, loss, X, y)
    network, loss, optimizer = deepcopy((network, loss, optimizer))
    rates, batches = np.geomspace(lowest, highest, steps), endless(X, y, batch_size, rng)
    losses: list[float] = []
    with np.errstate(over="ignore", invalid="ignore"):  # it is meant to explode
        for rate in rates:
            optimizer.learning_rate = float(rate)
            losses.append(train_step(network, loss, optimizer, *next(batches)))
            if not losses[-1] <= EXPLODED * min(losses):
                break
    return rates[: len(losses)], np.array(losses)


def endless(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of one epoch after the other."""
    while True:
        yield from minibatches(X, y, batch_size, rng)
