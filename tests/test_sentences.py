"""Every sentence of a verdict is true: the cases that were not, and their family."""

import re
from itertools import permutations

import numpy as np
import pytest

from nncourse import checking, exercises
from nncourse.autograd import node as autograd_node
from nncourse.checking import judge, running
from nncourse.checking.diagnosis import Diagnosis
from nncourse.checking.display import apart
from nncourse.checking.judging import default_seed, right_outcomes
from nncourse.checking.patterns import axis_names
from nncourse.checking.values import agreement
from nncourse.exercises.form import everything

CATALOGUE = exercises.catalogue()


pytestmark = pytest.mark.usefixtures("no_rehearsal")


def said(exercise_id, answer):
    """The message to an answer that is wrong."""
    verdict = judge(exercise_id, answer)
    assert not verdict.passed
    return verdict.message


# The cases.


def test_the_transpose_is_named_for_its_values_not_its_shape():
    assert "transpose" not in said(
        "cats.flatten_images", lambda images: images.reshape(-1, len(images))
    )
    assert "It is the transpose." in said(
        "forward.dense_forward", lambda X, W, b: np.ascontiguousarray((X @ W + b).T)
    )


def test_the_transpose_of_random_weights_is_named_too():
    def he(n_in, n_out, rng):
        return rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)

    assert "It is the transpose." in said("mnist.he_init", he)


def test_two_numbers_that_differ_are_shown_with_the_digits_that_differ():
    message = said("basics.mse", lambda Y_hat, Y: np.mean((Y_hat - Y) ** 2) * (1 + 1e-5))
    right, wrong = re.search(r"should be (\S+); yours is (\S+)\.", message).groups()
    assert right != wrong
    assert 0 < float(wrong) / float(right) - 1 < 1e-4


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (50890, 50891, ("50890", "50891")),
        (50890.0, 50890.25, ("50890", "50890.2")),
        (50890, 50895.1, ("50890", "50895")),
        (50890, 92.6486, ("50890", "92.65")),
        (1.0, 1.00001, ("1", "1.00001")),
        (1.0, 2.0, ("1", "2")),
        (1.0, np.nextafter(1.0, 2.0), ("1", "1.0000000000000002")),
        (0.123456, np.nan, ("0.1235", "nan")),
        (np.float32(0.5), np.inf, ("0.5", "inf")),
        (2.5e-8, 1e20, ("2.5e-08", "1e+20")),
        (True, False, ("True", "False")),
        ("ab", "ba", ("ab", "ba")),
    ],
)
def test_numbers_are_shown_apart(one, other, shown):
    assert apart(one, other) == shown


def test_a_count_is_written_out():
    message = said("basics.count_parameters", lambda sizes: 0)
    assert "total should be 50890; yours is 0." in message


def test_what_the_hidden_run_did_is_named_in_words():
    def collected(X, y, batch_size, rng, batches=[]):  # noqa: B006
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            batches.append((X[rows], y[rows]))
        return batches

    message = said("mnist.minibatches", collected)
    assert "the next epoch's batches: 7 results are expected" in message


def test_an_axis_is_named_only_where_it_is_that_axis():
    def cut(images):
        return images[:, :, :-1]

    message = said("cats.flip_horizontal", cut)
    assert "yours has shape (5, 4, 5, 3)." in message
    message = said("cats.flip_horizontal", lambda images: images.swapaxes(1, 2))
    assert "yours has shape (m, w, h, c) = (5, 6, 4, 3)" in message


def test_names_of_axes_hold_on_every_probe():
    batch, other = {"m": 5, "k": 2}, {"m": 7, "k": 3}
    assert axis_names((5, 2), batch, [((5, 2), batch), ((7, 3), other)]) == ["m", "k"]
    assert axis_names((5, 2), batch, [((5, 2), batch), ((5, 3), other)]) == ["", "k"]
    assert axis_names((5, 2), batch, [((5, 2), batch)]) == ["", ""]
    assert axis_names((5,), {"m": 5, "k": 5}, [((5,), {"m": 5, "k": 5}), ((7,), other)]) == [""]


@pytest.mark.parametrize("exercise_id", ["basics.neuron", "basics.gradient_step"])
def test_there_is_no_batch_where_none_is_given(exercise_id):
    assert not any("batch" in probe.label for probe in exercises.find(exercise_id).draw(0))


def test_a_return_inside_a_loop_is_not_called_missing():
    def first_alone(X, w, b):
        for x in X:
            return x @ w + b

    message = said("basics.linear_forward", first_alone)
    assert "returns None on an empty batch, but not elsewhere." in message
    assert "missing" not in message


def test_a_part_that_is_none_is_not_called_a_missing_return():
    message = said("backprop.dense_backward", lambda dZ, X, W: (None, X.T @ dZ, dZ.sum(axis=0)))
    assert "dX should be an array of shape (5, 4) on a batch; yours is None." in message
    assert "returns None" not in message


def test_a_return_that_is_missing_is_named_through_the_hidden_run():
    def forgotten(network, loss, optimizer, X, y, l2=0.0):
        network.forward(X)

    assert "returns None on two layers without a price. Is a return missing?" in said(
        "cats.train_step", forgotten
    )


def test_a_text_that_differs_is_told():
    def stranger(forward, backward, parents):
        node = autograd_node.apply(forward, backward, parents)
        node.parents = [autograd_node.Node(0.0), *parents[1:]]
        return node

    message = said("autograd.apply", stranger)
    assert "parents[0] should be node 0; yours is something else." in message


def test_exchanged_arguments_are_said_to_be_exchanged():
    def one_hot(k, y):
        return np.eye(k)[y]

    message = said("forward.one_hot", one_hot)
    assert "it is called with y, k, in this order. Called with k, y yours would be" in message
    assert "raised" not in message

    def dense_forward(W, X, b):
        return X @ W + b

    assert "Called with W, X, b yours would be right" in said(
        "forward.dense_forward", dense_forward
    )


def test_exchanged_arguments_are_said_only_if_that_mends_it():
    def one_hot(k, y):
        return np.eye(k)[y] + 1

    assert "exchanged" not in said("forward.one_hot", one_hot)
    assert "exchanged" not in said("basics.mse_backward", lambda Y_hat, Y: 2 * (Y - Y_hat))


def test_a_list_that_is_emptied_is_not_told_about_minus():
    def total(sizes):
        return sum(sizes.pop(0) * sizes[0] + sizes[0] for _ in range(len(sizes) - 1))

    message = said("basics.count_parameters", total)
    assert "the caller's list is not the same afterwards" in message
    assert "pop" in message

    def error(Y_hat, Y):
        Y_hat -= Y
        return np.mean(Y_hat**2)

    assert "the caller's array" in said("basics.mse", error)


FIRST_WORDS = set(
    (
        "a an another the one two three four five ten some all more answers batches bytes certain "
        "equal examples grey guesses inputs labels large neurons numbers perfect pictures pixels "
        "predictions rows saturated scores square ties tiny dark black"
    ).split()
)


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)
def test_labels_of_probes_can_follow_on(exercise):
    """They stand in 'returns None on ...' and 'On ..., A[0] should be': as nouns, without commas.

    A label that begins with a word that is not in FIRST_WORDS is read in such a sentence first.
    """
    for probe in exercise.draw(0):
        first = probe.label.split()[0]
        assert first in FIRST_WORDS or first.isdigit(), probe.label
        assert probe.label != "all right"
        assert "," not in probe.label.replace("(m,)", "").replace("(n,)", "")


def test_a_cell_that_failed_is_not_told_only_to_run_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    monkeypatch.setattr(checking, "_last", {})
    mse = checking.check("basics.mse", lambda Y_hat, Y: 0.0)
    capsys.readouterr()
    checking.check("basics.mse", mse)  # the cell with `def mse` had a SyntaxError in between
    assert "If that cell stops with an error" in " ".join(capsys.readouterr().out.split())


def test_values_are_called_right_only_where_they_are():
    def half(Z):
        with np.errstate(all="warn"):
            A = 1 / (1 + np.exp(-Z))
        return A if np.abs(Z).max() > 100 else A**2

    assert "On scores of 1000 the values are right, but NumPy warned" in said(
        "forward.sigmoid", half
    )


def test_a_factor_between_random_results_is_close():
    def he(factor):
        return lambda n_in, n_out, rng: (
            factor * np.sqrt(2 / n_in) * rng.standard_normal((n_in, n_out))
        )

    assert "the spread of W is half the right one" in said("mnist.he_init", he(0.5))
    for factor in (0.455, 0.56):
        assert "the right one" not in said("mnist.he_init", he(factor))


# The family: systematic wrong answers to all exercises, and every claim looked at again.


def each_array(change):
    """A change of every array and number in a result, also inside tuples, lists and dicts."""

    def changed(value, sizes):
        if isinstance(value, tuple | list):
            return type(value)(changed(item, sizes) for item in value)
        if isinstance(value, dict):
            return {key: changed(item, sizes) for key, item in value.items()}
        if isinstance(value, np.ndarray | float | int | np.generic):
            return change(np.asarray(value), sizes)
        return value

    return changed


def times(*names, power=1):
    """A factor: the product of the sizes of these axes, or one over it."""
    return each_array(lambda a, s: a * float(np.prod([s.get(n, 1) for n in names])) ** power)


def ordered(order):
    """The results of a tuple in another order."""

    def changed(value, sizes):
        if isinstance(value, tuple) and len(value) == len(order):
            return tuple(value[j] for j in order)
        return value

    return changed


CHANGES = {
    **{f"order {order}": ordered(order) for n in (2, 3) for order in permutations(range(n))},
    "one too many": lambda value, s: (*(value if isinstance(value, tuple) else (value,)), 0),
    "one too many, first": lambda value, s: (0, *(value if isinstance(value, tuple) else (value,))),
    "transposed": each_array(lambda a, s: a.T),
    "scrambled": each_array(lambda a, s: np.reshape(a, a.shape[::-1])),
    "reversed": each_array(lambda a, s: a[::-1] if a.ndim else a),
    "first row": each_array(lambda a, s: a[:1] if a.ndim else a),
    "one column less": each_array(lambda a, s: a[..., :-1] if a.ndim else a),
    "a row more": each_array(lambda a, s: np.concatenate([a, a[:1]]) if a.ndim else a),
    "m times": times("m"),
    "k times": times("k"),
    "m*k times": times("m", "k"),
    "m/k times": each_array(lambda a, s: a * s.get("m", 1) / s.get("k", 1)),
    "1/m times": times("m", power=-1),
    "1/ln 10 times": each_array(lambda a, s: a / np.log(10)),
    "minus": each_array(lambda a, s: -a.astype(float)),
    "whole numbers": each_array(lambda a, s: np.round(a)),
    "floor": each_array(lambda a, s: a // 1),
    "nearly right": each_array(lambda a, s: a * (1 + 1e-4)),
    "shifted": each_array(lambda a, s: a + 1e-3),
    "nothing on one": lambda value, s: None if s.get("m") == 7 else value,
}
NUMBER = r"-?(?:\d[\d.]*(?:e[+-]?\d+)?|inf|nan)"


def spoilt(exercise, change):
    """The package's own function with its result changed; sizes as the arguments have them."""

    def answer(*arguments):
        sizes = {}
        for name, value in zip(exercise.arguments, arguments, strict=False):
            axes = exercise.axes.get(name, "").split()
            if isinstance(value, np.ndarray) and len(axes) == value.ndim:
                sizes.update(zip(axes, value.shape, strict=True))
        return change(exercise.reference(*arguments), sizes)

    return answer


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)
def test_every_claim_holds_on_all_probes(exercise):
    probes, expected = right_outcomes(exercise, default_seed(exercise))
    for name, change in CHANGES.items():
        answer = spoilt(exercise, change)
        verdict = judge(exercise, answer)
        if verdict.passed:
            continue
        run = running.run(exercise, answer, probes)
        diagnosis = Diagnosis(exercise, probes, expected, run, lambda: [])
        text = verdict.message.partition("Try this")[0]
        claims_hold(exercise, diagnosis, text, f"{exercise.id}, {name}: {text}")
        assert ("in another order: " in text) <= name.startswith("order"), text
        assert ("Without the" in text) <= name.startswith("one too many"), text
        assert "Called with" not in text


def claims_hold(exercise, diagnosis, text, about):
    """Look at all that a message says which can be looked at."""
    for right, wrong in re.findall(rf"should be ({NUMBER}); yours is ({NUMBER})\.", text):
        assert float(right) != float(wrong), about
        assert not (float(right).is_integer() and "e" in right), about
    items = [list(diagnosis.items(i)) for i in range(len(diagnosis.probes))]
    if "It is the transpose." in text and exercise.facts is everything:
        part = re.search(r"(\S+) should have", text)[1]
        for leaves in items:
            for leaf in (item for item in leaves if item.name == part):
                assert agreement(leaf.expected, np.transpose(leaf.got), 2e-4).all(), about
    if names := re.search(r"yours has shape \(([a-z_, ]+)\) = ", text):
        axes = names[1].replace(",", " ").split()
        part = re.search(r"(\S+) should have", text)[1]
        for i, leaves in enumerate(items):
            for leaf in (item for item in leaves if item.name == part):
                if np.ndim(leaf.got) == len(axes):
                    assert np.shape(leaf.got) == tuple(diagnosis.sizes(i)[a] for a in axes), about
    if factor := re.search(r"(?:^|\. )(\S+) is (\S+) times the right one", text):
        part, factor = factor.groups()
        for i in range(len(items)):
            for leaf in diagnosis.leaves(i):
                known = isinstance(leaf.expected, bool)
                if leaf.name == part and not known and not diagnosis.stood_in_for(i):
                    value = eval(factor, {}, diagnosis.sizes(i))
                    assert agreement(
                        value * np.asarray(leaf.expected, float), leaf.got, 2e-4
                    ).all(), about
    if "returns None on" in text:
        none = [diagnosis.returns_none(i) for i in range(len(items))]
        assert all(none) == ("but not elsewhere" not in text), about
