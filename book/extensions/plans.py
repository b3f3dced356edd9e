"""What an instructor plans with: outcomes, minutes and points of the chapters, and weeks of them.

All of it is read from the chapters and the catalogue of exercises. A chapter says itself how long
it takes to read and to work through; of that a section gets its part, by its words and by the
points of its exercises.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nncourse import exercises
from nncourse.classroom import variants
from nncourse.classroom.release.chapters import Section, notebook_of, read

OUTCOMES = re.compile(r"\*\*What you will be able to do\*\*\n+((?:[- ].*\n)+)")
TIME = re.compile(r"About (\d+) minutes to read, and (\d+) (minutes|hours) to do the exercises")
MID_CHAPTER = 0.1  # what it costs to begin a week inside a chapter, in squared parts of a week


@dataclass(frozen=True)
class Part:
    """One section of a chapter, and what it takes."""

    chapter: str
    title: str
    exercises: tuple[str, ...]
    minutes: float

    @property
    def points(self) -> int:
        """The points of its exercises."""
        return sum(exercises.find(id).points for id in self.exercises)


@dataclass(frozen=True)
class Chapter:
    """What an instructor wants to know of a chapter, from its first lines."""

    name: str
    number: int
    title: str
    outcomes: tuple[str, ...]
    reading: int
    working: int

    @property
    def points(self) -> int:
        """The points of all its exercises."""
        return sum(exercise.points for exercise in exercises.exercises_of(self.name))

    @property
    def variants(self) -> int:
        """How many graded variants belong to it."""
        return sum(variant.chapter == self.name for variant in variants.catalogue())

    @property
    def page(self) -> str:
        """Its page, seen from the root of the book."""
        return f"/book/{self.number:02}_{self.name}"


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters of the course.

    >>> [chapter.reading for chapter in chapters()][:2]
    [29, 30]
    """
    return tuple(described(name, number) for number, name in enumerate(exercises.CHAPTERS, 1))


def described(name: str, number: int) -> Chapter:
    """A chapter, as it describes itself."""
    text = sections_of(name)[0].cells[0].source
    (title,) = re.findall(r"^# \d+\. (.*)", text)
    (listed,) = OUTCOMES.findall(text)
    ((reading, working, unit),) = TIME.findall(text)
    outcomes = [" ".join(one.split()).rstrip(";.") for one in re.split(r"^- ", listed, flags=re.M)]
    minutes = int(working) * (60 if unit == "hours" else 1)
    return Chapter(name, number, title, tuple(outcomes[1:]), int(reading), minutes)


@cache
def sections_of(chapter: str) -> list[Section]:
    """The sections of a chapter."""
    return read(notebook_of(chapter))


@cache
def parts() -> tuple[Part, ...]:
    """The sections of all chapters, in order; their minutes are those of the chapters together."""
    return tuple(part for chapter in chapters() for part in parts_of(chapter))


def parts_of(chapter: Chapter) -> Iterator[Part]:
    """The sections of one chapter; what stands before the first counts with the first."""
    opening, *sections = sections_of(chapter.name)
    words = [words_of(section) for section in sections]
    words[0] += words_of(opening)
    for section, count in zip(sections, words, strict=True):
        points = sum(exercises.find(id).points for id in section.exercises)
        minutes = chapter.reading * count / sum(words) + chapter.working * points / chapter.points
        yield Part(chapter.name, section.title, tuple(section.exercises), minutes)


def words_of(section: Section) -> int:
    """How many words a section has, code and all."""
    return sum(len(cell.source.split()) for cell in section.cells)


def weeks(number: int) -> list[list[Part]]:
    """All sections, spread over so many weeks: as even as can be, and rather by whole chapters.

    >>> [len(weeks(number)) for number in (6, 12)]
    [6, 12]
    """
    every = parts()
    mean = sum(part.minutes for part in every) / number

    @cache
    def best(begin: int, left: int) -> tuple[float, tuple[int, ...]]:
        """The cost of the best way to spread what begins here, and where its weeks end."""
        if left == 1:
            return cost(every[begin:], mean), (len(every),)
        ways = []
        for end in range(begin + 1, len(every) - left + 2):
            later, ends = best(end, left - 1)
            ways.append((cost(every[begin:end], mean) + broken(every, end) + later, (end, *ends)))
        return min(ways)

    ends = best(0, number)[1]
    return [list(every[a:b]) for a, b in zip((0, *ends), ends, strict=False)]


def cost(week: Sequence[Part], mean: float) -> float:
    """How far a week is from an even one."""
    return (sum(part.minutes for part in week) / mean - 1) ** 2


def broken(every: Sequence[Part], end: int) -> float:
    """What it costs to end a week here."""
    return MID_CHAPTER if every[end - 1].chapter == every[end].chapter else 0.0
