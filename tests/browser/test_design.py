"""The look of the book at three widths, by day, by night and on paper, and the way through it."""

import io
import re
from contextlib import contextmanager

import pytest
from PIL import Image
from reader import keep

from nncourse.plots.style import PALETTE

WIDTHS = (390, 768, 1280)
CHAPTER = "book/01_basics.html"
HEADS = "book/07_autograd.html"  # has heads of three levels
NOTES = "book/03_backprop.html"  # has a note for the margin
SECTION = "#one-step-downhill"

STYLE = "(part, name) => getComputedStyle(part)[name]"
BOX = "part => part.getBoundingClientRect().toJSON()"
TO_THE_TOP = "part => part.scrollIntoView()"

# How wide a line is in one face and in another, which is asked for first.
WIDTH_IN = """async ([face, other]) => {
  const line = document.createElement("span");
  line.textContent = "How wrong is it? A measure of how far predictions are from the truth.";
  line.style.cssText = "position: absolute; white-space: nowrap; font-size: 100px";
  document.body.append(line);
  const widths = [];
  for (const family of [face, other]) {
    const known = [...document.fonts].filter((one) => one.family.replaceAll('"', "") === family);
    try { await Promise.all(known.slice(0, 1).map((one) => one.load())); } catch { return null; }
    line.style.fontFamily = `"${family}", monospace`;
    widths.push(line.getBoundingClientRect().width);
  }
  line.remove();
  return widths;
}"""


@contextmanager
def opened(browser, address, *, width=1280, theme="light", before=None, media="screen"):
    """A page as it is at a width in a theme; `before` gets it before it is loaded."""
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme
    ) as context:
        page = context.new_page()
        if before:
            before(page)
        page.emulate_media(media=media, color_scheme=theme)
        page.goto(address)
        page.evaluate("document.fonts.ready")
        yield page


def style(page, selector, name):
    return page.locator(selector).first.evaluate(STYLE, name)


def box(page, selector):
    return page.locator(selector).first.evaluate(BOX)


def channels(colour):
    """`#0072b2` as browsers write it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", PALETTE)
def test_ink_on_paper_in_faces_of_its_own(width, theme, site, browser):
    with opened(browser, f"{site}/{CHAPTER}", width=width, theme=theme) as page:
        assert style(page, "body", "backgroundColor") == channels(PALETTE[theme]["paper"])
        assert style(page, "article section > p", "color") == channels(PALETTE[theme]["ink"])
        assert 17 <= float(style(page, "article section > p", "fontSize")[:-2]) <= 18
        loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        families = {family.strip('"') for family in page.evaluate(loaded)}
        assert families >= {"Literata", "Bricolage Grotesque", "Commit Mono"}
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, "the page scrolls sideways"


@pytest.mark.parametrize(
    ("face", "meanwhile"),
    [
        ("Literata", "Literata, meanwhile"),
        ("Bricolage Grotesque", "Bricolage, meanwhile"),
        ("Commit Mono", "Commit Mono, meanwhile"),
    ],
)
def test_what_stands_in_for_a_face_is_as_wide(face, meanwhile, site, page):
    page.goto(f"{site}/{CHAPTER}")
    widths = page.evaluate(WIDTH_IN, [face, meanwhile])
    if widths is None:
        pytest.skip("none of the fonts that could stand in is installed on this machine")
    assert widths[1] == pytest.approx(widths[0], rel=0.05)


def test_the_order_of_heads_is_seen(site, browser):
    with opened(browser, f"{site}/{HEADS}") as page:
        sizes, weights = (
            [
                float(style(page, f"article {head}", name).removesuffix("px"))
                for head in ("h1", "h2", "h3")
            ]
            for name in ("fontSize", "fontWeight")
        )
        assert sizes == sorted(sizes, reverse=True)
        assert len(set(sizes)) == 3
        assert weights[1] > weights[2]


@pytest.mark.parametrize("theme", PALETTE)
def test_five_things_to_do_are_told_apart_by_form_sign_and_word(theme, site, browser):
    with opened(browser, f"{site}/{CHAPTER}", theme=theme) as page:
        kinds = {
            "Exercise": (".exercise", ".exercise-title", "::after"),
            "Predict": (".prediction", ".prediction > .admonition-title", "::after"),
            "Bug clinic": ("section:has(> h2 > .clinic)", "h2:has(> .clinic)", "::before"),
            "Think": (".think", ".think > .admonition-title", "::after"),
            "yourself": (".quiz", ".quiz", "::after"),
        }
        sign = "(part, which) => getComputedStyle(part, which).maskImage"
        signs, forms = set(), set()
        for word, (whole, head, which) in kinds.items():
            signs.add(page.locator(head).first.evaluate(sign, which))
            forms.add(tuple(style(page, whole, f"border{side}Style") for side in ("Top", "Left")))
            assert (
                page.locator("h2", has_text=word).count()
                or word in page.locator(head).first.inner_text()
            )
        assert len(signs) == len(kinds)
        assert all("svg" in sign for sign in signs)
        assert len(forms) == len(kinds)


def test_notes_and_captions_stand_in_the_margin_of_a_wide_screen(site, browser):
    with opened(browser, f"{site}/{NOTES}") as page:
        column = box(page, "article section > p")
        note = box(page, "article aside.margin")
        caption = box(page, "article section > .cell figcaption:visible")
        assert note["left"] >= column["right"]
        assert caption["left"] >= column["right"]
        assert max(note["right"], caption["right"]) <= 1280


@pytest.mark.parametrize("width", [390, 768])
def test_without_a_margin_notes_and_captions_are_lines_of_the_text(width, site, browser):
    with opened(browser, f"{site}/{NOTES}", width=width) as page:
        column = box(page, "article section > p")
        for part in ("article aside.margin", "article section > .cell figcaption:visible"):
            assert box(page, part)["left"] < column["left"] + 40


def test_exercises_that_are_passed_fill_squares(site, browser):
    record = {"passed": True, "tries": 1}
    with opened(
        browser,
        f"{site}/{CHAPTER}",
        before=lambda page: keep(page, records={"basics.neuron": record}),
    ) as page:
        for place in (".chapter-head", "#pst-primary-sidebar"):
            row = page.locator(f"{place} .progress-squares[data-chapter=basics]")
            assert re.fullmatch(r"1 of \d+ exercises passed", row.get_attribute("aria-label"))
        filled = "part => parseFloat(getComputedStyle(part, '::before').width)"
        row = page.locator(".chapter-head .progress-squares")
        assert 0 < row.evaluate(filled) < row.bounding_box()["width"] / 2
        page.evaluate("localStorage.removeItem('nncourse')")
        page.goto(f"{site}/book/02_forward.html")
        assert page.locator(".chapter-head .progress-squares").evaluate(filled) == 0


def test_the_book_remembers_where_the_reader_was(site, page):
    page.goto(f"{site}/book/intro.html")
    start = page.locator(".start a")
    assert "Begin" in start.inner_text()
    page.goto(f"{site}/{CHAPTER}")
    page.locator(f"{SECTION} > h2").evaluate(TO_THE_TOP)
    page.wait_for_function("localStorage.getItem('nncourse-place')?.includes('downhill')")
    page.goto(f"{site}/book/intro.html")
    assert "One step downhill" in start.inner_text()
    entry = page.locator("#pst-primary-sidebar a.was-here")
    assert "you were here" in entry.inner_text()
    start.click()
    assert page.url.endswith(CHAPTER + SECTION)
    assert page.errors == []


def test_what_is_erased_is_forgotten(site, page):
    page.goto(f"{site}/{CHAPTER}")
    page.locator(f"{SECTION} > h2").evaluate(TO_THE_TOP)
    page.wait_for_function("localStorage.getItem('nncourse-place')")
    page.goto(f"{site}/book/intro.html")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-do=work]").click()
    page.locator(".work [data-do=erase]").click()
    page.reload()
    assert "Begin" in page.locator(".start a").inner_text()


def test_the_front_page_shows_the_course_and_what_one_can_do_after_each_chapter(site, browser):
    with opened(browser, f"{site}/book/intro.html") as page:
        front = page.locator(".front")
        assert front.locator("h1").is_visible()
        assert front.locator("[data-live=digit]").is_visible()
        cards = page.locator(".chapter-cards li")
        assert cards.count() == 7
        for number, card in enumerate(cards.all(), 1):
            assert f"0{number}_" in card.locator("a").first.get_attribute("href")
            assert "Afterwards you can" in card.inner_text()
            assert card.locator(".numeral").is_visible()


def test_the_chapter_that_is_open_lists_its_sections_beside_the_text(site, browser):
    with opened(browser, f"{site}/{CHAPTER}") as page:
        links = page.locator("#pst-primary-sidebar .section-nav a")
        assert links.count() > 5
        assert links.first.is_visible()
        page.locator(f"{SECTION} > h2").evaluate(TO_THE_TOP)
        page.locator("#pst-primary-sidebar .section-nav a.active").wait_for()


@pytest.mark.parametrize("name", ["book/intro", "book/01_basics", "book/04_cats", "search"])
def test_a_page_says_what_it_is_about_and_has_a_card(name, site, page):
    page.goto(f"{site}/{name}.html")
    content = "part => part.content"
    said = page.locator("meta[name=description]").evaluate_all("all => all.map(m => m.content)")
    assert len(said) == 1
    assert 20 <= len(said[0]) <= 160
    card = page.locator("meta[property='og:image']").evaluate(content)
    answer = page.request.get(page.evaluate("card => new URL(card, location.href).href", card))
    assert Image.open(io.BytesIO(answer.body())).size == (1200, 630)
    icon = page.locator("link[rel~=icon]").evaluate("link => link.href")
    assert page.request.get(icon).ok


def test_paper_shows_the_text_and_not_the_ways_around_it(site, browser):
    with opened(browser, f"{site}/{CHAPTER}", width=720, media="print") as page:
        for hidden in (".bd-sidebar-primary", ".bd-header-article", ".progress-squares"):
            assert not page.locator(hidden).first.is_visible()
        for shown in (".chapter-head h1", ".chapter-head .numeral", ".exercise", ".quiz"):
            assert page.locator(shown).first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 720
