"""The explorers of chapters 2 and 4: however they are moved, they say the package's numbers."""

import re

import numpy as np
import pytest

pytest.importorskip("anywidget", reason="anywidget is not installed: pip install anywidget")

from nncourse.widgets import ActivationExplorer, SoftmaxExplorer, ThresholdExplorer

CHAPTERS = {
    "activation": "book/02_forward.html",
    "softmax": "book/02_forward.html",
    "threshold": "book/04_cats.html",
}


class Explorer:
    """A reader's hands on a figure."""

    def __init__(self, page, site, name):
        self.page = page
        page.goto(f"{site}/{CHAPTERS[name]}")
        self.root = page.locator(f'[data-live="{name}"]')
        self.root.scroll_into_view_if_needed()
        self.root.locator(".nn-figure").wait_for()
        self.slider = self.root.locator("input[type=range]")

    @property
    def said(self):
        return self.root.locator(".nn-numbers").inner_text().replace("\N{MINUS SIGN}", "-")

    def value(self, name):
        return self.root.evaluate("(figure, name) => figure.model.get(name)", name)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def centre(self, i):
        """Where handle `i` is, in the window."""
        handle = self.root.locator(".nn-handle").nth(i)
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, i, by):
        """With the mouse, to the right."""
        x, y = self.centre(i)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by / 2, y + 3)
        self.page.mouse.move(x + by, y + 3)
        self.page.mouse.up()

    def swipe(self, i, by):
        """With a finger, to the right."""
        x, y = self.centre(i)
        session = self.page.context.new_cdp_session(self.page)
        for kind, places in (
            ("touchStart", [(x, y)]),
            ("touchMove", [(x + by / 2, y)]),
            ("touchMove", [(x + by, y)]),
            ("touchEnd", []),
        ):
            points = [{"x": x, "y": y} for x, y in places]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.fixture
def phone(browser):
    """An empty page on a telephone."""
    size = {"width": 390, "height": 840}
    with browser.new_context(viewport=size, has_touch=True) as context:
        yield context.new_page()


def says_of_activation(bend, z):
    ours = ActivationExplorer(bend, z)
    return f"at z = {z:.2f}: value {ours.value:.3f}, slope {ours.slope:.3f}."


def numbers_in(said):
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", said)]


def numbers_of_threshold(explorer):
    """What the page's own values make of its threshold, by the package, in the figure's order."""
    values = [explorer.value(name) for name in ("probabilities", "labels", "threshold")]
    ours = ThresholdExplorer(np.array(values[0]), np.array(values[1]), values[2]).numbers()
    counts = [ours[name] for name in ("hits", "misses", "false_alarms", "refusals")]
    rates = [100 * ours[name] for name in ("precision", "recall", "accuracy")]
    return [ours["threshold"], *counts, *rates]


def agree(explorer):
    """Whether the figure says these numbers, its rates in per cent with one digit."""
    said = pytest.approx(numbers_in(explorer.said), abs=0.0501)
    return numbers_of_threshold(explorer) == said


def test_the_activation_is_moved_by_keyboard(page, site):
    explorer = Explorer(page, site, "activation")
    assert explorer.said.startswith("sigmoid " + says_of_activation("sigmoid", 2.0))
    explorer.slider.focus()
    explorer.press("ArrowRight")
    assert says_of_activation("sigmoid", 2.05) in explorer.said
    explorer.press("Home")
    assert says_of_activation("sigmoid", -6.0) in explorer.said
    explorer.root.locator("input[type=radio]:checked").focus()
    explorer.press("ArrowRight")
    assert explorer.said.startswith("tanh " + says_of_activation("tanh", -6.0))
    explorer.press("ArrowLeft", "ArrowLeft")
    assert explorer.said.startswith("leaky ReLU " + says_of_activation("leaky_relu", -6.0))
    assert page.errors == []


@pytest.mark.parametrize("panel", [0, 1], ids=["value", "slope"])
def test_the_activation_is_dragged_by_its_point(panel, page, site):
    explorer = Explorer(page, site, "activation")
    explorer.drag(panel, by=60)
    z = explorer.value("z")
    assert 4.4 < z < 4.9
    assert says_of_activation("sigmoid", z) in explorer.said
    assert explorer.slider.input_value() == f"{z:g}"


def test_the_activation_is_dragged_by_a_finger(phone, site):
    explorer = Explorer(phone, site, "activation")
    before, _ = explorer.centre(0)
    explorer.swipe(0, by=-80)
    after, _ = explorer.centre(0)
    assert abs(after - before + 80) < 3  # the point goes with the finger, a step of z apart at most
    z = explorer.value("z")
    assert says_of_activation("sigmoid", z) in explorer.said


def shares_in(said):
    """The shares in a sentence, "wren 0.844, robin 0.114, blackbird 0.042."."""
    return [part.strip(" .").split()[-1] for part in said.split(",")]


def printed(shares):
    return [f"{share:.3f}" for share in shares]


def test_softmax_overflows_at_the_end_of_its_slider(page, site):
    explorer = Explorer(page, site, "softmax")
    assert "both ways agree" in explorer.said
    assert shares_in(explorer.said) == printed(SoftmaxExplorer(3.0).shares)
    explorer.slider.focus()
    explorer.press("ArrowRight")
    assert explorer.value("score") == 3.1
    assert shares_in(explorer.said) == printed(SoftmaxExplorer(3.1).shares)
    explorer.press("End")
    ours = SoftmaxExplorer(800.0)
    plain, shifted = explorer.said.split("Plain: ")[1].split("Shifted: ")
    assert shares_in(plain) == printed(ours.plain_shares) == ["nan", "0.000", "0.000"]
    assert shares_in(shifted) == printed(ours.shares)
    assert explorer.root.locator(".nn-lost").count() == 1
    assert page.errors == []


def test_float32_overflows_sooner(page, site):
    explorer = Explorer(page, site, "softmax")
    explorer.root.evaluate("(figure) => figure.model.set('score', 89)")
    assert "both ways agree" in explorer.said
    explorer.root.get_by_label("float32").check()
    assert shares_in(explorer.said.split("Shifted")[0]) == ["nan", "0.000", "0.000"]
    explorer.slider.focus()
    explorer.press("ArrowLeft")
    assert explorer.value("score") == 88
    assert "both ways agree" in explorer.said


def test_softmax_is_moved_by_mouse_and_by_finger(page, phone, site):
    explorer = Explorer(page, site, "softmax")
    box = explorer.slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.97, box["y"] + box["height"] / 2)
    assert explorer.value("score") > 700
    assert "inf" in explorer.said
    explorer = Explorer(phone, site, "softmax")
    explorer.slider.tap(position={"x": 3, "y": 8})
    assert explorer.value("score") < -3
    assert shares_in(explorer.said) == printed(SoftmaxExplorer(explorer.value("score")).shares)


def test_the_threshold_is_moved_by_keyboard(page, site):
    explorer = Explorer(page, site, "threshold")
    assert len(explorer.value("probabilities")) == 800
    assert agree(explorer)
    explorer.slider.focus()
    for keys, threshold in (("ArrowRight",), 0.51), (("End",), 1.0), (("Home",), 0.0):
        explorer.press(*keys)
        assert explorer.value("threshold") == threshold
        assert agree(explorer)
    assert page.errors == []


@pytest.mark.parametrize("panel", [0, 1], ids=["histogram", "rates"])
def test_the_threshold_is_dragged(panel, page, site):
    explorer = Explorer(page, site, "threshold")
    explorer.drag(panel, by=70)
    assert 0.7 < explorer.value("threshold") < 0.82
    assert agree(explorer)
    corners = explorer.root.locator(".nn-clear").all_text_contents()
    counts = [int(text.split()[0]) for text in corners if text.endswith((" in", " out"))]
    assert sum(counts) == 800


def test_the_threshold_is_dragged_by_a_finger(phone, site):
    explorer = Explorer(phone, site, "threshold")
    explorer.swipe(0, by=-90)
    assert 0.15 < explorer.value("threshold") < 0.22
    assert agree(explorer)
