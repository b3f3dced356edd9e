"""The drawing of a graph: what it says in words and as a picture, and what it refuses."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from nncourse.autograd import Tensor, concatenate, record, softmax_cross_entropy, tanh
from nncourse.autograd.drawing import MOST_NODES, draw_graph
from nncourse.autograd.graph import topological_order
from nncourse.autograd.layout import Between, apart, arrange
from nncourse.autograd.node import Node
from nncourse.errors import DataError, GraphError

SVG = "{http://www.w3.org/2000/svg}"


def parameter(*values):
    return Tensor(np.array(values if len(values) > 1 else values[0], float), requires_grad=True)


def twice_doubled():
    """c = b + b with b = a + a, and all gradients."""
    a = parameter(3)
    b = a + a
    c = b + b
    c.backward(keep_graph=True)
    return {"a": a, "b": b, "c": c}


def texts(drawing):
    return [text.text for text in ET.fromstring(drawing.svg).iter(f"{SVG}text")]


def boxes(drawing):
    """Left, top, right and bottom of each box."""
    for rect in ET.fromstring(drawing.svg).iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        yield x, y, x + width, y + height


def arrows(drawing):
    """The points of each arrow's line."""
    for path in ET.fromstring(drawing.svg).iter(f"{SVG}path"):
        if path.get("fill") == "none":
            yield path.get("d")


# In words.


def test_words_tell_operation_value_and_gradient():
    values = twice_doubled()
    assert repr(draw_graph(values["c"], **values)).splitlines() == [
        "a: given, value 3, gradient 4",
        "b = add(a, a), value 6, gradient 2",
        "c = add(b, b), value 12, gradient 1",
    ]


def test_a_graph_can_be_drawn_before_it_has_gradients():
    a = parameter(1, 2)
    assert draw_graph(a * a, a=a).lines == [
        "a: given, value [1, 2]",
        "v2 = multiply(a, a), value [1, 4]",
    ]


def test_what_asks_for_no_gradient_is_called_a_constant():
    w, y = parameter(2), Tensor(5.0)
    assert "y: given as a constant, value 5" in draw_graph(w - y, w=w, y=y).lines


def test_a_large_array_is_told_by_its_shape():
    w = parameter(*range(6))
    w.sum().backward()
    (first, *_) = draw_graph(w.sum(), w=w).lines
    assert first == "w: given, value of shape (6,), gradient of shape (6,)"


def test_a_tiny_array_is_written_out_if_it_is_short():
    short, long = Tensor([[1.0, -2.0], [0.5, -0.0]]), Tensor([1 / 3, 2 / 3, 4 / 3, 8 / 3])
    assert repr(draw_graph(short)) == "v1: given as a constant, value [[1, -2], [0.5, 0]]"
    assert repr(draw_graph(long)) == "v1: given as a constant, value of shape (4,)"


def test_values_that_are_no_numbers_are_shown():
    assert "value [nan, inf, -inf]" in repr(draw_graph(Tensor([np.nan, np.inf, -np.inf])))


def test_the_nodes_of_the_learners_engine_are_drawn_too():
    a = Node(3.0)
    b = Node(6.0, parents=(a, a), pull=lambda upstream: (upstream, upstream))
    a.grad, b.grad = np.array(2.0), np.array(1.0)
    drawing = draw_graph(b, a=a, b=b)
    assert drawing.lines == [
        "a: given, value 3, gradient 2",
        "b: made from a, a, value 6, gradient 1",
    ]
    assert len(list(boxes(drawing))) == 2


# As a picture.


def test_the_picture_holds_a_box_with_the_same_words_for_each_value():
    values = twice_doubled()
    drawing = draw_graph(values["c"], **values)
    assert texts(drawing) == [
        *("a", "value 3", "gradient 4"),
        *("b = add", "value 6", "gradient 2"),
        *("c = add", "value 12", "gradient 1"),
    ]


def test_a_long_operation_has_a_line_of_its_own():
    loss = softmax_cross_entropy(parameter([1, 2], [3, 4]), np.array([0, 1]))
    assert texts(draw_graph(loss, loss=loss))[2:4] == ["loss =", "softmax_cross_entropy"]


def test_what_was_used_twice_has_two_arrows_apart():
    values = twice_doubled()
    paths = list(arrows(draw_graph(values["c"], **values)))
    assert len(paths) == len(set(paths)) == 4


def a_larger_graph():
    """Branches, and ways that pass many rows."""
    h, other = parameter(1, 2), parameter(3, 4)
    r = h
    for _ in range(4):
        r = tanh(r) * other + h
    return concatenate([r, h, r * h], axis=0).sum()


def test_boxes_do_not_overlap_and_lie_in_the_picture():
    drawing = draw_graph(a_larger_graph())
    places = list(boxes(drawing))
    assert len(places) == len(drawing.lines)
    picture = ET.fromstring(drawing.svg)
    width, height = (float(picture.get(key)) for key in ("width", "height"))
    for i, (left, top, right, bottom) in enumerate(places):
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        for other_left, other_top, other_right, other_bottom in places[:i]:
            beside = right < other_left or other_right < left
            assert beside or bottom < other_top or other_bottom < top


def test_arrows_lead_down_and_pass_other_boxes_by():
    drawing = draw_graph(a_larger_graph())
    places = list(boxes(drawing))
    for path in arrows(drawing):
        x, y = map(float, re.match(r"M(\S+) ([\d.]+)", path).groups())
        for vertical in re.finditer(r"C\S+ \S+ \S+ \S+ (\S+) ([\d.]+)(?:V([\d.]+))?", path):
            x, top, bottom = float(vertical[1]), float(vertical[2]), vertical[3]
            assert top > y
            y = float(bottom or top)
            for left, box_top, right, box_bottom in places:
                if bottom and box_top < y and top < box_bottom:
                    assert not left <= x <= right


def test_each_value_stands_below_what_it_was_made_from():
    a, b = parameter(1), parameter(2)
    c = a * b
    d = c + a
    rows, edges = arrange(topological_order(d)[::-1])
    assert [[x for x in row if not isinstance(x, Between)] for row in rows] == [[a, b], [c], [d]]
    assert sorted(len(edge) for edge in edges) == [2, 2, 2, 3]


def test_what_was_given_stands_right_above_its_first_use():
    a, late = parameter(1), parameter(2)
    c = a * a
    rows, _ = arrange([a, late, c, d := c + late])
    assert [set(row) for row in rows] == [{a}, {c, late}, {d}]


def test_wishes_are_granted_where_there_is_room():
    assert apart([0, 300], [50, 50], [1, 1]) == [0, 300]
    assert apart([10, 10], [76, 76], [1, 1]) == [-40, 60]
    steady, gives_way = apart([10, 10], [76, 76], [1, 1e-9])
    assert steady == pytest.approx(10)
    assert gives_way == pytest.approx(110)


def test_the_page_has_picture_and_words_and_nothing_from_elsewhere():
    values = twice_doubled()
    drawing = draw_graph(values["c"], **values)
    html = drawing._repr_html_()
    assert drawing.svg in html
    assert all(f"<li>{line}</li>" in html for line in drawing.lines)
    assert "overflow-x: auto" in html
    assert 'role="img"' in html
    assert "<title>How c was made" in html
    assert re.findall(r'(?:href|src)=|url\(|<script|id="', html) == []


def test_the_text_takes_the_colour_of_the_page():
    values = twice_doubled()
    svg = draw_graph(values["c"], **values).svg
    assert '<g fill="currentColor">' in svg
    assert "white" not in svg


def test_the_same_graph_gives_the_same_picture():
    first, second = (draw_graph(a_larger_graph()) for _ in range(2))
    assert first._repr_html_() == second._repr_html_()


def test_names_of_operations_cannot_break_the_picture():
    a = parameter(1)
    drawing = draw_graph(record("<b> & co", a.data, (a,), lambda upstream: upstream))
    assert "v2 = <b> & co" in texts(drawing)
    assert "<b>" not in drawing._repr_html_()


# What it refuses.


def test_a_graph_that_was_freed_is_refused():
    a = parameter(2)
    square = a * a
    loss = square + a
    loss.backward()
    with pytest.raises(GraphError, match="keep_graph=True"):
        draw_graph(loss)
    with pytest.raises(GraphError, match="freed"):
        draw_graph(square * a)


def test_a_graph_that_is_too_large_is_refused():
    value = parameter(1)
    for _ in range(MOST_NODES - 1):
        value = value + 1
    assert len(draw_graph(value).lines) == MOST_NODES
    with pytest.raises(DataError, match=f"has {MOST_NODES + 1} values"):
        draw_graph(value + 1)


def test_a_name_for_what_is_not_there_is_refused():
    a = parameter(2)
    with pytest.raises(DataError, match="`x` is not in this graph"):
        draw_graph(a * a, x=parameter(2))
    with pytest.raises(DataError, match="`x` is not in this graph"):
        draw_graph(a * a, x=np.ones(3))


def test_drawing_changes_nothing():
    values = twice_doubled()
    draw_graph(values["c"], **values)
    assert [float(v.grad) for v in values.values()] == [4, 2, 1]
    values["c"].backward()
    assert float(values["a"].grad) == 8
