"""Files damaged at random: every reader takes one, or refuses it with the error it documents.

`python -m tests.fuzz --mutations 100000 idx picture` tries so many on each of these readers, or on
all of them without a name, and prints how many were read, refused, and answered with an error that
is none of the documented ones. Memory is limited meanwhile, where the system can do that.
"""

import argparse
import contextlib
import gzip
import io
import json
import pickle
import random
import struct
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.command.inspect import inspect
from nncourse.datasets import read_csv, read_picture
from nncourse.datasets.hdf5 import read_hdf5
from nncourse.datasets.idx import read_idx, write_idx
from nncourse.datasets.sheets import read_set, write_set
from nncourse.errors import DataError, ModelFileError
from nncourse.history import History
from nncourse.network import Sequential
from nncourse.optimizers import Adam
from nncourse.preprocessing import Standardizer
from nncourse.saving.checkpoints import load_checkpoint, save_checkpoint
from nncourse.saving.serialization import load_model, save
from nncourse.stopping import EarlyStopping

MEMORY = 1_500_000_000  # bytes of address space
ODD_NUMBERS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 2, 5, 0.5, 1e308, float("nan"), float("inf"), 2**31, 2**63, 10**30, "", "a",
    "Dense", "ReLU", "float64", "int8", [], [1], ["a"], [0, 0], [[[]]], [100_000, 100_000], {},
    {"layer": "Dense"}, {"layer": "MaxPool2D", "size": 0}, {"layer": ["Dense"]}, {"epoch": 1},
]  # fmt: skip


# ------------------------------------------------------------------------------------- mutations


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The content with one to four changes of random kinds at random places."""
    data = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 4])):
        if data:
            rng.choice([flip, overwrite, remove, repeat, cut])(data, rng)
    return bytes(data)


def flip(data: bytearray, rng: random.Random) -> None:
    """Turn one bit over."""
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def overwrite(data: bytearray, rng: random.Random) -> None:
    """Write a number that is often forgotten, in one, two, four or eight bytes."""
    place, size = rng.randrange(len(data)), rng.choice([1, 2, 4, 8])
    number = rng.choice([*ODD_NUMBERS, rng.randrange(2**32)]) % 256**size
    data[place : place + size] = number.to_bytes(size, rng.choice(["little", "big"]))


def remove(data: bytearray, rng: random.Random) -> None:
    """Leave some bytes out."""
    place = rng.randrange(len(data))
    del data[place : place + rng.randrange(1, 20)]


def repeat(data: bytearray, rng: random.Random) -> None:
    """Repeat some bytes at another place."""
    place = rng.randrange(len(data))
    where = rng.randrange(len(data))
    data[where:where] = data[place : place + rng.randrange(1, 20)]


def cut(data: bytearray, rng: random.Random) -> None:
    """Let the file end early."""
    del data[rng.randrange(len(data)) :]


def forged(content: bytes, rng: random.Random) -> bytes:
    """A saved model with one to three values of its header replaced or left out."""
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    ours = json.loads(header["__metadata__"]["nncourse"])
    for _ in range(rng.choice([1, 1, 2, 3])):
        place, key = rng.choice(list(places(ours)))
        if rng.random() < 0.2:
            del place[key]
        else:
            place[key] = deepcopy(rng.choice(ODD_VALUES))
        if not ours:
            break
    header["__metadata__"]["nncourse"] = json.dumps(ours)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + content[8 + length :]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in nested lists and dictionaries: what it is in, and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    parts = [value[key] for key in keys if isinstance(value[key], dict | list)]
    return found + [place for part in parts for place in places(part)]


# --------------------------------------------------------------------------------------- readers


def network(seed: int = 0) -> Sequential:
    """A small network, of random weights."""
    return Sequential(rng=np.random.default_rng(seed)).input(4).dense(3).relu().dense(2)


def models(folder: Path) -> list[bytes]:
    """A saved model with all that belongs to one."""
    scale = Standardizer(np.zeros(4, np.float32), np.ones(4, np.float32))
    facts = {"classes": ["no", "yes"], "picture": (2, 2), "notes": {"by": "hand", "epochs": 3}}
    save(folder / "m", network(), standardizer=scale, **facts)
    return [(folder / "m").read_bytes()]


def checkpoints(folder: Path) -> list[bytes]:
    """A checkpoint after one epoch."""
    model, optimizer, stopping = network(), Adam(0.1), EarlyStopping(3)
    optimizer.step(model.params, model.params)
    stopping.watch(0.5, model.params)
    record = {"epoch": 1, "learning_rate": 0.1, "train_loss": 0.5, "val_loss": 0.5}
    rng, history = np.random.default_rng(0), History([record])
    save_checkpoint(folder / "c", model, optimizer, rng, history, stopping)
    return [(folder / "c").read_bytes()]


def resume(path: Path) -> None:
    """Read a checkpoint; an AssertionError if it is refused but has changed the run."""
    model, optimizer, stopping = network(1), Adam(0.2), EarlyStopping(3)
    rng = np.random.default_rng(1)

    def state() -> bytes:
        parts = [model.params, vars(optimizer), rng.bit_generator.state, vars(stopping)]
        return pickle.dumps(parts)

    before = state()
    try:
        load_checkpoint(path, model, optimizer, rng, stopping)
    except Exception:
        assert state() == before, "the run was changed"
        raise


def idx_files(folder: Path) -> list[bytes]:
    """Small arrays of two types, plain and packed."""
    bytes_ = write_idx(np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    floats = write_idx(np.linspace(0, 1, 5))
    return [bytes_, floats, gzip.compress(bytes_, mtime=0)]


def tables(folder: Path) -> list[bytes]:
    """Tables with a header and without."""
    return [b"label,x,y\n1,0.5,2\n0,3,4e5\n", b'3,1,-2\r\n7,"5",6\r\n0,1,2\r\n']


def pictures(folder: Path) -> list[bytes]:
    """Small pictures in the formats that are read."""
    from PIL import Image

    pixels = np.zeros((9, 8, 3), np.uint8)
    pixels[2:7, 3:5] = [200, 150, 100]  # a one
    colour, grey = Image.fromarray(pixels), Image.fromarray(pixels[:, :, 0])
    deep = Image.fromarray(pixels[:, :, 0].astype(np.uint16) * 257)
    exif, found = Image.Exif(), []
    exif[0x0112] = 6  # turned by a quarter
    for picture, kind, more in (
        (colour, "PNG", {}),
        (colour.convert("P"), "PNG", {"transparency": 0}),
        (colour.convert("RGBA"), "PNG", {"exif": exif}),
        (deep, "PNG", {}),
        (grey, "JPEG", {"exif": exif}),
        (colour, "JPEG", {"progressive": True}),
    ):
        file = io.BytesIO()
        picture.save(file, kind, **more)
        found.append(file.getvalue())
    return found


def sheets(folder: Path) -> list[bytes]:
    """The sheet of a drawn set."""
    images = np.random.default_rng(0).integers(0, 256, (3, 1, 1, 3), dtype=np.uint8)
    write_set(folder, "train", images, np.array([0, 1, 1]), ["cat", "dog", "owl"])
    return [(folder / "train.webp").read_bytes()]


def read_sheet_of_set(path: Path) -> None:
    """Read a drawn set whose sheet is the file."""
    path.replace(path.parent / "train.webp")
    read_set(path.parent, "train")


def lists(folder: Path) -> list[bytes]:
    """The list of a drawn set."""
    sheets(folder)
    return [(folder / "train.csv").read_bytes()]


def read_list_of_set(path: Path) -> None:
    """Read a drawn set whose list is the file."""
    path.replace(path.parent / "train.csv")
    read_set(path.parent, "train")


def hdf5_files(folder: Path) -> list[bytes]:
    """Three pictures with their labels, plain and packed."""
    import h5py

    found, rng = [], np.random.default_rng(0)
    for more in ({}, {"compression": "gzip", "shuffle": True}):
        with h5py.File(folder / "h", "w", libver="latest" if more else None) as file:
            images = rng.integers(0, 256, (3, 4, 4, 3), dtype=np.uint8)
            file.create_dataset("a_set_x", data=images, **more)
            file.create_dataset("a_set_y", data=np.array([0, 1, 1]), **more)
        found.append((folder / "h").read_bytes())
    return found


READERS: dict[str, tuple[Callable[[Path], list[bytes]], Callable[[Path], Any], type[Exception]]] = {
    "model": (models, load_model, ModelFileError),
    "checkpoint": (checkpoints, resume, ModelFileError),
    "inspect": (lambda folder: models(folder) + checkpoints(folder), inspect, ModelFileError),
    "idx": (idx_files, read_idx, DataError),
    "csv": (tables, read_csv, DataError),
    "picture": (pictures, read_picture, DataError),
    "photo": (pictures, lambda path: read_picture(path, (8, 8), 3), DataError),
    "sheet": (sheets, read_sheet_of_set, DataError),
    "list": (lists, read_list_of_set, DataError),
    "hdf5": (hdf5_files, read_hdf5, DataError),
}


# ------------------------------------------------------------------------------------------ runs


def attempt(path: Path, name: str, content: bytes) -> str:
    """What a reader does with a file: "read", "refused", or the error it should not raise."""
    _, read, expected = READERS[name]
    path.unlink(missing_ok=True)  # a new file is written faster than an old one is overwritten
    path.write_bytes(content)
    try:
        read(path)
    except expected as error:
        return "refused" if str(path.parent) in str(error) else f"{error} does not name the file"
    except Exception:
        return traceback.format_exc()
    return "read"


def fuzz(name: str, mutations: int) -> tuple[Counter[str], list[str]]:
    """How often a reader read and refused a mutated file, and what else it did.

    The mutation of a number is the same each time.
    """
    counts: Counter[str] = Counter()
    surprises = []
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        seeds = READERS[name][0](Path(folder))
        path = Path(folder) / "damaged"
        for seed in seeds:
            assert (first := attempt(path, name, seed)) == "read", first
        for number in range(mutations):
            rng = random.Random(f"{name} {number}")
            seed = rng.choice(seeds)
            forge = READERS[name][2] is ModelFileError and rng.random() < 0.5
            outcome = attempt(path, name, forged(seed, rng) if forge else mutated(seed, rng))
            counts[outcome if outcome in ("read", "refused") else "surprising"] += 1
            if outcome not in ("read", "refused"):
                surprises.append(f"{name}, mutation {number}: {outcome}")
    return counts, surprises


def limit_memory() -> None:
    """Let a reader that takes too much memory fail, where the system can do that."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def arguments() -> argparse.Namespace:
    """What was asked for on the command line; `readers` are all of them if none is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutations", type=int, default=2_000, help="tried on each reader")
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    chosen = parser.parse_args()
    unknown = set(chosen.readers) - set(READERS)
    if unknown:
        parser.error(f"no reader {', '.join(sorted(unknown))}; there are {', '.join(READERS)}")
    chosen.readers = chosen.readers or list(READERS)
    return chosen


def main() -> None:
    """Try the readers that were named; exit with 1 if there was a surprise."""
    chosen = arguments()
    limit_memory()
    warnings.simplefilter("ignore")
    found = []
    for name in chosen.readers:
        counts, surprises = fuzz(name, chosen.mutations)
        told = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("read", "refused", "surprising"))
        print(f"{name:<11} {told}", flush=True)
        found += surprises
    print("\n".join(found[:5]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
