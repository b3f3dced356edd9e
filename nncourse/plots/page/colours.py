"""A colour of a figure as the page's own: the page's variables, so that figures follow its theme.

Ink is the colour of the text around a figure. The others are `--nn-1` and so on, with the colours
on white for pages that do not set them. What was mixed from these is mixed by the browser again.
"""

from collections.abc import Sequence

from matplotlib.colors import to_hex, to_rgb

from nncourse.plots.style import PALETTE

LIGHT = PALETTE["light"]
INK, WHITE = LIGHT["ink"], "#ffffff"
PAPER = f"var(--nn-paper,{WHITE})"
# A colour may have two names; the one that comes first here is taken.
ORDER = (*"1234567", "muted", "rule", "grid", "surface")
BY_NAME = {LIGHT[name]: f"var(--nn-{name},{LIGHT[name]})" for name in reversed(ORDER)}
BY_NAME |= {INK: "currentColor", "#000000": "currentColor", WHITE: PAPER, LIGHT["paper"]: PAPER}
DARKNESS = 1 - sum(to_rgb(INK)) / 3
CLOSE = 0.012  # of a channel from 0 to 1: what rounding moves


def css_colour(rgb: Sequence[float]) -> str:
    """The name of a colour in the page's style.

    >>> css_colour(to_rgb(INK)), css_colour((0.0, 0.0, 1.0))
    ('currentColor', '#0000ff')
    >>> css_colour((0.8, 0.8, 0.8))
    'color-mix(in srgb,currentColor 23%,var(--nn-paper,#ffffff))'
    """
    red, green, blue = rgb[:3]
    written = to_hex((red, green, blue))
    if written in BY_NAME:
        return BY_NAME[written]
    if red == green == blue:
        return mixture("currentColor", min(1.0, (1 - red) / DARKNESS), PAPER)
    for name in (INK, *(LIGHT[number] for number in "1234567")):
        for other in (WHITE, INK):
            part = share(rgb[:3], to_rgb(name), to_rgb(other)) if name != other else None
            if part is not None:
                return mixture(BY_NAME[name], part, BY_NAME[other])
    return written


def mixture(colour: str, part: float, other: str) -> str:
    """What a browser mixes of so much of a colour, and of another for the rest."""
    return f"color-mix(in srgb,{colour} {100 * part:.0f}%,{other})"


def share(rgb: Sequence[float], colour: Sequence[float], other: Sequence[float]) -> float | None:
    """How much of `colour` is in a mixture with `other`; None if it is no such mixture.

    >>> share((0.75, 0.75, 1.0), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0))
    0.25
    """
    span = [a - b for a, b in zip(colour, other, strict=True)]
    moved = [a - b for a, b in zip(rgb, other, strict=True)]
    part = sum(a * b for a, b in zip(span, moved, strict=True)) / sum(a * a for a in span)
    off = max(abs(part * a - b) for a, b in zip(span, moved, strict=True))
    return part if off <= CLOSE and 0 < part < 1 else None
