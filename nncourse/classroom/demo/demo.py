"""A demo class: a course folder with one assignment, and what platforms would hand out of it.

FOLDER/course.toml, roster.csv              a course of 30 made-up students
FOLDER/assignments/forward/                 all exercises of a chapter, with its release
FOLDER/platform/submissions.zip             what they handed in, as Canvas packs it
FOLDER/platform/grades.csv                  Canvas's grade book, to be filled
FOLDER/platform/moodle.csv                  Moodle's grading worksheet, to be filled

The same version of the course makes the same bytes.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.course import Course
from nncourse.classroom.course.roster import COLUMNS, Student
from nncourse.classroom.demo import people
from nncourse.classroom.release.release import archive, build
from nncourse.exercises import find
from nncourse.files import write_whole

NAME, TITLE = "forward", "The forward pass"
SEED = 20261012
DUE, IN_TIME = "2026-10-12T23:59:00", "Monday, 12 October 2026, 8:15 PM"

# What an instructor has agreed on with single students, under the tables of `assignment.toml`.
AGREED = {
    "extensions": "demo07 = 2026-10-15T23:59:00  # was promised three days more",
    "submitted": "demo11 = 2026-10-14T18:30:00  # by e-mail, two days late",
    "excused": 'demo24 = "ill until 20 October"',
}
OVERRIDE = """
[[overrides]]
student = "demo15"
exercise = "forward.softmax"
points = 2
reason = "right, but under the name soft_max"
"""


def make(folder: Path) -> list[Path]:
    """Make the demo class.

    Parameters
    ----------
    folder : where; there must be no course in it yet.

    Returns
    -------
    What was made: the course's files, the release, and what platforms would hand out.

    Raises
    ------
    CourseError
        If there is a course in the folder already, or the chapter's notebook cannot be found.
    OSError
        If the folder cannot be written.
    """
    course = courses.new(folder, "Demo course", "Autumn 2026", "Europe/Berlin", roster())
    assignment = new_assignment(course)
    release = build(course, assignment)
    platform = {
        "submissions.zip": archive(submissions(release[0].read_bytes())),
        "grades.csv": canvas_sheet(assignment.points),
        "moodle.csv": moodle_sheet(assignment.points),
    }
    (folder / "platform").mkdir(exist_ok=True)
    for name, data in platform.items():
        write_whole(folder / "platform" / name, data)
    own = [folder / "course.toml", course.roster, course.assignment(NAME) / "assignment.toml"]
    return [*own, *release, *(folder / "platform" / name for name in platform)]


def roster() -> bytes:
    """The list of students."""
    rows = [(one.id, one.name, one.email, one.group) for one in people.students()]
    return table([COLUMNS, *rows])


def new_assignment(course: Course) -> Assignment:
    """All exercises of the chapter, due on a day in October, and what was agreed with students."""
    assignments.new(course, NAME, [NAME], title=TITLE, due=DUE)
    file = course.assignment(NAME) / "assignment.toml"
    text = re.sub(r"^seed = \d+$", f"seed = {SEED}", file.read_text("utf-8"), flags=re.M)
    for part, line in AGREED.items():
        text = re.sub(rf"^(\[{part}\].*)$", rf"\1\n{line}", text, flags=re.M)
    write_whole(file, (text + OVERRIDE).encode())
    return assignments.load(course, NAME)


def submissions(release: bytes) -> dict[str, bytes]:
    """The files of Canvas's archive of submissions: a notebook of everybody who handed one in."""
    written = people.work()
    files = {}
    for number, student in enumerate(people.students(), 1):
        if student.id in written:
            data = notebook(release, student, written[student.id])
            files[canvas_name(student, number)] = data
    return files


def canvas_name(student: Student, number: int) -> str:
    """What Canvas calls somebody's notebook: name, whether it was late, number, number of file."""
    letters = "".join(sign for sign in people.family_first(student.name).lower() if sign.isalnum())
    late = "LATE_" if student.id in people.LATE else ""
    return f"{letters}_{late}{1000 + number}_{50_000 + number}_{NAME}.ipynb"


def notebook(release: bytes, student: Student, written: Mapping[str, str]) -> bytes:
    """The student's notebook with what somebody has written in it."""
    content = json.loads(release)
    stubs = {find(id).contract.strip(): find(id).name for id in written}
    labels = {find(id).name: label for id, label in written.items()}
    for cell in content["cells"]:
        name = stubs.get("".join(cell["source"]).strip())
        if name and labels[name] != people.STUB:
            text = people.text_of(name, labels[name])
            if student.id == people.MISSPELT:
                text = text.replace("def softmax(", "def soft_max(")
            cell["source"] = text.splitlines(keepends=True)
    data = json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
    return data[: len(data) // 2] if student.id == people.CUT_OFF else data


def canvas_sheet(points: float) -> bytes:
    """Canvas's export of its grade book, with one assignment that is graded already."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    header += ["Warm-up (7000)", f"{TITLE} (7001)", "Final Score"]
    rows: list[Sequence[object]] = [
        header,
        ["    Points Possible", "", "", "", "", 5, f"{points:g}", "(read only)"],
    ]
    for number, one in enumerate(people.students(), 1):
        who = [people.family_first(one.name), 1000 + number, one.id, one.email, one.group]
        rows.append([*who, 3 + number % 3, "", ""])
    rows.append(["Student, Test", 1999, "", "", "owls", "", "", ""])
    return table(rows)


MOODLE_TITLES = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
    "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
    "Feedback comments",
)  # fmt: skip


def moodle_sheet(points: float) -> bytes:
    """Moodle's grading worksheet, as if the class had handed in there, with the times."""
    rows: list[Sequence[object]] = [MOODLE_TITLES]
    handed_in = people.work()
    for number, one in enumerate(people.students(), 1):
        who = [f"Participant {2000 + number}", one.name, one.email]
        status, time = "No submission", "-"
        if one.id in handed_in:
            status, time = "Submitted for grading", people.LATE.get(one.id, IN_TIME)
        rows.append([*who, status, "", f"{points:.2f}", "Yes", time, "-", ""])
    return b"\xef\xbb\xbf" + table(rows)


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a CSV file."""
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n").writerows(rows)
    return content.getvalue().encode()
