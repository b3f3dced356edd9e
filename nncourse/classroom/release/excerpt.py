"""The part of a chapter that an assignment needs: the sections of its exercises, ready to run.

A whole chapter is taken as it stands. Of single exercises only their sections are, and before them
the cells from elsewhere in the chapter that set what these use; functions that the learner wrote in
an exercise which is left out come from the package.
"""

from collections.abc import Collection, Iterator, Sequence

from nncourse.classroom.release.chapters import Cell, Section
from nncourse.classroom.sandbox.names import names_in
from nncourse.exercises import find
from nncourse.exercises.form import Exercise

LEFT_OUT = {"In the package"}  # says where the solutions are
NOT_IN_PARTS = {"Before you start", "Check yourself", "Further reading", "Next"}

EARLIER = "## Before this part\n\nWhat the cells below use from the rest of the chapter."
PACKAGED = "The functions of earlier exercises, from the package:"


def closure(cells: Sequence[Cell], kept: set[int]) -> set[int]:
    """The numbers of the cells that are kept, and of those that they need in turn.

    An exercise that is left out is not among them: its function comes from the package.
    """
    found, waiting = set(kept), sorted(kept)
    while waiting:
        i = waiting.pop()
        if cells[i].kind != "code":
            continue
        for name in names_in(cells[i].source).needed:
            provider = provider_of(name, cells[:i])
            if provider is not None and provider not in found and not cells[provider].exercise:
                found.add(provider)
                waiting.append(provider)
    return found


def provider_of(name: str, cells: Sequence[Cell]) -> int | None:
    """The number of the last cell that sets a name or changes its value."""
    for i in reversed(range(len(cells))):
        if cells[i].kind == "code" and name in names_in(cells[i].source).given:
            return i
    return None


def excerpt(sections: Sequence[Section], asked: Collection[str]) -> list[Cell]:
    """The cells of a chapter for an assignment.

    Parameters
    ----------
    sections : the chapter.
    asked : the ids of the exercises.
    """
    sections = [section for section in sections if section.title not in LEFT_OUT]
    every = {id for section in sections for id in section.exercises}
    if every <= set(asked):
        return [cell for section in sections for cell in section.cells]
    parts = [section for section in sections if section.title not in NOT_IN_PARTS]
    wanted = {i for i, part in enumerate(parts) if set(asked) & set(part.exercises)}
    return list(in_order(parts, wanted))


def in_order(sections: Sequence[Section], wanted: set[int]) -> Iterator[Cell]:
    """The opening of a chapter, then its wanted sections, each after what it needs."""
    cells = [cell for section in sections for cell in section.cells]
    homes = [i for i, section in enumerate(sections) for _ in section.cells]
    for cell in sections[0].cells:
        yield from opening(cell)
    yield from packaged(sections, wanted)
    announced = False
    for i in sorted(closure(cells, {i for i, home in enumerate(homes) if home in wanted | {0}})):
        if homes[i] and homes[i] not in wanted and not announced:
            yield Cell("markdown", EARLIER)
        announced = homes[i] not in wanted
        if homes[i]:
            yield cells[i]


def opening(cell: Cell) -> Iterator[Cell]:
    """What is kept of a chapter's first cells: its title, and what it imports."""
    if cell.kind == "code":
        yield cell
    elif cell.source.startswith("# "):
        yield Cell("markdown", cell.source.partition("\n")[0])


def packaged(sections: Sequence[Section], wanted: set[int]) -> Iterator[Cell]:
    """The cell that takes the functions of earlier exercises from the package, if there are any."""
    earlier = [part for i, part in enumerate(sections[: max(wanted)]) if i not in wanted]
    lines = [imported(find(id)) for part in earlier for id in part.exercises]
    if lines:
        yield Cell("markdown", PACKAGED)
        yield Cell("code", "\n".join(lines))


def imported(exercise: Exercise) -> str:
    """The line that takes a function from the package, under its name in the chapter.

    Examples
    --------
    >>> imported(find("mnist.he_init"))
    'from nncourse.initializers import he as he_init'
    """
    name = exercise.reference.__name__
    renamed = f" as {exercise.name}" if exercise.name != name else ""
    return f"from {exercise.reference.__module__} import {name}{renamed}"
