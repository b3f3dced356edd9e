"""Reading digits with a trained network: one, and ten thousand."""

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.cases.steps import EPOCH, SINGLES
from benchmarks.networks import our_network, sizes, torch_network
from nncourse.fast.plan import Plan
from nncourse.layers import Dense
from nncourse.results.digits import digits
from nncourse.results.settings import Settings

ONE = 2_000
AT_ONCE = 1_024  # as `predict` does when it is not told


def we_read_one(settings: Settings) -> Prepared:
    """The network planned for one digit, again and again."""
    plan, x = Plan(our_network(settings), 1), digits("test")[0][7:8].copy()
    return Prepared(lambda: [plan.forward(x) for _ in range(ONE)])


def torch_reads_one(settings: Settings) -> Prepared:
    """PyTorch, eager, told that no gradient will be asked for."""
    import torch

    network, x = (
        torch_network(our_network(settings)).eval(),
        torch.from_numpy(digits("test")[0][7:8].copy()),
    )

    def read() -> None:
        with torch.inference_mode():
            for _ in range(ONE):
                network(x)

    return Prepared(read)


def we_read_all(settings: Settings) -> Prepared:
    """The network planned for so many at once, on all test digits."""
    network, X = our_network(settings), digits("test")[0]
    parts = np.split(X, range(AT_ONCE, len(X), AT_ONCE))
    plans = {m: Plan(network, m) for m in map(len, parts)}
    return Prepared(lambda: np.concatenate([plans[len(p)].forward(p).copy() for p in parts]))


def torch_reads_all(settings: Settings, at_once: int = 10_000) -> Prepared:
    """PyTorch on all test digits, at once or in parts that stay in the cache."""
    import torch

    network, X = torch_network(our_network(settings)).eval(), torch.from_numpy(digits("test")[0])

    def read() -> None:
        with torch.inference_mode():
            torch.cat([network(part) for part in X.split(at_once)])

    return Prepared(read)


def bare_products(settings: Settings) -> Prepared:
    """The matrix products that reading all test digits cannot do without: the floor."""
    X = digits("test")[0]
    weights = [a.params["W"] for a in our_network(settings).layers if isinstance(a, Dense)]
    places = [np.empty((AT_ONCE, n), np.float32) for n in sizes(settings)[1:]]

    def multiply() -> None:
        for start in range(0, len(X), AT_ONCE):
            A = X[start : start + AT_ONCE]
            for W, place in zip(weights, places, strict=True):
                A = A.dot(W, out=place[: len(A)])

    return Prepared(multiply)


def name(settings: Settings) -> str:
    """As the course writes it: 784-64-10."""
    return "-".join(map(str, sizes(settings)))


CASES = [
    case
    for settings in (SINGLES, EPOCH)
    for case in (
        Case(
            f"one_digit_{len(settings.hidden) + 1}",
            f"{name(settings)} reads one digit",
            {
                "nncourse, in buffers": lambda settings=settings: we_read_one(settings),
                "PyTorch": lambda settings=settings: torch_reads_one(settings),
            },
            unit="a digit",
            amount=ONE,
            runs=5,
            targets={"PyTorch": 0.3},
        ),
        Case(
            f"all_digits_{len(settings.hidden) + 1}",
            f"{name(settings)} reads 10,000 digits",
            {
                "nncourse, in buffers": lambda settings=settings: we_read_all(settings),
                "PyTorch": lambda settings=settings: torch_reads_all(settings),
                "PyTorch, 1,000 at a time": lambda settings=settings: torch_reads_all(
                    settings, 1_000
                ),
                "bare products": lambda settings=settings: bare_products(settings),
            },
            unit="10,000 digits",
            runs=7,
            targets={"PyTorch": 0.9},
        ),
    )
]
