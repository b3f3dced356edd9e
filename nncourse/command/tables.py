"""Tables that a model was trained on: which columns it takes, and which is the label."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.command.inference import class_index, loss_of
from nncourse.datasets.rows import Rows
from nncourse.errors import DataError
from nncourse.saving.serialization import SavedModel


@dataclass(frozen=True)
class TableNotes:
    """What a model's file notes of its table.

    Attributes
    ----------
    label : the name of the label's column; its place where the columns have no names.
    place : the place of that column, from 1.
    features : the columns that the network takes, in order, by name; empty without names.
    """

    label: str
    place: int
    features: tuple[str, ...]

    def as_notes(self) -> dict[str, Any]:
        """As plain values for a file."""
        return {"table": asdict(self)}


def table_of(saved: SavedModel) -> TableNotes | None:
    """What a model notes of its table; None if that is nothing, or nothing that makes sense."""
    noted = saved.notes.get("table")
    if not isinstance(noted, dict):
        return None
    label, place, features = (noted.get(name) for name in ("label", "place", "features"))
    if not (isinstance(label, str) and type(place) is int and isinstance(features, list)):
        return None
    n = saved.network.shapes()[0][-1]
    if not 1 <= place <= n + 1 or len(features) not in (0, n):
        return None
    return TableNotes(label, place, tuple(map(str, features)))


def features_for(saved: SavedModel, rows: Rows) -> np.ndarray:
    """The columns that a model takes, (m, n) float32.

    By name if the table has those that the model learned. By place if it has none: all of them, or
    all but the label where that is in the table, too.

    Raises
    ------
    DataError
        If a column is missing, or there are too many or too few.
    """
    table, n = table_of(saved), saved.network.shapes()[0][-1]
    if table and table.features and rows.has_names:
        missing = [name for name in table.features if name not in rows.names]
        if missing:
            raise DataError(
                f"{rows.path}: no column {', '.join(missing)}, which the model takes; the columns "
                f"are {', '.join(rows.names)}"
            )
        return rows.values([rows.names.index(name) for name in table.features])
    places = list(range(len(rows.names)))
    if table and len(places) == n + 1:
        places.remove(table.place - 1)
    if len(places) != n:
        raise DataError(
            f"{rows.path}: {len(places)} columns; the model takes {n}, in the order in which it "
            "learned them"
        )
    return rows.values(places)


def labels_for(saved: SavedModel, rows: Rows) -> np.ndarray:
    """The labels in a table like the one that the model learned: classes, or numbers.

    Raises
    ------
    DataError
        If the label's column is not there, or holds what is no class or no number.
    """
    table = table_of(saved)
    if table is None or (rows.has_names and table.features and table.label not in rows.names):
        raise DataError(f"{rows.path}: no column {table.label if table else 'of labels'}")
    named = rows.has_names and table.label in rows.names
    if not named and len(rows.names) != saved.network.shapes()[0][-1] + 1:
        raise DataError(f"{rows.path}: no label in it; expected it in column {table.place}")
    column = rows.names.index(table.label) if named else table.place - 1
    if loss_of(saved).decide is None:
        return rows.values([column])[:, 0].astype(np.float64)
    return class_index(saved, rows.words(column), Path(rows.path))
