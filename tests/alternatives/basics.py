"""The chapter on the basics: five correct answers to each exercise, written differently."""

from functools import reduce
from operator import mul

import numpy as np

from alternatives import another_way, equivalent
from nncourse import losses
from nncourse.initializers import init_parameters
from nncourse.neuron import linear_backward, linear_forward
from nncourse.optimizers import gradient_step


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
        y_hat[i] = np.sum(x * w)
    return y_hat + b


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
    return b + np.array([x @ w for x in X])


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
    return W, np.zeros(n_out, dtype=float)


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = rng.standard_normal((n_out, n_in)).T / 100
    return W, 0 * W[0]


@another_way("basics.init_parameters")
def _(n_in, n_out, rng):
    W = np.array([[rng.normal(0.0, 0.01) for _ in range(n_out)] for _ in range(n_in)])
    return [W, np.array([0.0] * n_out)]


@another_way("basics.linear_backward")
def _(d_y_hat, X):
    dw = np.zeros(X.shape[1])
    db = 0.0
    for i in range(len(X)):
        dw += d_y_hat[i] * X[i]
        db += d_y_hat[i]
    return dw, db


@another_way("basics.linear_backward")
def _(d_y_hat, X):
    return np.einsum("i,ij->j", d_y_hat, X), np.sum(d_y_hat)


@another_way("basics.linear_backward")
def _(d_y_hat, X):
    return (X * d_y_hat[:, np.newaxis]).sum(axis=0), d_y_hat.sum()


@another_way("basics.linear_backward")
def _(d_y_hat, X):
    grads = np.column_stack([X, np.ones(len(X))]).T @ d_y_hat
    return [grads[:-1], float(grads[-1])]


@another_way("basics.linear_backward")
def _(d, X):
    d = d.astype(np.float64)
    return np.array([sum(d * column) for column in X.T]), sum(d)


@another_way("basics.train_neuron")
def _(X, y, learning_rate, epochs, rng):
    W, b = init_parameters(X.shape[1], 1, rng)
    w = W[:, 0]
    curve, path = [], [np.append(w, b)]
    for _ in range(epochs):
        error = X @ w + b - y
        curve.append(np.mean(error**2))
        w = w - learning_rate * 2 * X.T @ error / len(y)
        b = b - learning_rate * 2 * error.mean(keepdims=True)
        path.append(np.append(w, b))
    return w, b, np.array(curve), np.array(path)


@another_way("basics.train_neuron")
def _(X, y, learning_rate, epochs, rng):
    W, b = init_parameters(len(X[0]), 1, rng)
    params = {"w": W.ravel(), "b": b}
    curve, path = np.zeros(epochs), np.zeros((epochs + 1, len(X[0]) + 1))
    for epoch in range(epochs + 1):
        path[epoch, :-1], path[epoch, -1] = params["w"], params["b"][0]
        if epoch < epochs:
            y_hat = linear_forward(X, params["w"], params["b"])
            curve[epoch] = losses.mse(y_hat, y)
            grads = linear_backward(losses.mse_backward(y_hat, y), X)
            gradient_step(params, dict(zip(["w", "b"], grads, strict=True)), learning_rate)
    return params["w"], params["b"], curve, path


@another_way("basics.train_neuron")
def _(X, y, learning_rate, epochs, rng):
    W, b = init_parameters(X.shape[1], 1, rng)
    ones = np.ones((len(X), 1))
    both, X = np.concatenate([W[:, 0], b]), np.hstack([X, ones])
    curve, path = [], [both.copy()]
    for _ in range(epochs):
        curve.append(losses.mse(X @ both, y))
        both -= learning_rate * (losses.mse_backward(X @ both, y) @ X)
        path.append(both.copy())
    return both[:-1], both[-1:], np.array(curve), np.stack(path)


@another_way("basics.train_neuron")
def _(X, y, learning_rate, epochs, rng):
    W, b = init_parameters(X.shape[1], 1, rng)
    w, curve, path = W[:, 0].copy(), [], []
    while len(path) <= epochs:
        path.append(list(w) + list(b))
        y_hat = linear_forward(X, w, b)
        if len(path) <= epochs:
            curve.append(float(np.square(y_hat - y).mean()))
            dw, db = linear_backward(2 * (y_hat - y) / y.size, X)
            w -= learning_rate * dw
            b -= learning_rate * db
    return w, b, np.asarray(curve), np.asarray(path)


@another_way("basics.train_neuron")
def _(X, y, learning_rate, epochs, rng):
    w, b = (0.01 * rng.standard_normal(X.shape[1]), np.zeros(1))
    places = [np.r_[w, b]]
    for _ in range(epochs):
        w, b = places[-1][:-1], places[-1][-1:]
        dw, db = linear_backward(losses.mse_backward(linear_forward(X, w, b), y), X)
        places.append(places[-1] - learning_rate * np.r_[dw, db])
    curve = [losses.mse(linear_forward(X, p[:-1], p[-1]), y) for p in places[:-1]]
    return places[-1][:-1], places[-1][-1:], np.array(curve), np.array(places)


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
equivalent("basics.linear_backward", "X.T @ d_y_hat -> X.T @ d_y_hat.T", ONE_AXIS)
equivalent("basics.mse", "Y_hat - Y -> Y - Y_hat", "the error is squared")
equivalent("basics.mse", "Y_hat - Y -> -(Y_hat - Y)", "the error is squared")

SYMMETRIC = "normal numbers are as often negative as positive"
normal = "rng.standard_normal((n_in, n_out))"
equivalent("basics.init_parameters", f"0.01 * {normal} -> -(0.01 * {normal})", SYMMETRIC)
equivalent("basics.init_parameters", "0.01 -> -0.01", SYMMETRIC)
equivalent("basics.init_parameters", f"{normal} -> -{normal}", SYMMETRIC)
for zeros in ("-np.zeros(n_out)", "2 * np.zeros(n_out)", "np.zeros(n_out) ** 2"):
    equivalent("basics.init_parameters", f"np.zeros(n_out) -> {zeros}", "it is zero")
equivalent("basics.train_neuron", "X.shape -> 2 * X.shape", "the second entry stays where it is")
equivalent("basics.train_neuron", "1 -> -1", "of two axes the second is the last")
equivalent("basics.train_neuron", "0 -> -1", "of one column the first is the last")
