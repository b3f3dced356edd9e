"""Sphinx extension: a figure of `nncourse.widgets` becomes a live one in the page, without Python.

The notebook's output holds the widget, a still picture, and the figure's name with its values
(`nncourse/widgets/figure.py`). The page gets the last two: the picture is what paper and readers
without scripts see, and `book/pages/live.js` puts the figure in its place when it comes near.
"""

import json
from typing import Any

from docutils import nodes
from elements import element
from myst_nb.core import render
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from nncourse.widgets.figure import FOLDER, MIME

WIDGET = "application/vnd.jupyter.widget-view+json"


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    # myst-nb asks what installed packages offer for kinds of outputs; this one is not installed.
    render.load_mime_renders = lambda: [LiveOutput]
    app.connect("config-inited", add_style)
    app.connect("doctree-read", forget_widgets)
    app.add_post_transform(LiveFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_style(app: Sphinx, config: Config) -> None:
    """The figures' own style is for all pages: it is small."""
    config.html_static_path.append(str(FOLDER / "figure.css"))
    app.add_css_file("figure.css")


def forget_widgets(app: Sphinx, document: nodes.document) -> None:
    """What Jupyter needs to show widgets holds all their code, and a page has no use for it."""
    NbMetadataCollector.get_js_files(app.env, app.env.docname).pop("ipywidgets_state", None)


class LiveOutput:
    """Keeps the description of a figure in the document, and drops the widget."""

    @staticmethod
    def handle_mime(
        renderer: render.NbElementRenderer, data: render.MimeData, inline: bool
    ) -> list[nodes.Node] | None:
        if data.mime_type == MIME:
            return [nodes.raw("", json.dumps(data.content), format="live")]
        return [] if data.mime_type == WIDGET else None


class LiveFigures(SphinxPostTransform):
    """Build the figures, just before one kind is chosen of each output."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for bundle in list(self.document.findall(is_bundle)):
            for part in bundle.children:
                if part.get("mime_type") == MIME:
                    bundle.remove(part)
                    place = bundle.parent.index(bundle)
                    still = bundle.deepcopy()
                    bundle.parent[place] = live_figure(json.loads(part.astext()), still)


def is_bundle(node: nodes.Node) -> bool:
    """Whether a node holds the kinds of an output."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def live_figure(described: dict[str, Any], still: nodes.Element) -> element:
    """A figure in the page: its values, and the still picture where the figure will stand."""
    for picture in still.findall(nodes.image):
        picture.setdefault("alt", described["alt"])
    narrow, wide = described["room"]
    state = json.dumps(described["state"], allow_nan=False).replace("<", "\\u003c")
    script = f'<script type="application/json" class="live-state">{state}</script>'
    return element(
        "div",
        nodes.raw("", script, format="html"),
        element("div", element("div", still, classes=["live-still"]), classes=["live-box"]),
        classes=["live"],
        data_live=described["figure"],
        style=f"--room-narrow: {narrow}px; --room-wide: {wide}px",
    )
