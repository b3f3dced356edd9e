"""Own pictures and tables at the command: trained on, asked about, measured."""

import gzip
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("typer", reason="the command needs typer")
Image = pytest.importorskip("PIL.Image", reason="pictures need pillow")

# Fixtures are arguments of the same name.
# ruff: noqa: F811
from test_cli import digits, nncourse, seven  # noqa: E402, F401

from nncourse.certainty import is_unsure, sure_from  # noqa: E402
from nncourse.command.inference import class_index  # noqa: E402
from nncourse.command.predict import drawn  # noqa: E402
from nncourse.datasets import mnist, read_picture  # noqa: E402
from nncourse.datasets.idx import write_idx  # noqa: E402
from nncourse.errors import LabelError  # noqa: E402
from nncourse.network import Sequential  # noqa: E402
from nncourse.saving.serialization import SavedModel, load_model, read_arrays, save  # noqa: E402

QUICK = ("--epochs", 15)


def write_pictures(folder: Path, colour: bool = True, m: int = 12, seed: int = 0) -> None:
    """Two classes that differ in their colour, or in how bright they are."""
    rng = np.random.default_rng(seed)
    for name, red, blue in (("red", 220, 40), ("not_red", 40, 120)):
        (folder / name).mkdir(parents=True)
        for i in range(m):
            picture = rng.integers(0, 30, (24, 32, 3)) + np.array([red, 20, blue])
            picture = picture if colour else picture[:, :, 0]
            Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(folder / name / f"{i}.png")


def write_table(path: Path, seed: int = 0, header: str = "width,kind,height\n") -> None:
    """Two kinds, of which one is larger; the label is in the middle."""
    rng = np.random.default_rng(seed)
    rows = [
        f"{w:.3f},{kind},{h:.3f}\n"
        for kind, size in (("owl", 10), ("cat", 1000)) * 20
        for w, h in [size + rng.normal(size=2)]
    ]
    path.write_text(header + "".join(rows))


def accuracy(shown) -> float:
    assert shown.code == 0, shown.err
    return float(shown.out.split("accuracy  ")[1].split("%")[0])


class TestFolder:
    @pytest.mark.parametrize(("colour", "shape"), [(True, (16, 16, 3)), (False, (16, 16))])
    def test_from_training_to_a_new_picture(self, nncourse, tmp_path, colour, shape):
        write_pictures(tmp_path / "mine", colour)
        write_pictures(tmp_path / "new", colour, m=3, seed=1)
        trained = nncourse("train", "mine", "--size", 16, *QUICK)
        assert trained.code == 0, trained.err
        assert "mine/: 20 examples, 4 held back" in trained.out
        assert f"16 x 16 {'in colour' if colour else 'grey'}: not_red, red" in trained.out
        saved = load_model("mine.safetensors")
        assert (saved.classes, saved.picture) == (["not_red", "red"], shape)
        assert accuracy(nncourse("evaluate", "mine.safetensors", "--data", "new")) == 100
        assert ": red\n" in nncourse("predict", "mine.safetensors", "new/red/0.png").out

    def test_grey_pictures_are_not_read_as_digits(self, nncourse, tmp_path):
        """Those here have no ink and no paper: as digits they could not be read at all."""
        write_pictures(tmp_path / "mine", colour=False)
        assert nncourse("train", "mine", "--size", 16, *QUICK).code == 0
        Image.new("L", (30, 30), 230).save("bright.png")
        assert nncourse("predict", "mine.safetensors", "bright.png").out.startswith(
            "bright.png: red"
        )

    def test_the_same_seed_gives_the_same_model(self, nncourse, tmp_path):
        write_pictures(tmp_path / "mine")
        for name in "ab":
            assert nncourse("train", "mine", "--size", 16, *QUICK, "--save", name).code == 0
        a, b = (read_arrays(tmp_path / name)[0] for name in "ab")
        assert all(np.array_equal(a[name], b[name]) for name in a)

    def test_a_rare_class_is_in_both_parts(self, nncourse, tmp_path):
        write_pictures(tmp_path / "mine")
        for picture in sorted((tmp_path / "mine" / "red").iterdir())[2:]:
            picture.unlink()
        trained = nncourse("train", "mine", "--size", 16, *QUICK)
        assert "mine/: 11 examples, 3 held back" in trained.out

    def test_a_report_tells_of_own_pictures(self, nncourse, tmp_path):
        write_pictures(tmp_path / "mine")
        assert nncourse("train", "mine", "--size", 16, *QUICK, "--report", "r.md").code == 0
        assert "own pictures in mine/" in (tmp_path / "r.md").read_text("utf-8")

    @pytest.mark.parametrize(
        ("kept", "expected"),
        [
            ({"red": 12}, ["only one class, 'red'"]),
            ({"red": 1, "not_red": 1}, ["only one example of not_red, red", "at least two"]),
            ({"red": 0, "not_red": 3}, ["no pictures in it"]),
            ({}, ["no sub-folders"]),
        ],
    )
    def test_what_cannot_be_learned(self, nncourse, tmp_path, kept, expected):
        write_pictures(tmp_path / "all")
        Image.new("L", (30, 30)).save(tmp_path / "loose.png")
        for name, m in kept.items():
            (tmp_path / "mine" / name).mkdir(parents=True)
            for i in range(m):
                (tmp_path / "all" / name / f"{i}.png").rename(tmp_path / "mine" / name / f"{i}.png")
        (tmp_path / "mine").mkdir(exist_ok=True)
        if not kept:
            (tmp_path / "loose.png").rename(tmp_path / "mine" / "loose.png")
        nncourse("train", "mine").fails_with(*expected)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["xor", "--size", 32], "--size 32: only pictures"),
            (["xor", "--label", "y"], "--label y: only a CSV"),
            (["nowhere"], "no data set, folder or file 'nowhere'"),
        ],
    )
    def test_options_that_do_not_fit(self, nncourse, words, expected):
        nncourse("train", *words).fails_with(expected)


class TestTable:
    def test_from_training_to_new_rows(self, nncourse, tmp_path):
        write_table(tmp_path / "animals.csv")
        write_table(tmp_path / "new.csv", seed=1)
        trained = nncourse("train", "animals.csv", "--label", "kind")
        assert trained.code == 0, trained.err
        assert "animals.csv: 32 examples, 8 held back" in trained.out
        assert "2 features; label kind: classes cat, owl" in trained.out
        assert "animals.safetensors animals.csv" in trained.out.split("Next: ")[1]
        saved = load_model("animals.safetensors")
        assert saved.classes == ["cat", "owl"]
        assert saved.standardizer.mean.max() > 300
        assert accuracy(nncourse("evaluate", "animals.safetensors", "--data", "new.csv")) == 100
        (tmp_path / "rows.csv").write_text("height,width\n1000,1001\n9,10\n")
        rows = nncourse("predict", "animals.safetensors", "rows.csv", "--top", 1).out.splitlines()
        assert rows[0].startswith("rows.csv, row 2: cat ")
        assert rows[1].startswith("rows.csv, row 3: owl ")

    def test_without_names_columns_have_places(self, nncourse, tmp_path):
        write_table(tmp_path / "animals.csv", header="")
        assert nncourse("train", "animals.csv", "--label", 2).code == 0
        model = "animals.safetensors"
        assert accuracy(nncourse("evaluate", model, "--data", "animals.csv")) == 100
        (tmp_path / "rows.csv").write_text("1001,1000\n")
        assert "row 1: cat " in nncourse("predict", model, "rows.csv").out
        assert "row 1: owl " in nncourse("predict", model, "animals.csv").out

    def test_numbers_are_predicted_in_their_own_units(self, nncourse, tmp_path):
        x = np.linspace(0, 10, 80)
        rows = "".join(f"{5000 + 300 * v:.1f},{v:.4f}\n" for v in x)
        (tmp_path / "prices.csv").write_text("price,size\n" + rows)
        trained = nncourse("train", "prices.csv")
        assert "label price: a number to predict" in trained.out
        error = float(trained.out.split("validation error  ")[1].split()[0])
        assert 0 < error < 150
        (tmp_path / "new.csv").write_text("size\n5\n")
        (one,) = nncourse("predict", "prices.safetensors", "new.csv").out.splitlines()
        assert float(one.removeprefix("new.csv, row 2: ")) == pytest.approx(6500, abs=300)
        shown = nncourse("predict", "prices.safetensors", "prices.csv").out.splitlines()
        found = [float(line.split(": ")[1]) for line in shown]
        np.testing.assert_allclose(found, 5000 + 300 * x, atol=300)
        loss = nncourse("evaluate", "prices.safetensors", "--data", "prices.csv").out
        assert float(loss.split("loss")[1].split()[0]) < 300**2

    def test_a_training_goes_on_from_its_checkpoint(self, nncourse, tmp_path):
        rows = "".join(f"{3 * i}.5,{i}\n" for i in range(40))
        (tmp_path / "t.csv").write_text("y,x\n" + rows)
        words = ("train", "t.csv", "--epochs")
        assert nncourse(*words, 6, "--save", "whole").code == 0
        assert nncourse(*words, 2, "--checkpoint", "c").code == 0
        assert nncourse(*words, 6, "--save", "resumed", "--resume", "c").code == 0
        whole, resumed = (read_arrays(tmp_path / name)[0] for name in ("whole", "resumed"))
        assert all(np.array_equal(whole[name], resumed[name]) for name in whole)

    @pytest.mark.parametrize(
        ("labels", "expected"),
        [
            (["0", "1", "2"] * 4, "classes 0, 1, 2"),
            (["10", "9"] * 6, "classes 9, 10"),
            (["yes", "no"] * 6, "classes no, yes"),
            (["1.5", "2"] * 6, "a number to predict"),
            ([str(i) for i in range(25)], "a number to predict"),
        ],
    )
    def test_classes_or_numbers_is_said(self, nncourse, tmp_path, labels, expected):
        rows = "".join(f"{label},{i}.5\n" for i, label in enumerate(labels))
        (tmp_path / "t.csv").write_text("y,x\n" + rows)
        trained = nncourse("train", "t.csv", "--epochs", 1)
        assert f"label y: {expected}\n" in trained.out

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("y,x\na,1\na,2\n", ["only one class, 'a'"]),
            ("y,x\na,1\nb,2\n", ["only one example of a, b"]),
            ("y,x\n1.5,1\n2.5,2\n", ["2 examples", "at least 5"]),
            ("y,x\na,1\nb,\n", ["row 3, column x: the cell is empty"]),
            ("y,x\na,1\n,2\n", ["row 3, column y: the cell is empty"]),
            ("y,x\na,1\nb,nan\n", ["row 3, column x: 'nan' is no number"]),
            ("y,x\na,1\nb,1e300\n", ["row 3, column x: '1e300'"]),
            ("y,x\na,1\nb,two\n", ["row 3, column x: 'two' is no number"]),
            ("y,x\n1,red\n2,blue\n", ["column x holds words ('red')", "--label"]),
            ("y,x\na,1\nb,2,3\n", ["row 3: 3 cells, but the first row has 2"]),
            ("y\na\nb\n", ["one column only"]),
            ("y,y\na,1\n", ["two columns have the name 'y'"]),
            ("y,x\n", ["no examples"]),
            ("", ["no examples"]),
        ],
    )
    def test_a_table_that_cannot_be_learned(self, nncourse, tmp_path, text, expected):
        (tmp_path / "t.csv").write_text(text)
        nncourse("train", "t.csv").fails_with("t.csv", *expected)

    def test_a_column_that_is_not_there(self, nncourse, tmp_path):
        write_table(tmp_path / "animals.csv")
        nncourse("train", "animals.csv", "--label", "sort").fails_with(
            "no column 'sort'", "width, kind, height"
        )

    @pytest.mark.parametrize(
        ("text", "command", "expected"),
        [
            ("width\n1\n", "predict", ["no column height, which the model takes"]),
            ("1,2,3,4\n", "predict", ["4 columns; the model takes 2"]),
            ("width,height\n1,2\n", "evaluate", ["no column kind"]),
            ("1,2\n", "evaluate", ["no label in it"]),
            ("width,kind,height\n1,dog,2\n", "evaluate", ["'dog' is no class", "'cat', 'owl'"]),
        ],
    )
    def test_another_table(self, nncourse, tmp_path, text, command, expected):
        write_table(tmp_path / "animals.csv")
        assert nncourse("train", "animals.csv", "--label", "kind", "--epochs", 1).code == 0
        (tmp_path / "t.csv").write_text(text)
        words = ["t.csv"] if command == "predict" else ["--data", "t.csv"]
        nncourse(command, "animals.safetensors", *words).fails_with(*expected)

    def test_notes_of_a_stranger_are_not_believed(self, nncourse, tmp_path):
        noted = {"table": {"label": "y", "place": 99, "features": ["a"]}, "sure_from": "always"}
        network = Sequential().input(2).dense(2)
        network.params["0.W"][...] = 0
        save("m", network, notes=noted)
        (tmp_path / "t.csv").write_text("1,2\n")
        assert nncourse("predict", "m", "t.csv").out == "t.csv, row 1: 0 50.00%, 1 50.00%\n"


class TestPairing:
    """Folders and classes are paired by name, not by position."""

    @pytest.fixture
    def model(self, nncourse, tmp_path) -> str:
        """A model that sees red: its classes are those of the cats' recipe."""
        network = Sequential().input(8 * 8 * 3).dense(1)
        W = network.params["0.W"].reshape(8, 8, 3)
        W[:, :, 0], W[:, :, 2] = 1, -1
        save("m", network, classes=["no cat", "cat"], picture=(8, 8, 3))
        write_pictures(tmp_path / "all")
        return "m"

    @pytest.mark.parametrize("no", ["not_cat", "no cat", "No_Cat", "non-cat", "not cat"])
    @pytest.mark.parametrize("yes", ["cat", "Cat"])
    def test_the_same_name_written_otherwise(self, nncourse, model, tmp_path, no, yes):
        (tmp_path / "mine").mkdir()
        (tmp_path / "all" / "red").rename(tmp_path / "mine" / yes)
        (tmp_path / "all" / "not_red").rename(tmp_path / "mine" / no)
        assert accuracy(nncourse("evaluate", model, "--data", "mine")) == 100

    def test_some_of_the_classes(self, nncourse, model, tmp_path):
        (tmp_path / "mine").mkdir()
        (tmp_path / "all" / "red").rename(tmp_path / "mine" / "cat")
        shown = nncourse("evaluate", model, "--data", "mine")
        assert (accuracy(shown), "12 of 12 right" in shown.out) == (100, True)

    def test_a_folder_that_is_no_class(self, nncourse, model, tmp_path):
        (tmp_path / "all" / "red").rename(tmp_path / "all" / "cat")
        (tmp_path / "all" / "not_red").rename(tmp_path / "all" / "other")
        nncourse("evaluate", model, "--data", "all").fails_with(
            "'other' is no class", "'no cat', 'cat'", "not_cat means 'no cat'"
        )

    def test_without_names_folders_are_numbers(self):
        model = SavedModel(Sequential().input(2).dense(3))
        assert class_index(model, ["2", "0"], Path("mine")).tolist() == [2, 0]
        with pytest.raises(LabelError, match=r"'3' is no class .* '0', '1', '2'"):
            class_index(model, ["3"], Path("mine"))

    def test_classes_that_differ_by_case_only(self):
        model = SavedModel(Sequential().input(2).dense(3), classes=["A", "a", "b"])
        assert class_index(model, ["a", "A", "B"], Path("mine")).tolist() == [1, 0, 2]


class TestCertainty:
    def test_the_share_is_the_lowest_from_which_99_in_100_are_right(self):
        rng = np.random.default_rng(0)
        shares = rng.random(5000)
        right = rng.random(5000) < shares**0.1
        lowest = sure_from(shares, right)
        assert right[shares >= lowest].mean() >= 0.99
        below = np.sort(shares[shares < lowest])[-200:]
        assert all(right[shares >= share].mean() < 0.99 for share in below)

    def test_few_examples_tell_nothing(self):
        assert sure_from(np.full(99, 0.9), np.ones(99, bool)) is None

    def test_it_is_kept_in_the_file_and_said(self, nncourse, digits):
        lowest = load_model(digits).notes["sure_from"]
        assert 0.1 < lowest < 1
        assert f"sure from   a share of {lowest:.2%}" in nncourse("inspect", digits).out

    def test_unsure_answers_are_called_so(self, nncourse, digits, tmp_path):
        lowest = load_model(digits).notes["sure_from"]
        images, _ = mnist("test")
        for i in range(0, 120):
            Image.fromarray(images[i]).save(tmp_path / f"{i}.png")
        files = [f"{i}.png" for i in range(120)]
        shown = nncourse("predict", digits, "--as-is", "--top", 1, *files).out.splitlines()
        heads, shares = shown[::2], [float(line.split()[-1][:-1]) / 100 for line in shown[1::2]]
        clear = [(h, s) for h, s in zip(heads, shares, strict=True) if abs(s - lowest) > 1e-4]
        assert all(h.endswith(", unsure") == (s < lowest) for h, s in clear)
        assert 0 < sum(h.endswith(", unsure") for h in heads) < len(heads)

    def test_a_file_that_does_not_say_calls_nothing_unsure(self):
        assert not is_unsure(0.2, {})


class TestSeen:
    def test_a_digit_in_characters(self, nncourse, digits, seven):
        lines = nncourse("predict", digits, seven, "--show").out.splitlines()
        start = lines.index("what the network saw:") + 2
        drawing = lines[start:-1]
        assert len(drawing) == 28
        ink = np.array([[c != " " for c in line[::2].ljust(28)] for line in drawing])
        np.testing.assert_array_equal(ink[:, :5], False)
        assert ink[6:12].sum() > ink[18:24].sum() > 5, "a seven is wide on top"

    def test_plain_letters_where_the_stream_has_no_blocks(
        self, nncourse, digits, seven, monkeypatch
    ):
        class Ascii:
            encoding = "ascii"

            def __getattr__(self, name):
                return getattr(real, name)

        real = sys.stdout
        monkeypatch.setattr(sys, "stdout", Ascii())
        assert "\n".join(drawn(mnist("test")[0][0])).isascii()

    def test_what_was_seen_is_written_and_is_seen_again(self, nncourse, digits, seven):
        first = nncourse("predict", digits, seven, "--save-seen", "seen.png").out
        with Image.open("seen.png") as seen:
            assert (seen.size, seen.mode, seen.format) == ((28, 28), "L", "PNG")
            np.testing.assert_array_equal(np.asarray(seen), read_picture(seven))
        again = nncourse("predict", digits, "seen.png", "--as-is").out
        assert again.split("\n")[0].split(": ")[1] == first.split("\n")[0].split(": ")[1]

    def test_several_pictures_go_into_a_folder(self, nncourse, digits, seven, tmp_path):
        (tmp_path / "other.png").write_bytes(seven.read_bytes())
        assert nncourse("predict", digits, seven, "other.png", "--save-seen", "seen").code == 0
        assert {path.name for path in (tmp_path / "seen").iterdir()} == {"seven.png", "other.png"}

    def test_two_pictures_in_one_file(self, nncourse, digits, seven, tmp_path):
        (tmp_path / "seven.png").write_bytes(seven.read_bytes())
        for place in ("seen.png", "folder"):
            nncourse("predict", digits, seven, "seven.png", "--save-seen", place).fails_with(
                "two pictures would both be written to", "a folder"
            )

    def test_a_picture_is_not_replaced(self, nncourse, digits, seven, tmp_path):
        (tmp_path / "mine.png").write_bytes(seven.read_bytes())
        nncourse("predict", digits, "mine.png", "--save-seen", ".").fails_with("to predict")
        assert (tmp_path / "mine.png").read_bytes() == seven.read_bytes()

    def test_as_it_is_no_preparation_helps(self, nncourse, digits, seven):
        """The seven is black on white: taken as it is, it is the negative of a digit."""
        for words, name in (["--as-is"], "negative.png"), (["--as-is", "--invert"], "right.png"):
            nncourse("predict", digits, seven, *words, "--save-seen", name)
        with Image.open("negative.png") as negative, Image.open("right.png") as right:
            assert np.asarray(negative)[0, 0] == 255
            np.testing.assert_array_equal(255 - np.asarray(negative), np.asarray(right))

    def test_light_or_dark_can_be_stated(self, nncourse, digits, seven):
        answers = [nncourse("predict", digits, seven, *words).out for words in ([], ["--invert"])]
        assert answers[0] == answers[1]
        assert nncourse("predict", digits, seven, "--no-invert").out != answers[0]

    def test_a_photograph_is_drawn_in_grey(self, nncourse, tmp_path):
        save("m", Sequential().input(8 * 8 * 3).dense(2), picture=(8, 8, 3))
        half = np.zeros((8, 8, 3), np.uint8)
        half[:4] = 255
        Image.fromarray(half).save("half.png")
        lines = nncourse("predict", "m", "half.png", "--show").out.splitlines()
        start = lines.index("what the network saw:") + 2
        assert lines[start : start + 8] == ["█" * 16] * 4 + [" " * 16] * 4

    def test_tables_have_no_pictures(self, nncourse, tmp_path):
        save("m", Sequential().input(2).dense(2))
        (tmp_path / "t.csv").write_text("1,2\n")
        nncourse("predict", "m", "t.csv", "--show").fails_with("are for pictures")


class TestForeignFiles:
    def test_other_files_in_the_place_of_mnist_are_said(self, nncourse, tmp_path, monkeypatch):
        (tmp_path / "mnist").mkdir()
        monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path))
        images = np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)
        content = gzip.compress(write_idx(images))
        (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(content)
        labels = write_idx(np.arange(60, dtype=np.uint8) % 10)
        (tmp_path / "mnist" / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
        trained = nncourse("train", "mnist", "--epochs", 1)
        assert trained.code == 0
        assert trained.err.count("nncourse: note: ") == 2
        assert "this is not the published file of MNIST" in trained.err
