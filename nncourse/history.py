"""History: the record of a training run, one line per epoch.

It can be plotted (`nncourse.plots.learning_curves`), written as CSV, or shown as a table. The
chapter on cats introduces it.
"""

import csv
import io
from pathlib import Path

from nncourse.files import write_whole

Record = dict[str, float]


class History:
    """A list of records, one per epoch.

    Attributes
    ----------
    epochs : the records; each has "epoch" (from 1), "learning_rate", "train_loss", "seconds", and
        with validation "val_loss" and, for classifiers, "val_accuracy" and "train_accuracy". The
        training loss is that of the examples as they were trained on, during the epoch. The
        training accuracy is measured after it, with the weights and in the way of the validation
        accuracy, on at most as many training examples, evenly spaced and not augmented. Histories
        from before it was kept are without it.

    Examples
    --------
    >>> history = History([{"epoch": 1, "train_loss": 0.5}, {"epoch": 2, "train_loss": 0.25}])
    >>> history.column("train_loss")
    [0.5, 0.25]
    >>> print(history.to_markdown())
    | epoch | train_loss |
    | ---: | ---: |
    | 1 | 0.5 |
    | 2 | 0.25 |
    """

    def __init__(self, epochs: list[Record] | None = None) -> None:
        self.epochs: list[Record] = list(epochs or [])

    def append(self, record: Record) -> None:
        """Add the record of one more epoch."""
        self.epochs.append(record)

    def column(self, name: str) -> list[float]:
        """One quantity over all epochs, NaN where it is missing; a KeyError names what there is."""
        if self.epochs and name not in self.names():
            raise KeyError(f"no column {name!r}: there are {', '.join(self.names())}")
        return [record.get(name, float("nan")) for record in self.epochs]

    def names(self) -> list[str]:
        """The names of all quantities that were recorded in any epoch."""
        return list(dict.fromkeys(name for record in self.epochs for name in record))

    def to_csv(self, path: str | Path) -> None:
        """Write all records as CSV with a header, numbers in full precision."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.names())
        writer.writeheader()
        writer.writerows(self.epochs)
        write_whole(Path(path), text.getvalue().encode())

    def to_markdown(self) -> str:
        """All records as a Markdown table, numbers to four significant digits."""
        names = self.names()
        rows = [names, ["---:"] * len(names)]
        rows += [[f"{r[name]:.4g}" if name in r else "" for name in names] for r in self.epochs]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def last_line(self) -> str:
        """The last epoch in a few words: with a progress bar, less than the 80 of a terminal."""
        last = self.epochs[-1]
        shown = f"epoch {last['epoch']}, loss {last['train_loss']:.4f}"
        if "val_accuracy" in last:
            return f"{shown}, val accuracy {last['val_accuracy']:.2%}"
        return f"{shown}, val loss {last['val_loss']:.4f}" if "val_loss" in last else shown

    def __len__(self) -> int:
        return len(self.epochs)
