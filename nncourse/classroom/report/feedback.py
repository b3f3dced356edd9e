"""The pages that students get: `feedback/NAME/STUDENT.html`, one for each of the roster."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from nncourse.checking.verdict import TRY, Verdict, excerpt
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.marks import Mark
from nncourse.classroom.course.roster import Student
from nncourse.classroom.course.submissions import Attempt
from nncourse.classroom.grading.grading import Judged, Result
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.report import writing
from nncourse.classroom.report.findings import group_of
from nncourse.classroom.report.lessons import Lesson, lesson_of
from nncourse.exercises.form import Exercise


def write(
    standing: Standing, progress: Callable[[Iterable[Student]], Iterable[Student]] = iter
) -> list[Path]:
    """Write a page for each student, also for who handed in nothing.

    Parameters
    ----------
    standing : how the assignment stands.
    progress : goes through the students and may show how far it is, as `tqdm` does.
    """
    folder = standing.course.feedback(standing.assignment.name)
    return [
        writing.write(
            folder / f"{quote(student.id, safe=' ')}.html",
            "feedback.html",
            page=Page(standing, student),
        )
        for student in progress(standing.roster)
    ]


@dataclass(frozen=True)
class Part:
    """What is said of one exercise.

    Parameters
    ----------
    exercise : which.
    points : what it gives in the end.
    of : what it can give.
    reason : for points given by hand; None if none were.
    judged : what grading found; None if it found nothing, or nothing could be read.
    lesson : where the book teaches it.
    """

    exercise: Exercise
    points: float
    of: float
    reason: str | None
    judged: Judged | None
    lesson: Lesson

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.judged is not None and self.judged.kind == "correct"

    @property
    def state(self) -> str:
        """How the answer stands, in the notebook's words."""
        assert self.judged is not None
        verdict = Verdict(self.exercise.id, self.right, self.judged.kind, "")
        return verdict.heading.rpartition(": ")[2]

    @property
    def said(self) -> str:
        """The sentences of the verdict."""
        assert self.judged is not None
        return self.judged.message.partition("\n")[0].removesuffix(TRY).strip()

    @property
    def to_try(self) -> str:
        """The lines of code that the verdict ends with; empty if it has none."""
        assert self.judged is not None
        return self.judged.message.partition("\n")[2]

    @property
    def also_right(self) -> list[str]:
        """What was right, if the verdict had no room to say it."""
        if self.judged is None or self.right or "Right so far:" in self.said:
            return []
        return list(self.judged.correct_parts)

    @property
    def printed(self) -> str:
        """The beginning of what the answer printed."""
        assert self.judged is not None
        return "\n".join(line.strip() for line in excerpt(self.judged.printed)[1:])

    @property
    def full(self) -> float:
        """What was graded, before anything was taken off for being late."""
        assert self.judged is not None
        return self.judged.points / self.judged.of * self.of if self.judged.of else 0.0


@dataclass(frozen=True)
class Page:
    """What a student is told."""

    standing: Standing
    student: Student

    @property
    def assignment(self) -> Assignment:
        """What was asked."""
        return self.standing.assignment

    @property
    def mark(self) -> Mark:
        """What the student gets."""
        return self.standing.marks[self.student.id]

    @property
    def attempt(self) -> Attempt | None:
        """What was handed in and counts."""
        received = self.standing.received.get(self.student.id)
        return received.attempt if received else None

    @property
    def attempts(self) -> int:
        """How many notebooks came."""
        received = self.standing.received.get(self.student.id)
        return received.attempts if received else 0

    @property
    def excuse(self) -> str | None:
        """Why the student need not do it; None for who has to."""
        return self.assignment.excused.get(self.student.id)

    @property
    def extended(self) -> bool:
        """Whether the student has a due date of their own."""
        return self.student.id in self.assignment.extensions

    @property
    def due(self) -> datetime | None:
        """When it was due for this student."""
        return self.assignment.due_for(self.student.id)

    @property
    def came(self) -> datetime | None:
        """When it came in, in the course's time zone; None if that is not known."""
        known = self.assignment.submitted.get(self.student.id)
        time = known or (self.attempt.moment if self.attempt else None)
        return time.astimezone(self.standing.course.timezone) if time else None

    @property
    def result(self) -> Result | None:
        """What grading found; None if nothing is there to be graded, or it was not."""
        return self.standing.results.get(self.student.id) if self.attempt else None

    @property
    def unreadable(self) -> str:
        """Why the notebook could not be read; empty if it could."""
        if self.result is None or self.result.status != "unreadable notebook":
            return ""
        return next((one.message for one in self.result.exercises.values()), "it is no notebook")

    @property
    def ungraded(self) -> bool:
        """Whether a notebook is there that has not been graded."""
        return self.attempt is not None and group_of(self.mark) == "not graded yet"

    @cached_property
    def parts(self) -> list[Part]:
        """What is said of each exercise, in the assignment's order."""
        asked = self.assignment.asked_of(self.student.id)
        return [self.part(id, of) for id, of in asked.items()]

    def part(self, id: str, of: float) -> Part:
        """What is said of one exercise that counts so many points."""
        exercise, result = self.standing.exercise(id), self.result
        judged = result.exercises.get(id) if result and result.status == "graded" else None
        points, reason = self.mark.exercises.get(id, 0.0), self.mark.reasons.get(id)
        return Part(exercise, points, of, reason, judged, lesson_of(exercise))

    @property
    def rule(self) -> str:
        """What being late costs."""
        rule, parts = self.assignment.late, []
        if rule.per_day:
            parts.append(f"each day begun costs {100 * rule.per_day:g} % of the points reached")
        if rule.grace:
            minutes = writing.counted(rule.grace.total_seconds() / 60, "minute")
            parts.append(f"the first {minutes} cost nothing")
        if rule.last_day == 0:
            parts.append("nothing late counts")
        elif rule.last_day < float("inf"):
            parts.append(f"after {writing.counted(rule.last_day, 'day')} nothing counts")
        return writing.listed(parts)

    def link(self, lesson: Lesson) -> str:
        """The address of a lesson; empty if it is not known."""
        return lesson.at(self.standing.course.book)
