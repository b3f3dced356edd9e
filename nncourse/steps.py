"""Steps: one round of training, from a batch of examples to slightly better parameters.

A step is a function of a batch and its targets: it changes the network and says how wrong it was.
`train_step` is the plain one, derived in the chapter on cats. `nncourse.fast` makes steps that
compute the same in less time; to whoever takes them, all are alike.
"""

import numpy as np

from nncourse.batches import overwritten_minibatches
from nncourse.losses import Loss
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.regularization import add_l2


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

    Source: the chapter on cats.
    """
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    if l2:
        value += add_l2(network.params, network.grads, l2)
    optimizer.step(network.params, network.grads)
    return value


class Step:
    """The plain step, ready to be taken again and again: `step(X, y)` is `train_step`.

    Parameters
    ----------
    network, loss, optimizer, l2 : see `train_step`.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> network = Sequential(rng=np.random.default_rng(0)).input(1).dense(1, init="zeros")
    >>> step, X = Step(network, MSE(), SGD(0.1)), np.array([[1.0], [2.0]])
    >>> [round(step(X, X), 3) for _ in range(3)]
    [2.5, 0.265, 0.043]

    Source: the chapter on cats.
    """

    # How this step wants the examples dealt out.
    batches = staticmethod(overwritten_minibatches)

    def __init__(
        self, network: Sequential, loss: Loss, optimizer: Optimizer, l2: float = 0.0
    ) -> None:
        self.network, self.loss, self.optimizer, self.l2 = network, loss, optimizer, l2

    def __call__(self, X: np.ndarray, y: np.ndarray) -> float:
        """Train on one batch X (m, *input_shape) with targets y; its loss before the step."""
        return train_step(self.network, self.loss, self.optimizer, X, y, self.l2)
