"""The exercise `adamw_step`: Adam, and weights that decay past it."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.adam_step import taken
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, starts

adamw_step = Exercise(
    id="optimizers.adamw_step",
    title="Adam with weights that decay",
    points=2,
    reference=optimizers.adamw_step,
    contract='''
def adamw_step(
    p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8
):
    """One step of AdamW on one parameter: it shrinks, then takes Adam's step.

    p: the parameter, any shape; changed in place.
    weight_decay: 0 or more; p loses the share learning_rate * weight_decay
        of itself, and the gradient does not hear of it.
    g, v, s, t, learning_rate, beta1, beta2, eps: as adam_step takes them.
        g is not changed, v and s are.
    Returns nothing.
    """
    ...
''',
    outcomes=("Let weights decay past the optimizer, not through it.",),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "v", "s"),
    use=taken,
    hints=(
        "Two things happen to p, one after the other, and the first has nothing to do with the "
        "gradient.",
        "You have written the second already: call adam_step, with all that it takes.",
        "One line in which p loses learning_rate * weight_decay times itself, in place; one line "
        "with adam_step.",
    ),
    experiment="p, v, s = np.full(1, 10.0), np.zeros(1), np.zeros(1)\n"
    "for t in (1, 2): adamw_step(p, np.full(1, 3.0), v, s, t, 0.5, 0.2); print(p)  # 8.5, 7.15",
)


@adamw_step.probes
def _(rng):
    for label, p, g in starts(rng):
        settings = rng.uniform(0.1, 0.3), rng.uniform(0.5, 0.8), rng.uniform(0.6, 0.8), 0.9, 1e-8
        yield label, p + 1, g, np.zeros_like(p), np.zeros_like(p), 1, *settings
    p, g = rng.normal(size=3), rng.normal(size=(4, 3))
    zeros = np.zeros(3)
    yield "a large eps", p.copy(), g.copy(), zeros, zeros.copy(), 1, 0.1, 0.3, 0.9, 0.95, 0.05
    yield "the default settings", 100 * p, g, np.zeros(3), np.zeros(3), 1, 0.1
