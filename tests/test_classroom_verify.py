"""An assignment is verified before students meet it: what grades wrongly is named."""

from dataclasses import replace
from functools import partial

import pytest

pytest.importorskip("typer", reason="the command needs typer")

from classroom_command import classroom
from course_files import CUBE

from nncourse import exercises
from nncourse.classroom import variants
from nncourse.classroom.grading.batch import grade_all
from nncourse.classroom.grading.cells import mistake_as_cell
from nncourse.classroom.grading.standing import standing
from nncourse.classroom.grading.verifying import cases_of, draws, importable, verify
from nncourse.classroom.sandbox.sandbox import available

needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
in_sandboxes = partial(grade_all, jobs=2)


@pytest.fixture
def course(tmp_path):
    """A course without students and with an exercise of its own."""
    folder = tmp_path / "nets"
    classroom("new", folder).says()
    (folder / "variants" / "basics").mkdir(parents=True)
    (folder / "variants" / "basics" / "cube.py").write_text(CUBE)
    return folder


def assigned(folder, *words):
    """How an assignment of these exercises stands."""
    classroom("assign", "week-1", *words, "-C", folder).says()
    return standing(folder, "week-1")


@needs_sandbox
def test_a_chapter_and_an_exercise_of_ones_own_are_as_they_should_be(course):
    assigned(course, "basics", "basics.cube")
    shown = classroom("verify", "week-1", "-j", 2, "-C", course)
    shown.says("10 exercises as they should be", "Next: ", "collect week-1 ...")


@needs_sandbox
def test_everything_that_may_be_drawn_is_tried(course):
    (course / "roster.csv").write_text("id,name\ns1,Jane\n")
    drawn = "forward.elu,forward.tempered_softmax"
    found = assigned(course, "basics.mse", "--drawn", drawn)
    asked = {id for one in draws(found) for id in found.assignment.asked_of(one)}
    assert asked == {"basics.mse", *drawn.split(",")}
    tried = [case for case in cases_of(found) if "known mistake" in case.what]
    assert len(tried) == sum(len(found.exercise(id).mistakes) for id in asked)
    assert verify(found, in_sandboxes) == []


@needs_sandbox
def test_an_exercise_whose_right_answer_fails_in_the_sandbox_is_named(course):
    file = course / "variants" / "basics" / "cube.py"
    file.write_text(CUBE.replace("X**3", "X ** int(open(__file__[:-2] + 'txt').read())"))
    file.with_suffix(".txt").write_text("3")
    assigned(course, "basics.cube")
    shown = classroom("verify", "week-1", "-C", course)
    assert shown.code == 1
    assert "basics.cube: the right answer does not get full points" in shown.out


def test_a_right_answer_that_has_no_text_is_refused(course):
    file = course / "variants" / "basics" / "cube.py"
    file.write_text(CUBE.replace("def right(X):\n    return X**3", "right = lambda X: X**3"))
    assigned(course, "basics.cube")
    shown = classroom("verify", "week-1", "-C", course)
    shown.fails_with("is not at the top of its module")


@needs_sandbox
def test_a_mistake_that_has_no_text_is_named(course):
    file = course / "variants" / "basics" / "cube.py"
    made = 'for _power in (1,):\n    cube.mistake("first", "The first.")(lambda X: X**_power)\n'
    file.write_text(f"{CUBE}\n\n{made}")
    found = assigned(course, "basics.cube")
    (fault,) = verify(found, in_sandboxes)
    assert fault.about == "basics.cube"
    assert fault.text.startswith("the known mistake 'first' could not be tried")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (1, "the known mistake 'absolute_value' gets full points, and should not"),
        (1, "the notebook as it is given out gets full points, and should not"),
        (0, "the right answer does not get full points"),
    ],
)
@needs_sandbox
def test_a_grader_that_errs_is_found_out(course, points, expected):
    """One that gives everybody all points, or nobody any."""
    found = assigned(course, "forward.relu")

    def erring(submissions, folder):
        for result in in_sandboxes(submissions, folder):
            marks = {id: replace(mark, points=points) for id, mark in result.exercises.items()}
            yield replace(result, exercises=marks)

    faults = verify(found, erring)
    assert any(fault.text.startswith(expected) for fault in faults), faults


def test_without_a_sandbox_it_refuses(course, monkeypatch):
    assigned(course, "forward.relu")
    missing = "bubblewrap is not installed: apt install bubblewrap"
    monkeypatch.setattr("nncourse.classroom.grading.batch.available", lambda: missing)
    classroom("verify", "week-1", "-C", course).fails_with(missing, "--trusted")


@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_every_known_mistake_of_the_course_can_be_written_into_a_cell(chapter):
    for exercise in (*exercises.exercises_of(chapter), *variants.variants_of(chapter)):
        for mistake in exercise.mistakes:
            text = mistake_as_cell(mistake, exercise, importable(exercise))
            names: dict = {}
            exec(compile(text, mistake.id, "exec"), names)
            assert callable(names[exercise.name]), mistake.id
