"""The six commands of README.md, from a clone to a filled sheet, on the demo class.

The first two are stood in for by the environment that the tests run in.
"""

import csv
import re
import shlex
from pathlib import Path

import pytest

pytest.importorskip("typer", reason="the command needs typer")
pytest.importorskip("nbgrader", reason="the grade book needs nbgrader: make classroom")

from classroom_command import nncourse

from nncourse.classroom.demo import people
from nncourse.classroom.sandbox.sandbox import available
from nncourse.exercises import find

pytestmark = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
README = Path(__file__).parents[1] / "README.md"
COMMAND = "nncourse/.venv/bin/nncourse"
# What the time of handing in leaves of the points: the platform calls two late and does not say by
# how much; of the third the time is in the assignment's file. The fourth was given more time.
LEFT = {"demo04": 0.9, "demo28": 0.9, "demo11": 0.8}


def commands() -> list[str]:
    """The commands of the section for instructors."""
    (block,) = re.findall(r"^## For instructors\n.*?^```sh\n(.*?)^```", README.read_text("utf-8"),
                          re.MULTILINE | re.DOTALL)  # fmt: skip
    return block.splitlines()


def right_points() -> dict[str, str]:
    """What each student is to get, from what the demo class is said to have written."""
    expected = {}
    for student in people.students():
        written = people.work().get(student.id, {})
        if student.id == people.CUT_OFF:
            written = {}
        right = [id for id, label in written.items() if label.startswith("right")]
        points = {id: find(id).points * LEFT.get(student.id, 1) for id in right}
        if student.id == people.MISSPELT:
            points["forward.softmax"] = 2  # by hand
        expected[student.id] = f"{sum(points.values()):.2f}".rstrip("0").rstrip(".")
    return expected | {people.EXCUSED: "EX"}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The sheet as the platform gave it, and as the six commands have filled it."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in commands()[2:]:
            program, *words = shlex.split(line)
            assert program == COMMAND
            shown = nncourse(*words).says()
    made = re.search(r"^Wrote (\S+\.csv), with the marks of 30 students\.$", shown.out, re.M)
    return [
        list(csv.reader((folder / name).read_text("utf-8-sig").splitlines()))
        for name in ("nets/platform/grades.csv", made[1])
    ]


def test_there_are_six_at_most_and_the_first_two_bring_the_environment():
    first, second, *rest = commands()
    assert first.startswith("git clone ")
    assert second == "make classroom --directory=nncourse"
    assert [shlex.split(line)[2] for line in rest] == ["new", "collect", "grade", "export"]


def test_the_sheet_has_the_right_points(sheets):
    titles, *rows = sheets[1]
    ids, column = titles.index("SIS User ID"), titles.index("The forward pass (7001)")
    found = {row[ids]: row[column] for row in rows if row[ids].startswith("demo")}
    assert found == right_points()


def test_everything_else_in_the_sheet_is_as_it_was(sheets):
    before, after = sheets
    column = before[0].index("The forward pass (7001)")
    for old, new in zip(before, after, strict=True):
        assert old[:column] + old[column + 1 :] == new[:column] + new[column + 1 :]
