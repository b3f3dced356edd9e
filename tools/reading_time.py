"""Count how long the main path of a chapter takes to read: its words and its lines of code.

    python tools/reading_time.py book/01_basics.ipynb ...

A reader takes 200 words a minute, and 5 seconds for a line of code. Of the main path is what a page
shows at first, without what is folded, what is work (exercises and their code, quizzes, the bug
clinic, think problems, the project) and what is there to look things up.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

WORDS_A_MINUTE, SECONDS_A_LINE = 200, 5
FOLDED = {"hide-input", "hide-cell", "remove-cell", "remove-input", "exercise"}
ASIDE = re.compile(
    r"^## (Bug clinic.*|Think|A project of your own|In the package|Further reading)$"
)
BOX = re.compile(r"^(:{3,})\{admonition\} (.*)\n((?:.*\n)*?)\1$", re.MULTILINE)
MARKS = re.compile(r"^(:{3,}(\{admonition\})?|:class: .*)", re.MULTILINE)
MACHINERY = re.compile(r"^(\w+ = )?(check|hint|quiz|solution|suggestions)\(")


@dataclass
class Count:
    """What there is to read."""

    words: int = 0
    lines: int = 0

    @property
    def minutes(self) -> float:
        """How long it takes to read."""
        return self.words / WORDS_A_MINUTE + self.lines * SECONDS_A_LINE / 60


def words_in(text: str) -> int:
    """How many words a text has: what has a letter or a digit, without the boxes that are work.

    >>> words_in("## Two *words*")
    2
    """
    text = BOX.sub(lambda box: "" if is_work(box) else box[0], text + "\n")
    text = MARKS.sub("", text)
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def is_work(box: re.Match[str]) -> bool:
    """Whether a box is folded, or sets a task that has a time of its own."""
    return box[2].startswith(("Exercise", "Think")) or ":class: dropdown" in box[3]


def lines_in(source: str) -> int:
    """How many lines of code a page shows: none that is empty, and no assert.

    >>> lines_in("x = 1\\n\\nassert x == 1\\nprint(x)")
    2
    """
    guards = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    hidden = {n for node in guards for n in range(node.lineno, (node.end_lineno or 0) + 1)}
    lines = enumerate(source.splitlines(), 1)
    return sum(bool(line.strip()) and number not in hidden for number, line in lines)


def count(notebook: NotebookNode) -> Count:
    """The words and lines of a chapter's main path."""
    total, aside = Count(), False
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type == "code":
            caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", "")
            total.words += 0 if aside else words_in(caption)
            if not (aside or tags & FOLDED or MACHINERY.match(cell.source)):
                total.lines += lines_in(cell.source)
        elif "remove-cell" not in tags:
            for section in re.split(r"^(?=## )", cell.source, flags=re.MULTILINE):
                if section.startswith("## "):
                    aside = bool(ASIDE.match(section.partition("\n")[0]))
                total.words += 0 if aside else words_in(section)
    return total


def main() -> None:
    """Print the count of each notebook that the command line names."""
    for name in sys.argv[1:]:
        found = count(nbformat.read(Path(name), as_version=4))
        print(f"{name}: {found.words} words, {found.lines} lines, {found.minutes:.1f} minutes")


if __name__ == "__main__":
    main()
