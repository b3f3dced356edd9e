"""What holds for tests, docstrings' examples and notebooks alike, however pytest is called.

A reader's own progress is neither read nor written: each process gets a folder of its own.
"""

import os
import tempfile

import pytest

home = tempfile.TemporaryDirectory(prefix="nncourse-", ignore_cleanup_errors=True)
os.environ["NNCOURSE_HOME"] = home.name

# The files whose tests several processes may share; they keep those of any other file together,
# since the cells of a notebook share a kernel.
SHARED = ("tests/test_chapters.py", "tests/test_exercises.py")

# Only JupyterHub and nbgrader can run these.
collect_ignore_glob = ["book/instructors/live/*_config.py"]


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Of a live figure its words are compared, which say its numbers, not all that a page gets."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("application/vnd.nncourse.figure+json",)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """With `--dist loadfile`: file by file, but the tests of `SHARED` one by one."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if nodeid.startswith(SHARED) else super()._split_scope(nodeid)

    return Scheduling(config, log)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    home.cleanup()
