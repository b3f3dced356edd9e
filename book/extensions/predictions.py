"""Sphinx extension: a box that asks for a prediction is a form in the page.

What tells the answer is marked: the outputs of the cells between the box and the paragraph that
names the right letter, and that paragraph. With scripts, a page shows them once the reader has
decided.
"""

import re

from docutils import nodes
from elements import button, changed, element, in_order
from notebooks import chapter_of
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

LETTER = re.compile(r"\(([a-e])\)")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    app.add_post_transform(Predictions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Predictions(SphinxPostTransform):
    """Make forms of the boxes, once cards and cells are what they will be."""

    default_priority = 7
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        chapter = chapter_of(self.env.docname)
        nodes_in_order = in_order(self.document)
        number = 0
        for place, node in enumerate(nodes_in_order):
            if is_box(node, "Predict"):
                number += 1
                name = f"{chapter}-{number}"
                right = hide_answer(nodes_in_order[place + 1 :], name)
                node.parent.replace(node, form(node, name, right))


def is_box(node: nodes.Node, title: str) -> bool:
    """Whether a node is a box with this title."""
    return isinstance(node, nodes.admonition) and node[0].astext() == title


def hide_answer(following: list[nodes.Node], name: str) -> str:
    """Mark what a prediction reveals, and tell the right letter."""
    place, right = answer_place(following, name)
    outputs = [output for node in following[:place] for output in outputs_of(node)]
    figures = {
        id for node in outputs for figure in node.findall(nodes.figure) for id in figure["ids"]
    }
    first, *more = answer = answer_from(following[place:], figures)
    first.parent.replace(first, wrapper := element("div", data_reveals=name))
    for part in more:
        part.parent.remove(part)
    wrapper += answer
    for output in outputs:
        changed(output, data_reveals=name)
    return right


def answer_place(following: list[nodes.Node], name: str) -> tuple[int, str]:
    """Where the answer is among what follows a box, and the letter that it names."""
    for place, node in enumerate(following):
        answers = isinstance(node, nodes.paragraph) or is_box(node, "The answer")
        if answers and (named := LETTER.search(node.astext())):
            return place, named[1]
    raise ValueError(f"no paragraph answers the prediction {name}")


def outputs_of(node: nodes.Node) -> list[nodes.container]:
    """The outputs of a cell."""
    if not (isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"):
        return []
    return [
        part
        for part in node.children
        if isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_output"
    ]


def answer_from(following: list[nodes.Node], figures: set[str]) -> list[nodes.Node]:
    """The paragraph with the answer, and what follows up to the last that speaks of it.

    A paragraph speaks of it that names an option, or a figure that is not shown yet.
    """
    end = 1
    for place, node in enumerate(following):
        if place and not isinstance(node, nodes.paragraph | nodes.math_block | nodes.literal_block):
            break
        named = {reference["reftarget"] for reference in node.findall(pending_xref)}
        if LETTER.search(node.astext()) or named & figures:
            end = place + 1
    return following[:end]


def form(box: nodes.admonition, name: str, right: str) -> element:
    """The box with its options as choices."""
    parts: list[nodes.Node] = [element("p", box[0].astext(), classes=["admonition-title"])]
    for part in box.children[1:]:
        is_options = isinstance(part, nodes.bullet_list) and LETTER.match(part.astext())
        parts.append(options(part, name) if is_options else part)
    actions = [button("commit"), element("span", " "), button("show")]
    return element(
        "div",
        *parts,
        element("div", *actions, classes=["prediction-actions", "needs-script"]),
        element("p", classes=["prediction-reply"], role="status"),
        classes=["prediction", "admonition", "tip"],
        data_prediction=name,
        data_right=right,
    )


def options(items: nodes.bullet_list, name: str) -> element:
    """The list of options as choices, of which one can be made."""
    legend = element("legend", "Your prediction", classes=["visually-hidden"])
    choices = []
    for item in items.children:
        letter = LETTER.match(item.astext())
        assert letter, f"an option of {name} has no letter: {item.astext()}"
        radio = element("input", type="radio", name=name, value=letter[1])
        choices.append(element("label", radio, " ", element("span", *item[0].children)))
    return element("fieldset", legend, *choices)
