"""Recipes: for each data set of the course, how to learn it, with settings that work.

A recipe says where the examples come from, what is asked about them and with which `Settings` a
network answers well. They are the chapters' own: digits as in the section that goes past 98 %, cats
as the network that is kept, photographs as in the measurement, but mirrored at random; the line,
XOR and the spiral as in the chapter on autograd. Only the spiral is learned with Adam. `nncourse
train` follows a recipe from its data to a saved model.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from nncourse import datasets
from nncourse.augmentation import random_flip, random_shift
from nncourse.errors import DataError
from nncourse.losses import MSE, BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from nncourse.results.digits import FAST
from nncourse.results.examples import Examples
from nncourse.results.pictures import for_photographs
from nncourse.results.settings import Settings
from nncourse.training import Augment

AUGMENTATIONS: dict[str, Augment] = {
    # what it does to the pictures of a batch, each time they are shown: how
    "mirrored at random": random_flip,
    "moved by a pixel at random": partial(random_shift, pixels=1),
}


@dataclass(frozen=True)
class Recipe:
    """One data set and how to learn it.

    Attributes
    ----------
    name, description : for people.
    load : given "train" or "test" and a generator, the raw examples and their targets.
    loss : the kind of loss.
    settings : those that work, chosen on validation examples.
    classes : the classes' names in the order of the scores; empty if numbers are predicted.
    held_back : the share of the training examples that is kept for validation.
    standardized : whether to standardize the inputs.
    augmentation : one of `AUGMENTATIONS` for recipes of pictures, or None.
    patience : how many epochs to wait for a lower validation loss, and then go back to the lowest;
        None to train to the last epoch.
    notes : what the model's file has to say so that new examples are prepared in the same way.
    own : a file of the user's own that can be asked about; None for the course's data. Of own data
        an equal share of each class is held back, and numbers to predict are standardized.
    """

    name: str
    description: str
    load: Callable[[str, np.random.Generator], Examples]
    loss: type[Loss]
    settings: Settings
    classes: tuple[str, ...] = ()
    held_back: float = 0.0
    standardized: bool = False
    augmentation: str | None = None
    patience: int | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    own: Path | None = None

    @property
    def n_outputs(self) -> int:
        """How many scores the network ends in."""
        return len(self.classes) if len(self.classes) > 2 else 1

    def unseen(self) -> Examples:
        """The examples that no training sees, raw: the published test set, or fresh points."""
        return self.load("test", np.random.default_rng([7, 1]))


KEEPER = Settings(
    (20, 7, 5), optimizer="sgd", learning_rate=0.003, batch_size=32, epochs=40, init="xavier"
)

RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "mnist",
            "handwritten digits, 28 x 28 grey pixels, ten classes (the chapter on digits)",
            lambda split, rng: datasets.mnist(split),
            SoftmaxCrossEntropy,
            FAST,
            classes=tuple("0123456789"),
            held_back=1 / 6,
            augmentation="moved by a pixel at random",
            notes={"preparation": "digit"},
        ),
        Recipe(
            "cats",
            "drawn pictures, 64 x 64 in colour: a cat or not (the chapter on cats)",
            lambda split, rng: datasets.cats(split),
            BinaryCrossEntropy,
            KEEPER,
            classes=("no cat", "cat"),
            held_back=1 / 6,
            standardized=True,
            augmentation="mirrored at random",
            patience=10,
            notes={"preparation": "picture"},
        ),
        Recipe(
            "photos",
            "the classic cat photographs, fetched on first use (the chapter on cats)",
            lambda split, rng: datasets.photos(split),
            BinaryCrossEntropy,
            for_photographs("four layers"),
            classes=("no cat", "cat"),
            held_back=0.1,
            augmentation="mirrored at random",
            notes={"preparation": "picture"},
        ),
        Recipe(
            "xor",
            "the four points of 'exclusive or' (the chapter on the basics and the chapter on "
            "backpropagation)",
            lambda split, rng: datasets.xor(),
            BinaryCrossEntropy,
            Settings((8,), "tanh", "sgd", learning_rate=0.5, batch_size=4, epochs=1000),
            classes=("0", "1"),
        ),
        Recipe(
            "spiral",
            "points on three arms of a spiral (the chapter on autograd)",
            lambda split, rng: datasets.spiral(600, rng),
            SoftmaxCrossEntropy,
            Settings(hidden=(64,), learning_rate=0.01, batch_size=32, epochs=500),
            classes=("arm 0", "arm 1", "arm 2"),
            held_back=0.2,
        ),
        Recipe(
            "linear",
            "points near the line y = 2 x + 1 (the chapter on the basics)",
            lambda split, rng: datasets.linear(1000, rng),
            MSE,
            Settings((), optimizer="sgd", learning_rate=0.05, batch_size=32, epochs=200),
            held_back=0.2,
        ),
    )
}


def find_recipe(name: str) -> Recipe:
    """The recipe of a data set.

    Parameters
    ----------
    name : one of the names in `RECIPES`.

    Returns
    -------
    The recipe.

    Raises
    ------
    DataError
        If there is none of that name; the message lists the names.

    Examples
    --------
    >>> find_recipe("xor").settings.hidden
    (8,)
    """
    if name not in RECIPES:
        raise DataError(f"there is no data set {name!r}; choose one of {', '.join(RECIPES)}")
    return RECIPES[name]
