"""Schedules: how the learning rate changes while training goes on.

Large steps find the valley, small ones its floor. A schedule is a function from the epochs gone by
to a learning rate: 0 is the start, 1.5 the middle of the second epoch. So it can change from batch
to batch, and resumed training picks up where it was. The chapter on digits uses one, the chapter on
optimisers derives them.
"""

import math
from collections.abc import Callable

Schedule = Callable[[float], float]


def constant(rate: float) -> Schedule:
    """The same rate all the time.

    Examples
    --------
    >>> constant(0.1)(7)
    0.1
    """
    return lambda gone: rate


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate, multiplied by `factor` after each `every` epochs.

    Examples
    --------
    >>> [step_decay(0.4, 0.5, every=2)(epoch) for epoch in range(5)]
    [0.4, 0.4, 0.2, 0.2, 0.1]
    """
    return lambda gone: rate * factor ** (gone // every)


def exponential_decay(rate: float, factor: float) -> Schedule:
    """The rate, multiplied by `factor` after each epoch.

    Examples
    --------
    >>> [exponential_decay(0.4, 0.5)(epoch) for epoch in range(3)]
    [0.4, 0.2, 0.1]
    """
    return step_decay(rate, factor, every=1)


def linear(rate: float, epochs: float) -> Schedule:
    """From `rate` down to 0 along a straight line; 0 from there on.

    Parameters
    ----------
    rate : at the start.
    epochs : how many there will be.

    Examples
    --------
    >>> [linear(1.0, epochs=4)(gone) for gone in (0, 0.5, 2, 4)]
    [1.0, 0.875, 0.5, 0.0]
    """
    return lambda gone: rate * max(0.0, 1 - gone / epochs)


def cosine(rate: float, epochs: float, final: float = 0.0) -> Schedule:
    """From `rate` down to `final` along half a cosine: slow, fast, slow.

    Parameters
    ----------
    rate : at the start.
    epochs : how many there will be.
    final : where the curve arrives at the end of the last epoch.

    Examples
    --------
    >>> [round(cosine(1.0, epochs=4)(epoch), 3) for epoch in range(5)]
    [1.0, 0.854, 0.5, 0.146, 0.0]

    Source: Loshchilov and Hutter (2017), without restarts.
    """
    return lambda gone: final + (rate - final) * (1 + math.cos(math.pi * gone / epochs)) / 2


def one_cycle(rate: float, epochs: float, rise: float = 0.3) -> Schedule:
    """Up to `rate` along half a cosine, then along another down to almost nothing.

    It begins at 1/25 of the rate and ends at 1/250,000, as PyTorch's does.

    Parameters
    ----------
    rate : the highest.
    epochs : how many there will be.
    rise : in (0, 1), the share of the epochs that the way up takes.

    Examples
    --------
    >>> [round(one_cycle(1.0, epochs=10)(epoch), 3) for epoch in (0, 1, 2, 3, 5, 8, 10)]
    [0.04, 0.28, 0.76, 1.0, 0.812, 0.188, 0.0]

    Source: the chapter on optimisers; Smith and Topin (2019).
    """
    peak = rise * epochs
    up = cosine(rate / 25, peak, final=rate)
    down = cosine(rate, epochs - peak, final=rate / 250_000)
    return lambda gone: up(gone) if gone < peak else down(gone - peak)


def warmup(schedule: Schedule, epochs: float) -> Schedule:
    """Climb from 0 to the schedule's first rate over some epochs, then follow it.

    Parameters
    ----------
    schedule : what to follow.
    epochs : how long to climb, > 0; 0.5 is half an epoch.

    Examples
    --------
    >>> [round(warmup(constant(0.3), epochs=1)(gone), 3) for gone in (0, 0.5, 1, 1.5)]
    [0.0, 0.15, 0.3, 0.3]

    Source: Goyal et al. (2017).
    """
    return lambda gone: schedule(0) * gone / epochs if gone < epochs else schedule(gone - epochs)
