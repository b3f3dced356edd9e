"""The chapter on backpropagation: five correct answers to each exercise, written differently."""

from itertools import product

import numpy as np

from alternatives import another_way, equivalent
from nncourse.activations import softmax
from nncourse.initializers import init_parameters
from nncourse.layers import Dense, Tanh
from nncourse.layers.dense import dense_backward, dense_forward

# sigmoid_backward


@another_way("backprop.sigmoid_backward")
def _(dA, A):
    dZ = np.empty_like(A)
    for index in np.ndindex(A.shape):
        dZ[index] = dA[index] * A[index] * (1.0 - A[index])
    return dZ


@another_way("backprop.sigmoid_backward")
def _(dA, A):
    return dA * (A - A**2)


@another_way("backprop.sigmoid_backward")
def _(dA, A):
    slope = 0.25 - np.square(A - 0.5)
    return np.multiply(slope, dA)


@another_way("backprop.sigmoid_backward")
def _(upstream, a):
    return np.einsum("...,...,...->...", upstream, a, 1 - a)


@another_way("backprop.sigmoid_backward")
def _(dA, A):
    dZ = dA.astype(np.float64)
    dZ *= A
    dZ *= 1 - A
    return dZ


# tanh_backward


@another_way("backprop.tanh_backward")
def _(dA, A):
    return dA * (1 + A) * (1 - A)


@another_way("backprop.tanh_backward")
def _(dA, A):
    return dA - dA * A * A


@another_way("backprop.tanh_backward")
def _(dA, A):
    flat = [g * (1 - a * a) for g, a in zip(dA.ravel(), A.ravel(), strict=True)]
    return np.array(flat).reshape(A.shape)


@another_way("backprop.tanh_backward")
def _(dA, A):
    return np.multiply(dA, np.subtract(1.0, np.power(A, 2)))


@another_way("backprop.tanh_backward")
def _(dA, A):
    S = (A + 1) / 2
    return 4 * dA * S * (1 - S)


# relu_backward


@another_way("backprop.relu_backward")
def _(dA, A):
    return np.where(A > 0, dA, 0)


@another_way("backprop.relu_backward")
def _(dA, A):
    dZ = dA.copy()
    dZ[A == 0] = 0
    return dZ


@another_way("backprop.relu_backward")
def _(dA, A):
    return dA * np.sign(A)


@another_way("backprop.relu_backward")
def _(dA, A):
    mask = (A != 0).astype(dA.dtype)
    return np.einsum("...,...->...", mask, dA)


@another_way("backprop.relu_backward")
def _(dA, A):
    dZ = np.zeros(A.shape)
    for index in np.ndindex(A.shape):
        if A[index] > 0:
            dZ[index] = dA[index]
    return dZ


# softmax_cross_entropy_backward


@another_way("backprop.softmax_cross_entropy_backward")
def _(Z, Y):
    dZ = np.empty(Z.shape)
    for i in range(len(Z)):
        shares = np.exp(Z[i] - max(Z[i]))
        dZ[i] = (shares / sum(shares) - Y[i]) / len(Z)
    return dZ


@another_way("backprop.softmax_cross_entropy_backward")
def _(Z, Y):
    dZ = softmax(Z)
    dZ[Y == 1] -= 1
    dZ /= Z.shape[0]
    return dZ


@another_way("backprop.softmax_cross_entropy_backward")
def _(Z, Y):
    P, m = softmax(Z), len(Z)
    return (
        np.stack(
            [
                (np.diag(p) - np.outer(p, p)) @ (-y / np.where(y, p, 1))
                if np.all(p[y == 1] > 1e-12)
                else p - y
                for p, y in zip(P, Y, strict=True)
            ]
        )
        / m
    )


@another_way("backprop.softmax_cross_entropy_backward")
def _(Z, Y):
    m = Z.shape[0]
    return np.divide(softmax(Z.astype(float)), m) - Y / m


@another_way("backprop.softmax_cross_entropy_backward")
def _(scores, truth):
    E = np.exp(scores.T - scores.max(axis=1))
    return ((E / E.sum(axis=0)).T - truth) * (1 / len(truth))


# dense_backward


@another_way("backprop.dense_backward")
def _(dZ, X, W):
    dX = np.einsum("mk,nk->mn", dZ, W)
    dW = np.einsum("mn,mk->nk", X, dZ)
    return dX, dW, np.einsum("mk->k", dZ)


@another_way("backprop.dense_backward")
def _(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for i, j, k in product(range(X.shape[0]), range(X.shape[1]), range(W.shape[1])):
        dX[i, j] += dZ[i, k] * W[j, k]
        dW[j, k] += X[i, j] * dZ[i, k]
    for row in dZ:
        db += row
    return dX, dW, db


@another_way("backprop.dense_backward")
def _(dZ, X, W):
    return [(W @ dZ.T).T, (dZ.T @ X).T, np.ones(len(dZ)) @ dZ]


@another_way("backprop.dense_backward")
def _(dZ, X, W):
    with_ones = np.column_stack([X, np.ones(len(X))])
    both = with_ones.T @ dZ
    return np.tensordot(dZ, W, axes=([1], [1])), both[:-1], both[-1]


class Layer(Dense):
    def pull(self, dZ, X, W):
        self.params["W"], self.X = W, X
        dX = self.backward(dZ)
        return dX, self.grads["W"], self.grads["b"]


another_way("backprop.dense_backward")(Layer(1, 1).pull)

# numerical_gradient


@another_way("backprop.numerical_gradient")
def _(f, x, eps=1e-6):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / (2 * eps)
    return gradient


@another_way("backprop.numerical_gradient")
def _(f, x, eps=1e-6):
    gradient = np.empty_like(x)
    for index, value in np.ndenumerate(x.copy()):
        x[index] = value + eps
        above = f(x)
        x[index] = value - eps
        gradient[index] = (above - f(x)) / eps / 2
        x[index] = value
    return gradient


@another_way("backprop.numerical_gradient")
def _(f, x, eps=1e-6):
    slopes = []
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = eps
        step = step.reshape(x.shape)
        slopes.append((f(x + step) - f(x - step)) / (2 * eps))
    return np.array(slopes).reshape(x.shape)


@another_way("backprop.numerical_gradient")
def _(f, x, eps=1e-6):
    flat, gradient = x.reshape(-1), np.zeros_like(x)
    for i in range(flat.size):
        flat[i] += eps
        above = f(x)
        flat[i] -= 2 * eps
        below = f(x)
        flat[i] += eps
        gradient.flat[i] = (above - below) / (2 * eps)
    return gradient


@another_way("backprop.numerical_gradient")
def _(f, x, eps=1e-6):
    steps = eps * np.eye(x.size).reshape(-1, *x.shape)
    return np.reshape([f(x + s) - f(x - s) for s in steps], x.shape) / (2 * eps)


# backward


@another_way("backprop.backward")
def _(d_scores, outputs, parameters):
    grads = []
    dZ = d_scores
    for i in range(len(parameters) - 1, -1, -1):
        grads.append((outputs[i].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            dZ = dZ @ parameters[i][0].T * (1 - outputs[i] ** 2)
    return grads[::-1]


@another_way("backprop.backward")
def _(d_scores, outputs, parameters):
    def pull(dZ, i):
        dA, dW, db = dense_backward(dZ, outputs[i], parameters[i][0])
        below = [] if i == 0 else pull(dA * (1 - outputs[i] ** 2), i - 1)
        return [*below, [dW, db]]

    return pull(d_scores, len(parameters) - 1)


@another_way("backprop.backward")
def _(d_scores, outputs, parameters):
    grads, dZ = [None] * len(parameters), d_scores
    for i, (W, _) in reversed(list(enumerate(parameters))):
        A = outputs[i]
        grads[i] = (np.einsum("mn,mk->nk", A, dZ), np.einsum("mk->k", dZ))
        dZ = np.einsum("mk,nk,mn->mn", dZ, W, 1 - A * A)
    return tuple(grads)


@another_way("backprop.backward")
def _(d_scores, outputs, parameters):
    layers = []
    for i, (W, b) in enumerate(parameters):
        layer = Dense(*W.shape)
        layer.params, layer.X = {"W": W, "b": b}, outputs[i]
        layers.append(layer)
    dA = d_scores
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            bend = Tanh()
            bend.output = outputs[i + 1]
            dA = bend.backward(dA)
        dA = layers[i].backward(dA)
    return [(layer.grads["W"], layer.grads["b"]) for layer in layers]


@another_way("backprop.backward")
def _(d_scores, outputs, parameters):
    deltas = [d_scores]
    pairs = zip(outputs[1:-1][::-1], parameters[1:][::-1], strict=True)
    for A, (W, _) in pairs:
        deltas.insert(0, (deltas[0] @ W.T) * (1 + A) * (1 - A))
    return [(X.T @ d, np.sum(d, 0)) for X, d in zip(outputs[:-1], deltas, strict=True)]


# update


@another_way("backprop.update")
def _(parameters, grads, learning_rate):
    for layer, slopes in zip(parameters, grads, strict=True):
        for p, g in zip(layer, slopes, strict=True):
            p -= learning_rate * g


@another_way("backprop.update")
def _(parameters, grads, learning_rate):
    for i in range(len(parameters)):
        W, b = parameters[i]
        W[:] = W - learning_rate * grads[i][0]
        b[:] = b - learning_rate * grads[i][1]


@another_way("backprop.update")
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(reversed(parameters), reversed(grads), strict=True):
        np.subtract(W, learning_rate * dW, out=W)
        np.subtract(b, learning_rate * db, out=b)


@another_way("backprop.update")
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W += -learning_rate * dW
        b += -learning_rate * db
    return parameters


@another_way("backprop.update")
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        for index in np.ndindex(W.shape):
            W[index] -= learning_rate * dW[index]
        b.__isub__(np.multiply(db, learning_rate))


# Mutants that compute the same

for same in ("2 * A", "A ** 2"):
    equivalent("backprop.relu_backward", f"A -> {same}", "it is positive where A is")

CROSS_ENTROPY = "backprop.softmax_cross_entropy_backward"
equivalent(CROSS_ENTROPY, "Y -> Y ** 2", "one-hot rows hold 0 and 1")
equivalent(CROSS_ENTROPY, "Z -> Z + 1", "a shift changes no share")
for same in ("-Z", "2 * Z", "Y", "Z ** 2", "Z + 1"):
    equivalent(CROSS_ENTROPY, f"Z -> {same} #2", "only the length is used")

for start in ("-np.zeros_like(x)", "np.ones_like(x)", "np.zeros_like(x) + 1"):
    mutant = f"np.zeros_like(x) -> {start}"
    equivalent("backprop.numerical_gradient", mutant, "every entry is overwritten")
for same in ("2 * x", "x ** 2"):
    equivalent("backprop.numerical_gradient", f"x -> {same}", "only shape and dtype are used")

REPEATED = "a list times 2 is the list twice, with the same entry at the index"
for number in ("", " #2", " #3"):
    equivalent("backprop.backward", f"outputs -> 2 * outputs{number}", REPEATED)
for number in ("", " #3"):
    equivalent("backprop.backward", f"parameters -> 2 * parameters{number}", REPEATED)

PAIRS = "zip(parameters, grads, strict=True)"
for same in ("True -> False", f"{PAIRS} -> zip(parameters, grads)"):
    equivalent("backprop.update", same, "both lists have the same length")


@another_way("backprop.Dense")
class InPlainNumPy:
    def __init__(self, n_in, n_out, rng):
        self.params = {"W": rng.normal(0, 0.01, (n_in, n_out)), "b": np.zeros(n_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T


@another_way("backprop.Dense")
class TwoNames:
    """The arrays have names of their own, besides those in params."""

    def __init__(self, n_in, n_out, rng):
        bound = 1 / np.sqrt(n_in)
        self.W, self.b = rng.uniform(-bound, bound, (n_in, n_out)), np.zeros((n_out,))
        self.params, self.grads = {"W": self.W, "b": self.b}, {}
        self.inputs = None

    def forward(self, X):
        self.inputs = np.array(X)
        return np.einsum("ij,jk->ik", X, self.W) + self.b

    def backward(self, dZ):
        self.grads = {"W": np.einsum("ij,ik->jk", self.inputs, dZ), "b": np.sum(dZ, axis=0)}
        return np.einsum("ik,jk->ij", dZ, self.W)


@another_way("backprop.Dense")
class GradientsFromTheStart:
    """Zeros to begin with, overwritten in place."""

    def __init__(self, n_in, n_out, rng):
        self.params = dict(W=0.1 * rng.standard_normal((n_in, n_out)), b=np.zeros(n_out))
        self.grads = {name: np.zeros_like(p) for name, p in self.params.items()}

    def forward(self, X):
        self.X = X
        return dense_forward(X, **self.params)

    def backward(self, dZ):
        dX, dW, db = dense_backward(dZ, self.X, self.params["W"])
        self.grads["W"][...], self.grads["b"][...] = dW, db
        return dX


@another_way("backprop.Dense")
class InSinglePrecision:
    def __init__(self, n_in, n_out, rng):
        W, b = init_parameters(n_in, n_out, rng)
        self.params = {"W": W.astype(np.float32), "b": b.astype(np.float32)}
        self.grads = {}

    def forward(self, X):
        self.kept = X.astype(np.float32)
        return dense_forward(self.kept, self.params["W"], self.params["b"])

    def backward(self, dZ):
        results = dense_backward(dZ.astype(np.float32), self.kept, self.params["W"])
        self.grads.update(zip(("W", "b"), results[1:], strict=True))
        return results[0]


class Kept:
    """What a learner may have written before: a layer with one thing in common with others."""

    def keep(self, **parts):
        vars(self).update(parts)


@another_way("backprop.Dense")
class WithAnAncestor(Kept):
    def __init__(self, n_in, n_out, rng):
        W, b = init_parameters(n_in, n_out, rng)
        self.keep(params={"b": b, "W": W}, grads={})

    def forward(self, X):
        self.keep(X=X, Z=np.stack([x @ self.params["W"] + self.params["b"] for x in X]))
        return self.Z

    def backward(self, dZ):
        dW = sum(np.outer(x, d) for x, d in zip(self.X, dZ, strict=True))
        self.keep(grads={"b": dZ.sum(0), "W": dW})
        return (self.params["W"] @ dZ.T).T


ANY_START = "any small numbers around zero will do"
drawn = "rng.standard_normal((n_in, n_out))"
for mutant in (
    f"{drawn} / np.sqrt(n_in) -> -({drawn} / np.sqrt(n_in))",
    f"{drawn} / np.sqrt(n_in) -> 2 * ({drawn} / np.sqrt(n_in))",
    f"{drawn} -> -{drawn}",
    f"{drawn} -> 2 * {drawn}",
    "np.sqrt(n_in) -> np.square(n_in)",
    "np.sqrt(n_in) -> n_in",
    "np.sqrt(n_in) -> -np.sqrt(n_in)",
    "np.sqrt(n_in) -> 2 * np.sqrt(n_in)",
    "np.sqrt(n_in) -> np.sqrt(n_in) + 1",
    "np.sqrt(n_in) -> np.sqrt(n_in) ** 2",
    "n_in -> n_out #2",
    "n_in -> 2 * n_in #2",
    "n_in -> n_in + 1 #2",
    "n_in -> n_in ** 2 #2",
):
    equivalent("backprop.Dense", mutant, ANY_START)
for zeros in ("-np.zeros(n_out)", "2 * np.zeros(n_out)", "np.zeros(n_out) ** 2"):
    equivalent("backprop.Dense", f"np.zeros(n_out) -> {zeros}", "it is zero")
