"""Updates: the optimizers' steps, computed in the place of the gradient.

A formula such as p -= rate * v / (sqrt(s) + eps) makes an array for each operation on the way. Once
a gradient has been added to what an optimizer remembers, nobody needs it, and the next backward
fills its place anew: so all that comes on the way is written there. And what is one number for all
entries is computed once, such as the corrections of Adam together with the learning rate. The steps
are those of `nncourse.optimizers`, but for rounding. Derived in the chapter on optimisers.
"""

import math
from collections.abc import Callable

import numpy as np

from nncourse.clipping import Clipped
from nncourse.optimizers import SGD, Adam, AdamW, Arrays, Optimizer, RMSprop


def step_in_place(optimizer: Optimizer, params: Arrays, grads: Arrays) -> None:
    """`optimizer.step`, with the gradients used up where the optimizer is one of the package's own.

    Parameters
    ----------
    optimizer : see `nncourse.optimizers`; its memory advances.
    params : name -> array; changed in place.
    grads : name -> array of the same shape; their places hold nothing of use afterwards.

    Examples
    --------
    >>> params, adam = {"w": np.array([1.0])}, Adam(0.1)
    >>> step_in_place(adam, params, {"w": np.array([100.0])})
    >>> params["w"].round(3)
    array([0.9])

    Source: the chapter on optimisers.
    """
    if type(optimizer) is Clipped:
        optimizer.clip(grads)
        step_in_place(optimizer.optimizer, params, grads)
    elif type(optimizer) in IN_PLACE:
        optimizer.steps += 1
        IN_PLACE[type(optimizer)](optimizer, params, grads)
    else:
        optimizer.step(params, grads)


def as_arrays(params: Arrays, *numbers: float) -> list[np.ndarray]:
    """Numbers in the parameters' dtype: NumPy multiplies by an array faster than by a number."""
    dtype = np.result_type(0.0, *params.values())
    return [np.array(number, dtype) for number in numbers]


def sgd_in_place(sgd: SGD, params: Arrays, grads: Arrays) -> None:
    """See `nncourse.optimizers.momentum_step` and `nncourse.optimizers.nesterov_step`."""
    rate, momentum = as_arrays(params, sgd.learning_rate, sgd.momentum)
    for p, g, *kept in sgd.pieces(params, grads):
        if sgd.nesterov:
            (v,) = kept
            v += g
            v *= momentum
            g += v
            g *= rate
        elif kept:
            (v,) = kept
            v += g
            np.multiply(v, rate, out=g)
            v *= momentum
        else:
            g *= rate
        p -= g


def rmsprop_in_place(rmsprop: RMSprop, params: Arrays, grads: Arrays) -> None:
    """See `nncourse.optimizers.rmsprop_step`. Needing the gradient twice, it makes one array."""
    decay, share, eps, rate = as_arrays(
        params, rmsprop.decay, 1 - rmsprop.decay, rmsprop.eps, rmsprop.learning_rate
    )
    for p, g, s in rmsprop.pieces(params, grads):
        size = g * g
        size *= share
        s *= decay
        s += size
        np.sqrt(s, out=size)
        size += eps
        g /= size
        g *= rate
        p -= g


def adam_in_place(adam: Adam, params: Arrays, grads: Arrays) -> None:
    """See `nncourse.optimizers.adam_step`.

    With c = sqrt(1 - beta2^t), its step v / (1 - beta1^t) / (sqrt(s) / c + eps) is
    c / (1 - beta1^t) * v / (sqrt(s) + c eps): v and s need not be corrected entry by entry.
    """
    t, beta1, beta2 = adam.steps, adam.beta1, adam.beta2
    c = math.sqrt(1 - beta2**t)
    rate, eps = as_arrays(params, adam.learning_rate * c / (1 - beta1**t), c * adam.eps)
    keep_v, share_v = as_arrays(params, beta1, 1 - beta1)
    keep_s, share_s = as_arrays(params, beta2, (1 - beta2) / (1 - beta1) ** 2)
    for p, g, v, s in adam.pieces(params, grads):
        g *= share_v
        v *= keep_v
        v += g
        g *= g
        g *= share_s
        s *= keep_s
        s += g
        np.sqrt(s, out=g)
        g += eps
        np.divide(v, g, out=g)
        g *= rate
        p -= g


def adamw_in_place(adamw: AdamW, params: Arrays, grads: Arrays) -> None:
    """See `nncourse.optimizers.adamw_step`."""
    for p in params.values():
        p *= 1 - adamw.learning_rate * adamw.weight_decay
    adam_in_place(adamw, params, grads)


IN_PLACE: dict[type, Callable[..., None]] = {
    SGD: sgd_in_place,
    RMSprop: rmsprop_in_place,
    Adam: adam_in_place,
    AdamW: adamw_in_place,
}
