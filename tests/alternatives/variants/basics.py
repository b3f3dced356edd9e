"""Variants of the chapter on the basics: correct answers, written differently."""

import numpy as np

from alternatives import another_way, equivalent


@another_way("basics.weighted_mse")
def _(Y_hat, Y, weights):
    return np.average(np.mean((Y_hat - Y) ** 2, axis=1), weights=weights)


@another_way("basics.weighted_mse")
def _(Y_hat, Y, weights):
    shares = weights / weights.sum()
    return np.sum(shares[:, None] * (Y - Y_hat) ** 2) / Y.shape[1]


@another_way("basics.weighted_mse")
def _(Y_hat, Y, weights):
    total = 0.0
    for y_hat, y, weight in zip(Y_hat, Y, weights, strict=True):
        total += float(weight) * sum(float(e) ** 2 for e in y_hat - y) / len(y)
    return total / float(sum(weights))


@another_way("basics.weighted_mse")
def _(Y_hat, Y, weights):
    E = Y_hat - Y
    return np.einsum("i,ij,ij->", weights, E, E) / (weights.sum() * E.shape[1])


@another_way("basics.weighted_mse")
def _(Y_hat, Y, weights):
    W = np.repeat(weights[:, None], Y.shape[1], axis=1).astype(np.float64)
    return (W * np.square(Y_hat - Y)).sum() / W.sum()


@another_way("basics.huber")
def _(Y_hat, Y, delta):
    size = np.abs(Y_hat - Y)
    return np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)).mean()


@another_way("basics.huber")
def _(Y_hat, Y, delta):
    e = np.abs(Y - Y_hat).ravel()
    small, large = e[e <= delta], e[e > delta]
    return (0.5 * (small**2).sum() + delta * (large - 0.5 * delta).sum()) / e.size


@another_way("basics.huber")
def _(Y_hat, Y, delta):
    def cost(e):
        return e * e / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2)

    return sum(cost(float(e)) for e in (Y_hat - Y).ravel()) / Y.size


@another_way("basics.huber")
def _(Y_hat, Y, delta):
    e = (Y_hat - Y).astype(np.float64)
    clipped = np.clip(e, -delta, delta)
    return np.mean(clipped * e - clipped**2 / 2)


@another_way("basics.huber")
def _(Y_hat, Y, delta):
    size = np.abs(Y_hat - Y)
    beyond = np.maximum(size - delta, 0)
    return np.mean((size**2 - beyond**2) / 2)


equivalent("basics.weighted_mse", "errors @ weights -> weights @ errors", "one number either way")
equivalent("basics.weighted_mse", "errors @ weights -> errors @ weights.T", "a vector's transpose")
equivalent("basics.weighted_mse", "errors @ weights -> errors.T @ weights", "a vector's transpose")
equivalent("basics.weighted_mse", "1 -> -1", "of two axes the second is the last")
equivalent("basics.weighted_mse", "Y_hat - Y -> Y - Y_hat", "the square takes the sign away")
equivalent("basics.weighted_mse", "Y_hat - Y -> -(Y_hat - Y)", "the square takes the sign away")
equivalent("basics.huber", "Y_hat - Y -> Y - Y_hat", "a size has no sign")
equivalent("basics.huber", "np.minimum(size, delta) -> np.minimum(delta, size)", "no order")


@another_way("basics.r_squared")
def _(y_hat, y):
    spread = np.sum((y - y.mean()) ** 2)
    return 1 - np.sum((y_hat - y) ** 2) / spread if spread else 0.0


@another_way("basics.r_squared")
def _(y_hat, y):
    if (y == y[0]).all():
        return 0
    mean = sum(map(float, y)) / len(y)
    left = sum((float(a) - float(b)) ** 2 for a, b in zip(y_hat, y, strict=True))
    return 1 - left / sum((float(b) - mean) ** 2 for b in y)


@another_way("basics.r_squared")
def _(y_hat, y):
    y_hat, y = y_hat.astype(np.float64), y.astype(np.float64)
    return float(1 - np.mean((y - y_hat) ** 2) / np.var(y)) if np.ptp(y) > 0 else 0.0


@another_way("basics.r_squared")
def _(y_hat, y):
    away, left = y - np.mean(y), y - y_hat
    total = away @ away
    return (total - left @ left) / total if total > 0 else np.float64(0)


@another_way("basics.r_squared")
def _(y_hat, y):
    if y.std() == 0:
        return 0.0
    return 1.0 - (np.linalg.norm(y - y_hat) / np.linalg.norm(y - np.average(y))) ** 2


SQUARED = "the square takes the sign away"
for mutant, why in {
    "y - y_hat -> y_hat - y": SQUARED,
    "y - y_hat -> -(y - y_hat)": SQUARED,
    "y - y.mean() -> y.mean() - y": SQUARED,
    "y - y.mean() -> -(y - y.mean())": SQUARED,
    "whole -> -whole": "whatever is not 0 is true",
    "whole -> whole ** 2": "whatever is not 0 is true",
}.items():
    equivalent("basics.r_squared", mutant, why)
