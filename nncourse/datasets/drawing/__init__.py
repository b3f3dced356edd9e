"""The drawn cats: pictures of cats, other animals and things, rendered from random numbers.

The chapter on cats learns to tell the cats from the rest. `draw_cats` makes a set of any size,
`draw_scene` one picture, and `python -m nncourse.datasets.drawing` does both from the command line.
"""

from nncourse.datasets.drawing.scene import SPECIES, draw_cats, draw_scene

__all__ = ["SPECIES", "draw_cats", "draw_scene"]
