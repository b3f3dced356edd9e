"""The first page: what it says of two networks and of a thin 3 is what was measured."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from nncourse.datasets import mnist
from nncourse.plots.handful import opening
from nncourse.results import column, read
from nncourse.results.handful import HANDFUL, THIN

BOOK = Path(__file__).parents[1] / "book"
INTRO = (BOOK / "intro.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "says"), [("handful_without", 5), ("handful_with", 3)])
def test_the_page_gives_the_measured_accuracy_and_every_run_reads_the_thin_3_alike(name, says):
    result = read(name)
    assert f"{column(result, 'accuracy').mean():.1%}".replace("%", " %") in INTRO
    for run in result["runs"]:
        assert np.argmax(run["shares"][THIN]) == says


def test_the_words_for_the_figure_give_its_numbers():
    alt = re.search(r":alt: (.*)", INTRO)[1]
    without, with_it = (
        read(f"handful_{name}")["runs"][0]["shares"][THIN] for name in ("without", "with")
    )
    for share in (without[5], without[3], with_it[3]):
        assert f"{share:.0%}".replace("%", " %") in alt


def test_both_networks_learn_alike_but_for_the_hidden_layer_and_the_rate_that_suits_them():
    without, with_it = (read(f"handful_{name}")["settings"] for name in ("without", "with"))
    assert {key for key in without if without[key] != with_it[key]} == {"hidden", "learning_rate"}


def test_the_six_are_those_of_the_first_chapter():
    _, labels = mnist("test")
    assert labels[list(HANDFUL)].tolist() == [7, 3, 7, 7, 3, 3]
    cells = json.loads((BOOK / "01_basics.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any(f"handful = {list(HANDFUL)}" in "".join(cell["source"]) for cell in cells)


def test_the_figure_has_a_form_for_phones_with_the_same_answers():
    wide = opening()
    narrow = wide.drawn_narrow()
    assert [ax.get_title() for ax in wide.axes] == [ax.get_title() for ax in narrow.axes]
    assert narrow.get_figwidth() < wide.get_figwidth()
