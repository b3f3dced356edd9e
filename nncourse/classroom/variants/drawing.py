"""Which of several variants a student gets: drawn, and the same whenever it is asked."""

import hashlib
import json
from collections.abc import Iterable

from nncourse.classroom.variants.form import Graded


def drawn(seed: int | str, student: str, group: Iterable[Graded]) -> Graded:
    """The variant of a group that a student gets.

    Each variant draws a number for each student, and the smallest wins. So every variant comes to
    about as many students, in whatever order the group is given, and a variant that is added later
    takes students from the others without any other change.

    Parameters
    ----------
    seed : the assignment's.
    student : the student's id.
    group : the variants to choose from.

    Raises
    ------
    ValueError
        If the group is empty.

    Examples
    --------
    >>> from nncourse.classroom.variants import variants_of
    >>> drawn(7, "s01", variants_of("forward")) is drawn(7, "s01", variants_of("forward"))
    True
    """
    group = list(group)
    if not group:
        raise ValueError("there is no variant to draw from: name at least one in the group")
    return min(group, key=lambda variant: lot(seed, student, variant.id))


def lot(seed: int | str, student: str, id: str) -> bytes:
    """The number that a variant draws for a student, as bytes."""
    return hashlib.sha256(json.dumps([str(seed), student, id]).encode()).digest()
