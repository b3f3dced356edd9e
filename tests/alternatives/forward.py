"""The chapter on the forward pass: five correct answers to each exercise, written differently."""

import math

import numpy as np

from alternatives import another_way, equivalent
from nncourse.layers.dense import Dense


@another_way("forward.dense_forward")
def _(X, W, b):
    Z = np.zeros((len(X), len(b)))
    for i in range(len(X)):
        for j in range(len(b)):
            Z[i, j] = b[j]
            for q in range(X.shape[1]):
                Z[i, j] += X[i, q] * W[q, j]
    return Z


@another_way("forward.dense_forward")
def _(X, W, b):
    return np.einsum("il,lj->ij", X, W) + b


@another_way("forward.dense_forward")
def _(X, W, b):
    return (W.T @ X.T + b[:, None]).T


@another_way("forward.dense_forward")
def _(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


@another_way("forward.dense_forward")
def _(X, W, b):
    return np.stack([X @ w + b_j for w, b_j in zip(W.T, b, strict=True)], axis=1)


@another_way("forward.dense_forward")
def _(X, W, b):
    layer = Dense(*W.shape, dtype=W.dtype)
    layer.params["W"][:], layer.params["b"][:] = W, b
    return layer.forward(X)


@another_way("forward.relu")
def _(Z):
    return np.where(Z > 0, Z, 0)


@another_way("forward.relu")
def _(Z):
    return Z * (Z > 0)


@another_way("forward.relu")
def _(Z):
    A = Z.copy()
    A[A < 0] = 0
    return A


@another_way("forward.relu")
def _(Z):
    return (np.abs(Z) + Z) / 2


@another_way("forward.relu")
def _(Z):
    return np.array([max(0.0, z) for z in Z.ravel()]).reshape(Z.shape)


@another_way("forward.relu")
def _(Z):
    return Z.clip(min=0).astype(np.float64)


@another_way("forward.sigmoid")
def _(Z):
    return 0.5 * (1 + np.tanh(Z / 2))


@another_way("forward.sigmoid")
def _(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -80, 80)))


@another_way("forward.sigmoid")
def _(Z):
    A = np.empty(Z.shape)
    for index, z in np.ndenumerate(Z):
        A[index] = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
    return A


@another_way("forward.sigmoid")
def _(Z):
    A = np.zeros_like(Z)
    right = Z >= 0
    A[right] = 1 / (1 + np.exp(-Z[right]))
    A[~right] = np.exp(Z[~right]) / (1 + np.exp(Z[~right]))
    return A


@another_way("forward.sigmoid")
def _(Z):
    E = np.exp(np.minimum(Z, -Z))
    return np.choose(Z >= 0, [E, np.ones_like(E)]) / (1 + E)


@another_way("forward.sigmoid")
def _(Z):
    return np.exp(-np.logaddexp(0, -Z))


@another_way("forward.tanh")
def _(Z):
    return 2 / (1 + np.exp(np.clip(-2 * Z, -80, 80))) - 1


@another_way("forward.tanh")
def _(Z):
    E = np.exp(-2 * np.abs(Z))
    return np.sign(Z) * (1 - E) / (1 + E)


@another_way("forward.tanh")
def _(Z):
    return np.vectorize(math.tanh)(Z)


@another_way("forward.tanh")
def _(Z):
    Z = np.clip(Z, -40, 40)
    return np.sinh(Z) / np.cosh(Z)


@another_way("forward.tanh")
def _(Z):
    E = np.expm1(-2 * np.abs(Z))
    return np.where(Z < 0, E, -E) / (2 + E)


@another_way("forward.forward")
def _(X, parameters):
    A, outputs = X, [X]
    for i, (W, b) in enumerate(parameters):
        A = A @ W + b
        if i < len(parameters) - 1:
            A = np.tanh(A)
        outputs.append(A)
    return outputs


@another_way("forward.forward")
def _(X, parameters):
    *hidden, (W, b) = parameters
    outputs = [X]
    for V, c in hidden:
        outputs += [np.tanh(np.einsum("il,lj->ij", outputs[-1], V) + c)]
    return (*outputs, outputs[-1] @ W + b)


@another_way("forward.forward")
def _(X, parameters):
    W, b = parameters[0]
    if len(parameters) == 1:
        return [X, X @ W + b]

    def rest(A, remaining):
        W, b = remaining[0]
        Z = A @ W + b
        return [Z] if len(remaining) == 1 else [np.tanh(Z), *rest(np.tanh(Z), remaining[1:])]

    return [X, *rest(X, parameters)]


@another_way("forward.forward")
def _(X, parameters):
    outputs = [X.astype(np.float64)]
    while len(outputs) < len(parameters):
        W, b = parameters[len(outputs) - 1]
        outputs.append(np.tanh(outputs[-1].dot(W) + b))
    W, b = parameters[-1]
    return [*outputs, outputs[-1].dot(W) + b]


class Network:
    """The same as a class with a method."""

    def forward(self, X, parameters):
        self.outputs = [X]
        for W, b in parameters:
            self.outputs.append(np.tanh(self.outputs[-1] @ W + b))
        self.outputs[-1] = self.outputs[-2] @ W + b
        return self.outputs


another_way("forward.forward")(Network().forward)


@another_way("forward.softmax")
def _(Z):
    E = np.exp(Z - Z.max(axis=1)[:, None])
    return E / E.sum(axis=1)[:, None]


@another_way("forward.softmax")
def _(Z):
    P = np.zeros(Z.shape)
    for i, z in enumerate(Z):
        e = [math.exp(s - max(z)) for s in z]
        P[i] = np.array(e) / sum(e)
    return P


@another_way("forward.softmax")
def _(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


@another_way("forward.softmax")
def _(Z):
    E = np.exp(Z.T - Z.max(axis=1))
    return (E / E.sum(axis=0)).T


@another_way("forward.softmax")
def _(Z):
    return 1 / np.exp(np.minimum(Z[:, None, :] - Z[:, :, None], 80)).sum(axis=2)


@another_way("forward.predict_class")
def _(Z):
    return np.array([int(np.argmax(z)) for z in Z])


@another_way("forward.predict_class")
def _(Z):
    return np.argmax(Z - Z.max(axis=1, keepdims=True), axis=-1).astype(np.int32)


@another_way("forward.predict_class")
def _(Z):
    best = np.zeros(len(Z), dtype=int)
    for i in range(len(Z)):
        for j in range(Z.shape[1]):
            if Z[i, j] > Z[i, best[i]]:
                best[i] = j
    return best


@another_way("forward.predict_class")
def _(Z):
    return np.argsort(-Z, axis=1, kind="stable")[:, 0]


@another_way("forward.predict_class")
def _(Z):
    return (Z == Z.max(axis=1, keepdims=True)).argmax(axis=1).astype(float)


@another_way("forward.one_hot")
def _(y, k):
    return np.eye(k)[y]


@another_way("forward.one_hot")
def _(y, k):
    return (y[:, None] == np.arange(k)).astype(int)


@another_way("forward.one_hot")
def _(y, k):
    Y = np.zeros((len(y), k))
    for i, label in enumerate(y):
        Y[i, label] = 1
    return Y


@another_way("forward.one_hot")
def _(y, k):
    return np.array([[float(label == j) for j in range(k)] for label in y])


@another_way("forward.one_hot")
def _(y, k):
    Y = np.zeros(len(y) * k, dtype=np.float32)
    Y[np.arange(len(y)) * k + y] = 1
    return Y.reshape(-1, k)


@another_way("forward.one_hot")
def _(y, k):
    Y = np.zeros((len(y), k))
    np.put_along_axis(Y, y[:, None].astype(int), 1, axis=1)
    return Y


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    P = np.clip(P, 1e-12, 1 - 1e-12)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    return -np.log(np.maximum(np.where(Y == 1, P, 1 - P), 1e-15)).mean()


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    total = 0.0
    for p, y in zip(P, Y, strict=True):
        total -= math.log(max(p if y else 1 - p, 1e-12))
    return total / len(P)


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    tiny = 1e-7
    return float(-(Y @ np.log(P + tiny) + (1 - Y) @ np.log(1 - P + tiny)) / len(Y))


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    yes, no = P[Y == 1], 1 - P[Y == 0]
    return -np.log(np.append(yes, no) + 1e-300).sum() / P.size


@another_way("forward.binary_cross_entropy")
def _(P, Y):
    return -np.log(np.maximum(1 - np.abs(Y - P), np.finfo(P.dtype).tiny)).mean()


@another_way("forward.cross_entropy")
def _(P, Y):
    return -np.mean(np.sum(Y * np.log(np.clip(P, 1e-12, 1)), axis=1))


@another_way("forward.cross_entropy")
def _(P, Y):
    truth = P[np.arange(len(P)), Y.argmax(axis=1)]
    return -np.log(np.maximum(truth, 1e-15)).mean()


@another_way("forward.cross_entropy")
def _(P, Y):
    return float(-np.einsum("ij,ij->", Y, np.log(P + 1e-9)) / Y.shape[0])


@another_way("forward.cross_entropy")
def _(P, Y):
    total = 0.0
    for shares, truth in zip(P, Y, strict=True):
        for p, t in zip(shares, truth, strict=True):
            if t == 1:
                total += -math.log(max(p, 1e-12))
    return total / len(P)


@another_way("forward.cross_entropy")
def _(P, Y):
    return -np.log((P * Y).sum(axis=1) + 1e-12).sum() / len(Y)


@another_way("forward.cross_entropy")
def _(P, Y):
    return -np.log(np.maximum(P[Y == 1], 1e-12)).mean()


# Mutants that compute the same.

equivalent("forward.relu", "np.maximum(Z, 0) -> np.maximum(0, Z)", "the order does not matter")

equivalent("forward.sigmoid", "Z -> -Z", "its absolute value is taken")
equivalent("forward.sigmoid", "Z >= 0 -> Z > 0", "at zero both forms give one half")
equivalent("forward.sigmoid", "Z -> 2 * Z #2", "only its sign is asked for")

LAST_ENTRY = "only the last entry of the doubled list is used"
equivalent("forward.forward", "outputs -> 2 * outputs", LAST_ENTRY)
equivalent("forward.forward", "outputs -> 2 * outputs #2", LAST_ENTRY)
equivalent("forward.forward", "parameters -> 2 * parameters #2", LAST_ENTRY)

SHIFT, RATIO, TWO_AXES = "a shift changes nothing", "a factor cancels", "of two axes, 1 is the last"
row_maximum = "Z.max(axis=-1, keepdims=True)"
exponentials = f"np.exp(Z - {row_maximum})"
equivalent("forward.softmax", f"{exponentials} -> -{exponentials}", RATIO)
equivalent("forward.softmax", f"{exponentials} -> 2 * {exponentials}", RATIO)
equivalent("forward.softmax", f"Z - {row_maximum} -> Z - {row_maximum} + 1", SHIFT)
equivalent("forward.softmax", "Z -> Z + 1", SHIFT)
equivalent("forward.softmax", f"{row_maximum} -> {row_maximum} + 1", SHIFT)
for mutant in ("-1 -> 1", "1 -> -1", "-1 -> 1 #2", "1 -> -1 #2"):
    equivalent("forward.softmax", mutant, TWO_AXES)

winner = "Z.argmax(axis=1)"
equivalent("forward.predict_class", "1 -> -1", TWO_AXES)
equivalent("forward.predict_class", f"return {winner} -> return ({winner}).T", "it has one axis")
equivalent(
    "forward.predict_class", f"return {winner} -> return np.ravel(({winner}))", "it has one axis"
)

zeros = "np.zeros((len(y), k), dtype)"
for other in (f"-{zeros}", f"2 * {zeros}", f"{zeros} ** 2"):
    equivalent("forward.one_hot", f"{zeros} -> {other}", "it is zero")
for other in ("-y", "2 * y", "y + 1", "y ** 2"):
    equivalent("forward.one_hot", f"y -> {other}", "only its length is used")
equivalent("forward.one_hot", "Y -> Y ** 2", "it holds zeros and ones")

ZEROS_AND_ONES = "the answers are 0 and 1"
equivalent("forward.binary_cross_entropy", "Y -> Y ** 2", ZEROS_AND_ONES)
equivalent("forward.binary_cross_entropy", "Y -> Y ** 2 #2", ZEROS_AND_ONES)
equivalent("forward.binary_cross_entropy", "1 - Y -> (1 - Y) ** 2", ZEROS_AND_ONES)
equivalent("forward.cross_entropy", "Y -> Y ** 2", ZEROS_AND_ONES)
for other in ("Y", "-P", "2 * P", "P + 1", "P ** 2"):
    equivalent("forward.cross_entropy", f"P -> {other} #2", "only its length is used")
