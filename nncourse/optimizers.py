"""Optimizers: how a gradient becomes a step.

Each takes the dictionaries of a network's parameters and gradients, and changes the parameters in
place. What an optimizer remembers between steps it keeps by parameter name, so that it can be saved
with the network. The chapter on backpropagation needs plain descent.
"""

from collections.abc import Iterator

import numpy as np

Arrays = dict[str, np.ndarray]


def gradient_step(params: Arrays, grads: Arrays, learning_rate: float) -> None:
    """One step downhill: every parameter moves against its gradient.

    Parameters
    ----------
    params : name -> array; changed in place.
    grads : name -> array of the same shape; not changed.
    learning_rate : > 0.

    Raises
    ------
    KeyError
        If a parameter has no gradient.

    Examples
    --------
    >>> params = {"w": np.array([1.0, 2.0])}
    >>> gradient_step(params, {"w": np.array([10.0, 0.0])}, learning_rate=0.1)
    >>> params["w"]
    array([0., 2.])

    Source: Cauchy (1847); the chapter on the basics.
    """
    for name, p in params.items():
        p -= learning_rate * grads[name]


# How many numbers of a parameter are updated at a time. What the formulas compute on the way, then
# fits into the processor's cache; for a whole weight matrix it would not.
PIECE = 32_768


class Optimizer:
    """What all optimizers share: a learning rate, and arrays remembered by slot and name.

    Parameters
    ----------
    learning_rate : > 0; may be changed between steps (see `nncourse.schedules`).

    Attributes
    ----------
    slots : the names of the arrays, of a parameter's shape, that are kept for each parameter.

    Raises
    ------
    ValueError
        If the learning rate is not positive and finite.
    """

    slots: tuple[str, ...] = ()

    def __init__(self, learning_rate: float) -> None:
        if not 0 < learning_rate < np.inf:
            raise ValueError(f"the learning rate must be a positive number, got {learning_rate}")
        self.learning_rate = learning_rate
        self.steps = 0
        self.memory: dict[str, Arrays] = {}

    def step(self, params: Arrays, grads: Arrays) -> None:
        """Change `params` in place, given `grads` of the same names and shapes."""
        self.steps += 1
        for name, p in params.items():
            kept = [self.remembered(slot, name, like=p) for slot in self.slots]
            for piece in pieces(p, grads[name], *kept):
                self.update(*piece)

    def update(self, p: np.ndarray, g: np.ndarray, *kept: np.ndarray) -> None:
        """Change a parameter `p` in place, given its gradient `g` and what is kept in `slots`.

        A large parameter comes in pieces, so the formula must work number by number.
        """
        raise NotImplementedError

    def remembered(self, slot: str, name: str, like: np.ndarray) -> np.ndarray:
        """The array kept in a slot for this parameter; zeros the first time."""
        arrays = self.memory.setdefault(slot, {})
        if name not in arrays:
            arrays[name] = np.zeros_like(like)
        return arrays[name]

    def state(self) -> Arrays:
        """All that must be saved to continue exactly: "steps", and "slot/name" for each array."""
        arrays = {f"{s}/{n}": a for s, named in self.memory.items() for n, a in named.items()}
        return {"steps": np.array(self.steps), **arrays}

    def load_state(self, state: Arrays) -> None:
        """Continue from what `state` returned; the arrays are copied."""
        self.steps = int(state["steps"])
        self.memory = {}
        for key in state.keys() - {"steps"}:
            slot, name = key.split("/", 1)
            self.memory.setdefault(slot, {})[name] = state[key].copy()


class SGD(Optimizer):
    """Stochastic gradient descent, with or without momentum.

    Each gradient pushes the velocity, v = v + g, the parameters move by learning_rate * v, and
    friction leaves v = momentum * v for the next step. Nesterov's variant looks one step ahead: it
    moves by learning_rate * (g + v) when friction has done its work.

    Parameters
    ----------
    learning_rate : > 0.
    momentum : in [0, 1); 0 is plain descent.
    nesterov : whether to look ahead.

    Raises
    ------
    ValueError
        If a setting is out of range, or Nesterov is asked for without momentum.

    Examples
    --------
    >>> params, sgd = {"w": np.array([1.0])}, SGD(0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     sgd.step(params, {"w": np.array([1.0])})
    >>> params["w"]
    array([0.75])

    Source: Robbins and Monro (1951); Polyak (1964); Sutskever et al. (2013).
    """

    def __init__(self, learning_rate: float, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        check_decay("momentum", momentum)
        if nesterov and not momentum:
            raise ValueError("Nesterov's look-ahead needs momentum: try momentum=0.9")
        self.momentum, self.nesterov = momentum, nesterov

    @property
    def slots(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("velocity",) if self.momentum else ()

    def update(self, p: np.ndarray, g: np.ndarray, *kept: np.ndarray) -> None:
        if not self.momentum:
            gradient_step({"p": p}, {"p": g}, self.learning_rate)
            return
        (v,) = kept
        v += g
        if self.nesterov:
            v *= self.momentum
            step = g + v
            step *= self.learning_rate
        else:
            step = self.learning_rate * v
            v *= self.momentum
        p -= step


class RMSprop(Optimizer):
    """Divide each gradient by its recent size, so that all parameters move alike.

    s = decay * s + (1 - decay) * g^2; the step is learning_rate * g / (sqrt(s) + eps).

    Parameters
    ----------
    learning_rate : > 0.
    decay : in [0, 1), how slowly the recent size forgets.
    eps : > 0, against division by zero.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> params, rmsprop = {"w": np.array([1.0])}, RMSprop(0.1, decay=0.75)
    >>> rmsprop.step(params, {"w": np.array([100.0])})
    >>> params["w"].round(3)
    array([0.8])

    Source: Hinton, Srivastava and Swersky (2012), lecture 6.
    """

    slots = ("square",)

    def __init__(self, learning_rate: float = 0.001, decay: float = 0.99, eps: float = 1e-8):
        super().__init__(learning_rate)
        check_decay("decay", decay)
        self.decay, self.eps = decay, eps

    def update(self, p: np.ndarray, g: np.ndarray, *kept: np.ndarray) -> None:
        (s,) = kept
        s *= self.decay
        s += (1 - self.decay) * g * g
        size = np.sqrt(s)
        size += self.eps
        step = self.learning_rate * g
        step /= size
        p -= step


class Adam(Optimizer):
    """Momentum and RMSprop together, both corrected for having started at zero.

    v = beta1 * v + (1 - beta1) * g and s = beta2 * s + (1 - beta2) * g^2. After t steps they are
    short of their true size by 1 - beta^t, which is divided out.

    Parameters
    ----------
    learning_rate : > 0.
    beta1, beta2 : in [0, 1), how slowly direction and size forget.
    eps : > 0, against division by zero.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> params, adam = {"w": np.array([1.0])}, Adam(0.1)
    >>> adam.step(params, {"w": np.array([100.0])})
    >>> params["w"].round(3)
    array([0.9])

    Source: Kingma and Ba (2015).
    """

    slots = ("velocity", "square")

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate)
        check_decay("beta1", beta1)
        check_decay("beta2", beta2)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps

    def update(self, p: np.ndarray, g: np.ndarray, *kept: np.ndarray) -> None:
        v, s = kept
        v *= self.beta1
        v += (1 - self.beta1) * g
        s *= self.beta2
        s += (1 - self.beta2) * g * g
        step = v / (1 - self.beta1**self.steps)
        step *= self.learning_rate
        size = s / (1 - self.beta2**self.steps)
        np.sqrt(size, out=size)
        size += self.eps
        step /= size
        p -= step


def pieces(*arrays: np.ndarray) -> Iterator[list[np.ndarray]]:
    """Arrays of one shape, cut alike along their first axis; a small array stays whole.

    Examples
    --------
    >>> [p.shape for p, g in pieces(np.ones((784, 256)), np.ones((784, 256)))][-2:]
    [(128, 256), (16, 256)]
    """
    first = arrays[0]
    if first.size <= PIECE:
        yield list(arrays)
        return
    rows = max(1, PIECE * len(first) // first.size)
    for start in range(0, len(first), rows):
        yield [array[start : start + rows] for array in arrays]


def check_decay(name: str, value: float) -> None:
    """A ValueError unless the value lies in [0, 1)."""
    if not 0 <= value < 1:
        raise ValueError(f"{name} must lie in [0, 1), got {value}")
