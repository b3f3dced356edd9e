"""The page on how a class did: `reports/NAME/class.html`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.report import findings, writing
from nncourse.classroom.report.findings import Answer, Bar, Made, Need, Success
from nncourse.classroom.report.lessons import Lesson
from nncourse.classroom.report.similar import FEW, SHARE, Alike, alike
from nncourse.exercises.form import Exercise

MOST_NEEDS = 5  # sections to teach again
IN_FULL = 10  # mistakes; the others are folded away
MOST_ALIKE = 50  # groups of students


def write(standing: Standing, names: bool = False) -> Path:
    """Write the class page.

    Parameters
    ----------
    standing : how the assignment stands.
    names : whether to name students; else they are called S01, S02, ..., in no order that tells
        who they are.
    """
    path = standing.course.report(standing.assignment.name)
    return writing.write(path, "class.html", page=Page(standing, names))


@dataclass(frozen=True)
class Page:
    """What the class page says."""

    standing: Standing
    names: bool
    in_full = IN_FULL
    most_alike = MOST_ALIKE
    few, one_in = FEW, round(1 / SHARE)

    # Who.

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The students by whether and how they handed in."""
        return findings.attendance(self.standing.marks.values())

    @property
    def handed_in(self) -> int:
        """How many handed something in."""
        return sum(len(self.groups[group]) for group in findings.GROUPS[:4])

    @property
    def asked(self) -> int:
        """How many had to."""
        return len(self.standing.roster) - len(self.groups["excused"])

    @property
    def strangers(self) -> int:
        """How many submissions are of nobody in the roster."""
        return len(self.standing.received.keys() - self.standing.marks.keys())

    @cached_property
    def called(self) -> dict[str, str]:
        """What each student is called on this page, by id."""
        if self.names:
            return {one.id: f"{one.name} ({one.id})" for one in self.standing.roster}
        key = f"{self.standing.assignment.seed} {self.standing.assignment.name}"
        drawn = {id: hashlib.sha256(f"{key} {id}".encode()).digest() for id in self.standing.marks}
        width = max(2, len(str(len(drawn))))
        return {
            id: f"S{number:0{width}d}"
            for number, id in enumerate(sorted(drawn, key=lambda id: drawn[id]), 1)
        }

    def who(self, students: Sequence[str]) -> list[str]:
        """What students are called, in order."""
        return sorted((self.called[id] for id in students), key=str.casefold)

    # The points.

    @cached_property
    def points(self) -> list[float]:
        """The points of all whose notebook was graded."""
        marks = self.standing.marks.values()
        return sorted(mark.points or 0.0 for mark in marks if mark.status == "graded")

    @property
    def middle(self) -> float:
        """Half of them have at least so many points."""
        return median(self.points)

    @cached_property
    def bars(self) -> list[Bar]:
        """How the points lie."""
        return findings.distribution(self.points, self.standing.assignment.points)

    @property
    def highest(self) -> int:
        """The number of students in the highest bar."""
        return max(bar.number for bar in self.bars)

    # What went wrong.

    @cached_property
    def answers(self) -> list[Answer]:
        """All that was judged."""
        return list(findings.answers(self.standing))

    @cached_property
    def successes(self) -> list[Success]:
        """How each exercise went."""
        return findings.successes(self.standing, self.answers)

    @property
    def hardest(self) -> Success | None:
        """The exercise that the smallest part got right; None if all got everything right."""
        tried = [one for one in self.successes if one.right < one.asked]
        return min(tried, key=lambda one: one.right / one.asked, default=None)

    @cached_property
    def made(self) -> list[Made]:
        """The known mistakes that were made."""
        return findings.mistakes(self.standing, self.answers)

    @cached_property
    def needs(self) -> list[Need]:
        """What to teach again first."""
        return findings.needs(self.standing, self.answers, self.made)[:MOST_NEEDS]

    @cached_property
    def drawn(self) -> set[str]:
        """The exercises that only some were asked."""
        return {id for one in self.standing.assignment.drawn for id in one.among}

    # Who wrote the same.

    @cached_property
    def alike(self) -> list[Alike]:
        """Students whose answers are the same but for names and layout."""
        return alike(self.standing, self.answers)

    # For the template.

    def exercise(self, id: str) -> Exercise:
        """An exercise by its id."""
        return self.standing.exercise(id)

    def link(self, lesson: Lesson) -> str:
        """The address of a lesson; empty if it is not known."""
        return lesson.at(self.standing.course.book)
