"""The exercise `predict_binary`: from a score to yes or no."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import predictions
from nncourse.activations import sigmoid
from nncourse.exercises.form import Exercise

predict_binary = Exercise(
    id="cats.predict_binary",
    title="From a score to yes or no",
    points=1,
    reference=predictions.predict_binary,
    contract='''
def predict_binary(Z):
    """Yes (1) where the score is above 0, otherwise no (0).

    Z: scores, not probabilities; shape (m, 1) or (m,).
    Returns whole numbers 0 or 1, shape (m,).
    """
    ...
''',
    outcomes=("Turn scores into decisions, with the threshold where it belongs.",),
    axes={"Z": "m 1", "predicted": "m"},
    returns="predicted",
    hints=(
        "At which score is the sigmoid exactly one half?",
        "A comparison gives an array of True and False; astype(int) makes 1 and 0 of them. What "
        "about the shape?",
        "Bring Z to one axis with reshape(-1), compare with 0, and turn the result into int.",
    ),
    experiment="predict_binary(np.array([[0.3], [-2.0], [7.0]]))\n# [1, 0, 1], shape (3,)",
)


@predict_binary.probes
def _(rng):
    near = np.array([0.2, -0.3, 0.4, 0.0, -0.1, 0.45])
    yield "a column of scores", rng.permutation(np.append(near, rng.normal(size=5)))[:, None]
    yield "scores of shape (m,)", rng.permutation(np.append(near, rng.normal(size=4)))
    yield "large scores", np.array([[1000.0], [-1000.0], [40.0], [-3.0]])
    yield "a single score", np.array([[0.25]])
    yield "scores in float32", rng.permutation(near).astype(np.float32)[:, None]


@predict_binary.mistake(
    "half",
    "You compare with 0.5. That is the border for probabilities; Z holds scores, and a score of 0 "
    "is a probability of one half.",
)
def _(Z):
    return (Z.reshape(-1) > 0.5).astype(int)


@predict_binary.mistake(
    "column",
    "Your answers are a column. Against labels of shape (m,) it would be compared with all of "
    "them, (m, m) comparisons: return one axis.",
    "predict_binary(np.zeros((3, 1))).shape\n# (3,)",
)
def _(Z):
    return (Z > 0).astype(int)


@predict_binary.mistake(
    "turned_round",
    "Yes and no have changed places: a high score means yes.",
)
def _(Z):
    return (Z.reshape(-1) <= 0).astype(int)


@predict_binary.mistake(
    "probabilities",
    "You return probabilities. A decision is 0 or 1: which side of one half?",
)
def _(Z):
    return sigmoid(Z.reshape(-1))


@predict_binary.mistake(
    "signs",
    "You return signs, -1 or 1. The labels are 0 and 1, and so are the answers.",
)
def _(Z):
    return np.where(Z.reshape(-1) > 0, 1, -1)


@predict_binary.mistake(
    "rounded_scores",
    "You rounded the scores. They are not confined to 0 and 1; it is their sign that decides.",
    "predict_binary(np.array([7.4, -2.6]))\n# [1, 0]",
)
def _(Z):
    return np.round(Z.reshape(-1)).astype(int)


@predict_binary.mistake(
    "cut_off",
    "astype(int) cuts off what is behind the point, so every probability below 1 became 0. "
    "Compare first.",
)
def _(Z):
    return sigmoid(Z.reshape(-1)).astype(int)


@predict_binary.mistake(
    "argmax",
    "argmax finds the largest of several scores. With one column it is always column 0: no for "
    "everybody. Compare with 0.",
    "predict_binary(np.array([[3.0], [-3.0]]))\n# [1, 0]",
)
def _(Z):
    return Z.reshape(len(Z), 1).argmax(axis=1)


@predict_binary.mistake(
    "zero_is_yes",
    "A score of exactly 0 counts as yes with you. The contract says above 0.",
    "predict_binary(np.array([0.0]))\n# [0]",
)
def _(Z):
    return (Z.reshape(-1) >= 0).astype(int)


@predict_binary.mistake(
    "always_yes",
    "You compare the sigmoid with 0. It is always above 0, so all is yes. Either scores with 0, "
    "or probabilities with one half.",
    "predict_binary(np.array([-3.0]))\n# [0]",
)
def _(Z):
    return np.ones(len(Z), dtype=int)


@predict_binary.mistake(
    "above_the_mean",
    "You compare with the mean of the batch, so the answer for one picture depends on the others. "
    "The border is 0.",
    "predict_binary(np.array([3.0, 9.0]))\n# [1, 1]",
)
def _(Z):
    return (Z.reshape(-1) > Z.mean()).astype(int)


@predict_binary.mistake(
    "one_answer",
    "You give one answer for the whole batch. Every example gets its own.",
)
def _(Z):
    return int(Z.mean() > 0)
