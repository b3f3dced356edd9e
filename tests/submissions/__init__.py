"""Submissions that an instructor will meet one day, honest and other, each with its safe outcome.

Every one is asked for the same three exercises: `mse`, `relu` and `softmax`. What a submission does
it does in its `mse` or around it; its `relu` and `softmax` are honest unless it says otherwise, and
are to earn what they earn everywhere. A file that holds submissions adds them with `submission`:

@submission(mse=0)
def equals_everything():
    return MSE + "..."
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

IMPORTS = "import numpy as np"
MSE = "def mse(Y_hat, Y):\n    return float(((Y_hat - Y) ** 2).mean())"
RELU = "def relu(Z):\n    return np.maximum(Z, 0)"
SOFTMAX = (
    "def softmax(Z):\n"
    "    E = np.exp(Z - Z.max(axis=-1, keepdims=True))\n"
    "    return E / E.sum(axis=-1, keepdims=True)"
)
FULL = {"basics.mse": 2, "forward.relu": 1, "forward.softmax": 3}
LISTED: dict[str, "Submission"] = {}


@dataclass(frozen=True)
class Submission:
    """The bytes of a notebook, and what it is to get."""

    name: str
    make: Callable[[], bytes | str | list]
    points: dict[str, int]
    kind: str | None  # of the verdict on mse, if that matters
    status: str
    slow: bool  # whether it uses all the time that it has

    def write(self, folder: Path) -> Path:
        """The notebook in a folder of its own."""
        path = folder / self.name / "work.ipynb"
        path.parent.mkdir(parents=True)
        made = self.make()
        path.write_bytes(made if isinstance(made, bytes) else notebook(made))
        return path


def submission(mse=0, relu=1, softmax=3, kind=None, status="graded", slow=False):
    """The function below makes a submission: bytes, the cells, or only what stands for `mse`."""

    def add(make):
        points = dict(zip(FULL, (mse, relu, softmax), strict=True))
        name = make.__name__
        LISTED[name] = Submission(name, make, points, kind, status, slow)
        return make

    return add


def notebook(cells: str | list) -> bytes:
    """A notebook with these code cells; of a text, with the honest ones around it."""
    cells = [IMPORTS, cells, RELU, SOFTMAX] if isinstance(cells, str) else cells
    return json.dumps(
        {"cells": [c if isinstance(c, dict) else code(c) for c in cells],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ).encode()  # fmt: skip


def code(source: str, **more) -> dict:
    """A code cell."""
    plain = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {**plain, "source": source, **more}


def body(*lines: str) -> str:
    """An `mse` with these lines; in the end it gives back a wrong number."""
    text = "".join(f"    {line}\n" for part in lines for line in part.split("\n"))
    return f"def mse(Y_hat, Y):\n{text}    return 0.0\n"


for file in ("honest", "pretending", "peeking", "breaking", "broken_files"):
    import_module(f"submissions.{file}")
