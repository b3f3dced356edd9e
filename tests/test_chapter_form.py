"""What chapters 1 to 5 have: predictions with their answers spread, and problems to think about."""

import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from nncourse.exercises import exercises_of

BOOK = Path(__file__).parents[1] / "book"
CHAPTERS = ["01_basics", "02_forward", "03_backprop", "04_cats", "05_mnist"]
PREDICT = ":::{admonition} Predict\n"
each_chapter = pytest.mark.parametrize("name", CHAPTERS)


def prose(name: str) -> str:
    """All that a chapter says, without its code."""
    cells = nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def right_letters(text: str) -> str:
    """The right letters of all predictions in order: each is the first that is named after its box.

    >>> right_letters(f"{PREDICT}- (a) one\\n- (b) two\\n:::\\n\\nIt is (b), not (a).")
    'b'
    """
    after = (part.partition("\n:::")[2] for part in text.split(PREDICT)[1:])
    return "".join(re.search(r"\(([a-d])\)", part)[1] for part in after)


def test_the_first_letter_after_a_box_is_the_right_one():
    box = f"{PREDICT}:class: tip\nWhich?\n\n- (a) this\n- (b) that\n- (c) none\n:::\n\n"
    assert (
        right_letters(f"{box}It is (c). Answer (a) forgot it.\n\n{box}Text.\n\n(a) holds.") == "ca"
    )


@each_chapter
def test_the_right_option_cannot_be_guessed_by_its_letter(name):
    letters = right_letters(prose(name))
    counts = Counter(letters)
    assert len(letters) >= 6
    assert set(counts) == set("abcd")
    assert max(counts.values()) - min(counts.values()) <= 2


@each_chapter
def test_there_are_two_easy_problems_and_a_hard_one_each_with_a_folded_answer(name):
    text = prose(name)
    levels = re.findall(r"\{admonition\} Think: .*\((\w+)\)\n:class: think\n", text)
    assert levels.count("easy") >= 2
    assert levels.count("hard") >= 1
    answers = text.count("{admonition} A worked answer\n:class: dropdown\n")
    assert answers == len(levels)
    assert "\n## A project of your own\n" in text


@pytest.mark.parametrize("path", sorted(BOOK.glob("0*.ipynb")), ids=lambda path: path.stem)
def test_a_chapter_asks_for_its_exercises_in_the_order_of_their_list(path):
    chapter = path.stem.partition("_")[2]
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    asked = re.findall(rf'= check\("{chapter}\.(\w+)"', "\n".join(sources))
    assert asked == [exercise.name for exercise in exercises_of(chapter)]


def test_no_chapter_is_promised_that_does_not_exist():
    numbers = {int(path.name[:2]) for path in BOOK.glob("0*.ipynb")}
    for path in BOOK.glob("*.ipynb"):
        named = {int(number) for number in re.findall(r"[Cc]hapter (\d+)", prose(path.stem))}
        assert named <= numbers


@pytest.mark.parametrize("path", sorted(BOOK.glob("0*.ipynb")), ids=lambda path: path.stem)
def test_what_a_check_offers_is_there(path):
    """Each check ends with 'For help: hint(...)', which must run as it stands."""
    cells = nbformat.read(path, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    (imported,) = re.findall(r"^from nncourse.checking import (.*)$", "\n".join(code), re.MULTILINE)
    assert {"check", "hint", "quiz", "solution"} <= set(imported.split(", "))
