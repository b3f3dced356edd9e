"""Inference: a saved model is asked about new examples, and its scores are put into words."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nncourse.errors import LabelError, ModelFileError
from nncourse.losses import MSE, BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from nncourse.predictions import probabilities
from nncourse.results.examples import as_rows
from nncourse.saving.serialization import SavedModel


def as_inputs(model: SavedModel, raw: np.ndarray) -> np.ndarray:
    """Examples as a saved model takes them: what its training examples went through.

    Parameters
    ----------
    model : says how its inputs are prepared.
    raw : (m, ...) pictures of bytes or (m, n) numbers; not changed.

    Returns
    -------
    The inputs, (m, *input_shape) float32.

    Raises
    ------
    ModelFileError
        If the model takes examples of another size.

    Examples
    --------
    >>> from nncourse.network import Sequential
    >>> model = SavedModel(Sequential().input(4).dense(1))
    >>> as_inputs(model, np.zeros((5, 2, 2), np.uint8)).shape
    (5, 4)
    """
    shape = model.network.input_shape or ()
    if int(np.prod(raw.shape[1:])) != int(np.prod(shape)):
        raise ModelFileError(
            f"this model takes examples of shape {model.picture or shape}, "
            f"but these have shape {raw.shape[1:]}"
        )
    return as_rows(raw, model.standardizer).reshape(len(raw), *shape)


def picture_format(saved: SavedModel, what: Path) -> tuple[tuple[int, int], int]:
    """Height and width, and the number of channels, of the pictures that the model takes."""
    if saved.picture is None:
        raise ModelFileError(
            f"{what}: this model takes {saved.network.input_shape} numbers and no pictures (or it "
            "is a checkpoint: finish it with nncourse train ... --resume)"
        )
    height, width, *channels = saved.picture
    return (height, width), (channels or [1])[0]


def preparation_of(saved: SavedModel) -> str:
    """How the pictures that the model was trained on were read: as a "digit" or as a "picture".

    A file that does not say is from before that was noted: its grey pictures were digits.
    """
    noted = saved.notes.get("preparation")
    if noted in ("digit", "picture"):
        return noted
    return "digit" if picture_format(saved, Path("the model"))[1] == 1 else "picture"


def loss_of(saved: SavedModel) -> Loss:
    """The loss that fits a model's outputs: several scores, a yes or no, or a number."""
    if saved.network.output_shape[-1] > 1:
        return SoftmaxCrossEntropy()
    return BinaryCrossEntropy() if saved.classes else MSE()


def class_names(saved: SavedModel) -> list[str]:
    """The classes' names, or their numbers where the model has no names."""
    n_out = saved.network.output_shape[-1]
    return saved.classes or [str(c) for c in range(max(n_out, 2))]


def class_index(saved: SavedModel, names: Sequence[str], where: Path) -> np.ndarray:
    """Which class of the model each name means.

    Parameters
    ----------
    saved : the model; without names of its own, its classes are numbers from 0.
    names : as people write them: upper case, spaces, - and _ make no difference, and "not" and
        "non" at the beginning are "no", so that `not_cat` means the class `no cat`.
    where : the folder or file with the names, for the message.

    Returns
    -------
    (m,) int64.

    Raises
    ------
    LabelError
        If a name means no class; the message lists the classes.
    """
    classes = class_names(saved)
    known = {plain(name): c for c, name in enumerate(classes)}
    known |= {name: c for c, name in enumerate(classes)}  # what is written the same comes first
    found = [known.get(name, known.get(plain(name))) for name in names]
    strange = [name for name, c in zip(names, found, strict=True) if c is None]
    if strange:
        raise LabelError(
            f"{where}: {', '.join(map(repr, dict.fromkeys(strange)))} is no class of this model; "
            f"its classes are {', '.join(map(repr, classes))} (upper case, spaces, - and _ make no "
            "difference, and not_cat means 'no cat')"
        )
    return np.array(found, np.int64)


def plain(name: str) -> str:
    """A name without what makes no difference, see `class_index`.

    Examples
    --------
    >>> plain("Not_Cat"), plain("no-cat"), plain("Notebook")
    ('no cat', 'no cat', 'notebook')
    """
    words = re.split(r"[\s_-]+", name.strip().casefold())
    if len(words) > 1 and words[0] in ("not", "non"):
        words[0] = "no"
    return " ".join(words)


def class_probabilities(scores: np.ndarray) -> np.ndarray:
    """The probability of each class (m, k); a single score gives those of 'no' and 'yes'.

    Examples
    --------
    >>> class_probabilities(np.array([[0.0]]))
    array([[0.5, 0.5]])
    """
    P = probabilities(scores)
    return np.hstack([1 - P, P]) if P.shape[1] == 1 else P
