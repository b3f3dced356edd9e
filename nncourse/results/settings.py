"""Settings: how a network is built and trained, described once.

The `nncourse` command, the measurements that the chapters report and the benchmarks all say with
`Settings` what they train. Only here does a description become a network, an optimizer or a
schedule, so that equal words mean equal numbers wherever they are written.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nncourse.autograd.steps import AutogradStep
from nncourse.history import History
from nncourse.losses import Loss
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam, AdamW, Optimizer, RMSprop
from nncourse.schedules import Schedule, constant, cosine, linear, one_cycle, warmup
from nncourse.steps import Step
from nncourse.training import fit

ACTIVATIONS = {
    # name: the first weights that suit it
    "relu": "he",
    "leaky_relu": "he",
    "sigmoid": "xavier",
    "tanh": "xavier",
}
OPTIMIZERS: dict[str, tuple[Callable[[float], Optimizer], float]] = {
    # name: how to build it, and a learning rate to begin with
    "sgd": (SGD, 0.1),
    "momentum": (lambda rate: SGD(rate, momentum=0.9), 0.01),
    "nesterov": (lambda rate: SGD(rate, momentum=0.9, nesterov=True), 0.01),
    "rmsprop": (RMSprop, 0.001),
    "adam": (Adam, 0.001),
    "adamw": (AdamW, 0.001),
}
ENGINES: dict[str, type[Step] | None] = {
    # name: how a step finds its gradients
    "layers": None,  # derived by hand, the fastest way
    "autograd": AutogradStep,
}
WARMUP = 0.1  # epochs
SCHEDULES: dict[str, Callable[[float, int], Schedule]] = {
    # name: how to build it from a learning rate and the number of epochs
    "constant": lambda rate, epochs: constant(rate),
    "cosine": cosine,
    "one-cycle": one_cycle,
    "warmup, linear": lambda rate, epochs: warmup(linear(rate, epochs - WARMUP), WARMUP),
}


def check_choice(what: str, value: str, choices: Iterable[str]) -> None:
    """Raise a ValueError unless the value is one of the choices."""
    if value not in choices:
        raise ValueError(f"there is no {what} {value!r}; choose one of {', '.join(choices)}")


@dataclass(frozen=True)
class Settings:
    """How a dense network is built and trained.

    Attributes
    ----------
    hidden : neurons of each hidden layer; empty for none.
    activation : one of `ACTIVATIONS`, after each hidden layer.
    optimizer : one of `OPTIMIZERS`.
    learning_rate : the highest that there will be, > 0.
    schedule : one of `SCHEDULES`: how the learning rate changes over the epochs.
    batch_size, epochs, l2 : see `nncourse.training.fit`.
    seed : of the generator that the weights and the order of the examples are drawn from.
    examples : use only so many training examples, drawn at random; None for all.
    init : the hidden layers' first weights, see `nncourse.initializers`; None for those that suit
        the activation.
    engine : one of `ENGINES`: who finds the gradients.

    Raises
    ------
    ValueError
        If there is no choice of such a name, or the learning rate is out of range.

    Examples
    --------
    >>> settings = Settings(hidden=(3,), optimizer="sgd", learning_rate=0.1, schedule="cosine")
    >>> settings.new_network(2, 1, np.random.default_rng(0))
    Sequential([Dense(n_in=2, n_out=3), ReLU(), Dense(n_in=3, n_out=1)])
    >>> settings.new_optimizer().learning_rate, settings.new_schedule()(5)
    (0.1, 0.05)
    """

    hidden: tuple[int, ...]
    activation: str = "relu"
    optimizer: str = "adam"
    learning_rate: float = 0.001
    schedule: str = "constant"
    batch_size: int = 128
    epochs: int = 10
    l2: float = 0.0
    seed: int = 0
    examples: int | None = None
    init: str | None = None
    engine: str = "layers"

    def __post_init__(self) -> None:
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("optimizer", self.optimizer, OPTIMIZERS)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_choice("engine", self.engine, ENGINES)
        self.new_optimizer()  # which checks the learning rate

    def new_network(
        self, n_in: int, n_out: int, rng: np.random.Generator, dtype: str = "float32"
    ) -> Sequential:
        """The network with fresh weights, from n_in numbers to n_out scores."""
        network = Sequential(rng=rng, dtype=dtype).input(n_in)
        for size in self.hidden:
            network.dense(size, init=self.init or ACTIVATIONS[self.activation])
            getattr(network, self.activation)()
        return network.dense(n_out)

    def new_optimizer(self) -> Optimizer:
        """The optimizer, its memory empty."""
        return OPTIMIZERS[self.optimizer][0](self.learning_rate)

    def new_schedule(self) -> Schedule:
        """The learning rate as a function of the epochs gone by."""
        return SCHEDULES[self.schedule](self.learning_rate, self.epochs)

    def train(
        self,
        network: Sequential,
        X: np.ndarray,
        y: np.ndarray,
        *,
        loss: Loss,
        rng: np.random.Generator,
        **more: Any,
    ) -> History:
        """Train a network, in place, with these settings; `more` is handed on to `fit`."""
        return fit(
            network,
            X,
            y,
            loss=loss,
            optimizer=self.new_optimizer(),
            schedule=self.new_schedule(),
            epochs=self.epochs,
            batch_size=self.batch_size,
            l2=self.l2,
            step=ENGINES[self.engine],
            rng=rng,
            **more,
        )

    def as_notes(self) -> dict[str, Any]:
        """The settings as plain values for a file; of `init` and `engine` only what was chosen."""
        usual = {"init": None, "engine": "layers"}
        return {
            name: value
            for name, value in asdict(self).items()
            if name not in usual or value != usual[name]
        }
