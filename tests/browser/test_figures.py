"""The chapters' figures in a page: their letters on a phone, their colours, their numbers."""

import pytest
from test_reading import CHAPTERS

SMALLEST = 11  # pixels, of a label on a phone

# The labels that are seen, with the size in pixels at which they are.
LABELS = """() => [...document.querySelectorAll("article svg.drawing text")]
  .filter((text) => text.checkVisibility())
  .map((text) => {
    const drawing = text.ownerSVGElement;
    const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    return [text.textContent, scale * parseFloat(text.getAttribute("font-size"))];
  })"""

OUTSIDE = """() => [...document.querySelectorAll("article svg.drawing text")]
  .filter((text) => text.checkVisibility())
  .filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < 0 || box.right > document.documentElement.clientWidth;
  })
  .map((text) => text.textContent)"""

SHOWN = """() => [...document.querySelectorAll("article figure")]
  .filter((figure) => figure.querySelector("svg.drawing"))
  .map((figure) => [...figure.querySelectorAll("svg.drawing")]
    .filter((drawing) => getComputedStyle(drawing).display !== "none").length)"""

REVEAL = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll("[data-reveals]")) part.classList.add("revealed");
}"""


@pytest.fixture
def opened(site, page):
    """Opens a chapter with everything shown, at a width of the window."""

    def open_chapter(name: str, width: int, theme: str = "light"):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/{name}.html")
        page.evaluate(REVEAL)
        return page

    return open_chapter


@pytest.mark.parametrize("name", CHAPTERS)
def test_labels_are_read_on_a_phone(name, opened):
    page = opened(name, 390)
    labels = page.evaluate(LABELS)
    assert labels
    assert [label for label in labels if label[1] < SMALLEST] == []
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_one_form_of_each_figure_is_shown(name, width, opened):
    page = opened(name, width)
    shown = page.evaluate(SHOWN)
    assert shown
    assert set(shown) == {1}
    narrow = page.locator("svg.for-narrow").first
    assert narrow.is_visible() == (width == 390)


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_two_parts_of_a_page_have_one_id(name, opened):
    page = opened(name, 1280)
    ids = page.evaluate("() => [...document.querySelectorAll('article [id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_figures_have_the_colours_of_the_theme(opened):
    seen = {}
    for theme in ("light", "dark"):
        page = opened("book/01_basics", 1280, theme)
        seen[theme] = page.evaluate(
            """() => {
              const text = document.querySelector("svg.for-wide text");
              const line = document.querySelector("#fig-basics-curve svg.for-wide [stroke*=nn-1]");
              const style = getComputedStyle(document.documentElement);
              return [getComputedStyle(text).fill, getComputedStyle(line).stroke,
                      getComputedStyle(document.body).color, style.getPropertyValue("--nn-1")];
            }"""
        )
        fill, _, ink, _ = seen[theme]
        assert fill == ink
    assert all(seen["light"][i] != seen["dark"][i] for i in range(4))


def test_pictures_in_figures_are_seen_in_both_forms(opened):
    for width, form in ((1280, "wide"), (390, "narrow")):
        page = opened("book/04_cats", width)
        picture = page.locator(f"#fig-cats-examples svg.for-{form} use").first
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box["width"] > 60
        stored = page.evaluate(
            """async () => {
              const picture = new Image();
              picture.src = document.querySelector("#fig-cats-examples image").getAttribute("href");
              await picture.decode();
              return picture.naturalWidth;
            }"""
        )
        assert stored == 64


def test_figures_are_counted_by_chapter_in_captions_and_references(opened):
    for number, name in enumerate(CHAPTERS[:7], 1):
        page = opened(name, 1280)
        captions = page.locator("figure .caption-number").all_inner_texts()
        assert [text.strip() for text in captions] == [
            f"Figure {number}.{place}" for place in range(1, len(captions) + 1)
        ]
    page = opened("book/05_mnist", 1280)
    links = page.locator("a", has=page.locator(".std-numref")).all_inner_texts()
    assert {text.strip().split(".")[0] for text in links} == {"Figure 5", "Figure S"}
