"""The drawn digit in the page: by mouse, finger, pen and keys, it is read as Python reads it."""

from contextlib import contextmanager

import numpy as np
import pytest

from nncourse.datasets import mnist
from nncourse.results.strokes import anywhere, strokes_of
from nncourse.widgets import DrawnDigit

WIDTHS = (390, 768, 1280)
SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]
IN_WORDS = "(figure) => figure.querySelector('.nn-numbers').textContent"


@contextmanager
def front_page(browser, site, width=1280, wait=True, **how):
    """The drawn digit on the first page, for a reader with a window of this width."""
    with browser.new_context(viewport={"width": width, "height": 900}, **how) as context:
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{site}/book/intro.html")
        figure = page.locator("[data-live=digit]")
        if wait:
            figure.scroll_into_view_if_needed()
            rest(figure)
        yield page, figure


def rest(figure):
    """Wait until nothing is being written, and the network has said what it reads."""
    figure.get_by_text("hidden neurons are active").wait_for()
    figure.page.wait_for_timeout(1600)


@pytest.fixture
def opened(browser, site):
    with front_page(browser, site) as (page, figure):
        yield page, figure
        assert page.errors == []


def strokes(figure):
    """What is on the sheet."""
    return figure.evaluate("(figure) => figure.model.get('strokes')")


def answer(figure):
    """What the network says."""
    return figure.locator(".nn-answer").inner_text()


def on_sheet(figure, points):
    """Places of the sheet, as the window counts them."""
    box = figure.locator(".nn-sheet").bounding_box()
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]


def draw(page, figure, points, steps=8):
    """Draw a stroke with the mouse."""
    first, *others = on_sheet(figure, points)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place, steps=steps)
    page.mouse.up()


def draw_nonsense(page, figure):
    """Draw what is no digit."""
    for stroke in ([(0.1, 0.5), (0.9, 0.5)], [(0.5, 0.1), (0.5, 0.9)], [(0.1, 0.1), (0.9, 0.9)]):
        draw(page, figure, stroke)


def same_as_python(figure):
    """The page's numbers are those of the package for the same strokes."""
    drawn = DrawnDigit(strokes(figure), figure.evaluate("(figure) => figure.model.get('pen')"))
    shares = figure.locator(".nn-share").all_inner_texts()
    found = np.array([float(share.removesuffix(" %")) / 100 for share in shares])
    np.testing.assert_allclose(found, drawn.shares(), atol=0.0006)
    active = int((drawn.hidden() > 0).sum())
    assert f"{active} of 128 hidden neurons" in figure.evaluate(IN_WORDS)
    opacity = "(cells) => cells.map((cell) => Number(cell.getAttribute('fill-opacity')))"
    seen = figure.locator(".nn-seen rect").evaluate_all(opacity)
    np.testing.assert_allclose(seen, drawn.picture().ravel() / 255, atol=0.006)
    return drawn


def test_a_mouse_draws_and_the_network_answers_while_it_moves(opened):
    page, figure = opened
    first, *others = on_sheet(figure, SEVEN)
    page.mouse.move(*first)
    page.mouse.down()
    page.wait_for_timeout(100)
    dot = figure.locator(".nn-share").all_inner_texts()
    for place in others:
        page.mouse.move(*place, steps=10)
    page.wait_for_timeout(100)
    assert answer(figure) == "Read as 7"  # the button is still down
    assert figure.locator(".nn-share").all_inner_texts() != dot
    page.mouse.up()
    assert len(strokes(figure)) == 1  # the example is gone
    assert same_as_python(figure).numbers()["digit"] == 7


def test_what_it_shows_at_first_is_what_python_shows(opened):
    _, figure = opened
    assert strokes(figure) == DrawnDigit().strokes
    same_as_python(figure)


def test_strokes_are_undone_one_by_one_and_cleared(opened):
    page, figure = opened
    draw(page, figure, [(0.3, 0.2), (0.25, 0.55), (0.75, 0.55)])
    draw(page, figure, [(0.6, 0.3), (0.6, 0.9)])
    assert answer(figure) == "Read as 4"
    figure.get_by_role("button", name="Undo").click()
    assert len(strokes(figure)) == 1
    figure.get_by_role("button", name="Clear").click()
    assert strokes(figure) == []
    assert answer(figure) == "Nothing to read"
    assert "empty" in figure.evaluate(IN_WORDS)


def test_a_finger_draws_and_the_page_stays(browser, site):
    with front_page(browser, site, width=390, has_touch=True, is_mobile=True) as (page, figure):
        places = on_sheet(figure, [(0.5, 0.15 + 0.07 * i) for i in range(11)])
        scrolled = page.evaluate("scrollY")
        touch(page, places)
        assert page.evaluate("scrollY") == scrolled
        assert answer(figure) == "Read as 1"
        same_as_python(figure)


def touch(page, places):
    """Touch the window, move over these places, and let go."""
    session = page.context.new_cdp_session(page)
    for i, (x, y) in enumerate(places):
        kind = "touchMove" if i else "touchStart"
        touched = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        session.send("Input.dispatchTouchEvent", touched)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(150)


def test_a_pen_draws(opened):
    page, figure = opened
    session = page.context.new_cdp_session(page)
    kinds = ["mousePressed", *["mouseMoved"] * 10, "mouseReleased"]
    points = [(0.5, 0.15 + 0.06 * i) for i in range(12)]
    for kind, (x, y) in zip(kinds, on_sheet(figure, points), strict=True):
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        session.send("Input.dispatchMouseEvent", event | {"pointerType": "pen"})
    page.wait_for_timeout(100)
    assert answer(figure) == "Read as 1"


def test_digits_are_written_by_keyboard(opened):
    page, figure = opened
    figure.get_by_role("button", name="0", exact=True).focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    part = figure.locator(".nn-ink").get_attribute("d")
    rest(figure)
    assert len(figure.locator(".nn-ink").get_attribute("d")) > len(part)  # it was on its way
    assert answer(figure) == "Read as 8"
    assert same_as_python(figure).strokes == DrawnDigit().examples[8]


def test_without_motion_an_example_is_there_at_once(browser, site):
    with front_page(browser, site, reduced_motion="reduce") as (_, figure):
        figure.get_by_role("button", name="5", exact=True).click()
        assert answer(figure) == "Read as 5"
        assert strokes(figure) == DrawnDigit().examples[5]


def test_a_scribble_is_unsure(opened):
    page, figure = opened
    draw_nonsense(page, figure)
    assert answer(figure).startswith("Unsure: ")
    assert "too little to be sure" in figure.evaluate(IN_WORDS)
    assert same_as_python(figure).numbers()["unsure"]


def test_test_digits_that_are_drawn_are_read(opened):
    """Of 500, `tests/test_drawn_digit.py` counts; here 20 are drawn with the mouse."""
    page, figure = opened
    images, labels = mnist("test")
    rng, read = np.random.default_rng(5), []
    for digit in strokes_of(images[:20]):
        figure.get_by_role("button", name="Clear").click()
        for stroke in anywhere(digit, rng.uniform(0.4, 0.9), 0.06, rng):
            draw(page, figure, stroke.tolist(), steps=1)
        read.append(same_as_python(figure).numbers()["digit"])
    assert (np.array(read) == labels[:20]).sum() >= 18


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_its_room(browser, site, width):
    with front_page(browser, site, width) as (page, figure):
        room = figure.locator(".live-box").bounding_box()
        shown = figure.locator(".live-view .nn-figure").bounding_box()
        least = figure.evaluate("""(figure) => parseFloat(getComputedStyle(
            figure.querySelector('.live-box')).minHeight)""")
        assert shown["height"] <= least + 1
        assert shown["height"] > least - 90  # nor is there a hole below it
        assert room["x"] + room["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        draw_nonsense(page, figure)
        assert "to be sure" in figure.evaluate(IN_WORDS)
        assert figure.locator(".live-box").bounding_box()["height"] == room["height"]


def test_its_network_comes_when_it_is_shown_and_not_before(browser, site):
    with browser.new_context() as context:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/book/02_forward.html")
        assert not [url for url in asked if "safetensors" in url]
        page.goto(f"{site}/book/intro.html")
        rest(page.locator("[data-live=digit]"))
        assert len([url for url in asked if "digit.safetensors?" in url]) == 1


def test_without_its_network_it_says_so(browser, site):
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/digit.safetensors*", lambda route: route.abort())
        page.goto(f"{site}/book/intro.html")
        page.get_by_text("The network could not be loaded").wait_for()


def test_without_scripts_there_is_a_still_picture(browser, site):
    with front_page(browser, site, java_script_enabled=False, wait=False) as (page, figure):
        still = figure.locator("img")
        assert still.is_visible()
        assert "128 neurons" in still.get_attribute("alt")
        assert page.locator(".live-caption a").count() >= 4


def test_each_part_leads_to_where_it_is_built(opened):
    page, _ = opened
    links = page.locator(".live-figure .live-caption a").evaluate_all("a => a.map((a) => a.href)")
    names = {link.rsplit("/")[-1].partition("_")[0] for link in links}
    assert {"01", "02", "03", "05"} <= names
