"""Graded variants: exercises like those of the chapters, whose solution the chapters do not show.

A folder a chapter and a file a variant, as with the exercises. The right answers stand in these
files and nowhere in the rest of the package.

An answer may call the functions of all exercises up to the end of the variant's chapter, which are
the package's when it is graded: `softmax(Z / temperature)` is a good answer to `tempered_softmax`,
since the idea that is new is what is asked for. What computes the variant itself is withheld.

`preview` is the student's own check: it tells whether shape, dtype and a few properties are right,
and knows no value that could be read off. A release has a `student_copy` of each variant beside the
notebook, in which the answer is missing, so that students need nothing but the package.

The folders of the chapters are left out of the wheel: instructors install the course from its own
folder. Whoever has that folder can read the answers in it, as everybody can who finds it in public.
What must stay unknown is to be a private variant, which never leaves the course folder.
"""

from nncourse.classroom.variants.copying import student_copy
from nncourse.classroom.variants.drawing import drawn
from nncourse.classroom.variants.listing import catalogue, find, variants_of
from nncourse.classroom.variants.private import VariantError, load
from nncourse.classroom.variants.showing import preview

__all__ = [
    "VariantError", "catalogue", "drawn", "find", "load", "preview", "student_copy", "variants_of",
]  # fmt: skip
