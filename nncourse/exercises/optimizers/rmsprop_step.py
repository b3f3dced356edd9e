"""The exercise `rmsprop_step`: a gradient divided by its recent size."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, after_each_step, starts


def taken(answer, p, g, s, *settings):
    """The parameter after each step; g holds the gradients of all steps."""
    return after_each_step(p, g, lambda g, t: answer(p, g, s, *settings))


rmsprop_step = Exercise(
    id="optimizers.rmsprop_step",
    title="A step of RMSprop",
    points=2,
    reference=optimizers.rmsprop_step,
    contract='''
def rmsprop_step(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    """One step of RMSprop on one parameter.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    s: the running mean of the squared gradient, entry by entry, the same
        shape, zeros before the first step; changed in place.
    decay: in [0, 1), the weight of the old mean; the new square has the rest.
    eps: a small number, added to the root of the new mean.
    p moves against g divided by that sum, by learning_rate times it.
    Returns nothing.
    """
    ...
''',
    outcomes=("Keep a running mean in place.", "Divide each gradient by its recent size."),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "s"),
    use=taken,
    hints=(
        "A running mean takes a little of the new number and keeps most of the old: the two "
        "weights add up to 1. What is averaged here is the square of g.",
        "The root of s is the recent size of g. Each entry of g is divided by its own.",
        "s shrinks to decay times itself and gains (1 - decay) times the square of g, both in "
        "place. Then p takes the step of plain descent, with g divided by the root plus eps.",
    ),
    experiment="p, g, s = np.zeros(1), np.full(1, 2.0), np.zeros(1)\n"
    "for _ in range(3): rmsprop_step(p, g, s, 0.5, 0.75); print(p.round(2))  # -1, -1.76, -2.41",
)


@rmsprop_step.probes
def _(rng):
    for label, p, g in starts(rng):
        settings = rng.uniform(0.1, 0.3), rng.uniform(0.8, 0.9), 1e-8
        yield label, p, g, np.zeros_like(p), *settings
    p, g = rng.normal(size=3), rng.normal(size=(4, 3))
    yield "a large eps", p.copy(), g.copy(), np.zeros(3), 0.1, 0.9, 0.05
    yield "the default settings", p, g * [1.0, 1e-3, 1e-6], np.zeros(3), 0.1
