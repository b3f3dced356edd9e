"""A figure once more for a phone: as narrow as its text can still be read there.

A figure that can be drawn in another way says so (`drawn_narrow`). Of any other the panels that
stand beside each other go below one another.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from nncourse.plots.style import NARROW

LOW = 0.8  # the height of a panel in its width, at most, so that two of them are seen together


def is_wide(figure: Figure) -> bool:
    """Whether the figure's text would become too small on a phone."""
    return figure.get_figwidth() > NARROW + 0.1


@contextmanager
def narrowed(figure: Figure) -> Iterator[Figure]:
    """The figure for a phone while a context lasts: another drawing, or this one made narrow."""
    again = getattr(figure, "drawn_narrow", None)
    if again is not None:
        yield again()
        return
    size = figure.get_figwidth(), figure.get_figheight()
    panels = {ax: place for ax in figure.axes if (place := ax.get_subplotspec()) is not None}
    columns = len({place.colspan.start for place in panels.values()})
    figure.set_figwidth(NARROW)
    if columns > 1:
        stack(figure, list(panels), size[1] / size[0] * columns * columns / len(panels))
    try:
        yield figure
    finally:
        figure.set_size_inches(*size)
        for ax, place in panels.items():
            ax.set_subplotspec(place)


def stack(figure: Figure, panels: list[Axes], shape: float) -> None:
    """Put panels of a shape (height / width) below one another, each as wide as the figure."""
    below = GridSpec(len(panels), 1, figure=figure)
    for number, ax in enumerate(panels):
        ax.set_subplotspec(below[number])
    figure.set_figheight(len(panels) * NARROW * min(shape, LOW))
