"""The experiments of the first page: six test digits, read without a hidden layer and with one.

Both networks learn from the same digits for as many epochs, each at the learning rate that did best
on digits held back. One of the six is a thin 3, on which they differ.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncourse.datasets import mnist
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.plots.style import (
    GREEN,
    INK,
    NARROW,
    SLATE,
    VERMILION,
    WIDTH,
    BookFigure,
    house_style,
    new_figure,
)
from nncourse.predictions import probabilities
from nncourse.results import read
from nncourse.results.digits import choose, digits
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings

HANDFUL = (0, 30, 34, 79, 93, 195)  # their places in the test set: 7 3 7 7 3 3
THIN = HANDFUL.index(195)  # a 3 in thin ink

ALIKE = Settings((), optimizer="nesterov", schedule="cosine", epochs=8)
READERS = {
    # name: the hidden layers, the learning rate that was chosen, and those that were tried
    "handful_without": ((), 0.3, (0.03, 0.1, 0.3, 1.0)),
    "handful_with": ((128,), 0.2, (0.03, 0.1, 0.2, 0.4)),
}


def run(settings: Settings) -> Measurements:
    """Train on all training digits: how many test digits are read, and what is made of the six."""
    rng = np.random.default_rng(settings.seed)
    network, loss = settings.new_network(784, 10, rng), SoftmaxCrossEntropy()
    settings.train(network, *digits("train"), loss=loss, rng=rng, progress=False)
    X, y = digits("test")
    shares = probabilities(network.predict(X))
    right = shares.argmax(axis=1) == y
    return {"accuracy": float(right.mean()), "shares": shares[list(HANDFUL)].tolist()}


def reader(name: str) -> Experiment:
    """How one of the networks reads."""
    hidden, rate, tried = READERS[name]
    settings = replace(ALIKE, hidden=hidden, learning_rate=rate)
    with_it = f"with {hidden[0]} hidden neurons" if hidden else "without a hidden layer"
    return Experiment(
        name,
        f"How does a network {with_it} read digits, and six of them?",
        settings,
        run,
        choose=lambda: choose(settings, tried),
    )


EXPERIMENTS = [reader(name) for name in READERS]


def opening() -> Figure:
    """The thin 3, and what each of the two networks says it is.

    Examples
    --------
    >>> [ax.get_title() for ax in opening().axes[1:]]
    ['ten neurons: 5', '128 neurons, then ten: 3']
    """
    figure = thin_three(across=True)
    figure.drawn_narrow = lambda: thin_three(across=False)
    return figure


@house_style()
def thin_three(across: bool) -> BookFigure:
    """The picture and the two networks' shares, side by side or with the picture on top."""
    figure = new_figure(*((WIDTH, 3.4) if across else (NARROW, 5.8)))
    figure.set_layout_engine("constrained", h_pad=0.12)
    readers = ["handful_without", "handful_with"]
    layout: list[Any] = [["picture", name] for name in readers]
    if not across:
        layout = [["picture"], *([name] for name in readers)]
    ratios = {"width_ratios": (2, 3)} if across else {"height_ratios": (3, 2, 2)}
    axes = figure.subplot_mosaic(layout, **ratios)
    pictures, _ = mnist("test")
    axes["picture"].imshow(pictures[HANDFUL[THIN]], cmap="Greys")
    axes["picture"].set(xticks=[], yticks=[])
    axes["picture"].grid(visible=False)
    axes["picture"].spines[:].set_visible(False)
    for name, title in zip(readers, ("ten neurons", "128 neurons, then ten"), strict=True):
        draw_shares(axes[name], read(name)["runs"][0]["shares"][THIN], title)
    return figure


def draw_shares(ax: Axes, shares: list[float], reader: str) -> None:
    """A bar for each of the ten digits; the largest is what the reader says."""
    says = int(np.argmax(shares))
    bars = ax.bar(range(10), shares, color=SLATE, width=0.7)
    bars[says].set(facecolor=GREEN if says == 3 else VERMILION)
    ax.text(says, shares[says] + 0.03, f"{shares[says]:.0%}", ha="center", color=INK, fontsize=10.5)
    ax.set(title=f"{reader}: {says}", xticks=range(10), yticks=[], ylim=(0, 1.2))
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
