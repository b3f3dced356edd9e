"""The variant `adagrad_step`: the more a weight has moved, the smaller its steps."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.steps import KEEPS, MOVES
from nncourse.exercises.optimizers.momentum_step import taken
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, starts


def right(p, g, s, learning_rate, eps=1e-8):
    """Add the squares up, and divide each step by their root.

    Source: Duchi, Hazan and Singer (2011).
    """
    s += g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


adagrad_step = Graded(
    id="optimizers.adagrad_step",
    title="Steps that get shorter by themselves",
    like="optimizers.rmsprop_step",
    points=3,
    reference=right,
    contract='''
def adagrad_step(p, g, s, learning_rate, eps=1e-8):
    """One step of AdaGrad on one parameter.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    s: the sum of all squared gradients so far, entry by entry, the same
        shape, zeros before the first step; changed in place.
    eps: added to the root, so that nothing is divided by 0.
    p moves against the gradient, by learning_rate times it, divided by the
        root of the sum of all squares, this step's too, plus eps.
    Returns nothing.
    """
    ...
''',
    outcomes=("Give each weight a step of its own, by what its gradients have been.",),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "s"),
    use=taken,
    properties=(KEEPS, MOVES),
    hints=(
        "Two lines: first what is remembered changes, then the parameter.",
        "Nothing is ever forgotten here: squares are added to s, entry by entry, and never fade.",
        "Both arrays belong to the caller, so += and -=. The root is taken of s as a whole, and "
        "eps is added outside of it.",
    ),
    experiment="w, d, a = np.zeros(1), np.full(1, 3.0), np.zeros(1)\n"
    "for _ in range(3): adagrad_step(w, d, a, 0.5); print(w.round(3))  # -0.5, -0.854, -1.142",
)


@adagrad_step.probes
def _(rng):
    for label, p, g in starts(rng):
        yield label, p, g, np.zeros_like(p), rng.uniform(0.1, 0.3), 1e-3
    p, g = rng.normal(size=3), 1e-4 * rng.normal(size=(4, 3))
    yield "the default eps", p, g, np.zeros(3), 0.2
    yield "a sum from before", p, g, np.full(3, 2e-8), 0.2, 1e-5


@adagrad_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    p = p - learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "sum_not_kept",
    "Your steps know only the newest gradient, as if s were always what it was at first. Change "
    "the caller's s, in place.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s = s + g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "replaced",
    "You put the newest square in the place of the sum. It is added to what is there.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s[...] = g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "running_mean",
    "You keep a running mean of the squares, as RMSprop does. AdaGrad forgets nothing: it adds "
    "them up in full.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s[...] = 0.9 * s + 0.1 * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "root_left_out",
    "You divide by the sum of the squares itself. Its root has the size of a gradient.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    p -= learning_rate * g / (s + eps)


@adagrad_step.mistake(
    "not_squared",
    "You add the gradients up without squaring them: those of different sign cancel, and a "
    "negative sum has no root.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g
    with np.errstate(all="ignore"):
        p -= learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "sizes_added",
    "You add up the sizes of the gradients. Their squares are added up, and then the root is "
    "taken.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += np.abs(g)
    p -= learning_rate * g / (s + eps)


@adagrad_step.mistake(
    "eps_under_the_root",
    "Your eps stands under the root, and so weighs much more: the root of 1e-6 is 1e-3. It is "
    "added outside.",
    "w = np.zeros(1)\nadagrad_step(w, np.full(1, 0.1), np.zeros(1), 0.5, 0.1); w  # -0.25",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    p -= learning_rate * g / np.sqrt(s + eps)


@adagrad_step.mistake(
    "eps_left_out",
    "Where every gradient was 0 you divide 0 by 0. That is what eps is for.",
    "w = np.ones(1)\nadagrad_step(w, np.zeros(1), np.zeros(1), 0.5); w  # still 1",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    with np.errstate(all="ignore"):
        p -= learning_rate * g / np.sqrt(s)


@adagrad_step.mistake(
    "eps_fixed",
    "Your eps is always 1e-8: the argument is not used.",
    "w = np.zeros(1)\nadagrad_step(w, np.full(1, 0.1), np.zeros(1), 0.5, 0.1); w  # -0.25",
)
def _(p, g, s, learning_rate, eps=1e-8):
    right(p, g, s, learning_rate)


@adagrad_step.mistake(
    "old_sum_used",
    "You divide by the sum of the steps before, and add the new square afterwards: the first step "
    "is divided by eps alone. Add first.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    p -= learning_rate * g / (np.sqrt(s) + eps)
    s += g**2


@adagrad_step.mistake(
    "gradient_left_out",
    "Your steps always go down: the gradient itself is missing above the root, and with it the "
    "direction.",
    "w = np.zeros(1)\nadagrad_step(w, np.full(1, -3.0), np.zeros(1), 0.5); w  # 0.5",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    p -= learning_rate / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "uphill",
    "p moves with the gradients, and so uphill. Where is the minus?",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    p += learning_rate * g / (np.sqrt(s) + eps)


@adagrad_step.mistake(
    "rate_unused",
    "The learning rate is not used: every first step has length 1.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    right(p, g, s, 1.0, eps)


@adagrad_step.mistake(
    "plain_descent",
    "That is plain descent: nothing is divided by what the gradients have been.",
)
def _(p, g, s, learning_rate, eps=1e-8):
    p -= learning_rate * g


@adagrad_step.mistake(
    "gradient_changed",
    "p moves as it should, but the caller's g is changed as well. Change s and p only.",
    "d = np.full(1, 2.0)\nadagrad_step(np.zeros(1), d, np.ones(1), 0.5); d  # still 2",
)
def _(p, g, s, learning_rate, eps=1e-8):
    s += g**2
    g /= np.sqrt(s) + eps
    p -= learning_rate * g
