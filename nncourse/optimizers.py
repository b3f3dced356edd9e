"""Optimizers: how a gradient becomes a step.

Each takes the dictionaries of a network's parameters and gradients, and changes the parameters in
place. What an optimizer remembers between steps it keeps by parameter name, so that it can be saved
with the network. The functions are the mathematics, derived in the chapter on optimisers; the
classes remember for them. The chapter on backpropagation needs plain descent.
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


def momentum_step(
    p: np.ndarray, g: np.ndarray, v: np.ndarray, learning_rate: float, momentum: float = 0.9
) -> None:
    """One step with momentum: the gradient pushes a velocity, and the velocity moves the parameter.

    Along a slope that stays the same, v becomes g (1 + momentum + momentum^2 + ...), which is
    g / (1 - momentum): at 0.9 ten times the gradient. Pushes to and fro cancel instead. The
    velocity is written here as friction leaves it for the next step, momentum * v; so the step
    itself is the usual v = momentum * v + g, p = p - learning_rate * v.

    Parameters
    ----------
    p : any shape; changed in place.
    g : its gradient, same shape; not changed.
    v : same shape, the velocity, zeros before the first step; changed in place.
    learning_rate : > 0.
    momentum : in [0, 1), how much of the velocity friction leaves.

    Examples
    --------
    >>> p, v = np.zeros(1), np.zeros(1)
    >>> for _ in range(3):
    ...     momentum_step(p, np.array([-1.0]), v, learning_rate=1.0, momentum=0.5)
    ...     print(p)
    [1.]
    [2.5]
    [4.25]

    Source: the chapter on optimisers; Polyak (1964).
    """
    v += g
    p -= learning_rate * v
    v *= momentum


def momentum_update(
    params: Arrays, grads: Arrays, velocities: Arrays, learning_rate: float, momentum: float = 0.9
) -> None:
    """One step with momentum on every parameter of a network.

    Parameters
    ----------
    params : name -> array; changed in place.
    grads : name -> array of the same shape; not changed.
    velocities : name -> array of the same shape, zeros before the first step, as `momentum_step`
        keeps them; changed in place.
    learning_rate : > 0.
    momentum : in [0, 1), how much of a velocity friction leaves.

    Raises
    ------
    KeyError
        If a parameter has no gradient or no velocity.

    Examples
    --------
    >>> params, velocities = {"w": np.zeros(1)}, {"w": np.zeros(1)}
    >>> for _ in range(2):
    ...     momentum_update(params, {"w": np.array([-1.0])}, velocities, 1.0, momentum=0.5)
    >>> params["w"]
    array([2.5])

    Source: the chapter on digits; Polyak (1964).
    """
    for name, p in params.items():
        momentum_step(p, grads[name], velocities[name], learning_rate, momentum)


def nesterov_step(
    p: np.ndarray, g: np.ndarray, v: np.ndarray, learning_rate: float, momentum: float = 0.9
) -> None:
    """One step with Nesterov's momentum: it looks one step ahead along the velocity.

    The gradient should be asked for where momentum is about to carry the parameter. Let p stand
    for that place instead, and the gradient g is asked for at p, as always. Of the velocity
    v = momentum * v + g the old part has been walked already, which leaves learning_rate * g; then
    p looks ahead again, by learning_rate * momentum * v.

    Parameters
    ----------
    p : any shape; changed in place.
    g : its gradient, same shape; not changed.
    v : same shape, the velocity as `momentum_step` keeps it; changed in place.
    learning_rate : > 0.
    momentum : in [0, 1), how much of the velocity friction leaves.

    Examples
    --------
    >>> p, v = np.zeros(1), np.zeros(1)
    >>> for _ in range(3):
    ...     nesterov_step(p, np.array([-1.0]), v, learning_rate=1.0, momentum=0.5)
    ...     print(p)
    [1.5]
    [3.25]
    [5.125]

    Source: the chapter on optimisers; Nesterov (1983); Sutskever et al. (2013).
    """
    v += g
    v *= momentum
    p -= learning_rate * (g + v)


def rmsprop_step(
    p: np.ndarray,
    g: np.ndarray,
    s: np.ndarray,
    learning_rate: float,
    decay: float = 0.99,
    eps: float = 1e-8,
) -> None:
    """One step that divides each gradient by its recent size, so that all entries move alike.

    s is a running mean of the squared gradient, to which each step contributes the share
    1 - decay; its square root is the size. A gradient a thousand times larger makes the same step.

    Parameters
    ----------
    p : any shape; changed in place.
    g : its gradient, same shape; not changed.
    s : same shape, >= 0, the mean square, zeros before the first step; changed in place.
    learning_rate : > 0.
    decay : in [0, 1), how slowly the mean forgets.
    eps : > 0, against division by zero.

    Examples
    --------
    >>> p, s = np.zeros(2), np.zeros(2)
    >>> rmsprop_step(p, np.array([0.01, -100.0]), s, learning_rate=0.1, decay=0.75)
    >>> p.round(3)
    array([-0.2,  0.2])

    Source: the chapter on optimisers; Hinton, Srivastava and Swersky (2012), lecture 6.
    """
    s *= decay
    s += (1 - decay) * g * g
    p -= learning_rate * g / (np.sqrt(s) + eps)


def adam_step(
    p: np.ndarray,
    g: np.ndarray,
    v: np.ndarray,
    s: np.ndarray,
    t: int,
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> None:
    """One step of Adam: the mean gradient, divided by the gradients' recent size.

    v and s are running means of the gradient and of its square. Both begin at zero, which pulls
    them down: were all gradients g, then after t steps v would be (1 - beta1^t) g, since of the
    zero beta1^t is left. Dividing by 1 - beta1^t, and s by 1 - beta2^t, takes the zero out again.
    So the first step is learning_rate long for every entry, however steep.

    Parameters
    ----------
    p : any shape; changed in place.
    g : its gradient, same shape; not changed.
    v, s : same shape, the mean gradient and the mean square (>= 0), zeros before the first step;
        changed in place.
    t : the step's number, 1 for the first.
    learning_rate : > 0.
    beta1, beta2 : in [0, 1), how slowly the means forget.
    eps : > 0, against division by zero.

    Examples
    --------
    >>> p, v, s = np.zeros(2), np.zeros(2), np.zeros(2)
    >>> for t in (1, 2):
    ...     adam_step(p, np.array([0.01, -100.0]), v, s, t, learning_rate=0.1)
    ...     print(p.round(3))
    [-0.1  0.1]
    [-0.2  0.2]

    Source: the chapter on optimisers; Kingma and Ba (2015).
    """
    v *= beta1
    v += (1 - beta1) * g
    s *= beta2
    s += (1 - beta2) * g * g
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


def adamw_step(
    p: np.ndarray,
    g: np.ndarray,
    v: np.ndarray,
    s: np.ndarray,
    t: int,
    learning_rate: float,
    weight_decay: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> None:
    """One step of Adam, after the parameter has shrunk by a share of itself.

    A price weight_decay / 2 * p^2 in the loss would add weight_decay * p to the gradient, and Adam
    would divide it by the gradient's size: steep entries would hardly pay. So the decay is
    decoupled: it goes past v and s, straight to the parameter.

    Parameters
    ----------
    p, g, v, s, t, learning_rate : see `adam_step`.
    weight_decay : >= 0; the parameter shrinks by the share learning_rate * weight_decay.
    beta1, beta2, eps : see `adam_step`.

    Examples
    --------
    >>> p, v, s = np.array([10.0]), np.zeros(1), np.zeros(1)
    >>> adamw_step(p, np.array([100.0]), v, s, 1, learning_rate=0.1, weight_decay=0.5)
    >>> p.round(3)  # less 5 percent, less 0.1
    array([9.4])

    Source: the chapter on optimisers; Loshchilov and Hutter (2019).
    """
    p -= learning_rate * weight_decay * p
    adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


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

    @property
    def kind(self) -> str:
        """What it is called in a checkpoint."""
        return type(self).__name__

    def step(self, params: Arrays, grads: Arrays) -> None:
        """Change `params` in place, given `grads` of the same names and shapes."""
        self.steps += 1
        for piece in self.pieces(params, grads):
            self.update(*piece)

    def pieces(self, params: Arrays, grads: Arrays) -> Iterator[list[np.ndarray]]:
        """Each parameter, its gradient and what is kept in `slots`, the large ones piece by piece.

        All are views, to be changed in place.
        """
        for name, p in params.items():
            kept = [self.remembered(slot, name, like=p) for slot in self.slots]
            yield from pieces(p, grads[name], *kept)

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

    See `gradient_step`, `momentum_step` and `nesterov_step`.

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
        step = nesterov_step if self.nesterov else momentum_step
        step(p, g, v, self.learning_rate, self.momentum)


class RMSprop(Optimizer):
    """Divide each gradient by its recent size, so that all parameters move alike.

    See `rmsprop_step`.

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
        rmsprop_step(p, g, s, self.learning_rate, self.decay, self.eps)


class Adam(Optimizer):
    """Momentum and RMSprop together, both corrected for having started at zero.

    See `adam_step`.

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
        settings = self.beta1, self.beta2, self.eps
        adam_step(p, g, v, s, self.steps, self.learning_rate, *settings)


class AdamW(Adam):
    """Adam with decoupled weight decay: in each step, all parameters also shrink a little.

    See `adamw_step`. The biases shrink, too, as they do in PyTorch.

    Parameters
    ----------
    learning_rate : > 0.
    weight_decay : >= 0; a parameter shrinks by the share learning_rate * weight_decay a step.
    beta1, beta2, eps : see `Adam`.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> params, adamw = {"w": np.array([10.0])}, AdamW(0.1, weight_decay=0.5)
    >>> adamw.step(params, {"w": np.array([100.0])})
    >>> params["w"].round(3)
    array([9.4])

    Source: Loshchilov and Hutter (2019).
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        weight_decay: float = 0.01,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate, beta1, beta2, eps)
        if not 0 <= weight_decay < np.inf:
            raise ValueError(f"weight_decay must be a number >= 0, got {weight_decay}")
        self.weight_decay = weight_decay

    def update(self, p: np.ndarray, g: np.ndarray, *kept: np.ndarray) -> None:
        v, s = kept
        settings = self.weight_decay, self.beta1, self.beta2, self.eps
        adamw_step(p, g, v, s, self.steps, self.learning_rate, *settings)


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
