"""Recipes for the user's own data: a folder of pictures, or a table.

The settings are those that did well on small data of many kinds, not the best for any: early
stopping goes back to the epoch with the lowest loss on the examples held back.
"""

from collections import Counter
from pathlib import Path

import numpy as np

from nncourse.command.tables import TableNotes
from nncourse.datasets import read_folder
from nncourse.datasets.pictures import negative_first
from nncourse.datasets.rows import Rows, read_rows
from nncourse.datasets.table import is_number
from nncourse.errors import DataError
from nncourse.losses import MSE, BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from nncourse.results.examples import Examples
from nncourse.results.recipes import RECIPES, Recipe, find_recipe
from nncourse.results.settings import Settings

SIDE = 64  # pixels of a picture, as of the drawn cats
HELD_BACK = 0.2
PATIENCE = 20
MOST_CLASSES = 20  # more different whole numbers than that are numbers to predict
PICTURES = Settings((64,), learning_rate=0.0003, batch_size=32, epochs=50)
TABLES = Settings((32,), learning_rate=0.01, batch_size=32, epochs=200)


def recipe_for(data: str, label: str | None, side: int | None) -> Recipe:
    """The recipe for what the user named: a data set of the course, a folder or a table.

    Parameters
    ----------
    data : a name in `RECIPES`, or a path.
    label : for a table: the label's column, by name or place from 1; None for the first.
    side : for a folder: the pictures' height and width; None for 64.

    Raises
    ------
    DataError
        If there is nothing of that name, or nothing can be learned from it.
    ValueError
        If `label` or `side` is given for what has none.
    """
    path = Path(data)
    is_folder = data not in RECIPES and path.is_dir()
    is_table = data not in RECIPES and path.is_file()
    if label is not None and not is_table:
        raise ValueError(f"--label {label}: only a CSV file has a column of labels")
    if side is not None and not is_folder:
        raise ValueError(f"--size {side}: only pictures of a folder are brought to a size")
    if is_folder:
        return of_folder(path, side or SIDE)
    if is_table:
        return of_table(path, label)
    if data not in RECIPES:
        raise DataError(
            f"there is no data set, folder or file {data!r}; the data sets are {', '.join(RECIPES)}"
        )
    return find_recipe(data)


def of_folder(folder: Path, side: int) -> Recipe:
    """The recipe for a folder with a sub-folder of pictures for each class."""
    images, labels, classes, paths = read_folder(folder, (side, side), preparation="picture")
    if labels is None:
        raise DataError(
            f"{folder} has no sub-folders: expected one for each class, named as the class"
        )
    check_classes(folder, [classes[c] for c in labels])
    is_grey = not np.ptp(images, axis=-1).any()
    if is_grey:
        images = images[..., 0]
    colour = "grey" if is_grey else "in colour"
    return Recipe(
        f"{folder.resolve().name}/",
        f"own pictures in {folder.resolve().name}/, {side} x {side} {colour}: {in_words(classes)}",
        lambda split, rng: (images, labels),
        loss_for(classes),
        PICTURES,
        classes=classes,
        held_back=HELD_BACK,
        standardized=True,
        patience=PATIENCE,
        notes={"preparation": "picture"},
        own=paths[0],
    )


def of_table(path: Path, label: str | None) -> Recipe:
    """The recipe for a table with a column of labels."""
    rows = read_rows(path)
    if len(rows.names) < 2:
        raise DataError(f"{path}: one column only; expected a label and at least one feature")
    column = rows.find(label) if label else 0
    places = [place for place in range(len(rows.names)) if place != column]
    examples, classes = labelled(rows, column, places)
    name = rows.names[column]
    features = [rows.names[place] for place in places] if rows.has_names else []
    asked = f"classes {in_words(classes)}" if classes else "a number to predict"
    return Recipe(
        path.name if path.name not in RECIPES else f"./{path.name}",
        f"own table {path.name}, {len(places)} features; label {name}: {asked}",
        lambda split, rng: examples,
        loss_for(classes),
        TABLES,
        classes=classes,
        held_back=HELD_BACK,
        standardized=True,
        patience=PATIENCE,
        notes=TableNotes(name, column + 1, tuple(features)).as_notes(),
        own=path,
    )


def labelled(rows: Rows, column: int, places: list[int]) -> tuple[Examples, tuple[str, ...]]:
    """The features and targets of a table, and the classes: none if numbers are predicted."""
    words = rows.words(column)
    X = rows.values(places)
    if is_number_to_predict(words):
        if len(words) < 5:
            raise DataError(f"{rows.path}: {len(words)} examples; expected at least 5")
        return (X, rows.values([column])[:, 0].astype(np.float64)), ()
    if all(map(is_whole, words)):
        words = [str(int(word)) for word in words]
    check_classes(Path(rows.path), words)
    numbers = all(map(is_whole, words))
    classes = sorted(set(words), key=int if numbers else negative_first)
    return (X, np.array([classes.index(word) for word in words])), tuple(classes)


def is_number_to_predict(labels: list[str]) -> bool:
    """Whether labels are numbers to predict; words and up to 20 whole numbers are classes.

    Examples
    --------
    >>> is_number_to_predict(["1", "2", "1"]), is_number_to_predict(["1.5", "2", "1"])
    (False, True)
    """
    if not all(map(is_number, labels)):
        return False
    return len(set(labels)) > MOST_CLASSES or not all(map(is_whole, labels))


def is_whole(cell: str) -> bool:
    """Whether a cell is a whole number, written without a point."""
    return cell.removeprefix("-").isdecimal()


def check_classes(where: Path, labels: list[str]) -> None:
    """A DataError unless there are two classes, of two examples each: one is held back."""
    counts = Counter(labels)
    if len(counts) < 2:
        raise DataError(f"{where}: only one class, {labels[0]!r}; expected at least two")
    rare = [name for name, count in counts.items() if count < 2]
    if rare:
        raise DataError(
            f"{where}: only one example of {in_words(tuple(rare))}; expected at least two of each "
            "class, of which one is held back"
        )


def loss_for(classes: tuple[str, ...]) -> type[Loss]:
    """The kind of loss for so many classes; none means numbers."""
    if not classes:
        return MSE
    return BinaryCrossEntropy if len(classes) == 2 else SoftmaxCrossEntropy


def in_words(classes: tuple[str, ...]) -> str:
    """The names of classes, of many the first."""
    shown = ", ".join(classes[:10])
    return shown if len(classes) <= 10 else f"{shown} and {len(classes) - 10} more"
