"""Pages from templates: self-contained, with no script, and whatever students wrote as plain text.

All text is escaped by the templates, and what could hide or turn other text around is taken out of
it. A page may load nothing and run nothing, whatever gets into it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from nncourse.classroom.course.submissions import write_if_other
from nncourse.classroom.errors import CourseError

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_LINE = 120  # characters of a name of a student or of a file
# Control signs, halves of characters, and marks that turn the direction of the text around them.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def write(path: Path, template: str, **content: Any) -> Path:
    """Write a page, unless it is there just so."""
    text = environment().get_template(template).render(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_if_other(path, text.encode())
    return path


@cache
def environment() -> Any:
    """What the templates are rendered by; a CourseError if jinja2 is not installed."""
    try:
        import jinja2
    except ImportError:
        text = "pages are made with Jinja: python -m pip install jinja2"
        raise CourseError(text) from None
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=plain,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"points": points, "counted": counted, "short": short, "listed": listed}
    return made


def plain(value: Any) -> Any:
    """A text without control signs and marks that turn it around; anything else as it is.

    Examples
    --------
    >>> plain("\\u202egnp.exe\\x00"), plain("Sara\\u200cAhmad") == "Sara\\u200cAhmad"
    ('gnp.exe', True)
    """
    is_text = isinstance(value, str) and not hasattr(value, "__html__")  # what is escaped has that
    return UNSEEN.sub("", value) if is_text else value


# How things are said.


def points(value: float) -> str:
    """Points, as they are written: with two digits after the point, if they are needed.

    Examples
    --------
    >>> points(3.0), points(2.4), points(1 / 3), points(1234.5)
    ('3', '2.4', '0.33', '1234.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def counted(number: float, one: str, several: str = "") -> str:
    """A number and what it counts.

    Examples
    --------
    >>> counted(1, "student"), counted(2.5, "point"), counted(0, "answer")
    ('1 student', '2.5 points', '0 answers')
    """
    return f"{points(number)} {one if number == 1 else several or one + 's'}"


def short(text: str) -> str:
    """The beginning of a text that may be very long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"


def listed(words: list[str]) -> str:
    """Words as a sentence lists them.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
