"""`nncourse evaluate`: how good a model is on examples that it has not seen."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from nncourse.command.arguments import ModelFile
from nncourse.command.inference import (
    as_inputs,
    class_index,
    class_names,
    loss_of,
    picture_format,
    preparation_of,
)
from nncourse.command.tables import features_for, labels_for, table_of
from nncourse.datasets import read_csv, read_folder
from nncourse.datasets.pictures import class_folders
from nncourse.datasets.rows import read_rows
from nncourse.errors import DataError, ModelFileError
from nncourse.metrics import confusion_matrix, precision_recall
from nncourse.results.examples import Examples
from nncourse.results.recipes import RECIPES
from nncourse.saving.serialization import SavedModel, load_model
from nncourse.training import evaluate as evaluate_network


def evaluate(
    model: ModelFile,
    data: Annotated[
        str | None,
        typer.Option(
            help="A data set, a folder with a sub-folder of pictures for each class (or some of "
            "them), named as the class, or a CSV file like the one it learned, else with the label "
            "first; without it, the test examples of what it learned."
        ),
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option(
            "--header/--no-header",
            help="Whether the CSV's first row holds names; without it, it does if no cell of it "
            "is a number.",
        ),
    ] = None,
) -> None:
    """Measure MODEL on examples that it was not trained on."""
    saved = load_model(model)
    data = data or known_data(saved)
    if data is None:
        raise ModelFileError(f"{model} does not say what it was trained on: give --data")
    raw, y = labelled_examples(data, saved, header)
    X = as_inputs(saved, raw)
    loss = RECIPES[data].loss() if data in RECIPES else loss_of(saved)
    loss.check_targets(y, saved.network.output_shape[-1])
    value, accuracy = evaluate_network(saved.network, loss, X, y)
    print(f"{data}: {len(y):,} examples")
    print(f"loss      {value:.4g}")
    if accuracy is not None and loss.decide is not None:
        print(share_right(accuracy, len(y)))
        print(mistakes(saved, loss.decide(saved.network.predict(X)), y.ravel().astype(int)))


def known_data(saved: SavedModel) -> str | None:
    """The data set that a model says it was trained on; a stranger's file may name anything."""
    data = saved.notes.get("data")
    return data if isinstance(data, str) and data in RECIPES else None


def share_right(accuracy: float, m: int) -> str:
    """The accuracy on m examples, with its standard error."""
    uncertainty = np.sqrt(accuracy * (1 - accuracy) / m)
    return f"accuracy  {accuracy:.2%} ± {uncertainty:.2%} ({round(accuracy * m):,} of {m:,} right)"


def mistakes(saved: SavedModel, predicted: np.ndarray, y: np.ndarray) -> str:
    """What kinds of mistakes there are, in words."""
    if saved.network.output_shape[-1] > 1:
        return worst_confusions(predicted, y, class_names(saved))
    precision, recall = precision_recall(predicted, y)
    return f"precision {precision:.2%}\nrecall    {recall:.2%}"


def labelled_examples(data: str, saved: SavedModel, header: bool | None = None) -> Examples:
    """The examples that the user named, raw, and their labels."""
    path = Path(data)
    if data in RECIPES:
        return RECIPES[data].unseen()
    if path.is_dir():
        return labelled_pictures(path, saved)
    if path.is_file():
        return labelled_rows(path, saved, header)
    raise DataError(
        f"there is no data set, folder or file {data!r}; the data sets are {', '.join(RECIPES)}"
    )


def labelled_rows(path: Path, saved: SavedModel, header: bool | None) -> Examples:
    """The rows of a table, and their labels: numbers of any kind if the model predicts numbers."""
    if table_of(saved):
        rows = read_rows(path, header)
        return features_for(saved, rows), labels_for(saved, rows)
    return read_csv(
        path,
        header=header,
        dtype=np.uint8 if saved.picture else np.float32,
        label_dtype=np.int64 if loss_of(saved).decide else np.float64,
    )


def labelled_pictures(folder: Path, saved: SavedModel) -> Examples:
    """The pictures of a folder, raw, labelled by its sub-folders."""
    size, channels = picture_format(saved, folder)
    names = class_folders(folder)
    if not names:
        raise DataError(f"{folder} has no sub-folders: expected one for each class")
    meant = class_index(saved, names, folder)
    images, labels, *_ = read_folder(folder, size, channels, names, preparation_of(saved))
    return images, meant[labels]


def worst_confusions(predicted: np.ndarray, y: np.ndarray, names: list[str]) -> str:
    """The three most frequent mistakes, in words."""
    table = confusion_matrix(predicted, y, len(names))
    np.fill_diagonal(table, 0)
    worst = np.argsort(-table, axis=None, kind="stable")[:3]
    pairs = [divmod(int(place), len(names)) for place in worst]
    found = [
        f"{table[true, taken]} x {names[true]} taken for {names[taken]}"
        for true, taken in pairs
        if table[true, taken]
    ]
    return f"mistakes  {', '.join(found) or 'none'}"
