"""Saved models and checkpoints: exact, whole or not at all, and clear when they do not fit."""

import errno
import json
import os

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from nncourse.errors import ArchitectureError, ModelFileError
from nncourse.history import History
from nncourse.layers import Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D
from nncourse.losses import BinaryCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.preprocessing import Standardizer
from nncourse.saving.checkpoints import load_checkpoint
from nncourse.saving.serialization import load, load_model, load_weights, save
from nncourse.stopping import EarlyStopping
from nncourse.training import fit


def small(seed=0, hidden=5):
    return Sequential(rng=np.random.default_rng(seed)).input(3).dense(hidden).tanh().dense(1)


def same(a, b):
    return all((p == b.params[name]).all() for name, p in a.params.items())


def test_a_network_comes_back_as_it_was(tmp_path, rng):
    layers = [Conv2D(1, 2, 3, padding=1, rng=rng), LeakyReLU(0.2), MaxPool2D(2), Flatten()]
    network = Sequential([*layers, Dense(18, 4, rng=rng)], input_shape=(6, 6, 1))
    save(tmp_path / "net.safetensors", network)
    again = load(tmp_path / "net.safetensors")
    X = rng.standard_normal((2, 6, 6, 1))
    assert repr(again) == repr(network)
    np.testing.assert_array_equal(again.forward(X), network.forward(X))


def test_what_belongs_to_the_model_comes_with_it(tmp_path, rng):
    scale = Standardizer.fit(rng.standard_normal((9, 3)))
    save(
        tmp_path / "m",
        small(),
        standardizer=scale,
        classes=["no", "yes"],
        picture=(1, 1, 3),
        notes={"epochs": 3},
    )
    model = load_model(tmp_path / "m")
    np.testing.assert_array_equal(model.standardizer.mean, scale.mean)
    assert (model.classes, model.picture) == (["no", "yes"], (1, 1, 3))
    assert model.notes == {"epochs": 3}


def test_float64_stays_float64(tmp_path):
    network = Sequential(rng=np.random.default_rng(0), dtype=np.float64).input(2).dense(2)
    save(tmp_path / "m", network)
    assert load(tmp_path / "m").params["0.W"].dtype == np.float64
    assert same(network, load(tmp_path / "m"))


def test_other_programs_read_the_weights(tmp_path):
    network = small()
    save(tmp_path / "m.safetensors", network)
    assert load_file(tmp_path / "m.safetensors").keys() == network.params.keys()


def test_weights_of_another_architecture_are_refused_untouched(tmp_path):
    save(tmp_path / "m", small(hidden=7))
    network, before = small(), small()
    with pytest.raises(ArchitectureError, match="n_out=7"):
        load_weights(tmp_path / "m", network)
    assert same(network, before)
    save(tmp_path / "m", small(seed=1))
    load_weights(tmp_path / "m", network)
    assert same(network, small(seed=1))


@pytest.mark.parametrize("kept", [0, 4, 100, 0.9])
def test_a_truncated_file_is_named(tmp_path, kept):
    path = tmp_path / "m.safetensors"
    save(path, small())
    data = path.read_bytes()
    path.write_bytes(data[: int(kept * len(data)) if kept < 1 else kept])
    with pytest.raises(ModelFileError, match=r"m\.safetensors.*truncated"):
        load(path)


def test_other_files_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file"):
        load(tmp_path / "missing")
    (tmp_path / "text").write_text("hello, this is not a model at all, only text")
    with pytest.raises(ModelFileError, match="text"):
        load(tmp_path / "text")
    save_file({"W": np.zeros(3)}, tmp_path / "foreign")
    with pytest.raises(ModelFileError, match="no architecture"):
        load(tmp_path / "foreign")


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.pop("architecture"),
        lambda header: header["architecture"]["layers"][0].update(layer="Teleport"),
        lambda header: header["architecture"]["layers"][0].update(n_in=4),
        lambda header: header["architecture"]["layers"].pop(),
        lambda header: header["architecture"].update(dtype="no such"),
    ],
)
def test_a_forged_header_is_refused(tmp_path, change):
    network = small()
    save(tmp_path / "m", network)
    from nncourse.saving.serialization import architecture

    header = {"architecture": architecture(network)}
    change(header)
    arrays = {name: p for name, p in network.params.items()}
    if header.get("architecture", {}).get("layers", [0, 0, 0])[2:] == []:
        header["architecture"]["layers"].append({"layer": "Dense", "n_in": 5, "n_out": 9})
    save_file(arrays, tmp_path / "m", {"nncourse": json.dumps(header)})
    with pytest.raises(ModelFileError):
        load(tmp_path / "m")


def test_a_full_disk_leaves_the_old_model(tmp_path, monkeypatch):
    path = tmp_path / "m"
    save(path, small(seed=1))

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save(path, small(seed=2))
    assert same(load(path), small(seed=1))
    assert list(tmp_path.iterdir()) == [path]


X = np.random.default_rng(5).standard_normal((40, 3))
Y = (X.sum(axis=1) > 0).astype(int)


def run(path, epochs, resume=False, optimizer=None, stopping=None, network=None, interrupt=None):
    rng = np.random.default_rng(7)
    network = network or small()
    history = fit(
        network,
        X,
        Y,
        loss=BinaryCrossEntropy(),
        optimizer=optimizer or Adam(0.01),
        epochs=epochs,
        batch_size=16,
        rng=rng,
        validation=(X[:10], 1 - Y[:10]),
        schedule=lambda epoch: 0.01 / (1 + epoch),
        early_stopping=stopping,
        checkpoint=path,
        resume=resume,
        progress=False,
        augment=interrupt or (lambda X, rng: X + 0.01 * rng.standard_normal(X.shape)),
    )
    return network, history


def without_times(history):
    return [{k: v for k, v in record.items() if k != "seconds"} for record in history.epochs]


@pytest.mark.parametrize(
    "make", [lambda: Adam(0.01), lambda: SGD(0.1, momentum=0.9), lambda: SGD(0.1)]
)
def test_a_resumed_run_is_the_unbroken_run_bit_for_bit(tmp_path, make):
    whole, long = run(tmp_path / "a", 12, optimizer=make())
    run(tmp_path / "b", 5, optimizer=make())
    rest, short = run(tmp_path / "b", 12, resume=True, optimizer=make(), network=small(seed=99))
    assert same(whole, rest)
    assert without_times(long) == without_times(short)


def test_early_stopping_is_resumed_with_its_best(tmp_path):
    whole, long = run(tmp_path / "a", 100, stopping=EarlyStopping(6))
    assert 6 < len(long) < 100
    run(tmp_path / "b", 4, stopping=EarlyStopping(6))
    rest, short = run(tmp_path / "b", 100, resume=True, stopping=EarlyStopping(6))
    assert same(whole, rest)
    assert without_times(long) == without_times(short)
    again, same_length = run(tmp_path / "b", 100, resume=True, stopping=EarlyStopping(6))
    assert same(again, whole)
    assert len(same_length) == len(short)


def test_resume_without_a_checkpoint_starts_at_the_beginning(tmp_path):
    network, history = run(tmp_path / "new", 3, resume=True)
    assert len(history) == 3
    assert same(network, run(tmp_path / "other", 3)[0])


def test_ctrl_c_leaves_the_last_checkpoint_good(tmp_path):
    calls = []

    def interrupt(X, rng):
        calls.append(1)
        if len(calls) == 8:  # three batches an epoch: in the middle of the third
            raise KeyboardInterrupt
        return X + 0.01 * rng.standard_normal(X.shape)

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "c", 6, interrupt=interrupt)
    rest, history = run(tmp_path / "c", 6, resume=True)
    whole, _ = run(tmp_path / "d", 6)
    assert len(history) == 6
    assert same(rest, whole)


def test_a_checkpoint_is_a_model_but_a_model_is_no_checkpoint(tmp_path):
    network, _ = run(tmp_path / "c", 2)
    assert same(load(tmp_path / "c"), network)
    save(tmp_path / "m", network)
    with pytest.raises(ModelFileError, match="not a checkpoint"):
        load_checkpoint(tmp_path / "m", small(), Adam(0.01), np.random.default_rng())


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    run(tmp_path / "c", 2)
    rng = np.random.default_rng(0)
    with pytest.raises(ArchitectureError, match="another network"):
        load_checkpoint(tmp_path / "c", small(hidden=6), Adam(0.01), rng)
    with pytest.raises(ArchitectureError, match="Adam, not SGD"):
        load_checkpoint(tmp_path / "c", small(), SGD(0.1), rng)
    other = np.random.Generator(np.random.SFC64(0))
    with pytest.raises(ArchitectureError, match="PCG64"):
        load_checkpoint(tmp_path / "c", small(), Adam(0.01), other)


def test_history_as_csv_keeps_every_digit(tmp_path):
    history = History([{"epoch": 1, "train_loss": 0.1 + 0.2}])
    history.to_csv(tmp_path / "h.csv")
    lines = (tmp_path / "h.csv").read_text().split()
    assert lines == ["epoch,train_loss", "1,0.30000000000000004"]
    with pytest.raises(KeyError, match="train_loss"):
        history.column("test_loss")
