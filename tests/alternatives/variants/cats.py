"""Variants of the chapter on cats: correct answers, written differently."""

import numpy as np

from alternatives import another_way, equivalent


@another_way("cats.min_max_scale")
def _(X, low, high):
    X, low, high = X.astype(float), low.astype(float), high.astype(float)
    scaled = np.zeros(X.shape)
    moves = low != high
    scaled[:, moves] = (X - low)[:, moves] / (high - low)[moves]
    return scaled


@another_way("cats.min_max_scale")
def _(X, low, high):
    columns = []
    for x, a, b in zip(X.T.astype(float), low.astype(float), high.astype(float), strict=True):
        columns.append((x - a) / (b - a) if b != a else 0 * x)
    return np.stack(columns, axis=1)


@another_way("cats.min_max_scale")
def _(X, low, high):
    low, width = low * 1.0, high * 1.0 - low
    factor = np.divide(1, width, out=np.zeros(len(width)), where=width != 0)
    return X * factor - low * factor


@another_way("cats.min_max_scale")
def _(X, low, high):
    low = np.asarray(low, np.float64)
    width = np.where(high == low, np.inf, high - low)
    return (X - low) / width


@another_way("cats.min_max_scale")
def _(X, low, high):
    with np.errstate(all="ignore"):
        scaled = (X - low.astype(np.float64)) / (high.astype(np.float64) - low)
    return np.where(np.isfinite(scaled), scaled, 0.0)


@another_way("cats.flip_vertical")
def _(images):
    return images[:, ::-1]


@another_way("cats.flip_vertical")
def _(images):
    return np.stack([image[::-1] for image in images])


@another_way("cats.flip_vertical")
def _(images):
    flipped, height = np.empty_like(images), images.shape[1]
    for line in range(height):
        flipped[:, line] = images[:, height - 1 - line]
    return flipped


@another_way("cats.flip_vertical")
def _(images):
    return images.take(range(images.shape[1] - 1, -1, -1), axis=1)


@another_way("cats.flip_vertical")
def _(images):
    return np.array([np.flipud(image) for image in images], dtype=images.dtype)


@another_way("cats.f_beta")
def _(predicted, y, beta):
    hits = int(sum(p == 1 and t == 1 for p, t in zip(predicted, y, strict=True)))
    if hits == 0:
        return 0
    p, r = hits / int((predicted == 1).sum()), hits / int((y == 1).sum())
    return (1 + beta**2) * p * r / (beta**2 * p + r)


@another_way("cats.f_beta")
def _(predicted, y, beta):
    hits = np.sum(predicted.astype(int) * y)
    whole = np.sum(predicted) + beta * beta * np.sum(y)
    return (1 + beta * beta) * hits / whole if whole else 0.0


@another_way("cats.f_beta")
def _(predicted, y, beta):
    hits = np.count_nonzero(predicted & y)
    if not hits:
        return 0.0
    inverse_p, inverse_r = np.count_nonzero(predicted) / hits, np.count_nonzero(y) / hits
    return (1 + beta**2) / (inverse_p + beta**2 * inverse_r)


@another_way("cats.f_beta")
def _(predicted, y, beta):
    share = beta**2 / (1 + beta**2)
    called, cats = predicted == 1, y == 1
    p = cats[called].mean() if called.any() else 0.0
    r = called[cats].mean() if cats.any() else 0.0
    return 1 / ((1 - share) / p + share / r) if p > 0 and r > 0 else 0.0


@another_way("cats.f_beta")
def _(predicted, y, beta):
    table = np.zeros((2, 2))
    np.add.at(table, (y, predicted), 1)
    (_, alarms), (missed, hits) = table
    score = (1 + beta**2) * hits
    return float(score / (score + beta**2 * missed + alarms)) if score > 0 else 0.0


equivalent(
    "cats.flip_vertical",
    "np.flip(images, axis=1).copy() -> np.flip(images, axis=1)",
    "a view shows the same",
)
equivalent(
    "cats.flip_vertical",
    "return np.flip(images, axis=1).copy() -> "
    "return np.atleast_3d((np.flip(images, axis=1).copy()))",
    "a batch of pictures has three axes at least",
)
for mutant, why in {
    "(predicted == 1) & (y == 0) -> (y == 0) & (predicted == 1)": "the order does not matter",
    "beta -> -beta": "the square takes the sign away",
    "predicted -> 2 * predicted #2": "twice 0 is 0, twice 1 is not",
    "y -> y ** 2 #2": "0 and 1 are their own squares",
    "y -> y ** 2 #3": "0 and 1 are their own squares",
    "y -> -y #3": "only 0 is asked for there",
}.items():
    equivalent("cats.f_beta", mutant, why)

for mutant in ("-np.inf", "2 * np.inf", "np.inf + 1", "np.inf ** 2"):
    equivalent(
        "cats.min_max_scale", f"np.inf -> {mutant}", "infinity all the same, or 0 with a sign"
    )
