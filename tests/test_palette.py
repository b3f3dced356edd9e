"""The palette that pages and figures share: one set of values, and every colour is seen."""

import re
from itertools import product
from pathlib import Path

import pytest

from nncourse.plots.style import PALETTE

CSS = Path(__file__).parents[1] / "book" / "theme" / "static" / "palette.css"
RULES = {"light": "html {", "dark": 'html[data-theme="dark"] {'}
SERIES = [str(number) for number in range(1, 8)]


def luminance(colour: str) -> float:
    """How bright a colour is, as WCAG 2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", PALETTE)
def test_the_pages_have_the_values_of_the_figures(theme):
    css = CSS.read_text(encoding="utf-8")
    body = css.partition("\n" + RULES[theme])[2].partition("}")[0]
    assert dict(re.findall(r"--nn-(\w+): (#\w+);", body)) == PALETTE[theme]


@pytest.mark.parametrize(
    ("theme", "name", "ground"),
    product(PALETTE, ["ink", "muted", "accent", "2", "3", "5"], ["paper", "surface"]),
)
def test_what_is_read_can_be_read(theme, name, ground):
    assert contrast(PALETTE[theme][name], PALETTE[theme][ground]) >= 4.5


@pytest.mark.parametrize(("theme", "name"), product(PALETTE, SERIES))
def test_every_series_is_seen_on_its_paper(theme, name):
    assert contrast(PALETTE[theme][name], PALETTE[theme]["paper"]) >= 3


def test_light_and_dark_have_the_same_names():
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()
