"""What `nncourse train` leaves on a terminal: one progress bar at most, and messages below it."""

import os
import sys
from pathlib import Path

import pytest
from terminal import rows_on_screen, run_in_terminal

pytest.importorskip("typer", reason="the command needs typer")
if sys.platform == "win32":
    pytest.skip("pseudo-terminals are Unix's", allow_module_level=True)

ROOT = Path(__file__).parents[1]
WORDS = ("train", "mnist", "--hidden", "16", "--examples", "6000", "--batch", "8", "--epochs", "3")


@pytest.fixture(params=["100 columns", "80 columns", "size unknown"])
def train(tmp_path, request):
    """Train in a terminal; the exit code, and the rows that are on the screen at the end."""
    told = request.param != "size unknown"
    columns = int(request.param.split()[0]) if told else 80
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])

    def run(*more: str, **how):
        return run_in_terminal(
            "-m",
            "nncourse",
            *WORDS,
            *more,
            folder=tmp_path,
            columns=columns,
            tells_its_size=told,
            env={"PYTHONPATH": paths, "PYTHONUTF8": "1"},
            **how,
        )

    return run


def bars(rows: list[str]) -> list[str]:
    return [row for row in rows if "%|" in row]


def starts(rows: list[str], words: str) -> bool:
    return any(row.startswith(words) for row in rows)


def test_a_screen_is_read_as_a_terminal_shows_it():
    assert rows_on_screen("ab\rc\nd", 80) == ["cb", "d"]
    assert rows_on_screen("abcd\rx", 3) == ["abc", "x"]  # which is how bars leave a trail
    assert rows_on_screen("abc\nd", 3) == ["abc", "d"]


def test_to_the_end(train):
    code, rows = train()
    assert code == 0, rows
    assert len(bars(rows)) <= 1
    assert starts(rows, "3 epochs,")
    assert starts(rows, "Saved mnist.safetensors.")


def test_the_bar_shows_how_well_it_goes_on_80_columns(tmp_path):
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = {"PYTHONPATH": paths, "PYTHONUTF8": "1"}
    _, rows = run_in_terminal("-m", "nncourse", *WORDS, folder=tmp_path, env=env)
    (bar,) = bars(rows)
    assert "val accuracy" in bar
    assert bar.endswith("%")


@pytest.mark.parametrize(
    ("shown", "said"),
    [("%|", "There is no checkpoint yet"), ("epoch 2,", "The last checkpoint is")],
    ids=["at once", "later"],
)
def test_ctrl_c(train, request, shown, said):
    """The terminal itself writes ^C behind the bar, and must have room for it."""
    if "unknown" in request.node.name:
        pytest.skip("there is no bar that would say how far it is")
    code, rows = train("--epochs", "300", interrupt_when=lambda written: shown in written)
    assert code == 130, rows
    assert len(bars(rows)) == 1
    assert starts(rows, f"Stopped. {said}")


def test_divergence(train):
    code, rows = train("--hidden", "256,64", "--optimizer", "sgd", "--lr", "1e8")
    assert code == 1, rows
    assert len(bars(rows)) <= 1
    assert starts(rows, "nncourse: the loss became")


def test_another_error(train, tmp_path):
    code, rows = train("--resume", "nothing")
    assert code == 1
    assert not bars(rows)
    assert starts(rows, "nncourse: there is no checkpoint nothing")
