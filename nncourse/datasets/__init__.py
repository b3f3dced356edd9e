"""The course's data: penguins, points made up by a formula, drawn cats, photographs, real digits.

The chapter on the basics uses the penguins, the line and XOR, the chapter on cats the drawings and
photographs, the chapter on digits those of MNIST, and readers for your own files are beside them.
Everything works without a network, except the photographs, which may not be shipped with the
course.
"""

from typing import Any

from nncourse.datasets.cats import cats
from nncourse.datasets.idx import read_idx
from nncourse.datasets.mnist import mnist
from nncourse.datasets.penguins import penguins
from nncourse.datasets.photos import photos
from nncourse.datasets.pictures import read_folder, read_picture, read_turned
from nncourse.datasets.points import linear, moons, spiral, xor
from nncourse.datasets.table import read_csv

__all__ = [
    "cats",
    "draw_cats",
    "linear",
    "mnist",
    "moons",
    "penguins",
    "photos",
    "read_csv",
    "read_folder",
    "read_idx",
    "read_picture",
    "read_turned",
    "spiral",
    "xor",
]


def __getattr__(name: str) -> Any:
    """Import the drawing program on first use."""
    if name == "draw_cats":
        from nncourse.datasets.drawing import draw_cats

        return draw_cats
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
