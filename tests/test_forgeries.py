"""Files that somebody made up: models, checkpoints and data that claim what they do not hold."""

import gzip
import json
import os
import pickle
import re
import struct
import subprocess
import sys

import numpy as np
import pytest

from nncourse.command.inspect import inspect
from nncourse.datasets import read_csv, read_picture
from nncourse.datasets.hdf5 import read_hdf5
from nncourse.datasets.idx import read_idx, write_idx
from nncourse.datasets.sheets import read_set, write_set
from nncourse.errors import DataError, ModelFileError
from nncourse.history import History
from nncourse.layers import ReLU
from nncourse.network import Sequential
from nncourse.optimizers import Adam
from nncourse.preprocessing import Standardizer
from nncourse.saving.checkpoints import load_checkpoint, save_checkpoint
from nncourse.saving.serialization import (
    load,
    load_model,
    load_weights,
    read_arrays,
    save,
    write_arrays,
)
from nncourse.stopping import EarlyStopping

DENSE = {"layer": "Dense", "n_in": 3, "n_out": 2}


def small(seed=0):
    return Sequential(rng=np.random.default_rng(seed)).input(3).dense(2)


def forge(path, header=None, arrays=None, **description):
    """A model of 3 inputs and 2 outputs, with other words in its header."""
    told = {"input_shape": [3], "dtype": "float32", "layers": [DENSE]} | description
    write_arrays(path, small().params | (arrays or {}), {"architecture": told} | (header or {}))
    return path


def chain(*configs, input_shape):
    return {"input_shape": list(input_shape), "layers": list(configs)}


DESCRIPTIONS = {
    "layers that are words": {"layers": ["Dense"]},
    "layers that are a number": {"layers": 5},
    "a layer that nobody knows": {"layers": [{"layer": "Teleport"}]},
    "a layer of no name": {"layers": [{"n_in": 3, "n_out": 2}]},
    "a layer that is a list": {"layers": [{"layer": ["Dense"]}]},
    "sizes that are words": {"layers": [DENSE | {"n_in": "3"}]},
    "sizes that are truths": {"layers": [DENSE | {"n_out": True}]},
    "sizes of zero": {"layers": [DENSE | {"n_out": 0}]},
    "a type of weights": {"layers": [DENSE | {"dtype": "int8"}]},
    "a slope that is a word": chain({"layer": "LeakyReLU", "slope": "a"}, input_shape=[3]),
    "squares of no pixel": chain({"layer": "MaxPool2D", "size": 0}, input_shape=[4, 4, 1]),
    "squares turned round": chain({"layer": "MaxPool2D", "size": -2}, input_shape=[4, 4, 1]),
    "squares of half pixels": chain({"layer": "MaxPool2D", "size": 1.5}, input_shape=[4, 4, 1]),
    "inputs that are words": chain({"layer": "ReLU"}, input_shape=["a", "b"]),
    "inputs of less than nothing": chain({"layer": "ReLU"}, input_shape=[-3]),
    "a picture of 10 billion pixels": chain({"layer": "Flatten"}, input_shape=[100_000, 100_000]),
    "sizes that overflow": chain({"layer": "Flatten"}, input_shape=[2**32, 2**32]),
    "no inputs": {"input_shape": None},
    "BF16": {"dtype": "bfloat16"},
    "whole numbers": {"dtype": "int8"},
    "a type that is a list": {"dtype": ["float32"]},
    "a size beyond all": {"layers": [DENSE | {"n_out": 10**18}]},
    "a size beyond numbers": {"layers": [DENSE | {"n_out": 10**30}]},
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_forged_architecture_is_refused(tmp_path, name):
    path = forge(tmp_path / "m", **DESCRIPTIONS[name])
    with pytest.raises(ModelFileError, match=re.escape(str(path))):
        load_model(path)


@pytest.mark.parametrize("architecture", [None, 5, "Dense", [], ["Dense"], {}, {"layers": []}])
def test_an_architecture_of_another_form_is_refused(tmp_path, architecture):
    path, network = forge(tmp_path / "m", {"architecture": architecture}), small(1)
    for read in (load, lambda path: load_weights(path, network)):
        with pytest.raises(ModelFileError, match=re.escape(str(path))):
            read(path)
    np.testing.assert_array_equal(network.params["0.W"], small(1).params["0.W"])


HEADERS = {
    "a class too few": {"classes": ["a"]},
    "a class too many": {"classes": ["a", "b", "c"]},
    "classes that are one word": {"classes": "ab"},
    "classes that are numbers": {"classes": [0, 1]},
    "notes that are a number": {"notes": 5},
    "notes that are a list": {"notes": ["by hand"]},
    "a picture of one number": {"picture": 5},
    "a picture of one side": {"picture": [3]},
    "a picture of too many numbers": {"picture": [100_000, 100_000]},
    "a picture of half pixels": {"picture": [1.5, 2.0]},
    "a picture of words": {"picture": ["3", "1"]},
}


@pytest.mark.parametrize("name", HEADERS)
def test_forged_facts_are_refused(tmp_path, name):
    path = forge(tmp_path / "m", HEADERS[name])
    with pytest.raises(
        ModelFileError, match=rf"{re.escape(str(path))} holds .* where there should be"
    ):
        load_model(path)


def test_deep_json_is_refused(tmp_path):
    path = forge(tmp_path / "m")
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    header["__metadata__"]["nncourse"] = '{"notes":' * 100_000 + "5" + "}" * 100_000
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])
    with pytest.raises(ModelFileError, match=re.escape(str(path))):
        load_model(path)


@pytest.mark.parametrize("scale", [np.zeros(4), np.zeros((3, 1)), np.zeros(3, np.int64), None])
def test_a_standardizer_that_does_not_fit_is_refused(tmp_path, scale):
    arrays = {"standardizer.mean": np.zeros(3)}
    arrays |= {} if scale is None else {"standardizer.std": scale}
    with pytest.raises(ModelFileError, match="standardizer for each of 3 inputs"):
        load_model(forge(tmp_path / "m", arrays=arrays))


def test_weights_that_are_no_floats_are_refused(tmp_path):
    path = forge(tmp_path / "m", arrays={"0.W": np.zeros((3, 2), np.int64)})
    with pytest.raises(ModelFileError, match=r"0\.W should be floats, but it is int64"):
        load(path)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_of_a_training_that_diverged_are_refused(tmp_path, value):
    path = forge(tmp_path / "m", arrays={"0.b": np.array([0.0, value], np.float32)})
    with pytest.raises(ModelFileError, match=r"m: parameter 0\.b holds NaN or infinite values"):
        load(path)


@pytest.mark.parametrize(
    "facts",
    [
        {"classes": ["a"]},
        {"picture": (28, 28)},
        {"standardizer": Standardizer(np.zeros(4), np.ones(4))},
        {"notes": [1]},
    ],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path, facts):
    with pytest.raises(ModelFileError, match="where there should be"):
        save(tmp_path / "m", small(), **facts)
    assert not list(tmp_path.iterdir())


# ----------------------------------------------------------------------------------- checkpoints


def checkpoint(path, header=(), arrays=()):
    """A checkpoint after two epochs, with other words in its header and other arrays."""
    network, optimizer, stopping = small(), Adam(0.1), EarlyStopping(3)
    optimizer.step(network.params, network.params)
    stopping.watch(0.5, network.params)
    records = [{"epoch": n, "train_loss": 0.5, "val_loss": 0.5} for n in (1, 2)]
    save_checkpoint(path, network, optimizer, np.random.default_rng(0), History(records), stopping)
    found, told = read_arrays(path)
    told |= dict(header)
    write_arrays(
        path,
        {n: a for n, a in (found | dict(arrays)).items() if a is not None},
        {n: v for n, v in told.items() if v != "missing"},
    )
    return path


RNG = np.random.default_rng(0).bit_generator.state
FORGED = {
    "no optimizer": {"optimizer": "missing"},
    "an optimizer that is a number": {"optimizer": 5},
    "an optimizer nobody knows": {"optimizer": "Magic"},
    "no learning rate": {"learning_rate": "missing"},
    "a learning rate of words": {"learning_rate": "0.1"},
    "a learning rate below zero": {"learning_rate": -0.1},
    "a learning rate that is none": {"learning_rate": float("nan")},
    "a learning rate without end": {"learning_rate": float("inf")},
    "a generator that is a number": {"rng": 5},
    "a generator without a name": {"rng": {}},
    "a generator without a state": {"rng": {"bit_generator": "PCG64"}},
    "a generator of words": {"rng": RNG | {"state": {"state": "a", "inc": "b"}}},
    "a generator below zero": {"rng": RNG | {"state": {"state": -1, "inc": 2**200}}},
    "another generator": {"rng": {"bit_generator": "MT19937"}},
    "no history": {"history": "missing"},
    "a history that is a number": {"history": 5},
    "a history of numbers": {"history": [1, 2]},
    "a history of words": {"history": [{"epoch": 1, "train_loss": "small", "val_loss": 1.0}]},
    "a history without a loss": {"history": [{"epoch": 1}]},
    "a history with a gap": {"history": [{"epoch": 2, "train_loss": 0.5, "val_loss": 0.5}]},
    "a stopping that is a number": {"stopping": 5},
    "a stopping of one number": {"stopping": [0.5]},
    "a stopping of words": {"stopping": ["a", 0]},
    "a stopping that waited half": {"stopping": [0.5, 0.5]},
    "no architecture": {"architecture": "missing"},
}
ARRAYS = {
    "no steps": {"optimizer/steps": None},
    "two steps": {"optimizer/steps": np.zeros(2, np.int64)},
    "half a step": {"optimizer/steps": np.array(0.5)},
    "a memory of another shape": {"optimizer/velocity/0.W": np.zeros((2, 3), np.float32)},
    "a memory of whole numbers": {"optimizer/velocity/0.W": np.zeros((3, 2), np.int64)},
    "a memory of what is not there": {"optimizer/velocity/9.W": np.zeros((3, 2), np.float32)},
    "a memory without a name": {"optimizer/velocity": np.zeros((3, 2), np.float32)},
    "half of the best": {"best/0.W": None},
    "a best of another shape": {"best/0.W": np.zeros((2, 3), np.float32)},
    "a parameter that is missing": {"0.b": None},
    "a parameter of another shape": {"0.b": np.zeros(7, np.float32)},
}


@pytest.mark.parametrize("name", FORGED | ARRAYS)
def test_a_forged_checkpoint_is_refused_and_changes_nothing(tmp_path, name):
    path = checkpoint(tmp_path / "c", FORGED.get(name, {}), ARRAYS.get(name, {}))
    network, optimizer, rng, stopping = (
        small(5),
        Adam(0.2),
        np.random.default_rng(5),
        EarlyStopping(3),
    )
    optimizer.step(network.params, network.params)

    def state():
        run = [network.params, vars(optimizer), rng.bit_generator.state, vars(stopping)]
        return pickle.dumps(run)

    before = state()
    with pytest.raises(ModelFileError, match=re.escape(str(path))):
        load_checkpoint(path, network, optimizer, rng, stopping)
    assert state() == before


def test_the_checkpoint_that_is_forged_here_is_good_without(tmp_path):
    network, optimizer, rng, stopping = (
        small(5),
        Adam(0.2),
        np.random.default_rng(5),
        EarlyStopping(3),
    )
    history = load_checkpoint(checkpoint(tmp_path / "c"), network, optimizer, rng, stopping)
    assert (len(history), optimizer.steps, stopping.best_loss) == (2, 1, 0.5)
    assert rng.bit_generator.state == RNG


def test_a_rate_that_a_schedule_has_brought_to_zero_is_good(tmp_path):
    path, optimizer = checkpoint(tmp_path / "c", {"learning_rate": 0.0}), Adam(0.2)
    load_checkpoint(path, small(), optimizer, np.random.default_rng(0))
    assert optimizer.learning_rate == 0


def test_inspect_refuses_a_forged_checkpoint_before_it_says_a_word(tmp_path, capsys):
    path = checkpoint(tmp_path / "c", {"history": [{"epoch": 1}]})
    with pytest.raises(ModelFileError, match=f"{re.escape(str(path))} is no checkpoint"):
        inspect(path)
    assert not capsys.readouterr().out


def test_inspect_shows_notes_of_ones_own(tmp_path, capsys):
    notes = {"by": "hand", "learning_rate_at_first": 0.1, "lines": "a\nb", "sizes": [0] * 100}
    save(tmp_path / "m", small(), notes=notes)
    inspect(tmp_path / "m")
    shown = capsys.readouterr().out.splitlines()[-4:]
    assert shown[:2] == ["by          hand", "learning_rate_at_first 0.1"]
    assert shown[2:] == [r"lines       'a\nb'", "sizes       [0, 0, 0, 0, 0, 0, ...]"]


@pytest.mark.parametrize("settings", [5, "all", {}, {"optimizer": 5}])
def test_inspect_shows_notes_that_look_like_those_of_train(tmp_path, capsys, settings):
    save(tmp_path / "m", small(), notes={"settings": settings, "last_epoch": 5, "epochs": "a"})
    inspect(tmp_path / "m")
    assert capsys.readouterr().out.splitlines()[-1] == "epochs      a"


# ----------------------------------------------------------------------------------------- bombs


def in_little_memory(code, folder, megabytes=300):
    """What a few lines print, in a process that may take so much more than it starts with."""
    if not os.path.exists("/proc/self/statm"):
        pytest.skip("how much memory a process has is asked of Linux")
    program = f"""
import contextlib, resource
import numpy as np
import PIL.Image
from pathlib import Path
with contextlib.suppress(ImportError):
    import h5py
from nncourse.command.inspect import inspect
from nncourse.datasets import read_picture
from nncourse.datasets.hdf5 import read_hdf5
from nncourse.datasets.idx import read_idx
from nncourse.datasets.sheets import read_sheet
from nncourse.saving.checkpoints import load_checkpoint
from nncourse.saving.serialization import load, load_model
folder = Path({str(folder)!r})
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
limit = used + {megabytes} * 10**6
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    print("read", {code})
except ValueError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_model_that_claims_a_million_outputs(tmp_path):
    forge(tmp_path / "m", layers=[DENSE | {"n_in": 2000, "n_out": 1_500_000}], input_shape=[2000])
    told = in_little_memory("load(folder / 'm')", tmp_path)
    assert told.startswith("ModelFileError")
    assert "1500000" in told


def test_a_model_that_claims_thousands_of_layers(tmp_path):
    claims = [{"layer": "Dense", "n_in": 700, "n_out": 700}] * 5000
    forge(tmp_path / "m", layers=claims, input_shape=[700])
    told = in_little_memory("load(folder / 'm')", tmp_path)
    assert "parameter 0.W should have shape (700, 700), but it is (3, 2)" in told


def test_a_chain_is_not_walked_again_for_each_layer():
    """Counted, not timed: a layer is asked for its shape once when it is added."""
    asked = []

    class Counting(ReLU):
        def output_shape(self, input_shape):
            asked.append(1)
            return input_shape

    network = Sequential([Counting() for _ in range(1000)], input_shape=(3,))
    assert len(asked) == 1000
    network.dense(4)
    assert len(asked) == 1000
    assert network.output_shape == (4,)


def test_layers_may_still_be_taken_off():
    network = small().relu().dense(5)
    network.layers.pop()
    assert network.dense(7).output_shape == (7,)
    assert network.params["2.W"].shape == (2, 7)


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path):
    from PIL import Image

    Image.new("L", (20_000, 5_000)).save(tmp_path / "bomb.png")
    told = in_little_memory("read_picture(folder / 'bomb.png')", tmp_path)
    assert "bomb.png: 20,000 x 5,000 pixels; expected at most 36,000,000" in told


def test_a_large_picture_is_read_in_reduced_size(tmp_path):
    from PIL import Image

    pixels = np.zeros((5000, 6000), np.uint8)
    pixels[1000:4000, 2900:3100] = 255
    Image.fromarray(pixels).save(tmp_path / "large.png")
    Image.fromarray(pixels[::4, ::4]).save(tmp_path / "small.png")
    told = in_little_memory("read_picture(folder / 'large.png').shape", tmp_path)
    assert told == "read (28, 28)\n"
    large, less = (read_picture(tmp_path / f"{name}.png") for name in ("large", "small"))
    assert np.abs(large.astype(int) - less).max() <= 2


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "I;16", "1"])
def test_a_large_picture_of_any_kind_is_turned_and_read(tmp_path, mode):
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter: the bar lies on its side in the file
    pixels = np.zeros((4200, 4100), np.uint8)
    pixels[2000:2200, 800:3300] = 255
    picture = Image.fromarray(pixels.astype(np.uint16) * 257 if mode == "I;16" else pixels)
    (picture if mode == "I;16" else picture.convert(mode)).save(tmp_path / "b.png", exif=exif)
    digit = read_picture(tmp_path / "b.png")
    assert digit.any(axis=1).sum() == 20
    assert digit.any(axis=0).sum() <= 4


def test_a_large_jpeg_is_read_in_reduced_size(tmp_path):
    from PIL import Image

    Image.new("RGB", (9000, 9000), (200, 100, 50)).save(tmp_path / "large.jpg")
    told = in_little_memory("read_picture(folder / 'large.jpg', (8, 8), 3)[4, 4]", tmp_path)
    assert told == "read [200 100  50]\n"


def test_a_size_beyond_all_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"16,777,216 in all; got \(100000, 100000\)"):
        read_picture(tmp_path / "any.png", (100_000, 100_000))


def test_sparse_arrays_are_refused(tmp_path):
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("a_set_x", (10**6, 64, 64, 3), np.uint8, chunks=(1, 64, 64, 3))
        file["a_set_y"] = [0, 1]
    told = in_little_memory("read_hdf5(folder / 'f.h5')", tmp_path)
    assert "that claim to hold 12,288,000,000, more than 20 times as many" in told


def test_a_chunk_that_is_larger_than_all_is_refused(tmp_path):
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    with h5py.File(tmp_path / "f.h5", "w") as file:
        shape, chunk = (1, 1, 1, 3), (10**9, 1, 1, 3)
        file.create_dataset("a_set_x", shape, np.uint8, chunks=chunk, maxshape=(None, 1, 1, 3))
        file["a_set_y"] = [0]
    with pytest.raises(DataError, match="claim to hold 3,000,000,000"):
        read_hdf5(tmp_path / "f.h5")


def test_a_gz_is_not_unfolded_beyond_what_it_announces(tmp_path):
    with gzip.open(tmp_path / "bomb.gz", "wb") as file:
        file.write(write_idx(np.zeros(5, np.uint8)))
        for _ in range(1000):
            file.write(bytes(1_000_000))
    told = in_little_memory("read_idx(folder / 'bomb.gz')", tmp_path)
    assert "something follows the data" in told
    assert "5 bytes; there are more" in told


def test_a_gz_that_announces_far_too_much_is_not_unfolded(tmp_path):
    header = struct.pack(">HBBI", 0, 8, 1, 4 * 10**9)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(header + bytes(1000)))
    told = in_little_memory("read_idx(folder / 'bomb.gz')", tmp_path)
    assert "claim to hold 4,000,000,008" in told


def test_a_sheet_of_one_colour_is_not_unfolded(tmp_path):
    from PIL import Image

    Image.new("RGB", (8_000, 3_000)).save(tmp_path / "train.webp", lossless=True)
    told = in_little_memory("read_sheet(folder / 'train.webp')", tmp_path)
    assert "claim to hold 72,000,000" in told


# ---------------------------------------------------------------------------------- other faults


@pytest.mark.parametrize("shape", [(1,) * 65, (0, *[2**32 - 1] * 3)])
def test_an_idx_of_a_shape_that_no_array_has(shape):
    content = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    with pytest.raises(DataError, match="the given bytes: no array can have the shape"):
        read_idx(content + bytes(1 if shape[0] else 0))


def test_an_idx_of_64_dimensions_is_read():
    array = np.arange(4, dtype=np.uint8).reshape(2, 2, *[1] * 62)
    np.testing.assert_array_equal(read_idx(write_idx(array)), array)


@pytest.mark.parametrize("read", [read_csv, read_idx, read_picture, read_hdf5, load_model])
def test_pipes_and_folders_are_refused(tmp_path, read):
    pytest.importorskip("h5py", reason="h5py is not installed")
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes among the files of this system")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises((DataError, FileNotFoundError), match=re.escape(str(path))):
            read(path)


@pytest.mark.parametrize("kind", ["group", "words", "link", "records"])
def test_hdf5_that_holds_no_numbers(tmp_path, kind):
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["a_set_y"] = [0, 1]
        if kind == "group":
            file.create_group("a_set_x")
        elif kind == "link":
            file["a_set_x"] = h5py.SoftLink("/nowhere")
        elif kind == "words":
            file["a_set_x"] = ["a", "b"]
        else:
            file["a_set_x"] = np.zeros(2, [("a", "i4"), ("b", "f4")])
    with pytest.raises(DataError, match=r"f\.h5: "):
        read_hdf5(tmp_path / "f.h5")


class TestSheets:
    """What `write_set` wrote, `read_set` reads; what it could not read is not written."""

    PICTURES = np.random.default_rng(0).integers(0, 256, (3, 8, 8, 3), dtype=np.uint8)

    @pytest.mark.parametrize(
        ("images", "labels", "species", "words"),
        [
            (PICTURES, [0, 1, 2], ["cat", "dog", "owl"], "no label but 0 and 1"),
            (PICTURES, [0, 1], ["cat", "dog", "owl"], "3 pictures with 2 labels"),
            (PICTURES, [0, 1, 1], ["cat", "dog"], "and 2 species"),
            (PICTURES, [0, 1, 1], ["cat", "dog, large", "owl"], "'dog, large' has a comma"),
            (PICTURES, [0, 1, 1], ["cat", "dog\n1,cat", "owl"], "not of one line"),
            (PICTURES, [0, 1, 1], ["cat", "dog\x85", "owl"], "not of one line"),
            (PICTURES, [0, 1, 1], ["cat", "\ud800", "owl"], "not of one line"),
            (PICTURES / 255, [0, 1, 1], ["cat", "dog", "owl"], "type float64"),
            (PICTURES[:, :, :4], [0, 1, 1], ["cat", "dog", "owl"], "expected square ones"),
            (PICTURES[0], [0], ["cat"], "expected square ones"),
        ],
    )
    def test_what_a_list_or_a_sheet_cannot_hold(self, tmp_path, images, labels, species, words):
        with pytest.raises(DataError, match=words):
            write_set(tmp_path, "train", images, labels, species)
        assert not list(tmp_path.iterdir())

    def test_more_pixels_than_can_be_read(self, tmp_path):
        images = np.broadcast_to(np.uint8(0), (16_000, 400, 400, 3))
        with pytest.raises(DataError, match="draw several sets"):
            write_set(tmp_path, "train", images, [0], ["cat"])

    def test_truths_are_written_as_numbers(self, tmp_path):
        write_set(tmp_path, "train", self.PICTURES, np.array([True, False, True]), ["a", "b", "c"])
        assert read_set(tmp_path, "train")[1].tolist() == [1, 0, 1]


def test_labels_that_no_integer_holds(tmp_path):
    (tmp_path / "t.csv").write_text(f"{2**63},1\n0,2\n")
    with pytest.raises(DataError, match=r"t\.csv, row 1"):
        read_csv(tmp_path / "t.csv")
