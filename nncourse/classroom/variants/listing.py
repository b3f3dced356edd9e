"""The variants that come with the package, in the order of the course."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from nncourse.classroom.variants.form import Graded
from nncourse.exercises import CHAPTERS, no_such


@cache
def catalogue() -> tuple[Graded, ...]:
    """Every variant that comes with the package, in the order of the course.

    Examples
    --------
    >>> "forward.elu" in [variant.id for variant in catalogue()]
    True
    """
    return tuple(variant for chapter in CHAPTERS for variant in variants_of(chapter))


def variants_of(chapter: str) -> tuple[Graded, ...]:
    """The variants of one chapter, in the order of its folder's list; none for no chapter.

    There are none where the package was installed from its wheel, which has no such folder.

    Examples
    --------
    >>> [variant.chapter for variant in variants_of("cats")][0]
    'cats'
    """
    folder = f"{__package__}.{chapter}"
    if chapter not in CHAPTERS or find_spec(folder) is None:
        return ()
    names = import_module(folder).VARIANTS
    return tuple(getattr(import_module(f"{folder}.{name}"), name) for name in names)


def find(id: str, private: Iterable[Graded] = ()) -> Graded:
    """The variant of this id, among those of the package and an instructor's `private` ones.

    Raises
    ------
    KeyError
        If there is none; its message names the nearest.

    Examples
    --------
    >>> find("forward.elu").name
    'elu'
    """
    variants = {variant.id: variant for variant in (*catalogue(), *private)}
    if id in variants:
        return variants[id]
    meant = {variant.name: variant.id for variant in variants.values()}
    raise KeyError(no_such("variant", id, meant | {id: id for id in variants}))
