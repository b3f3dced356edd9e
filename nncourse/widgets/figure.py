"""What every live figure has: its module, its numbers, a still picture, and what the page gets."""

import re
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import ipywidgets
from IPython import get_ipython
from matplotlib.figure import Figure

FOLDER = Path(__file__).parent / "figures"
MIME = "application/vnd.nncourse.figure+json"

IMPORT = re.compile(r'^import [^"]*"\./([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def joined(module: str) -> str:
    """A module of `figures` and those that it imports, in one text, as anywidget wants it.

    Parameters
    ----------
    module : a file's name without its ending. What modules name at their top is unique over all.

    Examples
    --------
    >>> "import" in joined("bowl").replace("important", "")
    False

    Source: none; a page has its modules bundled by esbuild instead.
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in parts:
            return
        parts[path] = ""
        source = path.read_text(encoding="utf-8")
        for name in IMPORT.findall(source):
            add((path.parent / name).resolve())
        del parts[path]  # what it imports comes first
        parts[path] = EXPORT.sub("", IMPORT.sub("", source))

    add((FOLDER / f"{module}.js").resolve())
    return "\n".join(parts.values())


class LiveFigure(anywidget.AnyWidget):
    """A figure that the reader moves; each kind says the five things below and has `still`.

    Its values are traits with the tag `sync=True`: the module reads and sets them by name.
    """

    figure: ClassVar[str]  # the file in `figures`
    alt: ClassVar[str]  # what there is to see, for who does not see it
    room: ClassVar[tuple[int, int]]  # its height in pixels, up to 560 wide and above

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "figure" in vars(cls):  # anywidget makes a further class for each widget
            cls._esm = joined(cls.figure)
            cls._css = (FOLDER / "figure.css").read_text(encoding="utf-8")
        super().__init_subclass__(**kwargs)

    def numbers(self) -> dict[str, float]:
        """What the figure says in its line of text, by name."""
        raise NotImplementedError

    def still(self) -> Figure:
        """The figure as it stands, for paper and for pages without scripts."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """All values by name, as JSON has them."""
        common = ipywidgets.DOMWidget.class_trait_names()
        names = [name for name in self.trait_names(sync=True) if name not in common]
        return {name: getattr(self, name) for name in sorted(names) if not name.startswith("_")}

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value:.4g}" for name, value in self.numbers().items())
        return f"{type(self).__name__}({said})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget for a notebook, and beside it what a page shows instead."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        pictures, sizes = as_the_notebook_shows(self.still())
        described = {name: getattr(self, name) for name in ("figure", "alt", "room")}
        return {**pictures, **data, MIME: {**described, "state": self.state()}}, metadata | sizes


def as_the_notebook_shows(still: Figure) -> tuple[dict[str, Any], dict[str, Any]]:
    """A figure as this notebook shows any; outside of a notebook nothing."""
    shell = get_ipython()
    return shell.display_formatter.format(still) if shell else ({}, {})
