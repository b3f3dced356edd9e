"""The exercises of the course, one file a chapter: contracts, probes, known mistakes, hints.

`catalogue()` lists them in the order of the course. `CONTRIBUTING.md` shows how to add one.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from nncourse.checking.exercise import Exercise

CHAPTERS = ("basics", "forward", "backprop", "cats", "mnist")


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
    """The exercises of one chapter, as its file writes them; none if there is no such file.

    Examples
    --------
    >>> [exercise.name for exercise in exercises_of("basics")][:2]
    ['neuron', 'linear_forward']
    """
    module = f"nncourse.exercises.{chapter}"
    if find_spec(module) is None:
        return ()
    return tuple(v for v in vars(import_module(module)).values() if isinstance(v, Exercise))


def find(id: str) -> Exercise:
    """The exercise of this id.

    Raises
    ------
    KeyError if there is none; its message names the nearest.

    Examples
    --------
    >>> find("basics.mse").points
    2
    """
    for exercise in catalogue():
        if exercise.id == id:
            return exercise
    near = get_close_matches(str(id), [exercise.id for exercise in catalogue()], 1)
    raise KeyError(
        f"there is no exercise {id!r}" + (f": did you mean {near[0]!r}?" if near else "")
    )
