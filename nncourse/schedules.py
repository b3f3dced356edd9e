"""Schedules: how the learning rate changes from epoch to epoch.

Large steps find the valley, small ones its floor. A schedule is a function from the epoch's number
(0 for the first) to a learning rate, so that resumed training picks up where it was. Chapter 5 uses
one, chapter 6 compares them.
"""

import math
from collections.abc import Callable

Schedule = Callable[[int], float]


def constant(rate: float) -> Schedule:
    """The same rate in every epoch.

    Examples
    --------
    >>> constant(0.1)(7)
    0.1
    """
    return lambda epoch: rate


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate, multiplied by `factor` after each `every` epochs.

    Examples
    --------
    >>> [step_decay(0.4, 0.5, every=2)(epoch) for epoch in range(5)]
    [0.4, 0.4, 0.2, 0.2, 0.1]
    """
    return lambda epoch: rate * factor ** (epoch // every)


def exponential_decay(rate: float, factor: float) -> Schedule:
    """The rate, multiplied by `factor` after each epoch.

    Examples
    --------
    >>> [exponential_decay(0.4, 0.5)(epoch) for epoch in range(3)]
    [0.4, 0.2, 0.1]
    """
    return step_decay(rate, factor, every=1)


def cosine(rate: float, epochs: int, final: float = 0.0) -> Schedule:
    """From `rate` down to `final` along half a cosine: slow, fast, slow.

    Parameters
    ----------
    rate : in the first epoch.
    epochs : how many there will be; the last of them is one short step above `final`.
    final : where the curve would arrive after the last epoch.

    Examples
    --------
    >>> [round(cosine(1.0, epochs=4)(epoch), 3) for epoch in range(5)]
    [1.0, 0.854, 0.5, 0.146, 0.0]

    Source: Loshchilov and Hutter (2017), without restarts; chapter 6.
    """
    return lambda epoch: final + (rate - final) * (1 + math.cos(math.pi * epoch / epochs)) / 2


def warmup(schedule: Schedule, epochs: int) -> Schedule:
    """Climb to the schedule's first rate in equal steps over some epochs, then follow it.

    Examples
    --------
    >>> [round(warmup(constant(0.3), epochs=2)(epoch), 3) for epoch in range(4)]
    [0.1, 0.2, 0.3, 0.3]

    Source: Goyal et al. (2017); chapter 6.
    """
    return lambda epoch: (
        schedule(0) * (epoch + 1) / (epochs + 1) if epoch < epochs else schedule(epoch - epochs)
    )
