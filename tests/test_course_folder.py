"""The course folder, its files in TOML, assignments, lateness and marks."""

import csv
import errno
import io
import tomllib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from course_files import new_course, students

from nncourse import exercises, files
from nncourse.classroom.course import assignment, course, late, marks
from nncourse.classroom.course.assignment import Assignment, Drawn
from nncourse.classroom.course.late import Rule, lateness
from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.course.submissions import Attempt
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange import sheets

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 10, 12, 22, tzinfo=UTC)


def rewrite(path, old: str, new: str) -> None:
    """Edit a file as an instructor would."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def edited(made, old: str, new: str) -> Assignment:
    """The assignment after its file was edited."""
    rewrite(made.assignment("week-1") / "assignment.toml", old, new)
    return assignment.load(made, "week-1")


# The folder.


def test_a_new_course_can_be_read_and_is_complete(tmp_path):
    name = 'Nets "from scratch"\\ Ünicode'
    made = course.new(tmp_path / "a" / "nets", name, "Autumn", "Europe/Berlin")
    assert made == course.load(made.folder)
    assert (made.name, made.term, made.timezone) == (name, "Autumn", BERLIN)
    for part in ("assignments", "submissions", "runs", "exports", "roster.csv", "course.toml"):
        assert (made.folder / part).exists()


def test_an_instructor_s_files_are_never_written_over(tmp_path):
    made, _ = new_course(tmp_path)
    before = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    with pytest.raises(CourseError, match="left as it is"):
        course.new(made.folder, "Another")
    with pytest.raises(CourseError, match="left as it is"):
        assignment.new(made, "week-1", ["basics.mse"])
    assert before == {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}


def test_a_roster_that_is_there_is_kept(tmp_path):
    (tmp_path / "roster.csv").write_text("id,name\ns1,Jane\n")
    made = course.new(tmp_path, "Nets")
    assert [student.id for student in students(made)] == ["s1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'Nets", "cannot be read as TOML"),
        ("name = 5", "name is 5, and should be a text"),
        ("term = 'Autumn'", "'name' is missing"),
        ("name = 'Nets'\ntimezone = 'Europe/Berlni'", "did you mean 'Europe/Berlin'"),
        ("name = 'Nets'\ntimezone = '../../etc/passwd'", "there is no time zone"),
        ("name = 'Nets'\ntrem = 'Autumn'", "did you mean 'term'"),
    ],
)
def test_what_is_wrong_in_course_toml_is_said(tmp_path, text, said):
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(CourseError, match=said):
        course.load(tmp_path)


def test_a_file_that_is_no_utf_8_is_said(tmp_path):
    (tmp_path / "course.toml").write_bytes("name = 'Réseaux'".encode("cp1252"))
    with pytest.raises(CourseError, match="UTF-8"):
        course.load(tmp_path)


@pytest.mark.parametrize(
    "name", ["..", "a/b", "", "a b", "CON", "lpt1", "-x", "é", "x" * 61, "a\n"]
)
def test_names_that_are_no_folder_s_are_refused(tmp_path, name):
    made, _ = new_course(tmp_path)
    for place in (made.assignment, made.submissions, made.run):
        with pytest.raises(CourseError, match="cannot be the name"):
            place(name)


def test_a_full_disk_leaves_no_half_a_course(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match=r"roster\.csv could not be written \(No space left"):
        course.new(tmp_path / "nets", "Nets")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Assignments.


def test_an_assignment_of_a_chapter_has_its_points(tmp_path):
    made, _ = new_course(tmp_path)
    asked = assignment.new(made, "week-2", ["basics", "forward.softmax"], title="Week 2")
    assert list(asked.exercises)[-1] == "forward.softmax"
    assert len(asked.exercises) == 10
    assert asked.exercises["basics.mse"] == 2
    assert asked.due is None
    assert made.assignments() == ["week-1", "week-2"]


def test_the_file_of_an_assignment_explains_itself_and_its_examples_are_right(tmp_path):
    made, _ = new_course(tmp_path)
    file = made.assignment("week-1") / "assignment.toml"
    text = file.read_text("utf-8")
    examples = [line[2:] for line in text.splitlines() if line.startswith(('# "', "# [["))]
    assert len(examples) == 5
    # With every example in force the file still reads.
    lines = text.replace('# "s', '"s').replace("# [[overrides]]", "[[overrides]]")
    for key in ("student", "exercise", "points = 2", "reason"):
        lines = lines.replace(f"# {key}", key)
    read = assignment.parse(tomllib.loads(lines), "week-1", BERLIN, "here")
    assert read.extensions["s0421"] == datetime(2026, 10, 15, 23, 59, tzinfo=BERLIN)
    assert read.excused["s0421"].startswith("ill")
    assert read.overrides[0].points == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"basics.mse" = 2', '"basics.mze" = 2', "did you mean 'basics.mse'"),
        ('"basics.mse" = 2', '"basics" = 2', "is a chapter"),
        ('"basics.mse" = 2', '"basics.mse" = -1', "points cannot be given"),
        ('"basics.mse" = 2', '"basics.mse" = nan', "points cannot be given"),
        ('"basics.mse" = 2', '"basics.mse" = true', "points cannot be given"),
        ('"basics.mse" = 2', '"basics.mse" = "2"', "points cannot be given"),
        ('"basics.neuron" = 1\n"basics.mse" = 2', "", "one exercise at least"),
        ("due = 2026-10-12T23:59:00", 'due = "Monday"', "due is 'Monday'"),
        ("due = 2026-10-12T23:59:00", "due = 23:59:00", "a date such as 2026-10-12"),
        ("due = 2026-10-12T23:59:00", "due = 2026-02-30", "Invalid date"),
        ("due = 2026-10-12T23:59:00", "due = 9999-12-31", "due is 9999-12-31, which is too far"),
        ("[extensions]", '[extensions]\n"s1" = 9999-12-31', "s1 is 9999-12-31, which is too far"),
        ("[exercises]", "[exercise]", "no entry 'exercise': did you mean 'exercises'"),
        ("due = 2026-10-12T23:59:00", "dew = 2026-10-12", "did you mean 'due'"),
        ("percent_per_day = 10", "percent_per_day = 110", "above 100"),
        ("percent_per_day = 10", "percent_per_day = nan", "above 100"),
        ("grace_minutes = 15", "grace_minutes = -5", "should be 0 or more"),
        ("grace_minutes = 15", "grace_minutes = nan", "should be 0 or more"),
        ("grace_minutes = 15", "grace_minutes = 1e300", "should be 0 or more"),
        ("grace_minutes = 15", "graze_minutes = 5", "did you mean 'grace_minutes'"),
        ("allow_package = false", "allow_package = 0", "true or false"),
        ("[excused]", '[excused]\n"s1" = true', "a text in quotes"),
        ("[extensions]", '[extensions]\n"s1" = "soon"', "s1 is 'soon'"),
        ("[excused]", "[[overrides]]\nstudent = 's1'\n[excused]", "'exercise' is missing"),
        (
            "[excused]",
            "[[overrides]]\nstudent='s1'\nexercise='basics.nope'\npoints=1\nreason='x'\n[excused]",
            "is not among this assignment's exercises",
        ),
        ("[excused]", "[[drawn]]\npoints = 1\namong = []\n[excused]", "a list of exercises"),
        (
            "[excused]",
            "[[drawn]]\npoints = 1\namong = ['basics.mse']\n[excused]",
            "none of them twice",
        ),
    ],
)
def test_what_is_wrong_in_an_assignment_is_said_with_its_place(tmp_path, old, new, said):
    made, _ = new_course(tmp_path)
    with pytest.raises(CourseError, match=said) as error:
        edited(made, old, new)
    assert str(error.value).startswith(str(made.assignment("week-1")))


@pytest.mark.parametrize(
    ("due", "written"),
    [
        ("2026-10-12", "2026-10-13T00:00:00+02:00"),
        ("2026-10-12 23:59", "2026-10-12T23:59:00+02:00"),
        ("2026-10-12T23:59:00Z", "2026-10-12T23:59:00+00:00"),
        ("2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00"),  # which no clock shows
        ("2026-10-25T02:30:00", "2026-10-25T02:30:00+01:00"),  # which it shows twice
    ],
)
def test_a_due_date_is_read_as_it_is_meant(tmp_path, due, written):
    made, _ = new_course(tmp_path)
    asked = assignment.new(made, "week-2", ["basics.mse"], due=due)
    assert asked.due.isoformat() == written


@pytest.mark.parametrize("due", ["tomorrow", "12.10.2026", "2026-13-01", "1\nallow_package = true"])
def test_a_due_date_that_is_none_is_said_and_makes_nothing(tmp_path, due):
    made, _ = new_course(tmp_path)
    with pytest.raises(CourseError, match="is no date: write one like 2026-10-12"):
        assignment.new(made, "week-2", ["basics.mse"], due=due)
    assert made.assignments() == ["week-1"]


def test_two_functions_of_one_name_are_refused(tmp_path):
    made, _ = new_course(tmp_path)
    class_ = type(exercises.find("basics.mse"))
    own = class_(
        id="forward.mse", title="", reference=abs, contract="def mse(x): ...", outcomes=(),
        axes={}, returns="", hints=("", "", ""), experiment="",
    )  # fmt: skip
    with pytest.raises(CourseError, match="two functions called mse"):
        assignment.new(made, "w", ["basics.mse", "forward.mse"], private=[own])
    with pytest.raises(CourseError, match="two functions called mse"):
        assignment.new(
            made, "w", ["basics.mse"], drawn=[["forward.mse", "basics.neuron"]], private=[own]
        )
    either = assignment.new(made, "w", [], drawn=[["forward.mse", "basics.mse"]], private=[own])
    assert either.points == 2


def test_an_assignment_that_is_not_there_names_those_that_are(tmp_path):
    made, _ = new_course(tmp_path)
    with pytest.raises(CourseError, match="there are: week-1"):
        assignment.load(made, "week-9")


def test_who_is_named_and_not_in_the_roster_is_listed(tmp_path):
    made, _ = new_course(tmp_path)
    asked = edited(made, "[excused]", '[excused]\n"S1" = "ill"\n"s9" = "gone"')
    found = [str(remark) for remark in assignment.strangers(asked, students(made))]
    assert len(found) == 2
    assert "did you mean 's1'" in found[0]


def test_each_student_is_asked_one_of_a_group_and_all_of_them_come_up():
    among = ("forward.a", "forward.b", "forward.c")
    asked = Assignment("w", "W", {"basics.mse": 2}, drawn=(Drawn(3, among),), seed=5)
    drawn = {f"s{i}": next(reversed(asked.asked_of(f"s{i}"))) for i in range(60)}
    assert set(drawn.values()) == set(among)
    assert all(sum(asked.asked_of(id).values()) == asked.points == 5 for id in drawn)


# Lateness.


@pytest.mark.parametrize(
    ("after", "days"),
    [(-60, 0), (0, 0), (15, 0), (15.01, 1), (24 * 60, 1), (24 * 60 + 1, 2), (7 * 24 * 60, 7)],
)
def test_days_begun_count_after_the_grace(after, days):
    rule = Rule(timedelta(minutes=15), 0.1, 7)
    assert lateness(DUE, DUE + timedelta(minutes=after), rule).days == days


def test_what_is_left_falls_by_day_and_is_nothing_after_the_last():
    rule = Rule(per_day=0.3, last_day=3)
    left = [lateness(DUE, DUE + timedelta(days=n), rule).factor for n in range(5)]
    assert left == pytest.approx([1, 0.7, 0.4, 0.1, 0])
    assert late.left(4, Rule(per_day=0.3)) == 0  # never below
    assert late.left(1, Rule(last_day=0)) == 0


def test_an_unknown_time_is_in_time_and_said():
    assert lateness(DUE, None, Rule(per_day=0.1)).factor == 1
    assert "not known" in lateness(DUE, None, Rule()).doubt
    flagged = lateness(DUE, None, Rule(per_day=0.1), flagged=True)
    assert (flagged.days, flagged.factor) == (1, 0.9)
    assert "[submitted]" in flagged.doubt


def test_a_platform_s_flag_counts_only_without_a_time():
    assert lateness(DUE, DUE - timedelta(hours=1), Rule(per_day=0.1), flagged=True).days == 0


def test_the_hour_that_a_clock_shows_twice_is_in_the_student_s_favour():
    twice = datetime(2026, 10, 25, 2, 30)
    due, came = late.latest(twice, BERLIN), late.earliest(twice, BERLIN)
    assert due.astimezone(UTC).hour == 1
    assert came.astimezone(UTC).hour == 0
    skipped = datetime(2026, 3, 29, 2, 30)  # an hour that no clock shows
    gap = late.latest(skipped, BERLIN).astimezone(UTC) - late.earliest(skipped, BERLIN).astimezone(
        UTC
    )
    assert gap == timedelta(hours=1)


def test_a_day_late_across_the_change_of_clocks_is_24_hours():
    due = datetime(2026, 10, 24, 23, 59, tzinfo=BERLIN)
    assert lateness(due, due.astimezone(UTC) + timedelta(hours=24), Rule()).days == 1
    assert lateness(due, due.astimezone(UTC) + timedelta(hours=24, seconds=1), Rule()).days == 2


# Marks.


def came(time: datetime | None = None, flagged: bool = False) -> Attempt:
    """An attempt that came at a time."""
    text = time.isoformat() if time else ""
    return Attempt("ab", "week-1.ipynb", "x.zip", "canvas", time=text, flagged=flagged)


def graded(**points) -> dict:
    """What grading found, in points of four."""
    found = {f"basics.{name}": {"points": n, "of": 4} for name, n in points.items()}
    return {"status": "graded", "exercises": found}


TWO = {"basics.mse": 2.0, "basics.neuron": 4.0}


def test_marks_are_parts_of_the_assignment_s_points_less_lateness():
    asked = Assignment("w", "W", TWO, due=DUE, late=Rule(per_day=0.25))
    mark = marks.mark(asked, "s1", came(DUE + timedelta(hours=1)), graded(mse=4, neuron=2))
    assert dict(mark.exercises) == {"basics.mse": 1.5, "basics.neuron": 1.5}
    assert mark.points == 3
    assert mark.late.days == 1


def test_more_points_than_there_are_are_never_given():
    asked = Assignment("w", "W", TWO)
    assert marks.mark(asked, "s1", came(), graded(mse=400, neuron=-3)).points == 2
    found = {"status": "graded", "exercises": {"basics.other": {"points": 9, "of": 9}}}
    assert marks.mark(asked, "s1", came(), found).points == 0


def test_extensions_excuses_and_points_by_hand():
    override = assignment.Override("s1", "basics.mse", 1.75, "a misspelt name")
    asked = Assignment(
        "w", "W", TWO, due=DUE, late=Rule(per_day=0.5), overrides=(override,),
        extensions={"s2": DUE + timedelta(days=2)}, excused={"s3": "ill"},
        submitted={"s4": DUE},
    )  # fmt: skip
    late_by_a_day, right = came(DUE + timedelta(days=1), flagged=True), graded(mse=4, neuron=4)
    first = marks.mark(asked, "s1", late_by_a_day, right)
    assert dict(first.exercises) == {"basics.mse": 1.75, "basics.neuron": 2}
    assert first.reasons == {"basics.mse": "a misspelt name"}
    assert marks.mark(asked, "s2", late_by_a_day, right).points == 6
    assert marks.mark(asked, "s2", came(flagged=True), right).points == 6  # flagged by the old date
    assert marks.mark(asked, "s3", late_by_a_day, right).points is None
    assert marks.mark(asked, "s4", late_by_a_day, right).points == 6
    assert marks.mark(asked, "s5").status == "missing"


def test_the_table_of_a_class_has_everybody_and_runs_nothing_in_a_spreadsheet():
    students = (Student("s1", "=cmd()"), Student("s2", "Doe, Jane"), Student("s3", "Li"))
    asked = Assignment("w", "W", TWO, excused={"s2": "ill"})
    found = {"s1": marks.mark(asked, "s1", came(), graded(mse=4)), "s2": marks.mark(asked, "s2")}
    data = sheets.as_csv(marks.rows(asked, Roster(students), found)).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["name"] for row in table] == ["'=cmd()", "Doe, Jane", "Li"]
    assert [row["points"] for row in table] == ["2.0", "", ""]
    assert [row["status"] for row in table] == ["graded", "excused", ""]
    assert table[0]["basics.mse"] == "2.0"
    assert {row["of"] for row in table} == {"6.0"}
