"""Files damaged at random, 2,000 for each reader: read, or refused with the documented error."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fuzz

ROOT = Path(__file__).parents[1]


def test_every_reader_takes_or_refuses_every_file():
    """In a process of its own, whose memory is limited and which a reader may bring down."""
    pytest.importorskip("h5py", reason="h5py is not installed")
    command = [sys.executable, "-m", "tests.fuzz"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.findall(
        r"^(\w+) +([\d,]+) read, ([\d,]+) refused, 0 surprising$", done.stdout, re.M
    )
    assert [name for name, *_ in counts] == list(fuzz.READERS)
    for name, *numbers in counts:
        read, refused = (int(number.replace(",", "")) for number in numbers)
        assert read + refused == 2000
        assert min(read, refused) > 20, f"{name}: mutations that are all alike test little"


def careless(path):
    """A reader that has not thought of everything."""
    content = path.read_bytes()
    if content[:4] != b"data":
        raise fuzz.DataError(f"{path}: no data")
    return {0: "zero", 1: "one"}[content[4]]


def nameless(path):
    """A reader that does not say which file it is."""
    raise fuzz.DataError("no data")


def test_an_error_that_is_not_documented_is_found(monkeypatch):
    monkeypatch.setitem(
        fuzz.READERS, "mine", (lambda folder: [b"data\0"], careless, fuzz.DataError)
    )
    counts, surprises = fuzz.fuzz("mine", 200)
    assert min(counts["read"], counts["refused"], counts["surprising"]) > 5
    assert counts["surprising"] == len(surprises)
    assert re.match(r"mine, mutation \d+: Traceback[^$]*KeyError", surprises[0])
    assert fuzz.fuzz("mine", 200)[1] == surprises  # the same mutations, to look into one


def test_an_error_must_name_the_file(monkeypatch, tmp_path):
    monkeypatch.setitem(fuzz.READERS, "mine", (lambda folder: [], nameless, fuzz.DataError))
    assert fuzz.attempt(tmp_path / "f", "mine", b"") == "no data does not name the file"


def test_a_refused_checkpoint_that_changed_the_run_is_found(monkeypatch, tmp_path):
    def halfway(path, network, *run):
        network.params["0.W"][...] = 0
        raise fuzz.ModelFileError(f"{path}: no")

    monkeypatch.setattr(fuzz, "load_checkpoint", halfway)
    assert "the run was changed" in fuzz.attempt(tmp_path / "f", "checkpoint", b"")
