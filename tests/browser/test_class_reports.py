"""The pages on a class and for its students, as a browser shows them: wide, narrow, light, dark."""

import sys
from pathlib import Path

import pytest
from figures import AXE, load

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the class

from report_class import BOOK, ONE_HOT, RELU, SOFTMAX, Class, known

from nncourse import exercises
from nncourse.classroom import variants
from nncourse.classroom.report import feedback, page
from nncourse.classroom.report.lessons import lesson_of


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    """The addresses of a class's page and of one student's."""
    made = Class(tmp_path_factory.mktemp("class"))
    made.add("s1", {})
    made.add("s2", {SOFTMAX: known(SOFTMAX, "no_shift"), RELU: lambda Z: print("a" * 500) or Z})
    made.add("s3", {ONE_HOT: lambda y, k: 1 / 0}, name="<script>alert(1)</script>" + "w" * 300)
    made.add("s4")
    standing = made.standing(book=BOOK)
    paths = {"class": page.write(standing, names=True)}
    paths |= {path.stem: path for path in feedback.write(standing)}
    return {name: path.as_uri() for name, path in paths.items()}


each_way = pytest.mark.parametrize(
    ("width", "theme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
each_page = pytest.mark.parametrize("name", ["class", "s2", "s3", "s4"])


@each_way
@each_page
def test_a_page_fits_and_asks_for_nothing_else(name, width, theme, pages, browser):
    found = load(browser, pages[name], width=width, theme=theme)
    assert found.page.evaluate("document.documentElement.scrollWidth") == width
    assert [response.url for response in found.responses] == [pages[name]]
    assert found.complaints == []
    found.page.context.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe is not there: make book installs it by npm")
@each_way
@each_page
def test_axe_finds_nothing_in_a_report(name, width, theme, pages, browser):
    found = load(browser, pages[name], width=width, theme=theme)
    assert found.findings() == []
    found.page.context.close()


def test_the_book_has_every_section_that_a_report_links_to(book):
    for exercise in (*exercises.catalogue(), *variants.catalogue()):
        path, _, anchor = lesson_of(exercise).place.partition("#")
        html = (book / path).read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in html
