"""What becomes of a page's pictures, of its folds, and of the links by which a reader gets it."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("sphinx")

from drawings import with_drawings
from figure_numbers import count_by_page
from get_course import first_cell, links
from lean_theme import trimmed
from pictures import shrink, with_sizes


def test_a_drawing_becomes_small_and_looks_the_same(tmp_path):
    drawing = np.full((200, 300, 3), 255, dtype=np.uint8)
    drawing[50:60] = (31, 119, 180)
    Image.fromarray(drawing).save(tmp_path / "a.png")
    shrink(tmp_path / "a.png")
    with Image.open(tmp_path / "a.webp") as picture:
        np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), drawing)


def test_a_photograph_keeps_its_colours(tmp_path):
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (12, 12, 3), dtype=np.uint8)
    photograph = Image.fromarray(coarse).resize((300, 300), Image.Resampling.BICUBIC)
    photograph.save(tmp_path / "a.png")
    shrink(tmp_path / "a.png")
    with Image.open(tmp_path / "a.webp") as picture:
        moved = np.subtract(picture.convert("RGB"), photograph, dtype=np.int16)
    assert np.abs(moved).mean() < 3


def test_all_pictures_have_sizes_and_all_but_the_first_wait(tmp_path):
    Image.new("RGB", (30, 20)).save(tmp_path / "a.webp")
    html = with_sizes(
        '<img alt="A" src="a.webp" /><p>and</p><img alt="A" src="a.webp" />', tmp_path
    )
    first, second = html.split("<p>and</p>")
    assert 'width="30" height="20"' in first
    assert "lazy" not in first
    assert 'width="30" height="20"' in second
    assert 'loading="lazy"' in second


WIDE = '<svg class="drawing" width="{}"><defs><image id="p"/></defs><use href="#p"/>'
NARROW = '<metadata><svg class="drawing" width="384"><use href="#p"/></svg></metadata></svg>'


def page_with(tmp_path, svg: str) -> tuple[str, set]:
    (tmp_path / "a.svg").write_text(svg, encoding="utf-8")
    used: set = set()
    html = '<figure class="align-default" id="f">\n<img alt="A &lt; &quot;B&quot;" src="a.svg" />'
    return with_drawings(f"{html}<figcaption>C</figcaption></figure>", tmp_path, used), used


def test_a_drawing_takes_the_place_of_its_address_and_keeps_its_words(tmp_path):
    html, used = page_with(tmp_path, WIDE.format(576) + NARROW)
    assert used == {(tmp_path / "a.svg").resolve()}
    assert "<img" not in html
    assert "<metadata" not in html
    assert html.count('role="img" aria-label="A &lt; &quot;B&quot;"') == 2
    assert 'class="drawing for-wide"' in html
    assert 'class="drawing for-narrow"' in html


def test_pictures_of_both_forms_are_stored_where_nothing_hides_them(tmp_path):
    html, _ = page_with(tmp_path, WIDE.format(576) + NARROW)
    assert html.count('<image id="p"') == 1
    assert html.index('class="stored"') < html.index('<image id="p"') < html.index("for-wide")


def test_a_figure_wider_than_the_text_says_so(tmp_path):
    assert '<figure class="wide align-default"' in page_with(tmp_path, WIDE.format(700) + NARROW)[0]
    assert '<figure class="align-default"' in page_with(tmp_path, WIDE.format(576) + NARROW)[0]


def test_drawings_of_others_stay_what_they_are(tmp_path):
    html, used = page_with(
        tmp_path, '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    )
    assert 'src="a.svg"' in html
    assert used == set()


def test_figures_are_counted_by_chapter():
    counted = {
        "book/01_basics": {"figure": {"fig-a": (1,), "fig-b": (2,)}, "table": {"t": (1,)}},
        "book/02_forward": {"figure": {"fig-c": (3,)}},
        "book/speed": {"figure": {"fig-d": (4,)}},
    }
    count_by_page(None, SimpleNamespace(toc_fignumbers=counted))
    assert counted["book/01_basics"]["figure"] == {"fig-a": ("1", 1), "fig-b": ("1", 2)}
    assert counted["book/01_basics"]["table"] == {"t": (1,)}
    assert counted["book/02_forward"]["figure"] == {"fig-c": ("2", 1)}
    assert counted["book/speed"]["figure"] == {"fig-d": ("S", 1)}


def test_style_that_no_page_meets_goes():
    css = ":root{--a:1px}.used .gone,.used>p{top:0}@media print{.gone{top:0}}@font-face{src:x}"
    assert trimmed(css, {"used"}) == ":root{--a:1px}.used>p{top:0}@font-face{src:x}"


def test_without_a_repository_there_are_no_links_to_other_places():
    assert links("", "book/02_forward.ipynb") == []


def test_with_a_repository_a_notebook_runs_in_its_own_version():
    found = links("https://github.com/ada/course", "book/02_forward.ipynb")
    addresses = {link["text"]: link["address"] for link in found}
    assert addresses["Open in Colab"].endswith(
        "/ada/course/blob/gh-pages/_sources/book/02_forward.ipynb"
    )
    assert "/gh/ada/course/v" in addresses["Open in Binder"]
    assert addresses["The course on github.com"] == "https://github.com/ada/course"
    cell = first_cell("https://github.com/ada/course")
    assert "--branch v" in cell["source"]
    json.dumps(cell)


def test_a_page_that_is_no_notebook_is_not_run():
    found = links("https://github.com/ada/course", "book/intro.md")
    assert [link["text"] for link in found] == ["The course on github.com"]
