"""A colour of a figure as the page's own: the page's variables, so that figures follow its theme.

Ink is the colour of the text around a figure. The others are `--nn-1` and so on, with the colours
on white for pages that do not set them. What was mixed from these is mixed by the browser again.
"""

from collections.abc import Sequence

from matplotlib.colors import to_hex, to_rgb

from nncourse.plots.style import COLOURS, GREY, INK, STYLE

PAPER = "var(--nn-paper,#fff)"
SERIES = {
    colour: f"var(--nn-{number},{colour.lower()})"
    for number, colour in enumerate(COLOURS, 1)
    if colour != INK
}
BY_NAME = {
    INK.lower(): "currentColor",
    "#000000": "currentColor",
    "#ffffff": PAPER,
    GREY: f"var(--nn-muted,{GREY})",
    STYLE["grid.color"]: f"var(--nn-rule,{STYLE['grid.color']})",
}
BY_NAME |= {colour.lower(): name for colour, name in SERIES.items()}
CLOSE = 0.012  # of a channel from 0 to 1: what rounding moves


def css_colour(rgb: Sequence[float]) -> str:
    """The name of a colour in the page's style.

    >>> css_colour(to_rgb(INK)), css_colour((0.0, 0.0, 1.0))
    ('currentColor', '#0000ff')
    >>> css_colour((0.5, 0.5, 0.5))
    'color-mix(in srgb,currentColor 58%,var(--nn-paper,#fff))'
    """
    red, green, blue = rgb[:3]
    written = to_hex((red, green, blue))
    if written in BY_NAME:
        return BY_NAME[written]
    mixed = [(INK, "currentColor", "#ffffff", PAPER)]
    mixed += [(colour, name, "#ffffff", PAPER) for colour, name in SERIES.items()]
    mixed += [(colour, name, INK, "currentColor") for colour, name in SERIES.items()]
    for colour, name, other, other_name in mixed:
        part = share(rgb[:3], to_rgb(colour), to_rgb(other))
        if part is not None:
            return f"color-mix(in srgb,{name} {100 * part:.0f}%,{other_name})"
    return written


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
