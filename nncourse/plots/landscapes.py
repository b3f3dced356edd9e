"""Maps of a plane: which class a network gives to each point, and the way downhill on a loss.

The first answers 'what did the network learn?' in the chapter on the basics and the chapter on
backpropagation, the second 'how did it get there?' in the chapter on the basics and the chapter on
optimisers.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_rgb
from matplotlib.figure import Figure

from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.plots.style import (
    COLOURS,
    INK,
    MARKERS,
    axes_or_new,
    figure_of,
    house_style,
    look,
)

MANY = 3  # paths, beyond which a legend would hide some of them
FINENESS = 240  # points on each side of the map


def pale(colour: str, strength: float = 0.35) -> tuple[float, ...]:
    """A colour through which the paper is seen, be it white or dark."""
    return (*to_rgb(colour), strength)


def class_map(values: np.ndarray, n: int) -> tuple[np.ndarray, bool]:
    """The map's values (n,) and whether they are probabilities of class 1."""
    values = np.asarray(values)
    if values.ndim == 2 and values.shape[1] > 1:
        values = values.argmax(axis=1)
    values = values.reshape(-1)
    if not np.isfinite(values).all():
        raise DataError("predict returned NaN or infinity: did training end with a NaN loss?")
    if values.shape != (n,):
        raise ShapeError(
            f"predict was given {n} points and returned {values.shape[0]} values; "
            "it must return one row for each"
        )
    graded = np.issubdtype(values.dtype, np.floating) and not np.array_equal(values, values.round())
    if graded and not (values.min() >= 0 and values.max() <= 1):
        raise DataError(
            f"predict returned numbers from {values.min():.3g} to {values.max():.3g}, which are "
            "neither classes nor probabilities; let it return probabilities(Z) or predict_class(Z)"
        )
    return values, bool(graded)


@house_style()
def decision_boundary(
    predict: Callable[[np.ndarray], np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    *,
    classes: Sequence[str] | None = None,
    names: tuple[str, str] = ("$x_1$", "$x_2$"),
    ax: Axes | None = None,
) -> Figure:
    """Colour the plane by the class that `predict` gives to each point, with the data on top.

    Parameters
    ----------
    predict : takes points (n, 2) and returns classes (n,), or scores (n, k) of which the largest
        wins, or the probability of class 1, (n,) or (n, 1), in [0, 1]: then the shade is graded
        and the border runs where it is 0.5.
    X : the data, (m, 2); not changed.
    y : their classes, (m,) or (m, 1), integers from 0.
    classes : their names for the legend.
    names : what the two features are called.
    ax : where to draw; a new figure where none is given.

    Returns
    -------
    The figure.

    Raises
    ------
    ShapeError
        If `X` does not have two columns or `predict` does not return one row per point.
    LabelError
        If there are not as many labels as points, or they are no integers from 0.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> figure = decision_boundary(lambda points: points.sum(axis=1) > 1, X, [0, 1])
    >>> len(figure.axes[0].collections) > 2
    True
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y).reshape(-1)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ShapeError(f"X has shape {X.shape}; a map needs points of two features, (m, 2)")
    if not np.isfinite(X).all():
        raise DataError("X holds NaN or infinity, which have no place on a map")
    if len(y) != len(X) or not len(X):
        raise LabelError(f"{len(X)} points came with {len(y)} labels; give one for each")
    if not np.array_equal(y, y.astype(int)) or y.min() < 0:
        raise LabelError("labels must be integers from 0: 0, 1, 2, ...")
    y = y.astype(int)
    margin = 0.12 * np.maximum(np.ptp(X, axis=0), 1e-3)
    (left, bottom), (right, top) = X.min(axis=0) - margin, X.max(axis=0) + margin
    x1, x2 = np.meshgrid(np.linspace(left, right, FINENESS), np.linspace(bottom, top, FINENESS))
    points = np.column_stack([x1.ravel(), x2.ravel()]).astype(np.float32)
    values, graded = class_map(predict(points), len(points))
    if not graded:
        values = values.astype(int)
    plane = values.reshape(x1.shape)
    k = max(int(y.max()), int(plane.max()), 1) + 1

    ax = axes_or_new(ax, 5.2, 4.2)
    extent = (left, right, bottom, top)
    if graded:
        clear = [(0.5, pale(COLOURS[0], 0)), (0.5, pale(COLOURS[1], 0))]
        ends = [(0, pale(COLOURS[0], 0.55)), *clear, (1, pale(COLOURS[1], 0.55))]
        shades = LinearSegmentedColormap.from_list("probability", ends)
        picture = ax.imshow(
            plane,
            cmap=shades,
            vmin=0,
            vmax=1,
            extent=extent,
            origin="lower",
            aspect="auto",
            interpolation="bilinear",
        )
        bar = figure_of(ax).colorbar(picture, ax=ax, ticks=[0, 0.5, 1])
        bar.set_label("probability of class 1")
    else:
        pales = ListedColormap([pale(COLOURS[c % len(COLOURS)]) for c in range(k)])
        ax.imshow(
            plane, cmap=pales, vmin=-0.5, vmax=k - 0.5, extent=extent, origin="lower", aspect="auto"
        )
    borders = [0.5] if graded else [c + 0.5 for c in range(k - 1)]
    inside = [b for b in borders if plane.min() < b < plane.max()]
    if inside:
        ax.contour(x1, x2, plane, levels=inside, colors=INK, linewidths=1.6)
    for c in range(int(y.max()) + 1):
        label = classes[c] if classes is not None and c < len(classes) else f"class {c}"
        ax.scatter(
            X[y == c, 0],
            X[y == c, 1],
            label=label,
            edgecolor="white",
            linewidth=0.8,
            s=42 if len(X) > 20 else 110,
            color=COLOURS[c % len(COLOURS)],
            marker=MARKERS[c % len(MARKERS)],
        )
    ax.grid(visible=False)
    ax.set(xlabel=names[0], ylabel=names[1], xlim=(left, right), ylim=(bottom, top))
    ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, 1.14),
        ncols=4,
        frameon=False,
        handletextpad=0.2,
        columnspacing=1.2,
    )
    return figure_of(ax)


@house_style()
def plot_descent(
    loss: Callable[[float, float], float],
    paths: np.ndarray | Mapping[str, np.ndarray],
    *,
    minimum: tuple[float, float] | None = None,
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    names: tuple[str, str] = ("$w_1$", "$w_2$"),
    ax: Axes | None = None,
) -> Figure:
    """Draw the ways that gradient descent took on the contour map of a loss of two parameters.

    Parameters
    ----------
    loss : takes two numbers and returns the loss there.
    paths : the parameters after each step, (steps + 1, 2), the first row the start; or a
        dictionary name -> path to compare optimisers; not changed.
    minimum : where the loss is smallest, marked by a star.
    limits : the map's ends ((left, right), (bottom, top)); what holds the paths where not given.
    names : what the two parameters are called.
    ax : where to draw; a new figure where none is given.

    Returns
    -------
    The figure. Contours are closer where the loss is small: each is a quantile of the map.

    Raises
    ------
    ShapeError
        If a path is not (steps + 1, 2).
    DataError
        If a path holds NaN or infinity, as it does when the learning rate is too large.

    Examples
    --------
    >>> path = np.array([[3.0, 1.0], [1.5, 0.2], [0.7, 0.0]])
    >>> figure = plot_descent(lambda a, b: a**2 + 4 * b**2, path)
    >>> figure.axes[0].get_xlabel()
    '$w_1$'
    """
    given = paths if isinstance(paths, Mapping) else {"path": paths}
    ways = {name: np.asarray(way, dtype=float) for name, way in given.items()}
    if not ways:
        raise DataError("there is no path to draw: the dictionary is empty")
    for name, way in ways.items():
        if way.ndim != 2 or way.shape[1] != 2 or not len(way):
            raise ShapeError(f"{name} has shape {way.shape}; expected (steps + 1, 2)")
        if not np.isfinite(way).all():
            raise DataError(f"{name} leaves the numbers (NaN or infinity): try a smaller step")
    ends = np.concatenate([*ways.values(), *([np.array([minimum])] if minimum else [])])
    if limits is None:
        margin = 0.15 * np.maximum(np.ptp(ends, axis=0), 1e-3)
        low, high = ends.min(axis=0) - margin, ends.max(axis=0) + margin
        limits = ((low[0], high[0]), (low[1], high[1]))
    w1, w2 = np.linspace(*limits[0], 70), np.linspace(*limits[1], 70)
    heights = np.array([[float(loss(a, b)) for a in w1] for b in w2])

    ax = axes_or_new(ax, 5.4, 4.2)
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, 14) ** 1.5))
    if len(levels) > 1:
        ax.contourf(w1, w2, heights, levels=levels, cmap="Greys", alpha=0.45)
        ax.contour(w1, w2, heights, levels=levels, colors="#8a8a8a", linewidths=0.7)
    for i, (name, way) in enumerate(ways.items()):
        ax.plot(*way.T, label=name, markevery=max(1, len(way) // 15), **look(i))
    start = next(iter(ways.values()))[0]
    ax.annotate("start", start, (6, 8), textcoords="offset points", fontweight="bold")
    if minimum is not None:
        ax.plot(*minimum, "*", color=INK, markersize=15, label="minimum", linestyle="none")
    if len(ways) > MANY:
        narrow = {"handlelength": 1.5, "handletextpad": 0.4, "columnspacing": 0.8}
        ax.legend(loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=3, frameon=False, **narrow)
    elif len(ways) > 1 or minimum is not None:
        ax.legend()
    ax.grid(visible=False)
    ax.set(xlabel=names[0], ylabel=names[1], xlim=limits[0], ylim=limits[1])
    return figure_of(ax)
