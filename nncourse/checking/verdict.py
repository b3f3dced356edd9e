"""The verdict on an answer, and how it reads.

A message has at most 100 words: what went wrong, what was right too, and two lines to try. It is
the same text in a terminal, in a notebook and in the published page.
"""

import html
import textwrap
from dataclasses import dataclass

MOST_WORDS = 100
TRY = "Try this below your function:"


@dataclass(frozen=True)
class Verdict:
    """What `judge` found.

    Attributes
    ----------
    exercise : the exercise's id.
    passed : whether the answer is right.
    kind : 'correct', 'not attempted' or the first failure, in this order: 'stopped', 'raised',
        'type', 'shape', 'changed input', 'nan', 'overflow', 'mistake', 'pattern', 'value'.
    message : all that is said.
    mistake : the id of the known mistake, whatever the kind, or None.
    correct_parts : what was right.
    printed : the beginning of what the answer printed.
    shown : whether the answer is right by calling the package's own function.
    """

    exercise: str
    passed: bool
    kind: str
    message: str
    mistake: str | None = None
    correct_parts: tuple[str, ...] = ()
    printed: str = ""
    shown: bool = False

    def __str__(self) -> str:
        return "\n".join([self.heading, *wrapped(self.message), *excerpt(self.printed)])

    @property
    def heading(self) -> str:
        """The first line: which exercise, and how it stands."""
        if self.passed:
            return f"{self.exercise}: correct"
        if self.kind == "not attempted":
            return f"{self.exercise}: not attempted"
        return f"{self.exercise}: not yet"

    def _repr_html_(self) -> str:
        sign, colour = ("✓", "#1a7f37") if self.passed else ("✗", "#b35900")
        if self.kind == "not attempted":
            sign, colour = "○", "#57606a"
        text, _, code = self.message.partition("\n")
        rest = "\n".join(excerpt(self.printed))
        return (
            f'<div class="nncourse-verdict" style="border-left: 0.3em solid {colour}; '
            'padding: 0.2em 0.8em; margin: 0.3em 0">'
            f'<strong><span aria-hidden="true">{sign}</span> {html.escape(self.heading)}</strong>'
            f"<div>{html.escape(text)}</div>"
            + "".join(f"<pre>{html.escape(block)}</pre>" for block in (code, rest) if block)
            + "</div>"
        )


def compose(sentences: list[str], experiment: str = "") -> str:
    """The message: sentences in order of importance, as many as fit, then the experiment.

    The first line is the sentences, the lines after it are code.
    """
    tail = f"{TRY}\n{experiment}" if experiment else ""
    room = MOST_WORDS - len(tail.split())
    kept: list[str] = []
    for sentence in filter(None, sentences):
        if len(" ".join([*kept, sentence]).split()) <= room:
            kept.append(sentence)
    return " ".join([*kept, tail] if tail else kept)


def excerpt(printed: str) -> list[str]:
    """The first lines of what an answer printed, under a heading; none if it printed nothing."""
    lines = printed.strip().splitlines()[:3]
    heading = ["Your function printed, among other things:"] if lines else []
    return [*heading, *("    " + line[:80] for line in lines)]


def wrapped(message: str) -> list[str]:
    """The message's lines for a screen of 88 columns, code indented."""
    text, *code = message.split("\n")
    return [*textwrap.wrap(text, 88), *("    " + line for line in code)]
