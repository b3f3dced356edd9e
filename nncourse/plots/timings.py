"""Times: how cost grows with size, and what each trick saves.

Both figures show what `make bench` measured; see `nncourse.results.speed`.
"""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from nncourse.plots.style import BLUE, GREY, INK, axes_or_new, figure_of, house_style, look
from nncourse.results import speed


def plot_growth(measured: speed.Measured, ax: Axes | None = None) -> Figure:
    """Time against size, a line for each contender, on logarithmic axes.

    Parameters
    ----------
    measured : a case of the results file that was measured at several sizes.
    ax : where to draw; a new figure if not given.

    Returns
    -------
    The figure.

    Examples
    --------
    >>> spread = {"median": 1.0, "low": 0.9, "high": 1.2}
    >>> ours = {"seconds": {"64": spread, "128": spread}}
    >>> figure = plot_growth({"contenders": {"ours": ours}, "axis": "width", "unit": "an epoch"})
    """
    with house_style():
        ax = axes_or_new(ax)
        for i, (who, row) in enumerate(measured["contenders"].items()):
            sizes = [int(point) for point in row["seconds"]]
            spreads = row["seconds"].values()
            ax.plot(sizes, [spread["median"] for spread in spreads], label=who, **look(i))
            ax.fill_between(
                sizes,
                [spread["low"] for spread in spreads],
                [spread["high"] for spread in spreads],
                color=look(i)["color"],
                alpha=0.15,
                linewidth=0,
            )
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=35)
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5, 7)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.minorticks_off()
        ax.set(xlabel=measured["axis"], ylabel=f"seconds for {measured['unit']}")
        ax.legend()
    return figure_of(ax)


def plot_ladder(seconds: Mapping[str, float], floor: float, ax: Axes | None = None) -> Figure:
    """Bars of time, one below the other, and a line for what most of it goes into.

    Parameters
    ----------
    seconds : what was timed -> how long it took.
    floor : the time of the products alone.
    ax : where to draw; a new figure if not given.

    Returns
    -------
    The figure.

    Examples
    --------
    >>> figure = plot_ladder({"plain": 2.0, "fast": 1.1}, floor=1.0)
    """
    with house_style():
        ax = axes_or_new(ax, height=1.4 + 0.42 * len(seconds))
        bars = ax.barh(list(seconds), list(seconds.values()), color=BLUE, height=0.6)
        labels = [f"{time:.2f} s" for time in seconds.values()]
        # On a ground of their own, where the line would run through them.
        ground = {"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 1}
        ax.bar_label(bars, labels, padding=4, color=INK, bbox=ground)
        ax.axvline(floor, color=GREY, linestyle="--")
        words = ax.annotate(
            f"only the products:\n{floor:.2f} s",
            (floor, -0.6),
            (4, 0),
            textcoords="offset points",
            va="bottom",
            fontsize=10,
        )
        words.set_in_layout(False)  # it has its room within the axes
        ax.set(xlabel="seconds", xlim=(0, 1.2 * max(floor, *seconds.values())))
        ax.set_ylim(len(seconds) - 0.4, -1.6)
        ax.grid(axis="y", visible=False)
    return figure_of(ax)
