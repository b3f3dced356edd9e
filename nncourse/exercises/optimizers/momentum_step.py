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


@momentum_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only. -= changes the array itself.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p = p - learning_rate * v


@momentum_step.mistake(
    "velocity_not_kept",
    "Your steps are those of plain descent: no earlier gradient has a part in them. Either p moves "
    "by g in place of v, or v is lost: v = momentum * v + g makes a new array, and the caller's "
    "stays zero. Change v in place.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    p -= learning_rate * v


@momentum_step.mistake(
    "running_mean",
    "You add only (1 - momentum) * g, so v is a running mean. That is in use elsewhere, with a "
    "larger learning rate (at 0.9, ten times); here g is added in full.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + (1 - momentum) * g
    p -= learning_rate * v


@momentum_step.mistake(
    "rate_on_the_old_velocity",
    "The first step is right. From the second on, the old velocity is multiplied by the learning "
    "rate once more: v was stored with the rate in it, and then gets it again. Each gradient needs "
    "it once.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = learning_rate * (momentum * v + g)
    p -= v


@momentum_step.mistake(
    "rate_twice",
    "The learning rate comes in twice: once when g goes into v, once when v moves p. Once is "
    "enough, in either place.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + learning_rate * g
    p -= learning_rate * v


@momentum_step.mistake(
    "rate_unused",
    "p moves by the whole velocity. The learning rate says how much of it to take.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= v


@momentum_step.mistake(
    "friction_on_both",
    "Your friction acts on the new gradient, too: momentum * (v + g). It takes from the old "
    "velocity only; the first step is that of plain descent.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * (v + g)
    p -= learning_rate * v


@momentum_step.mistake(
    "momentum_on_the_gradient",
    "You multiply the gradient by momentum and add it to the old velocity, which keeps all it "
    "had. It should be the other way round: friction for v, g in full.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v += momentum * g
    p -= learning_rate * v


@momentum_step.mistake(
    "no_friction",
    "Nothing is ever lost: your second step uses g1 + g2 in full, the third g1 + g2 + g3, as if "
    "gradients were never cleared. Friction leaves the share momentum of the old velocity.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v += g
    p -= learning_rate * v


@momentum_step.mistake(
    "friction_feeds_the_velocity",
    "From the second step on, you add momentum * v to a velocity that is kept in full: the sum is "
    "1 + momentum times the old one. v += momentum * v + g does that. Friction leaves less.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v += momentum * v + g
    p -= learning_rate * v


@momentum_step.mistake(
    "replaced_by_the_step",
    "p holds the step alone, its old value is lost. =- assigns a negative number; what is needed "
    "is the operator -=.",
    "p, g, v = np.ones(1), np.full(1, 2.0), np.zeros(1)\n"
    "momentum_step(p, g, v, 0.25, 0.8); print(p)  # 1 - 0.5 = 0.5",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p[...] = -learning_rate * v


@momentum_step.mistake(
    "friction_is_one_minus_momentum",
    "Your friction leaves 1 - momentum of the velocity. At 0.9 almost nothing would be left; "
    "momentum itself is the share that stays.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = (1 - momentum) * v + g
    p -= learning_rate * v


@momentum_step.mistake(
    "friction_twice",
    "Friction acts twice in each step: on the velocity that you keep, and again when the next step "
    "begins. Before the step or after it comes to the same; once is enough.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * v
    v *= momentum


@momentum_step.mistake(
    "weights_exchanged",
    "You keep 1 - momentum of the velocity and add momentum times g: the weights of a mean, and "
    "exchanged. What stays of v is momentum; g comes in full.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = (1 - momentum) * v + momentum * g
    p -= learning_rate * v


@momentum_step.mistake(
    "uphill",
    "p moves with the gradients, and so uphill. One minus is needed, either when g goes into v or "
    "when v moves p; you have none, or two.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p += learning_rate * v


@momentum_step.mistake(
    "velocity_turns_back",
    "The first step is right. After it, the old velocity pulls against the new gradient: it is "
    "subtracted where it should be added, so each step undoes a part of the last one.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = g - momentum * v
    p -= learning_rate * v


@momentum_step.mistake(
    "step_before_the_push",
    "p does not move in the first step, and is late by one step ever after: it moves before the "
    "gradient has pushed the velocity. First v, then p.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    p -= learning_rate * v
    v[...] = momentum * v + g


@momentum_step.mistake(
    "nesterov",
    "That is Nesterov's step: p moves by g + momentum * v, looking ahead. It comes later; plain "
    "momentum moves p by v alone.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    optimizers.nesterov_step(p, g, v, learning_rate, momentum)


@momentum_step.mistake(
    "gradient_twice",
    "p takes two steps at once, one along g and one along v. The gradient is in v already.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * (g + v)


@momentum_step.mistake(
    "parameter_shrinks",
    "Momentum multiplies your p, which is drawn to zero. Friction is for the velocity; p only "
    "moves.",
    "p, g, v = np.ones(1), np.zeros(1), np.zeros(1)\n"
    "momentum_step(p, g, v, 0.5, 0.8); print(p)  # without a slope it stays 1",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p[...] = momentum * p - learning_rate * v


@momentum_step.mistake(
    "momentum_fixed",
    "Your friction is always that of 0.9: the argument momentum is not used.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = 0.9 * v + g
    p -= learning_rate * v


@momentum_step.mistake(
    "gradient_changed",
    "p moves as it should, but the caller's g is changed as well, and whoever uses it next gets "
    "other numbers. Change v and p only.",
    "g = np.full(1, 2.0)\nfor _ in range(2): momentum_step(np.zeros(1), g, np.ones(1), 0.5, 0.8); "
    "print(g)  # still 2, and 2",
)
def _(p, g, v, learning_rate, momentum=0.9):
    g += momentum * v
    v[...] = g
    p -= learning_rate * g
