"""The demo class, the instructors' pages and the slides."""

import csv
import doctest
import json
import re
import shlex
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.roster import read
from nncourse.classroom.demo import demo, people
from nncourse.classroom.exchange.collect import Collected, collect
from nncourse.classroom.exchange.sheets import fill, open_sheet
from nncourse.classroom.grading.batch import grade_all
from nncourse.classroom.grading.standing import Standing, standing
from nncourse.classroom.release.chapters import notebook_of
from nncourse.classroom.release.release import student_notebook
from nncourse.classroom.sandbox.sandbox import available
from nncourse.exercises import CHAPTERS, exercises_of, find

# The demo class, collected and graded once.


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Collected]:
    """The demo class, and what came of collecting it."""
    folder = tmp_path_factory.mktemp("demo") / "nets"
    demo.make(folder)
    before = standing(folder, "forward")
    sheet = open_sheet(folder / "platform/grades.csv", (before.assignment.title,))
    source = folder / "platform/submissions.zip"
    return folder, collect(before.course, before.assignment, before.roster, source, sheet=sheet)


@pytest.fixture(scope="module")
def graded(made) -> Standing:
    """How it stands after grading."""
    folder, _ = made
    before = standing(folder, "forward")
    for result in grade_all(before.submissions, before.course.run("forward"), jobs=2):
        assert result.status in ("graded", "unreadable notebook")
    return standing(folder, "forward")


def test_two_demo_classes_have_the_same_bytes(tmp_path):
    first, second = demo.make(tmp_path / "a"), demo.make(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_demo_class_has_what_is_awkward_about_names(made):
    class_ = read(made[0] / "roster.csv")
    assert len(class_) == 30
    assert len({one.group for one in class_}) == 2
    names = Counter(one.name for one in class_)
    assert max(names.values()) == 2
    assert any("," in name for name in names)
    assert any(not name.isascii() for name in names)
    assert all("demo" in one.id and one.name.replace("é", "e").count("Dem") for one in class_)


def test_the_demo_class_is_collected_without_a_doubt(made):
    _, collected = made
    assert len(collected.new) == 28
    assert collected.missing == [people.MISSING, people.EXCUSED]
    assert [remark.text for remark in collected.remarks] == [
        "'Student, Test' is not in the roster; nothing was written"
    ]


def test_every_answer_of_the_demo_class_is_judged_as_what_it_is(graded):
    for student, written in people.work().items():
        if student == people.CUT_OFF:
            continue
        for id, label in written.items():
            judged = graded.results[student].exercises[id]
            if id == "forward.softmax" and student == people.MISSPELT:
                assert judged.kind == "not attempted"
            elif label.startswith("right"):
                assert judged.points == judged.of, (student, id)
            else:
                known = {mistake.id for mistake in find(id).mistakes}
                assert judged.points == 0, (student, id)
                assert judged.mistake == (label if label in known else None), (student, id)


def test_the_demo_class_makes_most_of_the_mistakes_it_could(graded):
    made = {mistake for written in people.work().values() for mistake in written.items()}
    could = {(e.id, label) for e in exercises_of("forward") for label in people.answers_to(e.name)}
    assert len(made & could) > len(could) / 2
    assert sum(mark.points == 24 for mark in graded.marks.values()) >= 2


def test_what_was_agreed_with_students_of_the_demo_class_holds(graded):
    marks = graded.marks
    assert marks[people.MISSING].status == "missing"
    assert marks[people.EXCUSED].points is None
    assert marks[people.CUT_OFF].status == "unreadable notebook"
    assert {id: marks[id].late.days for id in people.LATE} == {
        "demo04": 1, "demo07": 0, "demo11": 2, "demo28": 1,
    }  # fmt: skip
    assert marks[people.MISSPELT].exercises["forward.softmax"] == 2
    first, second = (graded.results[id] for id in people.SAME)
    assert first.exercises == second.exercises


@pytest.mark.parametrize("name", ["grades.csv", "moodle.csv"])
def test_the_demo_class_has_sheets_that_can_be_filled(made, graded, name):
    sheet = open_sheet(made[0] / "platform" / name, (graded.assignment.title,))
    points = {id: mark.points for id, mark in graded.marks.items()}
    filled = fill(sheet, graded.roster, points, graded.assignment.points)
    assert set(filled.students) == set(points)
    rows = list(csv.reader(filled.data.decode("utf-8-sig").splitlines()))
    row = next(row for row in rows if "demo01@example.edu" in row)
    assert f"{points['demo01']:g}" in row


# What the students' notebook keeps to itself.

ANSWERED = re.compile(r"(?:It is|[Aa]nswer (?:is|was)|^Answer|^So|[a-z],|[a-z]:) \([a-e]\)", re.M)
TOLD = re.compile(
    r"^(:::+)\{admonition\} (?:What was wrong|The answer)\n:class: dropdown\n(.*?)^\1$", re.M | re.S
)


def prose(notebook: bytes) -> str:
    """All text of a notebook, but for its code."""
    cells = json.loads(notebook)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_answers_to_questions_are_not_in_the_student_s_notebook(chapter):
    asked = {exercise.id: 1.0 for exercise in exercises_of(chapter)}
    whole = prose(notebook_of(chapter).read_bytes())
    given = prose(student_notebook(Assignment("week", "Week", asked)))
    assert len(ANSWERED.findall(whole)) >= 7
    assert [found for found in ANSWERED.findall(given)] == []
    for _, text in TOLD.findall(whole):
        lines = [line for line in text.splitlines() if len(line) > 40]
        assert lines, text
        assert not any(line in given for line in lines)
    assert given.count("{admonition} Predict") == whole.count("{admonition} Predict")
    assert "solution(" not in given
    assert "hint(" not in given


# The slides.

NO_SLIDES = {"Before you start", "Check yourself", "In the package", "Further reading", "Next"}
LISTENED = "<math><mi>x</mi></math>"


@pytest.fixture(scope="module")
def deck() -> list:
    """The slides of a chapter."""
    choosing = pytest.importorskip("choosing", reason="slides need markdown-it: make install")
    return choosing.slides(nbformat.read(notebook_of("forward"), 4))


def test_each_section_of_a_chapter_begins_a_slide(deck):
    titles = re.findall(r"^## (.*)", prose(notebook_of("forward").read_bytes()), re.M)
    wanted = [title for title in titles if title not in NO_SLIDES]
    assert [slide.title for slide in deck if slide.begins][1:] == wanted


def test_every_exercise_has_a_slide_with_its_stub_and_none_with_its_solution(deck):
    codes = [piece.cell.source for slide in deck for piece in slide.pieces if piece.cell]
    for exercise in exercises_of("forward"):
        assert codes.count(exercise.contract.strip()) == 1
    assert not any(re.search(r"\b(?:solution|check|hint|quiz)\(", code) for code in codes)


def test_no_word_of_a_chapter_s_sections_is_lost(deck):
    notes = "\n".join(text for slide in deck for text in slide.notes)
    for paragraph in ("Luck does not last.", "however tall, is one dense layer in disguise"):
        assert paragraph in notes
    assert "What was wrong" in notes


def test_slides_are_one_file_with_formulas_that_can_be_read(deck):
    slides = pytest.importorskip("slides", reason="nbconvert makes slides: make install")
    asked = []

    def mathml(formulas: list[tuple[str, bool]]) -> list[str]:
        asked.extend(formulas)
        return [LISTENED] * len(formulas)

    page = slides.exported(nbformat.read(notebook_of("forward"), 4), mathml)
    assert ("Z = X W + b", True) in asked
    assert page.count(LISTENED) >= len(asked)
    assert re.findall(r'(?:src|href)="(?!data:)[^"#]+"', page) == []
    assert page.count("<section") - page.count("</section") == 0
    assert "{numref}" not in page
    assert "{cite" not in page


# What an instructor plans with.


def test_plans_hold_every_section_once_and_in_order():
    plans = pytest.importorskip("plans")
    for number in (6, 12):
        weeks = plans.weeks(number)
        assert [part for week in weeks for part in week] == list(plans.parts())
        minutes = [sum(part.minutes for part in week) for week in weeks]
        assert max(minutes) < 1.6 * sum(minutes) / number
        assert sum(part.points for week in weeks for part in week) == sum(
            exercise.points for chapter in CHAPTERS for exercise in exercises_of(chapter)
        )


def test_the_minutes_of_a_chapter_are_those_of_its_sections():
    plans = pytest.importorskip("plans")
    for chapter in plans.chapters():
        own = sum(part.minutes for part in plans.parts() if part.chapter == chapter.name)
        assert own == pytest.approx(chapter.reading + chapter.working)
        assert 3 <= len(chapter.outcomes) <= 6


# The guide: what it prints is true.

GUIDE = Path(__file__).parents[1] / "book" / "instructors" / "guide.md"


def blocks(kind: str) -> list[str]:
    """The blocks of code of a kind in the guide."""
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)


@pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
def test_the_guide_s_commands_print_what_it_says(tmp_path, monkeypatch):
    pytest.importorskip("typer", reason="the command needs typer")
    pytest.importorskip("nbgrader", reason="the grade book needs nbgrader: make classroom")
    from classroom_command import nncourse

    monkeypatch.chdir(tmp_path)
    for block in blocks("console"):
        first, _, expected = block.partition("\n")
        program, *words = shlex.split(first.removeprefix("$ "))
        if program == "cd":
            monkeypatch.chdir(*words)
            Path("variants/forward").mkdir(parents=True)
            Path("variants/forward/softsign.py").write_text(*blocks("python"))
            continue
        printed = nncourse(*words)
        assert printed.code == 0, printed
        how = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        matches = doctest.OutputChecker().check_output(expected, printed.out, how)
        assert matches, f"{first} prints\n{printed.out}"


def test_the_guide_s_override_is_that_of_the_demo_class(tmp_path):
    (override,) = blocks("toml")
    demo.make(tmp_path)
    assert override in (tmp_path / "assignments/forward/assignment.toml").read_text("utf-8")


def test_what_the_guide_says_of_the_class_is_so(graded):
    judged = [one.exercises["forward.forward"] for one in graded.results.values()
              if one.status == "graded"]  # fmt: skip
    assert len(judged) == 27
    assert sum(one.points == one.of for one in judged) == 13
    assert sum(one.mistake == "input_missing" for one in judged) == 6
    text = " ".join(GUIDE.read_text("utf-8").split())
    assert "13 of 27 chained their layers" in text
    assert "six students return a list" in text
