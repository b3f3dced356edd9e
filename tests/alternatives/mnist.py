"""The chapter on digits: five correct answers to each exercise, written differently."""

import struct
from collections import Counter

import numpy as np

from alternatives import another_way, equivalent
from nncourse import optimizers
from nncourse.metrics import accuracy
from nncourse.training import minibatches, train_epoch, train_step


@another_way("mnist.read_idx")
def _(content):
    n_axes = content[3]
    shape = np.frombuffer(content, ">u4", n_axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes).reshape(shape)


@another_way("mnist.read_idx")
def _(content):
    n_axes = content[3]
    shape = struct.unpack(f">{n_axes}I", content[4 : 4 + 4 * n_axes])
    return np.array(list(content[4 + 4 * n_axes :]), dtype=np.uint8).reshape(shape)


@another_way("mnist.read_idx")
def _(content):
    start, shape = 4, []
    for _ in range(content[3]):
        shape.append(int.from_bytes(content[start : start + 4], "big"))
        start += 4
    return np.frombuffer(bytearray(content[start:]), dtype="uint8").reshape(*shape)


@another_way("mnist.read_idx")
def _(data):
    a = np.frombuffer(data, np.uint8)
    k = int(a[3])
    shape = a[4 : 4 + 4 * k].reshape(k, 4).astype(int) @ [256**3, 256**2, 256, 1]
    return a[4 + 4 * k :].reshape(shape).copy()


@another_way("mnist.read_idx")
def _(content):
    k = content[3]
    sizes = [(b[0] << 24) + (b[1] << 16) + (b[2] << 8) + b[3] for b in chunks(content[4:], k)]
    return np.ndarray(sizes, np.uint8, content, offset=4 * (k + 1))


def chunks(content, k):
    return [content[4 * i : 4 * i + 4] for i in range(k)]


@another_way("mnist.scale_pixels")
def _(images):
    return images / 255


@another_way("mnist.scale_pixels")
def _(images):
    X = images.astype(np.float64)
    X /= 255.0
    return X


@another_way("mnist.scale_pixels")
def _(images):
    return np.divide(images, 255, dtype=np.float32)


@another_way("mnist.scale_pixels")
def _(images):
    return images * (1 / 255)


@another_way("mnist.scale_pixels")
def _(images):
    return (np.arange(256) / np.float32(255))[images]


@another_way("mnist.minibatches")
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    for i in range(0, len(X), batch_size):
        yield X[i : i + batch_size], y[i : i + batch_size]


@another_way("mnist.minibatches")
def _(X, y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    cuts = range(batch_size, len(X), batch_size)
    return [(X[rows], y[rows]) for rows in np.split(order, cuts)]


@another_way("mnist.minibatches")
def _(X, y, batch_size, rng):
    left = list(rng.permutation(len(y)))
    batches = []
    while left:
        rows, left = left[:batch_size], left[batch_size:]
        batches.append((X[rows], y[rows]))
    return batches


@another_way("mnist.minibatches")
def _(X, y, batch_size, rng):
    both = np.hstack([X, y.reshape(-1, 1)])
    both = rng.permutation(both)
    return [
        [both[i : i + batch_size, :-1], both[i : i + batch_size, -1].astype(y.dtype)]
        for i in range(0, len(both), batch_size)
    ]


@another_way("mnist.minibatches")
def _(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    n_batches = (len(X) + batch_size - 1) // batch_size
    for i in range(n_batches):
        rows = order[i * batch_size : min((i + 1) * batch_size, len(X))]
        yield np.array([X[r] for r in rows]), np.array([y[r] for r in rows])


@another_way("mnist.he_init")
def _(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


@another_way("mnist.he_init")
def _(n_in, n_out, rng):
    return rng.normal(0, (2 / n_in) ** 0.5, size=(n_in, n_out)).astype(np.float32)


@another_way("mnist.he_init")
def _(n_in, n_out, rng):
    return rng.standard_normal((n_out, n_in)).T / np.sqrt(n_in / 2)


@another_way("mnist.he_init")
def _(n_in, n_out, rng):
    W = np.zeros((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.normal(scale=np.sqrt(2.0) / np.sqrt(n_in))
    return W


@another_way("mnist.he_init")
def _(n_in, n_out, rng):
    return -(rng.standard_normal(n_in * n_out) * np.sqrt(2 / n_in)).reshape(n_in, n_out)


@another_way("mnist.xavier_init")
def _(n_in, n_out, rng):
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@another_way("mnist.xavier_init")
def _(n_in, n_out, rng):
    return (2 * rng.random((n_in, n_out)) - 1) * (6 / (n_in + n_out)) ** 0.5


@another_way("mnist.xavier_init")
def _(n_in, n_out, rng):
    std = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-1, 1, (n_in, n_out)).astype(np.float32) * np.sqrt(3) * std


@another_way("mnist.xavier_init")
def _(n_in, n_out, rng):
    limit = np.sqrt(6) / np.sqrt(n_in + n_out)
    return -rng.uniform(-limit, limit, (n_out, n_in)).T


@another_way("mnist.xavier_init")
def _(n_in, n_out, rng):
    limit = np.sqrt(3 * 2 / (n_in + n_out))
    return np.array([rng.uniform(-limit, limit, n_out) for _ in range(n_in)])


@another_way("mnist.epoch")
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        total += train_step(network, loss, optimizer, X_batch, y_batch) * len(X_batch)
    return total / len(X)


@another_way("mnist.epoch")
def _(network, loss, optimizer, X, y, batch_size, rng):
    losses, sizes = [], []
    for batch in minibatches(X, y, batch_size, rng):
        losses.append(train_step(network, loss, optimizer, *batch))
        sizes.append(len(batch[0]))
    return np.average(losses, weights=sizes)


@another_way("mnist.epoch")
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in minibatches(X, y, batch_size, rng):
        value = loss.forward(network.forward(X_batch), y_batch)
        network.backward(loss.backward())
        optimizer.step(network.params, network.grads)
        total += value * len(y_batch) / len(y)
    return total


@another_way("mnist.epoch")
def _(network, loss, optimizer, X, y, batch_size, rng):
    order = rng.permutation(len(X))
    mean = 0.0
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        mean += train_step(network, loss, optimizer, X[rows], y[rows]) * (rows.size / order.size)
    return np.float32(mean)


@another_way("mnist.epoch")
def _(network, loss, optimizer, X, y, batch_size, rng):
    def weighed(batch):
        return len(batch[1]) * train_step(network, loss, optimizer, *batch)

    return sum(map(weighed, minibatches(X, y, batch_size, rng))) / len(y)


@another_way("mnist.confusion_matrix")
def _(predicted, y, k):
    matrix = np.zeros((k, k), dtype=int)
    for p, t in zip(predicted, y, strict=True):
        matrix[t, p] += 1
    return matrix


@another_way("mnist.confusion_matrix")
def _(predicted, y, k):
    matrix = np.zeros((k, k))
    np.add.at(matrix, (y, predicted), 1)
    return matrix


@another_way("mnist.confusion_matrix")
def _(predicted, y, k):
    eye = np.eye(k, dtype=int)
    return eye[y].T @ eye[predicted]


@another_way("mnist.confusion_matrix")
def _(predicted, y, k):
    rows = [np.bincount(predicted[y == true], minlength=k) for true in range(k)]
    return np.stack(rows)


@another_way("mnist.confusion_matrix")
def _(predicted, y, k):
    counts = Counter(zip(y.tolist(), predicted.tolist(), strict=True))
    return np.array([[counts[i, j] for j in range(k)] for i in range(k)])


@another_way("mnist.top_k_accuracy")
def _(scores, y, k):
    best = np.argsort(scores, axis=1)[:, -k:]
    return np.mean((best == y[:, None]).any(axis=1))


@another_way("mnist.top_k_accuracy")
def _(scores, y, k):
    hits = 0
    for row, label in zip(scores, y, strict=True):
        hits += label in np.argsort(row)[::-1][:k]
    return hits / len(y)


@another_way("mnist.top_k_accuracy")
def _(scores, y, k):
    own = scores[np.arange(len(y)), y]
    better = (scores > own[:, None]).sum(axis=1)
    return float((better < k).mean())


@another_way("mnist.top_k_accuracy")
def _(scores, y, k):
    best = np.argpartition(scores, -k, axis=1)[:, -k:]
    return (best.T == y).sum() / y.size


@another_way("mnist.top_k_accuracy")
def _(scores, y, k):
    threshold = np.sort(scores, axis=1)[:, -k]
    return np.mean([scores[i, y[i]] >= threshold[i] for i in range(len(y))])


PLAIN = "the contract gives the bytes of a file that is not compressed"
unzip = "unzip(content, name)"
for mutant in (
    "content.startswith(GZIP_MAGIC) -> -content.startswith(GZIP_MAGIC)",
    "content.startswith(GZIP_MAGIC) -> 2 * content.startswith(GZIP_MAGIC)",
    "content.startswith(GZIP_MAGIC) -> content.startswith(GZIP_MAGIC) ** 2",
    "GZIP_MAGIC -> 2 * GZIP_MAGIC",
    f"content = {unzip} -> pass",
    f"{unzip} -> content",
    f"{unzip} -> unzip(name, content)",
    f"{unzip} -> -{unzip}",
    f"{unzip} -> 2 * {unzip}",
    f"{unzip} -> {unzip} + 1",
    f"{unzip} -> {unzip} ** 2",
    "content -> -content",
    "content -> 2 * content",
    "content -> content + 1",
    "content -> content ** 2",
    "name -> -name",
    "name -> 2 * name",
    "name -> name + 1",
    "name -> name ** 2",
):
    equivalent("mnist.read_idx", mutant, PLAIN)
equivalent("mnist.read_idx", "content -> 2 * content #2", "the header stands at the beginning")
equivalent("mnist.read_idx", "name -> 2 * name #2", "the name serves the messages only")
equivalent("mnist.read_idx", "dtype.newbyteorder('=') -> dtype", "single bytes have no order")

SAME = "the same number, or a remainder of what is never above 1"
for mutant in (
    "np.float32(255) -> 255",
    (
        "return images.astype(np.float32) / np.float32(255) -> return "
        "(images.astype(np.float32) / np.float32(255)) % 2"
    ),
):
    equivalent("mnist.scale_pixels", mutant, SAME)

FROM_THE_END = "negative numbers count from the end: each row still comes once"
for mutant in (
    "rng.permutation(len(X)) -> -rng.permutation(len(X))",
    "order[start:start + batch_size] -> -order[start:start + batch_size]",
    "order -> -order",
):
    equivalent("mnist.minibatches", mutant, FROM_THE_END)

LENGTH = "only its length is asked for"
for mutant in (
    "X -> -X",
    "X -> 2 * X",
    "X -> X + 1",
    "X -> X ** 2",
    "X -> y #2",
    "X -> -X #2",
    "X -> 2 * X #2",
    "X -> X + 1 #2",
    "X -> X ** 2 #2",
):
    equivalent("mnist.minibatches", mutant, LENGTH)

SYMMETRIC = "the numbers are as often negative as positive"
for mutant in (
    (
        "(rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)).astype(dtype) -> "
        "-(rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)).astype(dtype)"
    ),
    (
        "rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in) -> "
        "-(rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in))"
    ),
    "rng.standard_normal((n_in, n_out)) -> -rng.standard_normal((n_in, n_out))",
    "np.sqrt(2 / n_in) -> -np.sqrt(2 / n_in)",
):
    equivalent("mnist.he_init", mutant, SYMMETRIC)

CHANCE = "one neuron more changes the spread by less than chance does"
for mutant in (
    "n_in + n_out -> n_in + n_out + 1",
    "n_in -> n_in + 1",
    "n_out -> n_out + 1",
):
    equivalent("mnist.xavier_init", mutant, CHANCE)

for mutant in (
    (
        "rng.uniform(-limit, limit, (n_in, n_out)).astype(dtype) -> -rng.uniform(-limit, "
        "limit, (n_in, n_out)).astype(dtype)"
    ),
    "rng.uniform(-limit, limit, (n_in, n_out)) -> -rng.uniform(-limit, limit, (n_in, n_out))",
):
    equivalent("mnist.xavier_init", mutant, SYMMETRIC)

for mutant in (
    "X_batch -> -X_batch #2",
    "X_batch -> X_batch + 1 #2",
    "X_batch -> X_batch ** 2 #2",
    "X -> -X #2",
    "X -> 2 * X #2",
    "X -> X + 1 #2",
):
    equivalent("mnist.epoch", mutant, LENGTH)

CHECKED = "the arguments are arrays that fit"
for mutant in ("predicted, y = check_pair(predicted, y) -> pass",):
    equivalent("mnist.confusion_matrix", mutant, CHECKED)

FREE_AXIS = "reshape finds out the length of an axis below zero"
for mutant in (
    "k -> -k #4",
    "k -> -k #5",
):
    equivalent("mnist.confusion_matrix", mutant, FREE_AXIS)

LAST_AXIS = "the last axis is axis 1"
for mutant in (
    "np.argsort(-scores, axis=1, kind='stable') -> np.argsort(-scores, kind='stable')",
    "1 -> -1",
    "1 -> -1 #2",
):
    equivalent("mnist.top_k_accuracy", mutant, LAST_AXIS)

TIES = "no two scores are equal"
for mutant in ("np.argsort(-scores, axis=1, kind='stable') -> np.argsort(-scores, axis=1)",):
    equivalent("mnist.top_k_accuracy", mutant, TIES)

RANKS = "the order of the scores stays"
for mutant in (
    "scores -> 2 * scores",
    "scores -> scores + 1",
):
    equivalent("mnist.top_k_accuracy", mutant, RANKS)

TRUE = "true stays true"
for mutant in ("(best == y[:, None]).any(axis=1) -> (best == y[:, None]).any(axis=1) ** 2",):
    equivalent("mnist.top_k_accuracy", mutant, TRUE)


@another_way("mnist.momentum_update")
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name in params:
        velocities[name][...] = momentum * velocities[name] + grads[name]
        params[name] -= learning_rate * velocities[name]


@another_way("mnist.momentum_update")
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for p, g, v in zip(params.values(), grads.values(), velocities.values(), strict=True):
        np.multiply(v, momentum, out=v)
        np.add(v, g, out=v)
        np.subtract(p, learning_rate * v, out=p)


@another_way("mnist.momentum_update")
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, v in velocities.items():
        v *= momentum  # here a velocity is a way, with the learning rate in it
        v -= learning_rate * grads[name]
        params[name] += v


@another_way("mnist.momentum_update")
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name in grads:
        v = velocities[name]
        for place in np.ndindex(v.shape):
            v[place] = momentum * v[place] + grads[name][place]
            params[name][place] -= learning_rate * v[place]


@another_way("mnist.momentum_update")
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        optimizers.momentum_step(p, grads[name], velocities[name], learning_rate, momentum)


@another_way("mnist.train_epochs")
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = []
    while len(history) < epochs:
        record = {"train_loss": train_epoch(network, loss, optimizer, X, y, batch_size, rng)}
        scores = network.forward(validation[0])
        record["val_accuracy"] = (scores.argmax(axis=1) == validation[1]).mean()
        history.append(record)
    return history


@another_way("mnist.train_epochs")
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    X_val, y_val = validation

    def one_epoch():
        value = train_epoch(network, loss, optimizer, X, y, batch_size, rng)
        return dict(
            val_accuracy=accuracy(np.argmax(network.predict(X_val), 1), y_val), train_loss=value
        )

    return [one_epoch() for _ in range(epochs)]


@another_way("mnist.train_epochs")
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    history = [{} for _ in range(epochs)]
    for number in range(epochs):
        total = 0
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            total += len(X_batch) * train_step(network, loss, optimizer, X_batch, y_batch)
        right = np.argmax(network.predict(validation[0]), axis=1) == validation[1]
        history[number]["train_loss"] = total / len(X)
        history[number]["val_accuracy"] = np.count_nonzero(right) / len(right)
    return history


@another_way("mnist.train_epochs")
def _(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    losses, shares = [], []
    for _ in range(epochs):
        losses.append(train_epoch(network, loss, optimizer, X, y, batch_size, rng))
        shares.append(accuracy(network.predict(validation[0]).argmax(1), validation[1]))
    return [
        {"train_loss": value, "val_accuracy": share}
        for value, share in zip(losses, shares, strict=True)
    ]


@another_way("mnist.train_epochs")
def train_epochs(network, loss, optimizer, X, y, batch_size, rng, epochs, validation):
    if epochs == 0:
        return []
    value = train_epoch(network, loss, optimizer, X, y, batch_size, rng)
    pairs = zip(network.predict(validation[0]), validation[1], strict=True)
    right = sum(int(np.argmax(scores)) == c for scores, c in pairs)
    first = {"train_loss": float(value), "val_accuracy": right / len(validation[1])}
    others = network, loss, optimizer, X, y, batch_size, rng, epochs - 1, validation
    return [first, *train_epochs(*others)]


ORDER_STAYS = "the largest score stays the largest"
equivalent(
    "mnist.train_epochs",
    "network.predict(validation[0]) -> 2 * network.predict(validation[0])",
    ORDER_STAYS,
)
equivalent(
    "mnist.train_epochs",
    "network.predict(validation[0]) -> network.predict(validation[0]) + 1",
    ORDER_STAYS,
)
equivalent("mnist.train_epochs", "1 -> -1", "of a pair the second is the last")
