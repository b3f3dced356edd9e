"""Curves and bars: how training went, how models compare, what an activation function does.

First used in the chapter on the basics; the race and the rates are those of the chapter on
optimisers. Training and validation are told apart by line style, models by colour and marker.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator

from nncourse.errors import DataError, ShapeError
from nncourse.plots.style import (
    BLUE,
    GREY,
    HEIGHT,
    INK,
    VERMILION,
    WIDTH,
    axes_or_new,
    figure_of,
    house_style,
    look,
    mixed,
    new_figure,
)


def rows_of(history: Any) -> list[dict[str, Any]]:
    """The records of a history, at least one; a DataError for anything else."""
    rows = getattr(history, "epochs", history)
    if not isinstance(rows, list) or not all("train_loss" in row for row in rows):
        raise DataError(
            "a history as fit() returns it was expected (or a dictionary name -> history); "
            f"this is a {type(history).__name__} without 'train_loss' in each epoch"
        )
    if not rows:
        raise DataError("the history holds no epoch yet: train for at least one")
    return rows


def draw_curve(ax: Axes, rows: list[dict[str, Any]], column: str, **looks: Any) -> None:
    """Draw one quantity against the epoch, where it was measured."""
    points = [(row["epoch"], row[column]) for row in rows if column in row]
    if points:
        ax.plot(*zip(*points, strict=True), markevery=max(1, len(points) // 8), **looks)


def draw_one_run(loss: Axes, rows: list[dict[str, Any]]) -> None:
    """Draw the losses of a single run, told apart by line style."""
    train, validation = look(0), look(1)
    draw_curve(loss, rows, "train_loss", label="training", **train)
    draw_curve(loss, rows, "val_loss", label="validation", **validation)
    if "val_loss" in rows[0]:
        loss.legend()


def draw_several_runs(loss: Axes, runs: dict[str, list[dict[str, Any]]]) -> None:
    """Draw the losses of runs to compare: validation solid, training dotted."""
    validated = any("val_loss" in rows[0] for rows in runs.values())
    for i, (name, rows) in enumerate(runs.items()):
        solid, thin = {**look(i), "linestyle": "-"}, {**look(i), "linestyle": ":", "linewidth": 1.6}
        if "val_loss" in rows[0]:
            draw_curve(loss, rows, "val_loss", label=name, **solid)
            draw_curve(loss, rows, "train_loss", **{**thin, "marker": ""})
        else:
            draw_curve(loss, rows, "train_loss", label=name, **(thin if validated else solid))
    if validated:
        loss.set_ylabel("loss (dotted: training)")
    loss.legend()


@house_style()
def learning_curves(history: Any) -> Figure:
    """Draw loss, and validation accuracy where it was measured, against the epoch.

    Parameters
    ----------
    history : the `History` that `fit` returns, or a dictionary name -> `History` to compare runs;
        not changed.

    Returns
    -------
    The figure: the loss, and the validation accuracy (if any) under it. With several runs,
    each has a colour and a marker, and its training loss is dotted.

    Raises
    ------
    DataError
        If there is no epoch to draw, or the argument is no history.

    Examples
    --------
    >>> rows = [{"epoch": 1, "train_loss": 0.9}, {"epoch": 2, "train_loss": 0.4}]
    >>> learning_curves(rows).axes[0].get_xlabel()
    'epoch'
    """
    several = isinstance(history, Mapping)
    runs = {name: rows_of(h) for name, h in history.items()} if several else {"": rows_of(history)}
    if not runs:
        raise DataError("there is no history to draw: the dictionary is empty")
    measured = any("val_accuracy" in row for rows in runs.values() for row in rows)
    panels = 2 if measured else 1
    figure = new_figure(WIDTH, HEIGHT if panels == 1 else 1.55 * HEIGHT)
    axes = figure.subplots(panels, 1, sharex=True, squeeze=False)[:, 0]
    axes[0].set_ylabel("loss")
    if several:
        draw_several_runs(axes[0], runs)
    else:
        draw_one_run(axes[0], runs[""])
    if measured:
        axes[1].set_ylabel("validation accuracy")
        for i, rows in enumerate(runs.values()):
            looks = {**look(i), "linestyle": "-"} if several else look(1)
            draw_curve(axes[1], rows, "val_accuracy", **looks)
    axes[-1].set_xlabel("epoch")
    axes[-1].xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    return figure


@house_style()
def compare_models(
    results: Mapping[str, Sequence[float]],
    *,
    measure: str = "test accuracy",
    start: float = 0.0,
    chance: float | None = None,
) -> Figure:
    """Draw one bar per model: the mean over seeds, its standard deviation, and each seed as a dot.

    Parameters
    ----------
    results : name of the model -> its results, one a seed (at least one); not changed.
    measure : what was measured, for the axis.
    start : where the axis begins; more than 0 enlarges small differences, and the axis says so.
    chance : the result of guessing, drawn as a dashed line.

    Returns
    -------
    The figure, with the first model on top; the number beside each bar is the mean.

    Raises
    ------
    DataError
        If there is no model, a model has no result, or a result is not a finite number.

    Examples
    --------
    >>> figure = compare_models({"one layer": [0.91, 0.92], "two layers": [0.97, 0.98]})
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['one layer', 'two layers']
    """
    if not results:
        raise DataError("there is no model to compare: the dictionary is empty")
    values = {name: np.asarray(list(v), dtype=float) for name, v in results.items()}
    for name, v in values.items():
        if v.size == 0 or not np.isfinite(v).all():
            raise DataError(f"the results of {name!r} must be finite numbers, one a seed; got {v}")
    figure = new_figure(WIDTH, 1.2 + 0.55 * len(values))
    ax = figure.subplots()
    for i, v in enumerate(values.values()):
        spread = v.std(ddof=1) if v.size > 1 else 0.0
        ax.barh(
            i, v.mean() - start, left=start, height=0.62, color=mixed(BLUE, 0.38), edgecolor=BLUE
        )
        if v.size > 1:
            ax.errorbar(v.mean(), i - 0.1, xerr=spread, color=INK, capsize=6, linewidth=2)
        ax.plot(v, np.full(v.size, i + 0.15), "o", color=VERMILION, markeredgecolor="white")
        text = f"{v.mean():.3f}"
        ax.annotate(
            text,
            (max(v.max(), v.mean() + spread), i),
            (8, 0),
            textcoords="offset points",
            va="center",
        )
    if chance is not None:
        ax.axvline(chance, color=GREY, linestyle="--", linewidth=1.6)
        ax.annotate(
            "guessing",
            (chance, 1),
            (0, 2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            fontsize=10,
            color=GREY,
        )
    ax.set_yticks(range(len(values)), list(values))
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_xlim(left=start, right=start + (ax.get_xlim()[1] - start) * 1.08)
    starts = f"\nthe axis starts at {start:g}" if start else ""
    ax.set_xlabel(f"{measure} (dots: one a seed){starts}")
    return figure


@house_style()
def plot_function(
    f: Callable[[np.ndarray], np.ndarray],
    derivative: Callable[[np.ndarray], np.ndarray] | None = None,
    *,
    name: str | None = None,
    interval: tuple[float, float] = (-6.0, 6.0),
    ax: Axes | None = None,
) -> Figure:
    """Draw a function of one number, and its derivative as a dashed line.

    Parameters
    ----------
    f : takes an array (n,) of numbers and returns their values (n,).
    derivative : the same for the derivative; without it only `f` is drawn.
    name : what to call the function; its own name where none is given.
    interval : the smallest and the largest number.
    ax : where to draw; a new figure where none is given.

    Returns
    -------
    The figure.

    Raises
    ------
    ShapeError
        If a function returns another shape than it was given.

    Examples
    --------
    >>> figure = plot_function(np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    >>> figure.axes[0].get_legend_handles_labels()[1]
    ['tanh', 'derivative']
    """
    if not interval[0] < interval[1]:
        raise ValueError(f"the interval must go from a smaller to a larger number, got {interval}")
    ax = axes_or_new(ax)
    z = np.linspace(*interval, 601)
    name = name or getattr(f, "__name__", "f")
    curves = {name: f} if derivative is None else {name: f, "derivative": derivative}
    ax.axhline(0, color=GREY, linewidth=1)
    ax.axvline(0, color=GREY, linewidth=1)
    for i, (label, function) in enumerate(curves.items()):
        values = np.asarray(function(z))
        if values.shape != z.shape:
            raise ShapeError(
                f"{label} was given {z.shape} numbers and returned shape {values.shape}; "
                "it must return one value for each"
            )
        ax.plot(z, values, label=label, **{**look(i), "marker": ""})
    ax.set_xlabel("z")
    ax.legend()
    return figure_of(ax)


@house_style()
def plot_race(
    runs: Mapping[str, np.ndarray],
    *,
    measure: str = "test accuracy",
    ax: Axes | None = None,
) -> Figure:
    """Draw what was measured after each epoch, a line for each contender, over several seeds.

    Parameters
    ----------
    runs : name -> measurements (seeds, epochs), at least two seeds; not changed.
    measure : what was measured, for the axis.
    ax : where to draw; a new figure where none is given.

    Returns
    -------
    The figure: the lines are means over the seeds, the bars one standard error up and down. The
    contenders stand a little beside each other, so that no bar hides another.

    Raises
    ------
    ShapeError
        If the measurements of a contender are not (seeds, epochs), or of one seed only.
    DataError
        If there is no contender, or a measurement is not finite.

    Examples
    --------
    >>> figure = plot_race({"SGD": np.array([[0.90, 0.93], [0.91, 0.94]])})
    >>> figure.axes[0].get_xlabel()
    'epoch'
    """
    if not runs:
        raise DataError("there is no contender to draw: the dictionary is empty")
    ax = axes_or_new(ax, WIDTH, 1.15 * HEIGHT)
    for i, (name, measured) in enumerate(runs.items()):
        values = np.asarray(measured, dtype=float)
        if values.ndim != 2 or len(values) < 2:
            raise ShapeError(f"{name} has shape {values.shape}; expected (seeds, epochs), 2 seeds")
        if not np.isfinite(values).all():
            raise DataError(f"the measurements of {name} hold NaN or infinity")
        beside = 0.05 * (i - (len(runs) - 1) / 2)
        error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
        epochs = 1 + np.arange(values.shape[1])
        ax.errorbar(epochs + beside, values.mean(axis=0), error, label=name, capsize=3, **look(i))
    ax.set(xlabel="epoch", ylabel=measure)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    ax.legend(ncols=2)
    return figure_of(ax)


@house_style()
def plot_rates(
    rates: np.ndarray,
    losses: np.ndarray,
    *,
    chosen: float | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw what the rate finder saw: the loss against a learning rate that grows.

    Parameters
    ----------
    rates, losses : (k,) each, as `nncourse.rate_finder.find_rate` returns them; not changed. What
        is not finite is left out.
    chosen : a rate to mark.
    ax : where to draw; a new figure where none is given.

    Returns
    -------
    The figure; both axes are logarithmic.

    Raises
    ------
    ShapeError
        If there are not as many losses as rates, or none.

    Examples
    --------
    >>> figure = plot_rates(np.array([0.01, 0.1, 1.0]), np.array([2.3, 1.5, 9.0]), chosen=0.05)
    >>> figure.axes[0].get_xscale()
    'log'
    """
    rates, losses = np.asarray(rates, dtype=float), np.asarray(losses, dtype=float)
    if rates.ndim != 1 or rates.shape != losses.shape or not rates.size:
        raise ShapeError(f"{rates.shape} rates and {losses.shape} losses: expected (k,) each")
    ax = axes_or_new(ax)
    ax.plot(rates, np.where(np.isfinite(losses), losses, np.nan), color=BLUE)
    if chosen is not None:
        ax.axvline(chosen, color=VERMILION, linestyle="--")
        ax.annotate(
            f"{chosen:g}",
            (chosen, 0.95),
            (5, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            color=mixed(VERMILION, 0.75, INK),
        )
    ax.set(xlabel="learning rate", ylabel="loss of the batch", xscale="log", yscale="log")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.minorticks_off()
    return figure_of(ax)
