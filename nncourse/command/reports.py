"""Reports: a training run in words, and on one page: what was done, what came of it, and the curve.

The page is Markdown, with the learning curve as a picture beside it and, where no picture can be
shown, as a line of bars.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nncourse.command.runs import Run, certainty
from nncourse.errors import DataError
from nncourse.files import write_whole
from nncourse.history import History
from nncourse.predictions import predict_binary

BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], width: int = 32) -> str:
    """Draw numbers as a line of bars, one character each.

    Parameters
    ----------
    values : at least one finite number; more than `width` are averaged in groups.
    width : the largest number of characters.

    Returns
    -------
    The bars: the smallest number is the lowest bar, the largest the highest.

    Raises
    ------
    DataError
        If there is no number, or one is NaN or infinite.

    Examples
    --------
    >>> sparkline([8, 4, 2, 1])
    '█▄▂▁'
    """
    numbers = np.asarray(values, dtype=float)
    if not numbers.size or not np.isfinite(numbers).all():
        raise DataError(f"bars need finite numbers, at least one; got {numbers}")
    groups = np.array_split(numbers, min(width, numbers.size))
    heights = np.array([group.mean() for group in groups])
    heights -= heights.min()
    steps = np.rint(heights / (heights.max() or 1) * (len(BARS) - 1))
    return "".join(BARS[int(step)] for step in steps)


def curve(history: History, column: str, width: int = 32) -> str:
    """Draw one column of a history as bars between its first and its last number.

    Examples
    --------
    >>> history = History([{"epoch": 1, "train_loss": 0.8}, {"epoch": 2, "train_loss": 0.1}])
    >>> curve(history, "train_loss")
    '0.8 █▁ 0.1'
    """
    values = history.column(column)
    return f"{values[0]:.4g} {sparkline(values, width)} {values[-1]:.4g}"


def describe(run: Run) -> str:
    """What is about to be trained, in a few lines."""
    s, shown = run.settings, run.recipe.augmentation
    sizes = "-".join(map(str, (run.X.shape[1], *s.hidden, run.recipe.n_outputs)))
    held = f", {len(run.validation[1]):,} held back for validation" if run.validation else ""
    return (
        f"{run.recipe.name}: {len(run.X):,} examples{held}\n"
        f"{f'{run.recipe.description}{chr(10)}' if run.recipe.own else ''}"
        f"network {sizes}{f' {s.activation}' * bool(s.hidden)}, "
        f"{run.network.n_parameters:,} parameters\n"
        f"{s.optimizer} {s.learning_rate:g} ({s.schedule}), batch {s.batch_size}, "
        f"{s.epochs} epochs, seed {s.seed}"
        + (f"\ngradients by {s.engine}" if s.engine != "layers" else "")
        + (f"\npictures {shown}" if shown else "")
    )


def outcome(run: Run) -> list[str]:
    """What came of the training, in a few lines."""
    history, kept = run.history, run.kept
    seconds = sum(history.column("seconds"))
    lines = [f"{len(history)} epochs, {seconds:.1f} s", f"loss  {curve(history, 'train_loss')}"]
    if run.recipe.patience:
        lines.append(f"kept epoch {kept['epoch']}, that of the lowest validation loss")
    if "val_accuracy" in kept:
        lines.append(f"validation accuracy  {kept['val_accuracy']:.2%}")
    elif run.units and "val_loss" in kept:
        lines.append(f"validation error  {typical_error(run):.4g} (root mean square)")
    elif "val_loss" in kept:
        lines.append(f"validation loss  {kept['val_loss']:.4g}")
    if "sure_from" in (told := certainty(run)):
        lines.append(in_a_line(told["sure_from"]))
    if run.recipe.name == "linear" and not run.settings.hidden:
        W, b = run.network.params.values()
        lines.append(f"line found  y = {W.item():.3f} x + {b.item():.3f}")
    if run.recipe.name == "xor":
        right = int(np.sum(predict_binary(run.network.predict(run.X)) == run.y.ravel()))
        lines.append(f"{right} of {len(run.y)} points right")
    return lines


def in_a_line(lowest: float | None) -> str:
    """From which share on the model's answers are sure."""
    if lowest is None:
        return "no answer is sure: there is no share from which 99 % of those held back are right"
    return f"answers are sure from {lowest:.2%}: of those held back, 99 % are right from there on"


def typical_error(run: Run) -> float:
    """How far off predicted numbers are, in their own units; the loss is in squared deviations."""
    _, deviation = run.units or (0.0, 1.0)
    return deviation * float(np.sqrt(run.kept["val_loss"]))


def facts_of(run: Run) -> dict[str, object]:
    """What the report's table says."""
    s, kept = run.settings, run.kept
    facts = {
        "data": run.recipe.description,
        "training examples": f"{len(run.X):,}",
        "hidden layers": ", ".join(map(str, s.hidden)) or "none",
        "activation": s.activation,
        "parameters": f"{run.network.n_parameters:,}",
        "optimizer": f"{s.optimizer}, learning rate {s.learning_rate:g}, {s.schedule}",
        "batch size": s.batch_size,
        "L2": f"{s.l2:g}",
        "gradients": "by autograd" if s.engine == "autograd" else "derived by hand, layer by layer",
        "seed": s.seed,
        "epochs": len(run.history),
        "seconds": f"{sum(run.history.column('seconds')):.1f}",
    }
    if run.recipe.augmentation:
        facts["pictures"] = run.recipe.augmentation
    if run.recipe.patience:
        facts["kept epoch"] = f"{kept['epoch']}, that of the lowest validation loss"
    if "val_accuracy" in kept:
        facts["validation accuracy"] = f"{kept['val_accuracy']:.2%}"
    if run.units and "val_loss" in kept:
        facts["validation error"] = f"{typical_error(run):.4g} (root mean square)"
    return facts


def write_report(path: str | Path, run: Run) -> list[Path]:
    """Write a training run as a Markdown page, and its learning curve as a picture beside it.

    Parameters
    ----------
    path : of the page, ending in `.md`; the picture beside it ends in `.png`. Both are replaced.
    run : trained, at least one epoch.

    Returns
    -------
    The files written: the page, and the picture if matplotlib is installed.

    Raises
    ------
    DataError
        If the history is empty or the page is to end in `.png`.
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from nncourse.command.runs import prepare, train
    >>> from nncourse.results.recipes import RECIPES
    >>> path = Path(tempfile.mkdtemp()) / "run.md"
    >>> run = train(prepare(RECIPES["linear"], RECIPES["linear"].settings))
    >>> [file.name for file in write_report(path, run)]
    ['run.md', 'run.png']
    """
    path, history = Path(path), run.history
    if not len(history):
        raise DataError("there is no epoch to report on: train for at least one")
    picture = write_picture(picture_beside(path), history)
    write_whole(path, "\n".join(page(run, picture)).encode())
    return [path, picture] if picture else [path]


def picture_beside(path: Path) -> Path:
    """Where the picture of the report at `path` goes; a DataError if it is the page's own place."""
    if path.suffix.lower() == ".png":
        raise DataError(f"{path}: the report is a Markdown page, name it {path.stem}.md")
    return path.parent / f"{path.stem}.png"


def page(run: Run, picture: Path | None) -> list[str]:
    """The lines of the report's page, with the picture if there is one."""
    history = run.history
    lines = [f"# Training on {run.recipe.name}", "", "| | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in facts_of(run).items()]
    lines += ["", "## Learning curve", ""]
    if picture:
        losses = history.column("train_loss")
        alternative = f"Training loss by epoch, from {losses[0]:.4g} to {losses[-1]:.4g}"
        lines += [f"![{alternative}]({picture.name.replace(' ', '%20')})", ""]
    for column in ("train_loss", "val_loss", "val_accuracy"):
        if column in history.epochs[0]:
            lines.append(f"- {column.replace('_', ' ')}: `{curve(history, column)}`")
    return [*lines, "", "## Epoch by epoch", "", history.to_markdown(), ""]


def write_picture(path: Path, history: History) -> Path | None:
    """Write the learning curve as PNG; None if matplotlib is not installed."""
    import io

    try:
        from nncourse.plots import learning_curves
    except ModuleNotFoundError:
        return None
    file = io.BytesIO()
    learning_curves(history).savefig(file, format="png")
    write_whole(path, file.getvalue())
    return path
