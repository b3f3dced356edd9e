"""Drawings of what the formulas say: a network of circles, and a computation as a graph.

Chapter 1 draws its first networks with these, and chapter 3 sends the gradients back along the
edges of a graph.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from nncourse.errors import DataError, ShapeError
from nncourse.plots.style import BLUE, GREEN, GREY, INK, VERMILION, WIDTH, house_style, new_figure

_PALE_BLUE, _PALE_GREEN, _PALE_ORANGE = "#d7eaf6", "#d5efe6", "#fae3d3"
_SHOWN = 6  # units of a layer that are drawn; of larger layers the first and last ones


def _blank(ax: Axes) -> None:
    ax.set_axis_off()
    ax.set_aspect("equal")


def _unit_names(layer: int, n_layers: int, size: int) -> list[str]:
    if layer == 0:
        return [f"$x_{{{i + 1}}}$" for i in range(size)]
    letter = r"\hat{y}" if layer == n_layers - 1 else "h"
    hidden_layers = n_layers - 2
    above = f"^{{[{layer}]}}" if letter == "h" and hidden_layers > 1 else ""
    if size == 1:
        return [f"${letter}{above}$"]
    return [f"${letter}_{{{i + 1}}}{above}$" for i in range(size)]


def _column(size: int) -> list[tuple[float, int | None]]:
    """Return (height, unit number) for a layer's column; None stands for the units left out."""
    if size <= _SHOWN:
        units: list[int | None] = list(range(size))
    else:
        units = [0, 1, 2, None, size - 2, size - 1]
    middle = (len(units) - 1) / 2
    return [(middle - row, unit) for row, unit in enumerate(units)]


@house_style()
def draw_network(sizes: Sequence[int], *, captions: Sequence[str] | None = None) -> Figure:
    """Draw a network as circles and lines: each line is one weight.

    Parameters
    ----------
    sizes : units of each layer from the input to the output, for example [2, 3, 1]; of a layer
        with more than six units, the first and last ones are drawn
    captions : a text under each layer; 'input', 'hidden', 'output' with the size where not given

    Returns
    -------
    The figure.

    Raises
    ------
    ShapeError
        If there are fewer than two layers, a layer has no unit, or the captions do not fit.

    Examples
    --------
    >>> figure = draw_network([2, 3, 1])
    >>> len(figure.axes[0].patches), len(figure.axes[0].lines)  # circles, weights
    (6, 9)
    """
    sizes = [int(size) for size in sizes]
    n = len(sizes)
    if n < 2 or min(sizes) < 1:
        raise ShapeError(f"a network has at least an input and an output layer; got sizes {sizes}")
    if captions is None:
        kinds = ["input", *["hidden"] * (n - 2), "output"]
        captions = [f"{kind}\n{size}" for kind, size in zip(kinds, sizes, strict=True)]
    if len(captions) != n:
        raise ShapeError(f"{n} layers came with {len(captions)} captions; give one for each")
    columns = [_column(size) for size in sizes]
    tallest = max(len(column) for column in columns)
    spread = max(1.7, min(0.62 * tallest, 8 / (n - 1)))
    across, up = (n - 1) * spread + 1.8, tallest + 1.2
    scale = min(WIDTH / across, 3.7 / up, 0.62)  # inches for one unit of the drawing
    figure = new_figure(WIDTH, scale * up)
    ax = figure.subplots()
    for layer in range(n - 1):
        for y0, unit in columns[layer]:
            for y1, following in columns[layer + 1]:
                if unit is not None and following is not None:
                    ax.plot(
                        [layer * spread, (layer + 1) * spread],
                        [y0, y1],
                        color=GREY,
                        linewidth=1.2,
                        zorder=1,
                    )
    fills = [_PALE_BLUE, *[_PALE_GREEN] * (n - 2), _PALE_ORANGE]
    edges = [BLUE, *[GREEN] * (n - 2), VERMILION]
    lowest = -(tallest - 1) / 2
    for layer, column in enumerate(columns):
        names = _unit_names(layer, n, sizes[layer])
        for y, unit in column:
            at = (layer * spread, y)
            if unit is None:
                ax.text(*at, "⋮", ha="center", va="center", fontsize=18)
                continue
            ax.add_patch(
                Circle(
                    at,
                    0.36,
                    facecolor=fills[layer],
                    edgecolor=edges[layer],
                    linewidth=1.8,
                    zorder=2,
                )
            )
            text = names[unit]
            small = 0.75 if "[" in text else 1 - 0.11 * (len(str(unit + 1)) - 1)
            ax.text(
                *at, text, ha="center", va="center", zorder=3, fontsize=small * min(13, 25 * scale)
            )
        ax.text(layer * spread, lowest - 0.55, captions[layer], ha="center", va="top")
    ax.set_xlim(-0.9, (n - 1) * spread + 0.9)
    ax.set_ylim(lowest - 1.7, -lowest + 0.5)
    _blank(ax)
    return figure


def _depths(names: list[str], edges: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Return how many edges lie on the longest way from a leaf to each node."""
    depth = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for start, end, *_ in edges:
            if depth[end] < depth[start] + 1:
                depth[end], changed = depth[start] + 1, True
        if not changed:
            return depth
    raise DataError("the edges run in a circle; a computation goes from its inputs to its result")


def _places(names: list[str], edges: Sequence[tuple[str, ...]]) -> dict[str, tuple[float, float]]:
    """Return (depth, height) for each node: leaves move next to what they feed."""
    depth = _depths(names, edges)
    inputs: dict[str, list[str]] = {name: [] for name in names}
    outputs: dict[str, list[str]] = {name: [] for name in names}
    for start, end, *_ in edges:
        inputs[end].append(start)
        outputs[start].append(end)
    for name in names:
        if not inputs[name] and outputs[name]:
            depth[name] = min(depth[end] for end in outputs[name]) - 1
    columns: dict[int, list[str]] = {}
    for name in names:
        columns.setdefault(depth[name], []).append(name)
    height: dict[str, float] = {}
    for d in sorted(columns):
        column = columns[d]
        wish = {
            name: sum(height[i] for i in inputs[name]) / len(inputs[name]) if inputs[name] else None
            for name in column
        }
        taken = sorted((w, name) for name, w in wish.items() if w is not None)
        free = [name for name in column if wish[name] is None]
        for i, (w, name) in enumerate(taken):
            height[name] = w if i == 0 else max(w, height[taken[i - 1][1]] + 1)
        if taken:
            shift = sum(w - height[name] for w, name in taken) / len(taken)
            for _, name in taken:
                height[name] += shift
        top = max((height[name] for _, name in taken), default=-1.0)
        bottom = min((height[name] for _, name in taken), default=0.0)
        for i, name in enumerate(free):
            height[name] = top + 1 + i if not taken else bottom - 1 - i
    return {name: (float(depth[name]), height[name]) for name in names}


@house_style()
def draw_graph(
    nodes: Sequence[str] | Mapping[str, str], edges: Sequence[tuple[str, ...]]
) -> Figure:
    """Draw a computation as boxes and arrows, from its inputs on the left to its result.

    Parameters
    ----------
    nodes : the names, or a dictionary name -> text in the box (`'z = 5'`, also on two lines)
    edges : (from, to), or (from, to, value), or (from, to, value, gradient): the value is written
        over the arrow, the gradient that comes back under it

    Returns
    -------
    The figure. Inputs have square corners, results of an operation round ones.

    Raises
    ------
    DataError
        If an edge names a node that is not there, has another length, or edges run in a circle.

    Examples
    --------
    >>> figure = draw_graph(
    ...     {"w": "w = 3", "x": "x = 2", "z": "z = w x"},
    ...     [("w", "z", "3", "dz/dw = 2"), ("x", "z", "2", "dz/dx = 3")],
    ... )
    >>> len(figure.axes[0].texts) >= 7
    True
    """
    texts = dict(nodes) if isinstance(nodes, Mapping) else {name: name for name in nodes}
    if not texts:
        raise DataError("there is no node to draw")
    for edge in edges:
        if not 2 <= len(edge) <= 4:
            raise DataError(f"edge {edge} is none of (from, to), (from, to, value[, gradient])")
        for name in edge[:2]:
            if name not in texts:
                raise DataError(f"edge {edge} names {name!r}, which is not among the nodes")
    places = _places(list(texts), edges)
    across, up = 2.0, 1.0
    xs = [x * across for x, _ in places.values()]
    ys = [y * up for _, y in places.values()]
    figure = new_figure(1.1 * WIDTH, max(1.6, 0.95 * (max(ys) - min(ys) + 1) + 0.4))
    ax = figure.subplots()
    ax.set_xlim(min(xs) - 0.7, max(xs) + 0.7)
    ax.set_ylim(min(ys) - 0.6, max(ys) + 0.6)
    ax.set_axis_off()
    fed = {edge[1] for edge in edges}
    boxes = {}
    for name, text in texts.items():
        x, y = places[name]
        inner = name in fed
        boxes[name] = ax.text(
            x * across,
            y * up,
            text,
            ha="center",
            va="center",
            zorder=3,
            bbox={
                "boxstyle": "round,pad=0.45" if inner else "square,pad=0.4",
                "facecolor": _PALE_GREEN if inner else _PALE_BLUE,
                "edgecolor": GREEN if inner else BLUE,
                "linewidth": 1.6,
            },
        )
    for start, end, *labels in edges:
        (x0, y0), (x1, y1) = places[start], places[end]
        a, b = (x0 * across, y0 * up), (x1 * across, y1 * up)
        ax.annotate(
            "",
            b,
            a,
            zorder=1,
            arrowprops={
                "arrowstyle": "-|>",
                "color": INK,
                "linewidth": 1.4,
                "mutation_scale": 14,
                "patchA": boxes[start].get_bbox_patch(),
                "patchB": boxes[end].get_bbox_patch(),
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        middle = (0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]))
        if labels and labels[0]:
            ax.annotate(
                labels[0],
                middle,
                (0, 4),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=10,
                color=INK,
            )
        if len(labels) > 1:
            ax.annotate(
                f"← {labels[1]}",
                middle,
                (0, -4),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=10,
                color="#a84600",
                style="italic",
            )
    return figure
