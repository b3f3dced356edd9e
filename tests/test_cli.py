"""The command as a user meets it: what it prints, the files it leaves, its exit codes."""

import csv
import gzip
import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from nncourse import checking
from nncourse.datasets import mnist, storage
from nncourse.datasets.photos import photos_available
from nncourse.exercises import catalogue
from nncourse.history import History
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.results.recipes import RECIPES
from nncourse.saving.checkpoints import save_checkpoint
from nncourse.saving.serialization import read_arrays, save

pytest.importorskip("typer", reason="the command needs typer")
Image = pytest.importorskip("PIL.Image", reason="pictures need pillow")

from nncourse.command import app  # noqa: E402  (after the skip)
from nncourse.command.arguments import called_as  # noqa: E402
from nncourse.command.runs import prepare, train  # noqa: E402
from nncourse.command.train import how_to_resume  # noqa: E402

ROOT = Path(__file__).parents[1]
SMALL = ("--hidden", "32", "--examples", "4000", "--epochs", "3")


@dataclass
class Result:
    code: int
    out: str
    err: str

    def fails_with(self, *words: str, code: int = 1) -> None:
        """One clear message on standard error, no traceback, the exit code of a mistake."""
        assert self.code == code, self
        for word in words:
            assert word in self.err, self.err
        assert "Traceback" not in self.err


@pytest.fixture
def nncourse(tmp_path, monkeypatch, capsys):
    """Run the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["nncourse", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            app.main()
        printed = capsys.readouterr()
        return Result(int(end.value.code or 0), printed.out, printed.err)

    return run


def start(*words: object, folder: Path, **more) -> subprocess.Popen:
    """Run the command as a process of its own."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "nncourse", *map(str, words)],
        cwd=folder,
        env=environment | more.pop("env", {}),
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **more,
    )


@pytest.fixture(scope="module")
def digits(tmp_path_factory) -> Path:
    """A model that knows digits well enough, trained once for all tests here."""
    folder = tmp_path_factory.mktemp("digits")
    process = start("train", "mnist", *SMALL, "--save", "digits.safetensors", folder=folder)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert err == "", "in a pipe there is no progress bar"
    assert "validation accuracy" in out
    return folder / "digits.safetensors"


@pytest.fixture(scope="module")
def seven(tmp_path_factory) -> Path:
    """The first test digit, a seven, as a file: black on white and five times as large."""
    images, _ = mnist("test")
    path = tmp_path_factory.mktemp("pictures") / "seven.png"
    paper = 255 - images[0].repeat(5, axis=0).repeat(5, axis=1)
    Image.fromarray(np.pad(paper, 20, constant_values=255)).save(path)
    return path


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        ["train", "evaluate", "predict", "inspect", "data list", "data get", "progress"],
    )
    def test_every_command_explains_itself_with_an_example(self, nncourse, command):
        shown = nncourse(*command.split(), "--help")
        assert shown.code == 0
        assert "Usage: nncourse " + command in shown.out
        assert "Example: nncourse " + command in shown.out

    def test_version(self, nncourse):
        import nncourse as package

        shown = nncourse("--version")
        assert (shown.code, shown.out) == (0, f"nncourse {package.__version__}\n")

    def test_alone_it_says_what_there_is(self, nncourse):
        shown = nncourse()
        for command in ("train", "evaluate", "predict", "inspect", "data", "progress"):
            assert command in shown.out

    def test_a_narrow_terminal(self, nncourse, monkeypatch):
        monkeypatch.setenv("COLUMNS", "40")
        shown = nncourse("train", "--help")
        assert shown.code == 0
        assert max(map(len, shown.out.splitlines())) <= 40

    @pytest.mark.parametrize(
        "words",
        [
            ["fly"],
            ["train"],
            ["train", "mnist", "--speed", "9"],
            ["train", "xor", "--epochs", "0"],
            ["train", "xor", "--epochs", "9" * 400],
        ],
    )
    def test_what_is_no_command(self, nncourse, words):
        nncourse(*words).fails_with("help", code=2)


class TestTrain:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [("xor", "4 of 4 points right"), ("spiral", "validation accuracy"), ("linear", "y = ")],
    )
    def test_points(self, nncourse, tmp_path, data, expected):
        trained = nncourse("train", data)
        assert trained.code == 0
        assert expected in trained.out
        assert (tmp_path / f"{data}.safetensors").is_file()
        assert [path.name for path in tmp_path.iterdir()] == [f"{data}.safetensors"]

    def test_the_line_is_found(self, nncourse):
        trained = nncourse("train", "linear")
        line = next(line for line in trained.out.splitlines() if "line found" in line)
        numbers = [float(word) for word in line.split() if word[0].isdigit()]
        assert numbers == pytest.approx([2, 1], abs=0.03)

    def test_same_seed_same_model(self, nncourse, tmp_path):
        for name, seed in [("a", 1), ("b", 1), ("c", 2)]:
            assert (
                nncourse("train", "spiral", "--epochs", 2, "--seed", seed, "--save", name).code == 0
            )
        a, b, c = (read_arrays(tmp_path / name)[0] for name in "abc")
        assert all(np.array_equal(a[name], b[name]) for name in a)
        assert not np.array_equal(a["0.W"], c["0.W"])

    def test_choices_reach_the_network(self, nncourse, tmp_path):
        words = (
            "--hidden",
            "9,4",
            "--activation",
            "tanh",
            "--optimizer",
            "nesterov",
            "--batch",
            50,
        )
        assert nncourse("train", "spiral", *words, "--epochs", 1, "--l2", 0.1).code == 0
        shown = nncourse("inspect", "spiral.safetensors").out
        for expected in ("Dense(n_in=9, n_out=4)", "Tanh()", "nesterov 0.01", "batch 50", "L2 0.1"):
            assert expected in shown

    def test_no_hidden_layer(self, nncourse):
        assert "network 2-3, 9 parameters" in nncourse("train", "spiral", "--hidden", "none").out

    def test_a_model_is_not_replaced_unless_it_is_named(self, nncourse, tmp_path):
        assert nncourse("train", "xor").code == 0
        first = (tmp_path / "xor.safetensors").read_bytes()
        assert "Saved xor-2.safetensors" in nncourse("train", "xor", "--seed", 5).out
        assert (tmp_path / "xor.safetensors").read_bytes() == first
        assert nncourse("train", "xor", "--seed", 5, "--save", "xor.safetensors").code == 0
        assert (tmp_path / "xor.safetensors").read_bytes() != first

    def test_history_and_report(self, nncourse, tmp_path):
        trained = nncourse(
            "train", "spiral", "--epochs", 4, "--history", "h.csv", "--report", "my run.md"
        )
        assert "Wrote h.csv." in trained.out
        with open(tmp_path / "h.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["epoch"] for row in rows] == ["1", "2", "3", "4"]
        assert float(rows[3]["train_loss"]) < float(rows[0]["train_loss"])
        page = (tmp_path / "my run.md").read_text(encoding="utf-8")
        assert "](my%20run.png)" in page
        assert (tmp_path / "my run.png").read_bytes().startswith(b"\x89PNG")
        assert page.count("\n| 4 |") == 1

    def test_a_passing_checkpoint_is_cleared_away_and_a_named_one_kept(self, nncourse, tmp_path):
        assert nncourse("train", "mnist", "--examples", 500, "--epochs", 1).code == 0
        assert {path.name for path in tmp_path.iterdir()} == {"mnist.safetensors"}
        words = ("--examples", 500, "--epochs", 1, "--save", "m", "--checkpoint", "kept")
        assert nncourse("train", "mnist", *words).code == 0
        assert (tmp_path / "kept").is_file()

    def test_train_on_from_a_checkpoint(self, nncourse, tmp_path):
        words = ("train", "spiral", "--seed", 3)
        assert nncourse(*words, "--epochs", 6, "--save", "whole").code == 0
        assert nncourse(*words, "--epochs", 2, "--checkpoint", "part").code == 0
        assert nncourse(*words, "--epochs", 6, "--save", "resumed", "--resume", "part").code == 0
        whole, resumed = read_arrays(tmp_path / "whole")[0], read_arrays(tmp_path / "resumed")[0]
        assert whole.keys() == resumed.keys()
        assert all(np.array_equal(whole[name], resumed[name]) for name in whole)


class TestPlaces:
    """No file of a run may take the place of another, or of what is not the run's."""

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["--save", "a", "--history", "a"], "the model and the history would both be a"),
            (["--save", "./b/../a", "--checkpoint", "a"], "the model and the checkpoint"),
            (["--history", "a", "--report", "a"], "the history and the report would"),
            (["--save", "run.png", "--report", "run.md"], "the model and the report's picture"),
            (["--history", "xor.safetensors"], "the model and the history"),
            (["--history", "xor.checkpoint.safetensors"], "the checkpoint and the history"),
            (["--resume", "old", "--save", "old"], "the model and the checkpoint"),
            (
                ["--resume", "old", "--checkpoint", "new", "--history", "old"],
                "the history and the checkpoint to resume from",
            ),
            (["--report", "own.md"], "would replace own.png"),
        ],
    )
    def test_two_files_in_one_place(self, nncourse, tmp_path, words, expected):
        (tmp_path / "b").mkdir()
        for name in ("old", "own.png"):
            (tmp_path / name).write_text("precious")
        nncourse("train", "xor", "--epochs", 1, *words).fails_with(expected)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "old", "own.png"]
        assert (tmp_path / "old").read_text() == (tmp_path / "own.png").read_text() == "precious"

    def test_a_report_is_written_again(self, nncourse):
        for _ in range(2):
            assert nncourse("train", "xor", "--epochs", 2, "--report", "r.md").code == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are Unix's")
    def test_links(self, nncourse, tmp_path):
        (tmp_path / "a").write_text("")
        (tmp_path / "link").symlink_to("a")
        os.link("a", "hard")
        words = ("train", "xor", "--epochs", 1, "--history")
        for other in ("link", "hard"):
            nncourse(*words, other, "--save", "a").fails_with("the model and the history")
        assert nncourse(*words, "link").code == 0
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "a").read_text().startswith("epoch,")

    @pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are Unix's")
    @pytest.mark.parametrize("option", ["--save", "--history", "--report", "--checkpoint"])
    def test_a_pipe_is_refused_before_the_training(self, nncourse, tmp_path, option):
        os.mkfifo(tmp_path / "pipe")
        failed = nncourse("train", "xor", option, "pipe")
        failed.fails_with("pipe could not be written", "it is a device, a pipe")
        assert failed.out == ""
        assert (tmp_path / "pipe").is_fifo()

    def test_where_the_command_prints_to(self, tmp_path):
        with open(tmp_path / "log", "w") as log:
            process = start("train", "xor", "--history", "log", folder=tmp_path, stdout=log)
            _, err = process.communicate(timeout=60)
        assert "log is where this command prints to" in err
        assert (tmp_path / "log").read_text() == ""


class TestSaving:
    def test_all_is_saved_before_anything_is_told(self, nncourse, tmp_path, monkeypatch):
        def full(run):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("nncourse.command.train.outcome", full)
        words = ("train", "mnist", "--examples", 100, "--epochs", 1)
        failed = nncourse(*words, "--history", "h.csv", "--report", "r.md")
        failed.fails_with("nncourse: No space left on device\n")
        saved = {"mnist.safetensors", "h.csv", "r.md", "r.png"}
        assert {path.name for path in tmp_path.iterdir()} == saved

    def test_a_page_that_cannot_be_written_hides_no_model(self, nncourse, tmp_path, monkeypatch):
        def full(run, history, report):
            raise OSError(28, "h.csv could not be written (No space left on device)")

        monkeypatch.setattr("nncourse.command.train.write_pages", full)
        failed = nncourse("train", "xor", "--epochs", 1, "--history", "h.csv")
        failed.fails_with("h.csv could not be written")
        assert "Saved xor.safetensors.\n" in failed.out

    def test_a_run_beside_loses_nothing(self, nncourse, tmp_path, monkeypatch):
        """Two runs in one folder: what one of them saves during the other's training stays."""
        names = ("xor.safetensors", "xor.checkpoint.safetensors")

        def train_meanwhile(run, **how):
            for name in names:
                (tmp_path / name).write_text("precious")
            return train(run, **how)

        monkeypatch.setattr("nncourse.command.train.train_run", train_meanwhile)
        shown = nncourse("train", "xor", "--epochs", 1)
        assert "Saved xor-2.safetensors." in shown.out
        assert "evaluate xor-2.safetensors" in shown.out
        assert {(tmp_path / name).read_text() for name in names} == {"precious"}

    def test_a_model_that_cannot_be_saved_leaves_its_checkpoint(self, nncourse, monkeypatch):
        def full(path, run):
            raise OSError(28, f"{path} could not be written (No space left on device)")

        words = ("train", "mnist", "--examples", 100, "--epochs", 1)
        with monkeypatch.context() as full_disk:
            full_disk.setattr("nncourse.command.train.save_run", full)
            nncourse(*words).fails_with(
                "mnist.safetensors could not be written",
                "The state before is in mnist.checkpoint.safetensors.",
            )
        resumed = nncourse(*words, "--resume", "mnist.checkpoint.safetensors")
        assert "Saved mnist.safetensors." in resumed.out


class TestResume:
    words = ("train", "spiral", "--epochs", 3)

    @pytest.fixture(autouse=True)
    def checkpoint(self, nncourse):
        assert nncourse("train", "spiral", "--epochs", 2, "--checkpoint", "c").code == 0

    def test_from_one_checkpoint_to_another(self, nncourse, tmp_path):
        before = (tmp_path / "c").read_bytes()
        (tmp_path / "d").write_text("older")
        assert nncourse(*self.words, "--resume", "c", "--checkpoint", "d").code == 0
        assert (tmp_path / "c").read_bytes() == before
        assert len(read_arrays(tmp_path / "d")[1]["history"]) == 3

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["--resume", "spiral.safetensors"], "not a checkpoint"),
            (["--resume", "c", "--seed", 4], "other examples"),
            (["--resume", "c", "--hidden", "3"], "another network"),
        ],
    )
    def test_what_cannot_be_resumed_replaces_no_checkpoint(
        self, nncourse, tmp_path, words, expected
    ):
        (tmp_path / "d").write_text("precious")
        nncourse(*self.words, *words, "--checkpoint", "d").fails_with(expected)
        assert (tmp_path / "d").read_text() == "precious"

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ([], []),
            (["--epochs", 9], []),
            (["--batch", 7], ["another batch size: 7 makes 69 steps an epoch, not 15"]),
            (["--lr", 0.5], ["another learning rate", "began with 0.01, now it would be 0.5"]),
            (["--schedule", "cosine"], ["another learning rate or schedule: epoch 2 began"]),
            (["--batch", 64, "--lr", 0.1], ["another batch size", "another learning rate"]),
        ],
    )
    def test_other_settings_are_told(self, nncourse, words, expected):
        shown = nncourse(*self.words, *words, "--resume", "c")
        assert shown.code == 0
        assert "going on from c, after epoch 2\n" in shown.out
        assert shown.out.count("another") == len([word for word in expected if "another" in word])
        for word in expected:
            assert word in shown.out

    def test_nothing_left_to_do_is_told(self, nncourse):
        shown = nncourse("train", "spiral", "--epochs", 1, "--resume", "c").out
        assert "c has 2 epochs behind it: of 1 none is left" in shown

    def test_a_checkpoint_of_no_epoch(self, nncourse):
        run = prepare(RECIPES["spiral"], RECIPES["spiral"].settings)
        save_checkpoint("c", run.network, run.settings.new_optimizer(), run.rng, History())
        assert "after epoch 0" in nncourse(*self.words, "--resume", "c").out

    @pytest.mark.parametrize("old", [["--resume", "c"], ["--resume=c"], []])
    def test_the_advice_names_the_last_checkpoint(self, tmp_path, monkeypatch, old):
        """Going on from the first again would lose what was trained since."""
        (tmp_path / "d").touch()
        monkeypatch.setattr(sys, "argv", ["nncourse", *old, "--checkpoint", "d", "--seed", "1"])
        told = how_to_resume(Path("d"))
        assert told.endswith(" --checkpoint d --seed 1 --resume d")


class TestTrainMistakes:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["minst"], ["minst", "mnist, cats"]),
            (["xor", "--hidden", "8,many"], ["--hidden 8,many", "256,64"]),
            (["xor", "--activation", "rellu"], ["rellu", "relu, leaky_relu"]),
            (["xor", "--optimizer", "adm"], ["adm", "sgd, momentum"]),
            (["xor", "--schedule", "falling"], ["falling", "cosine"]),
            (["xor", "--lr", "-1"], ["learning rate", "-1"]),
            (["spiral", "--lr", "nan"], ["learning rate", "nan"]),
            (["mnist", "--examples", "70000"], ["70,000", "60,000"]),
            (["xor", "--save", "no/such/place"], ["no folder no"]),
            (["xor", "--save", "."], ["folder"]),
            (["xor", "--report", "curve.png", "--epochs", "1"], ["curve.md"]),
            (["xor", "--resume", "nothing"], ["no checkpoint nothing"]),
            (["xor", "--l2", "inf"], ["--l2 inf", "finite"]),
        ],
    )
    def test_a_mistake_gets_one_clear_message(self, nncourse, words, expected):
        nncourse("train", *words).fails_with(*expected)

    def test_a_loss_that_becomes_nan(self, nncourse, recwarn):
        words = ("--examples", 1000, "--optimizer", "sgd", "--lr", "1e8")
        nncourse("train", "mnist", *words).fails_with("the loss became", "learning rate")
        assert not recwarn.list

    @pytest.mark.parametrize("words", [("--lr", "1e300"), ("--l2", "1e300")])
    def test_a_model_that_is_no_numbers_is_not_saved(self, nncourse, tmp_path, words):
        """Of one step the loss is measured before it: it is finite."""
        failed = nncourse("train", "xor", "--epochs", 1, *words)
        failed.fails_with(words[1].replace("e", "e+"))
        assert list(tmp_path.iterdir()) == []

    def test_a_price_on_weights_that_is_too_high(self, nncourse):
        words = ("--epochs", 500, "--optimizer", "sgd", "--l2", "1e9")
        nncourse("train", "spiral", *words).fails_with("the loss became", "--l2 1e+09")

    def test_a_checkpoint_of_another_network(self, nncourse):
        assert nncourse("train", "spiral", "--epochs", 1, "--checkpoint", "c").code == 0
        words = ("train", "spiral", "--epochs", 2, "--resume", "c")
        nncourse(*words, "--hidden", "5").fails_with("another network", "n_out=5")
        nncourse(*words, "--optimizer", "sgd").fails_with("Adam", "SGD")
        nncourse(*words, "--seed", 1).fails_with("other examples", "seed")
        assert nncourse(*words).code == 0

    def test_a_model_is_no_checkpoint(self, nncourse):
        assert nncourse("train", "xor", "--epochs", 1).code == 0
        nncourse("train", "xor", "--resume", "xor.safetensors").fails_with("not a checkpoint")

    def test_a_truncated_checkpoint(self, nncourse, tmp_path):
        assert nncourse("train", "spiral", "--epochs", 1, "--checkpoint", "c").code == 0
        whole = (tmp_path / "c").read_bytes()
        (tmp_path / "c").write_bytes(whole[: len(whole) // 2])
        nncourse("train", "spiral", "--resume", "c").fails_with("c", "truncated")

    @pytest.fixture
    def own_mnist(self, tmp_path, monkeypatch) -> Path:
        """A data folder of the user's own, with the published labels in it."""
        folder = tmp_path / "data" / "mnist"
        folder.mkdir(parents=True)
        monkeypatch.setenv("NNCOURSE_DATA", str(folder.parent))
        return folder

    def test_truncated_data(self, nncourse, own_mnist):
        name = "train-images-idx3-ubyte.gz"
        content = gzip.decompress(storage.find(f"mnist/{name}").read_bytes())[:100_000]
        (own_mnist / name).write_bytes(gzip.compress(content, 1))
        nncourse("train", "mnist").fails_with(name)

    def test_labels_of_other_pictures(self, nncourse, own_mnist):
        labels = storage.find("mnist/t10k-labels-idx1-ubyte.gz").read_bytes()
        (own_mnist / "train-labels-idx1-ubyte.gz").write_bytes(labels)
        nncourse("train", "mnist").fails_with("60,000", "10000")

    @pytest.mark.skipif(sys.platform == "win32", reason="limits of the file size are Unix's")
    def test_a_full_disk_leaves_the_old_model(self, tmp_path):
        import resource

        (tmp_path / "old").write_text("precious")

        def small_disk() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

        words = ("train", "mnist", "--examples", 500, "--epochs", 1, "--save", "old")
        process = start(*words, folder=tmp_path, preexec_fn=small_disk)
        out, err = process.communicate(timeout=60)
        Result(process.returncode, out, err).fails_with("could not be written")
        assert (tmp_path / "old").read_text() == "precious"
        assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
class TestInterrupt:
    words = ("train", "mnist", "--hidden", 16, "--examples", 6000, "--batch", 8, "--epochs", 8)

    def test_the_last_checkpoint_is_good_and_resume_goes_on_bit_for_bit(self, tmp_path):
        whole = start(*self.words, "--save", "whole", folder=tmp_path)
        stopped = start(*self.words, "--save", "stopped", folder=tmp_path)
        checkpoint = tmp_path / "stopped.checkpoint.safetensors"
        patience = time.monotonic() + 60
        while not checkpoint.exists() and stopped.poll() is None and time.monotonic() < patience:
            time.sleep(0.01)
        stopped.send_signal(signal.SIGINT)
        out, err = stopped.communicate(timeout=60)
        Result(stopped.returncode, out, err).fails_with(
            "The last checkpoint is stopped.checkpoint.safetensors",
            " train mnist --hidden 16 --examples 6000 --batch 8 --epochs 8 --save stopped "
            "--resume stopped.checkpoint.safetensors",
            code=130,
        )
        assert not (tmp_path / "stopped").exists()
        assert 1 <= len(read_arrays(checkpoint)[1]["history"]) < 8

        advice = err.split(" train mnist")[1].split()
        resumed = start("train", "mnist", *advice, folder=tmp_path)
        assert resumed.wait(timeout=60) == 0, resumed.stderr.read()
        assert whole.wait(timeout=60) == 0, whole.stderr.read()
        expected, found = (read_arrays(tmp_path / name)[0] for name in ("whole", "stopped"))
        assert expected.keys() == found.keys()
        assert all(np.array_equal(expected[name], found[name]) for name in expected)
        for process in (whole, resumed):
            process.communicate()

    def test_before_the_first_checkpoint_nothing_is_promised(self, nncourse, monkeypatch):
        def interrupted(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr("nncourse.command.train.train_run", interrupted)
        nncourse("train", "mnist", *SMALL).fails_with("no checkpoint yet", code=130)


class TestEvaluate:
    def test_on_the_test_digits(self, nncourse, digits):
        shown = nncourse("evaluate", digits)
        assert shown.code == 0
        assert "mnist: 10,000 examples" in shown.out
        accuracy = float(shown.out.split("accuracy")[1].split("%")[0])
        assert accuracy > 75
        assert "taken for" in shown.out

    def test_yes_or_no_has_precision_and_recall(self, nncourse):
        nncourse("train", "xor")
        shown = nncourse("evaluate", "xor.safetensors").out
        assert "precision 100.00%" in shown
        assert "recall    100.00%" in shown

    def test_numbers_have_a_loss_only(self, nncourse):
        nncourse("train", "linear")
        shown = nncourse("evaluate", "linear.safetensors").out
        assert "loss" in shown
        assert "accuracy" not in shown

    def test_a_csv_file_of_numbers_to_predict(self, nncourse, tmp_path):
        network = Sequential().input(1).dense(1)
        network.params["0.W"][...], network.params["0.b"][...] = 2, 1
        save("m", network)
        (tmp_path / "mine.csv").write_text("y,x\n1.5,0.5\n-2.5,-2\n")
        shown = nncourse("evaluate", "m", "--data", "mine.csv")
        assert shown.out == "mine.csv: 2 examples\nloss      0.25\n"

    def test_a_csv_file(self, nncourse, digits, tmp_path):
        images, labels = mnist("test")
        rows = np.column_stack([labels, images.reshape(len(images), -1)])[:50]
        np.savetxt(tmp_path / "mine.csv", rows, fmt="%d", delimiter=",")
        shown = nncourse("evaluate", digits, "--data", "mine.csv")
        assert "mine.csv: 50 examples" in shown.out

    @pytest.mark.parametrize(
        ("names", "options"),
        [
            (["label", *(f"pixel{i}" for i in range(784))], []),
            (["label", *map(str, range(784))], ["--header"]),
            (list(map(str, range(785))), ["--header"]),
            (None, ["--no-header"]),
        ],
    )
    def test_a_csv_file_with_names_in_its_first_row(
        self, nncourse, digits, tmp_path, names, options
    ):
        images, labels = mnist("test")
        rows = np.column_stack([labels, images.reshape(len(images), -1)])[:20].astype(str)
        table = [",".join(row) for row in ([names] if names else []) + rows.tolist()]
        (tmp_path / "mine.csv").write_text("\n".join(table))
        shown = nncourse("evaluate", digits, "--data", "mine.csv", *options)
        assert "mine.csv: 20 examples" in shown.out

    def test_names_that_look_like_numbers_are_told_with_the_option(
        self, nncourse, digits, tmp_path
    ):
        (tmp_path / "mine.csv").write_text("label,0,1\n1,2,3\n")
        shown = nncourse("evaluate", digits, "--data", "mine.csv")
        shown.fails_with("row 1, column 1: 'label' is no number", "--header")

    def test_a_folder_of_pictures(self, nncourse, digits, tmp_path):
        images, labels = mnist("test")
        for digit in range(10):
            (tmp_path / "mine" / str(digit)).mkdir(parents=True)
            picture = images[labels == digit][0]
            Image.fromarray(picture).save(tmp_path / "mine" / str(digit) / "one.png")
        shown = nncourse("evaluate", digits, "--data", "mine")
        assert "mine: 10 examples" in shown.out

    @pytest.mark.parametrize(
        ("table", "expected"),
        [
            ("1,2,x", ["row 1, column 3", "'x'"]),
            ("1,2,3", ["(28, 28)", "(2,)"]),
            ("0,nan,3", ["nan", "column 2"]),
            ("12," + ",".join(["0"] * 784), ["12", "0 to 9"]),
            ("", ["no examples"]),
        ],
    )
    def test_a_csv_file_that_cannot_be_used(self, nncourse, digits, tmp_path, table, expected):
        (tmp_path / "mine.csv").write_text(table + "\n")
        nncourse("evaluate", digits, "--data", "mine.csv").fails_with(*expected)

    def test_data_of_another_shape(self, nncourse, digits):
        nncourse("evaluate", digits, "--data", "spiral").fails_with("(28, 28)", "(2,)")

    def test_data_that_is_not_there(self, nncourse, digits):
        nncourse("evaluate", digits, "--data", "nowhere").fails_with("nowhere", "mnist")

    def test_a_folder_without_classes(self, nncourse, digits, seven):
        nncourse("evaluate", digits, "--data", seven.parent).fails_with("sub-folders")

    @pytest.mark.parametrize("data", [["xor"], 5, "/etc/passwd", "mine"])
    def test_a_model_that_names_no_data_set(self, nncourse, tmp_path, data):
        """A file that a model names is not opened: the model may be a stranger's."""
        (tmp_path / "mine").write_text("0,1,2\n")
        save("m", Sequential().input(2).dense(1), notes={"data": data})
        nncourse("evaluate", "m").fails_with("does not say what it was trained on: give --data")

    def test_a_checkpoint_does_not_say_its_data(self, nncourse):
        nncourse("train", "spiral", "--epochs", 1, "--checkpoint", "c")
        nncourse("evaluate", "c").fails_with("--data")
        assert nncourse("evaluate", "c", "--data", "spiral").code == 0


class TestPredict:
    def test_a_picture(self, nncourse, digits, seven):
        shown = nncourse("predict", digits, seven)
        first, *bars = shown.out.splitlines()
        assert first == f"{seven}: 7"
        assert len(bars) == 3
        shares = [float(bar.split()[-1].rstrip("%")) for bar in bars]
        assert shares == sorted(shares, reverse=True)
        assert shares[0] > 50
        assert bars[0].count("█") > bars[1].count("█")

    def test_all_classes(self, nncourse, digits, seven):
        bars = nncourse("predict", digits, seven, "--top", 10).out.splitlines()[1:]
        assert sorted(bar.split()[0] for bar in bars) == list("0123456789")
        shares = [float(bar.split()[-1].rstrip("%")) for bar in bars]
        assert sum(shares) == pytest.approx(100, abs=0.1)

    def test_bars_fit_a_narrow_terminal(self, nncourse, digits, seven, monkeypatch):
        monkeypatch.setenv("COLUMNS", "30")
        bars = nncourse("predict", digits, seven).out.splitlines()[1:]
        assert max(map(len, bars)) <= 30

    def test_one_bad_picture_does_not_stop_the_others(self, nncourse, digits, seven, tmp_path):
        (tmp_path / "notes.png").write_text("no picture at all")
        shown = nncourse("predict", digits, "notes.png", seven, "absent.png")
        shown.fails_with("notes.png", "absent.png: no such file")
        assert shown.out.startswith(f"{seven}: 7")

    def test_an_empty_picture(self, nncourse, digits, tmp_path):
        Image.new("L", (50, 50), 255).save(tmp_path / "white.png")
        nncourse("predict", digits, "white.png").fails_with("white.png", "no digit")

    def test_a_model_of_points_takes_no_pictures(self, nncourse, seven):
        nncourse("train", "xor", "--epochs", 1)
        nncourse("predict", "xor.safetensors", seven).fails_with("no pictures")

    @pytest.mark.parametrize("command", ["inspect", "evaluate"])
    def test_what_is_no_model(self, nncourse, digits, tmp_path, command):
        nncourse(command, "absent").fails_with("no file absent")
        (tmp_path / "text").write_text("weights")
        nncourse(command, "text").fails_with("text", "no complete safetensors file")
        (tmp_path / "half").write_bytes(digits.read_bytes()[:-1000])
        nncourse(command, "half").fails_with("half", "truncated")
        nncourse(command, tmp_path).fails_with(str(tmp_path))


class TestCats:
    def test_drawn_cats_from_training_to_a_photograph(self, nncourse, tmp_path):
        pytest.importorskip("nncourse.datasets.cats")
        trained = nncourse("train", "cats", "--examples", 400, "--epochs", 4)
        assert trained.code == 0, trained.err
        assert "64 x 64 x 3 picture, standardized" in nncourse("inspect", "cats.safetensors").out
        shown = nncourse("evaluate", "cats.safetensors")
        assert "precision" in shown.out
        photograph = np.random.default_rng(0).integers(0, 256, (90, 120, 3)).astype(np.uint8)
        Image.fromarray(photograph).save(tmp_path / "mine.jpg")
        answer = nncourse("predict", "cats.safetensors", "mine.jpg").out.splitlines()
        assert answer[0] in ("mine.jpg: cat", "mine.jpg: no cat")
        assert len(answer) == 3

    def test_the_classic_photographs(self, nncourse, monkeypatch):
        pytest.importorskip("h5py", reason="the photographs come as HDF5")
        folder = ROOT.parent / "shared" / "data" / "cats"
        if not photos_available(folder):
            pytest.skip("the classic cat photographs are not here")
        monkeypatch.setenv("NNCOURSE_PHOTOS", str(folder))
        trained = nncourse("train", "photos", "--epochs", 2)
        assert "188 examples, 21 held back" in trained.out
        assert "of 50 right" in nncourse("evaluate", "photos.safetensors").out

    def test_photographs_that_are_not_in_the_folder(self, nncourse, tmp_path, monkeypatch):
        monkeypatch.setenv("NNCOURSE_PHOTOS", str(tmp_path))
        nncourse("train", "photos").fails_with("train_catvnoncat.h5")


class TestInspect:
    def test_layers_counts_and_training(self, nncourse, digits):
        shown = nncourse("inspect", digits).out
        for expected in (
            "Dense(n_in=784, n_out=32)",
            "25,450",  # 784 * 32 + 32 + 32 * 10 + 10
            "28 x 28 picture",
            "mnist, 3,333 examples",
            "nesterov 0.2",
            "3 epochs",
            "val accuracy 0.",
        ):
            assert expected in shown

    def test_a_checkpoint_says_how_far_it_is(self, nncourse):
        words = ("--epochs", 2, "--history", "h.csv", "--checkpoint", "c")
        assert nncourse("train", "spiral", *words).code == 0
        shown = nncourse("inspect", "c").out
        with open("h.csv", newline="") as file:
            last = list(csv.DictReader(file))[-1]
        for expected in (
            "Dense(n_in=2, n_out=64)",
            "after epoch 2",
            "Adam, 30 steps, the last at the learning rate 0.01",  # 480 examples, 32 a batch
            f"train loss {float(last['train_loss']):.4g}",
            f"val accuracy {float(last['val_accuracy']):.4g}",
        ):
            assert expected in shown
        assert "does not say" not in shown

    def test_a_checkpoint_that_watches_for_the_best(self, nncourse):
        words = ("--examples", 60, "--epochs", 3, "--checkpoint", "c")
        assert nncourse("train", "cats", *words).code == 0
        assert "lowest val loss" in nncourse("inspect", "c").out

    def test_a_checkpoint_before_the_first_epoch(self, nncourse):
        rng = np.random.default_rng(0)
        save_checkpoint("c", Sequential().input(2).dense(1), SGD(0.1), rng, History())
        assert "after epoch 0" in nncourse("inspect", "c").out

    def test_another_model(self, nncourse):
        save("m", Sequential().input(2).dense(1))
        assert "the file does not say" in nncourse("inspect", "m").out


class TestHowItIsCalled:
    """What the command prints can be typed as it stands: by its name only where that is found."""

    @pytest.fixture
    def paths(self, tmp_path, monkeypatch):
        """Folders of programs: one with the command in it, and one without."""
        for folder in ("with", "without"):
            (tmp_path / folder).mkdir()
        program = tmp_path / "with" / ("nncourse.exe" if os.name == "nt" else "nncourse")
        program.touch()
        program.chmod(0o755)
        return tmp_path

    def test_by_its_name(self, paths, monkeypatch):
        monkeypatch.setenv("PATH", str(paths / "with"))
        assert called_as() == ["nncourse"]

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            (".venv/bin/nncourse", [".venv/bin/nncourse"]),
            ("nncourse/__main__.py", [sys.executable, "-m", "nncourse"]),
        ],
    )
    def test_by_its_place(self, paths, monkeypatch, typed, expected):
        monkeypatch.setenv("PATH", str(paths / "without"))
        monkeypatch.setattr(sys, "argv", [typed, "train", "xor"])
        assert called_as() == expected

    def test_what_comes_next_can_be_typed(self, tmp_path):
        process = start("train", "xor", "--epochs", 1, folder=tmp_path, env={"PATH": ""})
        out, err = process.communicate(timeout=60)
        words = shlex.split(out.split("Next: ")[1])
        paths = {"PYTHONPATH": str(ROOT)}
        ended = subprocess.run(words, cwd=tmp_path, env=os.environ | paths, check=False)
        assert ended.returncode == 0, err


class TestData:
    def test_list(self, nncourse):
        shown = nncourse("data", "list")
        assert shown.code == 0
        assert "mnist/train-images-idx3-ubyte.gz" in shown.out
        assert "CC BY-SA" in shown.out

    def test_get_what_is_here(self, nncourse):
        shown = nncourse("data", "get", "mnist/t10k-labels-idx1-ubyte.gz")
        assert shown.code == 0
        assert Path(shown.out.strip()).is_file()

    def test_verify(self, nncourse):
        shown = nncourse("data", "verify", "mnist")
        assert shown.code == 0
        assert shown.out.count("sound") == 4

    def test_verify_tells_damage(self, nncourse, tmp_path, monkeypatch):
        name = "mnist/t10k-labels-idx1-ubyte.gz"
        (known,) = [file for file in storage.catalogue() if file.name == name]
        monkeypatch.setattr(storage, "catalogue", lambda: [known])
        (tmp_path / "mnist").mkdir()
        (tmp_path / name).write_bytes(gzip.compress(b"other"))
        monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path))
        nncourse("data", "verify").fails_with("damaged", "nncourse data get mnist")
        nncourse("data", "verify", "mnist").fails_with("damaged")

    def test_an_unknown_set(self, nncourse):
        nncourse("data", "get", "dogs").fails_with("dogs", "mnist")

    def test_a_download_that_fails(self, nncourse, tmp_path, monkeypatch):
        known = storage.catalogue()[0]
        absent = replace(known, name="photos/absent.h5", urls=("http://127.0.0.1:9/absent.h5",))
        monkeypatch.setattr(storage, "catalogue", lambda: [absent])
        monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path))
        nncourse("data", "get", "photos").fails_with("could not be fetched", "try again")
        assert "absent" in nncourse("data", "verify").out


class TestProgress:
    def test_it_shows_the_exercises_solved_and_the_file(self, nncourse, tmp_path, monkeypatch):
        monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
        shown = nncourse("progress")
        assert (shown.code, shown.err) == (0, "")
        assert f" 0/{len(catalogue())}" in shown.out
        checking.check("basics.mse", lambda Y_hat, Y: np.mean((Y_hat - Y) ** 2))
        shown = nncourse("progress")
        assert f" 1/{len(catalogue())}" in shown.out
        assert f"kept in {tmp_path}" in shown.out

    def test_what_the_pages_export_can_be_added(self, nncourse, tmp_path, monkeypatch):
        monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
        file = tmp_path / "given out.json"
        file.write_text('{"basics.mse": {"passed": true, "tries": 1, "mistake": null}, "page": {}}')
        shown = nncourse("progress", "--add", file)
        assert f"added what {file} tells of 1 exercise\n" in shown.out
        assert f" 1/{len(catalogue())}" in shown.out

    def test_what_cannot_be_added_is_named(self, nncourse, tmp_path, monkeypatch):
        monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
        nncourse("progress", "--add", tmp_path / "absent.json").fails_with("absent.json")

    def test_who_has_no_home_is_told_what_to_do(self, nncourse, monkeypatch):
        def no_home():
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(checking.records, "path", no_home)
        shown = nncourse("progress")
        assert shown.code == 0
        assert "kept nowhere: name a folder in the variable NNCOURSE_HOME" in shown.out


class TestStreams:
    @pytest.mark.skipif(sys.platform == "win32", reason="the shell is Unix's")
    @pytest.mark.parametrize("closed", ["", "2>&-", "<&-"])
    def test_closed_streams(self, tmp_path, closed):
        command = f'"{sys.executable}" -m nncourse train xor --epochs 1 >&- {closed}'
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert (process.returncode, process.stderr) == (0, "")
        assert (tmp_path / "xor.safetensors").is_file()

    def test_a_reader_who_leaves_early_stops_no_training(self, tmp_path):
        words = ("train", "xor", "--epochs", 1)
        process = start(*words, folder=tmp_path, env={"PYTHONUNBUFFERED": "1"})
        process.stdout.close()
        err = process.stderr.read()
        assert (process.wait(timeout=60), err) == (0, "")
        process.stderr.close()
        assert (tmp_path / "xor.safetensors").is_file()

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
    def test_output_that_cannot_be_written_is_told(self, tmp_path):
        with open("/dev/full", "w") as full:
            process = start("train", "xor", folder=tmp_path, stdout=full)
            _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert err.startswith("nncourse: standard output could not be written (")
        assert err.count("\n") == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process")
    def test_ctrl_c_while_the_command_is_loaded(self, tmp_path):
        """A package that presses Ctrl-C stands in for one that takes its time."""
        (tmp_path / "typer.py").write_text("import os\nos.kill(os.getpid(), 2)\n")
        paths = os.pathsep.join([str(tmp_path), str(ROOT)])
        process = subprocess.run(
            [sys.executable, "-m", "nncourse", "train", "xor"],
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
        )
        assert (process.returncode, process.stderr) == (-signal.SIGINT, "")

    def test_a_terminal_without_the_signs(self, digits, seven, tmp_path):
        process = start(
            "predict", digits, seven, folder=tmp_path,
            env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        )  # fmt: skip
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert "7" in out

    def test_a_reader_who_leaves_early(self, tmp_path):
        process = start("data", "list", folder=tmp_path)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
        process.stderr.close()
        assert "Traceback" not in err

    def test_without_its_packages_the_command_says_what_to_install(self):
        # None in sys.modules makes Python answer "not installed".
        code = "import sys; sys.modules['typer'] = None; import nncourse.__main__ as m; m.main()"
        process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert process.returncode == 1
        assert "needs the package typer" in process.stderr
        assert 'python -m pip install ".[course]"' in process.stderr
        assert "Traceback" not in process.stderr
