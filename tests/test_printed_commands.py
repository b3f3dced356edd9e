"""The commands that the documents print: each is one that can be typed, and they say where."""

import json
import re
import shlex
from pathlib import Path

import pytest

typer = pytest.importorskip("typer", reason="the command needs typer")

from nncourse.command.app import app  # noqa: E402  (after the skip)
from nncourse.results.recipes import RECIPES  # noqa: E402

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "data").rglob("*.md"),
    *(ROOT / "book").glob("*.md"),
    *(ROOT / "book/appendix").glob("*.md"),
    *(ROOT / "book/instructors").glob("*.md"),
    *(ROOT / "book").glob("*.ipynb"),
]
ACTIVATE = ("source .venv/bin/activate", r".venv\Scripts\Activate.ps1")
FOR_CONTRIBUTORS = ("CONTRIBUTING.md", "CHANGELOG.md")
HOW_TO_CALL_IT = "{ref}`command`"  # the section of the introduction that says so
CALLED = re.compile(r"^!?(?:\.venv/bin/|\.venv\\Scripts\\)?(nncourse|python|make) (.*)")

each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def text_of(path: Path) -> str:
    """The prose of a document: of a notebook, its cells of Markdown."""
    text = path.read_text("utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join("".join(cell["source"]) for cell in cells)


def printed_commands(path: Path) -> list[tuple[str, list[str]]]:
    """The program and the words of each command in a block of code or between backticks."""
    text = text_of(path)
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```[a-z]*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"(?:^|\n)    (\S.*)", prose)
    inline = [" ".join(words.split()) for words in re.findall(r"(?<!`)`([^`]+)`(?!`)", prose)]
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    found = [CALLED.match(line) for line in (*lines, *indented, *inline)]
    return [(match[1], shlex.split(match[2], comments=True)) for match in found if match]


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def check_nncourse(words: list[str]) -> None:
    """Read the words as the command would, without doing what they say."""
    command = typer.main.get_command(app)
    context = command.make_context("nncourse", [], resilient_parsing=True)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        assert words[0] in command.commands, words
        command = command.commands[words[0]]
        context, words = typer.Context(command, parent=context), words[1:]
    if "--help" in words or hasattr(command, "commands"):
        return
    command.make_parser(context).parse_args(list(words))  # knows all options, or raises
    if command.name == "train" and words:
        own = words[0] == "FOLDER" or words[0].startswith("my/") or words[0].endswith(".csv")
        assert own or words[0] in RECIPES


def check_python(words: list[str]) -> None:
    """A module or a program of the course that exists; others are not ours to check."""
    if words[0] == "-m" and words[1].split(".")[0] in ("nncourse", "benchmarks"):
        place = ROOT / words[1].replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), words
    elif words[0].endswith(".py") and not words[0].startswith("my_"):  # the reader's own
        assert (ROOT / words[0]).is_file(), words


def check_make(words: list[str]) -> None:
    """Each word a target or a setting."""
    named = {word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)}
    assert named <= targets(), words


CHECKS = {"nncourse": check_nncourse, "python": check_python, "make": check_make}


@each_document
def test_the_commands_of_a_document_exist(path):
    for program, words in printed_commands(path):
        CHECKS[program](words)


def test_there_are_commands_to_check():
    found = [program for path in DOCUMENTS for program, _ in printed_commands(path)]
    assert all(found.count(program) >= 5 for program in CHECKS)


@pytest.mark.parametrize(
    "words", [["trian"], ["train", "dogs"], ["train", "mnist", "--fast"], ["data", "give"]]
)
def test_a_command_that_does_not_exist_would_be_found(words):
    with pytest.raises(Exception):  # noqa: B017, PT011  (of the parser, or of this file)
        check_nncourse(words)


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if path.name not in FOR_CONTRIBUTORS],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_who_prints_the_command_says_how_it_is_found(path):
    """The environment is not active in a new terminal, and the command not on the path."""
    text = text_of(path)
    bare = re.search(r"(?:`|^ *)(?:nncourse [a-z]|python -m nncourse)", text, re.MULTILINE)
    if bare:
        assert HOW_TO_CALL_IT in text or all(line in text for line in ACTIVATE)


def test_the_section_that_says_so_is_there():
    assert "\n(command)=\n" in (ROOT / "book/intro.md").read_text("utf-8")
