"""Questions with a few options, each of which says why it is right or which mistake leads to it.

In a notebook and on a page every option is a fold: open the one you choose (a click, or Tab and
Enter) and it tells you. No kernel is needed for that, and no script. In a terminal the options are
listed, and `quiz("basics", question=2, choice="b")` tells.
"""

import html
import zlib
from dataclasses import dataclass
from importlib import import_module

from nncourse.checking.display import show


@dataclass(frozen=True)
class Option:
    """One option: what it says, and why it is right or wrong."""

    text: str
    why: str
    right: bool = False

    @property
    def reply(self) -> str:
        """What is said to who chooses it."""
        return f"{'Right.' if self.right else 'No.'} {self.why}"


class Question:
    """A question and its options, exactly one of them right.

    The options are shown in an order that depends on their texts alone, so write the right one
    first.
    """

    def __init__(self, text: str, *options: Option) -> None:
        if sum(option.right for option in options) != 1:
            raise ValueError(f"a question needs exactly one right option: {text}")
        self.text = text
        self.options = sorted(options, key=lambda option: zlib.crc32(option.text.encode()))


def questions(chapter: str, part: str = "end") -> list[Question]:
    """The questions of a chapter: its "end" or its "start".

    Raises
    ------
    ValueError for another part. ModuleNotFoundError if there is no such chapter.

    Examples
    --------
    >>> len(questions("basics", "start"))
    3
    """
    names = {"start": "RETRIEVAL", "end": "QUIZ"}
    if part not in names:
        raise ValueError(f'a quiz is at the "start" or the "end" of a chapter, not at {part!r}')
    return getattr(import_module(f"nncourse.exercises.{chapter}"), names[part])


def quiz(chapter: str, part: str = "end", *, question: int | None = None, choice: str = "") -> None:
    """Show the questions of a chapter, or say what there is to say about one choice.

    Parameters
    ----------
    chapter : for example "basics".
    part : "start" for the questions that recall what a chapter builds on, "end" for its quiz.
    question, choice : to answer in a terminal: the question's number and the option's letter.

    Examples
    --------
    >>> quiz("basics", "start", question=1, choice="z")
    Question 1 has the options a, b, c, d.
    """
    asked = questions(chapter, part)
    if question is None:
        call = f'quiz("{chapter}", "{part}", question=1, choice="a")'
        show(as_text(asked, call), html=as_html(asked))
        return
    if not 1 <= question <= len(asked):
        show(f"The questions have the numbers 1 to {len(asked)}.")
        return
    options = dict(zip("abcdefgh", asked[question - 1].options, strict=False))
    if choice in options:
        show(options[choice].reply)
    else:
        show(f"Question {question} has the options {', '.join(options)}.")


def as_text(asked: list[Question], call: str) -> str:
    """The questions as plain text, without the answers."""
    lines = []
    for number, question in enumerate(asked, 1):
        lines.append(f"{number}. {question.text}")
        options = zip("abcdefgh", question.options, strict=False)
        lines += [f"   ({letter}) {option.text}" for letter, option in options]
    return "\n".join([*lines, f"Choose with {call}."])


def as_html(asked: list[Question]) -> str:
    """The questions one below the other, each a named group of folds."""
    legend = "padding: 0; margin: 0 0 0.3em; font-size: 1em; font-weight: 600; line-height: 1.5"
    return (
        '<div class="nncourse-quiz"><p>Decide first, then open the option you choose.</p>'
        + "".join(
            '<fieldset style="border: 0; margin: 0 0 1em; padding: 0; min-width: 0">'
            f'<legend style="{legend}">{number}. {html.escape(question.text)}</legend>'
            + "".join(map(fold, question.options))
            + "</fieldset>"
            for number, question in enumerate(asked, 1)
        )
        + "</div>"
    )


def fold(option: Option) -> str:
    """One option as a fold."""
    sign = "✓" if option.right else "✗"
    return (
        '<details style="margin: 0.2em 0 0.2em 1.2em">'
        f"<summary>{html.escape(option.text)}</summary>"
        f'<p style="margin: 0.2em 0 0.6em 1.2em"><span aria-hidden="true">{sign}</span> '
        f"{html.escape(option.reply)}</p></details>"
    )
