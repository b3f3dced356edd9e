"""Saving and loading: a network in one file that is safe to open anywhere.

The file is safetensors: arrays with names, and a header in JSON that holds the architecture. It
contains no code, so a file from a stranger can do no harm, and other frameworks read it too. The
chapter on cats introduces it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nncourse.errors import ArchitectureError, ModelFileError
from nncourse.files import write_whole
from nncourse.layers import LAYERS
from nncourse.network import Sequential
from nncourse.preprocessing import Standardizer
from nncourse.saving.safetensors import Arrays, read_safetensors, to_bytes


@dataclass
class SavedModel:
    """A network with all one needs to use it on new examples.

    Attributes
    ----------
    network : the network, ready to run.
    standardizer : what its inputs went through after scaling and flattening, or None.
    classes : the classes' names in the order of the scores, or None.
    picture : shape of the pictures it takes, (height, width) or (height, width, channels), or None.
    notes : what else the saver wrote down, for instance how it was trained; plain values.
    """

    network: Sequential
    standardizer: Standardizer | None = None
    classes: list[str] | None = None
    picture: tuple[int, ...] | None = None
    notes: dict = field(default_factory=dict)


def save(
    path: str | Path,
    network: Sequential,
    *,
    standardizer: Standardizer | None = None,
    classes: Sequence[str] | None = None,
    picture: Sequence[int] | None = None,
    notes: dict | None = None,
) -> None:
    """Write a network to a file, whole or not at all.

    Parameters
    ----------
    path : where to; by custom it ends in `.safetensors`. An existing file is replaced.
    network : the network.
    standardizer, classes, picture, notes : see `SavedModel`.

    Raises
    ------
    OSError
        If the file cannot be written; what stood there before is untouched.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tiny.safetensors"
    >>> network = Sequential(rng=np.random.default_rng(0)).input(2).dense(3).relu().dense(1)
    >>> save(path, network)
    >>> load(path)
    Sequential([Dense(n_in=2, n_out=3), ReLU(), Dense(n_in=3, n_out=1)])

    Source: the chapter on cats; https://github.com/huggingface/safetensors
    """
    arrays = dict(network.params)
    if standardizer:
        arrays |= {"standardizer.mean": standardizer.mean, "standardizer.std": standardizer.std}
    header = {
        "architecture": architecture(network),
        "classes": list(classes) if classes else None,
        "picture": list(picture) if picture else None,
        "notes": notes or {},
    }
    write_arrays(path, arrays, header)


def load(path: str | Path) -> Sequential:
    """Read a network that `save` wrote; see `load_model` for what else the file may hold.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ModelFileError
        If it is damaged or no model.
    """
    return load_model(path).network


def load_model(path: str | Path) -> SavedModel:
    """Read a network and what is needed to use it on new examples.

    Parameters
    ----------
    path : a file that `save` wrote.

    Returns
    -------
    The `SavedModel`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ModelFileError
        If it is damaged or no model.
    """
    arrays, header = read_arrays(path)
    network = build(header.get("architecture", {}), path)
    fill(network, arrays, path)
    mean, std = arrays.get("standardizer.mean"), arrays.get("standardizer.std")
    return SavedModel(
        network,
        Standardizer(mean, std) if mean is not None and std is not None else None,
        header.get("classes"),
        tuple(header["picture"]) if header.get("picture") else None,
        header.get("notes", {}),
    )


def load_weights(path: str | Path, network: Sequential) -> None:
    """Fill a network with the weights of a file.

    Parameters
    ----------
    path : a file that `save` wrote.
    network : of the same architecture; its parameters are changed in place.

    Raises
    ------
    ArchitectureError
        If the file's network is another one.
    ModelFileError
        If it is damaged.
    """
    arrays, header = read_arrays(path)
    check_architecture(header.get("architecture", {}), network, path)
    fill(network, arrays, path)


def architecture(network: Sequential) -> dict:
    """What builds the network again, as plain numbers, strings and lists."""
    return {
        "input_shape": list(network.input_shape or ()),
        "dtype": str(network.dtype),
        "layers": [{"layer": type(layer).__name__, **layer.config()} for layer in network.layers],
    }


def build(description: dict, path: str | Path) -> Sequential:
    """The network that `architecture` described, its weights not yet filled in."""
    try:
        network = Sequential(input_shape=tuple(description["input_shape"]))
        dtype = np.dtype(description["dtype"])
        for config in description["layers"]:
            arguments = {name: value for name, value in config.items() if name != "layer"}
            layer = LAYERS[config["layer"]](**arguments)
            for name, p in layer.params.items():
                layer.params[name] = p.astype(dtype)
            network.add(layer)
        return network
    except (TypeError, KeyError, ValueError) as error:
        raise ModelFileError(
            f"{path} holds no architecture this version of nncourse can build ({error!r}): "
            "was it written by nncourse.saving.serialization.save?"
        ) from error


def fill(network: Sequential, arrays: Arrays, path: str | Path) -> None:
    """Copy the arrays into the network's parameters, after checking that all of them fit."""
    for name, p in network.params.items():
        found = arrays[name].shape if name in arrays else "missing"
        if found != p.shape:
            raise ArchitectureError(
                f"{path}: parameter {name} should have shape {p.shape}, but it is {found}"
            )
    for name, p in network.params.items():
        p[...] = arrays[name]


def check_architecture(description: dict, network: Sequential, path: str | Path) -> None:
    """An ArchitectureError unless the description is that of the network."""
    if description != architecture(network):
        other = build(description, path)
        raise ArchitectureError(
            f"{path} holds another network:\n  in the file: {other}\n  expected:    {network}"
        )


def write_arrays(path: str | Path, arrays: Arrays, header: dict) -> None:
    """Write named arrays and a header of plain values as one safetensors file."""
    write_whole(Path(path), to_bytes(arrays, {"nncourse": json.dumps(header)}))


def read_arrays(path: str | Path) -> tuple[Arrays, dict]:
    """Read what `write_arrays` wrote; a ModelFileError if the file is damaged or something else."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no file {path}")
    arrays, metadata = read_safetensors(path)
    try:
        header = json.loads(metadata.get("nncourse", "null"))
    except (ValueError, RecursionError) as error:
        raise ModelFileError(f"{path} has a header that is no JSON ({error})") from error
    if not isinstance(header, dict):
        raise ModelFileError(f"{path} holds weights, but no architecture written by nncourse")
    return arrays, header
