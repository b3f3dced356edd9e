"""The demo class, the instructors' pages and the slides."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

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
