"""Grading in the sandbox says the same as the check in a notebook, for every exercise there is."""

import json
import os
from pathlib import Path

import pytest
from alternatives import ANSWERS
from classroom_sources import copy_of

from nncourse import exercises
from nncourse.checking import judge
from nncourse.checking.judging import default_seed, right_outcomes
from nncourse.classroom.grading.cells import as_cell
from nncourse.classroom.grading.grading import Grader, Task, Work, grade
from nncourse.classroom.grading.replies import Picked
from nncourse.classroom.sandbox import withheld
from nncourse.classroom.sandbox.sandbox import Sandboxes, available

needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
pytestmark = needs_sandbox
each_chapter = pytest.mark.parametrize("chapter", exercises.CHAPTERS)
each_exercise = pytest.mark.parametrize("exercise", exercises.catalogue(), ids=lambda e: e.id)
# The sandbox runs one in five of the answers that are known, and all of them if this is 1.
EVERY = int(os.environ.get("NNCOURSE_EVERY", "5"))
# Right answers that call what is withheld: in self-study a learner's own affair, here not.
CALLERS = {("forward.dense_forward", 5)}


def work_on(*asked) -> Work:
    """An assignment of these exercises, with their own points."""
    return Work("a test", tuple(Task(exercise, exercise.points) for exercise in asked))


def graded(folder: Path, work: Work, *cells: str, **options) -> dict:
    """The marks of a notebook with these cells."""
    path = folder / "work.ipynb"
    made = [{"cell_type": "code", "source": cell} for cell in ("import numpy as np", *cells)]
    path.write_text(json.dumps({"cells": made}))
    return grade(path, work, **options).exercises


def importable(exercise) -> set:
    """What an answer may import instead of writing it."""
    return set(withheld.surroundings(exercise).names.values())


@each_chapter
def test_the_packages_own_source_earns_all_points(chapter, tmp_path):
    asked = exercises.exercises_of(chapter)
    cells = [as_cell(e.reference, e.name, importable(e)) for e in asked]
    marks = graded(tmp_path, work_on(*asked), *cells)
    assert {id: (m.kind, m.message) for id, m in marks.items() if m.kind != "correct"} == {}
    assert [m.points for m in marks.values()] == [e.points for e in asked]


@each_chapter
def test_a_stub_earns_nothing(chapter, tmp_path):
    asked = exercises.exercises_of(chapter)
    marks = graded(tmp_path, work_on(*asked), *(e.contract for e in asked))
    assert {m.kind for m in marks.values()} == {"not attempted"}
    assert sum(m.points for m in marks.values()) == 0


@each_chapter
def test_calling_the_packages_own_function_earns_nothing(chapter, tmp_path):
    asked = exercises.exercises_of(chapter)
    work = work_on(*asked)
    for text in (
        "from {module} import {own} as {name}",
        "import {module} as m\n{name} = m.{own}",
        "import importlib\n{name} = getattr(importlib.import_module('{module}'), '{own}')",
        "def {name}(*a, **k):\n    from {module} import {own}\n    return {own}(*a, **k)",
        "from nncourse.exercises import find\n{name} = find('{id}').reference",
        "from nncourse.exercises.{id} import {name} as e\n{name} = e.reference",
    ):
        marks = graded(tmp_path, work, *(calling(text, e) for e in asked))
        assert {id: m.points for id, m in marks.items() if m.points} == {}


def calling(text: str, exercise) -> str:
    """A cell in which a name stands for the package's own function."""
    own = exercise.reference
    return text.format(module=own.__module__, own=own.__name__, name=exercise.name, id=exercise.id)


def test_calling_the_package_earns_all_where_the_assignment_allows_it(tmp_path):
    asked = exercises.exercises_of("forward") + exercises.exercises_of("mnist")
    work = Work("open", tuple(Task(e, 1) for e in asked), allow_package=True)
    text = "from {module} import {own} as {name}"
    marks = graded(tmp_path, work, *(calling(text, e) for e in asked))
    assert {id: m.message for id, m in marks.items() if not m.points} == {}


def test_results_learnt_by_heart_pass_only_where_the_inputs_are_those_of_the_notebook(tmp_path):
    mse = exercises.find("basics.mse")
    probes, expected = right_outcomes(mse, default_seed(mse))
    pairs = zip(probes, expected, strict=True)
    known = {b"".join(a.tobytes() for a in probe.arguments): o.value for probe, o in pairs}
    cell = f"KNOWN = {known}\ndef mse(Y_hat, Y):\n    return KNOWN[Y_hat.tobytes() + Y.tobytes()]"
    assert graded(tmp_path, work_on(mse), cell)["basics.mse"].points == 2
    drawn = Work("drawn", (Task(mse, 2),), seed=4711)
    assert graded(tmp_path, drawn, cell)["basics.mse"].points == 0


@each_exercise
def test_the_withheld_package_lacks_what_is_asked_for(exercise):
    package = withheld.surroundings(exercise).package
    own = exercise.reference
    assert own.__module__ not in package or own.__name__ in package[own.__module__][2]
    assert not [name for name in package if "exercises" in name or "checking" in name]


@each_exercise
def test_other_right_answers_earn_all_points(exercise, tmp_path):
    may = importable(exercise)
    for number, answer in list(enumerate(ANSWERS[exercise.id]))[::EVERY]:
        try:
            cell = as_cell(answer, exercise.name, may)
        except LookupError:  # made by another function: it has no text of its own
            continue
        mark = graded(tmp_path, work_on(exercise), cell)[exercise.id]
        callers = (exercise.id, number) in CALLERS
        assert mark.points == (0 if callers else exercise.points), f"{number}: {mark.message}"


@each_exercise
def test_each_known_mistake_is_named_as_in_the_notebook(exercise):
    """The mistakes come with a copy of the course under another name, as a cheat could bring it."""
    where = f"mine.exercises.{exercise.id}"
    first = f"{copy_of(f'nncourse.exercises.{exercise.id}')}\nimport {where} as there\n"
    first += f"known = [e for e in vars(there).values() if getattr(e, 'id', '') == {exercise.id!r}]"
    bank = [*exercise.mistakes, *exercise.variants]
    with Sandboxes() as own, Grader(work_on(exercise), [], own) as grader:
        for number, known in list(enumerate(bank))[::EVERY]:
            last = f"{exercise.name} = (known[0].mistakes + known[0].variants)[{number}].answer"
            grader.picked = {exercise.name: Picked((first, last))}
            found, expected = grader.verdict(exercise), judge(exercise, known.answer)
            assert (found.mistake, found.kind) == (expected.mistake, expected.kind), known.id
            assert found.passed == expected.passed, known.id
