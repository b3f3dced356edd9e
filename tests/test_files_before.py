"""What the package wrote before its modules moved still loads, and training goes on from it."""

import json
import re
import shutil

import numpy as np
import pytest
from files_before import COMMANDS, END, FILES, HALF, inputs, runs
from safetensors import safe_open

from nncourse.__main__ import main
from nncourse.checking import progress, suggestions
from nncourse.saving.serialization import load, load_model
from nncourse.training import fit

EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
SAID = json.loads((FILES / "said.json").read_text("utf-8"))


def stored(name):
    """The arrays and the header of a file, read without the package."""
    with safe_open(FILES / f"{name}.safetensors", framework="np") as file:
        arrays = {key: file.get_tensor(key) for key in file.keys()}
        return arrays, json.loads(file.metadata()["nncourse"])


def parameters_at_the_end(arrays, header):
    """The parameters with which training ended: the best ones, if it looked out for them."""
    prefix = "best/" if "stopping" in header else ""
    names = [name.removeprefix("best/") for name in arrays if re.match(r"(best/)?\d", name)]
    return {name: arrays[prefix + name] for name in names}


def assert_close(found, expected):
    """Equal but for the rounding of another order of summation."""
    exact = np.asarray(expected).dtype == np.float64
    rtol, atol = (1e-9, 1e-12) if exact else (1e-5, 1e-6)
    assert np.asarray(found).dtype == np.asarray(expected).dtype
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)


def assert_same_history(found, expected, single_precision):
    for now, before in zip(found, expected, strict=True):
        assert now.keys() - {"train_accuracy"} == before.keys()  # which was not kept then
        assert (now["epoch"], now["learning_rate"]) == (before["epoch"], before["learning_rate"])
        for name in before.keys() - {"seconds"}:
            assert now[name] == pytest.approx(before[name], rel=1e-5 if single_precision else 1e-9)


@pytest.mark.parametrize("name", runs())
def test_a_run_goes_on_to_the_same_end(tmp_path, name):
    shutil.copy(FILES / f"{name}.half.safetensors", tmp_path / "checkpoint")
    run, (arrays, header) = runs()[name], stored(f"{name}.end")
    assert len(stored(f"{name}.half")[1]["history"]) == HALF
    history = fit(**run, epochs=END, checkpoint=tmp_path / "checkpoint", resume=True)
    network = run["network"]
    for key, p in parameters_at_the_end(arrays, header).items():
        assert_close(network.params[key], p)
    assert_same_history(history.epochs, header["history"], network.dtype == np.float32)
    assert run["rng"].bit_generator.state == header["rng"]
    assert run["optimizer"].learning_rate == header["learning_rate"]
    assert run["optimizer"].steps == arrays["optimizer/steps"]
    if "stopping" in header:
        assert run["early_stopping"].waited == header["stopping"][1]


@pytest.mark.parametrize("name", [path.stem for path in FILES.glob("*.half.safetensors")])
def test_a_checkpoint_is_a_model_too(name):
    arrays, _ = stored(name)
    for key, p in load(FILES / f"{name}.safetensors").params.items():
        np.testing.assert_array_equal(p, arrays[key])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_model_gives_what_it_gave(name):
    model, expected = load_model(FILES / name), EXPECTED[name]
    assert repr(model.network) == expected["network"]
    assert (model.classes, model.notes) == (expected["classes"], expected["notes"])
    assert model.picture == (tuple(expected["picture"]) if expected["picture"] else None)
    assert (model.standardizer is not None) == (name == "complete.model.safetensors")
    X = inputs(5, *model.network.input_shape)
    X = model.standardizer(X) if model.standardizer else X
    outputs = model.network.forward(X.astype(model.network.dtype))
    assert_close(outputs, np.array(expected["outputs"], model.network.dtype))


@pytest.fixture
def command(monkeypatch, capsys):
    """Call the command in this process; what it printed."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["nncourse", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code in (0, None)
        return capsys.readouterr().out

    return call


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_goes_on_to_the_same_end(tmp_path, command, name):
    checkpoint, model = tmp_path / "checkpoint", tmp_path / "model"
    shutil.copy(FILES / f"command_{name}.half.safetensors", checkpoint)
    options = ["--epochs", END, "--resume", checkpoint, "--save", model]
    command(*COMMANDS[name].split(), *options)
    arrays, header = stored(f"command_{name}.end")
    for key, p in parameters_at_the_end(arrays, header).items():
        assert_close(load(model).params[key], p)
    notes, notes_before = load_model(model).notes, stored(f"command_{name}.model")[1]["notes"]
    assert notes["settings"] == notes_before["settings"]
    notes["last_epoch"].pop("train_accuracy", None)  # which was not kept then
    assert notes["last_epoch"] == pytest.approx(notes_before["last_epoch"], rel=1e-5)


@pytest.mark.parametrize("name", SAID)
def test_the_command_says_the_same_of_a_model(command, monkeypatch, name):
    monkeypatch.chdir(FILES)
    for task, said in SAID[name].items():
        assert command(task, name) == said


def test_progress_is_still_known(tmp_path, monkeypatch, capsys):
    shutil.copy(FILES / "progress-0.1.0.json", tmp_path)
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    progress()
    lines = capsys.readouterr().out.splitlines()
    solved = {line.split()[0]: line.split()[1].split("/")[0] for line in lines[1:]}
    assert (solved["basics"], solved["forward"], solved["all"]) == ("2", "0", "2")
    suggestions("mnist")
    shown = capsys.readouterr().out
    assert re.findall(r"\((.*)\)", shown) == [
        "forward.relu",
        "basics.mse_backward",
        "forward.softmax",
    ]
