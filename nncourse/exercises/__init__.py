"""The exercises of the course, a folder a chapter and a file an exercise.

A file holds one exercise: its contract, its probes, the mistakes it knows, its hints. `catalogue()`
lists all of them in the order of the course. `CONTRIBUTING.md` shows how to add one.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from nncourse.exercises.form import Exercise

CHAPTERS = ("basics", "forward", "backprop", "cats", "mnist", "optimizers", "autograd")


@cache
def catalogue() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course.

    Each has `id`, `title`, `chapter`, `points`, `contract` (the stub) and `outcomes`.

    Examples
    --------
    >>> catalogue()[0].id
    'basics.neuron'
    """
    return tuple(exercise for chapter in CHAPTERS for exercise in exercises_of(chapter))


def exercises_of(chapter: str) -> tuple[Exercise, ...]:
    """The exercises of one chapter, in the order of its folder's list; none if it has no folder.

    Examples
    --------
    >>> [exercise.name for exercise in exercises_of("basics")][:2]
    ['neuron', 'linear_forward']
    """
    if chapter not in CHAPTERS:
        return ()
    names = import_module(f"{__name__}.{chapter}").EXERCISES
    return tuple(exercise_in(chapter, name) for name in names)


def exercise_in(chapter: str, name: str) -> Exercise:
    """The exercise that a file of a chapter's folder holds."""
    return getattr(import_module(f"{__name__}.{chapter}.{name}"), name)


def find(id: str) -> Exercise:
    """The exercise of this id, whose file alone is loaded.

    Raises
    ------
    KeyError
        If there is none; its message names the nearest.

    Examples
    --------
    >>> find("basics.mse").points
    2
    """
    if is_in_a_chapter(id):
        chapter, _, name = str(id).partition(".")
        return exercise_in(chapter, name)
    meant = {exercise.name: exercise.id for exercise in catalogue()}
    raise KeyError(no_such("exercise", id, meant | {id: id for id in meant.values()}))


def is_in_a_chapter(id: object) -> bool:
    """Whether the exercise of this id is one of a chapter's, and not one that a class gets besides.

    Examples
    --------
    >>> is_in_a_chapter("basics.mse"), is_in_a_chapter("basics.huber")
    (True, False)
    """
    chapter, _, name = str(id).partition(".")
    return chapter in CHAPTERS and name in import_module(f"{__name__}.{chapter}").EXERCISES


def no_such(kind: str, name: object, meant: Mapping[str, str]) -> str:
    """What to say about a name that is not there. `meant` tells what a name like it stands for.

    Examples
    --------
    >>> no_such("exercise", "mze", {"mse": "basics.mse"})
    "there is no exercise 'mze': did you mean 'basics.mse'?"
    """
    near = get_close_matches(str(name), meant, 1)
    return f"there is no {kind} {name!r}" + (f": did you mean {meant[near[0]]!r}?" if near else "")


def no_such_chapter(name: object) -> str:
    """What to say about a name that is no chapter's."""
    return no_such("chapter", name, {chapter: chapter for chapter in CHAPTERS})
