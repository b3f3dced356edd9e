"""The exercise `adam_step`: momentum and RMSprop together, without their slow start."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, after_each_step, starts


def taken(answer, p, g, v, s, t, *settings):
    """The parameter after each step; g holds the gradients of all, t is the first one's number."""
    return after_each_step(p, g, lambda g, i: answer(p, g, v, s, t + i - 1, *settings))


adam_step = Exercise(
    id="optimizers.adam_step",
    title="A step of Adam",
    points=4,
    reference=optimizers.adam_step,
    contract='''
def adam_step(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam on one parameter.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    v, s: the running means of g and of its square, the same shape, zeros
        before the first step; changed in place.
    t: the number of this step: 1, 2, 3, ...
    beta1, beta2: in [0, 1), the weights of the old means v and s; what is new
        has the rest.
    eps: a small number, added to the root of the corrected s.
    p moves against the corrected v divided by that sum, by learning_rate
        times it. v and s themselves stay uncorrected.
    Returns nothing.
    """
    ...
''',
    outcomes=("Write a step of Adam.", "Correct a running mean for its start at zero."),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "v", "s"),
    use=taken,
    hints=(
        "v is momentum's velocity as a running mean, s is RMSprop's mean square. After t steps "
        "each still has a share of the zero it began with, and is too small by that.",
        "Of the zero beta ** t is left. What came in since weighs 1 - beta ** t together: divide "
        "by it, v with beta1 and s with beta2, into new arrays.",
        "Change v and s in place, as RMSprop does with s. Give the corrected ones names of their "
        "own, such as v_hat and s_hat, and take RMSprop's step with v_hat in the place of g.",
    ),
    experiment="p, v, s = np.zeros(1), np.zeros(1), np.zeros(1)\n"
    "for t in (1, 2): adam_step(p, np.full(1, 4.0 - t), v, s, t, 0.5, 0.5, 0.75); "
    "print(p.round(3))  # -0.5, -0.971",
)


@adam_step.probes
def _(rng):
    for label, p, g in starts(rng):
        settings = rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.8), rng.uniform(0.85, 0.95), 1e-8
        yield label, p, g, np.zeros_like(p), np.zeros_like(p), 1, *settings
    p, g = rng.normal(size=3), rng.normal(size=(4, 3))
    yield "a large eps", p.copy(), g.copy(), np.zeros(3), np.zeros(3), 1, 0.1, 0.9, 0.95, 0.05
    small = g * [1.0, 1e-3, 1e-6]
    yield "the default settings", p, small, np.zeros(3), np.zeros(3), 1, 0.1
