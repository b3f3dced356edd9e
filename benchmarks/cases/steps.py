"""Training MNIST with plain SGD: an epoch in batches of 128, and single digits."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.networks import (
    BlankInputsToo,
    our_accuracy,
    our_network,
    sizes,
    take_steps,
    torch_accuracy,
    torch_digits,
    torch_network,
    torch_without_blanks,
)
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.digits import digits
from nncourse.results.examples import Examples
from nncourse.results.settings import Settings

EPOCH = Settings((256, 64), optimizer="sgd", learning_rate=0.1, batch_size=128, epochs=1)
EPOCHS = replace(EPOCH, epochs=3)
N_SINGLES = 10_000
SINGLES = Settings(
    (64,), optimizer="sgd", learning_rate=0.01, batch_size=1, epochs=1, examples=N_SINGLES
)


def first_digits(settings: Settings) -> Examples:
    """As many training digits as the settings say, the first ones."""
    X, y = digits("train")
    return X[: settings.examples], y[: settings.examples]


def our_training(settings: Settings) -> Prepared:
    """`fit` for some epochs."""
    (X, y), rng = first_digits(settings), np.random.default_rng(0)
    network, loss = our_network(settings), SoftmaxCrossEntropy()

    def train() -> None:
        settings.train(network, X, y, loss=loss, rng=rng, progress=False)

    return Prepared(train, lambda: our_accuracy(network, *digits("test")))


def like_the_others(settings: Settings) -> Prepared:
    """The same steps planned, but the first layer works like the others, without shortcuts."""
    (X, y), rng = first_digits(settings), np.random.default_rng(0)
    network, y = our_network(settings), y.astype(np.intp)
    step = BlankInputsToo(network, SoftmaxCrossEntropy(), settings.new_optimizer())

    def train() -> None:
        for _ in range(settings.epochs):
            take_steps(step, X, y, settings.batch_size, rng)

    return Prepared(train, lambda: our_accuracy(network, *digits("test")))


def torch_training(
    settings: Settings, feed: str = "index", without_blanks: bool = False
) -> Prepared:
    """PyTorch, eager, fed in one of several ways; the case `feeding` compares them."""
    import torch

    inputs, targets = torch_digits(*first_digits(settings))
    network, batch = torch_network(our_network(settings)), settings.batch_size
    optimizer = torch.optim.SGD(network.parameters(), lr=settings.learning_rate)

    def batches():
        if feed == "loader":
            data = torch.utils.data.TensorDataset(inputs, targets)
            yield from torch.utils.data.DataLoader(data, batch, shuffle=True)
            return
        order = torch.randperm(len(inputs))
        if feed == "gather":
            yield from zip(inputs[order].split(batch), targets[order].split(batch), strict=True)
        else:
            for chosen in order.split(batch):
                yield inputs[chosen], targets[chosen]

    forward = torch_without_blanks(network) if without_blanks else network

    def train() -> None:
        for _ in range(settings.epochs):
            for X_batch, y_batch in batches():
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(forward(X_batch), y_batch).backward()
                optimizer.step()

    return Prepared(train, lambda: torch_accuracy(network, *digits("test")))


def sklearn_training() -> Prepared:
    """scikit-learn's MLPClassifier."""
    from sklearn.neural_network import MLPClassifier

    X, y = digits("train")
    model = MLPClassifier(
        EPOCHS.hidden,
        solver="sgd",
        momentum=0.0,
        alpha=0.0,
        batch_size=EPOCHS.batch_size,
        learning_rate_init=EPOCHS.learning_rate,
        shuffle=True,
        random_state=0,
    )

    def train() -> None:
        for _ in range(EPOCHS.epochs):
            model.partial_fit(X, y, classes=np.arange(10))

    return Prepared(train, lambda: float(model.score(*digits("test"))))


def bare_products() -> Prepared:
    """The matrix products that an epoch cannot do without, and nothing else: the floor."""
    rng = np.random.default_rng(0)
    widths, batch = sizes(EPOCHS), EPOCHS.batch_size
    weights = [rng.standard_normal(pair, dtype=np.float32) for pair in pairwise(widths)]
    outputs = [rng.standard_normal((batch, n), dtype=np.float32) for n in widths]
    places = [np.empty_like(A) for A in outputs], [np.empty_like(W) for W in weights]

    def multiply() -> None:
        out, grads = places
        for _ in range(0, EPOCHS.epochs * 60_000, batch):
            for i, W in enumerate(weights):
                outputs[i].dot(W, out=out[i + 1])
                outputs[i].T.dot(outputs[i + 1], out=grads[i])
                if i:
                    outputs[i + 1].dot(W.T, out=out[i])

    return Prepared(multiply)


def six_products() -> Prepared:
    """A bare loop of the six products of 784-64-10 on one digit, written out."""
    rng = np.random.default_rng(0)
    (x, A, dZ), (W_1, W_2) = small_arrays(rng)

    def loop() -> None:
        for _ in range(N_SINGLES):
            Z = x @ W_1
            Z @ W_2
            A.T @ dZ
            dA = dZ @ W_2.T
            x.T @ dA
            dA @ W_1.T

    return Prepared(loop)


def six_products_in_place() -> Prepared:
    """The same six with `dot`, into arrays that are there: as bare as NumPy can be."""
    rng = np.random.default_rng(0)
    (x, A, dZ), (W_1, W_2) = small_arrays(rng)
    Z, Y, dA, dX = (np.empty_like(array) for array in (A, dZ, A, x))
    dW_1, dW_2 = np.empty_like(W_1), np.empty_like(W_2)

    def loop() -> None:
        for _ in range(N_SINGLES):
            x.dot(W_1, out=Z)
            Z.dot(W_2, out=Y)
            A.T.dot(dZ, out=dW_2)
            dZ.dot(W_2.T, out=dA)
            x.T.dot(dA, out=dW_1)
            dA.dot(W_1.T, out=dX)

    return Prepared(loop)


def small_arrays(rng: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """One row for each layer of 784-64-10, and its two weight matrices."""
    widths = sizes(SINGLES)
    rows = [rng.standard_normal((1, n), dtype=np.float32) for n in widths]
    return rows, [rng.standard_normal(pair, dtype=np.float32) for pair in pairwise(widths)]


CASES = [
    Case(
        "epoch",
        "784-256-64-10, batches of 128, plain SGD, one epoch of MNIST",
        {
            "nncourse": lambda: our_training(EPOCHS),
            "nncourse, blank pixels too": lambda: like_the_others(EPOCHS),
            "PyTorch": lambda: torch_training(EPOCHS),
            "PyTorch, one gather": lambda: torch_training(EPOCHS, feed="gather"),
            "scikit-learn": sklearn_training,
            "bare products": bare_products,
        },
        unit="an epoch",
        amount=EPOCHS.epochs,
        runs=1,
        targets={
            "PyTorch": 0.75,
            "PyTorch, one gather": 0.75,
            "scikit-learn": 0.70,
            "bare products": 1 / 0.85,
        },
        memory_targets={"PyTorch": 0.8},
    ),
    Case(
        "feeding",
        "the same epoch: four ways to feed PyTorch",
        {
            "by index": lambda: torch_training(EPOCH, feed="index"),
            "by index, without blank pixels": lambda: torch_training(EPOCH, without_blanks=True),
            "one gather an epoch": lambda: torch_training(EPOCH, feed="gather"),
            "DataLoader": lambda: torch_training(EPOCH, feed="loader"),
        },
        unit="an epoch",
        runs=2,
        threads=(1,),
    ),
    Case(
        "single",
        "784-64-10, one digit at a time, plain SGD",
        {
            "nncourse": lambda: our_training(SINGLES),
            "nncourse, without the Gram matrix": lambda: like_the_others(SINGLES),
            "PyTorch": lambda: torch_training(SINGLES),
            "PyTorch, one gather": lambda: torch_training(SINGLES, feed="gather"),
            "six products, @": six_products,
            "six products, np.dot in place": six_products_in_place,
        },
        unit="a step",
        amount=N_SINGLES,
        targets={"PyTorch": 0.15, "PyTorch, one gather": 0.15, "six products, @": 1.1},
    ),
]
