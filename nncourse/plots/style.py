"""How the book's figures look: colours, line styles, markers and sizes, in one place.

Pages and figures share one palette. Its series follow Okabe and Ito, whose hues people with any
kind of colour vision tell apart, made darker or lighter until each is seen on its paper.
The style holds while a figure is drawn and changes nothing else in the reader's session.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
import matplotlib.pyplot
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

if "IPython" in sys.modules:  # a notebook can show a Figure once its backend has been loaded
    matplotlib.pyplot.switch_backend(matplotlib.get_backend())

# Ink on squared paper, by day and by night. The pages know each as `--nn-NAME`.
PALETTE = {
    "light": {
        "paper": "#fcfdff",
        "surface": "#f0f4fb",  # code, and what lies on the paper
        "grid": "#e3ebf6",  # the squares of the paper
        "rule": "#c9d5e8",
        "muted": "#566180",
        "ink": "#171d3b",
        "accent": "#2b41c4",
        "1": "#2b41c4",
        "2": "#c8371a",
        "3": "#067a55",
        "4": "#a86a00",
        "5": "#a63a8c",
        "6": "#1783ad",
        "7": "#5a6178",
    },
    "dark": {
        "paper": "#10131f",
        "surface": "#1a1f30",
        "grid": "#1d2335",
        "rule": "#363f5a",
        "muted": "#a0abc8",
        "ink": "#e6eaf6",
        "accent": "#a3b4ff",
        "1": "#93a7ff",
        "2": "#ff8b6b",
        "3": "#4fd1a1",
        "4": "#f2b84b",
        "5": "#ec9bdb",
        "6": "#5fcaf0",
        "7": "#b9c1d6",
    },
}
INK, GREY = PALETTE["light"]["ink"], PALETTE["light"]["muted"]
BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, SLATE = (PALETTE["light"][i] for i in "1234567")
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, SLATE)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 1)))

WIDTH, HEIGHT = 6.0, 3.5  # inches
NARROW = 4.0  # inches: text of 10 points is still read when a phone shrinks such a figure

STYLE: Any = {
    "figure.facecolor": "white",
    "figure.dpi": 120,
    "axes.facecolor": "white",
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlecolor": INK,
    "grid.color": PALETTE["light"]["grid"],
    "grid.linewidth": 0.8,
    "font.family": ["DejaVu Sans"],
    "font.size": 11,
    "lines.linewidth": 2.2,
    "lines.markersize": 6,
    "legend.fontsize": 10.5,
    "legend.frameon": True,
    "legend.framealpha": 0.9,
    "legend.edgecolor": PALETTE["light"]["rule"],
    "legend.facecolor": "white",
    "legend.labelcolor": INK,
    "text.color": INK,
    "text.usetex": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "image.interpolation": "nearest",
    "savefig.facecolor": "white",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Make a context in which any figure, also one of the reader's own, looks like the book's.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with house_style():
    ...     figure, ax = plt.subplots()
    >>> plt.close(figure)
    """
    with matplotlib.rc_context(STYLE):
        yield


def mixed(colour: str, part: float, other: str = "#ffffff") -> tuple[float, ...]:
    """So much of a colour, and the rest of another; every theme of a page mixes them anew.

    >>> mixed("#000000", 0.25)
    (0.75, 0.75, 0.75)
    """
    pairs = zip(to_rgb(colour), to_rgb(other), strict=True)
    return tuple(part * a + (1 - part) * b for a, b in pairs)


class BookFigure(Figure):
    """A figure that may know how to be drawn for a phone, in another way than narrower."""

    drawn_narrow: Callable[[], Figure] | None = None

    def __repr__(self) -> str:  # to a reader it is a figure as any
        return super().__repr__().replace(type(self).__name__, Figure.__name__)


def new_figure(width: float = WIDTH, height: float = HEIGHT) -> BookFigure:
    """An empty figure that belongs to no window: a notebook shows it once, not twice."""
    return BookFigure(figsize=(width, height), layout="constrained")


def axes_or_new(ax: Axes | None, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """`ax`, or the axes of a new figure where there is none."""
    return new_figure(width, height).subplots() if ax is None else ax


def figure_of(ax: Axes) -> Figure:
    """The figure on which `ax` lies."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def look(i: int) -> dict[str, Any]:
    """Colour, marker and line style number `i`; after the last they begin again."""
    kind = i % len(COLOURS)
    return {"color": COLOURS[kind], "marker": MARKERS[kind], "linestyle": LINES[kind]}
