"""Nodes that become elements of HTML with any name and attributes, and what is built of them.

Only pages have them: other builders never see what the extensions make of a notebook.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

# A button's order and what is written on it.
ORDERS = {
    "run": "Run",
    "check": "Check",
    "stop": "Stop",
    "reset": "Reset",
    "commit": "This is my prediction",
    "show": "Show without one",
}


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(element, html=(open_element, close_element))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class element(nodes.container):
    """An element of HTML: `element("p", "a text", classes=["reply"], role="status")`.

    An attribute's underscore is a hyphen, and an attribute that is None has no value.
    """

    def __init__(
        self,
        tag: str = "div",
        *children: nodes.Node | str,
        classes: list[str] | None = None,
        ids: list[str] | None = None,
        **attributes: str | None,
    ) -> None:
        given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        super().__init__("", tag=tag, given=given, classes=classes or [], ids=ids or [])
        self += [nodes.Text(child) if isinstance(child, str) else child for child in children]


def open_element(translator: HTML5Translator, node: element) -> None:
    translator.body.append(translator.starttag(node, node["tag"], "", **node["given"]))


def close_element(translator: HTML5Translator, node: element) -> None:
    if node["tag"] != "input":
        translator.body.append(f"</{node['tag']}>")


def changed(container: nodes.Element, **attributes: str | None) -> element:
    """The container again, in its place, as a `div` with more attributes."""
    new = element("div", *container.children, **attributes)
    new.attributes |= {
        name: value for name, value in container.attributes.items() if name != "given"
    }
    new["classes"] = [*container["classes"], "docutils", "container"]
    container.parent.replace(container, new)
    return new


def button(order: str, **attributes: str | None) -> element:
    """A button, out of use until the page's script is there.

    >>> button("run").astext()
    'Run'
    """
    return element("button", ORDERS[order], type="button", data_do=order, disabled="", **attributes)


def toolbar(label: str, *orders: str) -> element:
    """Buttons in a row; that which stops hides until something runs."""
    buttons = [button(order, **({"hidden": ""} if order == "stop" else {})) for order in orders]
    return element(
        "div", *buttons, classes=["toolbar", "needs-script"], role="toolbar", aria_label=label
    )


def cells(document: nodes.document) -> list[nodes.container]:
    """The code cells of a page, in order."""
    return [
        node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code"
    ]


def source_of(cell: nodes.Element) -> str:
    """The code of a cell as it is shown; "" if it is not.

    >>> source_of(nodes.container())
    ''
    """
    for part in cell.children:
        if isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_source":
            return part.astext()
    return ""


def in_order(document: nodes.Element) -> list[nodes.Node]:
    """What a page consists of, titles, paragraphs, boxes and cells, without the sections."""
    found: list[nodes.Node] = []
    for child in document.children:
        found += in_order(child) if isinstance(child, nodes.section) else [child]
    return found
