"""A drawing of a small graph: a box for each value, and the same in words.

The chapter on autograd looks at its graphs with this. A notebook shows the picture, with the words
folded below it; a terminal shows the words.
"""

from collections.abc import Hashable, Sequence
from html import escape
from typing import Any

import numpy as np

from nncourse.autograd.graph import topological_order
from nncourse.autograd.layout import Between, Edge, arrange, middles
from nncourse.autograd.tensor import freed
from nncourse.errors import DataError, GraphError

MOST_NODES = 48
MOST_ENTRIES, MOST_LETTERS = 4, 26  # of an array that is written out; of others the shape is told
LONGEST_TITLE = 18  # letters on one line
CHARACTER, LINE = 7.8, 18  # pixels: the letters are of one width
PADDING, ROW_GAP = 10, 38
BLUE, GREEN, GREY = "#0072b2", "#009e73", "#808080"  # each is seen on white and on black


class Drawing:
    """A graph as a picture and in words.

    Attributes
    ----------
    svg : the picture, as the content of an SVG file. Its text has the colour of what is around it.
    lines : a line for each value, in the order in which they were computed.
    """

    def __init__(self, svg: str, lines: list[str]) -> None:
        self.svg, self.lines = svg, lines

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        words = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return (
            '<div class="nncourse-graph">'
            '<div role="group" tabindex="0" aria-label="Graph" style="overflow-x: auto">'
            f"{self.svg}</div>"
            '<details style="margin-top: 0.5em"><summary>The graph in words</summary>'
            f'<ul style="text-align: left">{words}</ul></details></div>'
        )


def draw_graph(root: Any, /, **names: Any) -> Drawing:
    """Draw how a value was made, from what was given at the top to itself at the bottom.

    Parameters
    ----------
    root : a tensor, or a node of the chapter's own engine; not changed. To see the gradients of
        all values, call `backward(keep_graph=True)` first.
    names : what to call the values, such as `draw_graph(loss, w=w, x=x, loss=loss)`. Others are
        called v1, v2 and so on.

    Returns
    -------
    A `Drawing`. What was given is a box with square corners, dashed if no gradient is asked for;
    results have round ones. Arrays of up to four entries are written out if they are short.

    Raises
    ------
    GraphError
        If the graph, or a part of it, was freed by `backward`.
    DataError
        If it has more than 48 values, or a name belongs to none of them.

    Examples
    --------
    >>> from nncourse.autograd import Tensor
    >>> a = Tensor(3.0, requires_grad=True)
    >>> b = a + a
    >>> c = b + b
    >>> c.backward(keep_graph=True)
    >>> draw_graph(c, a=a, b=b, c=c)
    a: given, value 3, gradient 4
    b = add(a, a), value 6, gradient 2
    c = add(b, b), value 12, gradient 1

    Source: the chapter on autograd.
    """
    forward = topological_order(root)[::-1]
    check_drawable(forward)
    called = name_all(forward, names)
    return Drawing(svg_of(forward, called), [in_words(node, called) for node in forward])


def check_drawable(forward: Sequence[Any]) -> None:
    """An error if these values cannot be drawn, or not so that one could read it."""
    if any(node.pull is freed for node in forward):
        raise GraphError(
            "this graph was freed by backward, and nothing is left to draw: compute the loss "
            "again, or call backward(keep_graph=True) before you draw"
        )
    if len(forward) > MOST_NODES:
        raise DataError(
            f"this graph has {len(forward)} values, and a drawing is readable up to {MOST_NODES}: "
            "draw a smaller network, or a value half-way"
        )


def name_all(forward: Sequence[Any], names: dict[str, Any]) -> dict[Hashable, str]:
    """A name for each value."""
    called = {node: f"v{number}" for number, node in enumerate(forward, 1)}
    for name, node in names.items():
        if not isinstance(node, Hashable) or node not in called:
            raise DataError(
                f"`{name}` is not in this graph: it was not used, or needs no gradient and was "
                "not recorded"
            )
        called[node] = name
    return called


# In words.


def in_words(node: Any, called: dict[Hashable, str]) -> str:
    """A line that says how a value was made, and what is known of it."""
    name, operands = called[node], ", ".join(called[parent] for parent in node.parents)
    if not node.parents:
        made = f"{name}: given" if wants_gradient(node) else f"{name}: given as a constant"
    elif operation := operation_of(node):
        made = f"{name} = {operation}({operands})"
    else:
        made = f"{name}: made from {operands}"
    return ", ".join([made, *facts(node)])


def facts(node: Any) -> list[str]:
    """Value and gradient of a node, where it has one."""
    told = [told_of("value", node.data)]
    return told if node.grad is None else [*told, told_of("gradient", node.grad)]


def told_of(kind: str, array: np.ndarray) -> str:
    """An array in full if it is tiny, otherwise its shape.

    Examples
    --------
    >>> told_of("value", np.array([[1.0, 2 / 3]])), told_of("gradient", np.zeros((4, 2)))
    ('value [[1, 0.6667]]', 'gradient of shape (4, 2)')
    """
    if np.size(array) <= MOST_ENTRIES:
        text = written_out(array.tolist())
        if len(text) <= MOST_LETTERS:
            return f"{kind} {text}"
    return f"{kind} of shape {np.shape(array)}"


def written_out(value: float | list) -> str:
    """A number with four digits, zero without a sign; a list of them in brackets."""
    if isinstance(value, list):
        return f"[{', '.join(map(written_out, value))}]"
    return f"{value + 0.0:.4g}"


def operation_of(node: Any) -> str:
    """What made a result; the chapter's own nodes do not say."""
    return getattr(node, "operation", "")


def wants_gradient(node: Any) -> bool:
    """Whether `backward` fills the gradient of a value that was given."""
    return getattr(node, "requires_grad", True)


# As a picture.


def texts_of(node: Any, called: dict[Hashable, str]) -> list[str]:
    """The lines in a node's box."""
    title = [called[node]]
    if operation := operation_of(node):
        title = [f"{called[node]} = {operation}"]
        if len(title[0]) > LONGEST_TITLE:
            title = [f"{called[node]} =", operation]
    told = [fact.replace("value of shape ", "").replace("of shape ", "") for fact in facts(node)]
    return title + told


def svg_of(forward: Sequence[Any], called: dict[Hashable, str]) -> str:
    """The picture of a graph: boxes in rows, and arrows down."""
    texts = {node: texts_of(node, called) for node in forward}
    rows, edges = arrange(forward)
    size = {item: box_size(texts.get(item, [])) for row in rows for item in row}
    x = middles(rows, edges, {item: width for item, (width, _) in size.items()})
    left = min(x[item] - size[item][0] / 2 for item in x) - 2
    right = max(x[item] + size[item][0] / 2 for item in x) + 2
    boxes, top = {}, 2.0
    for row in rows:
        height = max(size[item][1] for item in row)
        for item in row:
            w, h = size[item] if item in texts else (0.0, height)
            boxes[item] = (round(x[item] - left - w / 2), round(top + (height - h) / 2), w, h)
        top += height + ROW_GAP
    parts = [arrow(boxes, *ends) for ends in ports(edges, boxes)]
    parts += [box(node, boxes[node], texts[node]) for node in forward]
    return framed(parts, round(right - left), round(top - ROW_GAP + 2), called[forward[-1]])


def box_size(texts: Sequence[str]) -> tuple[float, float]:
    """Width and height of a box for these lines; an arrow that passes by needs some room, too."""
    longest = max(map(len, texts), default=0)
    return round(longest * CHARACTER) + 2 * PADDING, len(texts) * LINE + PADDING


def ports(edges: Sequence[Edge], boxes: dict) -> list[tuple[Edge, float, float]]:
    """Each arrow with where it leaves its first box and enters its last: side by side."""
    leave: dict[Hashable, list[int]] = {}
    enter: dict[Hashable, list[int]] = {}
    for i, edge in enumerate(edges):
        leave.setdefault(edge[0], []).append(i)
        enter.setdefault(edge[-1], []).append(i)
    starts, ends = [0.0] * len(edges), [0.0] * len(edges)
    for used, places, neighbour in ((leave, starts, 1), (enter, ends, -2)):
        for item, numbers in used.items():
            numbers.sort(key=lambda i: middle(boxes[edges[i][neighbour]]))
            left, _, width, _ = boxes[item]
            for place, i in enumerate(numbers, 1):
                places[i] = round(left + width * place / (len(numbers) + 1))
    return list(zip(edges, starts, ends, strict=True))


def middle(place: tuple[float, float, float, float]) -> float:
    """The middle of a box, from left to right."""
    left, _, width, _ = place
    return left + width / 2


def arrow(boxes: dict, edge: Edge, start: float, end: float) -> str:
    """A line from box to box, which passes the rows between straight down, and its head."""
    _, top, _, height = boxes[edge[0]]
    x, y = start, top + height
    path = f"M{x:g} {y:g}"
    for item in edge[1:]:
        left, top, _, height = boxes[item]
        to = left if isinstance(item, Between) else end
        half = (y + top) / 2
        path += f"C{x:g} {half:g} {to:g} {half:g} {to:g} {top:g}"
        x, y = to, top
        if isinstance(item, Between):
            y = top + height
            path += f"V{y:g}"
    head = f"M{x - 4:g} {y - 8:g}L{x:g} {y:g}L{x + 4:g} {y - 8:g}z"
    return (
        f'<path d="{path}" fill="none" stroke="currentColor"/>'
        f'<path d="{head}" fill="currentColor"/>'
    )


def box(node: Any, place: tuple[float, float, float, float], texts: Sequence[str]) -> str:
    """A node's box with its lines."""
    left, top, width, height = place
    looks = f'fill="{GREEN}" stroke="{GREEN}" rx="9"' if node.parents else f'fill="{BLUE}"'
    if not node.parents:
        constant = f'stroke="{GREY}" stroke-dasharray="5 3"'
        looks += f' stroke="{BLUE}"' if wants_gradient(node) else f" {constant}"
    lines = "".join(
        f'<text x="{left + width / 2:g}" y="{top + LINE * number:g}">{escape(text)}</text>'
        for number, text in enumerate(texts, 1)
    )
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" {looks} '
        f'fill-opacity="0.12" stroke-width="1.5"/>{lines}'
    )


def framed(parts: Sequence[str], width: int, height: int, name: str) -> str:
    """The parts as one picture, in its own size: the page lets it scroll if need be."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" style="max-width: none" font-size="13" '
        'font-family="monospace" text-anchor="middle">'
        f"<title>How {escape(name)} was made; the words are below</title>"
        f'<g fill="currentColor">{"".join(parts)}</g></svg>'
    )
