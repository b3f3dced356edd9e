"""Writes the files of this folder, with the package as it was before its modules moved.

From the folder `tests`, with a checkout of commit cb9c4a5 in BEFORE:

    PYTHONPATH=BEFORE python -m files_before.make
"""

import json
import os
import shutil
import subprocess
import sys

import numpy as np

from files_before import COMMANDS, END, FILES, HALF, convolutional, dense, inputs, runs
from nncourse.layers import Dense, LeakyReLU, ReLU, Sigmoid, Softmax
from nncourse.network import Sequential
from nncourse.preprocessing import Standardizer
from nncourse.training import fit


def make_runs() -> None:
    """The checkpoint of each run in the middle, and at the end after it was resumed."""
    for name, first in runs().items():
        half, end = FILES / f"{name}.half.safetensors", FILES / f"{name}.end.safetensors"
        fit(**first, epochs=HALF, checkpoint=half)
        shutil.copy(half, end)
        fit(**runs()[name], epochs=END, checkpoint=end, resume=True)


def make_command_runs() -> None:
    """The same by way of the command, which saves a model too, and what it says of the model."""
    said = {}
    for name, words in COMMANDS.items():
        half, end = f"command_{name}.half.safetensors", f"command_{name}.end.safetensors"
        model = f"command_{name}.model.safetensors"
        nncourse(*words.split(), "--epochs", str(HALF), "--checkpoint", half, "--save", model)
        shutil.copy(FILES / half, FILES / end)
        nncourse(*words.split(), "--epochs", str(END), "--resume", end, "--save", model)
        said[model] = {task: nncourse(task, model) for task in ("evaluate", "inspect")}
    (FILES / "said.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def nncourse(*arguments: str) -> str:
    """Call the command in the folder of the files; what it prints."""
    command = [sys.executable, "-m", "nncourse", *arguments]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=FILES, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def make_models() -> None:
    """Saved models, and what comes out of them."""
    from nncourse.serialization import load_model, save  # as the module was called then

    rng = np.random.default_rng(5)
    layers = [Dense(4, 5, rng=rng), ReLU(), Dense(5, 5, rng=rng), Sigmoid()]
    layers += [Dense(5, 4, rng=rng), LeakyReLU(0.3), Dense(4, 3, rng=rng), Softmax()]
    save(FILES / "layers.model.safetensors", Sequential(layers, input_shape=(4,)))
    save(FILES / "exact.model.safetensors", dense(4, 3, np.float64))
    save(FILES / "convolution.model.safetensors", convolutional())
    save(
        FILES / "complete.model.safetensors",
        dense(4, 2),
        standardizer=Standardizer.fit(inputs(9, 4)),
        classes=["no cat", "cat"],
        picture=(2, 2),
        notes={"data": "cats", "epochs": 3},
    )
    expected = {}
    for path in sorted(FILES.glob("*.model.safetensors")):
        model = load_model(path)
        X = inputs(5, *model.network.input_shape)
        X = model.standardizer(X) if model.standardizer else X
        expected[path.name] = {
            "network": repr(model.network),
            "classes": model.classes,
            "picture": model.picture,
            "notes": model.notes,
            "outputs": model.network.forward(X.astype(model.network.dtype)).tolist(),
        }
    (FILES / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def make_progress() -> None:
    """The record of one who solved two exercises of the first chapter and failed at three."""
    os.environ["NNCOURSE_HOME"] = str(FILES)
    from nncourse.checking import records
    from nncourse.checking.verdict import Verdict

    for exercise, kind, mistake in (
        ("basics.neuron", "correct", None),
        ("basics.mse", "mistake", "sum_not_mean"),
        ("basics.mse", "correct", None),
        ("basics.mse_backward", "value", None),
        ("forward.relu", "mistake", "absolute_value"),
        ("forward.relu", "shape", None),
        ("forward.softmax", "raised", None),
    ):
        records.record(Verdict(exercise, kind == "correct", kind, "", mistake))


if __name__ == "__main__":
    for old in [*FILES.glob("*.safetensors"), *FILES.glob("*.json")]:
        old.unlink()
    make_runs()
    make_command_runs()
    make_models()
    make_progress()
