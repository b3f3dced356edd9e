"""What nbgrader is told of a course: `nbgrader_config.py`, and folders of its own.

    nbgrader_config.py                      the course's id for nbgrader, and where things lie
    nbgrader/source/NAME/                   empty; formgrader lists the assignments by it
    nbgrader/release/NAME/                  what `nbgrader release_assignment` gives to students
    nbgrader/submitted/NAME/STUDENT/        what `nbgrader collect` brings
    nbgrader/autograded/NAME/STUDENT/       what formgrader shows

nbgrader may empty and write over all that is in its folders. So they are apart from ours, and hold
nothing that is not somewhere else too.
"""

import re
import unicodedata
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

from nncourse.classroom.course import settings
from nncourse.classroom.course.course import Course
from nncourse.classroom.course.submissions import write_if_other
from nncourse.classroom.errors import CourseError

FILE = "nbgrader_config.py"
FOLDER = "nbgrader"

CONFIG = """\
# What nbgrader is to know of this course. Edit this file as you like: it is made once and never
# written over. https://nbgrader.readthedocs.io/en/stable/configuration/config_options.html

c = get_config()  # noqa: F821

# The course's name in the grade book and in the exchange. Keep it once there are marks.
c.CourseDirectory.course_id = {id}

# nbgrader has folders of its own, so that nothing of the course is ever removed by it.
c.CourseDirectory.directory_structure = "{{nbgrader_step}}/{{assignment_id}}/{{student_id}}"
c.CourseDirectory.source_directory = "nbgrader/source"
c.CourseDirectory.source_with_tests_directory = "nbgrader/source_with_tests"
c.CourseDirectory.release_directory = "nbgrader/release"
c.CourseDirectory.submitted_directory = "nbgrader/submitted"
c.CourseDirectory.autograded_directory = "nbgrader/autograded"
c.CourseDirectory.feedback_directory = "nbgrader/feedback"
c.CourseDirectory.solution_directory = "nbgrader/solution"

# The time zone of formgrader's pages.
c.NbGraderAPI.timezone = {zone}


# nbgrader's own autograder would run answers outside a sandbox.
def refuse(notebook, resources):
    raise RuntimeError("answers are graded in a sandbox: use nncourse classroom grade")


c.Autograde.sanitize_preprocessors = [refuse]
c.Autograde.autograde_preprocessors = [refuse]
"""


def write(course: Course) -> Path:
    """Write `nbgrader_config.py`, unless it is there, and what nbgrader needs of each assignment.

    Returns
    -------
    Where the file lies.

    Raises
    ------
    OSError
        If something cannot be written.
    """
    path = course.folder / FILE
    if not path.exists():
        zone = getattr(course.timezone, "key", "UTC")
        text = CONFIG.format(id=settings.quoted(short(course.name)), zone=settings.quoted(zone))
        settings.write_new(path, text)
    for name in course.assignments():
        step(course, "source", name).mkdir(parents=True, exist_ok=True)
        give_out(course, name)
    return path


def step(course: Course, name: str, assignment: str) -> Path:
    """nbgrader's folder of an assignment for one of its steps."""
    return course.folder / FOLDER / name / assignment


def give_out(course: Course, name: str) -> None:
    """Lay an assignment's release where `nbgrader release_assignment` takes it from.

    The exchange gives the same to everybody, so what is drawn for each student is not given so.
    """
    release, folder = course.assignment(name) / "release", step(course, "release", name)
    notebook = release / f"{name}.ipynb"
    if notebook.exists():
        for path in [notebook, *sorted(release.glob("checks/*.py"))]:
            copy = folder / path.relative_to(release)
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_if_other(copy, path.read_bytes())


def course_id(course: Course) -> str:
    """What nbgrader calls the course.

    Raises
    ------
    CourseError
        If `nbgrader_config.py` cannot be read, or names no course.
    """
    path = course.folder / FILE
    if not path.exists():
        return short(course.name)
    try:
        told: Config = PyFileConfigLoader(FILE, str(course.folder)).load_config()
    except Exception as error:  # whatever an instructor's own file may do
        reason = f"{type(error).__name__}: {error}"
        raise CourseError(f"{path} cannot be read ({reason}): correct it, or remove it") from None
    id = told.CourseDirectory.get("course_id")
    if not (isinstance(id, str) and id.strip()):
        raise CourseError(f"{path} gives no c.CourseDirectory.course_id: add it, a text in quotes")
    return id.strip()


def short(name: str) -> str:
    """A course's name as it can be that of a folder.

    Examples
    --------
    >>> short("Neural networks, für Anfänger"), short("神経網")
    ('neural-networks-fur-anfanger', 'course')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "course"
