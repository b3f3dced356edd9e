"""What a graded variant is: an exercise, and what a student may be shown of it beforehand."""

from dataclasses import dataclass

from nncourse.classroom.variants.properties import Property
from nncourse.exercises.form import Exercise


@dataclass(eq=False)
class Graded(Exercise):
    """An exercise whose right answer stands in its own file, and not in the package's core.

    `properties` are what `preview` tells of an answer, `like` is the exercise of the chapter whose
    section teaches what is needed; all else is as in an `Exercise`.
    """

    properties: tuple[Property, ...] = ()
    like: str = ""
