"""The variant `huber_backward`: the gradient of a loss that outliers do not rule."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, floats, shape
from nncourse.exercises import probes


def right(Y_hat, Y, delta):
    """The error, held between -delta and delta, divided by the number of entries.

    The slope of e**2 / 2 is e, that of delta (|e| - delta / 2) is delta times the sign of e.
    """
    return np.clip(Y_hat - Y, -delta, delta) / Y_hat.size


huber_backward = Graded(
    id="backprop.huber_backward",
    title="The gradient of the Huber loss",
    like="backprop.softmax_cross_entropy_backward",
    points=3,
    reference=right,
    contract='''
def huber_backward(Y_hat, Y, delta):
    """The gradient of the Huber loss with respect to the predictions.

    The loss is the mean over all entries of
        e**2 / 2                   where |e| <= delta,
        delta * (|e| - delta / 2)  beyond, with e = Y_hat - Y.
    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    delta: > 0.
    Returns one slope for each prediction, the same shape.
    """
    ...
''',
    outcomes=("Derive the gradient of a loss that is made of two formulas.",),
    axes={"Y_hat": "m k", "Y": "m k", "delta": "", "dY_hat": "m k"},
    returns="dY_hat",
    properties=(
        shape(lambda Y_hat, *_: Y_hat.shape),
        floats,
        finite,
        Property(
            "no slope steeper than delta",
            lambda dY_hat, Y_hat, Y, delta: np.max(np.abs(dY_hat)) <= delta * (1 + 1e-6),
        ),
    ),
    hints=(
        "Differentiate each formula by itself. Where do the two slopes meet?",
        "Within delta the slope grows with the error. Beyond, it stays what it was at delta, with "
        "the sign of the error.",
        "np.clip holds numbers between two bounds. And the loss is a mean: each entry has only its "
        "share in it.",
    ),
    experiment="huber_backward(np.array([1.0, -4.0]), np.zeros(2), 2.0)\n"
    "# slopes 1 and -2, shared by two: 0.5, -1",
)


@huber_backward.probes
def _(rng):
    for case in probes.cases():
        delta = float(rng.uniform(0.6, 0.9))
        yield case.label, case.normal(rng, "m k", 2.0), case.normal(rng, "m k"), delta
    yield "predictions of shape (m,)", rng.normal(size=9), rng.normal(size=9), 0.7
    yield "small errors only", 0.1 * rng.normal(size=(5, 2)), np.zeros((5, 2)), 2.0
    yield "large errors only", 5 + rng.random((5, 2)), -rng.random((5, 2)), 1.5


def slopes(slope):
    """A backward with these slopes of an error, `slope(e, delta)`, in a mean."""
    return lambda Y_hat, Y, delta: slope(Y_hat - Y, delta) / Y_hat.size


huber_backward.mistake(
    "sign",
    "The sign is turned round. If a prediction is too large, making it larger raises the loss: "
    "the slope is positive.",
)(slopes(lambda e, delta: np.clip(-e, -delta, delta)))

huber_backward.mistake(
    "never_cut_off",
    "Your slopes grow with the error without end, so an outlier still rules. Beyond delta the loss "
    "is a straight line.",
)(slopes(lambda e, delta: e))

huber_backward.mistake(
    "always_straight",
    "Your slopes are delta or -delta everywhere. Within delta a smaller error has a flatter slope.",
)(slopes(lambda e, delta: delta * np.sign(e)))

huber_backward.mistake(
    "slope_one_beyond",
    "Beyond delta your slope is 1 or -1. The line has slope delta, so that it goes on where the "
    "bowl ends.",
)(slopes(lambda e, delta: np.where(np.abs(e) <= delta, e, np.sign(e))))

huber_backward.mistake(
    "zero_beyond",
    "Beyond delta your slope is 0, as if an outlier cost nothing more. The loss still grows there.",
)(slopes(lambda e, delta: np.where(np.abs(e) <= delta, e, 0)))

huber_backward.mistake(
    "sign_lost",
    "Beyond delta your slope is always positive. It has the sign of the error.",
    "huber_backward(np.array([-4.0]), np.zeros(1), 2.0)\n# too low by far: -2",
)(slopes(lambda e, delta: np.where(np.abs(e) <= delta, e, delta)))

huber_backward.mistake(
    "cut_off_above_only",
    "Errors that are far too low are not held. The bound is the same on both sides.",
    "huber_backward(np.array([-4.0]), np.zeros(1), 2.0)\n# too low by far: -2",
)(slopes(lambda e, delta: np.minimum(e, delta)))

huber_backward.mistake(
    "sides_swapped",
    "The formulas are exchanged: within delta the slope is the error, beyond it stays the same.",
)(slopes(lambda e, delta: np.where(np.abs(e) <= delta, delta * np.sign(e), e)))

huber_backward.mistake(
    "twice",
    "Twice the right slopes: the 1/2 of the loss has taken the 2 of the square away.",
)(slopes(lambda e, delta: 2 * np.clip(e, -delta, delta)))

huber_backward.mistake(
    "errors_lose_their_sign",
    "Your slopes are all positive: you use the size of the error. Its sign says which way is up.",
)(slopes(lambda e, delta: np.minimum(np.abs(e), delta)))


@huber_backward.mistake(
    "not_divided",
    "You differentiated the sum. The loss is a mean, so each slope is divided by the number of "
    "entries.",
)
def _(Y_hat, Y, delta):
    return np.clip(Y_hat - Y, -delta, delta)


@huber_backward.mistake(
    "divided_by_examples",
    "You divide by the number of examples only. The mean is over all entries, m times k of them.",
    "huber_backward(np.ones((1, 4)), np.zeros((1, 4)), 2.0)\n# slopes of 1 shared by four: "
    "0.25, 0.25, 0.25, 0.25",
)
def _(Y_hat, Y, delta):
    return np.clip(Y_hat - Y, -delta, delta) / len(Y)


@huber_backward.mistake(
    "delta_fixed",
    "Your errors are held at 1, whatever delta is.",
)
def _(Y_hat, Y, delta):
    return right(Y_hat, Y, 1.0)


@huber_backward.mistake(
    "averaged",
    "You give one number. Every prediction has a slope of its own.",
)
def _(Y_hat, Y, delta):
    return np.mean(np.clip(Y_hat - Y, -delta, delta))


@huber_backward.mistake(
    "the_loss_itself",
    "That is the loss again. Its gradient says, for each prediction, how the loss changes with it.",
)
def _(Y_hat, Y, delta):
    size = np.abs(Y_hat - Y)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))
