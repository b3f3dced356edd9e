"""What of a chapter gets onto slides, by rules, so that nobody has to mark hundreds of cells.

A heading begins a slide. On it stand the formulas, tables, lists and drawings in letters, the code
with what it prints, and of each paragraph the sentence that matters: the one in bold, else the
first, or the last before a formula or a cell. The whole text is in the notes below the slide. A
question, an exercise and a figure have a slide each. Solutions, checks, quizzes, and what the
reader opens, are not shown. What does not fit on one slide goes on the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from nbformat import NotebookNode

MACHINERY = re.compile(r"(?:\w+ = check|hint|quiz|solution|suggestions)\(")
ADMONITION = re.compile(r"\{admonition\}\s*(.*)")
SENTENCES = re.compile(r"(?<=[.?!])\)?\s+(?=[A-Z(*`$])")
LEFT_OUT = {"Before you start", "Check yourself", "In the package", "Further reading", "Next"}
SHORTEST_BOLD = 30  # letters of a sentence in bold; what is shorter is a term
ANNOUNCED = {"math_block", "code_block", "table_open", "fence"}
NO_INPUT = {"hide-input", "remove-input"}

# What fits, in lines of text: a slide has as many, and a line that many letters.
ROOM, LETTERS, CODE_LINE = 13.5, 70, 0.7
FIGURE = ROOM  # a figure takes all of it


@dataclass
class Piece:
    """Something on a slide: a text in the chapters' markup, or a cell; and its lines."""

    text: str = ""
    cell: NotebookNode | None = None
    lines: float = 1.0
    announces: bool = False  # what comes next, and should not stand on another slide


@dataclass
class Slide:
    """A slide: a title, what it shows, and the text of the chapter that belongs to it."""

    title: str
    begins: bool = False  # a section of the chapter
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> float:
        """How much of it is taken."""
        return sum(piece.lines for piece in self.pieces)

    @property
    def is_sparse(self) -> bool:
        """Whether it has a sentence or two, and nothing else."""
        return self.lines < 3 and all(piece.text.startswith("- ") for piece in self.pieces)

    def may_hold(self, other: "Slide") -> bool:
        """Whether another slide is about the same and fits on this one, too."""
        return self.title == other.title and self.lines + other.lines <= ROOM


def parser() -> MarkdownIt:
    """Reads the markup of the chapters."""
    made = MarkdownIt("commonmark").enable("table")
    made.use(dollarmath_plugin, allow_space=False, double_inline=True)
    return made.use(colon_fence_plugin).use(myst_role_plugin)


def slides(notebook: NotebookNode) -> list[Slide]:
    """The slides of a chapter."""
    deck = Deck()
    for cell in notebook.cells[:1] + notebook.cells[2:]:  # the second imports
        if "remove-cell" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            deck.prose(cell.source)
        elif cell.cell_type == "code":
            deck.code(cell)
    return joined([slide for slide in deck.slides if slide.pieces])


def joined(all_slides: list[Slide]) -> list[Slide]:
    """The same slides, of which those with hardly a word are joined to a neighbour."""
    kept: list[Slide] = []
    for slide in all_slides:
        before = kept[-1] if kept else None
        sparse = any(one and one.is_sparse for one in (before, slide))
        if before and sparse and not slide.begins and before.may_hold(slide):
            before.pieces += slide.pieces
            before.notes += slide.notes
        else:
            kept.append(slide)
    return kept


def is_left_out(title: str) -> bool:
    """Whether a section is none for a lecture."""
    return title in LEFT_OUT


class Deck:
    """The slides as they grow."""

    def __init__(self) -> None:
        self.slides: list[Slide] = []
        self.section = ""  # none before the first heading of a section
        self.waiting = False  # an exercise's box for its stub

    def begin(self, title: str, begins: bool = False) -> None:
        """Begin a slide."""
        self.slides.append(Slide(title, begins))

    def add(self, piece: Piece) -> None:
        """Put something on the slide, or on a new one if there is no room."""
        slide = self.slides[-1]
        if slide.pieces and slide.lines + piece.lines > ROOM:
            self.begin(self.section)
            if slide.pieces[-1].announces and len(slide.pieces) > 1:
                self.slides[-1].pieces.append(slide.pieces.pop())
        self.slides[-1].pieces.append(piece)

    def alone(self, title: str, *pieces: Piece) -> None:
        """Put something on a slide of its own; what comes then begins another."""
        self.begin(title)
        self.slides[-1].pieces += pieces
        self.begin(self.section)

    def prose(self, text: str) -> None:
        """Take in a cell of text."""
        blocks = list(blocks_of(text))
        for (token, source), following in zip(blocks, [*blocks[1:], None], strict=True):
            if token.type == "heading_open":
                self.heading(token, source)
            elif token.type == "colon_fence":
                self.box(token, source)
            elif is_left_out(self.section):
                continue
            elif token.type == "paragraph_open":
                self.paragraph(source, following[0] if following else None)
            else:
                for part in fences(token) if token.type == "fence" else [source]:
                    self.add(Piece(part, lines=lines_of(token, part)))

    def heading(self, token: Token, source: str) -> None:
        """Begin with what a heading announces."""
        title = source.lstrip("# ").strip()
        if token.tag == "h2":
            self.section = title
        self.begin(title, begins=token.tag != "h3")

    def paragraph(self, source: str, following: Token | None) -> None:
        """Show the sentence that matters, and keep all of them in the notes."""
        self.slides[-1].notes.append(source)
        announces = following is None or following.type in ANNOUNCED
        sentence = key_sentence(source, announces)
        if self.section and len(sentence.split()) > 3:
            self.add(Piece(f"- {sentence}", None, wrapped(sentence) + 0.3, announces))

    def box(self, token: Token, source: str) -> None:
        """Show a question; an exercise waits for its stub, and what is folded is for the notes."""
        named = ADMONITION.match(token.info.strip())
        title = named[1] if named else ""
        body = re.sub(r"\A(?::\w+:.*\n)+", "", token.content).strip()
        if title == "Predict":
            lines = sum(wrapped(line) for line in body.splitlines() if line)
            self.alone("Predict", Piece(body, lines=lines))
        elif title.startswith("Exercise"):
            self.begin(title)
            self.slides[-1].pieces.append(Piece(body, lines=wrapped(body)))
            self.waiting = True
        else:
            self.slides[-1].notes.append(f"**{title}.** {body}")

    def code(self, cell: NotebookNode) -> None:
        """Take in a cell of code."""
        tags = set(cell.metadata.get("tags", []))
        if "exercise" in tags:
            self.stub(cell)
        elif is_left_out(self.section) or "hide-cell" in tags:
            return
        elif MACHINERY.match(cell.source):
            return
        elif drawing_of(cell):
            self.figure(cell)
        elif markdown := output_of(cell, "text/markdown"):
            self.input_of(cell)
            self.prose(markdown)
        else:
            for part in parts_of(cell):
                self.add(Piece(cell=part, lines=lines_of_code(part)))

    def stub(self, cell: NotebookNode) -> None:
        """Show an exercise: its text, if it has a box, and the stub."""
        if not self.waiting:
            name = re.search(r"(?:def|class) (\w+)", cell.source)
            self.begin(f"Exercise: `{name[1] if name else ''}`")
        self.slides[-1].pieces.append(Piece(cell=cell, lines=lines_of_code(cell)))
        self.begin(self.section)
        self.waiting = False

    def figure(self, cell: NotebookNode) -> None:
        """Show a figure by itself, after its code if that is shown at all."""
        self.input_of(cell)
        self.alone(self.section, Piece(cell=without_input(cell), lines=FIGURE))

    def input_of(self, cell: NotebookNode) -> None:
        """Show the code of a cell, if it is shown at all, and not what it puts out."""
        if not NO_INPUT & set(cell.metadata.get("tags", [])):
            for part in parts_of(NotebookNode(cell | {"outputs": []})):
                self.add(Piece(cell=part, lines=lines_of_code(part)))


def blocks_of(text: str) -> Iterator[tuple[Token, str]]:
    """The blocks of a text: what each is, and its own lines."""
    lines = text.splitlines()
    for token in parser().parse(text):
        if token.level == 0 and token.map and token.nesting >= 0:
            yield token, "\n".join(lines[token.map[0] : token.map[1]]).rstrip()


def key_sentence(paragraph: str, announces: bool = False) -> str:
    """The sentence of a paragraph that matters.

    >>> key_sentence("It was so. **This is the point of it all.** More.")
    '**This is the point of it all.**'
    >>> key_sentence("One thing. So it follows that:", announces=True)
    'So it follows that:'
    """
    for bold in re.findall(r"\*\*.+?\*\*", paragraph, re.S):
        if len(bold) > SHORTEST_BOLD:
            return " ".join(bold.split())
    sentences = [one for one in SENTENCES.split(" ".join(paragraph.split())) if one]
    return sentences[-1] if announces and sentences[-1].endswith((":", ",")) else sentences[0]


def wrapped(text: str) -> float:
    """How many lines a text takes."""
    return sum(max(1, -(-len(line) // LETTERS)) for line in text.splitlines())


def lines_of(token: Token, source: str) -> float:
    """How many lines a block takes."""
    count = source.count("\n") + 1
    if token.type == "math_block":
        return 2.2 if "\\\\" not in source else 1.5 * (source.count("\\\\") + 1)
    if token.type in ("code_block", "fence"):
        return CODE_LINE * count + 0.6
    return 1.2 * wrapped(source)


def lines_of_code(cell: NotebookNode) -> float:
    """How many lines a cell and what it prints take."""
    hidden = NO_INPUT & set(cell.metadata.get("tags", []))
    code = 0 if hidden else cell.source.count("\n") + 1
    printed = sum(
        output.get("text", output.get("data", {}).get("text/plain", "")).count("\n") + 1
        for output in cell.get("outputs", [])
    )
    return CODE_LINE * (code + printed) + 0.6 * (bool(code) + bool(printed))


def parts_of(cell: NotebookNode) -> Iterator[NotebookNode]:
    """A cell in parts that fit: cut at empty lines, and what it prints by itself if need be."""
    if lines_of_code(cell) <= ROOM:
        yield cell
        return
    if not NO_INPUT & set(cell.metadata.get("tags", [])):
        for text in cut(cell.source):
            yield NotebookNode(cell | {"source": text, "outputs": []})
    if cell.get("outputs"):
        yield without_input(cell)


def cut(source: str) -> list[str]:
    """Code in parts that fit on a slide, cut at empty lines.

    >>> [part.count("x") for part in cut("\\n\\n".join(["x = 1\\n" * 9] * 3))]
    [9, 9, 9]
    """
    most = int(ROOM / CODE_LINE) - 1
    parts: list[str] = []
    for chunk in re.split(r"\n\n+", source):
        together = f"{parts[-1]}\n\n{chunk}" if parts else chunk
        if parts and together.count("\n") < most:
            parts[-1] = together
        else:
            parts.append(chunk)
    return parts


def fences(token: Token) -> list[str]:
    """A fenced text in parts that fit."""
    return [f"```{token.info}\n{part}\n```" for part in cut(token.content.rstrip())]


def output_of(cell: NotebookNode, kind: str) -> str:
    """What a cell puts out of a kind; '' if nothing."""
    shown = (output.get("data", {}).get(kind, "") for output in cell.get("outputs", []))
    return next(filter(None, shown), "")


def drawing_of(cell: NotebookNode) -> str:
    """The drawing that a cell puts out, a picture as base64 or a page's; '' if it puts out none."""
    page = output_of(cell, "text/html")
    return output_of(cell, "image/png") or (page if "<svg" in page else "")


def without_input(cell: NotebookNode) -> NotebookNode:
    """The same cell, of which only the outputs are shown."""
    metadata = NotebookNode(cell.metadata | {"tags": ["remove-input"]})
    return NotebookNode(cell | {"metadata": metadata})
