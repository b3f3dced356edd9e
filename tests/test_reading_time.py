"""How long a chapter takes to read: what is counted, and that a chapter says what was counted."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from reading_time import Count, count

BOOK = Path(__file__).parents[1] / "book"
COUNTED = ["01_basics", "04_cats"]  # the chapters that say that their minutes are a count
LONGEST = 30


def counted(*cells) -> Count:
    return count(new_notebook(cells=list(cells)))


def hidden(source: str, tag: str):
    return new_code_cell(source, metadata={"tags": [tag]})


def test_words_and_lines_are_counted_and_guards_are_not():
    text = new_markdown_cell("## Two words\n\n| a | b |\n| --- | --- |\n\nand *four* more words.")
    code = new_code_cell("x = 1\n\n# why\nprint(x)\nassert x == (\n    1\n)")
    assert counted(text, code) == Count(words=8, lines=3)
    assert counted(text, code).minutes == pytest.approx(8 / 200 + 3 * 5 / 60)


def test_a_caption_is_read_though_the_code_of_its_figure_is_folded():
    figure = hidden("draw()", "hide-input")
    figure.metadata["mystnb"] = {"figure": {"caption": "What is it? A line."}}
    assert counted(figure) == Count(words=5)


@pytest.mark.parametrize(
    "cell",
    [
        hidden("x = 1", "hide-input"),
        hidden("x = 1", "hide-cell"),
        hidden("def f():\n    ...", "exercise"),
        new_code_cell('f = check("basics.f", f)'),
        new_code_cell('quiz("basics")'),
        new_markdown_cell("Only in a notebook.", metadata={"tags": ["remove-cell"]}),
        new_markdown_cell(":::{admonition} Exercise: one\n:class: note\nWrite it.\n:::"),
        new_markdown_cell(":::{admonition} Think: two\n:class: think\nProve it.\n:::"),
        new_markdown_cell(":::{admonition} A worked answer\n:class: dropdown\nSo.\n\nIt is.\n:::"),
        new_markdown_cell("## Further reading\n\n- A book."),
    ],
)
def test_what_is_folded_or_work_is_not_counted(cell):
    assert counted(cell) == Count()


def test_a_section_of_work_ends_where_the_next_begins():
    cells = [
        new_markdown_cell("## Bug clinic: it is ill\n\nFind it."),
        new_code_cell("patient()"),
        new_markdown_cell("So it was.\n\n## Next\n\nThe next chapter."),
    ]
    assert counted(*cells) == Count(words=4)


def test_a_prediction_is_read():
    box = ":::{admonition} Predict\n:class: tip\nWhich?\n\n- (a) this\n- (b) that\n:::"
    assert counted(new_markdown_cell(box)).words == 6


@pytest.mark.parametrize("name", COUNTED)
def test_a_chapter_says_how_long_it_takes_from_a_count(name):
    notebook = nbformat.read(BOOK / f"{name}.ipynb", as_version=4)
    stated = int(re.search(r"About (\d+) minutes to read", notebook.cells[0].source)[1])
    minutes = count(notebook).minutes
    assert stated == round(minutes)
    assert minutes <= LONGEST
