"""Inference: a saved model is asked about new examples, and its scores are put into words."""

from pathlib import Path

import numpy as np

from nncourse.errors import ModelFileError
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


def loss_of(saved: SavedModel) -> Loss:
    """The loss that fits a model's outputs: several scores, a yes or no, or a number."""
    if saved.network.output_shape[-1] > 1:
        return SoftmaxCrossEntropy()
    return BinaryCrossEntropy() if saved.classes else MSE()


def class_names(saved: SavedModel) -> list[str]:
    """The classes' names, or their numbers where the model has no names."""
    n_out = saved.network.output_shape[-1]
    return saved.classes or [str(c) for c in range(max(n_out, 2))]


def class_probabilities(scores: np.ndarray) -> np.ndarray:
    """The probability of each class (m, k); a single score gives those of 'no' and 'yes'.

    Examples
    --------
    >>> class_probabilities(np.array([[0.0]]))
    array([[0.5, 0.5]])
    """
    P = probabilities(scores)
    return np.hstack([1 - P, P]) if P.shape[1] == 1 else P
