"""The sandbox: what is inside, what is not, and what happens where there is none."""

import errno
import json
import struct
import subprocess

import pytest

from nncourse import exercises
from nncourse.classroom.grading.batch import Submission, grade_all
from nncourse.classroom.grading.grading import Task, Work, grade
from nncourse.classroom.sandbox import sandbox, seccomp
from nncourse.classroom.sandbox.sandbox import Ended, Sandbox, SandboxError, Sandboxes, available

needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
MSE = exercises.find("basics.mse")
WORK = Work("a test", (Task(MSE, 2),))
RIGHT = "def mse(Y_hat, Y):\n    return float(((Y_hat - Y) ** 2).mean())"


def notebook(folder, *cells):
    """A notebook with these cells."""
    path = folder / "work.ipynb"
    made = [{"cell_type": "code", "source": cell} for cell in cells]
    path.write_text(json.dumps({"cells": made}))
    return path


def seen_inside(folder, *lines: str) -> list[str]:
    """The lines that an answer prints the first time that it is called."""
    body = "\n".join(f"    {line}" for line in lines)
    code = f"import os, sys\ncalls = []\ndef mse(Y_hat, Y):\n    if calls: return\n{body}\n"
    path = notebook(folder, code + "    calls.append(1)")
    return grade(path, WORK).exercises["basics.mse"].printed.splitlines()


@needs_sandbox
def test_nothing_of_the_instructors_is_inside(tmp_path):
    paths = (str(tmp_path), __file__, "/home", "/etc/passwd")
    printed = seen_inside(
        tmp_path,
        f"print([os.path.exists(path) for path in {paths}])",
        "print(sorted(os.environ))",
        "print(os.getuid() != 0, os.getppid(), [n for n in os.listdir('/proc') if n.isdigit()])",
    )
    files, variables, process = printed
    assert files == "[False, False, False, False]"
    assert set(eval(variables)) <= {*sandbox.ENVIRONMENT, "PWD", "LC_CTYPE"}
    assert process.startswith("True 1 ['1', ")


@needs_sandbox
def test_nothing_inside_can_be_written_to(tmp_path):
    printed = seen_inside(
        tmp_path,
        "for folder, names, _ in os.walk('/'):",
        "    if folder == '/': names.remove('proc')",
        "    if os.access(folder, os.W_OK): print('can write to', folder)",
        "print('looked everywhere')",
    )
    assert printed == ["looked everywhere"]


@needs_sandbox
def test_the_course_is_not_on_the_disk_inside(tmp_path):
    printed = seen_inside(
        tmp_path,
        "found = [d for d, _, files in os.walk('/') if 'nncourse' in d or 'losses.py' in files]",
        "print(found, [m for m in sys.modules if 'checking' in m or 'exercises' in m])",
    )
    assert printed == ["[] []"]


@needs_sandbox
def test_a_user_without_rights_has_a_sandbox_too(monkeypatch):
    monkeypatch.setattr(sandbox.os, "geteuid", lambda: 1000)
    if subprocess.run(["bwrap", "--unshare-user", "--ro-bind", "/", "/", "true"]).returncode:
        pytest.skip("this system keeps spaces of users from users")
    with Sandbox() as made:
        assert made.alive


@needs_sandbox
def test_a_task_that_is_no_task_ends_and_its_sandbox_with_it():
    for task in (b"", b"nonsense", b"NNP1" * 100):
        with Sandbox() as made, pytest.raises(Ended, match="died"):
            made.ask(task, 5, 5)
        assert not made.alive


@needs_sandbox
def test_what_has_ended_is_begun_anew(tmp_path):
    path = notebook(tmp_path, RIGHT)
    with Sandbox() as made:
        made.process.kill()
        with pytest.raises(Ended):
            made.ask(b"", 1, 1)
        assert not made.alive
    assert grade(path, WORK).points == 2


@needs_sandbox
def test_only_a_sandbox_in_which_all_ended_well_is_used_again(tmp_path):
    with Sandboxes() as made:
        grade(notebook(tmp_path, RIGHT), WORK, sandboxes=made)
        (first,) = made.free
        grade(notebook(tmp_path, "def mse(*a): return leave(0)"), WORK, sandboxes=made)
        assert made.free == [first]
        path = notebook(tmp_path, "import posix\nleave = posix._exit\ndef mse(*a): leave(0)")
        assert grade(path, WORK, sandboxes=made).exercises["basics.mse"].kind == "stopped"
        assert made.free == []
        assert not first.alive


@needs_sandbox
def test_nothing_of_one_submission_is_in_the_memory_of_the_next(tmp_path):
    secret = "a-secret-of-anna-" + "0123456789" * 3
    one = notebook(tmp_path, f"SECRET = {secret!r}\ndef mse(*a): return SECRET, len(SECRET)")
    with Sandboxes() as made:
        grade(one, WORK, sandboxes=made)
        (first,) = made.free
        other = notebook(
            tmp_path,
            "import re\nPARTS = ['a-secret-of', '-anna-']\ndef mse(*a):\n"
            "    found = 0\n    wanted = ''.join(PARTS).encode() + b'[0-9]{20}'\n"
            "    for line in open('/proc/self/maps'):\n"
            "        if 'rw' not in line: continue\n"
            "        start, end = (int(n, 16) for n in line.split()[0].split('-'))\n"
            "        import ctypes\n"
            "        found += len(re.findall(wanted, ctypes.string_at(start, end - start)))\n"
            "    print('found', found)",
        )
        mark = grade(other, WORK, sandboxes=made).exercises["basics.mse"]
        assert made.free == [first]
        assert mark.printed.startswith("found 0")


def test_trusted_work_is_graded_alike_without_a_sandbox(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "behind_a_wall", None)
    path = notebook(tmp_path, "import numpy as np", RIGHT)
    assert grade(path, WORK, sandboxes=Sandboxes(trusted=True)).points == 2
    path = notebook(tmp_path, "from nncourse.losses import mse")
    assert grade(path, WORK, sandboxes=Sandboxes(trusted=True)).points == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("which", lambda name: None, "bubblewrap is not installed"), ("platform", "darwin", "darwin")],
)
def test_without_a_sandbox_nothing_is_graded(name, value, said, tmp_path, monkeypatch):
    where = sandbox.shutil if name == "which" else sandbox.sys
    monkeypatch.setattr(where, name, value)
    assert said in available()
    work = [Submission("anna", notebook(tmp_path, RIGHT), WORK)]
    with pytest.raises(SandboxError, match="--trusted"):
        list(grade_all(work, tmp_path / "run"))


# The filter of system calls.


def decided(program: bytes, architecture: int, number: int, first: int) -> int:
    """What a filter answers to a system call, as the kernel would work it out."""
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    data = {seccomp.NUMBER: number, seccomp.ARCHITECTURE: architecture, 16: first}
    value = at = 0
    while True:
        code, then, otherwise, constant = steps[at]
        at += 1
        if code == seccomp.RETURN:
            return constant
        if code == seccomp.LOAD:
            value = data[constant]
            continue
        holds = {
            seccomp.EQUAL: value == constant,
            seccomp.AT_LEAST: value >= constant,
            seccomp.ANY_BIT: bool(value & constant),
        }[code]
        at += then if holds else otherwise


@pytest.mark.parametrize("machine", list(seccomp.NUMBERS))
def test_the_filter_refuses_what_it_lists_and_nothing_else(machine):
    text, own = seccomp.program(machine), seccomp.ARCHITECTURES[machine]
    assert len(seccomp.NUMBERS[machine]) == len(seccomp.NAMES.split())
    clone, limit = seccomp.CLONE[machine], seccomp.LIMIT[machine]
    refused = {*seccomp.NUMBERS[machine]}
    for number in range(460):
        if number not in (clone, limit, seccomp.CLONE3):
            wanted = seccomp.REFUSE | errno.EPERM if number in refused else seccomp.ALLOW
            assert decided(text, own, number, 7) == wanted
    no, yes = seccomp.REFUSE | errno.EPERM, seccomp.ALLOW
    assert decided(text, own, clone, 0x003D0F00) == yes  # a thread
    assert decided(text, own, clone, 0x01200011) == yes  # a fork
    assert decided(text, own, clone, 0x10000011) == no  # a space of users
    assert decided(text, own, limit, 0) == yes
    assert decided(text, own, limit, 1) == no
    assert decided(text, own, seccomp.CLONE3, 0) == seccomp.REFUSE | errno.ENOSYS
    assert decided(text, own ^ 1, 0, 0) == no
    assert decided(text, own, 0x40000001, 0) == no


@pytest.mark.parametrize("sent", [b"", b"\0" * 3, (100).to_bytes(8, "little") + b"half of it"])
def test_a_worker_whose_grader_is_killed_as_it_starts_ends(sent):
    """It waits for its modules then, and must not wait for ever."""
    started = subprocess.run(sandbox.plainly(), input=sent, capture_output=True, timeout=30)
    assert started.returncode != 0
