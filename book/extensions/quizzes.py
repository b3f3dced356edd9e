"""Sphinx extension: a chapter's quiz is a form in the page, with a reply to every choice.

Without a script all replies can be read; with one, only that to the option which was chosen.
"""

import zlib

from docutils import nodes
from elements import cells, element, source_of
from notebooks import machinery, texts
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from nncourse.exercises.quiz import Option, Question, questions


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    app.add_post_transform(Quizzes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Quizzes(SphinxPostTransform):
    """Put the questions in the place of the cell that shows them."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for cell in cells(self.document):
            call = machinery(source_of(cell))
            if call and call.func.id == "quiz":  # type: ignore[attr-defined]
                chapter, part = [*texts(call), "end"][:2]
                cell.parent.replace(cell, quiz(chapter, part))


def quiz(chapter: str, part: str) -> element:
    """The questions of a chapter, at its start or at its end."""
    name = f"{chapter}-{part}"
    asked = questions(chapter, part)
    return element(
        "div",
        element("p", f"Quiz: {len(asked)} questions", classes=["quiz-title"]),
        *(question(number, each, name) for number, each in enumerate(asked, 1)),
        classes=["quiz"],
        data_quiz=name,
    )


def question(number: int, question: Question, quiz: str) -> element:
    """One question. Its name stays when others are added or change their places."""
    name = f"{quiz}-{zlib.crc32(question.text.encode()):08x}"
    return element(
        "fieldset",
        element("legend", f"{number}. {question.text}"),
        *(part for option in question.options for part in choice(option, name)),
        classes=["question"],
        data_question=name,
    )


def choice(option: Option, question: str) -> list[nodes.Node]:
    """An option, and what is said to who chooses it."""
    value = f"{zlib.crc32(option.text.encode()):08x}"
    sign = element("span", "✓" if option.right else "✗", aria_hidden="true")
    verdict = {"data_right" if option.right else "data_wrong": ""}
    return [
        element(
            "label",
            element("input", type="radio", name=question, value=value),
            " ",
            element("span", option.text),
        ),
        element("p", sign, f" {option.reply}", classes=["reply"], **verdict),
    ]
