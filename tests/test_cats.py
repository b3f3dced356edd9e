"""Cats or not: the shipped set, sets and pictures of one's own, and what to say when they fail."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nncourse.datasets import cats as cats_by_package
from nncourse.datasets import storage
from nncourse.datasets.cats import cats, cats_species
from nncourse.datasets.drawing import SPECIES, draw_cats
from nncourse.datasets.sheets import write_set
from nncourse.errors import DataError, LabelError

SIZES = {"train": 2400, "test": 800}
PHOTOS = Path(__file__).parents[2] / "shared" / "data" / "cats"


@pytest.fixture(scope="module")
def readme():
    return (storage.SHIPPED / "cats" / "README.md").read_text("utf-8")


@pytest.fixture
def small(tmp_path):
    """A small drawn set in a folder, and its content."""
    images, labels, species = draw_cats(6, np.random.default_rng(0), size=16, with_species=True)
    write_set(tmp_path, "train", images, labels, species.tolist())
    return tmp_path, images, labels, species


class TestShippedSet:
    @pytest.mark.parametrize("split", SIZES)
    def test_size_and_balance(self, split):
        images, labels = cats(split)
        assert images.shape == (SIZES[split], 64, 64, 3)
        assert images.dtype == labels.dtype == np.uint8
        assert labels.mean() == 0.5

    @pytest.mark.parametrize("split", SIZES)
    def test_species(self, split):
        species, (_, labels) = cats_species(split), cats(split)
        np.testing.assert_array_equal(species == "cat", labels == 1)
        assert set(species) == set(SPECIES)

    def test_no_picture_in_both_splits(self):
        train, test = ({picture.tobytes() for picture in cats(split)[0]} for split in SIZES)
        assert len(train) == SIZES["train"]
        assert not train & test

    @pytest.mark.parametrize("split", SIZES)
    def test_hashes_are_the_readmes(self, split, readme):
        for name in (f"{split}.webp", f"{split}.csv"):
            content = (storage.SHIPPED / "cats" / name).read_bytes()
            if name.endswith(".csv"):
                content = content.replace(b"\r\n", b"\n")
            assert f"| `{name}` | {hashlib.sha256(content).hexdigest()} |" in readme
        pixels = hashlib.sha256(cats(split)[0].tobytes()).hexdigest()
        assert f"| pixels of {split} | {pixels} |" in readme

    @pytest.mark.parametrize("split", SIZES)
    def test_the_readmes_command_draws_it_again(self, split, readme):
        command = re.search(rf"-m (\d+) --seed (\d+) --name {split}", readme)
        assert int(command[1]) == SIZES[split]
        drawn = draw_cats(8, np.random.default_rng(int(command[2])))
        images, labels = cats(split)
        np.testing.assert_array_equal(drawn[1], labels[:8])
        off = np.abs(drawn[0].astype(int) - images[:8]) > 2
        assert off.mean() < 0.001

    def test_small_enough_for_git(self):
        sizes = [path.stat().st_size for path in (storage.SHIPPED / "cats").iterdir()]
        assert max(sizes) < 13e6
        assert sum(sizes) < 20e6

    def test_same_function_in_the_package(self):
        assert cats_by_package is cats

    def test_smaller_pictures_are_means(self):
        full, half = cats("test")[0], cats("test", size=32)[0]
        assert half.shape == (800, 32, 32, 3)
        assert abs(int(half[3, 5, 7, 1]) - full[3, 10:12, 14:16, 1].mean()) <= 0.5


class TestFolders:
    def test_a_set_of_ones_own(self, small):
        folder, images, labels, species = small
        read, read_labels = cats("train", folder=folder, size=16)
        np.testing.assert_array_equal(read, images)
        np.testing.assert_array_equal(read_labels, labels)
        np.testing.assert_array_equal(cats_species("train", folder), species)

    def test_pictures_of_ones_own(self, tmp_path):
        for name, grey in (("cat", 200), ("not_cat", 50)):
            (tmp_path / "train" / name).mkdir(parents=True)
            for i in range(2):
                picture = Image.new("RGB", (20, 30), (grey, grey, grey))
                picture.save(tmp_path / "train" / name / f"{i}.png")
        images, labels = cats("train", source="photos", folder=tmp_path, size=24)
        assert images.shape == (4, 24, 24, 3)
        assert labels.dtype == np.uint8
        np.testing.assert_array_equal(labels == 1, images[:, 12, 12, 0] > 100)

    def test_pictures_without_classes(self, tmp_path):
        Image.new("RGB", (20, 30)).save(tmp_path / "one.png")
        with pytest.raises(LabelError, match="sub-folder cat and the others in not_cat"):
            cats("train", source="photos", folder=tmp_path)

    @pytest.mark.skipif(
        not (PHOTOS / "train_catvnoncat.h5").is_file(),
        reason="the photographs may not be shipped; they are not in ../shared/data/cats",
    )
    def test_classic_photographs(self):
        pytest.importorskip("h5py", reason="h5py is not installed")
        images, labels = cats("test", source="photos", folder=PHOTOS, size=32)
        assert images.shape == (50, 32, 32, 3)
        assert labels.sum() == 33


class TestErrors:
    @pytest.mark.parametrize("call", [cats, cats_species])
    def test_unknown_split(self, call):
        with pytest.raises(DataError, match='"train" and "test", not \'validation\''):
            call("validation")

    def test_unknown_source(self):
        with pytest.raises(DataError, match='"drawn" or "photos", not \'painted\''):
            cats("train", source="painted")

    @pytest.mark.parametrize("size", [48, 128, 0, 32.0])
    def test_size_that_does_not_divide(self, size):
        with pytest.raises(DataError, match="64 pixels along a side; size is a divisor"):
            cats("test", size=size)

    def test_missing_set(self, tmp_path):
        with pytest.raises(DataError, match=r"train.csv was not found.*drawing --help"):
            cats("train", folder=tmp_path)

    def test_truncated_sheet(self, small):
        path = small[0] / "train.webp"
        path.write_bytes(path.read_bytes()[:-200])
        with pytest.raises(DataError, match="damaged or no picture"):
            cats("train", folder=small[0])

    def test_sheet_of_other_proportions(self, small):
        Image.new("RGB", (100, 100)).save(small[0] / "train.webp", lossless=True)
        with pytest.raises(DataError, match="40 square pictures in each row"):
            cats("train", folder=small[0])

    @pytest.mark.parametrize(
        "text", ["", "pictures\n", "label,species\n2,cat\n", "label,species\n1\n"]
    )
    def test_list_that_is_none(self, small, text):
        (small[0] / "train.csv").write_text(text)
        with pytest.raises(DataError, match="not the list of a drawn set"):
            cats("train", folder=small[0])

    def test_labels_of_another_set(self, small):
        path = small[0] / "train.csv"
        path.write_text("label,species\n" + "1,cat\n" * 50)
        with pytest.raises(LabelError, match=r"places for 40 pictures.*has 50 labels"):
            cats("train", folder=small[0])

    def test_set_too_large_for_a_sheet(self, tmp_path):
        with pytest.raises(DataError, match="draw several sets"):
            write_set(tmp_path, "train", np.zeros((1, 500, 500, 3), np.uint8), [1], ["cat"])
        with pytest.raises(DataError, match="between 1 and"):
            write_set(tmp_path, "train", np.zeros((0, 16, 16, 3), np.uint8), [], [])
        assert not list(tmp_path.iterdir())
