"""Runs: from a recipe to a trained network, and to the file that tells how it was trained."""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import nncourse
from nncourse.certainty import LEAST, sure_from
from nncourse.command.inference import class_probabilities
from nncourse.errors import ModelFileError
from nncourse.history import History, Record
from nncourse.losses import MSE
from nncourse.network import Sequential
from nncourse.preprocessing import Standardizer, train_val_split
from nncourse.results.examples import Examples, as_rows, some, split_by_class
from nncourse.results.recipes import AUGMENTATIONS, Recipe
from nncourse.results.settings import Settings
from nncourse.saving.checkpoints import load_checkpoint
from nncourse.saving.serialization import save
from nncourse.stopping import EarlyStopping
from nncourse.training import Augment, DivergedError, evaluate


@dataclass
class Run:
    """A training run: what it starts from and, once `train` is through, what came of it.

    Attributes
    ----------
    recipe, settings : what is trained, and how.
    X, y : the training examples, ready for the network.
    validation : the examples held back and their targets, or None.
    network, standardizer : the model.
    rng : the generator, as it stands.
    picture : the shape of one picture, or None.
    units : mean and standard deviation of the numbers to predict, if those are standardized.
    history : one record an epoch.
    """

    recipe: Recipe
    settings: Settings
    X: np.ndarray
    y: np.ndarray
    validation: Examples | None
    network: Sequential
    standardizer: Standardizer | None
    rng: np.random.Generator
    picture: tuple[int, ...] | None
    units: tuple[float, float] | None = None
    history: History = field(default_factory=History)

    @property
    def kept(self) -> Record:
        """The record of the epoch that the network's weights are from: the last, or the best."""
        if self.recipe.patience:
            return min(self.history.epochs, key=lambda record: record["val_loss"])
        return self.history.epochs[-1]

    def new_augment(self) -> Augment | None:
        """What is done to the rows of a batch before they are shown, or None."""
        if not (self.recipe.augmentation and self.picture):
            return None
        change, shape = AUGMENTATIONS[self.recipe.augmentation], (-1, *self.picture)
        return lambda X, rng: change(X.reshape(shape), rng).reshape(X.shape)

    def new_stopping(self) -> EarlyStopping | None:
        """What watches for the epoch to go back to, or None."""
        return EarlyStopping(self.recipe.patience) if self.recipe.patience else None


def prepare(recipe: Recipe, settings: Settings) -> Run:
    """Load the examples and build the network: all that comes before the first step.

    Parameters
    ----------
    recipe : the data set.
    settings : how to train; the same settings give the same run, number for number.

    Returns
    -------
    The `Run`, untrained.

    Raises
    ------
    DataError
        If the data cannot be had, or fewer examples are asked for than validation needs.
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> from nncourse.results.recipes import find_recipe
    >>> recipe = find_recipe("spiral")
    >>> run = prepare(recipe, recipe.settings)
    >>> run.X.shape, run.network
    ((480, 2), Sequential([Dense(n_in=2, n_out=64), ReLU(), Dense(n_in=64, n_out=3)]))
    """
    rng = np.random.default_rng(settings.seed)
    raw, y = recipe.load("train", rng)
    if settings.examples is not None:
        raw, y = some(raw, y, settings.examples, rng)
    picture = raw.shape[1:] if raw.ndim > 2 else None
    validation = None
    if recipe.held_back:
        split = split_by_class if recipe.own and recipe.classes else train_val_split
        raw, y, raw_val, y_val = split(raw, y, recipe.held_back, rng)
    standardizer = Standardizer.fit(as_rows(raw)) if recipe.standardized else None
    units = None
    if recipe.own and recipe.loss is MSE:
        units = float(y.mean()), float(y.std()) or 1.0
        y, y_val = ((part - units[0]) / units[1] for part in (y, y_val))
    if recipe.held_back:
        validation = as_rows(raw_val, standardizer), y_val
    X = as_rows(raw, standardizer)
    network = settings.new_network(X.shape[1], recipe.n_outputs, rng)
    return Run(recipe, settings, X, y, validation, network, standardizer, rng, picture, units)


def train(
    run: Run,
    *,
    checkpoint: str | Path | None = None,
    resume: bool = False,
    progress: bool = False,
) -> Run:
    """Train a prepared run to its last epoch.

    Parameters
    ----------
    run : its network and history are changed in place.
    checkpoint, resume, progress : see `nncourse.training.fit`.

    Returns
    -------
    The same run.

    Raises
    ------
    DivergedError
        If the loss or, in the last step, a weight leaves the numbers.
    ArchitectureError
        If the checkpoint holds another network or optimizer.
    ModelFileError
        If the checkpoint was made with other data or another seed.

    Examples
    --------
    >>> from nncourse.results.recipes import find_recipe
    >>> recipe = find_recipe("xor")
    >>> run = train(prepare(recipe, recipe.settings))
    >>> evaluate(run.network, recipe.loss(), run.X, run.y)[1]
    1.0
    """
    if resume and checkpoint is not None:
        check_same_run(run, checkpoint)
    run.history = run.settings.train(
        run.network,
        run.X,
        run.y,
        loss=run.recipe.loss(),
        rng=run.rng,
        validation=run.validation,
        augment=run.new_augment(),
        early_stopping=run.new_stopping(),
        checkpoint=checkpoint,
        resume=resume,
        progress=progress,
    )
    if not all(np.isfinite(p).all() for p in run.network.params.values()):
        raise DivergedError(
            "the last step left weights that are infinite or NaN: it was too large. Try a learning "
            f"rate ten times smaller than {run.settings.learning_rate:g}"
        )
    return run


def check_same_run(run: Run, checkpoint: str | Path) -> None:
    """Tell a checkpoint of other data apart: its loss would not be what its history says.

    Without this, another seed would move examples from validation into training.
    """
    rng = np.random.default_rng()
    network = run.settings.new_network(run.X.shape[1], run.recipe.n_outputs, rng)
    history = load_checkpoint(checkpoint, network, run.settings.new_optimizer(), rng)
    if run.validation is None or not history.epochs or "val_loss" not in history.epochs[-1]:
        return
    measured, _ = evaluate(network, run.recipe.loss(), *run.validation)
    recorded = history.epochs[-1]["val_loss"]
    if not np.isclose(measured, recorded, rtol=1e-3):
        raise ModelFileError(
            f"{checkpoint} was trained on other examples (validation loss {recorded:.4g} there, "
            f"{measured:.4g} here): resume it with the seed and examples that it began with"
        )


def save_run(path: str | Path, run: Run) -> None:
    """Save the model of a run, with the story of its training as the model's notes.

    Parameters
    ----------
    path : where to; an existing file is replaced.
    run : trained.
    """
    kept = run.kept if run.history.epochs else {}
    story = {
        "data": run.recipe.name,
        "examples": len(run.X),
        "settings": run.settings.as_notes(),
        "epochs": len(run.history),
        "last_epoch": {name: value for name, value in kept.items() if name != "seconds"},
        "version": nncourse.__version__,
        **certainty(run),
        **run.recipe.notes,
    }
    save(
        path,
        in_its_units(run.network, run.units),
        standardizer=run.standardizer,
        classes=run.recipe.classes,
        picture=run.picture,
        notes=story,
    )


def certainty(run: Run) -> dict[str, float | None]:
    """The share from which the model's answers count as sure, if enough examples can tell."""
    if run.validation is None or not run.recipe.classes or len(run.validation[1]) < LEAST:
        return {}
    X, y = run.validation
    shares = class_probabilities(run.network.predict(X))
    right = shares.argmax(axis=1) == y.ravel()
    return {"sure_from": sure_from(shares.max(axis=1), right)}


def in_its_units(network: Sequential, units: tuple[float, float] | None) -> Sequential:
    """The network, made to answer in the units of what it predicts, not in standard deviations."""
    if units is None:
        return network
    network, (mean, std) = deepcopy(network), units
    W, b = list(network.params.values())[-2:]  # those of the last layer, which is dense
    W *= std
    b[...] = b * std + mean
    return network
