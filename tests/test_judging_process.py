"""What an answer does to the process and to Python's own modules: put back, refused or told."""

import _thread
import faulthandler
import gc
import os
import random
import signal
import sys
import threading
import time

import numpy as np
import pytest

from nncourse.checking import check, judge, keeping, records, rehearsal, running
from nncourse.checking.verdict import MOST_WORDS

MSE = "basics.mse"
FILES = "/proc/self/fd"


def right(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)


def after(act):
    """The right answer, after it has done something else."""

    def answer(Y_hat, Y):
        act()
        return right(Y_hat, Y)

    return answer


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    return tmp_path


def limit_files():
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


WAYS = {
    "alarm": lambda: signal.alarm(60),
    "timer": lambda: signal.setitimer(signal.ITIMER_REAL, 60),
    "main thread": lambda: _thread.interrupt_main(),
    "dump": lambda: faulthandler.dump_traceback_later(60, exit=True),
    "limit": limit_files,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither alarms nor limits")
@pytest.mark.parametrize("way", WAYS)
def test_what_would_end_python_is_refused(way):
    verdict = judge(MSE, after(WAYS[way]))
    assert verdict.kind == "raised"
    assert "SystemExit: this would end Python" in verdict.message
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (threading, "Thread"),
        (threading, "excepthook"),
        (os, "pipe"),
        (os, "getcwd"),
        (os, "_exit"),
        (time, "monotonic"),
        (random, "setstate"),
        (sys, "setrecursionlimit"),
        (np.fft, "fft"),
    ],
)
def test_what_is_replaced_is_put_back_and_told(module, name):
    original = getattr(module, name)
    verdict = judge(MSE, after(lambda: setattr(module, name, None)))
    assert getattr(module, name) is original
    if not name.startswith("_"):
        assert f"Your code replaced {module.__name__}.{name}" in verdict.message
    assert judge(MSE, right).passed


def test_what_is_deleted_is_put_back():
    original = time.sleep
    judge(MSE, after(lambda: vars(time).pop("sleep", None)))
    assert time.sleep is original


def test_what_a_debugger_replaced_before_is_left_alone(monkeypatch):
    def theirs():
        return os.path.realpath(".")

    monkeypatch.setattr(os, "getcwd", theirs)
    assert judge(MSE, right).passed
    assert os.getcwd is theirs


def settings():
    """All of the process that an answer may change, for comparison."""
    return [*(read() for read, _ in keeping.SETTINGS), sys.stdout, random.getstate()]


CHANGES = {
    "folder": lambda: os.chdir(os.sep),
    "umask": lambda: os.umask(0o777),
    "environment": lambda: os.environ.clear(),
    "one variable": lambda: os.environ.update(NNCOURSE_HOME="elsewhere"),
    "search path": lambda: sys.path.clear(),
    "switching": lambda: sys.setswitchinterval(100),
    "garbage": gc.disable,
    "trace": lambda: threading.settrace(lambda *given: None),
    "profile": lambda: threading.setprofile(lambda *given: None),
    "stdout": lambda: setattr(sys, "stdout", None),
    "closed stdout": lambda: sys.stdout and sys.stdout.close(),
    "random": lambda: random.seed(1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_settings_of_the_process_are_put_back(change):
    before = settings()
    assert judge(MSE, after(CHANGES[change])).passed
    assert settings() == before
    assert judge(MSE, right).passed


def test_the_systems_streams_are_put_back(monkeypatch, tmp_path):
    monkeypatch.setattr(running, "rehearse", lambda work, seconds: None)
    before = [os.fstat(stream) for stream in (1, 2)]

    def away():
        os.close(1)
        file = os.open(tmp_path / "other", os.O_CREAT | os.O_WRONLY)
        os.dup2(file, 2)
        if file != 1:
            os.close(file)

    judge(MSE, after(away))
    assert [os.fstat(stream).st_ino for stream in (1, 2)] == [stat.st_ino for stat in before]


def test_a_thread_that_is_left_is_mentioned():
    done = threading.Event()

    def leave():
        threading.Thread(target=done.wait, daemon=True).start()

    def wrong(Y_hat, Y):
        leave()
        return Y

    try:
        verdict = judge(MSE, after(leave))
        assert verdict.passed
        assert "threads that your code started still run" in verdict.message
        told = judge(MSE, wrong).message
        assert "threads that your code started still run" in told
        assert len(told.split()) <= MOST_WORDS
    finally:
        done.set()


def test_a_thread_that_somebody_else_started_is_not_mentioned():
    done, begun, left = threading.Event(), threading.Event(), []

    def serve():  # as a web server or a notebook's kernel does, whatever the learner does
        begun.wait()
        left.append(threading.Thread(target=done.wait, daemon=True))
        left[0].start()

    def while_it_starts():
        begun.set()
        threads[0].join()

    threads = [threading.Thread(target=serve, daemon=True)]
    threads[0].start()
    try:
        verdict = judge(MSE, after(while_it_starts))
        assert left[0].is_alive()
        assert verdict.passed
        assert "threads" not in verdict.message
    finally:
        done.set()


def test_a_thread_that_has_ended_is_not_mentioned():
    def wait():
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()

    assert "threads" not in judge(MSE, after(wait)).message


def open_files():
    return len(os.listdir(FILES))


@pytest.mark.skipif(not os.path.isdir(FILES), reason="only Linux lists a process's open files")
def test_a_check_inside_an_answer_is_refused_at_once_and_leaves_nothing(home):
    files, threads = open_files(), threading.active_count()
    verdict = judge(MSE, after(lambda: judge(MSE, right)))
    assert verdict.kind == "raised"
    assert "checked inside of another one" in verdict.message
    assert judge(MSE, after(lambda: check(MSE, right))).passed
    assert (open_files(), threading.active_count()) == (files, threads)
    assert records.read() == {}


@pytest.mark.skipif(not os.path.isdir(FILES), reason="only Linux lists a process's open files")
@pytest.mark.parametrize("error", [OSError, SystemExit])
def test_a_rehearsal_that_cannot_begin_leaves_no_pipe(monkeypatch, error):
    def refused():
        raise error

    monkeypatch.setattr(rehearsal, "copy_process", refused)
    files = open_files()
    if error is OSError:
        assert rehearsal.rehearse(lambda: None, 1.0) is None
    else:
        with pytest.raises(SystemExit):
            rehearsal.rehearse(lambda: None, 1.0)
    assert open_files() == files


def test_an_answer_whose_thread_breaks_is_not_right(monkeypatch):
    def broken(*given):
        raise SystemExit

    monkeypatch.setattr(running, "changed_arguments", broken)
    assert judge(MSE, right).kind == "stopped"
