"""Checkpoints: everything a training run needs to continue as if it had never stopped.

Weights alone are not enough: the optimizer has a memory, the generator has a state, and early
stopping has a best so far. All go into one safetensors file, written whole after every epoch. The
chapter on digits introduces them.
"""

import json
from pathlib import Path

import numpy as np

from nncourse.errors import ArchitectureError, ModelFileError
from nncourse.history import History
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.saving.serialization import (
    Arrays,
    architecture,
    check_architecture,
    fill,
    read_arrays,
    write_arrays,
)
from nncourse.stopping import EarlyStopping


def save_checkpoint(
    path: str | Path,
    network: Sequential,
    optimizer: Optimizer,
    rng: np.random.Generator,
    history: History,
    early_stopping: EarlyStopping | None = None,
) -> None:
    """Write the state of a training run, whole or not at all.

    The network's parameters keep their own names, so that a checkpoint is a saved model too and
    `nncourse.saving.serialization.load` reads it.

    Parameters
    ----------
    path : where to; an existing file is replaced.
    network, optimizer, rng, history, early_stopping : the run; none is changed.

    Raises
    ------
    OSError
        If the file cannot be written; what stood there before is untouched.
    """
    arrays = network.params | prefixed("optimizer", optimizer.state())
    header = {
        "architecture": architecture(network),
        "optimizer": optimizer.kind,
        "learning_rate": optimizer.learning_rate,
        "rng": rng.bit_generator.state,
        "history": history.epochs,
    }
    if early_stopping:
        arrays |= prefixed("best", early_stopping.best_params)
        header["stopping"] = [early_stopping.best_loss, early_stopping.waited]
    # NumPy's generators keep their state in plain and NumPy integers: both must become JSON.
    write_arrays(path, arrays, json.loads(json.dumps(header, default=lambda n: n.tolist())))


def load_checkpoint(
    path: str | Path,
    network: Sequential,
    optimizer: Optimizer,
    rng: np.random.Generator,
    early_stopping: EarlyStopping | None = None,
) -> History:
    """Put a training run back to where `save_checkpoint` found it.

    Parameters
    ----------
    path : the checkpoint.
    network, optimizer, rng, early_stopping : of the same kinds as in the saved run; all are set to
        the saved state, or none if the file does not fit.

    Returns
    -------
    The history up to the checkpoint.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ModelFileError
        If it is damaged or no checkpoint.
    ArchitectureError
        If it belongs to another network or optimizer.
    """
    arrays, header = read_arrays(path)
    if "rng" not in header:
        raise ModelFileError(f"{path} is a saved model, not a checkpoint: it cannot be resumed")
    check_architecture(header["architecture"], network, path)
    if header["optimizer"] != optimizer.kind:
        raise ArchitectureError(
            f"{path} was trained with {header['optimizer']}, not {optimizer.kind}"
        )
    if header["rng"]["bit_generator"] != rng.bit_generator.state["bit_generator"]:
        raise ArchitectureError(f"{path} used the generator {header['rng']['bit_generator']}")
    fill(network, arrays, path)
    optimizer.load_state(without_prefix("optimizer", arrays))
    optimizer.learning_rate = header["learning_rate"]
    rng.bit_generator.state = header["rng"]
    if early_stopping and "stopping" in header:
        early_stopping.best_loss, early_stopping.waited = header["stopping"]
        early_stopping.best_params = without_prefix("best", arrays)
    return History(header["history"])


def prefixed(prefix: str, arrays: Arrays) -> Arrays:
    """The arrays, their names behind a prefix."""
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def without_prefix(prefix: str, arrays: Arrays) -> Arrays:
    """The arrays that stand behind a prefix, under their own names."""
    start = prefix + "/"
    return {n.removeprefix(start): a for n, a in arrays.items() if n.startswith(start)}
