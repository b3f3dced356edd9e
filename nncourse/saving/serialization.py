"""Saving and loading: a network in one file that is safe to open anywhere.

The file is safetensors: arrays with names, and a header in JSON that holds the architecture. It
contains no code, so a file from a stranger can do no harm, and other frameworks read it too. The
chapter on cats introduces it.
"""

import json
import math
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.errors import ArchitectureError, ModelFileError
from nncourse.files import write_whole
from nncourse.layers import LAYERS, Conv2D, Dense, Layer
from nncourse.network import Sequential
from nncourse.preprocessing import Standardizer
from nncourse.saving.safetensors import Arrays, read_safetensors, to_bytes

# The most numbers that one example may have between two layers of a saved network. A file of a few
# bytes can claim any number, and they only take memory when the network runs.
MOST_NUMBERS = 2**24
FLOATS = ("float16", "float32", "float64")


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
    ModelFileError
        If the classes, the picture or the standardizer do not fit the network.
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
    check_facts(as_model(network, arrays, header), path)
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
    network = build(header.get("architecture"), arrays, path)
    model = as_model(network, arrays, header)
    check_facts(model, path)
    return model


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
    check_architecture(header.get("architecture"), network, arrays, path)
    fill(network.params, arrays, path)


def architecture(network: Sequential) -> dict:
    """What builds the network again, as plain numbers, strings and lists."""
    return {
        "input_shape": list(network.input_shape or ()),
        "dtype": str(network.dtype),
        "layers": [{"layer": type(layer).__name__, **layer.config()} for layer in network.layers],
    }


def build(description: Any, arrays: Arrays, path: str | Path) -> Sequential:
    """The network that `architecture` described, with its weights from `arrays`."""
    try:
        if description["dtype"] not in FLOATS:
            raise TypeError(f"parameters of the type {description['dtype']!r}")
        dtype = np.dtype(description["dtype"])
        network = Sequential(input_shape=tuple(description["input_shape"]), dtype=dtype)
        for i, config in enumerate(description["layers"]):
            layer = new_layer(dtype=dtype, **config)
            fill({f"{i}.{name}": p for name, p in layer.params.items()}, arrays, path)
            network.add(layer)
        return network
    except ArchitectureError:
        raise
    # All of these can come of a description that somebody else made up.
    except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        raise ModelFileError(
            f"{path} holds no architecture this version of nncourse can build ({error!r}): "
            "was it written by nncourse.saving.serialization.save?"
        ) from error


def new_layer(layer: str, dtype: np.dtype, **config: float) -> Layer:
    """A layer with weights of zero.

    The system gives zeros no memory before they are written to, so a layer may claim any size.
    """
    if not all(type(value) in (int, float) for value in config.values()):
        raise TypeError(f"{layer} with {config}: expected numbers")
    kind = LAYERS[layer]
    return kind(**config, **({"init": "zeros", "dtype": dtype} if kind in (Dense, Conv2D) else {}))


def fill(params: Arrays, arrays: Arrays, path: str | Path) -> None:
    """Copy arrays into the parameters of the same names, after checking that all of them fit."""
    check_arrays(params, arrays, path)
    for name, p in params.items():
        p[...] = arrays[name]


def check_arrays(params: Arrays, arrays: Arrays, path: str | Path) -> None:
    """An ArchitectureError unless there are finite floats for each parameter, of its shape."""
    for name, p in params.items():
        found = arrays[name].shape if name in arrays else "missing"
        if found != p.shape:
            raise ArchitectureError(
                f"{path}: parameter {name} should have shape {p.shape}, but it is {found}"
            )
        if arrays[name].dtype.kind != "f":
            raise ArchitectureError(
                f"{path}: parameter {name} should be floats, but it is {arrays[name].dtype}"
            )
        if not np.isfinite(arrays[name]).all():
            raise ArchitectureError(
                f"{path}: parameter {name} holds NaN or infinite values: its training diverged, "
                "take an earlier file or train again"
            )


def check_architecture(
    description: Any, network: Sequential, arrays: Arrays, path: str | Path
) -> None:
    """An ArchitectureError unless the description is that of the network."""
    if description != architecture(network):
        other = build(description, arrays, path)
        raise ArchitectureError(
            f"{path} holds another network:\n  in the file: {other}\n  expected:    {network}"
        )


def as_model(network: Sequential, arrays: Arrays, header: dict[str, Any]) -> SavedModel:
    """A network with what a file's header says about it, unchecked."""
    scale = [arrays.get(f"standardizer.{name}", np.zeros(0)) for name in ("mean", "std")]
    picture = header.get("picture")
    return SavedModel(
        network,
        Standardizer(*scale) if any(p.size for p in scale) else None,
        header.get("classes"),
        tuple(picture) if isinstance(picture, list) else picture,
        header.get("notes", {}),
    )


def check_facts(model: SavedModel, path: str | Path) -> None:
    """A ModelFileError unless what is said about a network's examples fits it."""
    shapes = model.network.shapes()
    for shape in shapes:
        if not are_sizes(shape) or math.prod(shape) > MOST_NUMBERS:
            expect(False, path, shape, f"a shape of at most {MOST_NUMBERS:,} numbers an example")
    n_in, scores = math.prod(shapes[0]), shapes[-1]
    if model.picture is not None:
        fits = are_sizes(model.picture) and len(model.picture) in (2, 3)
        fits = fits and math.prod(model.picture) == n_in
        expect(fits, path, model.picture, f"height, width[, channels] with {n_in:,} numbers")
    if model.standardizer is not None:
        for p in (model.standardizer.mean, model.standardizer.std):
            fits = p.shape == (n_in,) and p.dtype.kind == "f"
            expect(fits, path, p.shape, f"a float of the standardizer for each of {n_in:,} inputs")
    if model.classes is not None:
        fits = isinstance(model.classes, list) and all(isinstance(n, str) for n in model.classes)
        fits = fits and len(scores) == 1 and len(model.classes) == max(2, *scores)
        expect(fits, path, model.classes, f"names of the classes, for outputs of shape {scores}")
    expect(isinstance(model.notes, dict), path, model.notes, "notes, each under a name")


def expect(fits: bool, path: str | Path, found: Any, expected: str) -> None:
    """A ModelFileError if what was found in a file does not fit."""
    if not fits:
        found = reprlib.repr(found)
        raise ModelFileError(f"{path} holds {found} where there should be {expected}")


def are_sizes(shape: Any) -> bool:
    """Whether this is the shape of an array that holds something."""
    return isinstance(shape, tuple) and all(type(n) is int and n > 0 for n in shape)


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
