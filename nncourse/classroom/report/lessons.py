"""Where in the book an exercise is taught: what to read again, or to teach again."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nncourse.classroom.errors import CourseError
from nncourse.classroom.release.chapters import Section, notebook_of, read
from nncourse.classroom.variants.form import Graded
from nncourse.exercises.form import Exercise


@dataclass(frozen=True)
class Lesson:
    """A section of the book, or a whole chapter.

    Parameters
    ----------
    chapter : the chapter's title.
    section : the section's title; empty if all of the chapter is meant.
    place : its address in the book, from the book's first page on; empty if that is not known.
    """

    chapter: str
    section: str = ""
    place: str = ""

    def at(self, book: str) -> str:
        """Its full address in a book; empty if one of the two is not known."""
        return f"{book.rstrip('/')}/{self.place}" if book and self.place else ""


def lesson_of(exercise: Exercise) -> Lesson:
    """The section that teaches what an exercise asks for.

    Examples
    --------
    >>> from nncourse import exercises
    >>> lesson_of(exercises.find("forward.softmax"))
    Lesson(chapter='From neurons to layers', section='Scores into shares',
    place='book/02_forward.html#scores-into-shares')
    """
    meant = exercise.like if isinstance(exercise, Graded) and exercise.like else exercise.id
    lessons = lessons_of(exercise.chapter)
    return lessons.get(meant) or lessons[""]


@cache
def lessons_of(chapter: str) -> dict[str, Lesson]:
    """The lesson of each exercise of a chapter, and under "" the chapter as a whole.

    Where the book is not beside the package, only the chapter's name is known.
    """
    try:
        notebook = notebook_of(chapter)
        return dict(lessons_in(read(notebook), f"book/{notebook.stem}.html"))
    except CourseError:
        return {"": Lesson(chapter)}


def lessons_in(sections: list[Section], page: str) -> Iterator[tuple[str, Lesson]]:
    """The lessons of a chapter that has these sections."""
    first = sections[0].cells[0].source
    title = re.sub(r"^#\s*(\d+\.\s*)?", "", first.partition("\n")[0])
    yield "", Lesson(title, place=page)
    for section in sections:
        for id in section.exercises:
            yield id, Lesson(title, section.title, f"{page}#{anchor(section.title)}")


def anchor(heading: str) -> str:
    """The name by which a page of the book knows a heading, as docutils makes it.

    Examples
    --------
    >>> anchor("tanh and ReLU: more gets through")
    'tanh-and-relu-more-gets-through'
    """
    letters = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).lstrip("-0123456789").rstrip("-")
