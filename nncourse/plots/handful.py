"""The figure of the first page: a thin 3, and what two networks say it is."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncourse.datasets import mnist
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
from nncourse.results import read
from nncourse.results.handful import HANDFUL, THIN


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
