"""Graded variants: held to what the exercises are held to, and keeping what they must."""

import functools
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from functools import cache

import alternatives.variants  # noqa: F401 - the answers are listed there
import numpy as np
import pytest
import test_exercises as course
import test_experiments as experiments
from alternatives import ANSWERS

import nncourse
from nncourse import exercises
from nncourse.checking import judge
from nncourse.checking.comparing import tolerance
from nncourse.checking.judging import known_outcomes, right_outcomes, tampered
from nncourse.checking.running import Run, Trouble, run, run_trusted
from nncourse.checking.values import Foreign, freeze, same
from nncourse.classroom import variants
from nncourse.classroom.grading.grading import Graded, not_written, stopped
from nncourse.classroom.sandbox.sandbox import Ended
from nncourse.classroom.sandbox.withheld import surroundings
from nncourse.classroom.variants import showing
from nncourse.classroom.variants.properties import Property
from nncourse.exercises.form import Exercise
from nncourse.gradient_check import numerical_gradient

CATALOGUE = variants.catalogue()
KNOWN = [(variant, mistake) for variant in CATALOGUE for mistake in variant.mistakes]
COMPUTING = (
    "activations augmentation autograd batches clipping descent initializers layers losses "
    "metrics mlp neuron optimizers predictions preprocessing regularization schedules"
).split()

each_variant = pytest.mark.parametrize("variant", CATALOGUE, ids=lambda v: v.id)
each_mistake = pytest.mark.parametrize(
    ("variant", "mistake"), KNOWN, ids=[f"{v.id}-{m.id}" for v, m in KNOWN]
)
pytestmark = pytest.mark.usefixtures("no_rehearsal")


# What the course's exercises are held to.


@each_variant
@pytest.mark.parametrize(
    "test",
    [
        course.test_an_exercise_is_complete,
        course.test_the_contract_takes_what_the_package_takes,
        course.test_there_are_three_hints_and_none_is_the_solution,
        course.test_probes_have_labels_of_their_own_and_come_again,
        course.test_differently_written_answers_pass,
        course.test_a_stub_reads_not_attempted,
        course.test_messages_end_with_two_lines_that_run,
        course.test_mutants_are_rejected,
        course.test_verdicts_are_the_same_each_time,
        experiments.test_a_comment_states_what_comes_out,
    ],
    ids=lambda test: test.__name__.removeprefix("test_"),
)
def test_a_variant_is_held_to_the_same_as_an_exercise(test, variant):
    test(variant)


@each_variant
def test_the_right_answer_passes_on_many_seeds(variant):
    for seed in (None, *range(1, 11)):
        course.test_the_packages_own_function_passes(variant, seed)


@each_variant
def test_no_mistake_is_taken_for_another_on_many_seeds(variant):
    for seed in (None, 1, 2, 3):
        course.test_no_mistake_is_taken_for_another(variant, seed)


@each_mistake
def test_a_known_mistake_is_named_and_its_experiment_shows_it(variant, mistake):
    course.test_a_known_mistake_is_named(variant, mistake)
    experiments.test_an_experiment_shows_the_difference(variant, mistake)


@each_variant
def test_an_experiment_gives_a_value_to_no_name_of_the_chapter(variant):
    """Wherever in the chapter a teacher puts the variant."""
    (path,) = experiments.BOOK.glob(f"0*_{variant.chapter}.ipynb")
    taken = names_read_in(path)
    for experiment in {variant.experiment, *(m.experiment for m in variant.mistakes)}:
        given = set().union(*(given for _, given in experiments.names(experiment)))
        assert not given & taken, experiment


def names_read_in(path):
    """All names that the cells of a chapter read."""
    cells = experiments.json.loads(path.read_text("utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = ["\n".join(line for line in c.split("\n") if line[:1] not in "%!") for c in codes]
    return set().union(*(read for code in plain for read, _ in experiments.names(code)))


# The catalogue.


def test_there_are_enough_variants_for_each_chapter():
    chapters = Counter(variant.chapter for variant in CATALOGUE)
    assert list(chapters) == list(exercises.CHAPTERS)
    assert min(chapters.values()) >= 2
    assert len(CATALOGUE) >= 16


def test_every_variant_that_is_written_is_listed():
    room = f"{variants.__name__}."
    written = set()
    for found in pkgutil.walk_packages(variants.__path__, room):
        module = importlib.import_module(found.name)
        if any(isinstance(value, Exercise) for value in vars(module).values()):
            written.add(found.name.removeprefix(room))
    assert written == {variant.id for variant in CATALOGUE}


@each_variant
def test_all_that_an_answer_is_given_and_gives_back_can_cross_to_another_process(variant):
    """Plain values only: functions and nodes are made, and looked at, where the answer runs."""
    for probe in variant.draw(1):
        assert all(is_plain(argument) for argument in probe.arguments)
    _, outcomes = right_outcomes(variant, 1)
    assert all(is_plain(outcome.value) for outcome in outcomes)


def is_plain(value):
    """Whether a value is made of arrays, numbers and texts alone."""
    if isinstance(value, tuple | list):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    return not isinstance(freeze(value), Foreign)


def test_ids_are_found_and_none_is_an_exercises():
    ids = [variant.id for variant in CATALOGUE]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {exercise.id for exercise in exercises.catalogue()}
    assert all(variants.find(id).id == id for id in ids)
    assert variants.variants_of("dogs") == ()


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(KeyError, match=r"there is no variant 'elo': did you mean 'forward\.elu'"):
        variants.find("elo")


# The answers stand in no other place.


def core_functions():
    """Every function of the package that computes something of what the course teaches."""
    for found in pkgutil.walk_packages(nncourse.__path__, "nncourse."):
        if found.name.split(".")[1] in COMPUTING:
            module = importlib.import_module(found.name)
            for function in vars(module).values():
                if inspect.isfunction(function) and function.__module__ == found.name:
                    yield function


CORE = list(core_functions())


def takes(function, arguments):
    """Whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    return True


@each_variant
def test_no_function_of_the_core_is_the_answer(variant):
    assert variant.reference.__module__ == type(variant).__module__.replace("form", variant.id)
    assert variant.name not in {function.__name__ for function in CORE}
    probes, expected = right_outcomes(variant, 1)

    def agrees(function, i):
        if not takes(function, probes[i].arguments):
            return False
        (got,) = run_trusted(variant, function, probes[i : i + 1])
        limit = tolerance(variant, probes[i])
        return got.trouble is None and same(expected[i].facts, got.facts, limit)

    assert not [f for f in CORE if all(agrees(f, i) for i in range(len(probes)))]


# The gradients, measured.


def measured(forward, x, upstream):
    """The gradient of a weighted sum of what a forward gives, by small nudges."""
    return numerical_gradient(lambda x: float(np.sum(upstream * forward(x))), x.copy())


def right(id):
    return variants.find(id).reference


def test_elu_backward_is_the_slope_of_elu(rng):
    Z, dA = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    got = right("backprop.elu_backward")(dA, right("forward.elu")(Z, 0.7), 0.7)
    assert np.allclose(got, measured(lambda Z: right("forward.elu")(Z, 0.7), Z, dA), atol=1e-7)


def test_huber_backward_is_the_slope_of_huber(rng):
    Y_hat, Y = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
    got = right("backprop.huber_backward")(Y_hat, Y, 0.8)
    expected = measured(lambda Y_hat: right("basics.huber")(Y_hat, Y, 0.8), Y_hat, 1.0)
    assert np.allclose(got, expected, atol=1e-7)


def test_softplus_backward_is_the_slope_of_softplus(rng):
    Z, dA = 2 * rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    got = right("backprop.softplus_backward")(dA, np.logaddexp(0, Z))
    assert np.allclose(got, measured(lambda Z: np.logaddexp(0, Z), Z, dA), atol=1e-7)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_columns_backward_is_the_slope_of_columns_forward(rng, place):
    given = [rng.normal(size=(4, 5)), rng.normal(size=(3, 4)), rng.normal(size=3)]
    dZ = rng.normal(size=(3, 5))
    forward = right("forward.columns_forward")

    def of(x):
        return forward(*given[:place], x, *given[place + 1 :])

    got = right("backprop.columns_backward")(dZ, *given[:2])[place]
    assert np.allclose(got, measured(of, given[place], dZ), atol=1e-7)


@pytest.mark.parametrize("axis", [0, 1])
def test_cumsum_backward_is_the_slope_of_cumsum(rng, axis):
    a, dC = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    got = right("autograd.cumsum_backward")(dC, axis)
    assert np.allclose(got, measured(lambda a: np.cumsum(a, axis=axis), a, dC), atol=1e-7)


def test_the_pull_of_logsumexp_is_its_slope(rng):
    from nncourse.autograd.node import Node

    Z, dL = rng.normal(size=(5, 4)), rng.normal(size=5)
    (got,) = right("autograd.logsumexp_node")(Node(Z)).pull(dL)
    expected = measured(lambda Z: np.log(np.exp(Z).sum(axis=-1)), Z, dL)
    assert np.allclose(got, expected, atol=1e-7)


@pytest.mark.parametrize("place", [0, 1])
def test_outer_backward_is_the_slope_of_the_outer_product(rng, place):
    given, dC = [rng.normal(size=5), rng.normal(size=3)], rng.normal(size=(5, 3))

    def of(x):
        return np.outer(*given[:place], x, *given[place + 1 :])

    got = right("autograd.outer_backward")(dC, *given)[place]
    assert np.allclose(got, measured(of, given[place], dC), atol=1e-7)


# What is said of an answer that is judged in full.

OF_A_CHAPTER = re.compile(r"chapter|hint|solution|below, |check\(|package")


def refuses(*given):
    raise ValueError("no")


def spoils_its_input(*given):
    for argument in given:
        if isinstance(argument, np.ndarray):
            argument[...] = 7
    return np.float32(3)


AWKWARD = [refuses, spoils_its_input, lambda *given: "no", lambda *given: np.zeros((2, 3, 1, 7))]
ENDINGS = [Ended(how) for how in ("late", "memory", "long")] + [Ended("died", "SIGSEGV")]


@each_variant
def test_nothing_is_said_that_holds_in_a_chapter_only(variant):
    known = [mistake.answer for mistake in variant.mistakes]
    answers = [*AWKWARD, course.stub(variant), 3, *known, *ANSWERS[variant.id]]
    verdicts = [judge(variant, answer) for answer in answers]
    probes, expected = right_outcomes(variant, 1)
    for answer in filter(callable, answers):
        outcomes = run(variant, answer, probes)
        bank = functools.partial(known_outcomes, variant, 1)
        verdicts.append(Graded(variant, probes, expected, outcomes, bank).verdict())
    verdicts += [stopped(variant, ended) for ended in ENDINGS]
    verdicts += [not_written(variant), tampered(verdicts[0], ["numpy.exp"])]
    assert {"correct", "not attempted", "raised", "type", "mistake"} <= {v.kind for v in verdicts}
    for verdict in verdicts:
        assert not OF_A_CHAPTER.search(str(verdict)), str(verdict)


@each_variant
def test_an_answer_may_call_what_the_chapters_have_taught_and_not_the_variant(variant):
    around = surroundings(variant)
    chapters = exercises.CHAPTERS[: exercises.CHAPTERS.index(variant.chapter) + 1]
    taught = {e.name for chapter in chapters for e in exercises.exercises_of(chapter)}
    assert set(around.names) == taught
    assert not {name for name in around.package if name.startswith("nncourse.classroom")}


# What a student may be shown.

IN_FULL = "handed in it is judged in full."


@cache
def previewed(variant, answer):
    """What is said of an answer beforehand; it is the same each time."""
    return variants.preview(variant, answer)


@each_variant
def test_a_preview_of_a_right_answer_names_what_is_right(variant):
    wanted = ", ".join(property.text for property in variant.properties)
    expected = f"{variant.id}: {wanted}: {IN_FULL}"
    assert previewed(variant, variant.reference) == expected
    for answer in ANSWERS[variant.id]:
        assert variants.preview(variant, answer) == expected, inspect.getsource(answer)


@each_variant
def test_a_preview_sees_a_stub_a_wrong_shape_and_no_more_than_that(variant):
    assert "not attempted" in variants.preview(variant, course.stub(variant))
    odd = variants.preview(variant, lambda *given: np.zeros((2, 3, 1, 7, 2)))
    assert f": {IN_FULL}" not in odd
    said = [previewed(variant, mistake.answer) for mistake in variant.mistakes]
    assert any(text.endswith(f": {IN_FULL}") for text in said)


def refused(*given):
    raise AssertionError("the right answer is run")


@each_variant
def test_a_preview_does_not_know_the_right_answer(variant, monkeypatch):
    """It is not run, so no text can depend on it."""
    answers = [variant.reference, *(mistake.answer for mistake in variant.mistakes)]
    before = [previewed(variant, answer) for answer in answers]
    monkeypatch.setattr(variant, "reference", refused)
    assert [variants.preview(variant, answer) for answer in answers] == before


@each_variant
def test_a_preview_holds_no_value_of_a_result(variant):
    """No number stands in it but those of its labels, its own words and the shapes."""
    labels = " ".join(probe.label for probe in variant.draw(showing.SEED))
    words = " ".join(property.text for property in variant.properties)
    allowed = set(re.findall(r"\d+", f"{labels} {words} {variant.contract}"))
    for mistake in variant.mistakes:
        said = previewed(variant, mistake.answer)
        if " it raises " in said:
            continue
        said = re.sub(r"array of shape \([\d, ]*\)", "", said)
        assert set(re.findall(r"\d+", said)) <= allowed, said


def test_the_inputs_of_a_preview_are_not_those_of_the_grading():
    variant = variants.find("forward.elu")
    seen, graded = next(variant.draw(showing.SEED)), right_outcomes(variant, 1)[0][0]
    assert not same(freeze(seen.arguments), freeze(graded.arguments), 1e-6)


def raises(Z, alpha=1.0):
    return Z[:, 99]


def changes(Z, alpha=1.0):
    Z += 1
    return Z


def ends(Z, alpha=1.0):
    raise SystemExit


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raises, "on a batch it raises IndexError: index 99 is out of bounds"),
        (changes, "on a batch it changes its input Z."),
        (ends, "on a batch it raises SystemExit in line 2."),
        (np.ones(3), "this is an array of shape (3,); give the function elu itself."),
        (lambda Z, alpha=1.0: Z.sum(axis=0), "not yet: shape right (on a batch yours is an array"),
        (lambda Z, alpha=1.0: Z - 9, "dtype right, no NaN and no infinity; not yet: never below"),
        (lambda Z, alpha=1.0: Z > 0, "shape right; not yet: dtype right"),
        (lambda Z, alpha=1.0: "7", "not yet: shape right (on a batch yours is a str)"),
    ],
)
def test_a_preview_says_what_is_in_the_way(answer, said):
    assert said in variants.preview("forward.elu", answer)


def test_a_preview_stops_what_never_ends(monkeypatch):
    def endless(Z, alpha=1.0):
        while True:
            pass

    variant = variants.find("forward.elu")
    monkeypatch.setattr(variant, "seconds", 0.1)
    assert "stopped before it came to an end" in variants.preview(variant, endless)


def test_a_preview_tells_of_a_crash(monkeypatch):
    """On Linux it comes to light in a rehearsal."""
    crashed = Run((), stopped=Trouble("Crashed", "SIGSEGV"))
    monkeypatch.setattr(showing, "run", lambda *_: crashed)
    said = variants.preview("forward.elu", lambda Z, alpha=1.0: Z)
    assert said == "forward.elu: it makes Python crash (SIGSEGV)."


def test_a_property_that_does_not_suit_a_result_does_not_hold():
    assert not Property("long", lambda result: len(result) > 1).holds(3.0)


# The copy that a student may have.


def copied(variant):
    """What is defined in a variant's copy."""
    names = {"__name__": f"copy_of_{variant.name}"}
    exec(compile(variants.student_copy(variant), "copy", "exec"), names)
    return names


@each_variant
def test_a_students_copy_says_the_same_beforehand(variant):
    copy = copied(variant)[variant.name]
    assert (copy.id, copy.contract, copy.points) == (variant.id, variant.contract, variant.points)
    for answer in (variant.reference, *(mistake.answer for mistake in variant.mistakes)):
        assert variants.preview(copy, answer) == previewed(variant, answer)


@each_variant
def test_a_students_copy_holds_no_answer_and_nothing_that_tells_values(variant):
    names = copied(variant)
    copy = names[variant.name]
    assert (copy.reference, copy.mistakes, copy.experiment) == (None, [], "")
    for thing in names.values():
        if inspect.isfunction(thing) and thing.__code__.co_filename == "copy":
            assert not course.judge(variant, thing).passed
    text = variants.student_copy(variant)
    told = [variant.experiment, *variant.hints, *(m.message for m in variant.mistakes)]
    assert not [words for words in told if words in text]
    assert "def right" not in text
    assert f"variants.{variant.chapter}" not in text


def test_a_copy_that_would_need_the_right_answer_is_refused(tmp_path):
    uses = SWISH.replace(
        'rng, "m n")', 'rng, "m n")\n    yield "outputs", right(rng.normal(size=3))'
    )
    path = written(tmp_path, uses)
    (swish,) = variants.load(tmp_path)
    with pytest.raises(variants.VariantError, match="use its right answer") as error:
        variants.student_copy(swish)
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("swish = Graded(", "swish: Graded = Graded("),
        ("swish = Graded(", "settings = dict(reference=right,"),
    ],
)
def test_a_variant_that_is_written_in_another_way_has_no_copy(tmp_path, old, new):
    text = SWISH.replace(old, new)
    if "settings" in new:
        text = text.replace("    reference=right,\n", "").replace(
            "\n\n\n@swish.probes", "\nswish = Graded(**settings)\n\n\n@swish.probes"
        )
    written(tmp_path, text)
    (swish,) = variants.load(tmp_path)
    with pytest.raises(variants.VariantError, match="with the name of each setting before it"):
        variants.student_copy(swish)


def test_an_instructors_own_variant_has_a_copy_too(tmp_path):
    written(tmp_path, SWISH)
    (swish,) = variants.load(tmp_path)
    assert "judged in full" in variants.preview(copied(swish)["swish"], swish.reference)


# Who gets which.


def test_a_student_gets_the_same_variant_whenever_it_is_asked():
    for student in ("s01", "é", ""):
        first = variants.drawn(7, student, CATALOGUE)
        assert variants.drawn("7", student, reversed(CATALOGUE)) is first


def test_variants_are_spread_evenly_and_seeds_draw_anew():
    group = CATALOGUE[:4]
    got = [variants.drawn(1, f"s{i:04}", group).id for i in range(4000)]
    counts = Counter(got)
    assert set(counts) == {variant.id for variant in group}
    assert all(abs(count - 1000) < 5 * np.sqrt(4000 * 3 / 16) for count in counts.values())
    again = [variants.drawn(2, f"s{i:04}", group).id for i in range(4000)]
    assert abs(np.mean([one == other for one, other in zip(got, again, strict=True)]) - 0.25) < 0.04


def test_one_variant_more_moves_only_those_who_get_it():
    for i in range(300):
        before = variants.drawn(1, f"s{i}", CATALOGUE[:4])
        after = variants.drawn(1, f"s{i}", CATALOGUE[:5])
        assert after in (before, CATALOGUE[4])


def test_an_empty_group_is_refused():
    with pytest.raises(ValueError, match="no variant to draw from"):
        variants.drawn(1, "s01", [])


# An instructor's own.

SWISH = '''
"""The variant `swish`."""
import numpy as np
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import floats, shape
from nncourse.exercises import probes


def right(Z):
    """z times its sigmoid."""
    return Z / (1 + np.exp(-Z))


swish = Graded(
    id="forward.swish",
    title="z times its sigmoid",
    reference=right,
    contract=\'\'\'
def swish(Z):
    """z times its sigmoid. Z: any shape."""
    ...
\'\'\',
    outcomes=("Write it.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    properties=(shape(lambda Z: Z.shape), floats),
    hints=("One.", "Two.", "Three."),
    experiment="swish(np.zeros(1))\\n# 0",
)


@swish.probes
def _(rng):
    yield from probes.arrays(rng, "m n")


@swish.mistake("sigmoid", "That is the sigmoid alone.")
def _(Z):
    return 1 / (1 + np.exp(-Z))
'''


def written(folder, text, name="forward/swish.py"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_instructors_own_variant_is_like_the_others(tmp_path):
    path = written(tmp_path, SWISH)
    written(tmp_path, "raise SystemExit", "forward/_helper.py")
    (swish,) = variants.load(tmp_path)
    assert variants.find("forward.swish", [swish]) is swish
    assert course.judge(swish, lambda Z: 1 / (1 + np.exp(-Z))).mistake == "sigmoid"
    assert "judged in full" in variants.preview(swish, swish.reference)
    assert "return Z / (1 + np.exp(-Z))" in inspect.getsource(swish.reference)
    assert inspect.getmodule(swish.reference).__file__ == str(path)
    assert not list(tmp_path.rglob("*.pyc"))


def test_a_folder_without_variants_holds_none(tmp_path):
    assert variants.load(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def broken(:\n", "cannot be run in line 1: SyntaxError"),
        ("\n\n1 / 0\n", "cannot be run in line 3: ZeroDivisionError"),
        ("raise SystemExit(3)", "cannot be run in line 1: SystemExit: 3"),
        (b"\xff\xfe\x00", "cannot be run"),
        ("", "there should be a variant named like the file, swish = Graded"),
        (SWISH.replace("swish = Graded", "swosh = swish = Exercise"), "cannot be run"),
        (SWISH.replace("forward.swish", "forward.swash"), "here it should be 'forward.swish'"),
        (SWISH.replace("def swish(Z)", "def swosh(Z)"), "the contract asks for swosh"),
        (SWISH.replace("def swish(Z)", "def swish(Z"), "contract or probes are not as they should"),
        (SWISH.replace("@swish.probes", ""), "contract or probes are not as they should"),
        (SWISH.replace('"m n")', '"m q")'), "contract or probes are not as they should"),
        (SWISH.replace("properties=(shape(lambda Z: Z.shape), floats),", ""), "has no properties"),
        (SWISH.partition("@swish.mistake")[0], "has no mistakes; give at least one"),
        (SWISH.replace("return Z /", "return Q /"), "the reference itself is judged wrong"),
        (SWISH.replace("return 1 /", "return Z /"), "'sigmoid' is judged right; add a probe"),
    ],
)
def test_a_broken_file_is_refused_with_its_path(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(variants.VariantError, match=re.escape(said)) as error:
        variants.load(tmp_path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("forwards/swish.py", "did you mean 'forward'?"),
        ("swish.py", "a variant stands in the folder of its chapter, CHAPTER/NAME.py"),
        ("forward/my-swish.py", "the file's name is no name in Python"),
        ("forward/elu.py", "the package has an exercise forward.elu already"),
        ("forward/softmax.py", "the package has an exercise forward.softmax already"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(tmp_path, name, said):
    written(tmp_path, SWISH, name)
    with pytest.raises(variants.VariantError, match=re.escape(said)):
        variants.load(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(variants.VariantError, match="there is no such folder"):
        variants.load(tmp_path / "variants")
