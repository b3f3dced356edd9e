"""The same networks and the same digits, for each contender."""

import os
from collections.abc import Callable

import numpy as np

from nncourse.fast.plan import Plan, PlannedLoss, PlannedStep, empty_like, plan_dense
from nncourse.layers import Dense
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.metrics import accuracy
from nncourse.network import Sequential
from nncourse.predictions import predict_class
from nncourse.results.settings import Settings
from nncourse.steps import Step
from nncourse.training import evaluate

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))


def sizes(settings: Settings) -> tuple[int, ...]:
    """From a digit's pixels to its classes: 784, 64, 10."""
    return 784, *settings.hidden, 10


def our_network(settings: Settings, dtype: str = "float32") -> Sequential:
    """A network of this package, for digits."""
    return settings.new_network(784, 10, np.random.default_rng(settings.seed), dtype)


def without_shortcut(plan: Plan, network: Sequential, m: int) -> None:
    """Let the first layer of a plan for m examples work like the others, blank inputs and all."""
    first = network.layers[0]
    plan.layers[0] = plan_dense(*first.params.values(), m, empty_like(first.params))


class BlankInputsToo(PlannedStep):
    """A planned step whose first layer works like the others, without shortcuts."""

    def plan(self, m: int) -> tuple[Plan, PlannedLoss]:
        plan, loss = super().plan(m)
        without_shortcut(plan, self.network, m)
        return plan, loss


def take_steps(
    step: Step, X: np.ndarray, y: np.ndarray, batch: int, rng: np.random.Generator
) -> None:
    """An epoch of steps, and nothing else."""
    for X_batch, y_batch in step.batches(X, y, batch, rng):
        step(X_batch, y_batch)


def torch_network(ours: Sequential):
    """One of our ReLU networks in PyTorch, with the same weights."""
    import torch

    torch.set_num_threads(THREADS)
    layers: list[torch.nn.Module] = []
    for layer in ours.layers:
        if not isinstance(layer, Dense):
            layers.append(torch.nn.ReLU())
            continue
        linear = torch.nn.Linear(layer.n_in, layer.n_out)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer.params["W"].T))
            linear.bias.copy_(torch.from_numpy(layer.params["b"]))
        layers.append(linear)
    return torch.nn.Sequential(*layers)


def torch_without_blanks(network) -> Callable:
    """The forward of one of these PyTorch networks, without inputs that are blank."""
    import torch

    first, rest = network[0], network[1:]

    def forward(X):
        used = X.any(dim=0).nonzero().squeeze(1)
        W = first.weight.index_select(1, used)
        return rest(torch.nn.functional.linear(X.index_select(1, used), W, first.bias))

    return forward


def torch_digits(X: np.ndarray, y: np.ndarray):
    """Digits as tensors; PyTorch wants class numbers of eight bytes."""
    import torch

    return torch.from_numpy(X), torch.from_numpy(y.astype(np.int64))


def our_accuracy(network: Sequential, X: np.ndarray, y: np.ndarray) -> float:
    """The share of digits that one of our networks reads rightly."""
    return float(evaluate(network, SoftmaxCrossEntropy(), X, y)[1] or 0.0)


def torch_accuracy(network, X: np.ndarray, y: np.ndarray) -> float:
    """The share of digits that a PyTorch network reads rightly."""
    import torch

    with torch.inference_mode():
        return accuracy(predict_class(network(torch.from_numpy(X)).numpy()), y)
