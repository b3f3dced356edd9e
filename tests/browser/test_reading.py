"""Reading the book: what its pages weigh, that they stand still, and that all can use them."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from figures import AXE, load

TOC = (Path(__file__).parents[2] / "_toc.yml").read_text(encoding="utf-8")
PAGES = re.findall(r"(?:root|file): (\S+)", TOC)
CHAPTERS = [page for page in PAGES if re.match(r"book/\d", page)]
OTHERS = ["search", "genindex"]

KILO = 1024
NO_SHIFT = 0.02


@contextmanager
def loaded(browser, address, **how):
    opened = load(browser, address, **how)
    yield opened
    opened.page.context.close()


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_a_page_asks_no_other_host_and_stands_still(name, site, browser):
    for width in (1280, 390):
        with loaded(browser, f"{site}/{name}.html", width=width) as page:
            page.scroll_down()
            assert page.other_hosts(site) == []
            assert page.complaints == []
            assert page.shifts() <= NO_SHIFT
            wide = page.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, "the page scrolls sideways"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_light(name, site, browser):
    with loaded(browser, f"{site}/{name}.html") as page:
        assert page.weight(pictures=False) <= 450 * KILO
        page.scroll_down()
        assert page.weight(pictures=True) <= 400 * KILO


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_tab_key_goes_through_a_chapter(name, site, browser):
    with loaded(browser, f"{site}/{name}.html") as page:
        assert page.tab_stops() <= 150
        assert page.page.locator(".math a, .math [tabindex='0']").count() == 0


@pytest.mark.parametrize("name", CHAPTERS)
def test_pictures_have_their_place_before_they_come(name, site, browser):
    with loaded(browser, f"{site}/{name}.html") as page:
        pictures = page.page.locator("article img").all()
        drawings = page.page.locator("article svg.drawing").all()
        assert pictures + drawings
        for picture in pictures + drawings:
            assert int(picture.get_attribute("width")) > 0
            assert int(picture.get_attribute("height")) > 0
        assert [picture.get_attribute("loading") for picture in pictures[1:]] == ["lazy"] * (
            len(pictures) - 1
        )


@pytest.mark.skipif(not AXE.exists(), reason="axe is not there: make book installs it by npm")
@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(name, width, theme, site, browser):
    with loaded(browser, f"{site}/{name}.html", width=width, theme=theme) as page:
        assert page.findings() == []


def test_formulas_need_no_script(site, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/book/02_forward.html")
        assert page.locator("math").count() > 50
        assert page.locator("script[src*=mathjax]").count() == 0
        formula = page.locator("div.math .katex-html").first
        assert formula.is_visible()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("σ", "sigmoid"), ("onehot", "one"), ("gradiant", "gradient"), ("softmax", "softmax")],
)
def test_search_finds_signs_and_misspelt_words_and_names_the_chapters_first(
    asked, found, site, page
):
    page.goto(f"{site}/search.html?q={asked}")
    results = page.locator("#search-results li > a")
    results.first.wait_for()
    addresses = [link.get_attribute("href") for link in results.all()]
    assert re.match(r"book/\d\d_", addresses[0])
    chapters = [bool(re.match(r"book/\d\d_", address)) for address in addresses]
    assert chapters == sorted(chapters, reverse=True)
    if asked != found:
        assert found in page.locator("#search-results > p").first.inner_text()


def test_the_switch_for_the_colours_keeps_the_focus_and_the_choice(site, page):
    page.goto(f"{site}/book/intro.html")
    switch = page.locator(".theme-switch-button")
    switch.focus()
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert switch.evaluate("button => button === document.activeElement")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_paper_is_white_and_hides_nothing(site, browser):
    with loaded(browser, f"{site}/book/02_forward.html", theme="dark") as page:
        closed = "article details:not([open])"
        assert page.page.locator(closed).count() > 0
        page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.page.locator("html").get_attribute("data-theme") == "light"
        assert page.page.locator(closed).count() == 0
        page.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.page.locator("html").get_attribute("data-theme") == "dark"
        assert page.page.locator(closed).count() > 0


def test_a_page_opened_as_a_file_can_be_read(book, page):
    page.goto((book / "book" / "02_forward.html").as_uri())
    assert page.locator("div.math .katex-html").first.is_visible()
    box = page.locator("article svg.for-wide >> visible=true").first.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 100


def test_a_chapter_can_be_taken_along(site, page):
    page.goto(f"{site}/book/02_forward.html")
    page.locator(".page-menu > summary").click()
    with page.expect_download() as download:
        page.get_by_text("Download the notebook").click()
    assert download.value.suggested_filename == "02_forward.ipynb"
    page.keyboard.press("Escape")
    assert not page.get_by_text("Download the notebook").is_visible()


@pytest.mark.parametrize("name", ["primary", "secondary"])
def test_on_a_phone_the_lists_open_over_the_text_and_give_the_focus_back(name, site, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/book/02_forward.html")
    button = page.locator(f".{name}-toggle")
    button.click()
    dialog = page.locator(f"#pst-{name}-sidebar-modal")
    assert dialog.locator("a").first.is_visible()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
