"""The learner's copies: made once, never written over, and changes of the chapter are told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import my_copies
import pytest
from my_copies import ORIGINS, bring_all

ROOT = Path(__file__).parent.parent


def notebook(*sources: str, output: str = "") -> str:
    cells = [{"cell_type": "code", "source": [s], "outputs": [output]} for s in sources]
    return json.dumps({"cells": cells, "nbformat": 4})


@pytest.fixture
def course(tmp_path):
    """A course of two chapters, and a page of the book that is no chapter."""
    (tmp_path / "book").mkdir()
    for name in ("01_basics", "02_forward", "speed"):
        write(tmp_path / f"book/{name}.ipynb", name)
    return tmp_path


def write(path: Path, *sources: str, output: str = "") -> None:
    path.write_text(notebook(*sources, output=output), "utf-8")


def files(course: Path) -> list[str]:
    return sorted(path.name for path in (course / "my").glob("*.ipynb"))


def test_each_chapter_is_copied_once(course):
    first = bring_all(course)
    assert [message.split()[0] for message in first] == [
        "my/01_basics.ipynb",
        "my/02_forward.ipynb",
    ]
    assert files(course) == ["01_basics.ipynb", "02_forward.ipynb"]
    assert (course / "my/01_basics.ipynb").read_text("utf-8") == notebook("01_basics")
    assert bring_all(course) == bring_all(course, new=True) == []


@pytest.mark.parametrize("new", [False, True])
def test_what_the_learner_wrote_stays(course, new):
    bring_all(course)
    mine = course / "my/01_basics.ipynb"
    write(mine, "my own answer")
    (course / "my/notes.ipynb").write_text("no notebook at all", "utf-8")
    assert bring_all(course, new) == []  # the chapter is what it was
    write(course / "book/01_basics.ipynb", "a better chapter")
    bring_all(course, new)
    assert mine.read_text("utf-8") == notebook("my own answer")
    assert (course / "my/notes.ipynb").read_text("utf-8") == "no notebook at all"


def test_a_chapter_that_changed_is_told_and_laid_beside_on_request(course):
    bring_all(course)
    write(course / "my/01_basics.ipynb", "my own answer")
    write(course / "book/01_basics.ipynb", "a better chapter")
    for _ in range(2):
        (message,) = bring_all(course)
        assert message.startswith("01_basics.ipynb has changed since your copy")
    assert files(course) == ["01_basics.ipynb", "02_forward.ipynb"]
    (message,) = bring_all(course, new=True)
    assert message.endswith("the new one is my/01_basics.new.ipynb")
    assert (course / "my/01_basics.new.ipynb").read_text("utf-8") == notebook("a better chapter")
    assert (course / "my/01_basics.ipynb").read_text("utf-8") == notebook("my own answer")


def test_what_lies_beside_is_the_learners_too(course):
    bring_all(course)
    beside = course / "my/01_basics.new.ipynb"
    write(course / "book/01_basics.ipynb", "second edition")
    bring_all(course, new=True)
    write(beside, "my answer in the second edition")
    bring_all(course, new=True)  # not laid down again
    assert files(course) == ["01_basics.ipynb", "01_basics.new.ipynb", "02_forward.ipynb"]
    write(course / "book/01_basics.ipynb", "third edition")
    (message,) = bring_all(course, new=True)
    assert message.endswith("my/01_basics.new-2.ipynb")
    assert beside.read_text("utf-8") == notebook("my answer in the second edition")


def test_the_new_one_may_take_the_copys_place(course):
    bring_all(course)
    write(course / "book/01_basics.ipynb", "second edition")
    bring_all(course, new=True)
    (course / "my/01_basics.new.ipynb").replace(course / "my/01_basics.ipynb")
    assert bring_all(course) == []
    write(course / "my/01_basics.ipynb", "my answer")
    assert bring_all(course) == []


def test_what_the_cells_put_out_is_no_change(course):
    bring_all(course)
    write(course / "book/01_basics.ipynb", "01_basics", output="0.3 s")
    assert bring_all(course) == []


def test_a_chapter_is_added(course):
    bring_all(course)
    write(course / "book/03_backprop.ipynb", "new")
    (message,) = bring_all(course)
    assert message.startswith("my/03_backprop.ipynb is your copy")


def test_a_copy_that_was_put_away_is_made_anew(course):
    bring_all(course)
    write(course / "my/01_basics.ipynb", "edited beyond repair")
    (course / "my/01_basics.ipynb").rename(course / "my/01_old.ipynb")
    bring_all(course)
    assert (course / "my/01_basics.ipynb").read_text("utf-8") == notebook("01_basics")
    assert (course / "my/01_old.ipynb").read_text("utf-8") == notebook("edited beyond repair")


@pytest.mark.parametrize("memory", ["", "{", None], ids=["empty", "damaged", "lost"])
def test_without_its_memory_nothing_is_written_over(course, memory):
    bring_all(course)
    write(course / "my/01_basics.ipynb", "my own answer")
    path = course / "my" / ORIGINS
    path.unlink() if memory is None else path.write_text(memory, "utf-8")
    (message,) = bring_all(course)
    assert "01_basics.ipynb" in message
    assert (course / "my/01_basics.ipynb").read_text("utf-8") == notebook("my own answer")


def test_the_program_says_how_to_get_the_new_ones(course, monkeypatch, capsys):
    monkeypatch.setattr(my_copies, "__file__", str(course / "tools/my_copies.py"))
    monkeypatch.setattr("sys.argv", ["my_copies.py"])
    my_copies.main()
    assert "NEW=1" not in capsys.readouterr().out
    write(course / "book/01_basics.ipynb", "second edition")
    my_copies.main()
    assert "make lab NEW=1" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["my_copies.py", "--new"])
    my_copies.main()
    assert "NEW=1" not in capsys.readouterr().out
    assert "01_basics.new.ipynb" in files(course)


def test_git_and_the_tools_leave_the_copies_alone(tmp_path):
    """An update cannot conflict with what git does not know; nor are a learner's cells checked."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "/my/" in ignored
    for name in ("pyproject.toml", "conftest.py"):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/nbval_sanitize.cfg").touch()
    (tmp_path / "my").mkdir()
    (tmp_path / "my/test_mine.py").write_text("import os, sys\ndef test(): assert False\n")
    write(tmp_path / "my/01_basics.ipynb", "import os, sys")
    for tool, nothing_found in (("ruff check .", 0), ("pytest . -q", 5)):
        program, *words = tool.split()
        command = [sys.executable, "-m", program, *words]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ended.returncode == nothing_found, ended.stdout + ended.stderr


def lab_commands(uid: int, tmp_path: Path, *words: str) -> str:
    """What `make lab` would run, for a user of that number."""
    program = tmp_path / "id"
    program.write_text(f"#!/bin/sh\necho {uid}\n")
    program.chmod(0o755)
    return subprocess.run(
        ["make", "--dry-run", "--always-make", "lab", *words],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.skipif(os.name == "nt", reason="make is a program of Unix")
def test_make_lab_opens_the_copies_and_runs_as_root_too(tmp_path):
    as_user, as_root = lab_commands(1000, tmp_path), lab_commands(0, tmp_path)
    assert "tools/my_copies.py\n" in as_user.replace(" \n", "\n")
    assert "jupyter lab --notebook-dir=my" in as_user
    assert "--allow-root" not in as_user
    assert "--allow-root" in as_root
    assert "my_copies.py --new" in lab_commands(0, tmp_path, "NEW=1")
