"""Variants of the chapter on the forward pass: correct answers, written differently."""

import math

import numpy as np

from alternatives import another_way, equivalent


@another_way("forward.elu")
def _(Z, alpha=1.0):
    A = Z.copy()
    below = Z < 0
    A[below] = alpha * (np.exp(Z[below]) - 1)
    return A


@another_way("forward.elu")
def _(Z, alpha=1.0):
    return np.maximum(Z, 0) + alpha * np.expm1(np.minimum(Z, 0))


@another_way("forward.elu")
def _(Z, alpha=1.0):
    def one(z):
        return z if z > 0 else alpha * math.expm1(z)

    return np.array([one(z) for z in Z.ravel()], float).reshape(Z.shape)


@another_way("forward.elu")
def _(Z, alpha=1.0):
    return np.where(Z >= 0, Z, alpha * (np.exp(-np.abs(Z)) - 1))


@another_way("forward.elu")
def _(Z, alpha=1.0):
    above = Z > 0
    return above * Z + ~above * alpha * np.expm1(Z * ~above)


equivalent("forward.elu", "Z > 0 -> Z >= 0", "at zero both formulas give 0")
equivalent("forward.elu", "Z -> 2 * Z", "twice a number is positive where the number is")
equivalent("forward.elu", "np.minimum(Z, 0) -> np.minimum(0, Z)", "the order does not matter")
equivalent("forward.elu", "0 -> 1 #2", "entries between 0 and 1 take the other branch")


@another_way("forward.tempered_softmax")
def _(Z, temperature):
    S = Z / temperature
    S = S - S.max(axis=-1, keepdims=True)
    return np.exp(S) / np.exp(S).sum(axis=-1, keepdims=True)


@another_way("forward.tempered_softmax")
def _(Z, temperature):
    P = np.empty(Z.shape)
    for row, z in zip(P, Z, strict=True):
        e = np.exp((z - max(z)) / temperature)
        row[:] = e / sum(e)
    return P


@another_way("forward.tempered_softmax")
def _(Z, temperature):
    E = np.exp((Z.T - np.max(Z, axis=1)) / temperature)
    return (E / np.sum(E, axis=0)).T


@another_way("forward.tempered_softmax")
def _(Z, temperature):
    S = Z.astype(np.float64) / temperature
    return np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))


@another_way("forward.tempered_softmax")
def _(Z, temperature):
    differences = (Z[:, None, :] - Z[:, :, None]) / temperature
    top = differences.max(axis=2)
    return np.exp(-top) / np.exp(differences - top[:, :, None]).sum(axis=2)


@another_way("forward.hinge")
def _(scores, y, margin=1.0):
    total = 0.0
    for row, true in zip(scores, y, strict=True):
        for j, score in enumerate(row):
            if j != true:
                total += max(0.0, float(score) - float(row[true]) + margin)
    return total / len(y)


@another_way("forward.hinge")
def _(scores, y, margin=1.0):
    true = np.take_along_axis(scores, y[:, None], axis=1)
    costs = np.clip(scores + margin - true, 0, None).sum(axis=1)
    return np.mean(costs - margin)


@another_way("forward.hinge")
def _(scores, y, margin=1.0):
    others = np.arange(scores.shape[1]) != y[:, None]
    true = scores[~others][:, None]
    return (np.maximum(margin + scores - true, 0) * others).sum(axis=1).mean()


@another_way("forward.hinge")
def _(scores, y, margin=1.0):
    Y = np.eye(scores.shape[1])[y]
    lacking = scores - (scores * Y).sum(axis=1, keepdims=True) + margin * (1 - Y)
    return float(np.sum(np.where(lacking > 0, lacking, 0)) / len(scores))


@another_way("forward.hinge")
def _(scores, y, margin=1.0):
    costs = []
    for row, true in zip(scores.astype(np.float64), y, strict=True):
        others = np.delete(row, true)
        costs.append(np.maximum(0, others - row[true] + margin).sum())
    return np.mean(costs)


@another_way("forward.columns_forward")
def _(X, W, b):
    return (X.T @ W.T + b).T


@another_way("forward.columns_forward")
def _(X, W, b):
    return np.einsum("oi,im->om", W, X) + b.reshape(-1, 1)


@another_way("forward.columns_forward")
def _(X, W, b):
    return np.stack([W @ x + b for x in X.T], axis=1)


@another_way("forward.columns_forward")
def _(X, W, b):
    Z = np.zeros((len(b), X.shape[1]))
    for j in range(len(b)):
        for i in range(X.shape[1]):
            Z[j, i] = sum(w * x for w, x in zip(W[j], X[:, i], strict=True)) + b[j]
    return Z


@another_way("forward.columns_forward")
def _(X, W, b):
    return np.column_stack([W, b]) @ np.vstack([X, np.ones(X.shape[1])])


@another_way("forward.smooth_labels")
def _(y, k, eps):
    return (1 - eps) * np.eye(k)[y] + eps / k


@another_way("forward.smooth_labels")
def _(y, k, eps):
    return np.where(np.arange(k) == y[:, None], 1 - eps + eps / k, eps / k)


@another_way("forward.smooth_labels")
def _(y, k, eps):
    return np.array([[eps / k + (1 - eps) * (j == true) for j in range(k)] for true in y])


@another_way("forward.smooth_labels")
def _(y, k, eps):
    Y = np.zeros((len(y), k))
    Y[range(len(y)), y] = 1
    return Y - eps * (Y - 1 / k)


@another_way("forward.smooth_labels")
def _(y, k, eps):
    Y = np.ones((len(y), k)) * eps / k
    for row, true in zip(Y, y, strict=True):
        row[true] = 1 - eps * (k - 1) / k
    return Y


SHIFTED = "any other shift of a row changes no share"
OF_A_ROW = "a factor of a whole row cancels against its sum"
E = "np.exp((Z - Z.max(axis=1, keepdims=True)) / temperature)"
for mutant, why in {
    "1 -> -1": "of two axes the second is the last",
    "1 -> -1 #2": "of two axes the second is the last",
    "Z -> Z + 1": SHIFTED,
    "Z.max(axis=1, keepdims=True) -> Z.max(axis=1, keepdims=True) + 1": SHIFTED,
    "Z - Z.max(axis=1, keepdims=True) -> Z - Z.max(axis=1, keepdims=True) + 1": SHIFTED,
    "(Z - Z.max(axis=1, keepdims=True)) / temperature -> "
    "(Z - Z.max(axis=1, keepdims=True)) / temperature + 1": SHIFTED,
    f"{E} -> 2 * {E}": OF_A_ROW,
    f"{E} -> -{E}": OF_A_ROW,
}.items():
    equivalent("forward.tempered_softmax", mutant, why)

for mutant in ("y -> y + 1", "y -> 2 * y", "y -> -y", "y -> y + 1 #3", "y -> 2 * y #3"):
    equivalent("forward.hinge", mutant, "only the length of y is asked for there")
equivalent(
    "forward.hinge",
    "np.maximum(scores - scores[rows, y][:, None] + margin, 0) -> "
    "np.maximum(0, scores - scores[rows, y][:, None] + margin)",
    "the order does not matter",
)
for mutant in ("y -> y + 1", "y -> 2 * y", "y -> -y", "y -> y ** 2"):
    equivalent("forward.smooth_labels", mutant, "only the length of y is asked for there")
