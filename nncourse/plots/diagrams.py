"""Drawings of what the formulas say: a network of circles, and a computation as a graph.

The chapter on the basics draws its first networks with these, and the chapter on backpropagation
sends the gradients back along the edges of a graph.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from nncourse.errors import DataError, ShapeError
from nncourse.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    VERMILION,
    WIDTH,
    BookFigure,
    house_style,
    mixed,
    new_figure,
)

PALE_BLUE, PALE_GREEN, PALE_ORANGE = (mixed(colour, 0.17) for colour in (BLUE, GREEN, VERMILION))
GRADIENT = mixed(VERMILION, 0.75, INK)  # of text that is read on white
LINE = 0.2  # inches, of a caption's line
PADDING = 0.08  # inches, between a text and its box
SHOWN = 6  # units of a layer that are drawn; of larger layers the first and last ones


def blank(ax: Axes) -> None:
    """Take away the axes, and let circles be round."""
    ax.set_axis_off()
    ax.set_aspect("equal")


def unit_names(layer: int, n_layers: int, size: int) -> list[str]:
    """What is written in the units of a layer: inputs x, hidden units h, outputs y."""
    if layer == 0:
        return [f"$x_{{{i + 1}}}$" for i in range(size)]
    letter = r"\hat{y}" if layer == n_layers - 1 else "h"
    hidden_layers = n_layers - 2
    above = f"^{{[{layer}]}}" if letter == "h" and hidden_layers > 1 else ""
    if size == 1:
        return [f"${letter}{above}$"]
    return [f"${letter}_{{{i + 1}}}{above}$" for i in range(size)]


def column_of(size: int) -> list[tuple[float, int | None]]:
    """(height, unit number) for a layer's column; None stands for the units left out."""
    if size <= SHOWN:
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
        with more than six units, the first and last ones are drawn.
    captions : a text under each layer; 'input', 'hidden', 'output' with the size where not given.

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
    columns = [column_of(size) for size in sizes]
    tallest = max(len(column) for column in columns)
    spread = max(1.7, min(0.62 * tallest, 8 / (n - 1)))
    across, up = (n - 1) * spread + 1.8, tallest + 1.2
    scale = min(WIDTH / across, 3.7 / up, 0.62)  # inches for one unit of the drawing
    below = 0.65 + LINE / scale * (1 + max(caption.count("\n") for caption in captions))
    figure = new_figure(WIDTH, scale * (tallest - 0.5 + below))
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
    fills = [PALE_BLUE, *[PALE_GREEN] * (n - 2), PALE_ORANGE]
    edges = [BLUE, *[GREEN] * (n - 2), VERMILION]
    lowest = -(tallest - 1) / 2
    for layer, column in enumerate(columns):
        names = unit_names(layer, n, sizes[layer])
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
    ax.set_ylim(lowest - below, -lowest + 0.5)
    blank(ax)
    return figure


def depths(names: list[str], edges: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """How many edges lie on the longest way from a leaf to each node."""
    depth = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for start, end, *_ in edges:
            if depth[end] < depth[start] + 1:
                depth[end], changed = depth[start] + 1, True
        if not changed:
            return depth
    raise DataError("the edges run in a circle; a computation goes from its inputs to its result")


def place_nodes(
    names: list[str], edges: Sequence[tuple[str, ...]]
) -> dict[str, tuple[float, float]]:
    """(depth, height) for each node: leaves move next to what they feed."""
    depth = depths(names, edges)
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
        lowest = min((height[name] for _, name in taken), default=1.0)
        for i, name in enumerate(free):
            height[name] = lowest - 1 - i
    return {name: (float(depth[name]), height[name]) for name in names}


@house_style()
def draw_graph(
    nodes: Sequence[str] | Mapping[str, str], edges: Sequence[tuple[str, ...]]
) -> Figure:
    """Draw a computation as boxes and arrows, from its inputs on the left to its result.

    Parameters
    ----------
    nodes : the names, or a dictionary name -> text in the box (`'z = 5'`, also on two lines).
    edges : (from, to), or (from, to, value), or (from, to, value, gradient): the value is written
        over the arrow, the gradient that comes back under it.

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
    figure = graph_to_the_right(texts, edges)
    figure.drawn_narrow = lambda: graph_downwards(texts, edges)
    return figure


@house_style()
def graph_to_the_right(texts: dict[str, str], edges: Sequence[tuple[str, ...]]) -> BookFigure:
    """The drawing with its inputs on the left and its result on the right."""
    places = in_inches(place_nodes(list(texts), edges), texts, edges)
    right = max(x + width_of(texts[name]) / 2 + PADDING for name, (x, _) in places.items()) + 0.1
    heights = [y for _, y in places.values()]
    figure, ax = in_own_size((0, right), (min(heights) - 0.45, max(heights) + 0.45))
    boxes = draw_boxes(ax, places, texts, edges)
    for start, end, *labels in edges:
        draw_arrow(ax, boxes[start], boxes[end])
        middle = middle_of(places[start], places[end], texts[start], texts[end])
        for label, above in zip(labels, (True, False), strict=False):
            draw_label(ax, middle, label, above)
    return figure


@house_style()
def graph_downwards(texts: dict[str, str], edges: Sequence[tuple[str, ...]]) -> BookFigure:
    """The drawing with its inputs above and its result below: values left, gradients right."""
    labels = [label for _, _, *labels in edges for label in labels]
    widest = max(map(width_of, texts.values())) + 2 * PADDING
    column = max(widest + 0.2, max((width_of(label, 10) for label in labels), default=0) + 0.4)
    places = {
        name: (-height * column, -0.95 * depth)
        for name, (depth, height) in place_nodes(list(texts), edges).items()
    }
    xs, ys = zip(*places.values(), strict=True)
    ends = (min(xs) - widest / 2 - 0.2, max(xs) + widest / 2 + 0.2)
    figure, ax = in_own_size(ends, (min(ys) - 0.3, max(ys) + 0.3))
    boxes = draw_boxes(ax, places, texts, edges)
    for start, end, *labels in edges:
        draw_arrow(ax, boxes[start], boxes[end])
        (x0, y0), (x1, y1) = places[start], places[end]
        for label, left in zip(labels, (True, False), strict=False):
            draw_label_beside(ax, ((x0 + x1) / 2, (y0 + y1) / 2), label, left)
    return figure


def in_own_size(across: tuple[float, float], up: tuple[float, float]) -> tuple[BookFigure, Axes]:
    """A new figure with axes that fill it, without lines, and with an inch as their unit."""
    figure = new_figure(across[1] - across[0], up[1] - up[0])
    figure.set_layout_engine("none")
    ax = figure.add_axes((0, 0, 1, 1), xlim=across, ylim=up)
    ax.set_axis_off()
    return figure, ax


def draw_boxes(
    ax: Axes,
    places: dict[str, tuple[float, float]],
    texts: dict[str, str],
    edges: Sequence[tuple[str, ...]],
) -> dict[str, Text]:
    """Draw all nodes."""
    fed = {edge[1] for edge in edges}
    return {name: draw_box(ax, places[name], texts[name], name in fed) for name in texts}


def width_of(text: str, size: float = 11) -> float:
    """The width of a text in inches."""
    lines = [TextPath((0, 0), line, size=size) for line in text.split("\n") if line.strip()]
    return max((line.get_extents().width / 72 for line in lines), default=0.0)


def in_inches(
    places: dict[str, tuple[float, float]],
    texts: dict[str, str],
    edges: Sequence[tuple[str, ...]],
) -> dict[str, tuple[float, float]]:
    """Where the boxes' middles are, in inches: room for every box and every label."""
    labels = [label for _, _, *labels in edges for label in labels]
    gap = 0.35 + max((width_of(f"← {label}", 10) for label in labels), default=0.2)
    two_lines = any("\n" in text for text in texts.values())
    two_labels = any(len(edge) == 4 and all(edge[2:]) for edge in edges)
    row = 0.65 + 0.1 * two_lines + 0.15 * two_labels
    columns: dict[float, float] = {}
    left = 0.1
    for depth in sorted({depth for depth, _ in places.values()}):
        widest = max(width_of(texts[name]) for name, (d, _) in places.items() if d == depth)
        columns[depth] = left + PADDING + widest / 2
        left += widest + 2 * PADDING + gap
    return {name: (columns[depth], row * height) for name, (depth, height) in places.items()}


def middle_of(
    start: tuple[float, float], end: tuple[float, float], text: str, following: str
) -> tuple[float, float]:
    """The middle of the arrow's visible part."""
    (x0, y0), (x1, y1) = start, end
    visible = (x0 + width_of(text) / 2 + PADDING, x1 - width_of(following) / 2 - PADDING)
    x = sum(visible) / 2
    return x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def draw_box(ax: Axes, at: tuple[float, float], text: str, inner: bool) -> Text:
    """Draw a node: round corners for the result of an operation, square ones for an input."""
    box = {
        "boxstyle": "round,pad=0.45" if inner else "square,pad=0.4",
        "facecolor": PALE_GREEN if inner else PALE_BLUE,
        "edgecolor": GREEN if inner else BLUE,
        "linewidth": 1.6,
    }
    return ax.text(*at, text, ha="center", va="center", zorder=3, bbox=box)


def draw_arrow(ax: Axes, start: Text, end: Text) -> None:
    """Draw an arrow from the edge of one box to the edge of another."""
    looks = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "mutation_scale": 14}
    ends = {"patchA": start.get_bbox_patch(), "patchB": end.get_bbox_patch()}
    arrow = {**looks, **ends, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end.get_position(), start.get_position(), arrowprops=arrow, zorder=1)


def draw_label(ax: Axes, at: tuple[float, float], text: str, above: bool) -> None:
    """Write the value over an arrow, or the gradient that comes back under it."""
    if not text:
        return
    ax.annotate(
        text if above else f"← {text}",
        at,
        (0, 4 if above else -4),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=10,
        color=INK if above else GRADIENT,
        style="normal" if above else "italic",
    )


def draw_label_beside(ax: Axes, at: tuple[float, float], text: str, left: bool) -> None:
    """Write the value on the left of an arrow that goes down, or the gradient on its right."""
    if not text:
        return
    ax.annotate(
        text if left else f"↑ {text}",
        at,
        (-6 if left else 6, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontsize=10,
        color=INK if left else GRADIENT,
        style="normal" if left else "italic",
    )
