"""The grade book: what nbgrader reads in it, and what comes back of what was written in formgrader.

Marks are looked at through nbgrader's own class and its own exporter.
"""

import csv
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import course_files
import pytest
from nbgrader.api import Gradebook

from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course.assignment import Override
from nncourse.classroom.course.submissions import Attempt, Shelf, hash_of
from nncourse.classroom.errors import CourseError
from nncourse.classroom.gradebook import book, config
from nncourse.classroom.gradebook.entries import clean
from nncourse.classroom.gradebook.store import given_by_hand, store
from nncourse.classroom.grading.grading import Judged, Result
from nncourse.classroom.grading.journal import Journal
from nncourse.classroom.grading.standing import Standing, standing

DUE = "2026-10-12T23:59:00"
IN_TIME = "2026-10-12T20:00:00+02:00"
LATE = "2026-10-13T20:00:00+02:00"  # one day begun
ANSWER = "def mse(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).mean()"


class Class:
    """A course of five with an assignment of two exercises, and what formgrader would do in it."""

    def __init__(self, folder: Path) -> None:
        self.course, self.assignment = course_files.new_course(folder)
        self.file = self.course.assignment("week-1") / "assignment.toml"
        self.write("[exercises]", '[exercises]\n"basics.mse" = 4\n"basics.neuron" = 2\n#')

    def write(self, old: str, new: str) -> None:
        """Change the assignment's file; what follows `[exercises]` is what `new_course` wrote."""
        text = self.file.read_text("utf-8")
        assert old in text
        if old == "[exercises]":
            head, _, rest = text.partition(old)
            text = head + new.rstrip("#") + "\n" + rest[rest.index("# For each student one") :]
        else:
            text = text.replace(old, new)
        self.file.write_text(text, "utf-8")

    def add(self, text: str) -> None:
        """Append to the assignment's file."""
        self.file.write_text(self.file.read_text("utf-8") + text, "utf-8")

    def override(self, student: str, exercise: str, points: float, reason: str) -> None:
        """Give points in the assignment's file."""
        self.add(
            f'\n[[overrides]]\nstudent = "{student}"\nexercise = "{exercise}"\n'
            f'points = {points}\nreason = "{reason}"\n'
        )

    def hand_in(self, student: str, time: str = IN_TIME, cells: list[dict] | None = None) -> None:
        """A notebook comes in."""
        told = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        cells = cells or [{"cell_type": "code", "source": ANSWER, "metadata": {}, "outputs": []}]
        data = json.dumps({"cells": cells, **told}).encode()
        shelf = Shelf(self.course.submissions("week-1") / student, "week-1")
        shelf.add(data, Attempt(hash_of(data), "week-1.ipynb", "x", "folder", time))

    def grade(self, student: str, message: str = "Not yet.", **points: float) -> None:
        """Grading finds these points for `basics.mse` (of 4) and others."""
        marks = {
            f"basics.{name}": Judged(
                n, of, "correct" if n == of else "wrong", None, message, (), ""
            )
            for name, n, of in (
                (name, n, {"mse": 4, "neuron": 2}[name]) for name, n in points.items()
            )
        }
        result = Result(student, "week-1", "", "graded", marks)
        Journal(self.course.run("week-1")).finished(result, {})

    @property
    def standing(self) -> Standing:
        """As it is on the disk."""
        return standing(self.course.folder, "week-1")

    @property
    def whole(self) -> Standing:
        """The same, with what formgrader gave."""
        return self.standing.with_overrides(given_by_hand(self.course, "week-1"))

    def book(self) -> Gradebook:
        """nbgrader's own view."""
        return Gradebook(f"sqlite:///{book.path_of(self.course)}", config.course_id(self.course))

    def give(
        self,
        student: str,
        cell: str,
        points: float | None = None,
        extra: float | None = None,
        comment: str | None = None,
    ) -> None:
        """Do what formgrader's form does."""
        with self.book() as nbgrader:
            grade = nbgrader.find_grade(cell, "week-1", "week-1", student)
            grade.manual_score, grade.extra_credit = points, extra
            remark = nbgrader.find_comment(cell, "week-1", "week-1", student)
            remark.manual_comment = comment
            nbgrader.db.commit()

    def score(self, student: str) -> float:
        """What nbgrader says that a student gets."""
        with self.book() as nbgrader:
            found = nbgrader.find_submission("week-1", student)
            return max(0, found.score - found.late_submission_penalty)

    def tables(self) -> dict[str, list]:
        """Everything in the book."""
        with sqlite3.connect(book.path_of(self.course)) as db:
            names = [name for (name,) in db.execute("select name from sqlite_master")]
            tables = [name for name in names if not name.startswith("sqlite")]
            return {name: sorted(db.execute(f"select * from {name}"), key=str) for name in tables}


@pytest.fixture
def here(tmp_path) -> Class:
    """Jane has all, Anna is late and has a part, Li is not graded yet, two are missing."""
    made = Class(tmp_path)
    made.hand_in("s1")
    made.grade("s1", mse=4, neuron=2)
    made.hand_in("s2", LATE)
    made.grade("s2", mse=4, neuron=0)
    made.hand_in("s3")
    return made


def test_nbgrader_reads_the_class(here):
    assert store(here.standing) == []
    with here.book() as nbgrader:
        assert [student.id for student in nbgrader.students] == ["s1", "s4", "s5", "s3", "s2"]
        anna = nbgrader.find_student("s2")
        assert (anna.first_name, anna.last_name) == ("Anna-Marie", "Žižková")
        assert anna.email == "anna@example.edu"
        found = nbgrader.find_assignment("week-1")
        assert (found.duedate, found.max_score) == (datetime(2026, 10, 12, 21, 59), 6)
        assert [notebook.name for notebook in found.notebooks] == ["week-1"]
        (notebook,) = found.notebooks
        cells = {cell.name: (cell.max_score, cell.cell_type) for cell in notebook.grade_cells}
        assert cells == {"basics-mse": (4, "code"), "basics-neuron": (2, "code")}
        assert {cell.name for cell in notebook.solution_cells} == set(cells)
        assert {one.student.id for one in found.submissions} == {"s1", "s2", "s3"}
        jane = nbgrader.find_submission("week-1", "s1")
        assert (jane.timestamp, jane.score) == (datetime(2026, 10, 12, 18), 6)
        assert not jane.needs_manual_grade
        late = nbgrader.find_submission("week-1", "s2")
        assert (late.score, late.late_submission_penalty) == (4, pytest.approx(0.4))
        waiting = nbgrader.find_submission("week-1", "s3")
        assert (waiting.score, waiting.needs_manual_grade) == (0, True)


def test_an_extension_moves_the_due_date(here):
    here.write("[extensions]", '[extensions]\n"s2" = 2026-10-13T23:59:00')
    store(here.standing)
    with here.book() as nbgrader:
        anna = nbgrader.find_submission("week-1", "s2")
        assert anna.extension == timedelta(days=1)
        assert (anna.late_submission_penalty, anna.total_seconds_late) == (0, 0)


def test_points_of_the_assignments_file_are_manual_and_say_why(here):
    here.override("s2", "basics.neuron", 1.5, "right, but misspelt")
    store(here.standing)
    with here.book() as nbgrader:
        grade = nbgrader.find_grade("basics-neuron", "week-1", "week-1", "s2")
        assert (grade.auto_score, grade.manual_score, grade.score) == (0, 1.5, 1.5)
        comment = nbgrader.find_comment("basics-neuron", "week-1", "week-1", "s2").comment
        assert "right, but misspelt" in comment
    assert given_by_hand(here.course, "week-1") == []
    assert here.score("s2") == pytest.approx(3.6 + 1.5)


def test_points_that_leave_the_file_leave_the_book(here):
    before = here.file.read_text("utf-8")
    here.override("s2", "basics.neuron", 1.5, "a slip")
    store(here.standing)
    here.file.write_text(before, "utf-8")
    store(here.standing)
    assert here.score("s2") == pytest.approx(3.6)


def test_points_for_what_was_never_handed_in_have_a_place(here):
    here.override("s4", "basics.mse", 3, "on paper")
    store(here.standing)
    assert here.score("s4") == 3 == here.standing.marks["s4"].points


def test_what_formgrader_gives_comes_back_and_stays(here):
    store(here.standing)
    here.give("s1", "basics-mse", 3, comment="no vectors")
    here.give("s2", "basics-neuron", 1)
    given = given_by_hand(here.course, "week-1")
    assert set(given) == {
        Override("s1", "basics.mse", 3, "no vectors"),
        Override("s2", "basics.neuron", 1, "given in the grade book"),
    }
    here.grade("s1", mse=0, neuron=2)
    for again in (here.standing, here.whole):
        assert store(again) == []
        assert set(given_by_hand(here.course, "week-1")) == set(given)
    assert here.whole.marks["s1"].points == 5 == here.score("s1")
    with here.book() as nbgrader:
        grade = nbgrader.find_grade("basics-mse", "week-1", "week-1", "s1")
        assert (grade.auto_score, grade.manual_score) == (0, 3)


def test_nothing_is_taken_off_points_given_in_formgrader(here):
    store(here.standing)
    here.give("s2", "basics-mse", 4)
    store(here.standing)
    assert here.score("s2") == 4 == here.whole.marks["s2"].points


def test_extra_credit_counts_as_formgrader_shows_it(here):
    store(here.standing)
    here.give("s1", "basics-mse", extra=0.5)
    assert given_by_hand(here.course, "week-1")[0].points == 4.5
    here.grade("s1", mse=0, neuron=2)
    store(here.whole)
    assert given_by_hand(here.course, "week-1")[0].points == 0.5
    assert here.whole.marks["s1"].points == 2.5 == here.score("s1")


def test_points_taken_back_in_formgrader_are_gone(here):
    store(here.standing)
    here.give("s1", "basics-mse", 1)
    store(here.whole)
    here.give("s1", "basics-mse", None)
    assert given_by_hand(here.course, "week-1") == []
    store(here.whole)
    assert here.score("s1") == 6


def test_where_the_file_and_formgrader_differ_the_file_counts_and_a_remark_says_so(here):
    store(here.standing)
    here.give("s1", "basics-mse", 3)
    here.override("s1", "basics.mse", 1, "copied")
    (remark,) = store(here.whole)
    assert remark.about == "s1"
    assert "assignment.toml gives 1, formgrader 3 points" in remark.text
    assert here.whole.marks["s1"].exercises["basics.mse"] == 1
    assert here.score("s1") == 5  # formgrader's is not written over
    here.give("s1", "basics-mse", None)
    assert store(here.whole) == []
    assert here.score("s1") == 3


def test_formgraders_points_outlive_equal_points_of_the_file(here):
    store(here.standing)
    here.give("s1", "basics-mse", 3)
    before = here.file.read_text("utf-8")
    here.override("s1", "basics.mse", 3, "the same")
    assert store(here.whole) == []
    here.file.write_text(before, "utf-8")
    store(here.whole)
    assert here.whole.marks["s1"].exercises["basics.mse"] == 3


@pytest.mark.parametrize("points", ["-1", "9e999", "'many'", "1e7"])
def test_a_score_that_is_no_number_of_points_is_refused(here, points):
    store(here.standing)
    with sqlite3.connect(book.path_of(here.course)) as db:
        db.execute(f"update grade set manual_score = {points}")
    with pytest.raises(CourseError, match=r"gives s\d .* points for basics.*from 0 to 10000"):
        given_by_hand(here.course, "week-1")


def test_storing_again_changes_nothing(here):
    here.override("s2", "basics.neuron", 1.5, "a slip")
    store(here.standing)
    here.give("s1", "basics-mse", 3, comment="why")
    store(here.whole)
    before, files = here.tables(), contents(here.course.folder)
    store(here.whole)
    assert here.tables() == before
    assert contents(here.course.folder) == files


def contents(folder: Path) -> dict[Path, bytes]:
    """All files but the database, whose bytes may differ."""
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".db"}


def test_two_books_of_one_class_are_equal_apart_from_ids(here, tmp_path):
    store(here.standing)
    first = here.tables()
    book.path_of(here.course).unlink()
    store(here.standing)
    assert nameless(here.tables()) == nameless(first)


def nameless(tables: dict[str, list]) -> dict[str, list]:
    """Tables without nbgrader's own ids, of 32 signs."""
    plain = {
        name: sorted(
            (tuple("id" if is_id(value) else value for value in row) for row in rows), key=str
        )
        for name, rows in tables.items()
    }
    return plain


def is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32 and value.isalnum()


def test_who_is_excused_is_not_in_the_book_and_a_remark_says_what_nbgrader_makes_of_it(here):
    store(here.standing)
    here.write("[excused]", '[excused]\n"s1" = "ill"')
    (remark,) = store(here.standing)
    assert remark.about == "s1"
    assert "writes 0" in remark.text
    with here.book() as nbgrader:
        assert {one.student.id for one in nbgrader.assignment_submissions("week-1")} == {"s2", "s3"}


def test_what_was_written_about_somebody_excused_later_stays(here):
    store(here.standing)
    here.give("s1", "basics-mse", 3, comment="a note")
    here.write("[excused]", '[excused]\n"s1" = "ill"')
    remarks = store(here.whole)
    assert any("left there" in remark.text for remark in remarks)
    assert given_by_hand(here.course, "week-1")[0].reason == "a note"


def test_who_left_the_roster_stays_in_the_book(here):
    store(here.standing)
    text = here.course.roster.read_text("utf-8")
    here.course.roster.write_text(text.replace("s1,Jane Doe,jane@example.edu,owls\n", ""), "utf-8")
    (remark,) = store(here.standing)
    assert remark.about == "s1"
    assert here.score("s1") == 6


def test_a_submission_taken_away_leaves_the_book(here):
    store(here.standing)
    shutil.rmtree(here.course.submissions("week-1") / "s3")
    store(here.standing)
    with here.book() as nbgrader:
        assert {one.student.id for one in nbgrader.assignment_submissions("week-1")} == {"s1", "s2"}
    for step in ("autograded", "submitted"):
        left = {path.name for path in config.step(here.course, step, "week-1").iterdir()}
        assert left == {"s1", "s2"}


def test_what_nbgrader_collected_is_never_removed(here):
    brought = config.step(here.course, "submitted", "week-1") / "s4" / "week-1.ipynb"
    brought.parent.mkdir(parents=True)
    brought.write_bytes(b"{}")
    store(here.standing)
    assert brought.exists()


def test_an_exercise_that_is_not_asked_any_more_leaves_the_book(here):
    store(here.standing)
    here.write('"basics.neuron" = 2\n', "")
    store(here.standing)
    with here.book() as nbgrader:
        assert nbgrader.find_assignment("week-1").max_score == 4
    assert here.score("s1") == 4


def test_an_exercise_with_a_mark_by_hand_does_not_leave_unasked(here):
    store(here.standing)
    here.give("s1", "basics-neuron", 1)
    before = here.tables()
    here.write('"basics.neuron" = 2\n', "")
    with pytest.raises(CourseError, match="given by hand for basics-neuron"):
        store(here.standing)
    assert here.tables() == before


def test_changed_points_change_the_largest_scores(here):
    store(here.standing)
    here.write('"basics.mse" = 4', '"basics.mse" = 8')
    store(here.standing)
    assert here.score("s1") == 10 == here.standing.marks["s1"].points


def test_drawn_exercises_are_one_cell_and_totals_are_right(here):
    here.write(
        '# [[drawn]]\n# points = 3\n# among = ["forward.elu", "forward.tempered_softmax"]',
        "",
    )
    text = here.file.read_text("utf-8")
    drawn = '[[drawn]]\npoints = 3\namong = ["forward.elu", "forward.tempered_softmax"]\n'
    here.file.write_text(text.replace("[late]", f"{drawn}\n[late]"), "utf-8")
    now = here.standing
    asked = {id: list(now.assignment.asked_of(id))[-1] for id in ("s1", "s2", "s3")}
    store(now)
    with here.book() as nbgrader:
        assert nbgrader.find_assignment("week-1").max_score == 9 == now.assignment.points
        assert nbgrader.find_submission("week-1", "s1").max_score == 9
    for student in asked:
        here.give(student, "drawn-1", 2)
    assert {(one.student, one.exercise) for one in given_by_hand(here.course, "week-1")} == set(
        asked.items()
    )
    for student in asked:
        assert f"`{asked[student]}`: not graded" in copy_of(here, student)


# nbgrader's own programs.


def run(here: Class, *words: str) -> str:
    """What a command of nbgrader prints, in the course folder."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=here.course.folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_nbgrader_export_writes_our_marks(here):
    here.override("s2", "basics.neuron", 1.5, "a slip")
    store(here.standing)
    here.give("s1", "basics-mse", 3.25)
    store(here.whole)
    run(here, "export", "--to", "grades.csv")
    with open(here.course.folder / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    marks = here.whole.marks
    assert rows.keys() == marks.keys()
    for id, row in rows.items():
        assert float(row["score"]) == pytest.approx(marks[id].points)
        assert float(row["max_score"]) == 6
    assert rows["s2"]["timestamp"] == "2026-10-13 18:00:00"
    assert rows["s2"]["last_name"] == "Žižková"


def test_nbgraders_autograder_is_kept_from_running_answers(here):
    store(here.standing)
    brought = config.step(here.course, "submitted", "week-1") / "s1" / "week-1.ipynb"
    traced = here.course.folder / "ran"
    cell = {"cell_type": "code", "source": f"open({str(traced)!r}, 'w')", "metadata": {}, "id": "a"}
    cell |= {"outputs": [], "execution_count": None}
    told = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    brought.write_text(json.dumps({"cells": [cell], **told}))
    before = here.tables()
    command = [sys.executable, "-m", "nbgrader", "autograde", "week-1", "--force"]
    done = subprocess.run(command, cwd=here.course.folder, capture_output=True, text=True)
    assert done.returncode
    assert "answers are graded in a sandbox" in done.stderr
    assert not traced.exists()
    assert here.tables() == before


def test_a_release_lies_where_nbgrader_takes_it_from(here):
    release = here.course.assignment("week-1") / "release"
    release.mkdir()
    (release / "week-1.ipynb").write_bytes(b"{}")
    (release / "week-1.zip").write_bytes(b"zip")
    config.write(here.course)
    folder = config.step(here.course, "release", "week-1")
    assert {path.name for path in folder.rglob("*")} == {"week-1.ipynb"}
    (release / "week-1.ipynb").write_bytes(b"{ }")
    config.write(here.course)
    assert (folder / "week-1.ipynb").read_bytes() == b"{ }"


def test_the_configuration_is_an_instructors_own(here):
    path = config.write(here.course)
    assert config.course_id(here.course) == "neural-networks"
    path.write_text('c = get_config()\nc.CourseDirectory.course_id = "nets101"\n')
    store(here.standing)
    assert "nets101" in path.read_text()
    with here.book() as nbgrader:
        assert nbgrader.find_assignment("week-1").course_id == "nets101"
    path.write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config.py cannot be read \(SyntaxError"):
        store(here.standing)
    path.write_text("c = get_config()\n")
    with pytest.raises(CourseError, match=r"gives no c\.CourseDirectory\.course_id"):
        store(here.standing)


# What formgrader shows.


def copy_of(here: Class, student: str) -> str:
    """The text of formgrader's copy."""
    folder = config.step(here.course, "autograded", "week-1") / student
    notebook = json.loads((folder / "week-1.ipynb").read_bytes())
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"])


def shown(here: Class, student: str) -> str:
    """The page that formgrader makes of a copy."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    told = Config()
    told.HTMLExporter.template_name = "formgrade"
    told.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    folder = config.step(here.course, "autograded", "week-1") / student
    resources = {"base_url": "", "index": 0, "total": 1, "notebook_id": "week-1"}
    return HTMLExporter(config=told).from_filename(str(folder / "week-1.ipynb"), resources)[0]


def test_a_copy_has_a_field_for_each_answer_and_its_verdict_below(here):
    here.grade("s1", "Divide by the number of rows.", mse=0)
    store(here.standing)
    folder = config.step(here.course, "autograded", "week-1") / "s1"
    cells = json.loads((folder / "week-1.ipynb").read_bytes())["cells"]
    told = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    graded = {one["grade_id"]: one["points"] for one in told if one}
    assert graded == {"basics-mse": 4, "basics-neuron": 2}
    at = next(i for i, one in enumerate(told) if one.get("grade_id") == "basics-mse")
    assert "".join(cells[at]["source"]) == ANSWER
    assert "0 of 4 points" in "".join(cells[at + 1]["source"])
    assert "Divide by the number of rows." in "".join(cells[at + 1]["source"])
    assert "No cell that defines neuron was found" in copy_of(here, "s1")


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_nothing_of_a_submission_runs_in_formgraders_page(here):
    cells = [
        {"cell_type": "markdown", "source": f"Dear grader {SCRIPT}\n```\n{SCRIPT}", "metadata": {}},
        {"cell_type": "raw", "source": SCRIPT, "metadata": {"raw_mimetype": "text/html"}},
        {
            "cell_type": "code",
            "source": f"def mse(a, b):\n    '''{SCRIPT}'''",
            "metadata": {"nbgrader": {"grade_id": SCRIPT, "points": 99}, "tags": [SCRIPT]},
            "outputs": [
                {"output_type": "display_data", "data": {"text/html": SCRIPT}, "metadata": {}}
            ],
        },
    ]
    here.hand_in("s1", IN_TIME, cells)
    here.grade("s1", f"Your function returned {SCRIPT} ``` {SCRIPT}", mse=0)
    store(here.standing)
    page = shown(here, "s1")
    assert page.count("&lt;img src=x onerror=alert(2)&gt;") >= 4
    assert "<img src=x" not in page
    assert "alert(1)</script>" not in page
    assert "/ 99" not in page


def test_names_cannot_run_in_formgraders_pages():
    assert clean(f"Eve {SCRIPT}") == "Eve script alert(1) /script img src=x onerror=alert(2)"
    assert clean('=HYPERLINK("x")').startswith("'=")


def test_what_stands_as_it_was_given_out_is_left_out(here):
    release = here.course.assignment("week-1") / "release"
    release.mkdir()
    given = [
        {"cell_type": "markdown", "source": "# Long prose", "metadata": {}},
        {"cell_type": "code", "source": "import numpy as np", "metadata": {}, "outputs": []},
    ]
    (release / "week-1.ipynb").write_text(json.dumps({"cells": given}))
    mine = {"cell_type": "code", "source": "my_own = 1", "metadata": {}, "outputs": []}
    answer = {"cell_type": "code", "source": ANSWER, "metadata": {}, "outputs": []}
    here.hand_in("s1", IN_TIME, [*given, mine, answer])
    store(here.standing)
    text = copy_of(here, "s1")
    assert "my_own = 1" in text
    assert "prose" not in text
    assert "numpy" not in text


@pytest.mark.parametrize(
    "data",
    [b"", b"no notebook", b'{"cells": 3}', b"[" * 100_000, b'{"cells": [1, {"cell_type": 2}]}'],
)
def test_a_submission_that_cannot_be_read_has_a_copy_too(here, data):
    (here.course.submissions("week-1") / "s1" / "week-1.ipynb").write_bytes(data)
    store(here.standing)
    assert "No cell that defines mse was found" in copy_of(here, "s1")


def test_two_answers_in_one_cell_have_a_field_each(here):
    both = f"{ANSWER}\n\ndef neuron(x, w, b):\n    return x @ w + b"
    here.hand_in("s1", IN_TIME, [{"cell_type": "code", "source": both, "metadata": {}}])
    store(here.standing)
    text = copy_of(here, "s1")
    assert text.count("def mse") == 1
    assert "in a cell above" in text


# formgrader itself.


@contextmanager
def served(here: Class) -> Iterator[Callable[..., bytes]]:
    """A function that asks a Jupyter server in the course folder, where formgrader is at home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = here.course.folder.parent / "home"
    home.mkdir()
    words = [
        "--allow-root",
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=t",
    ]
    command = [sys.executable, "-m", "jupyter", "server", f"--ServerApp.port={port}", *words]
    told = {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)}
    process = subprocess.Popen(
        command, cwd=here.course.folder, env=os.environ | told, stderr=subprocess.DEVNULL
    )

    def ask(path: str, method: str = "GET", data: object = None) -> bytes:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}",
            method=method,
            data=json.dumps(data).encode() if data else None,
            headers={"Authorization": "token t"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    try:
        for _ in range(600):
            with suppress(OSError):
                ask("/api")
                break
            time.sleep(0.1)
        yield ask
    finally:
        process.terminate()
        process.wait(30)


def test_formgrader_shows_the_class_and_takes_marks_and_comments(here):
    store(here.standing)
    with here.book() as nbgrader:
        id = nbgrader.find_submission_notebook("week-1", "week-1", "s1").id
    with served(here) as ask:
        (listed,) = json.loads(ask("/formgrader/api/assignments"))
        assert (listed["name"], listed["num_submissions"], listed["max_score"]) == ("week-1", 3, 6)
        assert listed["display_duedate"].startswith("2026-10-12 23:59")
        handed = json.loads(ask("/formgrader/api/submissions/week-1"))
        assert {one["student"]: one["score"] for one in handed} == {"s1": 6, "s2": 4, "s3": 0}
        assert all(one["autograded"] for one in handed)
        (theirs,) = json.loads(ask("/formgrader/api/student_submissions/s2"))
        assert (theirs["submitted"], theirs["score"]) == (True, 4)
        page = ask(f"/formgrader/submissions/{id}/").decode()
        assert 'id="basics-mse"' in page
        assert 'id="basics-mse-comment"' in page
        for kind, told in (
            ("grade", {"manual_score": "2.5"}),
            ("comment", {"manual_comment": "for the idea"}),
        ):
            rows = json.loads(ask(f"/formgrader/api/{kind}s?submission_id={id}"))
            (row,) = [one for one in rows if one["name"] == "basics-mse"]
            ask(f"/formgrader/api/{kind}/{row['id']}", "PUT", told)
        assert given_by_hand(here.course, "week-1") == [
            Override("s1", "basics.mse", 2.5, "for the idea")
        ]
        assert store(here.whole) == []  # while formgrader is open
        again = json.loads(ask("/formgrader/api/submission/week-1/s1"))
        assert again["score"] == 4.5 == here.whole.marks["s1"].points


# What can be wrong.


def test_a_damaged_book_is_said_and_left_as_it_is(here):
    store(here.standing)
    path = book.path_of(here.course)
    data = bytearray(path.read_bytes())
    path.write_bytes(b"x" * 5000)
    with pytest.raises(
        CourseError, match=r"gradebook.db \(file is not a database\): it is damaged"
    ):
        store(here.standing)
    assert path.read_bytes() == b"x" * 5000
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(CourseError, match=r"gradebook.db .*runs/"):
        store(here.standing)
    with pytest.raises(CourseError, match=r"gradebook.db .*runs/"):
        given_by_hand(here.course, "week-1")


def test_a_book_of_another_course_is_refused(here, tmp_path):
    other = courses.new(tmp_path / "other", "Other course")
    other.roster.write_text(course_files.ROSTER, "utf-8")
    assignments.new(other, "week-1", ["basics.mse"])
    store(standing(other.folder, "week-1"))
    shutil.copy(book.path_of(other), book.path_of(here.course))
    with pytest.raises(CourseError, match=r"'other-course', and .* is 'neural-networks'"):
        store(here.standing)
    with pytest.raises(CourseError, match="other-course"):
        given_by_hand(here.course, "week-1")


def test_other_assignments_in_the_book_stay(here):
    store(here.standing)
    here.give("s1", "basics-mse", 1)
    assignments.new(here.course, "week-2", ["basics.mse"])
    store(standing(here.course.folder, "week-2"))
    assert here.score("s1") == 3
    assert given_by_hand(here.course, "week-2") == []


def test_a_book_that_nbgrader_filled_otherwise_is_refused(here):
    store(here.standing)
    with here.book() as nbgrader:
        nbgrader.add_notebook("problem-1", "week-1")
    before = here.tables()
    with pytest.raises(CourseError, match="other notebooks of week-1: problem-1"):
        store(here.standing)
    assert here.tables() == before


def test_a_database_of_something_else_is_refused(here):
    with sqlite3.connect(book.path_of(here.course)) as db:
        db.execute("create table stamps (id text)")
    with pytest.raises(CourseError, match="is no grade book of nbgrader"):
        store(here.standing)
    assert here.tables() == {"stamps": []}


def test_a_book_of_another_version_is_refused(here):
    store(here.standing)
    with sqlite3.connect(book.path_of(here.course)) as db:
        db.execute("update alembic_version set version_num = '50a4d84c131a'")
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        store(here.standing)


def test_a_locked_book_is_said(here, monkeypatch):
    store(here.standing)
    here.grade("s1", mse=0)
    monkeypatch.setattr(book, "PATIENCE", 0.05)
    before = here.tables()
    with sqlite3.connect(book.path_of(here.course), isolation_level=None) as db:
        db.execute("begin immediate")
        with pytest.raises(CourseError, match="another program is writing in it"):
            store(here.standing)
        db.execute("rollback")
    assert here.tables() == before


def apart(task: Callable[[], object], *, powers: bool = True) -> str:
    """What a task says in a process of its own; without `powers` root has no more than others."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0 and not powers:
                os.setgroups([])
                os.setuid(65534)
            task()
            os.write(write, b"done")
        except BaseException as error:
            os.write(write, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as file:
        said = file.read().decode()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.name == "nt", reason="permissions are others")
def test_a_book_that_may_not_be_written_is_said(here):
    store(here.standing)
    here.grade("s1", mse=0)
    now, before = here.standing, here.tables()
    above = [path for path in here.course.folder.parents if "pytest" in str(path)]
    for path in [*above, *here.course.folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o055 if path.is_dir() else 0o444)
    said = apart(lambda: store(now), powers=False)
    assert said.startswith("CourseError: ")
    assert "change its permissions" in said or "change the permissions" in said
    assert here.tables() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no files")
def test_a_full_disk_leaves_no_half_of_a_book(here):
    now, most = here.standing, 60_000

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        store(now)

    said = apart(limited)
    assert said.startswith("CourseError: ")
    assert "runs/" in said
    assert not book.path_of(here.course).exists()
    assert not list(here.course.folder.glob("gradebook.db*"))
    assert apart(lambda: store(now)) == "done"
    before, size = here.tables(), book.path_of(here.course).stat().st_size
    here.course.roster.write_text(
        course_files.ROSTER + "".join(f"t{i},Student {i},,\n" for i in range(2000)), "utf-8"
    )
    now, most = here.standing, size
    said = apart(limited)
    assert said.startswith("CourseError: ")
    assert here.tables() == before
    assert not list(here.course.folder.glob("gradebook.db-*"))


def test_no_book_no_marks_by_hand(here):
    assert given_by_hand(here.course, "week-1") == []
    assert not book.path_of(here.course).exists()


def test_a_thousand_students_are_stored_in_few_statements(tmp_path):
    lines = "".join(f"t{i},Student {i},t{i}@example.edu,\n" for i in range(1000))
    here = Class(tmp_path)
    here.course.roster.write_text(f"id,name,email,group\n{lines}", "utf-8")
    for i in range(1000):
        here.hand_in(f"t{i}")
    judged = {
        id: Judged(1, of, "wrong", None, "", (), "")
        for id, of in here.standing.assignment.exercises.items()
    }
    results = {f"t{i}": Result(f"t{i}", "week-1", "", "graded", judged) for i in range(1000)}
    now = replace(here.standing, results=results)
    store(now)
    with here.book() as nbgrader:
        assert nbgrader.average_assignment_score("week-1") == 2
