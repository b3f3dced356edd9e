"""`nncourse classroom` as an instructor meets it: what it makes, leaves alone and refuses."""

import csv
import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("typer", reason="the command needs typer")

from classroom_command import classroom, nncourse
from course_files import CANVAS_SHEET, CUBE, MOODLE_SHEET, ROSTER, notebook, put, zipped

from nncourse import files
from nncourse.classroom.course import course as courses
from nncourse.classroom.grading import batch, regrading
from nncourse.classroom.grading.journal import Journal
from nncourse.classroom.grading.standing import standing
from nncourse.classroom.sandbox.sandbox import available

ROOT = Path(__file__).parents[1]
needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
SUBCOMMANDS = (
    "new", "assign", "verify", "collect", "grade", "regrade", "report", "feedback", "export",
)  # fmt: skip

NEURON = "import numpy as np\ndef neuron(x, w, b):\n    return x @ w + b\n"
MSE = "def mse(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).mean()\n"
SUM = MSE.replace("mean", "sum")


@pytest.fixture
def course(tmp_path) -> Path:
    """A course folder with five students and an assignment."""
    folder = tmp_path / "nets"
    roster = put(tmp_path, "list.csv", ROSTER.encode())
    classroom("new", folder, "--timezone", "Europe/Berlin", "--roster", roster).says()
    classroom("assign", "week-1", "basics.neuron", "basics.mse", "-C", folder).says()
    return folder


def submissions(folder: Path) -> Path:
    """What came back: all right, one known mistake, and half a file."""
    return put(
        folder,
        "submissions.zip",
        zipped(
            {
                "s1.ipynb": notebook(NEURON + MSE),
                "s2.ipynb": notebook(NEURON + SUM),
                "s3.ipynb": notebook()[:30],
            }
        ),
    )


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory):
    """A course whose first assignment was collected and graded, and what grading printed."""
    if available():
        pytest.skip(f"no sandbox: {available()}")
    place = tmp_path_factory.mktemp("graded")
    folder = place / "nets"
    roster = put(place, "list.csv", ROSTER.encode())
    classroom("new", folder, "--timezone", "Europe/Berlin", "--roster", roster).says()
    (folder / "variants" / "basics").mkdir(parents=True)
    (folder / "variants" / "basics" / "cube.py").write_text(CUBE)
    asked = ("basics.neuron", "basics.mse", "basics.cube")
    classroom("assign", "week-1", *asked, "-C", folder).says()
    cube = "def cube(X):\n    return X ** 2\n"
    handed_in = {
        "s1.ipynb": notebook(NEURON + MSE + cube.replace("2", "3")),
        "s2.ipynb": notebook(NEURON + SUM + cube),
        "s3.ipynb": notebook()[:30],
    }
    archive = put(place, "submissions.zip", zipped(handed_in))
    classroom("collect", "week-1", archive, "-C", folder).says()
    return folder, classroom("grade", "week-1", "-C", folder, "-j", 2).says()


@pytest.fixture
def graded(graded_once, tmp_path) -> Path:
    """A copy of the graded course, for a test of its own."""
    shutil.copytree(graded_once[0], tmp_path / "nets")
    return tmp_path / "nets"


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def full(*_: object) -> None:
    """As a full disk answers."""
    raise OSError(errno.ENOSPC, "No space left on device")


# Help.


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_subcommand_explains_itself_with_an_example(command):
    classroom(command, "--help").says(
        f"Usage: nncourse classroom {command}", f"Example: nncourse classroom {command}"
    )


def test_help_names_all_of_them_and_where_single_students_are_treated_otherwise():
    shown = classroom("--help").says(*SUBCOMMANDS)
    assert "For instructors" in nncourse("--help").out
    assert "--demo" in shown.out
    classroom("assign", "--help").says("extensions", "excuse", "overrides", "assignment.toml")


def test_the_command_starts_without_what_only_instructors_need():
    program = """
import sys
for name in ("nbgrader", "sqlalchemy", "jinja2", "yaml", "distributed", "dask"):
    sys.modules[name] = None
sys.argv = ["nncourse", "classroom", "--help"]
from nncourse.command.app import main
main()
"""
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "regrade" in shown.stdout


# A course.


def test_a_new_course_says_what_it_is_and_what_comes_next(tmp_path):
    shown = classroom("new", tmp_path / "nets", "--name", "Nets", "--term", "Autumn 2026")
    shown.says("'Nets'", "0 students", "time zone UTC", "Next: ", f"-C {tmp_path / 'nets'}")
    made = courses.load(tmp_path / "nets")
    assert (made.name, made.term) == ("Nets", "Autumn 2026")


@pytest.mark.parametrize(
    ("sheet", "ids"),
    [
        (ROSTER, ["s1", "s2", "s3", "s4", "s5"]),
        (CANVAS_SHEET.replace("1026,,", "1026,s3,"), ["s1", "s2", "s3", "s4", "s5"]),
        (MOODLE_SHEET, ["jane@example.edu", "anna@example.edu", "li.wei@example.edu"]),
    ],
    ids=["a table", "Canvas", "Moodle"],
)
def test_students_come_from_what_the_platform_hands_out(tmp_path, sheet, ids):
    path = put(tmp_path, "list.csv", sheet.encode())
    classroom("new", tmp_path / "nets", "--roster", path).says(f"{len(ids)} students")
    with open(tmp_path / "nets" / "roster.csv", encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ids


def test_students_who_are_hard_to_tell_apart_are_named(tmp_path):
    path = put(tmp_path, "list.csv", ROSTER.encode())
    classroom("new", tmp_path / "nets", "--roster", path).says("s4, s5: have the same name")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--timezone", "Europe/Berlni"], "did you mean 'Europe/Berlin'"),
        (["--roster", "none.csv"], "there is no file none.csv"),
        (["--roster", "twice.csv"], "the id 's1' stands in line 2 too"),
        (["--roster", "other.csv"], "neither a grade book of Canvas"),
        (["--demo", "--name", "Nets"], "--demo makes a class of its own"),
    ],
)
def test_what_cannot_become_a_course_leaves_nothing(tmp_path, monkeypatch, words, expected):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "twice.csv", b"id,name\ns1,Jane\ns1,Joan\n")
    put(tmp_path, "other.csv", b"colour,size\nred,3\n")
    classroom("new", "nets", *words).fails_with(expected)
    assert not (tmp_path / "nets").exists()


def test_a_course_and_its_students_are_never_written_over(course, tmp_path):
    before = contents(course)
    roster = put(tmp_path, "others.csv", b"id,name\nt1,Somebody\n")
    classroom("new", course).fails_with("course.toml exists and is left as it is")
    classroom("new", course, "--roster", roster).fails_with("roster.csv exists and is left as it")
    assert contents(course) == before


def test_a_disk_that_was_full_does_not_keep_a_course_from_being_made(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        classroom("new", tmp_path / "nets").fails_with("No space left on device")
    assert not contents(tmp_path / "nets")
    classroom("new", tmp_path / "nets").says("Made the course")


@pytest.mark.parametrize(
    "command",
    [["assign", "w"], ["verify", "w"], ["collect", "w", "x.zip"], ["grade", "w"],
     ["export", "w", "--csv"]],
)  # fmt: skip
def test_a_folder_that_is_no_course(tmp_path, command):
    classroom(*command, "-C", tmp_path).fails_with(f"there is no file {tmp_path / 'course.toml'}")


# An assignment.


def test_an_assignment_has_the_points_the_date_and_the_rule_that_were_asked_for(course):
    shown = classroom(
        "assign", "week-2", "basics", "--points", "basics.mse=3.5", "--due", "2026-10-12T23:59",
        "--grace", 5, "--percent-per-day", 20, "--last-day", 2, "--title", "Week 2", "-C", course,
    )  # fmt: skip
    shown.says("9 exercises, 18.5 points", "Monday 12 October 2026, 23:59 (CEST)", "verify week-2")
    made = standing(course, "week-2").assignment
    assert (made.title, made.exercises["basics.mse"]) == ("Week 2", 3.5)
    assert made.due.isoformat() == "2026-10-12T23:59:00+02:00"
    assert (made.late.grace.seconds, made.late.per_day, made.late.last_day) == (300, 0.2, 2)
    release = course / "assignments" / "week-2" / "release"
    assert sorted(path.name for path in release.iterdir()) == ["week-2.ipynb", "week-2.zip"]
    assert "3.5 points" in (release / "week-2.ipynb").read_text("utf-8")


def test_drawn_exercises_give_each_student_a_notebook(course):
    words = ("assign", "week-2", "basics.mse", "--drawn", "forward.elu,forward.tempered_softmax")
    classroom(*words, "--points", "forward.elu=5", "-C", course).says("Notebooks: 5", "7 points")
    (one,) = standing(course, "week-2").assignment.drawn
    assert (one.points, len(one.among)) == (5, 2)
    release = course / "assignments" / "week-2" / "release"
    assert {path.parent.name for path in release.rglob("*.ipynb")} == {"s1", "s2", "s3", "s4", "s5"}


def test_nothing_is_drawn_for_nobody(tmp_path):
    classroom("new", tmp_path / "nets").says()
    words = ("assign", "week-2", "--drawn", "forward.elu,forward.tempered_softmax")
    classroom(*words, "-C", tmp_path / "nets").fails_with("the roster is empty")
    assert not (tmp_path / "nets" / "assignments" / "week-2").exists()


def test_what_was_edited_is_built_again_and_the_file_stays(course):
    file = course / "assignments" / "week-1" / "assignment.toml"
    file.write_text(file.read_text("utf-8").replace('"basics.mse" = 2', '"basics.mse" = 7'))
    edited = file.read_bytes()
    release = course / "assignments" / "week-1" / "release"
    put(release, "week-0.ipynb", b"{}")
    assert "7 points" not in (release / "week-1.ipynb").read_text("utf-8")
    classroom("assign", "week-1", "-C", course).says("8 points", "left by an earlier release")
    assert "7 points" in (release / "week-1.ipynb").read_text("utf-8")
    assert file.read_bytes() == edited


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["week-1", "basics"], "there is an assignment week-1 already"),
        (["week-2"], "there is no assignment 'week-2'; there are: week-1"),
        (["week-2", "--due", "2026-10-12"], "say what is asked for in week-2"),
        (["week-2", "basics.mze"], "did you mean 'basics.mse'"),
        (["week-2", "basics", "--points", "basics.mse"], "--points basics.mse: expected"),
        (["week-2", "basics", "--points", "basics.mze=2"], "did you mean 'basics.mse'"),
        (["week-2", "basics", "--points", "basics.mse=-1"], "-1 points cannot be given"),
        (["week-2", "basics", "--due", "next week"], "'next week' is no date: write one like"),
        (["../week-2", "basics"], "cannot be the name of an assignment"),
    ],
)
def test_what_cannot_be_assigned_changes_nothing(course, words, expected):
    before = contents(course)
    classroom("assign", *words, "-C", course).fails_with(expected)
    assert contents(course) == before


def test_a_full_disk_says_how_the_release_is_built_later(course, monkeypatch):
    monkeypatch.setattr(files.os, "fsync", full)
    shown = classroom("assign", "week-1", "-C", course)
    shown.fails_with("No space left on device", "Then: ", f"classroom assign week-1 -C {course}")


# Collecting.


def test_what_was_handed_in_is_taken_in_and_what_is_missing_named(course, tmp_path):
    shown = classroom("collect", "week-1", submissions(tmp_path), "-C", course)
    shown.says("From folder: 3 new notebooks; 2 students missing", "from s4, s5", "grade week-1")
    again = classroom("collect", "week-1", submissions(tmp_path), "-C", course)
    again.says("0 new notebooks, 3 that were here already")


def test_a_sheet_whose_column_has_another_name_takes_its_title(course, tmp_path):
    text = CANVAS_SHEET.replace("week-1 (12)", "Homework (12)")
    sheet = put(tmp_path, "grades.csv", text.encode())
    answers = {"doejane_1024_501_week-1.ipynb": notebook(MSE)}
    archive = put(tmp_path, "canvas.zip", zipped(answers))
    words = ("collect", "week-1", archive, "--sheet", sheet, "-C", course)
    classroom(*words).fails_with("no column is called 'week-1'", "'Homework (12)'")
    classroom(*words, "--column", "Homework (12)").says("From canvas: 1 new notebook;")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["none.zip"], "there is no file or folder none.zip"),
        (["list.csv"], "cannot be read as a ZIP archive"),
        (["submissions.zip", "--platform", "blackboard"], "there is no platform 'blackboard'"),
    ],
)
def test_what_cannot_be_collected(course, tmp_path, monkeypatch, words, expected):
    monkeypatch.chdir(tmp_path)
    submissions(tmp_path)
    classroom("collect", "week-1", *words, "-C", course).fails_with(expected)


# Grading.


def test_grading_says_how_the_class_did(graded_once):
    _, shown = graded_once
    shown.says("2 graded, 2 missing, 1 unreadable notebook", "mean 4.00 of 7 points",
               "s3: unreadable notebook", "report week-1")  # fmt: skip


def test_what_is_graded_is_not_graded_again_with_resume_or_without(graded):
    before = contents(graded / "runs")
    for words in ((), ("--resume",)):
        classroom("grade", "week-1", *words, "-C", graded).says("2 graded")
        assert contents(graded / "runs") == before
    classroom("grade", "week-1", "--anew", "-C", graded).says("2 graded")
    after = contents(graded / "runs")
    results = [name for name in before if "results" in name]
    assert {name: after[name] for name in results} == {name: before[name] for name in results}


def test_nothing_handed_in(course):
    classroom("grade", "week-1", "-C", course).fails_with("nothing was handed in", "collect week-1")


def test_without_a_sandbox_it_refuses_unless_it_is_told_to_trust(course, tmp_path, monkeypatch):
    classroom("collect", "week-1", submissions(tmp_path), "-C", course).says()
    missing = "bubblewrap is not installed: apt install bubblewrap"
    monkeypatch.setattr(batch, "available", lambda: missing)
    shown = classroom("grade", "week-1", "-C", course)
    shown.fails_with(missing, "or grade with --trusted what you would run yourself")
    assert not standing(course, "week-1").results
    trusted = classroom("grade", "week-1", "--trusted", "-C", course)
    trusted.says("without a sandbox (--trusted)", "2 graded")
    assert standing(course, "week-1").trusted


def test_who_stops_it_is_told_how_it_goes_on(course, tmp_path, monkeypatch):
    classroom("collect", "week-1", submissions(tmp_path), "-C", course).says()

    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("nncourse.command.classroom.engine.grade_all", stopped)
        shown = classroom("grade", "week-1", "-C", course)
    assert (shown.code, "grade week-1" in shown.err) == (130, True)


@needs_sandbox
def test_what_could_not_be_graded_is_named_and_is_no_success(course, tmp_path, monkeypatch):
    classroom("collect", "week-1", submissions(tmp_path), "-C", course).says()
    with monkeypatch.context() as patch:
        patch.setattr(batch, "grade", full)
        shown = classroom("grade", "week-1", "-C", course)
    assert shown.code == 1
    assert "s1, s2, s3: not graded: [Errno 28] No space left on device" in shown.out
    classroom("grade", "week-1", "-C", course).says("2 graded")


@needs_sandbox
def test_a_full_disk_ends_grading_in_a_sentence_and_keeps_what_is_graded(graded, monkeypatch):
    answers = put(graded.parent, "more.zip", zipped({"s4.ipynb": notebook(NEURON + MSE)}))
    classroom("collect", "week-1", answers, "-C", graded).says("1 new notebook")
    before = contents(graded / "runs" / "week-1" / "results")
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        classroom("grade", "week-1", "-C", graded).fails_with("s4.json could not be written")
    assert contents(graded / "runs" / "week-1" / "results") == before
    classroom("grade", "week-1", "-C", graded).says("3 graded")


def test_without_nbgrader_the_results_stay_and_the_remedy_is_told(graded, monkeypatch):
    monkeypatch.setitem(sys.modules, "nncourse.classroom.gradebook.store", None)
    (graded / "gradebook.db").unlink(missing_ok=True)
    before = contents(graded / "runs")
    classroom("grade", "week-1", "-C", graded).says("the grade book: is not written", "pip install")
    assert contents(graded / "runs") == before


def test_a_cluster_does_not_grade_without_a_sandbox(graded):
    words = ("grade", "week-1", "--trusted", "--scheduler", "tcp://127.0.0.1:1")
    classroom(*words, "-C", graded).fails_with("--trusted and --scheduler")


# Regrading.


def mended(course: Path) -> None:
    """The instructor's own exercise takes the second power now."""
    text = CUBE.replace("X**3", "X**4").replace("X**2", "X**3").replace("X**4", "X**2")
    (course / "variants" / "basics" / "cube.py").write_text(text)


def test_one_exercise_is_graded_again_and_nothing_else(graded):
    before = standing(graded, "week-1").results
    kept = (graded / "runs" / "week-1" / "results" / "s3.json").read_bytes()
    mended(graded)
    words = ("regrade", "week-1", "--only", "basics.cube", "--reason", "the square was meant")
    shown = classroom(*words, "-C", graded).says("graded again for 3 students; 2 changed")
    assert "s1: 4 of 4 (correct) -> 0 of 4 (square)" in shown.out
    assert "s2: 0 of 4 (square) -> 4 of 4 (correct)" in shown.out
    after = standing(graded, "week-1").results
    assert [after[id].exercises["basics.cube"].points for id in ("s1", "s2")] == [0, 4]
    for id, result in before.items():
        others = {one: mark for one, mark in result.exercises.items() if one != "basics.cube"}
        assert others.items() <= after[id].exercises.items()
    assert (graded / "runs" / "week-1" / "results" / "s3.json").read_bytes() == kept
    (entry,) = map(json.loads, (graded / "runs/week-1/regrades.jsonl").read_text().splitlines())
    assert (entry["exercise"], entry["reason"]) == ("basics.cube", "the square was meant")
    assert [one["student"] for one in entry["changes"]] == ["s1", "s2"]
    assert entry["changes"][0]["from"]["points"] == 4


def test_grading_after_a_regrade_changes_nothing(graded):
    mended(graded)
    words = ("regrade", "week-1", "--only", "basics.cube", "--reason", "the square was meant")
    classroom(*words, "-C", graded).says("2 changed")
    before = contents(graded / "runs")
    classroom("grade", "week-1", "-C", graded).says("2 graded")
    assert contents(graded / "runs") == before


@pytest.mark.parametrize("written", [1, 2, 3, 4, 5])
def test_a_regrade_that_is_interrupted_leaves_whole_results_and_is_repeated(
    graded, monkeypatch, tmp_path, written
):
    """The disk is full after so many of the five files that come after grading."""
    mended(graded)
    words = ("regrade", "week-1", "--only", "basics.cube", "--reason", "the square was meant")
    before = standing(graded, "week-1").results
    with monkeypatch.context() as patch:
        count = iter(range(written - 1))

        def some(path, data, write=files.write_whole):
            if next(count, None) is None:
                full()
            write(path, data)

        patch.setattr(regrading, "write_whole", some)
        patch.setattr(regrading, "Journal", journal_that_writes_with(some))
        classroom(*words, "-C", graded).fails_with("No space left on device")
    between = standing(graded, "week-1").results
    classroom(*words, "-C", graded).says("graded again for 3 students; 2 changed")
    after = standing(graded, "week-1").results
    for id, result in between.items():
        assert result in (before[id], after[id])
    assert [after[id].exercises["basics.cube"].points for id in ("s1", "s2")] == [0, 4]
    lines = (graded / "runs/week-1/regrades.jsonl").read_text().splitlines()
    assert len(lines) == 1
    assert not (graded / "runs" / "week-1" / "regrading").exists()


def test_whose_answer_could_not_be_graded_again_keeps_the_old_result(graded, monkeypatch):
    mended(graded)
    before = standing(graded, "week-1").results
    words = ("regrade", "week-1", "--only", "basics.cube", "--reason", "the square was meant")
    with monkeypatch.context() as patch:

        def failing(*what, real=batch.grade):
            return full() if "s2" in what else real(*what)

        patch.setattr(batch, "grade", failing)
        shown = classroom(*words, "-C", graded)
    assert (shown.code, "s2: not graded" in shown.out) == (1, True)
    assert standing(graded, "week-1").results["s2"] == before["s2"]
    classroom(*words, "-C", graded).says("s2: 0 of 4 (square) -> 4 of 4 (correct)")
    assert standing(graded, "week-1").results["s1"].exercises["basics.cube"].points == 0


def journal_that_writes_with(write) -> type[Journal]:
    """A journal whose results are written in another way."""

    class Other(Journal):
        def finished(self, result, hashes):
            write(self.path_of(result.student), result.to_json().encode())
            super().finished(result, hashes)

    return Other


def test_who_handed_in_again_since_is_not_regraded(graded, tmp_path):
    archive = put(tmp_path, "late.zip", zipped({"s2.ipynb": notebook(NEURON + MSE)}))
    classroom("collect", "week-1", archive, "-C", graded).says("1 new notebook")
    classroom("export", "week-1", "--csv", "-C", graded).says("s2: handed in again since the last")
    shown = classroom("regrade", "week-1", "--only", "basics.mse", "--reason", "x", "-C", graded)
    shown.says("graded again for 2 students; 0 changed", "s2: handed in, or was asked, something")


@pytest.mark.parametrize(
    ("only", "reason", "expected"),
    [
        ("basics.mze", "x", "week-1 does not ask for 'basics.mze'; it asks for basics.neuron"),
        ("basics.mse", " ", "give the reason"),
    ],
)
def test_what_cannot_be_regraded(graded, only, reason, expected):
    shown = classroom("regrade", "week-1", "--only", only, "--reason", reason, "-C", graded)
    shown.fails_with(expected)


def test_nothing_is_regraded_that_was_not_graded(course, tmp_path):
    classroom("collect", "week-1", submissions(tmp_path), "-C", course).says()
    words = ("regrade", "week-1", "--only", "basics.mse", "--reason", "x", "-C", course)
    classroom(*words).fails_with("nobody's basics.mse was graded before")


# Sheets.


def test_a_canvas_sheet_is_filled_in_a_copy_and_nothing_else_in_it_changes(graded, tmp_path):
    sheet = put(tmp_path, "grades.csv", CANVAS_SHEET.replace("10,3,", "10,7,").encode())
    before = sheet.read_bytes()
    made = graded / "exports" / "week-1-canvas.csv"
    classroom("export", "week-1", "--canvas", sheet, "-C", graded).says(f"Wrote {made}, with")
    assert sheet.read_bytes() == before
    rows = [list(csv.reader(path.read_text("utf-8").splitlines())) for path in (sheet, made)]
    points = {new[0]: new[6] for new in rows[1][3:]}
    assert points["Doe, Jane"] == "7"
    assert points["Žižková, Anna-Marie"] == "1"
    assert points["Wei, Li"] == "0"
    for old, new in zip(*rows, strict=True):
        assert old[:6] + old[7:] == new[:6] + new[7:]


def test_points_given_by_hand_and_excuses_count_at_once(graded, tmp_path):
    file = graded / "assignments" / "week-1" / "assignment.toml"
    text = file.read_text("utf-8").replace("[excused]", '[excused]\ns3 = "ill"\n')
    override = '\n[[overrides]]\nstudent = "s2"\nexercise = "basics.mse"\npoints = 1.5\n'
    file.write_text(text + override + 'reason = "right but for the last step"\n', "utf-8")
    sheet = put(tmp_path, "grades.csv", CANVAS_SHEET.replace("10,3,", "10,7,").encode())
    classroom("export", "week-1", "--csv", "--canvas", sheet, "-C", graded).says("week-1.csv")
    filled = (graded / "exports" / "week-1-canvas.csv").read_text("utf-8")
    assert '"Wei, Li",1026,,li.wei@example.edu,A,8,EX,' in filled
    with open(graded / "exports" / "week-1.csv", encoding="utf-8-sig", newline="") as table:
        rows = {row["id"]: row for row in csv.DictReader(table)}
    assert (float(rows["s2"]["points"]), rows["s3"]["status"]) == (2.5, "excused")


def test_points_given_in_formgrader_count_in_sheets_and_outlive_grading(graded):
    api = pytest.importorskip("nbgrader.api", reason="the grade book needs nbgrader")
    with api.Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        found = book.find_grade("basics-mse", "week-1", "week-1", "s2")
        found.manual_score = 1.5
        book.db.commit()
    for words in (
        ("export", "week-1", "--csv"),
        ("grade", "week-1"),
        ("export", "week-1", "--csv"),
    ):
        classroom(*words, "-C", graded).says()
        if words[0] == "export":
            with open(graded / "exports" / "week-1.csv", encoding="utf-8-sig") as table:
                rows = {row["id"]: row for row in csv.DictReader(table)}
            assert float(rows["s2"]["basics.mse"]) == 1.5


def test_reports_and_feedback_are_written_where_it_is_said(graded):
    shown = classroom("report", "week-1", "-C", graded)
    shown.says(f"Wrote {graded / 'reports' / 'week-1' / 'class.html'}", "feedback week-1")
    page = graded / "reports" / "week-1" / "class.html"
    assert "Žižková" not in page.read_text("utf-8")
    classroom("report", "week-1", "--names", "-C", graded).says()
    assert "Žižková" in page.read_text("utf-8")
    shown = classroom("feedback", "week-1", "-C", graded)
    shown.says(f"Wrote 5 pages in {graded / 'feedback' / 'week-1'}", "export week-1 --csv")
    assert len(list((graded / "feedback" / "week-1").glob("*.html"))) == 5


def test_a_moodle_sheet_is_filled_in_its_own_numbers(graded, tmp_path):
    sheet = put(tmp_path, "worksheet.csv", MOODLE_SHEET.replace("3,00", "7,00").encode())
    classroom("export", "week-1", "--moodle", sheet, "-C", graded).says("week-1-moodle.csv")
    filled = (graded / "exports" / "week-1-moodle.csv").read_text("utf-8")
    assert 'abgegeben,7,"7,00",Ja' in filled
    assert "Keine Abgabe,0," in filled


def test_work_that_is_not_graded_yet_gets_no_points_in_a_sheet(graded, tmp_path):
    archive = put(tmp_path, "late.zip", zipped({"s4.ipynb": notebook(NEURON + MSE)}))
    classroom("collect", "week-1", archive, "-C", graded).says("1 new notebook")
    sheet = put(tmp_path, "grades.csv", CANVAS_SHEET.encode())
    shown = classroom("export", "week-1", "--canvas", sheet, "-C", graded)
    shown.says("s4: was not graded yet, and is left out")
    assert "s2: handed in again since" not in shown.out
    filled = (graded / "exports" / "week-1-canvas.csv").read_text("utf-8")
    assert '"Twin, Sam",1027,s4,sam1,A,7,,' in filled


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "say what to export: --csv, --canvas SHEET"),
        (["--moodle", "canvas.csv"], "give it as --canvas"),
        (["--canvas", "none.csv"], "none.csv"),
        (["--canvas", "canvas.csv", "--column", "Week 9"], "no column is called 'Week 9'"),
    ],
)
def test_what_cannot_be_exported(graded, tmp_path, monkeypatch, words, expected):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "canvas.csv", CANVAS_SHEET.encode())
    classroom("export", "week-1", *words, "-C", graded).fails_with(expected)
    assert not list((graded / "exports").iterdir())


@pytest.mark.parametrize("command", [["report"], ["feedback"], ["export", "--csv"]])
def test_what_is_not_graded_has_no_report_and_no_sheet(course, command):
    name, *options = command
    shown = classroom(name, "week-1", *options, "-C", course)
    shown.fails_with("week-1 is not graded yet", "grade week-1")


def test_a_full_disk_leaves_the_old_sheet(graded, monkeypatch):
    classroom("export", "week-1", "--csv", "-C", graded).says()
    before = contents(graded / "exports")
    monkeypatch.setattr(files.os, "fsync", full)
    classroom("export", "week-1", "--csv", "-C", graded).fails_with("No space left on device")
    assert contents(graded / "exports") == before


def test_marks_by_hand_are_not_passed_over_where_they_cannot_be_read(graded, monkeypatch):
    put(graded, "gradebook.db", b"")
    monkeypatch.setitem(sys.modules, "nncourse.classroom.gradebook.store", None)
    shown = classroom("export", "week-1", "--csv", "-C", graded)
    shown.fails_with('python -m pip install ".[classroom]"')
    assert not list((graded / "exports").iterdir())
