"""Variants of the chapter on digits: correct answers, written differently."""

import numpy as np

from alternatives import another_way, equivalent


@another_way("mnist.macro_f1")
def _(predicted, y, k):
    scores = []
    for c in range(k):
        hits = np.sum((predicted == c) & (y == c))
        there = np.sum(predicted == c) + np.sum(y == c)
        scores.append(2 * hits / there if there else 0.0)
    return sum(scores) / k


@another_way("mnist.macro_f1")
def _(predicted, y, k):
    table = np.zeros((k, k))
    np.add.at(table, (y, predicted), 1)
    whole = table.sum(axis=0) + table.sum(axis=1)
    return np.mean(np.divide(2 * np.diag(table), whole, out=np.zeros(k), where=whole > 0))


@another_way("mnist.macro_f1")
def _(predicted, y, k):
    hits = np.bincount(y[predicted == y], minlength=k)
    whole = np.bincount(np.concatenate([predicted, y]), minlength=k)
    return (2 * hits / np.where(whole == 0, 1, whole)).mean()


@another_way("mnist.macro_f1")
def _(predicted, y, k):
    total = 0.0
    for c in range(k):
        called, true = predicted == c, y == c
        if (called & true).any():
            p, r = true[called].mean(), called[true].mean()
            total += 2 * p * r / (p + r)
    return total / k


@another_way("mnist.macro_f1")
def _(predicted, y, k):
    P, Y = np.eye(k)[predicted], np.eye(k)[y]
    hits, whole = (P * Y).sum(axis=0), (P + Y).sum(axis=0)
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(2 * hits / whole).mean())


@another_way("mnist.precision_at_k")
def _(scores, y, k):
    return y[np.argsort(scores)[-k:]].mean()


@another_way("mnist.precision_at_k")
def _(scores, y, k):
    pairs = sorted(zip(scores, y, strict=True), reverse=True)
    return sum(int(label) for _, label in pairs[:k]) / k


@another_way("mnist.precision_at_k")
def _(scores, y, k):
    limit = np.sort(scores)[::-1][k - 1]
    return np.mean(y[scores >= limit] == 1)


@another_way("mnist.precision_at_k")
def _(scores, y, k):
    best = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    return float(np.count_nonzero(y[best]) / k)


@another_way("mnist.precision_at_k")
def _(scores, y, k):
    scores, hits = list(scores), 0
    for _ in range(k):
        place = max(range(len(scores)), key=scores.__getitem__)
        hits += int(y[place])
        scores[place] = -np.inf
    return hits / k


@another_way("mnist.average_pool")
def _(images, size):
    m, h, w = images.shape
    pooled = np.zeros((m, h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = images[:, i * size : (i + 1) * size, j * size : (j + 1) * size]
            pooled[:, i, j] = block.mean(axis=(1, 2))
    return pooled


@another_way("mnist.average_pool")
def _(images, size):
    pixels = images.astype(np.float64)
    total = sum(pixels[:, i::size, j::size] for i in range(size) for j in range(size))
    return total / size**2


@another_way("mnist.average_pool")
def _(images, size):
    m, h, w = images.shape
    lines = images.reshape(m, h // size, size, w).mean(axis=2)
    return lines.reshape(m, h // size, w // size, size).mean(axis=-1)


@another_way("mnist.average_pool")
def _(images, size):
    _, h, w = images.shape
    rows = np.kron(np.eye(h // size), np.full((1, size), 1 / size))
    columns = np.kron(np.eye(w // size), np.full((size, 1), 1 / size))
    return rows @ images @ columns


@another_way("mnist.average_pool")
def _(images, size):
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    return windows[:, ::size, ::size].mean(axis=(-1, -2))


for mutant, why in {
    "(predicted == classes, y == classes) -> "
    "(y == classes, predicted == classes)": "F1 is the same with prediction and truth exchanged",
    "called & true -> true & called": "the order does not matter",
    "called & true -> (called & true) ** 2": "0 and 1 are their own squares",
    "1 -> -1": "of two axes the second is the last",
    "1 -> -1 #2": "of two axes the second is the last",
    "1 -> 2 #4": "where the sum is 1 there is no hit, and 0 stays 0",
}.items():
    equivalent("mnist.macro_f1", mutant, why)
for mutant in ("scores -> scores + 1", "scores -> 2 * scores"):
    equivalent("mnist.precision_at_k", mutant, "the order of the scores stays the same")
for mutant in ("y -> y ** 2", "y[best] -> y[best] ** 2"):
    equivalent("mnist.precision_at_k", mutant, "0 and 1 are their own squares")
for mutant in ("m -> -m", "h -> -h", "w -> -w", "h // size -> -(h // size)",
               "w // size -> -(w // size)", "size -> -size", "size -> -size #2",
               "size -> -size #3", "size -> -size #4"):  # fmt: skip
    equivalent("mnist.average_pool", mutant, "reshape works out one size by itself")
equivalent("mnist.average_pool", "(2, 4) -> (4, 2)", "the order of the axes does not matter")
