"""The experiments of chapter 4: telling drawn cats from other drawings, and from photographs.

One table of networks, trained alike on 200, 1,000 and 2,000 drawings; a convolutional one beside
them; and the classic photographs, which are only used where they are to be had.
"""

import numpy as np

from nncourse import datasets
from nncourse.augmentation import flip_horizontal, random_flip
from nncourse.layers import Conv2D, Dense, Flatten, Layer, MaxPool2D, ReLU
from nncourse.losses import BinaryCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.preprocessing import flatten_images, scale_pixels
from nncourse.results import Experiment, Run
from nncourse.schedules import cosine
from nncourse.training import descend, evaluate, fit

Examples = tuple[np.ndarray, np.ndarray]

N_PIXELS = 64 * 64 * 3
HIDDEN = {"logistic regression": (), "one hidden layer": (7,), "four layers": (20, 7, 5)}
RATE, STEPS = 0.0075, 2500
FULL_BATCH = {"optimizer": f"SGD({RATE})", "steps": STEPS, "batch": "all examples"}
FIFTIES = {"optimizer": f"SGD, cosine from {RATE}", "steps": 2 * STEPS, "batch": 50}
ADAM_RATE, EPOCHS, BATCH = 0.001, 20, 32
CONVOLUTIONAL = {"optimizer": f"Adam({ADAM_RATE})", "epochs": EPOCHS, "batch": BATCH}


def dense_network(hidden: tuple[int, ...], rng: np.random.Generator) -> Sequential:
    """A dense ReLU network from 12,288 numbers to one score."""
    network = Sequential(rng=rng).input(N_PIXELS)
    for size in hidden:
        network.dense(size, init="he").relu()
    return network.dense(1)


def convolutional_network(rng: np.random.Generator) -> Sequential:
    """Four rounds of convolution, ReLU and pooling, then one dense layer."""
    layers: list[Layer] = []
    channels = 3
    for kernels in (16, 32, 32, 64):
        layers += [Conv2D(channels, kernels, kernel=3, padding=1, rng=rng), ReLU(), MaxPool2D(2)]
        channels = kernels
    layers += [Flatten(), Dense(4 * 4 * channels, 1, rng=rng)]
    return Sequential(layers, input_shape=(64, 64, 3))


def train_in_fifties(
    hidden: tuple[int, ...], X: np.ndarray, y: np.ndarray, seed: int
) -> Sequential:
    """Train with stochastic gradient descent, fifty examples a step, ever smaller steps."""
    rng = np.random.default_rng(seed)
    network = dense_network(hidden, rng)
    epochs = 2 * STEPS * 50 // len(X)
    fit(
        network,
        X,
        y,
        loss=BinaryCrossEntropy(),
        optimizer=SGD(RATE),
        schedule=cosine(RATE, epochs),
        epochs=epochs,
        batch_size=50,
        rng=rng,
    )
    return network


def train_on_all(hidden: tuple[int, ...], X: np.ndarray, y: np.ndarray, seed: int) -> Sequential:
    """Train with plain gradient descent: every step looks at all examples."""
    network = dense_network(hidden, np.random.default_rng(seed))
    descend(network, BinaryCrossEntropy(), SGD(RATE), X, y, STEPS)
    return network


def train_convolutional(images: np.ndarray, y: np.ndarray, seed: int) -> Sequential:
    """Train with Adam on small batches, half of the pictures mirrored at random."""
    rng = np.random.default_rng(seed)
    network = convolutional_network(rng)
    fit(
        network,
        images,
        y,
        loss=BinaryCrossEntropy(),
        optimizer=Adam(ADAM_RATE),
        epochs=EPOCHS,
        batch_size=BATCH,
        augment=random_flip,
        rng=rng,
    )
    return network


def accuracy_of(network: Sequential, X: np.ndarray, y: np.ndarray) -> float:
    """The share of pictures it gets right."""
    _, right = evaluate(network, BinaryCrossEntropy(), X, y)
    return float(right or 0.0)


def accuracies(network: Sequential, learned: Examples, unseen: Examples) -> Run:
    """What every run reports: how it does on the pictures it learned, and on the test pictures."""
    return {
        "train_accuracy": accuracy_of(network, *learned),
        "test_accuracy": accuracy_of(network, *unseen),
    }


def prepared(split: str, source: str = "drawn", flat: bool = True) -> Examples:
    """Pictures with values in [0, 1], as rows or as pictures, and their labels."""
    images, labels = datasets.photos(split) if source == "photos" else datasets.cats(split)
    pixels = scale_pixels(images)
    return (flatten_images(pixels) if flat else pixels), labels


def some(m: int, X: np.ndarray, y: np.ndarray, seed: int) -> Examples:
    """m examples drawn at random, other ones for every seed."""
    chosen = np.random.default_rng([seed, m]).permutation(len(X))[:m]
    return X[chosen], y[chosen]


def mirrored(X: np.ndarray, y: np.ndarray) -> Examples:
    """The pictures, as rows, and behind them their mirror images."""
    images = X.reshape(-1, 64, 64, 3)
    return np.concatenate([X, flatten_images(flip_horizontal(images))]), np.concatenate([y, y])


def drawn_run(hidden: tuple[int, ...], m: int, seed: int) -> Run:
    """Train on m drawings; accuracies on them and on the test drawings."""
    X, y = some(m, *prepared("train"), seed)
    network = train_in_fifties(hidden, X, y, seed)
    return accuracies(network, (X, y), prepared("test"))


def photo_run(hidden: tuple[int, ...], mirror: bool, seed: int) -> Run:
    """Train on the photographs, with or without their mirror images; accuracies as above."""
    X, y = prepared("train", "photos")
    network = train_on_all(hidden, *(mirrored(X, y) if mirror else (X, y)), seed)
    return accuracies(network, (X, y), prepared("test", "photos"))


def mirror_or_not() -> list[dict]:
    """The accuracy on held-back training photographs (four folds), the better setting first."""
    X, y = prepared("train", "photos")
    fold = np.random.default_rng(2026).permutation(len(X)) % 4
    rows = []
    for mirror in (False, True):
        right = []
        for held in range(4):
            learn = X[fold != held], y[fold != held]
            pictures, labels = mirrored(*learn) if mirror else learn
            network = train_on_all(HIDDEN["four layers"], pictures, labels, 100 + held)
            right.append(accuracy_of(network, X[fold == held], y[fold == held]))
        rows.append({"mirrored": mirror, "val_accuracy": float(np.mean(right))})
    return sorted(rows, key=lambda row: -row["val_accuracy"])


def convolutional_run(m: int, seed: int) -> Run:
    """Train the convolutional network on m drawings."""
    images, y = some(m, *prepared("train", flat=False), seed)
    network = train_convolutional(images, y, seed)
    return accuracies(network, (images, y), prepared("test", flat=False))


def shift_run(seed: int) -> Run:
    """Train on drawings, test on photographs; then train on photographs, test on the same."""
    X_photo, y_photo = prepared("test", "photos")
    drawn = train_in_fifties(HIDDEN["four layers"], *prepared("train"), seed)
    photo = train_on_all(HIDDEN["four layers"], *mirrored(*prepared("train", "photos")), seed)
    cat_photos = X_photo[y_photo == 1], y_photo[y_photo == 1]
    return {
        "drawn_to_drawn": accuracy_of(drawn, *prepared("test")),
        "drawn_to_photos": accuracy_of(drawn, X_photo, y_photo),
        "drawn_finds_cats": accuracy_of(drawn, *cat_photos),
        "photos_to_photos": accuracy_of(photo, X_photo, y_photo),
        "photos_finds_cats": accuracy_of(photo, *cat_photos),
    }


def dense_experiment(model: str, m: int) -> Experiment:
    """How one dense network does on m drawings."""
    hidden = HIDDEN[model]
    return Experiment(
        f"cats_{model.replace(' ', '_')}_{m}",
        f"How well does {model} tell drawn cats from the rest after {m} pictures?",
        run=lambda seed: drawn_run(hidden, m, seed),
        settings={"model": model, "sizes": [N_PIXELS, *hidden, 1], "pictures": m, **FIFTIES},
        seeds=5,
    )


def convolutional_experiment(m: int) -> Experiment:
    """How the convolutional network does on m drawings."""
    return Experiment(
        f"cats_convolutional_{m}",
        f"And a small convolutional network, after {m} pictures?",
        run=lambda seed: convolutional_run(m, seed),
        settings={"model": "convolutional", "pictures": m, **CONVOLUTIONAL},
    )


def photo_experiment(model: str, mirror: bool = True) -> Experiment:
    """How one dense network does on the classic photographs; ten seeds, the test set is small."""
    hidden = HIDDEN[model]
    return Experiment(
        f"photos_{model.replace(' ', '_')}{'' if mirror else '_unmirrored'}",
        f"How well does {model} do on the classic cat photographs?",
        run=lambda seed: photo_run(hidden, mirror, seed),
        choose=mirror_or_not if mirror and len(hidden) == 3 else None,
        settings={
            "model": model,
            "sizes": [N_PIXELS, *hidden, 1],
            "mirrored": mirror,
            **FULL_BATCH,
        },
        seeds=10,
    )


EXPERIMENTS = [
    *(dense_experiment(model, m) for model in HIDDEN for m in (200, 1000, 2000)),
    *(convolutional_experiment(m) for m in (200, 1000, 2000)),
    *(photo_experiment(model) for model in HIDDEN),
    photo_experiment("four layers", mirror=False),
    Experiment(
        "cats_shift",
        "Does a network trained on drawings find cats in photographs?",
        run=shift_run,
        settings={"model": "four layers", "drawings": FIFTIES, "photographs": FULL_BATCH},
    ),
]
