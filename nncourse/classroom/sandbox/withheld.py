"""What an answer may see of the package while an exercise is graded, and what it is run with.

To call the package's own function earns nothing, since it is not there. There are the references of
the earlier exercises and what these need, under their usual names; and never what was asked for,
nor anything that computes it. What an exercise does with an answer (its `use` and `build`) comes
along, without its contract, reference, mistakes and hints.
"""

import ast
import marshal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from nncourse import exercises
from nncourse.classroom.sandbox import source
from nncourse.classroom.sandbox.names import bound_by
from nncourse.classroom.sandbox.source import Module, Place
from nncourse.exercises.form import Exercise

# Rooms of the package that hold answers, or nothing that an answer needs.
CLOSED = ("exercises", "checking", "classroom", "command", "plots", "results", "widgets")
OWN_WAY = ("fast",)  # computes the same as the rest, in a way of its own
Code = tuple[bool, bytes, list[str]]  # of a module: is it a folder, its code, what it lacks


class WithheldError(ValueError):
    """An exercise that cannot be graded outside of a notebook, as it is written."""


@dataclass(frozen=True)
class Surroundings:
    """What an answer to one exercise is run with, ready to cross into the sandbox."""

    package: dict[str, Code]  # what the answer may import
    harness: dict[str, Code]  # what runs the answer, and is gone when the answer begins
    use: Place
    build: Place
    names: dict[str, Place]  # earlier exercises by name: there without an import


@cache
def surroundings(exercise: Exercise, whole: bool = False) -> Surroundings:
    """What an answer to this exercise is run with.

    Parameters
    ----------
    exercise : of the course, or an instructor's own.
    whole : whether the assignment allows the package: then nothing of its ideas is withheld.

    Raises
    ------
    WithheldError
        If the exercise's `use` or `build` is no function at the top of its module, or needs what
        is asked for.

    Examples
    --------
    >>> from nncourse.exercises import find
    >>> sorted(surroundings(find("forward.softmax")).names)[:3]
    ['count_parameters', 'dense_forward', 'forward']
    """
    use, build = place_of(exercise.use), place_of(exercise.build)
    rooms = CLOSED if whole else CLOSED + OWN_WAY
    asked = None if whole else place_of(exercise.reference)
    harness = reachable([use, build], lambda place: in_rooms(place, CLOSED))
    needed = {need for place in harness for need in needs(place)} - harness
    offered = {e.name: place_of(e.reference) for e in earlier(exercise)}
    roots = needed | (everything() if whole else set(offered.values()))
    spoilt = tainted(roots, lambda place: place == asked or in_rooms(place, rooms))
    if needed & spoilt:
        raise WithheldError(f"{exercise.id} is used with {min(needed & spoilt)}, which computes it")
    allowed = reachable(roots - spoilt, lambda place: place not in spoilt)
    names = {name: place for name, place in offered.items() if place in allowed}
    return Surroundings(emitted(allowed), emitted(harness), use, build, names)


def earlier(exercise: Exercise) -> list[Exercise]:
    """The exercises before this one; of an instructor's own, those of its chapter and before."""
    catalogue = list(exercises.catalogue())
    if exercise in catalogue:
        return catalogue[: catalogue.index(exercise)]
    chapters = exercises.CHAPTERS
    if exercise.chapter not in chapters:
        return catalogue
    last = chapters.index(exercise.chapter)
    return [e for e in catalogue if chapters.index(e.chapter) <= last]


def place_of(function: Any) -> Place:
    """Where a function or class is written."""
    place = (function.__module__, function.__qualname__)
    if source.definition(place) is None:
        raise WithheldError(f"{'.'.join(place)} is not at the top of its module")
    return place


def in_rooms(place: Place, rooms: tuple[str, ...]) -> bool:
    """Whether a place is in one of these rooms of the package, or not in the package at all."""
    first, _, rest = place[0].partition(".")
    return first != source.PACKAGE or rest.partition(".")[0] in rooms


def everything() -> set[Place]:
    """All that the open rooms of the package define."""
    modules = [source.written(name) for name in source.modules()]
    return {
        (m.name, name) for m in modules for name in m.bound if not in_rooms((m.name, ""), CLOSED)
    }


# Walks through the graph.


def needs(place: Place) -> set[Place]:
    """What a place needs, methods included, as far as it is written in Python files at hand."""
    here = source.definition(place)
    methods = here.methods if here else ()
    return {need for need in (*direct_needs(place), *methods) if source.definition(need)}


def direct_needs(place: Place) -> frozenset[Place]:
    """What a place needs to be there at all: of a class, what it needs without its methods."""
    here = source.definition(place)
    return here.needs if here else frozenset()


def reachable(roots: Iterable[Place], goes_on: Callable[[Place], bool]) -> set[Place]:
    """The roots, and all that they need, as far as `goes_on` says of each place on the way."""
    found: set[Place] = set()
    waiting = [place for place in roots if goes_on(place)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += filter(goes_on, needs(place))
    return found


def tainted(roots: Iterable[Place], forbidden: Callable[[Place], bool]) -> set[Place]:
    """What of all that the roots need is forbidden, or needs something that is.

    A class is not tainted by a method that is: it goes without that method.
    """
    reached = reachable(roots, lambda place: True)
    spoilt = {place for place in reached if forbidden(place)}
    while True:
        more = {place for place in reached - spoilt if direct_needs(place) & spoilt}
        if not more:
            return spoilt
        spoilt |= more


# Modules, written anew with only what is allowed.


def emitted(places: set[Place]) -> dict[str, Code]:
    """The modules that these places are in, with nothing else in them."""
    names = {name for module, _ in places for name in with_folders(module)}
    return {name: code_of(source.written(name), places) for name in sorted(names)}


def with_folders(module: str) -> list[str]:
    """A module, and the packages that it is in."""
    parts = module.split(".")
    return [".".join(parts[:i]) for i in range(1, len(parts) + 1)]


def code_of(module: Module, places: set[Place]) -> Code:
    """A module's code with what is allowed of it, and the names of what is not."""
    kept: dict[int, ast.stmt] = {}
    for name, statement in module.bound.items():
        if (module.name, name) in places:
            kept[id(statement)] = pruned(module, name, statement, places)
    body = [kept[id(node)] for node in module.tree.body if id(node) in kept]
    tree = ast.fix_missing_locations(ast.Module(body, []))
    code = compile(tree, f"<{module.name}>", "exec", dont_inherit=True)
    lacking = [name for name in module.bound if (module.name, name) not in places]
    return module.is_package, marshal.dumps(code), lacking


def pruned(module: Module, name: str, statement: ast.stmt, places: set[Place]) -> ast.stmt:
    """A statement with what is allowed of it: of a class some methods, of an import some names."""
    if isinstance(statement, ast.ClassDef):
        lacking = {m.name for m in source.methods_of(statement)} - {
            method.partition(".")[2]
            for where, method in places
            if where == module.name and method.startswith(f"{name}.")
        }
        body = [n for n in statement.body if getattr(n, "name", None) not in lacking]
        return ast.ClassDef(**{**vars(statement), "body": body or [ast.Pass()]})
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [a for a in statement.names if (module.name, bound_by(a)) in places]
        return type(statement)(**{**vars(statement), "names": names})
    return statement
