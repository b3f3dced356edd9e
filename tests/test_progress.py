"""What training shows while it runs: tqdm's bar, or lines where tqdm is not installed."""

import gc
import sys

import numpy as np
import pytest

from nncourse.datasets import draw_cats
from nncourse.losses import MSE, BinaryCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.progress import LINES, progress_bar
from nncourse.training import descend, fit

X = np.linspace(-1, 1, 24).reshape(-1, 1)


@pytest.fixture
def no_tqdm(monkeypatch):
    """As if tqdm were not installed: that is how Python reads a None here."""
    for name in ("tqdm", "tqdm.auto"):
        monkeypatch.setitem(sys.modules, name, None)


def train(epochs, **more):
    network = Sequential(rng=np.random.default_rng(0)).input(1).dense(1)
    return fit(network, X, 2 * X, loss=MSE(), optimizer=SGD(0.1), epochs=epochs, batch_size=5,
               rng=np.random.default_rng(0), **more)  # fmt: skip


def test_without_tqdm_each_epoch_is_a_line(no_tqdm, capsys):
    losses = train(4).column("train_loss")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        f"{25 * epoch:3}% epoch {epoch}, loss {loss:.4f}" for epoch, loss in enumerate(losses, 1)
    ]


def test_without_tqdm_the_lines_are_few(no_tqdm, capsys):
    train(1_000)
    rows = capsys.readouterr().err.splitlines()
    assert rows[0].startswith("  0% epoch 1,")
    assert rows[-1].startswith("100% epoch 1000,")
    assert LINES - 2 <= len(rows) <= LINES + 2


def test_without_tqdm_a_resumed_run_counts_on(no_tqdm, capsys, tmp_path):
    train(2, checkpoint=tmp_path / "c", progress=False)
    assert capsys.readouterr().err == ""
    train(4, checkpoint=tmp_path / "c", resume=True)
    rows = capsys.readouterr().err.splitlines()
    assert [row.split(",")[0] for row in rows] == [" 75% epoch 3", "100% epoch 4"]


def test_without_tqdm_steps_are_told_too(no_tqdm, capsys):
    rng = np.random.default_rng(0)
    X, y = rng.random((6, 40), np.float32), np.arange(6) % 2
    network = Sequential(rng=rng).input(40).dense(1)
    losses = descend(network, BinaryCrossEntropy(), SGD(0.01), X, y, 100)
    rows = capsys.readouterr().err.splitlines()
    assert rows[0] == f"  1% loss {losses[0]:.4f}"
    assert rows[-1] == f"100% loss {losses[-1]:.4f}"
    assert len(rows) <= LINES + 2


def test_without_tqdm_drawings_are_counted(no_tqdm, capsys):
    draw_cats(4, np.random.default_rng(0), size=16, progress=True)
    assert capsys.readouterr().err.splitlines()[-1] == "100% 4 pictures"


def test_with_tqdm_there_is_one_bar(capsys):
    pytest.importorskip("tqdm", reason="tqdm is not installed")
    train(3)
    shown = capsys.readouterr()
    assert "100%|██████████|" in shown.err
    assert "epoch 3, loss" in shown.err
    assert shown.err.count("\n") == 1


def test_a_bar_that_is_stopped_while_it_is_made_says_no_more(monkeypatch, capsys):
    tqdm = pytest.importorskip("tqdm.std", reason="tqdm is not installed").tqdm
    make = tqdm.__init__

    def stopped(bar, *args, **how):
        make(bar, *args, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr(tqdm, "__init__", stopped)
    with pytest.raises(KeyboardInterrupt):
        progress_bar(0, 100, show=True)
    gc.collect()
    assert capsys.readouterr().err.count("%|") == 1
