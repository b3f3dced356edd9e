"""The experiments of the chapter on cats: telling drawn cats from other drawings, and photographs.

One table of networks, trained alike on 200, 1,000 and 2,000 drawings: three of different width and
depth, and others that differ in one of the two alone. A convolutional one beside them; and the
classic photographs, which are only used where they are to be had.
"""

from dataclasses import replace

import numpy as np

from nncourse import datasets
from nncourse.augmentation import flip_horizontal, random_flip
from nncourse.layers import Conv2D, Dense, Flatten, Layer, MaxPool2D, ReLU
from nncourse.losses import BinaryCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD
from nncourse.preprocessing import flatten_images, scale_pixels
from nncourse.results.examples import Examples, as_rows, some
from nncourse.results.experiment import Experiment, Measurements
from nncourse.results.settings import Settings
from nncourse.training import descend, evaluate

N_PIXELS, DRAWINGS, PHOTOGRAPHS = 64 * 64 * 3, 2400, 209
AMOUNTS = FEW, SOME, MANY = 200, 1000, 2000
CLASSIC = {"logistic regression": (), "one hidden layer": (7,), "four layers": (20, 7, 5)}
DRAWN = CLASSIC | {"one layer of 20": (20,)}
# What differs from another network in width or in depth alone, for a closer look.
PAIRED = {"one layer of 64": (64,)} | {f"{n}-{n}-{n}": (n, n, n) for n in (7, 20, 64)}
HIDDEN = DRAWN | PAIRED
RATE, STEPS = 0.0075, 2500
KERNELS = (16, 32, 32, 64)


def for_drawings(model: str, m: int = DRAWINGS) -> Settings:
    """Stochastic gradient descent on m drawings: fifty a step, ever smaller steps."""
    return Settings(
        HIDDEN[model],
        optimizer="sgd",
        learning_rate=RATE,
        schedule="cosine",
        batch_size=50,
        epochs=2 * STEPS * 50 // m,
        examples=m,
    )


def for_photographs(model: str, mirrored: bool = True) -> Settings:
    """Plain gradient descent: every step looks at all photographs."""
    return Settings(
        HIDDEN[model],
        optimizer="sgd",
        learning_rate=RATE,
        batch_size=2 * PHOTOGRAPHS if mirrored else PHOTOGRAPHS,
        epochs=STEPS,
    )


def convolutional_network(kernels: tuple[int, ...], rng: np.random.Generator) -> Sequential:
    """Rounds of convolution, ReLU and pooling, then one dense layer."""
    layers: list[Layer] = []
    side, channels = 64, 3
    for n in kernels:
        layers += [Conv2D(channels, n, kernel=3, padding=1, rng=rng), ReLU(), MaxPool2D(2)]
        side, channels = side // 2, n
    layers += [Flatten(), Dense(side * side * channels, 1, rng=rng)]
    return Sequential(layers, input_shape=(64, 64, 3))


def train_in_batches(settings: Settings, X: np.ndarray, y: np.ndarray) -> Sequential:
    """Train a dense network on rows."""
    rng = np.random.default_rng(settings.seed)
    network = settings.new_network(N_PIXELS, 1, rng)
    settings.train(network, X, y, loss=BinaryCrossEntropy(), rng=rng)
    return network


def train_on_all(settings: Settings, X: np.ndarray, y: np.ndarray) -> Sequential:
    """Train a dense network on rows, on all of them in every step."""
    network = settings.new_network(N_PIXELS, 1, np.random.default_rng(settings.seed))
    optimizer = settings.new_optimizer()
    assert isinstance(optimizer, SGD)
    descend(network, BinaryCrossEntropy(), optimizer, X, y, settings.epochs)
    return network


def train_convolutional(
    settings: Settings, kernels: tuple[int, ...], images: np.ndarray, y: np.ndarray
) -> Sequential:
    """Train the convolutional network, half of the pictures mirrored at random."""
    rng = np.random.default_rng(settings.seed)
    network = convolutional_network(kernels, rng)
    settings.train(network, images, y, loss=BinaryCrossEntropy(), rng=rng, augment=random_flip)
    return network


def accuracy_of(network: Sequential, X: np.ndarray, y: np.ndarray) -> float:
    """The share of pictures it gets right."""
    _, right = evaluate(network, BinaryCrossEntropy(), X, y)
    return float(right or 0.0)


def accuracies(network: Sequential, learned: Examples, unseen: Examples) -> Measurements:
    """What every run reports: how it does on the pictures it learned, and on the test pictures."""
    return {
        "train_accuracy": accuracy_of(network, *learned),
        "test_accuracy": accuracy_of(network, *unseen),
    }


def prepared(split: str, source: str = "drawn", flat: bool = True) -> Examples:
    """Pictures with values in [0, 1], as rows or as pictures, and their labels."""
    images, labels = datasets.photos(split) if source == "photos" else datasets.cats(split)
    return (as_rows(images) if flat else scale_pixels(images)), labels


def drawn(settings: Settings, flat: bool = True) -> Examples:
    """As many training drawings as the settings say, other ones for every seed."""
    m = settings.examples or DRAWINGS
    return some(*prepared("train", flat=flat), m, np.random.default_rng([settings.seed, m]))


def with_mirror_images(X: np.ndarray, y: np.ndarray) -> Examples:
    """The pictures, as rows, and behind them their mirror images."""
    images = X.reshape(-1, 64, 64, 3)
    return np.concatenate([X, flatten_images(flip_horizontal(images))]), np.concatenate([y, y])


def drawn_run(settings: Settings) -> Measurements:
    """Train on drawings; accuracies on them and on the test drawings."""
    learned = drawn(settings)
    return accuracies(train_in_batches(settings, *learned), learned, prepared("test"))


def photo_run(settings: Settings, mirrored: bool) -> Measurements:
    """Train on the photographs, with or without their mirror images; accuracies as above."""
    learned = prepared("train", "photos")
    shown = with_mirror_images(*learned) if mirrored else learned
    return accuracies(train_on_all(settings, *shown), learned, prepared("test", "photos"))


def mirror_or_not() -> list[dict]:
    """The accuracy on held-back training photographs (four folds), the better setting first."""
    X, y = prepared("train", "photos")
    fold = np.random.default_rng(2026).permutation(len(X)) % 4
    rows = []
    for mirrored in (False, True):
        right = []
        for held in range(4):
            learn = X[fold != held], y[fold != held]
            shown = with_mirror_images(*learn) if mirrored else learn
            settings = replace(for_photographs("four layers", mirrored), seed=100 + held)
            network = train_on_all(settings, *shown)
            right.append(accuracy_of(network, X[fold == held], y[fold == held]))
        rows.append({"mirrored": mirrored, "val_accuracy": float(np.mean(right))})
    return sorted(rows, key=lambda row: -row["val_accuracy"])


def convolutional_run(settings: Settings, kernels: tuple[int, ...]) -> Measurements:
    """Train the convolutional network on drawings."""
    learned = drawn(settings, flat=False)
    network = train_convolutional(settings, kernels, *learned)
    return accuracies(network, learned, prepared("test", flat=False))


def shift_run(settings: Settings) -> Measurements:
    """Train on drawings, test on photographs; then train on photographs, test on the same."""
    X_photo, y_photo = prepared("test", "photos")
    on_drawings = train_in_batches(settings, *prepared("train"))
    photographs = with_mirror_images(*prepared("train", "photos"))
    on_photos = train_on_all(
        replace(for_photographs("four layers"), seed=settings.seed), *photographs
    )
    cat_photos = X_photo[y_photo == 1], y_photo[y_photo == 1]
    return {
        "drawn_to_drawn": accuracy_of(on_drawings, *prepared("test")),
        "drawn_to_photos": accuracy_of(on_drawings, X_photo, y_photo),
        "drawn_finds_cats": accuracy_of(on_drawings, *cat_photos),
        "photos_to_photos": accuracy_of(on_photos, X_photo, y_photo),
        "photos_finds_cats": accuracy_of(on_photos, *cat_photos),
    }


def dense_experiment(model: str, m: int) -> Experiment:
    """How one dense network does on m drawings; more seeds where most is claimed."""
    return Experiment(
        f"cats_{model.replace(' ', '_')}_{m}",
        f"How well does {model} tell drawn cats from the rest after {m} pictures?",
        for_drawings(model, m),
        drawn_run,
        seeds=10 if m == MANY else 5,
    )


def convolutional_experiment(m: int) -> Experiment:
    """How the convolutional network does on m drawings."""
    return Experiment(
        f"cats_convolutional_{m}",
        f"And a small convolutional network, after {m} pictures?",
        Settings((), batch_size=32, epochs=20, examples=m),
        convolutional_run,
        more={"kernels": KERNELS},
    )


def photo_experiment(model: str, mirrored: bool = True) -> Experiment:
    """How one dense network does on the classic photographs; ten seeds, the test set is small."""
    return Experiment(
        f"photos_{model.replace(' ', '_')}{'' if mirrored else '_unmirrored'}",
        f"How well does {model} do on the classic cat photographs?",
        for_photographs(model, mirrored),
        photo_run,
        more={"mirrored": mirrored},
        choose=mirror_or_not if mirrored and model == "four layers" else None,
        seeds=10,
    )


EXPERIMENTS = [
    *(dense_experiment(model, m) for model in DRAWN for m in AMOUNTS),
    *(dense_experiment(model, m) for model in PAIRED for m in (SOME, MANY)),
    *(convolutional_experiment(m) for m in AMOUNTS),
    *(photo_experiment(model) for model in CLASSIC),
    photo_experiment("four layers", mirrored=False),
    Experiment(
        "cats_shift",
        "Does a network trained on drawings find cats in photographs?",
        for_drawings("four layers"),
        shift_run,
    ),
]
