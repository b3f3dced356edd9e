"""What becomes of a page's pictures, of its folds, and of the links by which a reader gets it."""

import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("sphinx")

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
