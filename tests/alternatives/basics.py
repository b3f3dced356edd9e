"""The chapter on the basics: five correct answers to each exercise, written differently."""

from functools import reduce
from operator import mul

import numpy as np

from alternatives import another_way, equivalent


@another_way("basics.neuron")
def _(x, w, b):
    total = b
    for i in range(len(x)):
        total += x[i] * w[i]
    return total


@another_way("basics.neuron")
def _(x, w, b):
    return np.einsum("i,i->", x, w) + b


@another_way("basics.neuron")
def _(x, w, b):
    return sum(float(xi) * float(wi) for xi, wi in zip(x, w, strict=True)) + b


@another_way("basics.neuron")
def _(x, w, b):
    return np.append(x, 1.0) @ np.append(w, b)


@another_way("basics.neuron")
def _(w, x, b):
    return b + np.dot(np.float64(w), x)


@another_way("basics.linear_forward")
def _(X, w, b):
    y_hat = np.empty(len(X))
    for i, x in enumerate(X):
        y_hat[i] = np.sum(x * w) + b
    return y_hat


@another_way("basics.linear_forward")
def _(X, w, b):
    return np.einsum("ij,j->i", X, w) + b


@another_way("basics.linear_forward")
def _(X, w, b):
    return (w @ X.T + b).astype(np.float64)


@another_way("basics.linear_forward")
def _(X, w, b):
    return np.sum(X * w, axis=1) + np.full(len(X), b)


@another_way("basics.linear_forward")
def _(X, w, b):
    return np.array([b + x @ w for x in X])


@another_way("basics.mse")
def _(Y_hat, Y):
    return np.square(Y - Y_hat).mean()


@another_way("basics.mse")
def _(Y_hat, Y):
    total = 0.0
    for y_hat, y in zip(Y_hat.ravel(), Y.ravel(), strict=True):
        total += (y_hat - y) ** 2
    return total / Y.size


@another_way("basics.mse")
def _(Y_hat, Y):
    error = np.ravel(Y_hat - Y)
    return error @ error / len(error)


@another_way("basics.mse")
def _(Y_hat, Y):
    return (np.linalg.norm(np.float64(Y_hat - Y)) / np.sqrt(np.size(Y))) ** 2


@another_way("basics.mse")
def _(Y_hat, Y):
    return np.array(np.sum((Y_hat - Y) * (Y_hat - Y)) / np.prod(np.shape(Y)))


@another_way("basics.mse_backward")
def _(Y_hat, Y):
    return (Y_hat - Y) * (2 / Y_hat.size)


@another_way("basics.mse_backward")
def _(Y_hat, Y):
    dY_hat = np.zeros_like(Y_hat)
    for index in np.ndindex(Y_hat.shape):
        dY_hat[index] = 2 * (Y_hat[index] - Y[index]) / Y.size
    return dY_hat


@another_way("basics.mse_backward")
def _(Y_hat, Y):
    error = np.float64(Y_hat) - Y
    return (error + error) / np.prod(error.shape)


@another_way("basics.mse_backward")
def _(Y_hat, Y):
    return -2 / np.size(Y) * np.subtract(Y, Y_hat)


@another_way("basics.mse_backward")
def _(Y_hat, Y):
    dY_hat = Y_hat - Y
    dY_hat *= 2
    dY_hat /= len(Y_hat.ravel())
    return dY_hat


@another_way("basics.gradient_step")
def _(params, grads, learning_rate):
    for name in params:
        params[name][:] = params[name] - learning_rate * grads[name]


@another_way("basics.gradient_step")
def _(params, grads, learning_rate):
    for p, g in zip(params.values(), grads.values(), strict=True):
        np.subtract(p, learning_rate * g, out=p)


@another_way("basics.gradient_step")
def _(params, grads, learning_rate):
    for name, gradient in grads.items():
        params[name] += -learning_rate * gradient
    return params


@another_way("basics.gradient_step")
def _(params, grads, learning_rate):
    for name, p in params.items():
        for index in np.ndindex(p.shape):
            p[index] -= learning_rate * grads[name][index]


class Stepper:
    def step(self, params, grads, learning_rate):
        step = {name: learning_rate * grads[name] for name in grads}
        for name in reversed(list(params)):
            params[name] -= step[name]


another_way("basics.gradient_step")(Stepper().step)


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    return rng.normal(0, 0.01, size=(n_in, n_out)), np.zeros((n_out,))


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = np.empty((n_in, n_out))
    for j in range(n_out):
        W[:, j] = rng.normal(scale=0.01, size=n_in)
    return W, np.zeros(n_out)


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = 0.01 * rng.standard_normal(n_in * n_out).reshape(n_in, n_out)
    return W.astype(np.float32), np.zeros(n_out, dtype=np.float32)


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = rng.standard_normal((n_out, n_in)).T / 100
    return W, 0 * W[0]


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = np.array([[rng.normal(0.0, 0.01) for _ in range(n_out)] for _ in range(n_in)])
    return [W, np.array([0.0] * n_out)]


@another_way("basics.count_parameters")
def _(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += sizes[i] * (sizes[i - 1] + 1)
    return total


@another_way("basics.count_parameters")
def _(sizes):
    return sum(sizes[1:]) + sum(map(mul, sizes, sizes[1:]))


@another_way("basics.count_parameters")
def _(sizes):
    sizes = np.array(sizes)
    return np.sum((sizes[:-1] + 1) * sizes[1:])


@another_way("basics.count_parameters")
def _(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + sum((a + 1) * b for a, b in zip(sizes[1:], sizes[2:]))  # noqa: B905, RUF007


@another_way("basics.count_parameters")
def _(sizes):
    layers = [np.empty((a + 1, b)) for a, b in zip(sizes, sizes[1:])]  # noqa: B905, RUF007
    return reduce(lambda total, W: total + W.size, layers, 0)


ONE_AXIS = "an array of one axis is its own transpose"
equivalent("basics.neuron", "x @ w -> w @ x", "the dot product is symmetric")
equivalent("basics.neuron", "x @ w -> x.T @ w", ONE_AXIS)
equivalent("basics.neuron", "x @ w -> x @ w.T", ONE_AXIS)
equivalent("basics.linear_forward", "X @ w -> X @ w.T", ONE_AXIS)
equivalent("basics.mse", "Y_hat - Y -> Y - Y_hat", "the error is squared")
equivalent("basics.mse", "Y_hat - Y -> -(Y_hat - Y)", "the error is squared")

SYMMETRIC = "normal numbers are as often negative as positive"
normal = "rng.standard_normal((n_in, n_out))"
equivalent("basics.init_parameters", f"0.01 * {normal} -> -(0.01 * {normal})", SYMMETRIC)
equivalent("basics.init_parameters", "0.01 -> -0.01", SYMMETRIC)
equivalent("basics.init_parameters", f"{normal} -> -{normal}", SYMMETRIC)
for zeros in ("-np.zeros(n_out)", "2 * np.zeros(n_out)", "np.zeros(n_out) ** 2"):
    equivalent("basics.init_parameters", f"np.zeros(n_out) -> {zeros}", "it is zero")
