"""Sphinx extension: an exercise of a chapter is one card in the page.

In a notebook an exercise is a box with the task, a cell with the stub, one that checks and one that
shows the solution. A page has all of it in one place, with the hints, and can be read without any
script; the page's scripts make it work.
"""

from docutils import nodes
from elements import cells, element, toolbar
from notebooks import chapter_of, code_cells, exercise_ids
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import nncourse.checking
import nncourse.exercises
from nncourse.exercises.form import Exercise


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    app.add_post_transform(ExerciseCards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ExerciseCards(SphinxPostTransform):
    """Put a card in the place of an exercise's box and cells."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        if not chapter_of(self.env.docname):
            return
        ids = exercise_ids(code_cells(self.env.doc2path(self.env.docname)))
        shown = cells(self.document)
        for stub, *others in zip(shown, shown[1:], shown[2:], strict=False):
            if stub["cell_index"] in ids:
                exercise = nncourse.exercises.find(ids[stub["cell_index"]])
                box = take_box_above(stub)
                stub.parent.replace(stub, card(exercise, box, stub.children[0]))
                for node in others:  # what checks, and what shows the solution
                    node.parent.remove(node)


def take_box_above(stub: nodes.Element) -> list[nodes.Node]:
    """What is in the box above a stub, its title first; the box is taken away. None, if none."""
    place = stub.parent.index(stub)
    box = stub.parent[place - 1] if place else None
    if not isinstance(box, nodes.admonition) or not box[0].astext().startswith("Exercise:"):
        return []
    box.parent.remove(box)
    return box.children


def card(exercise: Exercise, box: list[nodes.Node], code: nodes.Element) -> element:
    """The card of an exercise: its text, the stub, what can be done, hints, and the solution."""
    words = (
        box[0].astext().partition(" (")[0] if box else f"Exercise: {in_sentence(exercise.title)}"
    )
    name = f"exercise-{exercise.id}"
    code["classes"].append("exercise-code")
    return element(
        "section",
        title(words, exercise.points, f"{name}-title"),
        *([element("div", *box[1:], classes=["exercise-text"])] if box else []),
        code,
        toolbar(exercise.name, "run", "check", "stop", "reset"),
        element("div", classes=["exercise-progress"], hidden=""),
        element("div", classes=["exercise-output"], role="log", aria_label="What is printed"),
        element("div", classes=["exercise-verdict"], role="status"),
        element("div", *hints(exercise), solution(exercise), classes=["exercise-help"]),
        classes=["exercise"],
        ids=[name],
        data_exercise=exercise.id,
        data_name=exercise.name,
        aria_labelledby=f"{name}-title",
    )


def title(words: str, points: int, id: str) -> element:
    """The first line of a card."""
    counted = f"{points} point{'' if points == 1 else 's'}"
    return element(
        "p",
        f"{words} ",
        element("span", counted, classes=["exercise-points"]),
        " ",
        element("span", classes=["exercise-state"]),
        classes=["exercise-title"],
        ids=[id],
    )


def in_sentence(title: str) -> str:
    """A title as it stands inside of a sentence.

    >>> in_sentence("Scores into shares"), in_sentence("ReLU, backwards")
    ('scores into shares', 'ReLU, backwards')
    """
    return title[0].lower() + title[1:] if title.split()[0][1:].islower() else title


def hints(exercise: Exercise) -> list[element]:
    """The hints, each folded away."""
    total = len(exercise.hints)
    return [
        element(
            "details",
            element("summary", f"Hint {number} of {total}"),
            element("p", text),
            classes=["exercise-hint"],
        )
        for number, text in enumerate(exercise.hints, 1)
    ]


def solution(exercise: Exercise) -> element:
    """The package's own source, folded away."""
    source = nncourse.checking.source_of(exercise)
    return element(
        "details",
        element("summary", "Show the solution"),
        nodes.literal_block(source, source, language="python"),
        classes=["exercise-solution"],
    )
