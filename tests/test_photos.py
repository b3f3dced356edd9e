"""The cat photographs: read from a folder, checked by content, clear when they are missing."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nncourse.datasets import photos, storage
from nncourse.datasets.photos import photos_available
from nncourse.errors import DataError, DownloadError, LabelError

h5py = pytest.importorskip("h5py", reason="h5py is not installed")

REAL = Path(__file__).parents[2] / "shared" / "data" / "cats"
needs_photos = pytest.mark.skipif(
    not (REAL / "train_catvnoncat.h5").is_file(),
    reason="the photographs may not be shipped; they are not in ../shared/data/cats",
)


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch):
    """No photographs anywhere, and no address to fetch them from."""
    monkeypatch.delenv("NNCOURSE_PHOTOS", raising=False)
    monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = [replace(file, urls=("http://127.0.0.1:9/",)) for file in storage.catalogue()]
    monkeypatch.setattr(storage, "FILES", tuple(files))


def write(folder, images, labels, split="test"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{split}_catvnoncat.h5"
    with h5py.File(path, "w") as file:
        file[f"{split}_set_x"] = images
        file[f"{split}_set_y"] = labels
    return path


def some_pictures(m=3):
    return np.random.default_rng(0).integers(0, 256, (m, 64, 64, 3), dtype=np.uint8)


@pytest.fixture
def known(monkeypatch, tmp_path):
    """Make three random pictures the ones that the course knows."""
    images, labels = some_pictures(), np.array([1, 0, 1])
    path = write(tmp_path / "known", images, labels)
    sha256 = storage.content_hash(path, "photos/test_catvnoncat.h5")
    files = [
        storage.DataFile(f"photos/{split}_catvnoncat.h5", "", "", 1, sha256)
        for split in ("train", "test")
    ]
    monkeypatch.setattr(storage, "FILES", tuple(files))
    return images, labels


@needs_photos
@pytest.mark.parametrize(("split", "m", "cats"), [("train", 209, 72), ("test", 50, 33)])
def test_the_classic_photographs(split, m, cats):
    images, labels = photos(split, REAL)
    assert images.shape == (m, 64, 64, 3)
    assert images.dtype == np.uint8
    assert labels.shape == (m,)
    assert labels.sum() == cats
    assert photos_available(REAL)


@needs_photos
def test_the_folder_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("NNCOURSE_PHOTOS", str(REAL))
    assert photos_available()
    assert len(photos("test")[0]) == 50


def test_the_data_folder_and_another_type_of_labels_will_do(tmp_path, known):
    """Copies go round whose files differ although the pictures do not."""
    images, labels = known
    for shape, dtype in [((3,), np.int64), ((1, 3), np.uint8), ((3, 1), np.int32)]:
        write(tmp_path / "own" / "photos", images, labels.astype(dtype).reshape(shape))
        read_images, read_labels = photos("test")
        np.testing.assert_array_equal(read_images, images)
        assert read_labels.tolist() == [1, 0, 1]


@pytest.mark.parametrize("what", ["pixel", "label", "order"])
def test_other_pictures_or_labels_are_refused(tmp_path, known, what):
    images, labels = known[0].copy(), known[1].copy()
    if what == "pixel":
        images[1, 5, 5, 0] ^= 1
    elif what == "label":
        labels[1] = 1
    else:
        images = images[::-1]
    write(tmp_path / "mine", images, labels)
    with pytest.raises(DataError, match="not the ones of the classic set"):
        photos("test", tmp_path / "mine")


def test_a_folder_without_them_says_what_belongs_there(tmp_path):
    with pytest.raises(DataError, match=r"there is no train_catvnoncat\.h5"):
        photos("train", tmp_path)
    assert not photos_available(tmp_path)


def test_without_a_network_the_message_says_where_to_put_them(tmp_path):
    assert not photos_available()
    with pytest.raises(DownloadError, match="put a copy at") as caught:
        photos("train")
    assert str(tmp_path / "own" / "photos" / "train_catvnoncat.h5") in str(caught.value)


def test_without_h5py_the_remedy_is_one_line(tmp_path, known, monkeypatch):
    write(tmp_path / "mine", *known)
    real_import = importlib.import_module

    def no_h5py(name, *args):
        if name == "h5py":
            raise ModuleNotFoundError("No module named 'h5py'")
        return real_import(name, *args)

    monkeypatch.setattr(importlib, "import_module", no_h5py)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="pip install h5py"):
        photos("test", tmp_path / "mine")
    assert not photos_available(tmp_path / "mine")


def test_another_split_is_refused():
    with pytest.raises(DataError, match='"train" and "test", not \'all\''):
        photos("all")


@pytest.mark.parametrize("content", [b"", b"<html>Sorry</html>", b"\x89HDF\r\n\x1a\n cut short"])
def test_a_file_that_is_no_hdf5_is_named(tmp_path, content):
    (tmp_path / "test_catvnoncat.h5").write_bytes(content)
    with pytest.raises(DataError, match=r"test_catvnoncat\.h5: no HDF5 file"):
        photos("test", tmp_path)


def test_a_truncated_file_is_named(tmp_path):
    path = write(tmp_path, some_pictures(), np.array([1, 0, 1]))
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(DataError, match=r"test_catvnoncat\.h5: no HDF5 file, or a damaged one"):
        photos("test", tmp_path)


@pytest.mark.parametrize(
    ("images", "labels", "error", "words"),
    [
        (some_pictures(), [0, 1], LabelError, "3 pictures, but 2 labels"),
        (some_pictures(), [0, 1, 2], LabelError, r"labels other than 0 and 1: \[0 1 2\]"),
        (some_pictures(), [0, 1, np.nan], LabelError, "labels other than 0 and 1"),
        (some_pictures()[..., 0], [0, 1, 1], DataError, r"uint8 of shape \(3, 64, 64\)"),
        (some_pictures() / 255, [0, 1, 1], DataError, "the pictures are float64"),
    ],
)
def test_arrays_that_do_not_fit_are_told(tmp_path, images, labels, error, words):
    write(tmp_path, images, labels)
    with pytest.raises(error, match=words):
        photos("test", tmp_path)


def test_a_file_with_other_arrays_lists_them(tmp_path):
    with h5py.File(tmp_path / "test_catvnoncat.h5", "w") as file:
        file["pixels"] = some_pictures()
    with pytest.raises(DataError, match=r"one \.\.\._set_y, found \['pixels'\]"):
        photos("test", tmp_path)
