"""Every chapter as a whole: run from the top with each stub replaced by a right answer.

The bug clinic's patient is cured on the way, where a cell there tells whether it is. As they stand
in the files, with nothing written yet, the chapters are run and compared cell by cell by nbval.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alternatives import ANSWERS

from nncourse import errors, exercises
from nncourse.classroom.grading.cells import as_cell
from nncourse.classroom.grading.verifying import importable
from nncourse.exercises.form import Exercise

nbclient = pytest.importorskip("nbclient", reason="nbclient runs notebooks: pip install nbclient")
nbformat = pytest.importorskip("nbformat", reason="nbformat reads notebooks: pip install nbformat")

BOOK = Path(__file__).parents[1] / "book"
STUB = re.compile(r"(?:def|class) (\w+)")
ERRORS = {("nncourse.errors", name) for name in vars(errors)}  # a chapter catches some by name

CURES = {  # what is wrong with the patient, and what should be there
    "basics": [("    w, b = 0.0, 0.0\n", "    w, b, X = 0.0, 0.0, X[:, 0]\n")],
    "forward": [("    P = softmax(Z)\n", "    P = Z\n")],
    "backprop": [("return dX / len(dX)", "return dX")],
    "cats": [
        (
            "copies = [few] + [random_shift(few, rng, 2) for _ in range(4)]\n"
            "rows = flatten_images(np.concatenate(copies))\n"
            "X_tr, y_tr, X_held, y_held = train_val_split(\n"
            "    rows, np.tile(few_labels, 5), 0.25, rng\n"
            ")\n",
            "X_tr, y_tr, X_held, y_held = train_val_split(few, few_labels, 0.25, rng)\n"
            "copies = [X_tr] + [random_shift(X_tr, rng, 2) for _ in range(4)]\n"
            "X_tr, y_tr = flatten_images(np.concatenate(copies)), np.tile(y_tr, 5)\n"
            "X_held = flatten_images(X_held)\n",
        )
    ],
    "mnist": [
        (
            'by_folder = np.argsort(y[:10_000], kind="stable")',
            "by_folder = np.random.default_rng(0).permutation(10_000)",
        )
    ],
    "optimizers": [
        (
            "        v = self.momentum * v + g\n",
            "        v *= self.momentum\n        v += g\n",
        )
    ],
    "autograd": [
        (
            "        loss = autograd.mse(X @ w + b, y)\n        loss.backward()\n",
            "        loss = autograd.mse(X @ w + b, y)\n"
            "        w.zero_grad()\n"
            "        b.zero_grad()\n"
            "        loss.backward()\n",
        )
    ],
}


def others(exercise: Exercise) -> list[Any]:
    """Right answers besides the reference: the short one and the variants, else strangers'."""
    short = [exercise.short] if exercise.short else []
    own = short + [variant.answer for variant in exercise.variants]
    return own or ANSWERS[exercise.id]


def rounds() -> Iterator[tuple[Path, int]]:
    """Each chapter with the references, and then as often as it has an exercise of many answers."""
    for path in sorted(BOOK.glob("0*.ipynb")):
        asked = exercises.exercises_of(path.stem.partition("_")[2])
        most = max(1, *(len(exercise.variants) for exercise in asked))
        yield from ((path, number) for number in range(most + 1))


def answered(source: str, chapter: str, number: int) -> str:
    """The stub's cell with a right answer in place of the stub: the reference, or another."""
    exercise = exercises.find(f"{chapter}.{STUB.match(source)[1]}")
    if number:
        answers = others(exercise)
        answer = answers[min(number, len(answers)) - 1]
        return as_cell(answer, exercise.name, importable(exercise) | ERRORS)
    reference = exercise.reference
    return f"from {reference.__module__} import {reference.__name__} as {exercise.name}"


@pytest.mark.parametrize(
    ("path", "number"), list(rounds()), ids=lambda value: getattr(value, "stem", None)
)
def test_with_the_stubs_solved_a_chapter_runs_and_every_verdict_is_correct(
    path, number, tmp_path, monkeypatch
):
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    chapter = path.stem.partition("_")[2]
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stubs = [cell for cell in code if "exercise" in cell.metadata.get("tags", [])]
    for cell in stubs:
        cell.source = answered(cell.source, chapter, number)
    for wrong, right in CURES.get(chapter, []):
        (patient,) = [cell for cell in code if wrong in cell.source]
        patient.source = patient.source.replace(wrong, right)

    resources = {"metadata": {"path": path.parent}}
    nbclient.NotebookClient(notebook, timeout=120, resources=resources).execute()

    texts = [
        "".join(output.data["text/plain"])
        for cell in code
        if "check(" in cell.source
        for output in cell.outputs
        if "data" in output
    ]
    printed = [output.text for cell in code for output in cell.outputs if "text" in output]
    assert any(text.startswith("cured") for text in printed) or chapter not in CURES
    ids = [exercise.id for exercise in exercises.exercises_of(chapter)]
    assert len(stubs) == len(ids)
    assert {text.split("\n")[0] for text in texts} >= {f"{id}: correct" for id in ids}
    assert not [text for text in texts if "not yet" in text or "not attempted" in text]
    (progress,) = tmp_path.glob("progress-*.json")
    records = json.loads(progress.read_text("utf-8"))
    shown = {id for id, record in records.items() if record.get("shown")}
    solved = {id for id, record in records.items() if record["passed"]}
    assert shown | solved == set(ids)
    assert number or shown == set(ids)
