"""Sphinx extension: the instructors' tables, made from the chapters and the catalogue.

`{chapters}`, `{outcomes}`, `{points}` and `{weeks} 6` in a page are replaced by tables and lists,
so that they say what the course says now. `plans.py` computes what is in them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import plans
from docutils import nodes
from docutils.statemachine import StringList
from plans import Chapter, Part
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nncourse import exercises
from nncourse.classroom import variants
from nncourse.exercises.form import Exercise


def setup(app: Sphinx) -> dict[str, bool]:
    for name, lines in {"chapters": chapters, "outcomes": outcomes, "points": points}.items():
        app.add_directive(name, written(lines))
    app.add_directive("weeks", Weeks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Lines(SphinxDirective):
    """A directive that stands for lines of the page's own markup."""

    def lines(self) -> Iterator[str]:
        """The lines."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        node = nodes.Element()
        self.state.nested_parse(StringList(list(self.lines())), self.content_offset, node)
        return node.children


def written(make: Callable[[], Iterator[str]]) -> type[Lines]:
    """The directive that stands for these lines."""
    return type("Written", (Lines,), {"lines": lambda self: make()})


class Weeks(Lines):
    """A plan for so many weeks."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        yield from table(["week", "what", "hours", "exercises", "points"], week_rows(self.number))

    @property
    def number(self) -> int:
        """How many weeks."""
        return int(self.arguments[0])


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table; what are numbers stands to the right."""
    texts = [[str(field).replace("|", "\\|") for field in row] for row in rows]
    columns = zip(*texts, strict=True)
    sides = ["---:" if all(map(is_number, column)) else "---" for column in columns]
    for row in (header, sides, *texts):
        yield f"| {' | '.join(row)} |"
    yield ""


def is_number(text: str) -> bool:
    """Whether a field of a table holds a number."""
    return text.strip("*").replace(".", "").isdigit()


def chapters() -> Iterator[str]:
    """The table of the chapters, with what they take together in the last row."""
    every = plans.chapters()
    numbers = [
        (c.reading, c.working, len(exercises.exercises_of(c.name)), c.points, c.variants)
        for c in every
    ]
    rows = [(link(c), *own) for c, own in zip(every, numbers, strict=True)]
    total = [f"**{sum(column)}**" for column in zip(*numbers, strict=True)]
    header = ["chapter", "minutes to read", "to work", "exercises", "points", "graded variants"]
    yield from table(header, [*rows, ("**together**", *total)])


def link(chapter: Chapter) -> str:
    """A link to a chapter, with its number and title."""
    return f"[{chapter.number}. {chapter.title}]({chapter.page}.ipynb)"


def outcomes() -> Iterator[str]:
    """What a student can do after each chapter."""
    for chapter in plans.chapters():
        yield from (f"**{link(chapter)}**", "")
        yield from (f"- {outcome}" for outcome in chapter.outcomes)
        yield ""


def points() -> Iterator[str]:
    """For each chapter the tables of its exercises and of its variants."""
    for chapter in plans.chapters():
        yield from (f"### {chapter.number}. {chapter.title}", "")
        yield from table(
            ["exercise", "name", "points", "known mistakes"],
            [described(each) for each in exercises.exercises_of(chapter.name)],
        )
        yield from table(
            ["graded variant", "name", "points", "known mistakes"],
            [described(each) for each in variants.catalogue() if each.chapter == chapter.name],
        )


def described(exercise: Exercise) -> tuple[str, str, int, int]:
    """The row of an exercise or a variant."""
    return exercise.title, f"`{exercise.id}`", exercise.points, len(exercise.mistakes)


def week_rows(number: int) -> Iterator[Sequence[object]]:
    """The rows of a plan."""
    for week, parts in enumerate(plans.weeks(number), 1):
        ids = [id for part in parts for id in part.exercises]
        hours = f"{sum(part.minutes for part in parts) / 60:.1f}"
        yield week, contents(parts), hours, len(ids), sum(part.points for part in parts)


def contents(parts: Sequence[Part]) -> str:
    """What a week is about: chapters, or sections of them.

    >>> contents(list(plans.parts_of(plans.chapters()[0])))
    '[1. A neuron learns a line](/book/01_basics.ipynb)'
    """
    of_week = [
        (chapter, [part for part in parts if part.chapter == chapter.name])
        for chapter in plans.chapters()
    ]
    return "; ".join(extent(chapter, own) for chapter, own in of_week if own)


def extent(chapter: Chapter, own: Sequence[Part]) -> str:
    """Which part of a chapter this is."""
    whole = [part for part in plans.parts() if part.chapter == chapter.name]
    begins, ends = own[0] == whole[0], own[-1] == whole[-1]
    if begins and ends:
        return link(chapter)
    if begins:
        return f"{link(chapter)}, up to *{own[-1].title}*"
    return f"{link(chapter)}, from *{own[0].title}*" + ("" if ends else f" to *{own[-1].title}*")
