"""Training steps whose gradients come from the graph, for `nncourse.training.fit`.

The network is one of hand-derived layers, and stays one: its arrays are trained, so that it can be
evaluated, saved and resumed as always. Only how the gradients are found is another. The chapter on
autograd trains with it.
"""

import numpy as np

from nncourse.autograd.functions import binary_cross_entropy, mse, softmax_cross_entropy
from nncourse.autograd.nn import from_network
from nncourse.autograd.tensor import Tensor
from nncourse.losses import MSE, BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.regularization import add_l2
from nncourse.steps import Step

LOSSES = {
    MSE: mse,
    BinaryCrossEntropy: binary_cross_entropy,
    SoftmaxCrossEntropy: softmax_cross_entropy,
}


class AutogradStep(Step):
    """`train_step`, with gradients by autograd: the same steps, but for rounding.

    Parameters
    ----------
    network, loss, optimizer, l2 : see `nncourse.steps.train_step`; the network's own `grads` stay
        as they are.

    Raises
    ------
    ArchitectureError
        If there is no module for one of the network's layers.
    TypeError
        If it is no loss of the package.

    Examples
    --------
    >>> from nncourse.optimizers import SGD
    >>> network = Sequential(rng=np.random.default_rng(0)).input(1).dense(1, init="zeros")
    >>> step, X = AutogradStep(network, MSE(), SGD(0.1)), np.array([[1.0], [2.0]])
    >>> [round(step(X, X), 3) for _ in range(3)]
    [2.5, 0.265, 0.043]

    Source: the chapter on autograd.
    """

    def __init__(
        self, network: Sequential, loss: Loss, optimizer: Optimizer, l2: float = 0.0
    ) -> None:
        super().__init__(network, loss, optimizer, l2)
        if type(loss) not in LOSSES:
            raise TypeError(
                f"autograd knows the losses {', '.join(known.__name__ for known in LOSSES)}, "
                f"not {type(loss).__name__}: compute it from tensors, and call its backward"
            )
        self.model, self.measure = from_network(network), LOSSES[type(loss)]

    def __call__(self, X: np.ndarray, y: np.ndarray) -> float:
        self.model.zero_grad()
        loss = self.measure(self.model(Tensor(self.network.as_batch(X))), y)
        loss.backward()
        return loss.item() + self.finish()

    def finish(self) -> float:
        """Take the step, given the gradients; the price of the weights, if there is one."""
        price = 0.0
        if self.l2:
            parameters = self.model.parameters()
            grads = {name: p.grad for name, p in parameters.items() if p.grad is not None}
            price = add_l2({name: p.data for name, p in parameters.items()}, grads, self.l2)
        self.model.step(self.optimizer)
        return price
