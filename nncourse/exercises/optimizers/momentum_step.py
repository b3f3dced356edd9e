"""The exercise `momentum_step`: a velocity that gradients push."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, after_each_step, starts


def taken(answer, p, g, v, *settings):
    """The parameter after each step; g holds the gradients of all steps."""
    return after_each_step(p, g, lambda g, t: answer(p, g, v, *settings))


def restarts(rng):
    """The starts, with a velocity of zero, a learning rate and a momentum."""
    for label, p, g in starts(rng):
        yield label, p, g, np.zeros_like(p), rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.8)
    p, g = rng.normal(size=3), rng.normal(size=(4, 3))
    yield "the default momentum", p, g, np.zeros(3), 0.2


momentum_step = Exercise(
    id="optimizers.momentum_step",
    title="A step with momentum",
    points=2,
    reference=optimizers.momentum_step,
    contract='''
def momentum_step(p, g, v, learning_rate, momentum=0.9):
    """One step with momentum on one parameter.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    v: its velocity, the same shape, zeros before the first step;
        changed in place.
    momentum: in [0, 1), the share of the old velocity that friction leaves.
        The gradient is then added in full.
    p moves against the new velocity, by learning_rate times it.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take a step with momentum, and keep a velocity from step to step.",),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "v"),
    use=taken,
    hints=(
        "The gradient no longer moves the parameter. It pushes the velocity, and the velocity "
        "moves the parameter.",
        "Three things happen: friction takes its share of v, g is added to v, and p moves by "
        "learning_rate times v.",
        "All three change an array that the caller holds, so use *=, += and -=, one line each.",
    ),
    experiment="p, g, v = np.zeros(1), np.full(1, 2.0), np.zeros(1)\n"
    "for _ in range(3): momentum_step(p, g, v, 0.5, 0.8); print(p)  # -1, -2.8, -5.24",
)


@momentum_step.probes
def _(rng):
    yield from restarts(rng)
