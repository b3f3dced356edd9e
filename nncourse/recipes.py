"""Recipes: for each data set of the course, settings that work and the steps from data to model.

A recipe loads the examples, brings them into the form a network eats, holds some back for
validation, builds a network and trains it with `fit`. The chapters do the same one step at a time;
the `nncourse` command does it in one go. Recipes for pictures come from chapters 4 and 5.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import nncourse
from nncourse import datasets, schedules
from nncourse.errors import DataError, ModelFileError
from nncourse.history import History
from nncourse.losses import MSE, BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam, Optimizer, RMSprop
from nncourse.predictions import probabilities
from nncourse.preprocessing import Standardizer, flatten_images, scale_pixels, train_val_split
from nncourse.saving.checkpoints import load_checkpoint
from nncourse.saving.serialization import SavedModel, save
from nncourse.training import evaluate, fit

Examples = tuple[np.ndarray, np.ndarray]

ACTIVATIONS = ("relu", "leaky_relu", "sigmoid", "tanh")
OPTIMIZERS: dict[str, tuple[Callable[[float], Optimizer], float]] = {
    # name: how to build it, and a learning rate to begin with
    "sgd": (SGD, 0.1),
    "momentum": (lambda rate: SGD(rate, momentum=0.9), 0.01),
    "nesterov": (lambda rate: SGD(rate, momentum=0.9, nesterov=True), 0.01),
    "rmsprop": (RMSprop, 0.001),
    "adam": (Adam, 0.001),
}
SCHEDULES = ("constant", "cosine")


def check_choice(what: str, value: str, choices: Any) -> None:
    """Raise a ValueError unless the value is one of the choices."""
    if value not in choices:
        raise ValueError(f"there is no {what} {value!r}; choose one of {', '.join(choices)}")


@dataclass(frozen=True)
class Settings:
    """What can be chosen about a training run.

    Attributes
    ----------
    hidden : neurons of each hidden layer; empty for none.
    activation : one of `ACTIVATIONS`, after each hidden layer.
    optimizer : one of `OPTIMIZERS`.
    learning_rate : > 0.
    schedule : "constant", or "cosine" to let the learning rate fall to 0 over the epochs.
    batch_size, epochs, l2 : see `nncourse.training.fit`.
    seed : of the one generator that everything random is drawn from.
    examples : use only so many training examples, drawn at random; None for all.
    """

    hidden: tuple[int, ...]
    activation: str = "relu"
    optimizer: str = "adam"
    learning_rate: float = 0.001
    schedule: str = "constant"
    batch_size: int = 128
    epochs: int = 10
    l2: float = 0.0
    seed: int = 0
    examples: int | None = None

    def __post_init__(self) -> None:
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("optimizer", self.optimizer, OPTIMIZERS)
        check_choice("schedule", self.schedule, SCHEDULES)
        self.new_optimizer()  # which checks the learning rate

    def new_optimizer(self) -> Optimizer:
        """Return the optimizer, its memory empty."""
        return OPTIMIZERS[self.optimizer][0](self.learning_rate)


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
    """

    name: str
    description: str
    load: Callable[[str, np.random.Generator], Examples]
    loss: type[Loss]
    settings: Settings
    classes: tuple[str, ...] = ()
    held_back: float = 0.0
    standardized: bool = False

    @property
    def n_outputs(self) -> int:
        """How many scores the network ends in."""
        return len(self.classes) if len(self.classes) > 2 else 1


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
    history: History = field(default_factory=History)


def _spiral(split: str, rng: np.random.Generator) -> Examples:
    return datasets.spiral(600, rng)


def _linear(split: str, rng: np.random.Generator) -> Examples:
    return datasets.linear(1000, rng)


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "mnist",
            "handwritten digits, 28 x 28 grey pixels, ten classes (chapter 5)",
            lambda split, rng: datasets.mnist(split),
            SoftmaxCrossEntropy,
            Settings(hidden=(256, 64), schedule="cosine", epochs=8),
            classes=tuple("0123456789"),
            held_back=1 / 12,
        ),
        Recipe(
            "cats",
            "drawn pictures, 64 x 64 in colour: a cat or not (chapter 4)",
            lambda split, rng: datasets.cats(split),
            BinaryCrossEntropy,
            Settings(hidden=(128, 32), schedule="cosine", batch_size=32, epochs=15, l2=0.001),
            classes=("no cat", "cat"),
            held_back=0.1,
            standardized=True,
        ),
        Recipe(
            "photos",
            "the classic cat photographs, fetched on first use (chapter 4)",
            lambda split, rng: datasets.photos(split),
            BinaryCrossEntropy,
            Settings((20, 7, 5), optimizer="sgd", learning_rate=0.0075, batch_size=32, epochs=400),
            classes=("no cat", "cat"),
            held_back=0.1,
        ),
        Recipe(
            "xor",
            "the four points of 'exclusive or' (chapters 1 and 3)",
            lambda split, rng: datasets.xor(),
            BinaryCrossEntropy,
            Settings(hidden=(8,), activation="tanh", learning_rate=0.05, batch_size=4, epochs=300),
            classes=("0", "1"),
        ),
        Recipe(
            "spiral",
            "points on three arms of a spiral (chapters 6 and 7)",
            _spiral,
            SoftmaxCrossEntropy,
            Settings(hidden=(64,), learning_rate=0.01, batch_size=32, epochs=100),
            classes=("arm 0", "arm 1", "arm 2"),
            held_back=0.2,
        ),
        Recipe(
            "linear",
            "points near the line y = 2 x + 1 (chapter 1)",
            _linear,
            MSE,
            Settings((), "relu", "sgd", 0.05, "cosine", batch_size=32, epochs=50),
            held_back=0.2,
        ),
    )
}


def find_recipe(name: str) -> Recipe:
    """Return the recipe of a data set.

    Parameters
    ----------
    name : one of the names in `RECIPES`.

    Raises
    ------
    DataError if there is none of that name; the message lists the names.

    Examples
    --------
    >>> find_recipe("xor").settings.hidden
    (8,)
    """
    if name not in RECIPES:
        raise DataError(f"there is no data set {name!r}; choose one of {', '.join(RECIPES)}")
    return RECIPES[name]


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
    DataError if the data cannot be had, or fewer examples are asked for than validation needs;
    ValueError if a setting is out of range.

    Examples
    --------
    >>> recipe = find_recipe("spiral")
    >>> run = prepare(recipe, recipe.settings)
    >>> run.X.shape, run.network
    ((480, 2), Sequential([Dense(n_in=2, n_out=64), ReLU(), Dense(n_in=64, n_out=3)]))
    """
    rng = np.random.default_rng(settings.seed)
    raw, y = recipe.load("train", rng)
    if settings.examples is not None:
        raw, y = _some(raw, y, settings.examples, rng)
    picture = raw.shape[1:] if raw.ndim > 2 else None
    validation = None
    if recipe.held_back:
        raw, y, raw_val, y_val = train_val_split(raw, y, recipe.held_back, rng)
    standardizer = Standardizer.fit(as_rows(raw)) if recipe.standardized else None
    if recipe.held_back:
        validation = as_rows(raw_val, standardizer), y_val
    X = as_rows(raw, standardizer)
    network = build_network(X.shape[1], recipe.n_outputs, settings, rng)
    return Run(recipe, settings, X, y, validation, network, standardizer, rng, picture)


def build_network(
    n_in: int, n_out: int, settings: Settings, rng: np.random.Generator
) -> Sequential:
    """Return the network that the settings describe, with fresh weights: He's for ReLUs.

    Examples
    --------
    >>> build_network(2, 1, Settings(hidden=(3,)), np.random.default_rng(0))
    Sequential([Dense(n_in=2, n_out=3), ReLU(), Dense(n_in=3, n_out=1)])
    """
    network = Sequential(rng=rng).input(n_in)
    for size in settings.hidden:
        network.dense(size, init="he" if "relu" in settings.activation else "xavier")
        getattr(network, settings.activation)()
    return network.dense(n_out)


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
    DivergedError if the loss leaves the numbers; ArchitectureError if the checkpoint holds another
    network or optimizer; ModelFileError if it was made with other data or another seed.

    Examples
    --------
    >>> recipe = find_recipe("xor")
    >>> run = train(prepare(recipe, recipe.settings))
    >>> evaluate(run.network, recipe.loss(), run.X, run.y)[1]
    1.0
    """
    settings = run.settings
    if resume and checkpoint is not None:
        _check_same_run(run, checkpoint)
    rates = {
        "constant": schedules.constant(settings.learning_rate),
        "cosine": schedules.cosine(settings.learning_rate, settings.epochs),
    }
    run.history = fit(
        run.network,
        run.X,
        run.y,
        loss=run.recipe.loss(),
        optimizer=settings.new_optimizer(),
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        rng=run.rng,
        validation=run.validation,
        schedule=rates[settings.schedule],
        l2=settings.l2,
        checkpoint=checkpoint,
        resume=resume,
        progress=progress,
    )
    return run


def save_run(path: str | Path, run: Run) -> None:
    """Save the model of a run, with the story of its training as the model's notes.

    Parameters
    ----------
    path : where to; an existing file is replaced.
    run : trained.
    """
    last = run.history.epochs[-1] if run.history.epochs else {}
    story = {
        "data": run.recipe.name,
        "examples": len(run.X),
        "settings": asdict(run.settings),
        "epochs": len(run.history),
        "last_epoch": {name: value for name, value in last.items() if name != "seconds"},
        "version": nncourse.__version__,
    }
    save(
        path,
        run.network,
        standardizer=run.standardizer,
        classes=run.recipe.classes,
        picture=run.picture,
        notes=story,
    )


def as_rows(raw: np.ndarray, standardizer: Standardizer | None = None) -> np.ndarray:
    """Return examples as a network of dense layers takes them.

    Parameters
    ----------
    raw : (m, ...) pictures of bytes, which are scaled to [0, 1], or (m, n) numbers; not changed.
    standardizer : what to apply then, or None.

    Returns
    -------
    (m, n) float32.

    Examples
    --------
    >>> as_rows(np.full((1, 2, 2), 51, np.uint8))
    array([[0.2, 0.2, 0.2, 0.2]], dtype=float32)
    """
    rows = flatten_images(scale_pixels(raw) if raw.dtype == np.uint8 else raw)
    return (standardizer(rows) if standardizer else rows).astype(np.float32, copy=False)


def as_inputs(model: SavedModel, raw: np.ndarray) -> np.ndarray:
    """Return examples as a saved model takes them: what its training examples went through.

    Parameters
    ----------
    model : says how its inputs are prepared.
    raw : (m, ...) pictures of bytes or (m, n) numbers; not changed.

    Returns
    -------
    (m, *input_shape) float32.

    Raises
    ------
    ModelFileError if the model takes examples of another size.

    Examples
    --------
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


def unseen_examples(recipe: Recipe) -> Examples:
    """Return the examples that no training sees, raw: the published test set, or fresh points."""
    return recipe.load("test", np.random.default_rng([7, 1]))


def loss_of(saved: SavedModel) -> Loss:
    """Return the loss that fits a model's outputs: several scores, a yes or no, or a number."""
    if saved.network.output_shape[-1] > 1:
        return SoftmaxCrossEntropy()
    return BinaryCrossEntropy() if saved.classes else MSE()


def class_names(saved: SavedModel) -> list[str]:
    """The classes' names, or their numbers where the model has no names."""
    n_out = saved.network.output_shape[-1]
    return saved.classes or [str(c) for c in range(max(n_out, 2))]


def class_probabilities(scores: np.ndarray) -> np.ndarray:
    """Return the probability of each class (m, k); a single score gives those of 'no' and 'yes'.

    Examples
    --------
    >>> class_probabilities(np.array([[0.0]]))
    array([[0.5, 0.5]])
    """
    P = probabilities(scores)
    return np.hstack([1 - P, P]) if P.shape[1] == 1 else P


def _some(raw: np.ndarray, y: np.ndarray, m: int, rng: np.random.Generator) -> Examples:
    if not 2 <= m <= len(raw):
        raise DataError(f"{m:,} examples were asked for; choose a number from 2 to {len(raw):,}")
    chosen = rng.permutation(len(raw))[:m]
    return raw[chosen], y[chosen]


def _check_same_run(run: Run, checkpoint: str | Path) -> None:
    """Tell a checkpoint of other data apart: its loss would not be what its history says.

    Without this, another seed would move examples from validation into training.
    """
    rng = np.random.default_rng()
    network = build_network(run.X.shape[1], run.recipe.n_outputs, run.settings, rng)
    history = load_checkpoint(checkpoint, network, run.settings.new_optimizer(), rng)
    if run.validation is None:
        return
    measured, _ = evaluate(network, run.recipe.loss(), *run.validation)
    recorded = history.epochs[-1]["val_loss"]
    if not np.isclose(measured, recorded, rtol=1e-3):
        raise ModelFileError(
            f"{checkpoint} was trained on other examples (validation loss {recorded:.4g} there, "
            f"{measured:.4g} here): resume it with the seed and examples that it began with"
        )
