"""Bars for curves, and the page about a run."""

import sys
from dataclasses import replace

import pytest

from nncourse.command.reports import BARS, curve, describe, outcome, sparkline, write_report
from nncourse.command.runs import prepare, train
from nncourse.errors import DataError
from nncourse.history import History
from nncourse.results.recipes import RECIPES


@pytest.fixture(scope="module")
def spiral():
    recipe = RECIPES["spiral"]
    return train(prepare(recipe, replace(recipe.settings, epochs=3)))


class TestSparkline:
    def test_lowest_and_highest(self):
        assert sparkline([0, 3.5, 7]) == BARS[0] + BARS[4] + BARS[7]

    def test_a_flat_line(self):
        assert sparkline([5, 5, 5]) == BARS[0] * 3

    def test_many_numbers_are_averaged(self):
        bars = sparkline(range(1000), width=8)
        assert bars == BARS

    @pytest.mark.parametrize("values", [[], [1.0, float("nan")], [float("inf")]])
    def test_no_numbers(self, values):
        with pytest.raises(DataError):
            sparkline(values)

    def test_a_curve_has_its_ends(self):
        history = History([{"train_loss": 2.0}, {"train_loss": 0.125}])
        assert curve(history, "train_loss") == f"2 {BARS[7]}{BARS[0]} 0.125"


def test_a_run_in_words(spiral):
    assert describe(spiral).splitlines() == [
        "spiral: 480 examples, 120 held back for validation",
        "network 2-64-3 relu, 387 parameters",
        "adam 0.01 (constant), batch 32, 3 epochs, seed 0",
    ]
    assert outcome(spiral)[0].startswith("3 epochs, ")
    assert outcome(spiral)[-2].startswith("validation accuracy")
    assert "sure" in outcome(spiral)[-1]


class TestWriteReport:
    def test_page_and_picture(self, spiral, tmp_path):
        pytest.importorskip("matplotlib")
        page, picture = write_report(tmp_path / "run.md", spiral)
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# Training on spiral\n")
        assert "| hidden layers | 64 |" in text
        last = spiral.history.epochs[-1]
        assert f"| validation accuracy | {last['val_accuracy']:.2%} |" in text
        assert (
            f"![Training loss by epoch, from {spiral.history.epochs[0]['train_loss']:.4g}" in text
        )
        assert spiral.history.to_markdown() in text
        assert picture.read_bytes().startswith(b"\x89PNG")

    def test_without_matplotlib_the_bars_remain(self, spiral, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "nncourse.plots", None)
        (page,) = write_report(tmp_path / "run.md", spiral)
        text = page.read_text(encoding="utf-8")
        assert "![" not in text
        assert f"`{curve(spiral.history, 'val_loss')}`" in text

    def test_the_page_must_not_be_the_picture(self, spiral, tmp_path):
        with pytest.raises(DataError, match=r"run\.md"):
            write_report(tmp_path / "run.png", spiral)

    def test_nothing_to_report(self, tmp_path):
        recipe = RECIPES["xor"]
        with pytest.raises(DataError, match="epoch"):
            write_report(tmp_path / "run.md", prepare(recipe, recipe.settings))
