"""Figures as a page has them: SVG with the page's colours, text that is text, a form for phones."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from PIL import Image

from nncourse.plots import (
    decision_boundary,
    draw_graph,
    house_style,
    learning_curves,
    picture_grid,
    plot_confusion_matrix,
    weights_as_pictures,
)
from nncourse.plots.page import page_svg
from nncourse.plots.page.colours import css_colour
from nncourse.plots.page.words import spans
from nncourse.plots.style import COLOURS, NARROW, PALETTE, mixed, new_figure

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    {"epoch": epoch, "train_loss": 1 / epoch, "val_loss": 1.1 / epoch, "val_accuracy": 0.9}
    for epoch in range(1, 9)
]
SHEET = np.arange(12 * 8 * 8).reshape(12, 8, 8) % 251 / 250


def two_panels():
    with house_style():
        figure = new_figure(6.4, 3)
        for ax, title in zip(figure.subplots(1, 2), ("first", "second"), strict=True):
            ax.plot([0, 1, 2], [0, 4, 1])
            ax.set_title(title)
    return figure


def drawings(figure) -> tuple[ET.Element, ET.Element | None]:
    """The wide and the narrow drawing of a figure."""
    wide = ET.fromstring(page_svg(figure))
    stored = wide.find(f"{SVG}metadata")
    if stored is None:
        return wide, None
    wide.remove(stored)
    return wide, stored[0]


def texts(drawing: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]


def letter_on_a_phone(drawing: ET.Element) -> float:
    """The smallest letters in pixels where the drawing is 342 pixels wide, as in a phone's page."""
    wide = float(drawing.get("viewBox").split()[2])
    sizes = [float(text.get("font-size")) for text in drawing.iter(f"{SVG}text")]
    return min(sizes) * min(4 / 3, 342 / wide)


FIGURES = {
    "curves": lambda: learning_curves({"a": ROWS, "b": ROWS}),
    "panels": two_panels,
    "digits": lambda: picture_grid(SHEET, np.arange(12) % 10, np.arange(12) % 9),
    "long names": lambda: picture_grid(
        SHEET[:4], [0, 1, 0, 1], [1, 1, 0, 0], classes=["no cat", "cat"], columns=4
    ),
    "weights": lambda: weights_as_pictures(SHEET.reshape(12, 64).T, (8, 8), columns=6),
    "counts": lambda: plot_confusion_matrix(np.arange(100).reshape(10, 10)),
    "map": lambda: decision_boundary(lambda Z: Z[:, 0] > 0.5, [[0, 0], [1, 1]], [0, 1]),
    "graph": lambda: draw_graph(
        {"X": "X", "W": "W, b", "Z": "Z = X W + b", "A": "A = tanh Z", "J": "J = the loss"},
        [("X", "Z", "(m, 2)"), ("W", "Z", "", "dW, db"), ("Z", "A", "(m, 8)", "dZ"),
         ("A", "J", "(m, 8)", "dA")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_text_is_read_on_a_phone(name):
    wide, narrow = drawings(FIGURES[name]())
    assert letter_on_a_phone(wide if narrow is None else narrow) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_both_forms_say_the_same(name):
    def words(drawing):  # which ticks an axis has depends on its room
        return {
            text.replace("←", "↑") for text in texts(drawing) if not re.match(r"−?[\d.]+", text)
        }

    wide, narrow = drawings(FIGURES[name]())
    assert narrow is not None
    assert words(wide) == words(narrow)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_as_it_was_after_it_was_drawn(name):
    figure = FIGURES[name]()
    figure.draw_without_rendering()
    places = [ax.get_position().bounds for ax in figure.axes]
    before = figure.get_size_inches().tolist(), figure.dpi, figure.patch.get_visible()
    page_svg(figure)
    assert (figure.get_size_inches().tolist(), figure.dpi, figure.patch.get_visible()) == before
    figure.draw_without_rendering()
    np.testing.assert_allclose([ax.get_position().bounds for ax in figure.axes], places, atol=0.02)


@pytest.mark.parametrize("name", FIGURES)
def test_everything_lies_within_the_drawing(name):
    for drawing in drawings(FIGURES[name]()):
        _, _, width, height = map(float, drawing.get("viewBox").split())
        for text in drawing.iter(f"{SVG}text"):
            assert -1 <= float(text.get("x")) <= width + 1
            assert -1 <= float(text.get("y")) <= height + 1


def test_colours_are_the_pages():
    svg = page_svg(learning_curves({str(i): ROWS for i in range(7)}))
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert all(re.match(r"var\(--nn-|currentColor|color-mix|none", colour) for colour in colours)
    assert {f"var(--nn-{i},{colour})" for i, colour in enumerate(COLOURS, 1)} <= colours


def test_what_is_mixed_in_a_figure_is_mixed_by_the_page():
    series = f"var(--nn-2,{COLOURS[1]})"
    assert css_colour(mixed(COLOURS[1], 0.3)) == (
        f"color-mix(in srgb,{series} 30%,var(--nn-paper,#ffffff))"
    )
    assert css_colour(mixed(COLOURS[1], 0.75, PALETTE["light"]["ink"])) == (
        f"color-mix(in srgb,{series} 75%,currentColor)"
    )


def test_panels_beside_each_other_are_below_one_another_on_a_phone():
    wide, narrow = drawings(two_panels())
    place = {
        form: {text.text: (float(text.get("x")), float(text.get("y"))) for text in titles}
        for form, titles in (
            (
                form,
                [text for text in drawing.iter(f"{SVG}text") if text.text in ("first", "second")],
            )
            for form, drawing in (("wide", wide), ("narrow", narrow))
        )
    }
    assert place["wide"]["first"][1] == place["wide"]["second"][1]
    assert place["narrow"]["first"][0] == pytest.approx(place["narrow"]["second"][0], abs=6)
    assert place["narrow"]["first"][1] < place["narrow"]["second"][1] - 50


def test_a_figure_that_is_narrow_anyway_has_one_form():
    figure = new_figure(NARROW, 2)
    figure.subplots().plot([1, 2])
    assert drawings(figure)[1] is None


def test_pictures_keep_their_dots_and_are_stored_once():
    svg = page_svg(picture_grid(SHEET[:3], columns=3))
    addresses = re.findall(r'href="data:image/webp;base64,([^"]+)"', svg)
    assert len(addresses) == 3
    assert len(re.findall("<use", svg)) == 6  # of the wide and of the narrow drawing
    for address, picture in zip(addresses, SHEET, strict=False):
        with Image.open(io.BytesIO(base64.b64decode(address))) as stored:
            assert stored.size == (8, 8)
            grey = np.asarray(stored.convert("L"))
        np.testing.assert_allclose(grey, 255 * picture, atol=2)


def test_pictures_are_the_right_way_up():
    drawing, _ = drawings(picture_grid(SHEET[:1]))
    a, b, c, d, *_ = map(float, drawing.find(f".//{SVG}use").get("transform")[7:-1].split())
    stored = re.search(r"base64,([^\"]+)", ET.tostring(drawing, "unicode"))[1]
    with Image.open(io.BytesIO(base64.b64decode(stored))) as picture:
        top = np.asarray(picture.convert("L"))[0]
    assert a > 0
    assert (b, c) == (0, 0)
    np.testing.assert_allclose(
        top[:: 1 if d > 0 else -1], 255 * SHEET[0, 0 if d > 0 else -1], atol=2
    )


def test_ids_differ_from_those_of_every_other_figure():
    first, second = (
        set(re.findall(r'id="([^"]+)"', page_svg(picture_grid(SHEET[i : i + 2])))) for i in (0, 2)
    )
    assert first
    assert not first & second


def test_what_leaves_the_axes_is_cut_off():
    with house_style():
        figure = new_figure(3, 2)
        ax = figure.subplots()
        ax.plot([0, 1, 2], [0, 50, 1])
        ax.set_ylim(0, 2)
    wide, _ = drawings(figure)
    assert wide.find(f"{SVG}clipPath/{SVG}rect") is not None
    assert [path for path in wide.iter(f"{SVG}path") if path.get("clip-path")]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("loss $J$", "loss J"),
        ("$h_1^{[2]}$", "h1[2]"),
        (r"$\mathdefault{10^{-3}}$", "10−3"),
        (r"$-\log p$", "−log p"),
        (r"$\hat{y}$", "y\u0302"),
        ("$(1 - p)^2$", "(1 − p)2"),
    ],
)
def test_formulas_are_read_as_they_are_written(source, read):
    inside = ET.fromstring(f"<text>{spans(source, True, 11)}</text>")
    assert "".join(inside.itertext()).replace(" ", "") == read.replace(" ", "")


def test_a_formula_that_is_not_understood_is_drawn():
    assert spans(r"$\frac{1}{2}$", True, 11) is None
    with house_style():
        figure = new_figure(3, 2)
        figure.subplots().set_xlabel(r"$\frac{1}{2}$")
    wide, _ = drawings(figure)
    assert not any("1/2" in text or "frac" in text for text in texts(wide))


def test_a_notebook_shows_no_svg_unless_the_book_is_built(monkeypatch):
    shell_module = pytest.importorskip("IPython.core.interactiveshell")
    from nncourse.plots.page import show_for_pages

    shell = shell_module.InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    figure = two_panels()
    assert "image/svg+xml" not in shell.display_formatter.format(figure)[0]
    show_for_pages()
    assert shell.display_formatter.format(figure)[0]["image/svg+xml"].startswith("<svg")
