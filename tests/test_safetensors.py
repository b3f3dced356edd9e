"""Our reader and writer of safetensors, beside the library of that name."""

import json
import os
import re
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as library_bytes

from nncourse.errors import ModelFileError
from nncourse.saving.safetensors import DTYPES, read_safetensors, to_bytes

LETTERS = list('abcXYZ019 ./_-"\\{}[]:,é→😀\n\x01\x7f')
ENTRY = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
ZERO = bytes(4)


def text(rng, longest=8):
    return "".join(rng.choice(LETTERS, rng.integers(0, longest)))


def random_array(rng):
    """An array of any type and up to 4 axes, some of them empty, not always contiguous."""
    shape = rng.integers(0, 4, rng.integers(0, 5))
    dtype = np.dtype(rng.choice(list(DTYPES.values())))
    if dtype.kind == "b":
        return np.asarray(rng.random(shape) < 0.5)
    size = int(np.prod(shape)) * dtype.itemsize
    array = np.frombuffer(rng.bytes(size), dtype).reshape(shape)  # any bits: NaN and infinity too
    return array.T if rng.random() < 0.3 else array


def random_content(rng):
    """Arrays, one or more, and words to go with them, or none."""
    arrays = {text(rng): random_array(rng) for _ in range(rng.integers(1, 6))}
    words = [None, {text(rng): text(rng, 30)}][rng.integers(2)]
    return arrays, words


def with_header(header, data=b""):
    """A file with this header, JSON or bytes, whatever sense it makes."""
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(header).to_bytes(8, "little") + header + data


def read_by_library(path):
    """The arrays and the metadata, or None where the library or NumPy refuses the file."""
    try:
        with safe_open(path, framework="np") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}
    except (SafetensorError, ValueError, TypeError, AttributeError):
        return None


def read_by_us(path):
    """The arrays and the metadata, or None where we refuse the file, which is then named."""
    try:
        return read_safetensors(path)
    except ModelFileError as error:
        message = str(error)
    assert message.startswith(str(path))
    assert len(message) < 500
    return None


def same_bits(a, b):
    return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())


def same_content(found, expected):
    arrays, words = expected
    return (
        found is not None
        and found[0].keys() == arrays.keys()
        and all(same_bits(found[0][name], arrays[name]) for name in arrays)
        and found[1] == (words or {})
    )


@pytest.mark.parametrize("seed", range(10))
def test_random_files_are_those_of_the_library(tmp_path, seed):
    rng, path = np.random.default_rng(seed), tmp_path / "file"
    for _ in range(100):
        arrays, words = random_content(rng)
        ours = to_bytes(arrays, words)
        # The library writes an array as it lies in memory, so it is given contiguous ones.
        assert ours == library_bytes({k: v.copy(order="C") for k, v in arrays.items()}, words)
        path.write_bytes(ours)
        assert same_content(read_by_us(path), (arrays, words))


def mutated(rng, content):
    """The content with a few bytes changed, put in, taken out or repeated, mostly in its header."""
    content = bytearray(content)
    for _ in range(rng.integers(1, 4)):
        place = int(rng.integers(len(content) + 1))
        size = int(rng.integers(1, 5))
        piece = bytes(rng.choice(list(b'0123456789-,:[]{}" \n.eE\\ut\x00\xff'), size).tolist())
        piece = [piece, rng.bytes(size), bytes(content[place : place + size])][rng.integers(3)]
        end = place + size * int(rng.integers(2))
        content[place:end] = piece if rng.random() < 0.8 else b""
    if rng.random() < 0.5:  # the length is made to fit again, else nothing else would be looked at
        length = bytes(content).rfind(b"}") + 1 - 8
        content[:8] = max(length, 0).to_bytes(8, "little")
    return bytes(content)


def is_allowed(content):
    """Whether the header keeps to the rules that the library does not enforce."""
    header = content[8 : 8 + int.from_bytes(content[:8], "little")]
    doubles = []

    def note(pairs):
        doubles.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    entries = json.loads(header, object_pairs_hook=note)
    entries.pop("__metadata__", None)
    fields = all(set(e) == {"dtype", "shape", "data_offsets"} for e in entries.values())
    return header.startswith(b"{") and not any(doubles) and fields


@pytest.mark.parametrize("seed", range(10))
def test_mutated_files_are_read_or_refused_as_by_the_library(tmp_path, seed):
    rng, path = np.random.default_rng(100 + seed), tmp_path / "file"
    accepted = 0
    for _ in range(100):
        content = mutated(rng, to_bytes(*random_content(rng)))
        path.write_bytes(content)
        ours, theirs = read_by_us(path), read_by_library(path)
        if theirs is None or not is_allowed(content):
            assert ours is None, content
        else:
            assert same_content(ours, theirs), content
            accepted += 1
    assert 0 < accepted < 100  # so that both happen


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "0 bytes", id="empty"),
        pytest.param(b"\x02\0\0\0\0\0\0", "7 bytes", id="seven bytes"),
        pytest.param(bytes([9]) + bytes(7) + b"{}", "10 bytes, too few", id="cut in the header"),
        pytest.param(b"\xff" * 8 + b"{}", "too few for its header", id="a huge length"),
        pytest.param(with_header(b""), "begin with {", id="no header"),
        pytest.param(with_header(b" {}"), "begin with {", id="a space first"),
        pytest.param(with_header([]), "begin with {", id="a list"),
        pytest.param(with_header(b'{"a'), "no JSON", id="half a header"),
        pytest.param(with_header(b"{}\0"), "no JSON", id="padded with zeros"),
        pytest.param(with_header(b'{"\xff":1}'), "no JSON", id="no UTF-8"),
        pytest.param(with_header(b'{"\\ud800":1}'), "no JSON", id="half a surrogate pair"),
        pytest.param(with_header(b'{"a":' + b"[" * 100_000), "no JSON", id="deep"),
        pytest.param(with_header(b'{"a":' + b"9" * 9_999 + b"}"), "no size", id="many digits"),
        pytest.param(with_header(b'{"a":{},"a":{}}'), "'a' comes twice", id="a name twice"),
        pytest.param(with_header({"__metadata__": []}), "__metadata__", id="metadata in a list"),
        pytest.param(with_header({"__metadata__": {"a": 1}}), "text by name", id="metadata 1"),
        pytest.param(with_header({"a": 5}), "entry of 'a'", id="an entry that is a number"),
        pytest.param(with_header({"a": ENTRY | {"b": 1}}, ZERO), "entry of 'a'", id="one more"),
        pytest.param(with_header({"a": ENTRY}), "need 4 bytes and there are 0", id="no numbers"),
        pytest.param(with_header({"a": ENTRY}, ZERO + b"x"), "there are 5", id="one byte more"),
        pytest.param(
            with_header({"a": ENTRY, "b": ENTRY}, ZERO), "'b' begins at byte 0", id="overlapping"
        ),
        pytest.param(
            with_header({"a": ENTRY | {"data_offsets": [4, 8]}}, ZERO * 2), "instead of 0", id="gap"
        ),
    ],
)
def test_damaged_files_are_told(tmp_path, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=rf"file is no .*{re.escape(words)}.*truncated"):
        read_safetensors(path)


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [2]},
        {"shape": [-1]},
        {"shape": [1.0]},
        {"shape": [True]},
        {"shape": "1"},
        {"shape": None},
        {"shape": [1] * 65},
        {"shape": [10**17] * 60},
        {"shape": [10**18, 0], "data_offsets": [0, 0]},
        {"shape": [10**17, 10**17, 0], "data_offsets": [0, 0]},
        {"dtype": 4},
        {"dtype": {"F32": None}},
        {"data_offsets": [0]},
        {"data_offsets": [0, 4, 4]},
        {"data_offsets": [4, 0]},
        {"data_offsets": [False, 4]},
        {"data_offsets": {"0": 4}},
    ],
)
def test_an_impossible_entry_is_told(tmp_path, change):
    (tmp_path / "file").write_bytes(with_header({"a": ENTRY | change}, ZERO))
    assert read_by_us(tmp_path / "file") is None


@pytest.mark.parametrize("dtype", ["BF16", "F8_E4M3", "F8_E5M2", "F4", "C64", "f32", ""])
def test_types_that_are_not_read_are_named(tmp_path, dtype):
    (tmp_path / "file").write_bytes(with_header({"a": ENTRY | {"dtype": dtype}}, ZERO))
    with pytest.raises(ModelFileError, match=f"file: the array 'a' is of type '{dtype}'.*F32"):
        read_safetensors(tmp_path / "file")


def test_what_a_header_claims_costs_no_memory(tmp_path):
    claims = {"shape": [10**15], "data_offsets": [0, 4 * 10**15]}
    (tmp_path / "file").write_bytes(with_header({"a": ENTRY | claims}, ZERO))
    tracemalloc.start()
    assert read_by_us(tmp_path / "file") is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_file_that_shrinks_while_it_is_read_is_told(tmp_path, monkeypatch):
    content = to_bytes({"a": np.zeros(9)})
    (tmp_path / "file").write_bytes(content[:-8])
    monkeypatch.setattr(os, "fstat", lambda _: SimpleNamespace(st_size=len(content)))
    with pytest.raises(ModelFileError, match="the numbers of 'a' end early"):
        read_safetensors(tmp_path / "file")


def test_a_header_may_be_no_longer_than_the_format_allows(tmp_path):
    path = tmp_path / "file"
    with open(path, "wb") as file:  # its header is a hole, which takes no place on the disk
        file.write((100_000_001).to_bytes(8, "little"))
        file.truncate(8 + 100_000_001)
    assert read_by_library(path) is None
    with pytest.raises(ModelFileError, match="100,000,001 bytes; at most 100,000,000"):
        read_safetensors(path)


def test_a_long_header_is_read(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(to_bytes({f"{i}.W": np.zeros(0) for i in range(2_000)}, {"long": "x" * 10**6}))
    assert same_content(read_by_us(path), read_by_library(path))


def test_the_header_of_a_file_without_arrays(tmp_path):
    (tmp_path / "file").write_bytes(to_bytes({}, {"by": "hand"}))
    assert read_by_us(tmp_path / "file") == read_by_library(tmp_path / "file")
    assert read_by_us(tmp_path / "file") == ({}, {"by": "hand"})


def test_the_order_of_what_is_written_does_not_matter():
    a, b = np.zeros(2), np.ones(3, np.float32)
    once = to_bytes({"a": a, "b": b}, {"x": "1", "y": "2"})
    assert once == to_bytes({"b": b, "a": a}, {"y": "2", "x": "1"})


def test_big_endian_arrays_are_written_like_others():
    assert to_bytes({"a": np.array([1.5, 2], ">f8")}) == to_bytes({"a": np.array([1.5, 2])})


def test_the_arrays_that_were_read_can_be_changed(tmp_path):
    (tmp_path / "file").write_bytes(to_bytes({"a": np.zeros(3), "b": np.zeros((2, 2), bool)}))
    arrays, _ = read_safetensors(tmp_path / "file")
    for array in arrays.values():
        array[...] = 1
        assert array.all()
        assert array.flags.aligned


@pytest.mark.parametrize(
    "arrays",
    [{"a": np.zeros(1, complex)}, {"a": np.array(["x"])}, {"__metadata__": np.zeros(1)}],
    ids=["complex", "text", "the name taken"],
)
def test_what_cannot_be_written_is_told(arrays):
    with pytest.raises(ValueError, match=r"cannot be written.*F64"):
        to_bytes(arrays)
