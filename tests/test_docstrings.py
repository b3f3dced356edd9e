"""The docstrings speak one dialect, and name chapters in words that stay true."""

import ast
import importlib
import inspect
import operator
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from house_docstrings import CHAPTERS, sections

ROOT = Path(__file__).parent.parent
SECTIONS = ["Parameters", "Attributes", "Returns", "Raises", "Examples"]


def rooms() -> Iterator[tuple[str, Path]]:
    """The name and the path of every module of the package."""
    for path in sorted((ROOT / "nncourse").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


every_module = pytest.mark.parametrize("path", [pytest.param(p, id=n) for n, p in rooms()])
Defined = ast.Module | ast.ClassDef | ast.FunctionDef


def defined(tree: ast.Module) -> Iterator[tuple[str, Defined]]:
    """The module, its functions and classes, and the classes' public methods, with their names."""
    yield "the module", tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != "_":
            yield node.name, node
        for method in node.body if isinstance(node, ast.ClassDef) else []:
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                yield f"{node.name}.{method.name}", method


def docstrings(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Names and the lines of their docstrings, as far as there are any."""
    for name, node in defined(ast.parse(path.read_text("utf-8"))):
        text = ast.get_docstring(node)
        if text:
            yield name, text.split("\n")


def paragraphs(lines: list[str]) -> list[str]:
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", "\n".join(lines)) if block]


def entries(lines: list[str]) -> list[str]:
    """The entries of a section: a further line of an entry is set in."""
    text = re.sub(r"\n +", " ", "\n".join(lines))
    return [line for line in text.split("\n") if line and not line.startswith("Source: ")]


@every_module
def test_everything_has_a_docstring(path):
    """A method that replaces another's may leave the words to it."""
    if path == ROOT / "nncourse/classroom/demo/answers.py":
        pytest.skip("it holds what students have written, and they write no docstrings")
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name, _ in defined(ast.parse(path.read_text("utf-8"))):
        thing = module if name == "the module" else operator.attrgetter(name)(module)
        assert inspect.getdoc(thing), name


@every_module
def test_helpers_have_plain_names(path):
    names = [name for name, _ in defined(ast.parse(path.read_text("utf-8")))]
    assert [name for name in names if re.match(r"_[a-zA-Z]", name)] == []


@every_module
def test_the_first_line_is_a_sentence_of_what_there_is_or_is_done(path):
    for name, lines in docstrings(path):
        summary = paragraphs(lines)[0]
        assert not re.match(r"Returns?\b", summary), name
        assert re.search(r"[.:?]$", summary), (name, summary)


@every_module
def test_sections_are_known_and_in_order(path):
    for name, lines in docstrings(path):
        titles = [title for title, _ in sections(lines)[1:]]
        assert titles == [title for title in SECTIONS if title in titles], name


@every_module
def test_entries_are_sentences(path):
    for name, lines in docstrings(path):
        found = dict(sections(lines))
        for entry in entries(found.get("Parameters", []) + found.get("Attributes", [])):
            assert re.match(r"\*{0,2}\w+(, \*{0,2}\w+)* : \S.*[.?]$", entry), (name, entry)
        for paragraph in paragraphs(found.get("Returns", [])):
            assert paragraph.endswith((".", ":")), (name, paragraph)


@every_module
def test_errors_are_blocks_and_never_inline(path):
    for name, lines in docstrings(path):
        for entry in entries(dict(sections(lines)).get("Raises", [])):
            assert re.match(r"[A-Z]\w+(, [A-Z]\w+)* (If|Where|When|Unless) .*\.$", entry), (
                f"{name}: {entry!r} should be the error's name alone, and below it, set in, "
                "when it comes"
            )


@every_module
def test_the_source_is_the_last_line(path):
    for name, lines in docstrings(path):
        assert not any(p.startswith("Source: ") for p in paragraphs(lines)[:-1]), name


# -------------------------------------------------------------------------------- the chapters


@every_module
def test_chapters_are_named_by_what_they_are_about(path):
    # Without line breaks, quotes and signs of comments, so that no phrase is cut in two.
    text = re.sub(r"[\s\"'#]+", " ", path.read_text("utf-8"))
    assert re.findall(r".{0,20}\bchapters? \d.{0,20}", text, re.IGNORECASE) == []
    for named in re.finditer(r"\bthe chapters? on\b", text, re.IGNORECASE):
        words = text[named.start() :][:60]
        assert any(re.match(rf"{name}\b", words, re.IGNORECASE) for name in CHAPTERS), words


def test_every_chapter_has_a_name_and_every_name_a_chapter():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = [entry["file"] for part in contents["parts"] for entry in part["chapters"]]
    assert list(CHAPTERS.values()) == [file for file in listed if re.match(r"book/\d", file)]
