"""How a quiz is shown.

In a notebook and on a page every option is a fold: open the one you choose (a click, or Tab and
Enter) and it tells you. No kernel is needed for that, and no script. In a terminal the options are
listed, and `quiz("basics", question=2, choice="b")` tells.
"""

import html

from nncourse import exercises
from nncourse.checking.display import show
from nncourse.exercises.quiz import Option, Question, questions


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
    if chapter not in exercises.CHAPTERS:
        show(exercises.no_such_chapter(chapter))
        return
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
