"""The exercise `rmsprop_step`: a gradient divided by its recent size."""
# mypy: allow-untyped-defs

import math

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


ZERO_SLOPE = (
    "p, g, s = np.zeros(2), np.array([0.0, 2.0]), np.zeros(2)\n"
    "rmsprop_step(p, g, s, 0.5, 0.75); print(p.round(2))  # 0 and -1"
)


@rmsprop_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only. -= changes the array itself.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p = p - learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "mean_not_kept",
    "The first step is right, and every later one takes the old mean for zero. If you wrote s = "
    "decay * s + ...: that makes a new array, and the caller's s stays as it was. Change s in "
    "place.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "root_missing",
    "You divide by the mean square itself. Its root is the size of a gradient; without it, small "
    "gradients make giant steps.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / (s + eps)


@rmsprop_step.mistake(
    "gradient_not_squared",
    "You average the gradient, not its square. The mean of gradients of both signs is no size: it "
    "can be negative, and then its root is NaN.",
    "p, g, s = np.zeros(1), np.full(1, -2.0), np.zeros(1)\n"
    "rmsprop_step(p, g, s, 0.5, 0.75); print(p.round(2))  # 1",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "mean_of_sizes",
    "You average the size of the gradient, |g|. RMSprop averages its square and takes the root of "
    "the mean, so that large gradients count for more.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * np.abs(g)
    p -= learning_rate * g / (s + eps)


@rmsprop_step.mistake(
    "root_of_the_mean_size",
    "You average |g| and then take the root. The root belongs to a mean of squares.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * np.abs(g)
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "weights_exchanged",
    "The weights of old and new are exchanged: your mean keeps 1 - decay of itself. At 0.99 it "
    "would forget nearly everything at each step.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = (1 - decay) * s + decay * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "new_square_in_full",
    "The new square counts in full. The two weights of a running mean add up to 1: what the old "
    "mean does not keep is the new square's, and no division makes up for it afterwards.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "sum_of_squares",
    "You add up all squares and forget nothing. That is Adagrad, whose steps become shorter and "
    "shorter; RMSprop forgets, with decay.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s += g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "old_mean_kept_in_full",
    "You add (1 - decay) times the new square and keep the old mean in full: it only grows. It "
    "keeps decay of itself.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s += (1 - decay) * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "step_before_the_mean",
    "You divide by the old mean, which is zero at the first step: g / eps throws p far away. First "
    "bring s up to date, then step.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    p -= learning_rate * g / (np.sqrt(s) + eps)
    s[...] = decay * s + (1 - decay) * g**2


@rmsprop_step.mistake(
    "eps_missing",
    "Where the slope has always been zero you divide 0 by 0, and p becomes NaN. That is what eps "
    "is for.",
    ZERO_SLOPE,
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / np.sqrt(s)


@rmsprop_step.mistake(
    "brackets_missing",
    "You add eps to the quotient, so p moves where the slope is zero, and 0 is still divided by 0. "
    "Brackets are missing: divide by the root and eps together.",
    "p, g, s = np.zeros(1), np.zeros(1), np.ones(1)\n"
    "rmsprop_step(p, g, s, 0.5, 0.75, 0.1); print(p)  # without a slope it stays 0",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / np.sqrt(s) + eps


@rmsprop_step.mistake(
    "share_without_brackets",
    "Brackets are missing: 1 - decay * g ** 2 takes a part of the square away from 1. The new "
    "square has the share (1 - decay).",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + 1 - decay * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "root_of_one_number",
    "math.sqrt takes a single number. np.sqrt takes the root of every entry of an array.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / (math.sqrt(s) + eps)


@rmsprop_step.mistake(
    "mean_grows",
    "From the second step on, you add decay * s to a mean that is kept in full: s += decay * s + "
    "... does that. The old mean should keep the share decay, and no more.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s += decay * s + (1 - decay) * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "root_kept",
    "The first step is right. But you keep the root in s, and average it with the next square. s "
    "stays a mean of squares; the root gets a name of its own.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = np.sqrt(decay * s + (1 - decay) * g**2)
    p -= learning_rate * g / (s + eps)


@rmsprop_step.mistake(
    "uphill",
    "p moves with the gradient, and so uphill. Where is the minus?",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p += learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "multiplied",
    "You multiply the gradient by its size. Dividing makes all entries move alike; multiplying "
    "makes the steep ones move even more.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g * (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "rate_unused",
    "The learning rate is missing: the steps are as long as if it were 1.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= g / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "gradient_missing",
    "You divide the learning rate and leave out the gradient: p only ever falls, and a flat entry "
    "falls fastest. The gradient says which way.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate / (np.sqrt(s) + eps)


@rmsprop_step.mistake(
    "one_size_for_all",
    "All entries share one size: you took the mean of g ** 2 over the array. The mean runs over "
    "the steps, and each entry has its own.",
    "p, g, s = np.zeros(2), np.array([2.0, 4.0]), np.zeros(2)\n"
    "rmsprop_step(p, g, s, 0.5, 0.75); print(p.round(2))  # -1 and -1",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * np.mean(g**2)
    p -= learning_rate * g / (np.sqrt(s) + eps)


@rmsprop_step.accept(
    "eps_under_the_root",
    "A note: your eps stands under the root, as in TensorFlow. Then gradients far smaller than its "
    "root (for 1e-8, that is 1e-4) make shorter steps. The package adds it to the root.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / np.sqrt(s + eps)


@rmsprop_step.accept(
    "eps_as_a_floor",
    "A note: your eps is the least that is divided by, where the package adds it to the root. It "
    "makes a difference for gradients about as small as eps only.",
)
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / np.maximum(np.sqrt(s), eps)
