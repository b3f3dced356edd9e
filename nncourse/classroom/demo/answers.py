"""What the demo class has written: right answers, mistakes that the course knows, and others.

`softmax__no_shift` is an answer to `softmax` that makes the known mistake `no_shift`. An answer
whose name goes on with `right` is right; `unnamed` is a mistake that the course has no name for,
and `from_the_package` is no answer, but a call. Of the right ones and of the mistakes of an
exercise those that stand first are made by most.
"""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.activations import sigmoid, softmax, tanh
from nncourse.layers.dense import dense_forward


def dense_forward__right(X, W, b):
    return X @ W + b


def dense_forward__right_with_dot(X, W, b):
    Z = np.dot(X, W)
    Z = Z + b
    return Z


def dense_forward__right_with_loop(X, W, b):
    rows = []
    for x in X:
        rows.append(x @ W + b)
    return np.array(rows)


def dense_forward__no_bias(X, W, b):
    return X @ W


def dense_forward__activation_inside(X, W, b):
    return np.maximum(X @ W + b, 0)


def relu__right(Z):
    return np.maximum(Z, 0)


def relu__right_with_where(Z):
    return np.where(Z > 0, Z, 0)


def relu__right_with_mask(Z):
    return Z * (Z > 0)


def relu__in_place(Z):
    Z[Z < 0] = 0
    return Z


def relu__column_maximum(Z):
    return np.max(Z, 0)


def relu__one_decision_for_all(Z):
    if Z > 0:
        return Z
    return 0


def sigmoid__right(Z):
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def sigmoid__right_from_tanh(Z):
    return (1 + np.tanh(Z / 2)) / 2


def sigmoid__right_with_mask(Z):
    A = np.zeros_like(Z)
    positive = Z >= 0
    A[positive] = 1 / (1 + np.exp(-Z[positive]))
    A[~positive] = np.exp(Z[~positive]) / (1 + np.exp(Z[~positive]))
    return A


def sigmoid__overflows(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid__missing_brackets(Z):
    return 1 / 1 + np.exp(-Z)


def tanh__right(Z):
    return 2 * sigmoid(2 * Z) - 1


def tanh__right_with_expm1(Z):
    # exp is of a negative number only, so it cannot overflow
    e = np.expm1(-2 * np.abs(Z))
    return np.sign(Z) * -e / (2 + e)


def tanh__plain_exponentials(Z):
    return (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))


def tanh__not_steep_enough(Z):
    return 2 * sigmoid(Z) - 1


def forward__right(X, parameters):
    outputs = [X]
    for W, b in parameters[:-1]:
        outputs.append(tanh(dense_forward(outputs[-1], W, b)))
    W, b = parameters[-1]
    outputs.append(dense_forward(outputs[-1], W, b))
    return outputs


def forward__right_with_enumerate(X, parameters):
    A = X
    outputs = [A]
    for i, (W, b) in enumerate(parameters):
        A = A @ W + b
        if i < len(parameters) - 1:
            A = np.tanh(A)
        outputs.append(A)
    return outputs


def forward__tanh_on_last(X, parameters):
    outputs = [X]
    for W, b in parameters:
        outputs.append(tanh(dense_forward(outputs[-1], W, b)))
    return outputs


def forward__input_missing(X, parameters):
    A = X
    outputs = []
    for W, b in parameters[:-1]:
        A = np.tanh(A @ W + b)
        outputs.append(A)
    W, b = parameters[-1]
    outputs.append(A @ W + b)
    return outputs


def forward__keeps_the_sums(X, parameters):
    A, outputs = X, [X]
    for W, b in parameters:
        Z = dense_forward(A, W, b)
        outputs.append(Z)
        A = tanh(Z)
    return outputs


def softmax__right(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax__right_with_new_axes(Z):
    largest = np.max(Z, axis=1)
    E = np.exp(Z - largest[:, np.newaxis])
    return E / np.sum(E, axis=1)[:, np.newaxis]


def softmax__right_with_loop(Z):
    P = np.zeros(Z.shape)
    for i in range(len(Z)):
        e = np.exp(Z[i] - np.max(Z[i]))
        P[i] = e / np.sum(e)
    return P


def softmax__one_shift_for_all(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=1, keepdims=True)


def softmax__no_shift(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=1, keepdims=True)


def softmax__from_the_package(Z):
    from nncourse import activations

    return activations.softmax(Z)


def softmax__axes_lost(Z):
    E = np.exp(Z - np.max(Z, axis=1))
    return E / np.sum(E, axis=1)


def predict_class__right(Z):
    return np.argmax(Z, axis=1)


def predict_class__right_with_softmax(Z):
    return np.argmax(softmax(Z), axis=1)


def predict_class__right_with_loop(Z):
    return np.array([z.argmax() for z in Z])


def predict_class__wrong_axis(Z):
    return np.argmax(Z, axis=0)


def predict_class__score_not_place(Z):
    return np.max(Z, axis=1)


def predict_class__no_axis(Z):
    return np.argmax(Z)


def one_hot__right(y, k):
    Y = np.zeros((len(y), k))
    Y[np.arange(len(y)), y] = 1
    return Y


def one_hot__right_with_eye(y, k):
    return np.eye(k)[y]


def one_hot__right_with_loop(y, k):
    Y = np.zeros((len(y), k))
    for i in range(len(y)):
        Y[i, y[i]] = 1
    return Y


def one_hot__whole_columns(y, k):
    Y = np.zeros((len(y), k))
    Y[:, y] = 1
    return Y


def one_hot__classes_from_data(y, k):
    return np.eye(int(np.max(y)) + 1)[y]


def binary_cross_entropy__right(P, Y):
    tiny = 1e-12
    P = np.clip(P, tiny, 1 - tiny)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def binary_cross_entropy__right_with_where(P, Y):
    share = np.where(Y == 1, P, 1 - P)
    return -np.log(np.maximum(share, 1e-300)).mean()


def binary_cross_entropy__log_of_zero(P, Y):
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def binary_cross_entropy__only_yes(P, Y):
    return -np.mean(Y * np.log(np.maximum(P, 1e-300)))


def binary_cross_entropy__sign(P, Y):
    P = np.clip(P, 1e-12, 1 - 1e-12)
    return np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def cross_entropy__right(P, Y):
    return -np.sum(Y * np.log(np.maximum(P, 1e-300))) / len(P)


def cross_entropy__right_with_rows(P, Y):
    surprises = -np.log(np.clip(np.sum(P * Y, axis=1), 1e-15, None))
    return np.mean(surprises)


def cross_entropy__log_of_zero(P, Y):
    return -np.sum(Y * np.log(P)) / len(P)


def cross_entropy__mean_over_entries(P, Y):
    return -np.mean(Y * np.log(np.maximum(P, 1e-300)))


def cross_entropy__sum_not_mean(P, Y):
    return -np.sum(Y * np.log(np.maximum(P, 1e-300)))


def cross_entropy__unnamed(P, Y):
    P = np.maximum(P, 1e-300)
    return -np.sum(Y * np.log(P)) / (len(P) - 1)
