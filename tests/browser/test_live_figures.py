"""Live figures in the page: they come when near, stand still, and answer mouse, finger and keys."""

import gzip
import json
import re
from contextlib import contextmanager

import numpy as np
import pytest
from figures import AXE

from nncourse.datasets import linear
from nncourse.widgets.bowl import Bowl
from nncourse.widgets.rate_race import RateRace

KILO = 1024
WIDTHS = (390, 768, 1280)
TALL = 900  # of the window
SMALL = 11  # pixels: no text is smaller
TAB_STOPS = """(figure) => {
  const parts = [...figure.querySelectorAll("a[href], input, button, select, [tabindex]")];
  const reached = parts.filter((part) => part.tabIndex >= 0 && !part.disabled);
  return new Set(reached.map((part) => (part.type === "radio" ? part.name : part))).size;
}"""
SMALLEST_TEXT = """(figure) => Math.min(...[...figure.querySelectorAll(".live-view *")]
  .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""
RUN_AXE = """async () => (await axe.run([".live"], { resultTypes: ["violations"] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)"""


def pages_with_figures(book):
    """The pages that have live figures, with the figures' names."""
    found = {}
    for path in sorted(book.rglob("*.html")):
        names = re.findall(r'data-live="(\w+)"', path.read_text(encoding="utf-8"))
        if names:
            found[path.relative_to(book).as_posix()] = names
    return found


@contextmanager
def opened(browser, address, width=1280, **how):
    """A page for a reader with a window of this width."""
    with browser.new_context(viewport={"width": width, "height": TALL}, **how) as context:
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address)
        yield page


def go_to(page, name):
    """Scroll to a figure, and wait until it is live."""
    figure = page.locator(f"[data-live={name}]")
    figure.scroll_into_view_if_needed()
    figure.locator(".nn-figure").wait_for()
    page.wait_for_timeout(150)  # it is drawn to its width
    return figure


def value(figure, name):
    """What a figure has under a name."""
    return figure.evaluate("(figure, name) => figure.model.get(name)", name)


def modules(page):
    """The scripts of live figures that a page has asked for."""
    return [address for address in page.asked if "/_static/live/" in address]


@pytest.fixture
def chapter(site, browser):
    """The first chapter."""
    with opened(browser, f"{site}/book/01_basics.html") as page:
        yield page


def test_the_first_chapter_has_its_two(book):
    name = "book/01_basics.html"
    assert pages_with_figures(book)[name] == ["bowl", "rate_race"]
    assert "application/vnd.jupyter" not in (book / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figure_takes_the_place_of_its_picture_and_nothing_moves(width, book, site, browser):
    for name, figures in pages_with_figures(book).items():
        with opened(browser, f"{site}/{name}", width) as page:
            for each in figures:
                figure = page.locator(f"[data-live={each}]")
                before = figure.bounding_box()["height"]
                go_to(page, each)
                assert figure.bounding_box()["height"] == before
                drawn = figure.locator(".nn-figure").bounding_box()["height"]
                assert before - 64 <= drawn <= before, f"{each} has not the room that it says"


def test_a_module_waits_until_the_reader_is_near(chapter):
    assert modules(chapter) == []
    go_to(chapter, "bowl")
    assert any(address.endswith("/bowl.js") for address in modules(chapter))


def test_a_chapters_figures_are_light_and_from_here(book, site, browser):
    for name, figures in pages_with_figures(book).items():
        with opened(browser, f"{site}/{name}") as page:
            bodies = []
            page.on("response", lambda response, to=bodies: to.append(response))
            for each in figures:
                go_to(page, each)
            assert all(address.startswith((site, "data:", "blob:")) for address in page.asked)
            scripts = {r.url: r.body() for r in bodies if r.url.endswith(".js")}
            assert sum(len(gzip.compress(body, 9)) for body in scripts.values()) <= 60 * KILO


def test_nothing_is_too_small_or_hidden_from_anybody(book, site, browser):
    for name, figures in pages_with_figures(book).items():
        for theme in ("light", "dark"):
            with opened(browser, f"{site}/{name}", 390, color_scheme=theme) as page:
                for each in figures:
                    figure = go_to(page, each)
                    assert figure.evaluate(SMALLEST_TEXT) >= SMALL
                    assert figure.evaluate(TAB_STOPS) <= 3
                    assert figure.locator("[role=status]").inner_text()
                page.evaluate(AXE.read_text(encoding="utf-8"))
                assert page.evaluate(RUN_AXE) == []


def test_without_scripts_and_on_paper_there_is_the_still_picture(book, site, browser):
    for name, figures in pages_with_figures(book).items():
        with opened(browser, f"{site}/{name}", java_script_enabled=False) as page:
            for each in figures:
                still = page.locator(f"[data-live={each}] .live-still")
                still.scroll_into_view_if_needed()
                pictures = still.locator("img, svg").all()  # one for phones, one for all others
                assert sum(picture.is_visible() for picture in pictures) == 1
        with opened(browser, f"{site}/{name}") as page:
            figure = go_to(page, figures[0])
            page.emulate_media(media="print")
            assert figure.locator(".live-still").is_visible()
            assert not figure.locator(".live-view").is_visible()


def centre(mark):
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_mouse_drags_the_dot_and_the_line_follows(chapter):
    figure = go_to(chapter, "bowl")
    handle = figure.locator(".live-view svg").first.locator(".nn-handle").nth(1)
    height = centre(handle)[1]
    dot = figure.locator(".nn-handle").last
    x, y = centre(dot)
    chapter.mouse.move(x, y)
    chapter.mouse.down()
    chapter.mouse.move(x + 60, y - 30, steps=4)
    chapter.mouse.up()
    assert value(figure, "w") > 0.5
    assert value(figure, "b") > -0.8
    assert centre(handle)[1] < height
    assert centre(dot) == pytest.approx((x + 60, y - 30), abs=1)


def test_a_finger_drags_the_line_and_the_dot_follows(site, browser):
    address = f"{site}/book/01_basics.html"
    with opened(browser, address, 390, has_touch=True, is_mobile=True) as page:
        figure = go_to(page, "bowl")
        dot = figure.locator(".nn-handle").last
        before, scrolled = centre(dot), page.evaluate("scrollY")
        x, y = centre(figure.locator(".nn-handle").first)
        touch = page.context.new_cdp_session(page)
        for kind, by in (("touchStart", 0), ("touchMove", 20), ("touchMove", 60), ("touchEnd", 0)):
            points = [] if kind == "touchEnd" else [{"x": x, "y": y - by}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(100)
        assert value(figure, "b") == pytest.approx(-1 + 60 / 200 * 12, abs=0.1)
        assert value(figure, "w") == 0
        assert centre(dot)[1] < before[1]
        assert page.evaluate("scrollY") == scrolled, "the page moved under the finger"


def test_keys_move_the_line_and_take_steps_that_are_the_packages(chapter):
    figure = go_to(chapter, "bowl")
    figure.get_by_role("slider", name="slope w").focus()
    for _ in range(5):
        chapter.keyboard.press("ArrowRight")
    assert value(figure, "w") == pytest.approx(0.05)
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("ArrowRight")
    assert chapter.evaluate("document.activeElement.textContent") == "Ten steps"
    chapter.keyboard.press("Enter")
    assert figure.locator(".nn-stop").count() == 11

    state = json.loads(figure.locator(".live-state").text_content())
    points = [[x] for x, _ in state["points"]], [y for _, y in state["points"]]
    bowl = Bowl(*points, w=0.05, b=state["b"], rate=state["rate"])
    for _ in range(10):
        bowl.step()
    assert value(figure, "w") == pytest.approx(bowl.w, rel=1e-12)
    assert value(figure, "b") == pytest.approx(bowl.b, rel=1e-12)
    assert f"Loss {bowl.numbers()['loss']:.3f}" in figure.locator("[role=status]").inner_text()


def test_a_race_runs_while_it_is_seen(chapter):
    figure = go_to(chapter, "rate_race")
    figure.get_by_role("button", name="Play").click()
    chapter.wait_for_function(
        "document.querySelector('[data-live=rate_race]').model.get('step') > 2"
    )
    chapter.evaluate("scrollTo(0, 0)")
    chapter.wait_for_function(
        "document.querySelector('[data-live=rate_race]').model.get('visible') === false"
    )
    step = value(figure, "step")
    chapter.wait_for_timeout(600)
    assert value(figure, "step") == step
    figure.scroll_into_view_if_needed()
    chapter.wait_for_function(
        f"document.querySelector('[data-live=rate_race]').model.get('step') > {step}"
    )
    figure.get_by_role("button", name="Pause").click()
    step = value(figure, "step")
    chapter.wait_for_timeout(600)
    assert value(figure, "step") == step


def test_who_wants_less_motion_is_shown_the_end(site, browser):
    address = f"{site}/book/01_basics.html"
    with opened(browser, address, reduced_motion="reduce") as page:
        figure = go_to(page, "rate_race")
        figure.get_by_role("button", name="Play").click()
        assert value(figure, "step") == value(figure, "steps") == 40


def test_a_race_says_the_numbers_of_the_package(chapter):
    figure = go_to(chapter, "rate_race")
    figure.get_by_role("slider", name="your rate").focus()
    chapter.keyboard.press("ArrowRight")
    for _ in range(3):
        figure.get_by_role("button", name="One step").click()
    assert value(figure, "rate") == pytest.approx(0.31)
    rows = figure.locator("tbody tr").all_inner_texts()
    assert "(yours)" in rows[-1]
    for row, loss in zip(rows, race_of_the_chapter(), strict=True):
        shown = row.split("\t")[2]
        assert float(shown) == pytest.approx(loss, rel=6e-3), row


def race_of_the_chapter():
    """The losses of the chapter's race, and of a rate of 0.31, after three steps."""
    X, Y = linear(1000, np.random.default_rng(0))
    X, y = X.astype(np.float64), Y[:, 0].astype(np.float64)
    race = RateRace(X, y, rates=(0.005, 0.05, 0.5, 0.8), b=1.0)
    race.step, race.rate = 3, 0.31
    return list(race.numbers().values())[1:]
