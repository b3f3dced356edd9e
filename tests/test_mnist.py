"""MNIST as shipped is complete, and files that do not belong together are told."""

import gzip

import numpy as np
import pytest

from nncourse.datasets import mnist
from nncourse.datasets.idx import write_idx
from nncourse.errors import DataError, DataWarning, LabelError


@pytest.mark.parametrize(("split", "m"), [("train", 60_000), ("test", 10_000)])
def test_the_shipped_digits_are_complete(split, m):
    images, labels = mnist(split)
    assert images.shape == (m, 28, 28)
    assert labels.shape == (m,)
    assert images.dtype == labels.dtype == np.uint8
    assert np.unique(labels).tolist() == list(range(10))
    assert images.max() == 255


def test_pictures_and_labels_belong_together():
    """The mean picture of each digit recognises most digits; shuffled labels would give 10 %."""
    images, labels = mnist("test")
    X = images.reshape(len(images), -1).astype(np.float32)
    means = np.stack([X[labels == digit].mean(axis=0) for digit in range(10)])
    distances = (means**2).sum(axis=1) - 2 * X @ means.T
    assert (distances.argmin(axis=1) == labels).mean() > 0.8


def test_the_known_first_labels():
    assert mnist("train")[1][:5].tolist() == [5, 0, 4, 1, 9]
    assert mnist("test")[1][:5].tolist() == [7, 2, 1, 0, 4]


def test_another_split_is_refused():
    with pytest.raises(DataError, match='"train" and "test", not \'validation\''):
        mnist("validation")


@pytest.fixture
def own_files(tmp_path, monkeypatch):
    """Make `mnist("test")` read these arrays."""
    monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path))
    (tmp_path / "mnist").mkdir()

    def write(images, labels):
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            content = gzip.compress(write_idx(array))
            (tmp_path / "mnist" / f"t10k-{kind}-ubyte.gz").write_bytes(content)

    return write


def pictures(*shape, dtype=np.uint8):
    return np.zeros(shape, dtype)


def test_own_files_are_read_instead(own_files):
    own_files(pictures(3, 28, 28), np.array([9, 0, 1], np.uint8))
    with pytest.warns(DataWarning, match="not the published file") as told:
        images, labels = mnist("test")
    assert len(told) == 2
    assert images.shape == (3, 28, 28)
    assert labels.tolist() == [9, 0, 1]


def test_transposed_pictures_are_told(own_files):
    images, labels = mnist("test")
    own_files(np.ascontiguousarray(images.transpose(0, 2, 1)), labels)
    with pytest.warns(DataWarning, match="t10k-images.* are transposed") as told:
        mnist("test")
    assert len(told) == 1, "the labels are the published ones"


def test_of_the_published_files_nothing_is_told(recwarn):
    mnist("test")
    assert not recwarn.list


@pytest.mark.parametrize(
    ("images", "labels", "error", "words"),
    [
        (pictures(3, 28, 28), pictures(4), LabelError, r"3 pictures .* labels of shape \(4,\)"),
        (pictures(3, 28, 28), pictures(3, 1), LabelError, r"labels of shape \(3, 1\)"),
        (pictures(2, 28, 28), pictures(2) + np.uint8(10), LabelError, "from 0 to 9, found 10"),
        (pictures(2, 28, 28), pictures(2, dtype=np.int8) - np.int8(1), LabelError, "int8"),
        (pictures(3, 28, 27), pictures(3), DataError, r"found uint8 of shape \(3, 28, 27\)"),
        (pictures(3, 784), pictures(3), DataError, r"shape \(3, 784\)"),
        (pictures(3, 28, 28, dtype=np.float32), pictures(3), DataError, "found float32"),
    ],
)
def test_files_that_do_not_fit_are_told(own_files, images, labels, error, words):
    own_files(images, labels)
    with pytest.raises(error, match=words):
        mnist("test")


def test_a_truncated_file_is_named(own_files, tmp_path):
    own_files(pictures(3, 28, 28), pictures(3))
    path = tmp_path / "mnist" / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(DataError, match=r"t10k-images-idx3-ubyte\.gz: the gzip"):
        mnist("test")
