"""Sphinx extension: a live figure in a page that is no notebook, such as the first one.

    ```{live} DrawnDigit
    What there is to do, and where it is built.
    ```

names a class of `nncourse.widgets` that needs no arguments. The text is the figure's caption.
"""

from pathlib import Path

from docutils import nodes
from elements import element
from live_figures import live_figure
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from nncourse import widgets

STILLS = Path("_build", "live")  # in the book's folder


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    app.add_directive("live", Live)
    app.add_post_transform(LiveInPages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Live(SphinxDirective):
    """A figure with its still picture, which any kind of book can show."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        shown = getattr(widgets, name)()
        path = STILLS / f"{name}.png"
        (Path(self.env.srcdir) / STILLS).mkdir(parents=True, exist_ok=True)
        shown.still().savefig(Path(self.env.srcdir) / path, dpi=200)
        still = nodes.image(uri=f"/{path.as_posix()}", alt=shown.alt)
        described = {"figure": shown.figure, "room": shown.room, "state": shown.state()}
        caption = nodes.container("", *self.parse_content_to_nodes(), classes=["live-caption"])
        return [nodes.container("", still, caption, live=described | {"alt": shown.alt})]


class LiveInPages(SphinxPostTransform):
    """In pages the still picture is where the figure will stand."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for place in list(self.document.findall(nodes.container)):
            if "live" in place:
                still, caption = place.children
                figure = live_figure(place["live"], nodes.container("", still))
                place.replace_self(element("div", figure, caption, classes=["live-figure"]))
