"""Variants of the chapter on backpropagation: correct answers, written differently."""

import math

import numpy as np

from alternatives import another_way, equivalent


@another_way("backprop.elu_backward")
def _(dA, A, alpha=1.0):
    dZ = dA.copy()
    below = A <= 0
    dZ[below] *= (A[below] + alpha).astype(A.dtype)
    return dZ


@another_way("backprop.elu_backward")
def _(dA, A, alpha=1.0):
    open_, shut = A > 0, A <= 0
    return dA * open_ + dA * (A + alpha) * shut


@another_way("backprop.elu_backward")
def _(dA, A, alpha=1.0):
    exponential = 1 + np.minimum(A, 0) / alpha
    return dA * np.choose(A > 0, [alpha * exponential, np.ones_like(A)])


@another_way("backprop.elu_backward")
def _(dA, A, alpha=1.0):
    slopes = [1.0 if a > 0 else a + alpha for a in A.ravel()]
    return dA * np.reshape(slopes, A.shape)


@another_way("backprop.elu_backward")
def _(dA, A, alpha=1.0):
    return np.where(A > 0, dA, dA * A + dA * alpha)


@another_way("backprop.huber_backward")
def _(Y_hat, Y, delta):
    e = Y_hat - Y
    return np.where(np.abs(e) <= delta, e, delta * np.sign(e)) / e.size


@another_way("backprop.huber_backward")
def _(Y_hat, Y, delta):
    return np.maximum(-delta, np.minimum(delta, Y_hat - Y)) / Y.size


@another_way("backprop.huber_backward")
def _(Y_hat, Y, delta):
    e = (Y_hat - Y).astype(np.float64)
    e[e > delta] = delta
    e[e < -delta] = -delta
    return e / np.prod(e.shape)


@another_way("backprop.huber_backward")
def _(Y_hat, Y, delta):
    slopes = [max(-delta, min(delta, float(e))) / Y.size for e in (Y_hat - Y).ravel()]
    return np.array(slopes).reshape(Y.shape)


@another_way("backprop.huber_backward")
def _(Y_hat, Y, delta):
    e = Y_hat - Y
    return e * np.minimum(1, delta / np.maximum(np.abs(e), 1e-300)) * (1 / Y.size)


@another_way("backprop.softplus_backward")
def _(dA, A):
    return dA * (1 - np.exp(-A))


@another_way("backprop.softplus_backward")
def _(dA, A):
    return dA - dA * np.exp(-A)


@another_way("backprop.softplus_backward")
def _(dA, A):
    Z = A + np.log(-np.expm1(-A))
    return dA / (1 + np.exp(-Z)) if Z.min() > -80 else dA * np.exp(Z - A)


@another_way("backprop.softplus_backward")
def _(dA, A):
    slopes = [1 - math.exp(-float(a)) for a in A.ravel()]
    return dA * np.array(slopes).reshape(A.shape)


@another_way("backprop.softplus_backward")
def _(dA, A):
    half = np.exp(-A / 2)
    return np.multiply(dA, (1 - half) * (1 + half))


@another_way("backprop.columns_backward")
def _(dZ, X, W):
    return (dZ.T @ W).T, (X @ dZ.T).T, dZ.T.sum(axis=0)


@another_way("backprop.columns_backward")
def _(dZ, X, W):
    return (
        np.einsum("oi,om->im", W, dZ),
        np.einsum("om,im->oi", dZ, X),
        np.einsum("om->o", dZ),
    )


@another_way("backprop.columns_backward")
def _(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for i in range(X.shape[1]):
        dX[:, i] = W.T @ dZ[:, i]
        dW += np.outer(dZ[:, i], X[:, i])
        db += dZ[:, i]
    return dX, dW, db


@another_way("backprop.columns_backward")
def _(dZ, X, W):
    wide = dZ @ np.vstack([X, np.ones((1, X.shape[1]))]).T
    return [W.T.dot(dZ), wide[:, :-1], wide[:, -1]]


@another_way("backprop.columns_backward")
def _(dZ, X, W):
    dZ = dZ.astype(np.float64)
    return np.matmul(W.T, dZ), np.inner(dZ, X), dZ @ np.ones(dZ.shape[1])


equivalent("backprop.elu_backward", "A -> 2 * A", "twice a number is positive where the number is")
equivalent("backprop.columns_backward", "1 -> -1", "of two axes the second is the last")
