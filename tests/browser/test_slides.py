"""The slides of the chapters in a real browser: nothing leaves the screen, nothing is fetched."""

from pathlib import Path

import nbformat
import pytest

from nncourse.exercises import CHAPTERS

slides = pytest.importorskip("slides", reason="nbconvert makes slides: make install")

RUN = Path(__file__).parents[2] / "_build" / "jupyter_execute" / "book"
FILES = [f"{number:02}_{name}" for number, name in enumerate(CHAPTERS, 1)]

# What of each slide's content reaches beyond it, or is set so small that nobody reads it.
FAULTS = """() => [...document.querySelectorAll("main > section > section")].flatMap((slide, i) => {
  const seen = [...slide.querySelectorAll("h1, h2, p, li, pre, table, math, img, svg")]
    .filter((part) => !part.closest("aside") && part.getClientRects().length);
  const outside = seen.some((part) => {
    const box = part.getBoundingClientRect();
    return box.right > 1281 || box.bottom > 721;
  });
  const small = Number(slide.style.getPropertyValue("--fit") || 1) < 0.6;
  const full = slide.scrollHeight > 720 || slide.scrollWidth > 1280;
  return outside || small || full ? [`slide ${i + 1}: ${seen[0].textContent}`] : [];
})"""


@pytest.mark.parametrize("name", FILES)
def test_everything_on_a_slide_can_be_seen(name, browser, tmp_path):
    if not (RUN / f"{name}.ipynb").exists():
        pytest.skip("the book is not built: make book")
    file = tmp_path / f"{name}.html"
    file.write_text(slides.exported(nbformat.read(RUN / f"{name}.ipynb", 4)), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate(FAULTS) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_keys_move_through_the_slides_and_open_the_notes(browser, tmp_path):
    notebook = nbformat.read(Path(__file__).parents[2] / "book" / "02_forward.ipynb", 4)
    file = tmp_path / "slides.html"
    file.write_text(slides.exported(notebook, mathml=lambda asked: ["<math></math>"] * len(asked)))
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(file.as_uri())
    place = page.locator("#place")
    assert place.inner_text().startswith("1 of ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert place.inner_text().startswith("3 of ")
    page.keyboard.press("ArrowLeft")
    assert page.url.endswith("#2")
    notes = page.locator("section.is-shown aside.notes")
    assert not notes.is_visible()
    page.keyboard.press("n")
    assert notes.is_visible()
    page.keyboard.press("End")
    count = page.locator("main > section > section").count()
    assert place.inner_text() == f"{count} of {count}"
    page.close()
