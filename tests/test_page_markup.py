"""What the pages are made of: cards, forms and cells, from the chapters' notebooks."""

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes

from nncourse import exercises
from nncourse.checking import source_of
from nncourse.exercises.quiz import questions

bs4 = pytest.importorskip("bs4", reason="bs4 reads pages: pip install beautifulsoup4")
sphinx = pytest.importorskip("sphinx.application", reason="Sphinx builds pages")

BOOK = Path(__file__).parents[1] / "book"
NOTEBOOKS = {
    name: BOOK / f"{number:02}_{name}.ipynb" for number, name in enumerate(exercises.CHAPTERS, 1)
}
EXTENSIONS = ["myst_nb", "exercise_cards", "quizzes", "code_cells", "predictions"]
CALL = re.compile(r"\b(check|hint|quiz|solution|suggestions)\(")
each_chapter = pytest.mark.parametrize("chapter", exercises.CHAPTERS)


def build(folder, builder="html", **settings):
    """Build pages of the notebooks in a folder, and tell what Sphinx complained of."""
    warnings = io.StringIO()
    app = sphinx.Sphinx(
        folder,
        None,
        folder / builder,
        folder / "trees",
        builder,
        status=None,
        warning=warnings,
        freshenv=True,
        confoverrides={
            "extensions": [*EXTENSIONS, "sphinx.ext.mathjax"],
            "nb_execution_mode": "off",
            "root_doc": "book/index",
            "html_theme": "basic",
            "suppress_warnings": ["app"],
            "myst_enable_extensions": ["amsmath", "colon_fence", "deflist", "dollarmath"],
        }
        | settings,
    )
    app.build()
    return warnings.getvalue()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The chapters' pages, as parsed HTML, and what is written beside each."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "book").mkdir()
    for path in NOTEBOOKS.values():
        (folder / "book" / path.name).write_bytes(path.read_bytes())
    (folder / "book/index.md").write_text("# Book\n")
    build(folder)
    return {
        chapter: (
            bs4.BeautifulSoup((folder / f"html/book/{path.stem}.html").read_text(), "html.parser"),
            json.loads((folder / f"html/book/{path.stem}.cells.json").read_text()),
        )
        for chapter, path in NOTEBOOKS.items()
    }


@each_chapter
def test_each_exercise_is_one_card_with_all_that_belongs_to_it(site, chapter):
    page, _ = site[chapter]
    cards = page.select("section.exercise")
    ids = [card["data-exercise"] for card in cards]
    assert sorted(ids) == sorted(exercise.id for exercise in exercises.exercises_of(chapter))
    for card in cards:
        exercise = exercises.find(card["data-exercise"])
        assert card["id"] == f"exercise-{exercise.id}"
        assert card["data-name"] == exercise.name
        title = page.find(id=card["aria-labelledby"]).get_text()
        assert title.startswith("Exercise: ")
        assert f"{exercise.points} point" in title
        assert card.select_one(".exercise-code").get_text().strip() == exercise.contract.strip()
        assert [hint.p.get_text() for hint in card.select(".exercise-hint")] == [*exercise.hints]
        assert card.select_one(".exercise-solution pre").get_text().strip() == source_of(exercise)
        orders = [button["data-do"] for button in card.select("[role=toolbar] button")]
        assert orders == ["run", "check", "stop", "reset"]


@each_chapter
def test_nothing_of_the_notebooks_machinery_shows(site, chapter):
    page, data = site[chapter]
    shown = [pre.get_text() for pre in page.select(".cell pre, .exercise-code pre")]
    assert not [code for code in shown if CALL.search(code) or "not attempted" in code]
    assert not [code for code in shown if re.search(r"^\s*assert ", code, re.M)]
    assert not [cell for cell in data["cells"] if CALL.search(cell["source"])]
    assert not page.select(".nncourse-verdict, .nncourse-quiz, .nncourse-hint")
    assert not [box for box in page.select(".admonition-title") if "Exercise" in box.get_text()]


@each_chapter
def test_names_are_given_once(site, chapter):
    page, _ = site[chapter]
    ids = Counter(node["id"] for node in page.find_all(id=True))
    assert not [id for id, count in ids.items() if count > 1]
    groups = [
        {choice["name"] for choice in group.select("input")} for group in page.select("fieldset")
    ]
    assert all(len(names) == 1 for names in groups)
    assert len(set.union(*groups)) == len(groups)
    for kind in ("data-exercise", "data-cell", "data-prediction", "data-quiz", "data-question"):
        names = [node[kind] for node in page.find_all(attrs={kind: True})]
        assert len(set(names)) == len(names)


@each_chapter
def test_each_prediction_can_be_made_and_reveals_its_answer(site, chapter):
    page, _ = site[chapter]
    boxes = page.select("[data-prediction]")
    text = json.loads(NOTEBOOKS[chapter].read_text("utf-8"))["cells"]
    asked = "".join("".join(cell["source"]) for cell in text).count(":::{admonition} Predict\n")
    assert len(boxes) == asked > 0
    for box in boxes:
        letters = [choice["value"] for choice in box.select("input[type=radio]")]
        assert letters == [*"abcde"[: len(letters)]]
        assert len(letters) >= 2
        assert box["data-right"] in letters
        for letter, label in zip(letters, box.select("label"), strict=True):
            assert label.get_text().strip().startswith(f"({letter})")
        hidden = page.select(f'[data-reveals="{box["data-prediction"]}"]')
        assert f"({box['data-right']})" in hidden[-1].get_text()
        assert not [node for node in hidden if node.select("[data-prediction], section.exercise")]
        assert box.sourceline < hidden[0].sourceline


@each_chapter
@pytest.mark.parametrize("part", ["start", "end"])
def test_a_quiz_has_all_questions_with_one_right_option_each(site, chapter, part):
    page, _ = site[chapter]
    (quiz,) = page.select(f'[data-quiz="{chapter}-{part}"]')
    asked = questions(chapter, part)
    for number, (shown, question) in enumerate(zip(quiz.select("fieldset"), asked, strict=True), 1):
        assert shown.legend.get_text() == f"{number}. {question.text}"
        labels = [label.get_text().strip() for label in shown.select("label")]
        assert labels == [option.text for option in question.options]
        replies = shown.select(".reply")
        assert [reply.get_text()[2:] for reply in replies] == [o.reply for o in question.options]
        assert ["data-right" in reply.attrs for reply in replies] == [
            option.right for option in question.options
        ]


@each_chapter
def test_the_page_and_what_is_written_beside_it_agree(site, chapter):
    page, data = site[chapter]
    (place,) = page.select("[data-chapter]")
    assert place["data-chapter"] == data["chapter"] == chapter
    assert place["data-cells"] == f"{NOTEBOOKS[chapter].stem}.cells.json"
    assert data["title"] == page.h1.find(string=True)
    code = {cell["id"]: cell for cell in data["cells"] if cell["kind"] == "code"}
    shown = {node["data-cell"]: node for node in page.select("[data-cell]")}
    assert [id for id in shown if id in code] == [*code]
    assert {id for id, cell in code.items() if cell["runs"]} == {
        id for id, node in shown.items() if "data-runs" in node.attrs
    }
    for id, cell in code.items():
        if cell["runs"]:
            assert shown[id].pre.get_text().strip("\n") == cell["source"]
            assert shown[id].select_one("[role=toolbar] [data-do=run]")
    answers = [cell["exercise"] for cell in data["cells"] if cell["kind"] == "exercise"]
    assert answers == [card["data-exercise"] for card in page.select("[data-exercise]")]
    course = [exercise.id for exercise in exercises.catalogue()]
    assert data["exercises"] == course[: len(data["exercises"])]
    assert set(answers) == {id for id in data["exercises"] if id.startswith(f"{chapter}.")}
    before: set[str] = set()
    for cell in data["cells"]:
        assert set(cell["needs"]) <= before
        before.add(cell["id"])


# Small notebooks, for what the chapters do not show.


def notebook(folder, *cells):
    """A folder with a chapter of few cells."""
    (folder / "book").mkdir()
    first = new_code_cell("import numpy as np")
    few = new_notebook(
        cells=[new_markdown_cell("# 2. Few"), first, *cells],
        metadata={"language_info": {"name": "python", "pygments_lexer": "python"}},
    )
    (folder / "book/02_forward.ipynb").write_text(writes(few))
    (folder / "book/index.md").write_text("# Book\n\n```{toctree}\n02_forward\n```\n")


def page_of(folder, *cells):
    notebook(folder, *cells)
    build(folder)
    html = (folder / "html/book/02_forward.html").read_text("utf-8")
    return bs4.BeautifulSoup(html, "html.parser")


def printed(source, text):
    return new_code_cell(source, outputs=[new_output("stream", name="stdout", text=text)])


BOX = ":::{admonition} Predict\nWhich?\n\n- (a) this\n- (b) that\n:::\n"


def test_a_prediction_hides_outputs_up_to_its_answer_and_no_further(tmp_path):
    page = page_of(
        tmp_path,
        new_markdown_cell(BOX + "\nA word before."),
        printed("print(1)", "1\n"),
        new_markdown_cell("It is (b).\n\nAs (a) is not.\n\nSomething else.\n\n## More"),
        printed("print(2)", "2\n"),
    )
    hidden = page.select('[data-reveals="forward-1"]')
    assert [node.get_text().split() for node in hidden] == [
        ["1"],
        "It is (b). As (a) is not.".split(),
    ]


def test_a_prediction_without_an_answer_is_an_error(tmp_path):
    notebook(tmp_path, new_markdown_cell(BOX))
    with pytest.raises(ValueError, match="no paragraph answers the prediction forward-1"):
        build(tmp_path)


def test_a_text_for_notebooks_is_not_in_the_page(tmp_path):
    only = new_markdown_cell("Run the cell below.", metadata={"tags": ["remove-cell"]})
    assert "Run the cell" not in page_of(tmp_path, only).get_text()


def test_a_program_to_be_mended_can_be_edited_or_says_where(tmp_path):
    tag = {"tags": ["patient"]}
    page = page_of(
        tmp_path,
        new_code_cell("def patient(): ...", metadata=tag),
        new_code_cell("from nncourse.datasets import mnist\nx = mnist()", metadata=tag),
    )
    mend, cannot = page.select("[data-cell]")[1:]
    assert "data-edit" in mend.attrs
    assert "data-edit" not in cannot.attrs
    assert "mend it in the notebook" in cannot.get_text()


def test_guards_go_and_what_stands_around_them_stays(tmp_path):
    source = "def f(x):\n    assert x > 0  # so\n    return x\n\n\nassert f(1) == (\n    1\n)\nf(2)"
    page = page_of(tmp_path, new_code_cell(source))
    assert page.select("pre")[1].get_text().strip() == "def f(x):\n    return x\n\n\nf(2)"


def test_other_builders_get_the_notebook_as_it_is(tmp_path):
    notebook(
        tmp_path,
        new_markdown_cell(BOX),
        new_code_cell('quiz("forward")'),
        new_code_cell("assert 1 == 1"),
    )
    assert build(tmp_path, "text") == ""
    text = (tmp_path / "text/book/02_forward.txt").read_text("utf-8")
    assert 'quiz("forward")' in text
    assert "assert 1 == 1" in text
    assert "(b) that" in text
