"""The chapter on cats: five correct answers to each exercise, written differently."""

import math

import numpy as np

from alternatives import another_way, equivalent
from nncourse.regularization import l2_backward, l2_penalty


@another_way("cats.flatten_images")
def _(images):
    return images.reshape(len(images), -1)


@another_way("cats.flatten_images")
def _(images):
    return images.reshape(images.shape[0], math.prod(images.shape[1:]))


@another_way("cats.flatten_images")
def _(images):
    return np.stack([picture.ravel() for picture in images])


@another_way("cats.flatten_images")
def _(images):
    rows = np.empty((len(images), images[0].size), images.dtype)
    for i, picture in enumerate(images):
        rows[i] = picture.flatten()
    return rows


@another_way("cats.flatten_images")
def _(images):
    return images.reshape(-1, images[0].size).copy()


@another_way("cats.standardize")
def _(X, mean, std):
    return (X - mean) / np.where(std == 0, 1.0, std)


@another_way("cats.standardize")
def _(X, mean, std):
    spread = std.copy()
    spread[spread == 0] = 1
    return (X - mean) / spread


@another_way("cats.standardize")
def _(X, mean, std):
    Z = np.empty(X.shape)
    for j in range(X.shape[1]):
        Z[:, j] = (X[:, j] - mean[j]) / (std[j] if std[j] > 0 else 1.0)
    return Z


@another_way("cats.standardize")
def _(X, mean, std):
    Z = X - mean
    return np.divide(Z, std, out=Z.copy(), where=std != 0)


@another_way("cats.standardize")
def _(X, mean, std):
    return np.array([(x - mean) * (1 / (std + (std == 0))) for x in X])


@another_way("cats.predict_binary")
def _(Z):
    return (Z.reshape(-1) > 0).astype(int)


@another_way("cats.predict_binary")
def _(Z):
    return np.where(Z.ravel() > 0, 1, 0)


@another_way("cats.predict_binary")
def _(Z):
    return np.array([1 if z > 0 else 0 for z in Z.flatten()])


@another_way("cats.predict_binary")
def _(Z):
    scores = Z[:, 0] if Z.ndim == 2 else Z
    return np.heaviside(scores, 0.0).astype(np.uint8)


@another_way("cats.predict_binary")
def _(Z):
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-Z.astype(np.float64).ravel())) > 0.5).astype(np.int64)


@another_way("cats.accuracy")
def _(predicted, y):
    return np.mean(predicted == y)


@another_way("cats.accuracy")
def _(predicted, y):
    return np.sum(predicted == y) / len(y)


@another_way("cats.accuracy")
def _(predicted, y):
    right = 0
    for p, truth in zip(predicted, y, strict=True):
        right += int(p == truth)
    return right / len(y)


@another_way("cats.accuracy")
def _(predicted, y):
    return 1 - np.count_nonzero(predicted != y) / y.size


@another_way("cats.accuracy")
def _(predicted, y):
    return float(np.equal(predicted, y).astype(np.float32).mean())


@another_way("cats.l2_penalty")
def _(weights, strength):
    return strength / 2 * sum(np.sum(W**2) for W in weights)


@another_way("cats.l2_penalty")
def _(weights, strength):
    total = 0.0
    for W in weights:
        total += float(np.vdot(W, W))
    return 0.5 * strength * total


@another_way("cats.l2_penalty")
def _(weights, strength):
    everything = np.concatenate([W.ravel() for W in weights])
    return strength * (everything @ everything) / 2


@another_way("cats.l2_penalty")
def _(weights, strength):
    return sum(strength / 2 * np.linalg.norm(W) ** 2 for W in weights)


@another_way("cats.l2_penalty")
def _(weights, strength):
    return float(sum(strength * float(w) ** 2 / 2 for W in weights for w in W.flat))


@another_way("cats.l2_backward")
def _(weights, strength):
    return [strength * W for W in weights]


@another_way("cats.l2_backward")
def _(weights, strength):
    grads = []
    for W in weights:
        grads.append(np.multiply(W, strength))
    return grads


@another_way("cats.l2_backward")
def _(weights, strength):
    return list(map(lambda W: W * strength, weights))


@another_way("cats.l2_backward")
def _(weights, strength):
    return [strength / 2 * (W + W) for W in weights]


@another_way("cats.l2_backward")
def _(weights, strength):
    return tuple(np.float64(strength) * W for W in weights)


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    names = [name for name in network.params if name.endswith("W")]
    weights = [network.params[name] for name in names]
    value += l2_penalty(weights, l2)
    for name, g in zip(names, l2_backward(weights, l2), strict=True):
        network.grads[name] += g
    optimizer.step(network.params, network.grads)
    return value


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    scores = network.forward(X)
    value = loss.forward(scores, y)
    network.backward(loss.backward())
    grads = network.grads
    for name, p in network.params.items():
        if ".W" in name:
            value = value + l2 / 2 * np.sum(p**2)
            grads[name] = grads[name] + l2 * p
    optimizer.step(network.params, grads)
    return float(value)


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    for layer in network.layers:
        if "W" in layer.params:
            value += l2_penalty([layer.params["W"]], l2)
            layer.grads["W"] += l2 * layer.params["W"]
    optimizer.step(network.params, network.grads)
    return value


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    params = network.params
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    grads = {
        name: g + l2 * params[name] if params[name].ndim == 2 else g
        for name, g in network.grads.items()
    }
    value += l2_penalty([p for p in params.values() if p.ndim == 2], l2)
    optimizer.step(params, grads)
    return value


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    price = 0.0
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    if l2 > 0:
        weights = {n: p for n, p in network.params.items() if n.split(".")[1] == "W"}
        price = l2_penalty(list(weights.values()), l2)
        for name in weights:
            np.add(network.grads[name], l2 * weights[name], out=network.grads[name])
    optimizer.step(network.params, network.grads)
    return value + price


@another_way("cats.precision_recall")
def _(predicted, y):
    hits = np.sum((predicted == 1) & (y == 1))
    called, cats = np.sum(predicted == 1), np.sum(y == 1)
    return (hits / called if called else 0.0), (hits / cats if cats else 0.0)


@another_way("cats.precision_recall")
def _(predicted, y):
    hits = int((predicted.astype(int) * y.astype(int)).sum())
    return hits / max(int(predicted.sum()), 1), hits / max(int(y.sum()), 1)


@another_way("cats.precision_recall")
def _(predicted, y):
    hits = false_alarms = missed = 0
    for p, truth in zip(predicted, y, strict=True):
        hits += int(p == 1 and truth == 1)
        false_alarms += int(p == 1 and truth == 0)
        missed += int(p == 0 and truth == 1)
    precision = hits / (hits + false_alarms) if hits else 0.0
    recall = hits / (hits + missed) if hits else 0.0
    return precision, recall


@another_way("cats.precision_recall")
def _(predicted, y):
    called, cats = y[predicted == 1], predicted[y == 1]
    return [called.mean() if called.size else 0.0, cats.mean() if cats.size else 0.0]


@another_way("cats.precision_recall")
def _(predicted, y):
    table = np.zeros((2, 2))
    np.add.at(table, (y.astype(int), predicted), 1)
    precision, recall = 0.0, 0.0
    if table[:, 1].sum() > 0:
        precision = table[1, 1] / table[:, 1].sum()
    if table[1].sum() > 0:
        recall = table[1, 1] / table[1].sum()
    return precision, recall


@another_way("cats.flip_horizontal")
def _(images):
    return images[:, :, ::-1]


@another_way("cats.flip_horizontal")
def _(images):
    return np.flip(images, axis=2).copy()


@another_way("cats.flip_horizontal")
def _(images):
    return np.stack([np.fliplr(picture) for picture in images])


@another_way("cats.flip_horizontal")
def _(images):
    mirrored = np.empty_like(images)
    width = images.shape[2]
    for column in range(width):
        mirrored[:, :, column] = images[:, :, width - 1 - column]
    return mirrored


@another_way("cats.flip_horizontal")
def _(images):
    return images.take(np.arange(images.shape[2])[::-1], axis=2)


SHAPE_ONLY = "of this, only the shape is used"
for mutant in (
    "len(images) -> -len(images)",
    "images -> -images",
    "images -> 2 * images",
    "images -> images + 1",
    "images -> images ** 2",
    "int(np.prod(images.shape[1:])) -> -int(np.prod(images.shape[1:]))",
    "np.prod(images.shape[1:]) -> -np.prod(images.shape[1:])",
):
    equivalent("cats.flatten_images", mutant, f"{SHAPE_ONLY}; reshape works a negative length out")

for mutant in ("std -> -std", "std -> 2 * std", "std -> std ** 2"):
    equivalent("cats.standardize", mutant, "it is zero where std is zero")
for mutant in ("X", "-std", "2 * std", "std + 1", "std ** 2"):
    equivalent("cats.standardize", f"std -> {mutant} #2", SHAPE_ONLY)
equivalent("cats.standardize", "np.ones_like(std) -> np.ones_like(std) ** 2", "ones stay ones")

answers = "(Z.reshape(-1) > 0).astype(np.int64)"
ZERO_OR_ONE = "0 and 1 stay what they are"
equivalent("cats.predict_binary", f"{answers} -> {answers} ** 2", ZERO_OR_ONE)
for changed in (f"({answers}) * ({answers})", f"({answers}) % 2"):
    equivalent("cats.predict_binary", f"return {answers} -> return {changed}", ZERO_OR_ONE)
for changed in (f"({answers}).T", f"np.ravel(({answers}))"):
    equivalent("cats.predict_binary", f"return {answers} -> return {changed}", "there is one axis")
equivalent("cats.predict_binary", "Z.reshape(-1) -> 2 * Z.reshape(-1)", "the sign stays")
equivalent("cats.predict_binary", "1 -> 2", "it is in the check of the shape")

CHECKED = "the arguments of the contract pass the check"
equivalent("cats.accuracy", "predicted, y = check_pair(predicted, y) -> pass", CHECKED)
equivalent(
    "cats.accuracy", "check_pair(predicted, y) -> check_pair(y, predicted)", "== is symmetric"
)
equivalent("cats.precision_recall", "predicted, y = check_pair(predicted, y) -> pass", CHECKED)
for mutant in (
    "predicted -> predicted ** 2",
    "(predicted == 1) & (y == 1) -> ((predicted == 1) & (y == 1)) ** 2",
    "y -> y ** 2 #2",
    "predicted -> predicted ** 2 #3",
):
    equivalent("cats.precision_recall", mutant, ZERO_OR_ONE)

for mutant in ("l2 -> network", "l2 -> -l2", "l2 -> l2 + 1"):
    equivalent("cats.train_step", mutant, "a price of 0 may be added as well")
for mutant in ("2 * l2", "l2 ** 2"):
    equivalent("cats.train_step", f"l2 -> {mutant}", "it is only asked whether there is a price")

prices = "[strength * W for W in weights]"
equivalent("cats.l2_backward", f"return {prices} -> return [*({prices})]", "the same list")
mirrored = "images[:, :, ::-1]"
equivalent("cats.flip_horizontal", f"{mirrored}.copy() -> {mirrored}", "a view has the same values")
equivalent(
    "cats.flip_horizontal",
    f"return {mirrored}.copy() -> return np.atleast_3d(({mirrored}.copy()))",
    "pictures have three axes at least",
)
