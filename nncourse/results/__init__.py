"""Results: the measurements that take too long for a notebook, and the command that repeats them.

`python -m nncourse.results` runs the experiments of this package and writes one JSON file each into
`data/results/`; the chapters read those files. Every claim rests on at least three seeds, and
settings are chosen on a validation split, never on the test set. What is trained, here and by the
`nncourse` command, is described in the words of `nncourse.results.settings`.
"""

import json
from pathlib import Path

import numpy as np

from nncourse.datasets import storage
from nncourse.files import write_whole


def write(folder: Path, result: dict) -> Path:
    """Write what `measure` returned to a JSON file of its name, and return the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result['name']}.json"
    write_whole(path, (json.dumps(result, indent=1) + "\n").encode())
    return path


def read(name: str) -> dict:
    """The result of an experiment that ships with the course.

    Examples
    --------
    >>> len(read("mnist_sgd")["runs"]) >= 3
    True
    """
    return json.loads(storage.find(f"results/{name}.json").read_text())


def column(result: dict, name: str) -> np.ndarray:
    """One measured quantity over the seeds, (n_seeds,)."""
    return np.array([run[name] for run in result["runs"]])


def summary(result: dict, name: str) -> str:
    """Mean and standard error of an accuracy over the seeds, in percent.

    Examples
    --------
    >>> summary({"runs": [{"test": 0.97}, {"test": 0.98}, {"test": 0.975}]}, "test")
    '97.50 ± 0.29 % (3 seeds)'
    """
    values = 100 * column(result, name)
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.2f} ± {error:.2f} % ({len(values)} seeds)"
