"""One epoch of MNIST with 784-256-64-10, batches of 128, on one thread, timed side by side.

Each contender trains in turn, several rounds, and the fastest round counts;
what is reported is the ratio to the bare matrix products, the floor below which no implementation
on this machine can fall. Times belong here and never into a test.
"""

import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from tqdm.auto import tqdm

from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.results.digits import digits
from nncourse.training import train_epoch

SIZES, BATCH, RATE = (784, 256, 64, 10), 128, 0.1
Epoch = Callable[[np.ndarray, np.ndarray], None]


def bare_products() -> Epoch:
    """The matrix products of forward and backward, and nothing else."""
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal(pair, dtype=np.float32) for pair in pairwise(SIZES)]
    outputs = [rng.standard_normal((BATCH, n), dtype=np.float32) for n in SIZES]

    def epoch(X: np.ndarray, y: np.ndarray) -> None:
        for _ in range(0, len(X), BATCH):
            for layer, W in enumerate(weights):
                outputs[layer] @ W
                outputs[layer].T @ outputs[layer + 1]
                if layer:
                    outputs[layer + 1] @ W.T

    return epoch


def nncourse_epoch() -> Epoch:
    """This package, as the chapters use it."""
    rng = np.random.default_rng(0)
    network = Sequential(rng=rng).input(SIZES[0])
    for n in SIZES[1:-1]:
        network.dense(n, init="he").relu()
    network.dense(SIZES[-1])
    loss, optimizer = SoftmaxCrossEntropy(), SGD(RATE)

    def epoch(X: np.ndarray, y: np.ndarray) -> None:
        train_epoch(network, loss, optimizer, X, y, BATCH, rng)

    return epoch


def torch_epoch() -> Epoch:
    """PyTorch, eager, with the data as one tensor."""
    import torch

    torch.set_num_threads(1)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(SIZES):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)

    def epoch(X: np.ndarray, y: np.ndarray) -> None:
        inputs, targets = torch.from_numpy(X), torch.from_numpy(y.astype(np.int64))
        for chosen in torch.randperm(len(inputs)).split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(inputs[chosen]), targets[chosen]).backward()
            optimizer.step()

    return epoch


def sklearn_epoch() -> Epoch:
    """scikit-learn's MLPClassifier, one epoch at a time."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        SIZES[1:-1],
        solver="sgd",
        momentum=0.0,
        alpha=0.0,
        batch_size=BATCH,
        learning_rate_init=RATE,
        shuffle=True,
        random_state=0,
    )

    def epoch(X: np.ndarray, y: np.ndarray) -> None:
        model.partial_fit(X, y, classes=np.arange(SIZES[-1]))

    return epoch


CONTENDERS = {
    "bare products": bare_products,
    "nncourse": nncourse_epoch,
    "PyTorch": torch_epoch,
    "scikit-learn": sklearn_epoch,
}


def fastest_rounds(rounds: int) -> dict[str, float]:
    """Seconds of each contender's fastest epoch; they take turns, to meet the same load."""
    X, y = digits("train")
    contenders = {name: make() for name, make in CONTENDERS.items()}
    best = dict.fromkeys(contenders, np.inf)
    with tqdm(total=rounds * len(contenders), unit="epoch", leave=False) as bar:
        for _ in range(rounds):
            for name, epoch in contenders.items():
                started = time.perf_counter()
                epoch(X, y)
                best[name] = min(best[name], time.perf_counter() - started)
                bar.update()
    return best


def report(rounds: int = 5) -> None:
    """Time and print the table."""
    best = fastest_rounds(rounds)
    floor = best["bare products"]
    print(f"{'one epoch of MNIST, one thread':<34}{'seconds':>8}{'of the floor':>14}")
    for name, seconds in best.items():
        print(f"{name:<34}{seconds:>8.2f}{seconds / floor:>13.2f}x")
