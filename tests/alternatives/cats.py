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
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    shares = {}
    for group in np.unique(groups):
        these = groups == group
        shares[group] = np.mean(predicted[these] == y[these])
    return shares


@another_way("cats.accuracy")
def _(predicted, y, groups=None):
    right = predicted == y
    if groups is None:
        return np.sum(right) / len(y)
    return {g: np.sum(right[groups == g]) / np.sum(groups == g) for g in set(groups.tolist())}


@another_way("cats.accuracy")
def _(predicted, y, groups=None):
    right, seen = {}, {}
    for i in range(len(y)):
        group = 0 if groups is None else int(groups[i])
        seen[group] = seen.get(group, 0) + 1
        right[group] = right.get(group, 0) + int(predicted[i] == y[i])
    shares = {group: right[group] / seen[group] for group in seen}
    return shares[0] if groups is None else shares


@another_way("cats.accuracy")
def _(predicted, y, groups=None):
    def share(p, t):
        return 1 - np.count_nonzero(p != t) / t.size

    if groups is None:
        return share(predicted, y)
    return {g: share(predicted[groups == g], y[groups == g]) for g in sorted(set(groups))}


@another_way("cats.accuracy")
def _(predicted, y, groups=None):
    right = np.equal(predicted, y).astype(np.float64)
    if groups is None:
        return float(right.mean())
    names, number = np.unique(groups, return_inverse=True)
    means = np.bincount(number, weights=right) / np.bincount(number)
    return dict(zip(names, means, strict=True))


@another_way("cats.l2_penalty")
def _(params, strength):
    return strength / 2 * sum(np.sum(p**2) for n, p in params.items() if n.endswith(".W"))


@another_way("cats.l2_penalty")
def _(params, strength):
    total = 0.0
    for name in params:
        if ".W" in name:
            total += float(np.vdot(params[name], params[name]))
    return 0.5 * strength * total


@another_way("cats.l2_penalty")
def _(params, strength):
    weights = [p.ravel() for name, p in params.items() if name[-1] == "W"]
    everything = np.concatenate(weights)
    return strength * (everything @ everything) / 2


@another_way("cats.l2_penalty")
def _(params, strength):
    norms = {name: np.linalg.norm(p) for name, p in params.items() if not name.endswith(".b")}
    return sum(strength / 2 * norm**2 for norm in norms.values())


@another_way("cats.l2_penalty")
def _(params, strength):
    weights = [p for name, p in params.items() if name.split(".")[1] == "W"]
    return float(sum(strength * float(w) ** 2 / 2 for W in weights for w in W.flat))


@another_way("cats.l2_backward")
def _(params, strength):
    return {n: strength * p if n.endswith(".W") else 0 * p for n, p in params.items()}


@another_way("cats.l2_backward")
def _(params, strength):
    grads = {}
    for name, p in params.items():
        if ".W" in name:
            grads[name] = np.multiply(p, strength)
        else:
            grads[name] = np.zeros(p.shape)
    return grads


@another_way("cats.l2_backward")
def _(params, strength):
    grads = {name: np.zeros_like(p) for name, p in params.items()}
    for name in [name for name in params if name[-1] == "W"]:
        grads[name] += strength * params[name]
    return grads


@another_way("cats.l2_backward")
def _(params, strength):
    pays = {name: float(name.endswith("W")) for name in params}
    return {name: pays[name] * strength * p for name, p in params.items()}


@another_way("cats.l2_backward")
def _(params, strength):
    grads = {name: p.copy() for name, p in params.items()}
    for name, g in grads.items():
        g *= strength if name.endswith(".W") else 0.0
    return grads


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    value += l2_penalty(network.params, l2)
    for name, g in l2_backward(network.params, l2).items():
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
            value += l2 / 2 * np.sum(layer.params["W"] ** 2)
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
    value += l2_penalty(params, l2)
    optimizer.step(params, grads)
    return value


@another_way("cats.train_step")
def _(network, loss, optimizer, X, y, l2=0.0):
    price = 0.0
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    if l2 > 0:
        weights = {n: p for n, p in network.params.items() if n.split(".")[1] == "W"}
        price = l2_penalty(weights, l2)
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
equivalent("cats.accuracy", "right, groups = check_pair(right, groups) -> pass", CHECKED)
for mutant in ("right -> right ** 2 #3", "right[groups == group] -> right[groups == group] ** 2"):
    equivalent("cats.accuracy", mutant, "True and False stay what they are")
groups = "np.unique(groups).tolist()"
for mutant in ("np.unique(groups) -> groups", f"{groups} -> 2 * {groups}"):
    equivalent("cats.accuracy", mutant, "a group that comes twice has one entry all the same")
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

ends = "name.endswith('.W')"
for exercise in ("cats.l2_penalty", "cats.l2_backward"):
    for mutant in (f"-{ends}", f"2 * {ends}", f"{ends} ** 2"):
        equivalent(exercise, f"{ends} -> {mutant}", "it is only asked whether it is true")
nothing = "np.zeros_like(p)"
for mutant in (f"-{nothing}", f"2 * {nothing}", f"{nothing} ** 2"):
    equivalent("cats.l2_backward", f"{nothing} -> {mutant}", "zeros stay zeros")
for mutant in ("-p", "2 * p", "p ** 2", "p + 1"):
    equivalent("cats.l2_backward", f"p -> {mutant}", SHAPE_ONLY)
mirrored = "images[:, :, ::-1]"
equivalent("cats.flip_horizontal", f"{mirrored}.copy() -> {mirrored}", "a view has the same values")
equivalent(
    "cats.flip_horizontal",
    f"return {mirrored}.copy() -> return np.atleast_3d(({mirrored}.copy()))",
    "pictures have three axes at least",
)
