"""What proves that the exercises judge rightly: each test runs for every exercise there is."""

import ast
import inspect
import io
import subprocess
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from alternatives import ANSWERS, EQUIVALENT
from mutants import mutants_of

from nncourse import exercises
from nncourse.checking import judge
from nncourse.checking.diagnosis import Diagnosis
from nncourse.checking.judging import default_seed, known_outcomes, right_outcomes
from nncourse.checking.running import Run
from nncourse.checking.values import Foreign, freeze, same
from nncourse.checking.verdict import MOST_WORDS, TRY
from nncourse.exercises.form import Exercise
from nncourse.exercises.quiz import questions

CATALOGUE = exercises.catalogue()
KNOWN = [(exercise, mistake) for exercise in CATALOGUE for mistake in exercise.mistakes]
ACCEPTED = [(exercise, variant) for exercise in CATALOGUE for variant in exercise.variants]
LISTED = {
    "basics": "neuron linear_forward mse mse_backward linear_backward gradient_step "
    "init_parameters train_neuron count_parameters",
    "forward": "sigmoid relu tanh softmax dense_forward forward one_hot binary_cross_entropy "
    "cross_entropy predict_class",
    "backprop": "sigmoid_backward relu_backward tanh_backward softmax_cross_entropy_backward "
    "dense_backward numerical_gradient backward update Dense",
    "cats": "flatten_images standardize predict_binary accuracy l2_penalty l2_backward "
    "precision_recall flip_horizontal train_step",
    "mnist": "read_idx scale_pixels minibatches he_init xavier_init epoch "
    "momentum_update train_epochs confusion_matrix top_k_accuracy",
    "optimizers": "momentum_step nesterov_step rmsprop_step adam_step cosine_schedule "
    "clip_by_global_norm",
    "autograd": "topological_order unbroadcast add_backward mul_backward matmul_backward "
    "sum_backward relu_node softmax_node",
}

each_exercise = pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), KNOWN, ids=[f"{e.id}-{m.id}" for e, m in KNOWN]
)


pytestmark = pytest.mark.usefixtures("no_rehearsal")


def stub(exercise: Exercise):
    """The learner's function as the contract hands it out."""
    namespace: dict = {"np": np}
    exec(exercise.contract, namespace)
    return namespace[exercise.name]


# The catalogue.


@pytest.mark.parametrize("chapter", LISTED)
def test_the_catalogue_holds_what_the_chapters_promise(chapter):
    ids = {exercise.id for exercise in exercises.exercises_of(chapter)}
    assert {f"{chapter}.{name}" for name in LISTED[chapter].split()} <= ids


def test_every_exercise_that_is_written_is_listed():
    """One that no list names would be left out without a word: a file, or a chapter's folder."""
    room = Path(exercises.__file__).parent
    files = [file.relative_to(room.parents[1]).with_suffix("") for file in room.rglob("*.py")]
    modules = [".".join(file.parts).removesuffix(".__init__") for file in files]
    written = {
        module
        for module in modules
        if any(isinstance(value, Exercise) for value in vars(import_module(module)).values())
    }
    assert written == {f"nncourse.exercises.{exercise.id}" for exercise in CATALOGUE}


def test_the_catalogue_loads_neither_the_engine_nor_anything_heavier_than_numpy():
    code = (
        "import sys, numpy.random\n"
        "before = set(sys.modules)\n"
        "import nncourse.exercises\n"
        "nncourse.exercises.catalogue()\n"
        "print(*(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = run.stdout.split()
    assert "nncourse.exercises.basics.mse" in loaded
    assert not [module for module in loaded if module.startswith("nncourse.checking")]
    packages = {module.partition(".")[0] for module in loaded}
    assert packages - sys.stdlib_module_names <= {"nncourse", "numpy"}


def test_ids_are_unique_and_found():
    ids = [exercise.id for exercise in CATALOGUE]
    assert len(set(ids)) == len(ids)
    assert all(exercises.find(id).id == id for id in ids)


def test_finding_an_exercise_loads_no_other():
    program = """
import sys
from nncourse import exercises
exercises.find("forward.softmax")
print(*(name for name in sys.modules if name.startswith("nncourse.exercises.forward.")))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"nncourse.exercises.forward.softmax"]


@pytest.mark.parametrize("id", ["forward.quiz", "softmax", "", None, 3])
def test_what_is_no_id_is_refused(id):
    with pytest.raises(KeyError, match="there is no exercise"):
        exercises.find(id)


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(KeyError, match=r"did you mean 'basics\.mse'"):
        exercises.find("basics.mze")


@each_exercise
def test_an_exercise_is_complete(exercise):
    assert exercise.chapter in exercises.CHAPTERS
    assert exercise.points >= 1
    assert exercise.title
    assert exercise.outcomes
    assert all(exercise.outcomes)
    assert ast.get_docstring(ast.parse(exercise.contract).body[0])
    assert len(exercise.mistakes) >= 8
    ids = [known.id for known in (*exercise.mistakes, *exercise.variants)]
    assert len(set(ids)) == len(ids)


@each_exercise
def test_the_contract_takes_what_the_package_takes(exercise):
    if inspect.isclass(exercise.reference):
        pytest.skip("a class is used as the exercise says")
    accepted = list(inspect.signature(exercise.reference).parameters)
    assert list(exercise.arguments) == accepted[: len(exercise.arguments)]


@each_exercise
def test_there_are_three_hints_and_none_is_the_solution(exercise):
    assert len(exercise.hints) == 3
    assert len(set(exercise.hints)) == 3
    said = " ".join([*exercise.hints, *(mistake.message for mistake in exercise.mistakes)])
    returns = [
        ast.unparse(node.value)
        for node in ast.walk(ast.parse(inspect.getsource(exercise.reference)))
        if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Call)
    ]
    assert not any(solution in said for solution in returns)


@each_exercise
def test_probes_have_labels_of_their_own_and_come_again(exercise):
    probes = list(exercise.draw(1))
    labels = [probe.label for probe in probes]
    assert len(set(labels)) == len(labels) >= 3
    assert all(len(probe.arguments) <= len(exercise.arguments) for probe in probes)
    for probe, again in zip(probes, exercise.draw(1), strict=True):
        pairs = zip(freeze(probe.arguments), freeze(again.arguments), strict=True)
        assert all(isinstance(one, Foreign) or same(one, other, 0) for one, other in pairs)


# Right answers.


@each_exercise
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_packages_own_function_passes(exercise, seed):
    verdict = judge(exercise, exercise.reference, seed=seed)
    assert verdict.passed, str(verdict)
    assert verdict.kind == "correct"
    assert len(verdict.message.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    "exercise", [e for e in CATALOGUE if e.short], ids=lambda exercise: exercise.id
)
def test_the_short_form_passes_and_is_nobody_elses_work(exercise):
    verdict = judge(exercise, exercise.short)
    assert (verdict.kind, verdict.shown) == ("correct", False), str(verdict)


@each_exercise
def test_differently_written_answers_pass(exercise):
    assert len(ANSWERS[exercise.id]) >= 5
    for answer in ANSWERS[exercise.id]:
        verdict = judge(exercise, answer, seconds=20)  # where the processor is busy, too
        assert verdict.passed, str(verdict) + "\n" + inspect.getsource(answer)


@pytest.mark.parametrize(
    ("exercise", "variant"), ACCEPTED, ids=[f"{e.id}-{v.id}" for e, v in ACCEPTED]
)
def test_a_legitimate_variant_passes_with_its_note(exercise, variant):
    verdict = judge(exercise, variant.answer)
    assert verdict.passed, str(verdict)
    assert variant.note in verdict.message


# Wrong answers.


@each_exercise
def test_a_stub_reads_not_attempted(exercise):
    verdict = judge(exercise, stub(exercise))
    assert (verdict.kind, verdict.passed, verdict.mistake) == ("not attempted", False, None)


@each_mistake
def test_a_known_mistake_is_named(exercise, mistake):
    verdict = judge(exercise, mistake.answer)
    assert not verdict.passed
    assert verdict.mistake == mistake.id, str(verdict)
    assert verdict.message.startswith(mistake.message)
    assert len(verdict.message.split()) <= MOST_WORDS


@each_exercise
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_no_mistake_is_taken_for_another(exercise, seed):
    """The confusion matrix is diagonal, whatever the hidden inputs."""
    seed = default_seed(exercise) if seed is None else seed
    probes, right = right_outcomes(exercise, seed)
    bank = known_outcomes(exercise, seed)
    for known, outcomes in bank:
        diagnosis = Diagnosis(exercise, probes, right, Run(tuple(outcomes)), lambda: bank)
        assert [k.id for k, other in bank if diagnosis.agrees(other)] == [known.id]
        assert not diagnosis.agrees(right), known.id


@each_exercise
def test_messages_end_with_two_lines_that_run(exercise):
    experiments = {exercise.experiment, *(mistake.experiment for mistake in exercise.mistakes)}
    for experiment in experiments:
        assert len(experiment.splitlines()) == 2, experiment
        namespace = {"np": np, exercise.name: exercise.reference}
        with redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            exec(experiment, namespace)
    for mistake in exercise.mistakes:
        verdict = judge(exercise, mistake.answer)
        assert verdict.message.endswith(f"{TRY}\n{mistake.experiment}")


@each_exercise
def test_mutants_are_rejected(exercise):
    made = mutants_of(exercise)
    assert len(made) >= 30
    survivors = {name for name, mutant in made if judge(exercise, mutant, seconds=1).passed}
    known = EQUIVALENT[exercise.id]
    assert survivors - set(known) == set(), "survive and are not listed as equivalent"
    assert set(known) - survivors == set(), "listed as equivalent and do not survive"


@each_exercise
def test_verdicts_are_the_same_each_time(exercise):
    for mistake in exercise.mistakes[:2]:
        assert str(judge(exercise, mistake.answer)) == str(judge(exercise, mistake.answer))


# Quizzes.


@pytest.mark.parametrize("part", ["start", "end"])
@pytest.mark.parametrize("chapter", LISTED)
def test_each_chapter_has_questions(chapter, part):
    asked = questions(chapter, part)
    assert len(asked) == 3 if part == "start" else len(asked) >= 3
    for question in asked:
        assert len(question.options) >= 3
        assert all(option.why for option in question.options)
        assert len({option.text for option in question.options}) == len(question.options)
