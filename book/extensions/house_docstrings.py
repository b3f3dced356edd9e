"""Sphinx extension: the package's docstrings, as they are written, become the API reference.

The docstrings are plain text in sections. An entry reads `name : what it is, with its shape`, where
other projects would put a type. Here each section becomes a field of the entry, every sign that
reStructuredText would take for markup is protected, and names in backticks become links if the
reference knows them. Chapters become links, by the phrases with which the docstrings name them.
"""

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst.roles import register_local_role
from docutils.parsers.rst.states import Inliner
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

FIELDS = ("Parameters", "Attributes", "Returns", "Raises")
INDENT = "    "

# What a chapter is called, never by its number, and where it is.
CHAPTERS = {
    "the chapter on the basics": "book/01_basics",
    "the chapter on the forward pass": "book/02_forward",
    "the chapter on backpropagation": "book/03_backprop",
    "the chapter on cats": "book/04_cats",
    "the chapter on digits": "book/05_mnist",
    "the chapter on optimisers": "book/06_optimizers",
    "the chapter on autograd": "book/07_autograd",
}


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-skip-member", skip_borrowed)
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("missing-reference", find_or_leave)
    register_local_role("name", name_role)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def skip_borrowed(
    app: Sphinx, what: str, name: str, obj: object, skip: bool, options: Any
) -> bool | None:
    """Leave out a function that a class has only borrowed: it has an entry of its own."""
    is_borrowed = what == "class" and "." not in getattr(obj, "__qualname__", ".")
    return True if is_borrowed else None


def rewrite(app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Replace a docstring's `lines` by reStructuredText."""
    lines[:] = restructured(lines, chapters(app.env.found_docs))


def chapters(documents: set[str]) -> dict[str, str]:
    """The chapters that exist, by what they are called.

    >>> chapters({"book/04_cats", "book/appendix/notation"})
    {'the chapter on cats': '/book/04_cats'}
    """
    return {name: "/" + place for name, place in CHAPTERS.items() if place in documents}


def restructured(lines: list[str], chapters: dict[str, str]) -> list[str]:
    """A docstring in the house's form as reStructuredText.

    >>> lines = ["Keep it: max(0, z).", "", "Parameters", "----------", "Z : (m, *k), see `relu`."]
    >>> print("\\n".join(restructured(lines, {})).strip())
    Keep it: max(0, z).
    <BLANKLINE>
    :Parameters:
        - ``Z``: (m, \\*k), see :name:`relu`.
    """
    result = []
    for title, body in sections(lines):
        if title in FIELDS:
            body = entries(body)
            joined = [marked_up(entry, chapters) for entry in body]
            bullets = "- " if title in ("Parameters", "Attributes") else ""
            result += [f":{title}:", *(INDENT + bullets + text + "\n" for text in joined), ""]
            continue
        if title:
            result += [f".. rubric:: {title if len(examples(body)) > 1 else title.rstrip('s')}", ""]
        for block in blocks(body):
            is_code = block[0].startswith(">>>")
            result += [*(block if is_code else [marked_up(" ".join(block), chapters)]), ""]
    return "\n".join(result).split("\n")


def examples(lines: list[str]) -> list[list[str]]:
    """The blocks of a section that are examples."""
    return [block for block in blocks(lines) if block[0].startswith(">>>")]


def sections(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Titles and their lines; what comes before the first title has an empty one.

    >>> sections(["A summary.", "", "Returns", "-------", "A number."])
    [('', ['A summary.', '']), ('Returns', ['A number.'])]
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if re.fullmatch(r"-{3,}", line) and found[-1][1]:
            found.append((found[-1][1].pop(), []))
        else:
            found[-1][1].append(line)
    return found


def blocks(lines: list[str]) -> list[list[str]]:
    """The lines between blank lines, and a note on the source by itself.

    >>> blocks(["One", "text.", "", ">>> 1 + 1", "2", "", "Source: Cauchy (1847)."])
    [['One', 'text.'], ['>>> 1 + 1', '2'], ['Source: Cauchy (1847).']]
    """
    pieces = re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))
    return [piece.split("\n") for piece in pieces if piece.strip()]


def entries(lines: list[str]) -> list[str]:
    """The entries of a section, one a string: a further line of an entry is set in.

    Of an error's name alone in its line, the line below is the meaning.

    >>> entries(["a, b : numbers,", "    not zero.", "c : another."])
    ['``a``, ``b``: numbers, not zero.', '``c``: another.']
    >>> entries(["DataError", "    If it is empty."])
    ['DataError: If it is empty.']
    >>> entries(["A number >= 0, or", "nothing."])
    ['A number >= 0, or nothing.']
    """
    joined: list[str] = []
    for line in filter(str.strip, lines):
        named = re.match(r"([*\w]+(?:, [*\w]+)*) : (.*)", line)
        raised = re.fullmatch(r"\w+(?:Error|Exception)(?:, \w+)*", line)
        if named:
            names = ", ".join(f"``{name}``" for name in named[1].split(", "))
            joined.append(f"{names}: {named[2]}")
        elif raised:
            joined.append(line + ":")
        elif joined:
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    return joined


def marked_up(text: str, chapters: dict[str, str]) -> str:
    """Plain text with names in backticks, as reStructuredText.

    >>> print(marked_up("|a| times b_, see `mse`.", {}))
    \\|a\\| times b\\_, see :name:`mse`.
    >>> print(marked_up("The chapter on cats, 4.", {"the chapter on cats": "/book/04_cats"}))
    :doc:`The chapter on cats </book/04_cats>`, 4.
    >>> print(marked_up("A ShapeError.", {}))
    A :name:`ShapeError`.
    >>> print(marked_up("The *output*, of shape (m, *rest).", {}))
    The *output*, of shape (m, \\*rest).
    """
    pieces = re.split(r"(``[^`]+``|`[^`]+`)", text.strip())
    return "".join(
        piece if piece.startswith("``") else f":name:{piece}" if i % 2 else prose(piece, chapters)
        for i, piece in enumerate(pieces)
    )


def prose(text: str, chapters: dict[str, str]) -> str:
    """A piece of text without names in backticks, as reStructuredText."""
    text = re.sub(r"[\\*|]|_(?!\w)", r"\\\g<0>", text)
    text = re.sub(r"(?<!\w)\\\*(\w+)\\\*(?!\w)", r"*\1*", text)  # *stressed*
    text = re.sub(r"^([-+]|\d+[.)])(?=\s)", r"\\\1", text)
    text = re.sub(r"(?<![\w.])([A-Z]\w+Error)\b", r":name:`\1`", text)
    for name, document in chapters.items():
        text = re.sub(rf"\b({name})\b", rf":doc:`\1 <{document}>`", text, flags=re.IGNORECASE)
    return text


def name_role(
    role: str,
    source: str,
    text: str,
    line: int,
    inliner: Inliner,
    options: dict | None = None,
    content: list[str] | None = None,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """A name in code type, which becomes a link if the reference has an entry for it."""
    env: BuildEnvironment = inliner.document.settings.env
    literal = nodes.literal(text, text, classes=["xref", "py"])
    if not re.fullmatch(r"[A-Za-z_][\w.]*", text):
        return [literal], []
    reference = pending_xref(
        source, literal, refdomain="py", reftype="obj", reftarget=text, refdoc=env.docname
    )
    for context in ("py:module", "py:class"):
        reference[context] = env.ref_context.get(context)
    return [reference], []


def find_or_leave(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.Node
) -> nodes.Node | None:
    """Link a Python name to the one function or class of that name; where there is none, or more
    than one, it stays a name. Other links must exist."""
    if node.get("refdomain") != "py" or node["reftype"] == "mod":
        return None
    entries = env.get_domain("py").objects  # type: ignore[attr-defined]
    found = {
        name: entry
        for name, entry in entries.items()
        if name.endswith("." + node["reftarget"])
        and entry.objtype in ("function", "class", "exception")
    }
    if len(found) != 1:
        return nodes.literal(text.astext(), text.astext())
    [(name, entry)] = found.items()
    return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, text, name)
