"""The exercises of the course, a folder a chapter and a file an exercise.

A file holds one exercise: its contract, its probes, the mistakes it knows, its hints. `catalogue()`
lists all of them in the order of the course. `CONTRIBUTING.md` shows how to add one.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module

from nncourse.exercises.form import Exercise

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
    """The exercises of one chapter, in the order of its folder's list; none if it has no folder.

    Examples
    --------
    >>> [exercise.name for exercise in exercises_of("basics")][:2]
    ['neuron', 'linear_forward']
    """
    if chapter not in CHAPTERS:
        return ()
    folder = f"{__name__}.{chapter}"
    names = import_module(folder).EXERCISES
    return tuple(getattr(import_module(f"{folder}.{name}"), name) for name in names)


def find(id: str) -> Exercise:
    """The exercise of this id.

    Raises
    ------
    KeyError
        If there is none; its message names the nearest.

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
