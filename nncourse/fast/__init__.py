"""The same steps as `train_step`, but for rounding, in less time.

`plan` makes all arrays of a step once, `updates` lets an optimizer work in the gradient's place,
`gram` lets a first layer learn without touching its weights. Which of them `fit` takes is decided
here. What a user wrote is trained by the plain step.
"""

from nncourse.fast.gram import POOL, GramStep, suits_gram
from nncourse.fast.plan import PlannedStep, is_plannable
from nncourse.losses import Loss
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.steps import Step


def fastest_step(
    network: Sequential,
    loss: Loss,
    optimizer: Optimizer,
    l2: float = 0.0,
    one_by_one: bool = False,
) -> Step:
    """The step that takes the least time.

    Parameters
    ----------
    network, loss, optimizer, l2 : see `nncourse.steps.train_step`.
    one_by_one : whether every batch will be one example, as it is in the data.

    Returns
    -------
    A step that is called with the batches that its own method `batches` deals out.

    Examples
    --------
    >>> from nncourse.losses import MSE
    >>> from nncourse.optimizers import SGD
    >>> network = Sequential().input(784).dense(10)
    >>> type(fastest_step(network, MSE(), SGD(0.1))).__name__
    'PlannedStep'
    >>> type(fastest_step(network, MSE(), SGD(0.1), one_by_one=True)).__name__
    'GramStep'

    Source: the page on speed.
    """
    if one_by_one and not l2 and suits_gram(network, optimizer, POOL):
        return GramStep(network, loss, optimizer)
    kind = PlannedStep if is_plannable(network) else Step
    return kind(network, loss, optimizer, l2)
