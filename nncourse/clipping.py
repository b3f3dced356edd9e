"""Clipping: gradients that are too large are cut back before the optimizer takes its step.

One steep place can throw the parameters far away from all that was learned. Clipping by value cuts
each entry by itself, which turns the gradient's direction; clipping by the global norm shortens all
gradients by one factor, which keeps it. Derived in the chapter on optimisers.
"""

import math

import numpy as np

from nncourse.optimizers import Arrays, Optimizer


def global_norm(grads: Arrays) -> float:
    """The length of all gradients together, as if they were one vector.

    Parameters
    ----------
    grads : name -> array of any shape; not changed.

    Returns
    -------
    The root of the sum of all squares, >= 0.

    Examples
    --------
    >>> global_norm({"W": np.array([[2.0, 4.0]]), "b": np.array([4.0])})
    6.0

    Source: the chapter on optimisers.
    """
    return math.sqrt(sum(np.vdot(g, g) for g in grads.values()))


def clip_by_global_norm(grads: Arrays, max_norm: float) -> float:
    """Shorten all gradients by one factor, so that together they are not longer than `max_norm`.

    Parameters
    ----------
    grads : name -> array of any shape; changed in place, if they are too long.
    max_norm : > 0. PyTorch adds 1e-6 to the norm that it divides by, against division by zero; so
        do we, to be equal to the last digits. What is clipped is shorter by about a millionth.

    Returns
    -------
    Their length before, >= 0.

    Examples
    --------
    >>> grads = {"W": np.array([[2.0, 4.0]]), "b": np.array([4.0])}
    >>> clip_by_global_norm(grads, max_norm=3.0)
    6.0
    >>> grads["W"].round(3), grads["b"].round(3)
    (array([[1., 2.]]), array([2.]))

    Source: the chapter on optimisers; Pascanu, Mikolov and Bengio (2013).
    """
    norm = global_norm(grads)
    factor = max_norm / (norm + 1e-6)
    if factor < 1:
        for g in grads.values():
            g *= factor
    return norm


def clip_by_value(grads: Arrays, limit: float) -> None:
    """Cut every entry of the gradients back to [-limit, limit].

    Parameters
    ----------
    grads : name -> array of any shape; changed in place.
    limit : > 0.

    Examples
    --------
    >>> grads = {"W": np.array([[0.5, -7.0, 100.0]])}
    >>> clip_by_value(grads, limit=1.0)
    >>> grads["W"]
    array([[ 0.5, -1. ,  1. ]])

    Source: the chapter on optimisers.
    """
    for g in grads.values():
        np.clip(g, -limit, limit, out=g)


class Clipped(Optimizer):
    """An optimizer that clips the gradients, and leaves the step to another.

    Its learning rate, its count of steps and its memory are the other's.

    Parameters
    ----------
    optimizer : takes the steps.
    max_norm : > 0, the most that `clip_by_global_norm` leaves; None to leave the norm alone.
    limit : > 0, the most that `clip_by_value` leaves; None to leave the values alone.

    Raises
    ------
    ValueError
        If neither is given, or one is not positive.

    Examples
    --------
    >>> from nncourse.optimizers import SGD
    >>> params, clipped = {"w": np.array([1.0])}, Clipped(SGD(0.1), limit=5.0)
    >>> clipped.step(params, {"w": np.array([1000.0])})
    >>> params["w"]
    array([0.5])

    Source: the chapter on optimisers.
    """

    def __init__(
        self, optimizer: Optimizer, max_norm: float | None = None, limit: float | None = None
    ) -> None:
        bounds = [bound for bound in (max_norm, limit) if bound is not None]
        if not bounds or not all(bound > 0 for bound in bounds):
            raise ValueError(f"give max_norm or limit, > 0; got {max_norm} and {limit}")
        self.optimizer, self.max_norm, self.limit = optimizer, max_norm, limit

    @property
    def learning_rate(self) -> float:
        """That of the optimizer that takes the steps."""
        return self.optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    @property
    def steps(self) -> int:  # type: ignore[override]
        """How many have been taken."""
        return self.optimizer.steps

    @property
    def kind(self) -> str:
        return f"Clipped({self.optimizer.kind})"

    def step(self, params: Arrays, grads: Arrays) -> None:
        """Clip `grads`, in place, and change `params` in place."""
        self.clip(grads)
        self.optimizer.step(params, grads)

    def clip(self, grads: Arrays) -> None:
        """Clip `grads`, in place: first by value, then by the global norm."""
        if self.limit is not None:
            clip_by_value(grads, self.limit)
        if self.max_norm is not None:
            clip_by_global_norm(grads, self.max_norm)

    def state(self) -> Arrays:
        return self.optimizer.state()

    def load_state(self, state: Arrays) -> None:
        self.optimizer.load_state(state)
