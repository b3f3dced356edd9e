"""How an assignment stands: who was asked what, what came in, how it was graded, what it gives.

Reports, sheets, feedback and the grade book all read this, so that they cannot differ.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from nncourse.classroom import variants
from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course import roster as rosters
from nncourse.classroom.course.assignment import Assignment, Override, exercise_of
from nncourse.classroom.course.course import Course
from nncourse.classroom.course.marks import Mark, mark
from nncourse.classroom.course.roster import Roster
from nncourse.classroom.course.submissions import Received, submitted
from nncourse.classroom.errors import CourseError
from nncourse.classroom.grading.batch import Submission
from nncourse.classroom.grading.grading import Result, Task, Work
from nncourse.classroom.grading.journal import Journal
from nncourse.classroom.variants.form import Graded
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole

# What grades submissions, with a folder for the run; here, side by side, or on a cluster.
Grade = Callable[[list[Submission], Path], Iterable[Result]]


@dataclass(frozen=True)
class Standing:
    """An assignment, and all that is known of it.

    Parameters
    ----------
    course, roster, assignment : what was asked of whom.
    private : the instructor's own variants.
    received : what counts of what came in, by student.
    results : what grading found, by student; of some it may not have found anything yet.
    trusted : whether answers were run without a sandbox.
    """

    course: Course
    roster: Roster
    assignment: Assignment
    private: tuple[Graded, ...] = ()
    received: Mapping[str, Received] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    trusted: bool = False

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """What each student of the roster gets, by id, in the roster's order."""
        return {student.id: self.mark_of(student.id) for student in self.roster}

    def mark_of(self, student: str) -> Mark:
        """What a student gets."""
        received, result = self.received.get(student), self.results.get(student)
        attempt = received.attempt if received else None
        found = json.loads(result.to_json()) if result else None
        return mark(self.assignment, student, attempt, found)

    def exercise(self, id: str) -> Exercise:
        """An exercise that is asked, from the chapters, the variants or the instructor's own."""
        return exercise_of(id, self.private)

    def work_of(self, student: str) -> Work:
        """What is graded of a student."""
        asked = self.assignment.asked_of(student).items()
        tasks = tuple(Task(self.exercise(id), points) for id, points in asked)
        return Work(self.assignment.name, tasks, allow_package=self.assignment.allow_package)

    @property
    def submissions(self) -> list[Submission]:
        """What there is to grade."""
        return [
            Submission(one.student, one.path, self.work_of(one.student))
            for one in self.received.values()
        ]

    def with_overrides(self, given: Iterable[Override]) -> "Standing":
        """The same with more points given by hand; those of the assignment's file count more."""
        own = {(one.student, one.exercise) for one in self.assignment.overrides}
        more = tuple(one for one in given if (one.student, one.exercise) not in own)
        overrides = (*self.assignment.overrides, *more)
        return replace(self, assignment=replace(self.assignment, overrides=overrides))


def standing(folder: Path, name: str) -> Standing:
    """Read how an assignment stands.

    Parameters
    ----------
    folder : the course folder.
    name : of the assignment.

    Raises
    ------
    CourseError
        If one of the files cannot be used; the message names it.
    """
    course = courses.load(folder)
    private = variants.load(course.variants) if course.variants.exists() else ()
    assignment = assignments.load(course, name, private)
    received = {one.student: one for one in submitted(course, name)}
    return Standing(
        course,
        rosters.read(course.roster),
        assignment,
        private,
        received,
        results_in(course.run(name), received),
        was_trusted(course.run(name)),
    )


def results_in(run: Path, students: Iterable[str]) -> dict[str, Result]:
    """The results of a run, by student."""
    if not run.exists():
        return {}
    journal = Journal(run)
    return {
        student: read(journal.path_of(student)) for student in students if student in journal.done
    }


def read(path: Path) -> Result:
    """One result."""
    try:
        return Result.from_json(path.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = f"{path}: this result cannot be read ({error}); grade again, which makes it anew"
        raise CourseError(text) from None


def was_trusted(run: Path) -> bool:
    """Whether answers of this run were run without a sandbox."""
    return (run / "trusted").exists()


def note_trusted(run: Path) -> None:
    """Note for good that answers of this run were run without a sandbox."""
    run.mkdir(parents=True, exist_ok=True)
    write_whole(run / "trusted", b"Some answers of this run were run without a sandbox.\n")
