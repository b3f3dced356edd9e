"""`nncourse predict`: what is on a picture, or what the rows of a table are."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from nncourse.certainty import is_unsure
from nncourse.command.arguments import ModelFile
from nncourse.command.inference import (
    as_inputs,
    class_names,
    class_probabilities,
    loss_of,
    picture_format,
    preparation_of,
)
from nncourse.command.mistakes import complain
from nncourse.command.seen import in_characters, seen_places, write_seen
from nncourse.command.tables import features_for
from nncourse.datasets import read_picture, read_turned
from nncourse.datasets.pictures import KINDS
from nncourse.datasets.rows import read_rows
from nncourse.errors import DataError
from nncourse.saving.serialization import SavedModel, load_model


def predict(
    model: ModelFile,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help=f"{KINDS} (of several frames the first); for a model of numbers, CSV with a row "
            "for each example.",
        ),
    ],
    top: Annotated[int, typer.Option(min=1, help="Show so many classes.")] = 3,
    show: Annotated[
        bool, typer.Option("--show", help="Draw what the network saw, in characters.")
    ] = False,
    save_seen: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write what the network saw as PNG; of several pictures, into a folder.",
        ),
    ] = None,
    as_is: Annotated[
        bool,
        typer.Option("--as-is", help="The picture is prepared: only scale it to the model's size."),
    ] = False,
    invert: Annotated[
        bool | None,
        typer.Option(
            "--invert/--no-invert",
            help="Whether a digit is dark on light, or light on dark; without it, it is found out. "
            "Other pictures, and those as they are, become negatives with --invert.",
        ),
    ] = None,
) -> None:
    """Ask MODEL what is on each picture, or what each row of a table is, and how sure it is.

    An answer is called unsure if its share is below the one from which 99 % of the answers on
    examples held back in training were right. A model without that, as one trained on few
    examples, calls nothing unsure.
    """
    saved = load_model(model)
    if saved.picture is None and all(file.suffix.lower() == ".csv" for file in files):
        if show or save_seen or as_is or invert is not None:
            raise ValueError(
                "--show, --save-seen, --as-is and --invert are for pictures; this is a table"
            )
        answer_each(files, lambda path: predicted_rows(saved, path, top))
        return
    size, channels = picture_format(saved, model)
    preparation = "none" if as_is else preparation_of(saved)
    places = dict(zip(files, seen_places(save_seen, files), strict=True)) if save_seen else {}

    def look(path: Path) -> list[str]:
        views = look_at(path, size, channels, invert, preparation)
        if path in places:
            write_seen(places[path], views[0])
        return [*answer(saved, path, views, top), *(drawn(views[0]) if show else [])]

    answer_each(files, look)


def answer_each(files: list[Path], answers: Callable[[Path], list[str]]) -> None:
    """Print the lines for each file; one that cannot be read does not stop the others."""
    failures = 0
    for path in files:
        try:
            lines = answers(path)
        except (DataError, OSError) as error:
            complain(error)
            failures += 1
            continue
        print("\n".join(lines))
    if failures:
        raise typer.Exit(1)


def look_at(
    path: Path, size: tuple[int, int], channels: int, invert: bool | None, preparation: str
) -> np.ndarray:
    """The picture as the network sees it, first; a digit also turned a little, either way."""
    if preparation == "digit":
        return read_turned(path, size, invert)
    return read_picture(path, size, channels, invert, preparation)[None]


def answer(saved: SavedModel, path: Path, views: np.ndarray, top: int) -> list[str]:
    """What the model says about a picture: the class, and a bar for each of the best."""
    shares = class_probabilities(saved.network.predict(as_inputs(saved, views)))
    together = shares.mean(axis=0)
    names, best = best_of(saved, together, top)
    # What is sure was found out in training, from pictures that were looked at once.
    agrees = shares[0].argmax() == together.argmax()
    surest = max(best[0], shares[0].max()) if agrees else best[0]
    unsure = ", unsure" if is_unsure(surest, saved.notes) else ""
    return [f"{path}: {names[0]}{unsure}", *bars(names, best)]


def drawn(picture: np.ndarray) -> list[str]:
    """The picture in characters that the terminal has, between two lines."""
    lines = in_characters(picture, shutil.get_terminal_size().columns, sys.stdout.encoding)
    rule = "-" * len(lines[0])
    return ["what the network saw:", rule, *lines, rule]


def predicted_rows(saved: SavedModel, path: Path, top: int) -> list[str]:
    """A line for each row of a table: its place, and the number or the classes it is given."""
    rows = read_rows(path)
    X = as_inputs(saved, features_for(saved, rows))
    scores = saved.network.predict(X)
    if loss_of(saved).decide is None:
        found = [", ".join(f"{value:.6g}" for value in row) for row in scores]
    else:
        found = [in_words(saved, shares, top) for shares in class_probabilities(scores)]
    return [f"{path}, row {i}: {words}" for i, words in zip(rows.numbers, found, strict=True)]


def in_words(saved: SavedModel, shares: np.ndarray, top: int) -> str:
    """The best classes and their shares on one line."""
    names, shares = best_of(saved, shares, top)
    first, *others = [f"{name} {share:.2%}" for name, share in zip(names, shares, strict=True)]
    unsure = " unsure" if is_unsure(shares[0], saved.notes) else ""
    return ", ".join([first + unsure, *others])


def best_of(saved: SavedModel, shares: np.ndarray, top: int) -> tuple[list[str], np.ndarray]:
    """The names and the shares of the best classes, best first."""
    names = class_names(saved)
    best = np.argsort(-shares, kind="stable")[:top]
    return [names[c] for c in best], shares[best]


def bars(names: list[str], shares: np.ndarray) -> list[str]:
    """A line for each class: its name, a bar as long as its share, and the share."""
    longest = max(map(len, names))
    width = max(4, min(40, shutil.get_terminal_size().columns - longest - 12))
    lines = []
    for name, share in zip(names, shares, strict=True):
        eighths = round(float(share) * width * 8)
        bar = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
        lines.append(f"  {name:<{longest}}  {bar:<{width}} {share:>7.2%}")
    return lines
