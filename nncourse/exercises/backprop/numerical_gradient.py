"""The exercise `numerical_gradient`: measure a gradient."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import gradient_check
from nncourse.exercises.form import Exercise


def gradient_and_array(answer, f, x, *eps):
    """What an answer returns, and the array that it nudged, as it is afterwards."""
    return answer(f, x, *eps), x


def bumpy(x):
    """A function whose slope depends on the entry itself and on its neighbours."""
    x = x.ravel()
    return float((x**5).sum() + (x[:-1] * x[1:] ** 2).sum())


def of_a_bumpy_function(x, *eps):
    """The arguments: the function comes first."""
    return bumpy, x, *eps


numerical_gradient = Exercise(
    id="backprop.numerical_gradient",
    title="Measure a gradient",
    points=4,
    reference=gradient_check.numerical_gradient,
    contract='''
def numerical_gradient(f, x, eps=1e-6):
    """The gradient of f at x, measured by central differences.

    f: a function that takes an array like x and returns a number.
    x: any shape, float64. It may be nudged, but is as it was at the end.
    eps: how far to nudge, to each side.
    Returns an array of the shape of x.
    """
    ...
''',
    outcomes=("Measure a gradient without deriving it.",),
    axes={},
    returns=("gradient", "x at the end"),
    mutates=("x",),
    use=gradient_and_array,
    build=of_a_bumpy_function,
    hints=(
        "The slope of f along one entry: nudge that entry up, see what f gives, nudge it down, see "
        "again. How far apart are the two points?",
        "np.ndindex(x.shape) walks through all indices, whatever the shape. Keep x[index] in a "
        "variable before you change it, and put it back after.",
        "In the loop: three writes to x[index] (up, down, back) and two calls of f. The difference "
        "is divided by the whole distance, 2 eps.",
    ),
    experiment="numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0]), 0.1)\n"
    "# 3.01 and 12.01",
)


@numerical_gradient.probes
def _(rng):
    yield "a vector", rng.uniform(1, 2, 5), 0.1
    yield "a matrix", rng.uniform(1, 2, (3, 2)), 0.05
    yield "a square matrix", rng.uniform(1, 2, (3, 3)), 0.2
    yield "a single entry", rng.uniform(1, 2, 1), 0.1
    yield "three axes", rng.uniform(1, 2, (2, 1, 3)), 1e-3
    yield "the default eps", rng.uniform(1, 2, 4)


@numerical_gradient.mistake(
    "one_sided",
    "You nudge to one side only. That works, but its error shrinks with eps, not with eps squared. "
    "Look at both sides of x.",
    "numerical_gradient(lambda x: (x**2).sum(), np.array([3.0]), 0.1)\n# 6, even for a large eps",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    here = f(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        gradient[index] = (f(x) - here) / eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "distance_halved",
    "Twice the right slope: from x - eps to x + eps the distance is 2 eps, and you divide by eps.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        above = f(x)
        x[index] = original - eps
        gradient[index] = (above - f(x)) / eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "brackets_missing",
    "You divide by 2 and then multiply by eps: / 2 * eps is read from left to right. The distance "
    "2 eps needs brackets.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        above = f(x)
        x[index] = original - eps
        gradient[index] = (above - f(x)) / 2 * eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "not_restored",
    "x is not what it was: each entry stays nudged, so the next slopes are measured at another "
    "point, and the network you check is changed. Put each entry back.",
    "x = np.array([1.0, 2.0]); numerical_gradient(lambda x: x.sum(), x, 0.1)\nx  # still 1 and 2",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
    return gradient


@numerical_gradient.mistake(
    "copy_not_restored",
    "You work on one copy and never put its entries back, so every slope but the first is measured "
    "at another point.",
    "numerical_gradient(lambda x: x[0] * x[1], np.array([1.0, 2.0]), 0.5)\n# 2 and 1",
)
def _(f, x, eps=1e-6):
    x = x.copy()
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
    return gradient


@numerical_gradient.mistake(
    "two_names_one_array",
    "All zeros: your two nudged arrays are one and the same, because = gives an array a second "
    "name and makes no copy.",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        x[index] -= 2 * eps
        gradient[index] = (f(x) - f(x)) / (2 * eps)
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "all_at_once",
    "You nudge all entries together and get one number: the slope along the diagonal. The gradient "
    "asks for each entry alone.",
    "numerical_gradient(lambda x: x[0] + 5 * x[1], np.zeros(2))\n# 1 and 5",
)
def _(f, x, eps=1e-6):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


@numerical_gradient.mistake(
    "all_at_once_spread",
    "Every entry has the same value: you nudge all entries together, and measure the slope along "
    "the diagonal again and again. Nudge one entry at a time.",
    "numerical_gradient(lambda x: x[0] + 5 * x[1], np.zeros(2))\n# 1 and 5",
)
def _(f, x, eps=1e-6):
    return np.full_like(x, (f(x + eps) - f(x - eps)) / (2 * eps))


@numerical_gradient.mistake(
    "rows_not_entries",
    "Right for vectors, not for matrices: your loop walks along the first axis and nudges whole "
    "rows. np.ndindex(x.shape) visits every entry.",
    "numerical_gradient(lambda x: x.sum(), np.zeros((2, 3)))\n# six ones",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        original = x[i].copy()
        x[i] = original + eps
        above = f(x)
        x[i] = original - eps
        gradient[i] = (above - f(x)) / (2 * eps)
        x[i] = original
    return gradient


@numerical_gradient.mistake(
    "flat",
    "The numbers are right, in a flat list. The gradient has the shape of x: start with "
    "np.zeros_like(x) and fill it.",
    "numerical_gradient(lambda x: x.sum(), np.zeros((2, 3))).shape\n# (2, 3)",
)
def _(f, x, eps=1e-6):
    return gradient_check.numerical_gradient(f, x, eps).ravel()


@numerical_gradient.mistake(
    "sign",
    "Your sign is turned round: the value below minus the value above. Uphill is where f grows.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    return -gradient_check.numerical_gradient(f, x, eps)


@numerical_gradient.mistake(
    "eps_ignored",
    "Your nudge is always the same: the argument eps is not used. Who calls the function decides "
    "how far to nudge.",
)
def _(f, x, eps=1e-6):
    return gradient_check.numerical_gradient(f, x)


@numerical_gradient.accept(
    "half_nudges",
    "You nudge by half of eps to each side and divide by eps: central differences as well, with a "
    "smaller error. The package nudges by eps.",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = eps / 2
        gradient[index] = (f(x + step) - f(x - step)) / eps
    return gradient


@numerical_gradient.accept(
    "five_points",
    "You use four points around x instead of two: the error falls with the fourth power of eps, "
    "for twice the work.",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = eps
        near, far = f(x + step) - f(x - step), f(x + 2 * step) - f(x - 2 * step)
        gradient[index] = (8 * near - far) / (12 * eps)
    return gradient
