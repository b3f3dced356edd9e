"""The exercise `nesterov_step`: momentum that looks ahead."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.momentum_step import restarts, taken
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP

nesterov_step = Exercise(
    id="optimizers.nesterov_step",
    title="Momentum that looks ahead",
    points=2,
    reference=optimizers.nesterov_step,
    contract='''
def nesterov_step(p, g, v, learning_rate, momentum=0.9):
    """One step with Nesterov's momentum on one parameter.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    v: its velocity, the same shape, zeros before the first step;
        changed in place as by momentum_step.
    momentum: in [0, 1), the share of the velocity that friction leaves.
    p moves against g + momentum * v, where v is the new velocity, by
        learning_rate times it.
    Returns nothing.
    """
    ...
''',
    outcomes=("Turn momentum into Nesterov's, which looks one step ahead.",),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "v"),
    use=taken,
    hints=(
        "The velocity changes as with momentum. Only the step that p takes is another.",
        "p takes the step of the gradient, and at once what friction will leave of the new "
        "velocity: the look ahead.",
        "First v, in place, with the new gradient in it. Then p loses learning_rate times the sum "
        "of g and momentum times that v.",
    ),
    experiment="p, g, v = np.zeros(1), np.full(1, 2.0), np.zeros(1)\n"
    "for _ in range(3): nesterov_step(p, g, v, 0.5, 0.8); print(p)  # -1.8, -4.24, -7.192",
)


@nesterov_step.probes
def _(rng):
    yield from restarts(rng)
