"""`nncourse predict`: what is on a picture."""

import shutil
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from nncourse.command.arguments import ModelFile
from nncourse.command.inference import as_inputs, class_names, class_probabilities, picture_format
from nncourse.command.mistakes import complain
from nncourse.datasets import read_picture
from nncourse.errors import DataError
from nncourse.saving.serialization import SavedModel, load_model


def predict(
    model: ModelFile,
    pictures: Annotated[list[Path], typer.Argument(metavar="PICTURE...", help="PNG or JPEG.")],
    top: Annotated[int, typer.Option(min=1, help="Show so many classes.")] = 3,
) -> None:
    """Ask MODEL what is on each PICTURE, and how sure it is."""
    saved = load_model(model)
    size, channels = picture_format(saved, model)
    failures = 0
    for path in pictures:
        try:
            picture = read_picture(path, size, channels)
        except (DataError, OSError) as error:
            complain(error)
            failures += 1
            continue
        names, shares = most_likely(saved, picture, top)
        print("\n".join([f"{path}: {names[0]}", *bars(names, shares)]))
    if failures:
        raise typer.Exit(1)


def most_likely(saved: SavedModel, picture: np.ndarray, top: int) -> tuple[list[str], np.ndarray]:
    """The names and the probabilities of the best classes for one picture, best first."""
    scores = saved.network.predict(as_inputs(saved, picture[None]))
    shares, names = class_probabilities(scores)[0], class_names(saved)
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
