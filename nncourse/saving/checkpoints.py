"""Checkpoints: everything a training run needs to continue as if it had never stopped.

Weights alone are not enough: the optimizer has a memory, the generator has a state, and early
stopping has a best so far. All go into one safetensors file, written whole after every epoch. The
chapter on digits introduces them.
"""

import json
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import BitGenerator

from nncourse.errors import ArchitectureError, ModelFileError
from nncourse.history import History
from nncourse.network import Sequential
from nncourse.optimizers import Optimizer
from nncourse.saving.serialization import (
    Arrays,
    architecture,
    check_architecture,
    check_arrays,
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
    check_checkpoint(arrays, header, path)
    check_architecture(header.get("architecture"), network, arrays, path)
    if header["optimizer"] != optimizer.kind:
        raise ArchitectureError(
            f"{path} was trained with {header['optimizer']}, not {optimizer.kind}"
        )
    best, state = without_prefix("best", arrays), without_prefix("optimizer", arrays)
    check_memory(network.params, state, path)
    if best:
        check_arrays(network.params, best, path)
    generator = moved(rng.bit_generator, header["rng"], path)
    fill(network.params, arrays, path)  # the last that can refuse, and the first that changes
    optimizer.load_state(state)
    optimizer.learning_rate = header["learning_rate"]
    rng.bit_generator.state = generator.state
    if early_stopping and "stopping" in header:
        early_stopping.best_loss, early_stopping.waited = header["stopping"]
        early_stopping.best_params = best
    return History(header["history"])


def check_checkpoint(arrays: Arrays, header: dict[str, Any], path: str | Path) -> None:
    """A ModelFileError unless a file holds all that `save_checkpoint` writes, in its form."""
    if "rng" not in header:
        raise ModelFileError(f"{path} is a saved model, not a checkpoint: it cannot be resumed")
    steps = arrays.get("optimizer/steps", np.zeros(0))
    rate = header.get("learning_rate", -1)
    right = {
        "optimizer": isinstance(header.get("optimizer"), str),
        "learning rate": is_number(rate) and 0 <= rate < math.inf,
        "generator": isinstance(header["rng"], dict) and "bit_generator" in header["rng"],
        "history": is_history(header.get("history"), "stopping" in header),
        "stopping": "stopping" not in header or is_stopping(header["stopping"]),
        "number of steps": steps.shape == () and steps.dtype.kind in "iu" and steps >= 0,
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong:
        raise ModelFileError(
            f"{path} is no checkpoint that can be resumed: its {' and '.join(wrong)} is missing or "
            "has another form than save_checkpoint gives it. Start again without it"
        )


def is_number(value: Any) -> bool:
    """Whether a value of the header is a number (that a float can hold)."""
    return type(value) is float or (type(value) is int and abs(value) < 2**63)


def is_history(records: Any, stopping: bool) -> bool:
    """Whether these are the records of one epoch after the other."""
    needed = {"epoch", "train_loss"} | ({"val_loss"} if stopping else set())
    return isinstance(records, list) and all(
        isinstance(record, dict)
        and needed <= record.keys()
        and record["epoch"] == number
        and all(map(is_number, record.values()))
        for number, record in enumerate(records, start=1)
    )


def is_stopping(value: Any) -> bool:
    """Whether this is the lowest loss, and for how many epochs early stopping has waited."""
    match value:
        case [lowest, int(waited)]:
            return is_number(lowest) and is_number(waited) and waited >= 0
    return False


def check_memory(params: Arrays, state: Arrays, path: str | Path) -> None:
    """An ArchitectureError unless what an optimizer remembers is of the parameters' shapes."""
    for key in state.keys() - {"steps"}:
        name = key.partition("/")[2]
        if name not in params:
            raise ArchitectureError(f"{path}: the network has no parameter for optimizer/{key}")
        check_arrays({key: params[name]}, state, path)


def moved(generator: BitGenerator, state: dict[str, Any], path: str | Path) -> BitGenerator:
    """A copy of a generator at another state; a ModelFileError if it is none of its states."""
    if state["bit_generator"] != generator.state["bit_generator"]:
        raise ArchitectureError(f"{path} used the generator {state['bit_generator']}")
    copy = deepcopy(generator)
    try:
        copy.state = state
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise ModelFileError(
            f"{path}: its state of the generator is none ({error!r}). Start again without it"
        ) from error
    return copy


def prefixed(prefix: str, arrays: Arrays) -> Arrays:
    """The arrays, their names behind a prefix."""
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def without_prefix(prefix: str, arrays: Arrays) -> Arrays:
    """The arrays that stand behind a prefix, under their own names."""
    start = prefix + "/"
    return {n.removeprefix(start): a for n, a in arrays.items() if n.startswith(start)}
