"""The exercise `adam_step`: momentum and RMSprop together, without their slow start."""
# mypy: allow-untyped-defs

import math

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
        "beta ** t of the zero is left, and all that came in since weighs 1 - beta ** t together. "
        "Divide by that, v with beta1 and s with beta2, into new arrays.",
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


ALWAYS_ONE_GRADIENT = (  # whose corrected means are right at once: each step is as long as the rate
    "p, v, s = np.zeros(1), np.zeros(1), np.zeros(1)\n"
    "for t in range(1, 4): adam_step(p, np.full(1, 2.0), v, s, t, 0.5); "
    "print(p.round(3))  # -0.5, -1, -1.5"
)


def means(g, v, s, beta1, beta2):
    """Bring both running means up to date, in place."""
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * g**2


def corrected(v, s, t, beta1, beta2):
    """Both means, corrected for their start at zero."""
    return v / (1 - beta1**t), s / (1 - beta2**t)


@adam_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only. -= changes the array itself.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p = p - learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "means_not_kept",
    "The first step is right, then both means begin at zero again. If you wrote v = beta1 * v + "
    "...: that makes a new array, and the caller's stays as it was; with s it is the same. Change "
    "them in place.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "v_not_kept",
    "The first step is right, then v begins at zero again, while s is kept. If you wrote v = beta1 "
    "* v + ...: that makes a new array, and the caller's stays as it was. Change it in place.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    s[...] = beta2 * s + (1 - beta2) * g**2
    v = beta1 * v + (1 - beta1) * g
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "s_not_kept",
    "The first step is right, then s begins at zero again, while v is kept. If you wrote s = beta2 "
    "* s + ...: that makes a new array, and the caller's stays as it was. Change it in place.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "no_correction",
    "Your means are not corrected for their start at zero. With the usual betas v is ten times too "
    "small in the first step, the root of s thirty times: p moves three times as far as it should.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    p -= learning_rate * v / (np.sqrt(s) + eps)


@adam_step.mistake(
    "only_v_corrected",
    "You correct v and leave s as it is: too small at first, so the first steps are too long. Both "
    "began at zero.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, _ = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s) + eps)


@adam_step.mistake(
    "only_s_corrected",
    "You correct s and leave v as it is: too small at first, so the first steps are too short. "
    "Both began at zero.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    _, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "power_missing",
    "The first step is right, the later ones are not: you divide by 1 - beta each time. What is "
    "left of the zero is beta ** t, less with every step.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, 1, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "times_t",
    "The first step is right. Then you subtract beta times t from 1, where beta to the power t "
    "belongs; at t = 2 that is below zero already. A power is written **.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = v / (1 - beta1 * t), s / (1 - beta2 * t)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "power_outside",
    "The first step is right. Then you take the power of the whole bracket, (1 - beta) ** t, "
    "which falls to zero, and your correction grows without end. It is beta that gets the power.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = v / (1 - beta1) ** t, s / (1 - beta2) ** t
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "caret_for_power",
    "In Python ^ is no power: it works on the bits of whole numbers. A power is written **.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat = v / (1 - beta1 ^ t)
    p -= learning_rate * v_hat / (np.sqrt(s) + eps)


@adam_step.mistake(
    "t_one_too_high",
    "Your t is one too high: you correct with beta ** (t + 1). The caller counts from 1, so the "
    "first step is corrected by 1 - beta.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t + 1, learning_rate, beta1, beta2, eps)


@adam_step.mistake(
    "nan_from_the_start",
    "p is NaN from the first step on. Two usual reasons: with t one too low, 1 - beta ** 0 is 0, "
    "and 0 / 0 is NaN; or brackets are missing, and s / 1 - beta2 ** t, which is s minus a power, "
    "has no root.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t - 1, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "one_minus_missing",
    "You divide by beta ** t. That is the share of the zero that is left; divide by the share of "
    "all the rest.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    p -= learning_rate * v / beta1**t / (np.sqrt(s / beta2**t) + eps)


@adam_step.mistake(
    "multiplied_by_the_correction",
    "You multiply by 1 - beta ** t, which makes the means smaller still. They are too small; "
    "divide.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = v * (1 - beta1**t), s * (1 - beta2**t)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "corrected_in_place",
    "The first step is right. But you store the corrected means in v and s, so the next step "
    "averages numbers that were enlarged, and enlarges them again. Give them names of their own.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v /= 1 - beta1**t
    s /= 1 - beta2**t
    p -= learning_rate * v / (np.sqrt(s) + eps)


@adam_step.mistake(
    "s_corrected_in_place",
    "The first step is right. But you store the corrected s in s itself, so the next step averages "
    "a number that was enlarged, and enlarges it again. Give it a name of its own, as v has.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s[...] = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s) + eps)


@adam_step.mistake(
    "v_corrected_in_place",
    "The first step is right. But you store the corrected v in v itself, so the next step averages "
    "a number that was enlarged, and enlarges it again. Give it a name of its own, as s has.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v[...], s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "correction_outside_the_root",
    "The correction of s belongs under the root: you take the root of s first and divide by 1 - "
    "beta2 ** t afterwards.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, _ = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s) / (1 - beta2**t) + eps)


@adam_step.mistake(
    "corrections_exchanged",
    "The means are right, but each is corrected with the other's beta: v goes with beta1, s with "
    "beta2.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta2, beta1)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "one_beta_for_both_corrections",
    "You correct both means with beta1. s remembers longer: it goes with beta2.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta1)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "root_missing",
    "You divide by the corrected s itself. Its root is the size of a gradient; without it, small "
    "gradients make giant steps.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (s_hat + eps)


@adam_step.mistake(
    "betas_swapped",
    "The betas are exchanged: beta1 belongs to v, the mean gradient, and beta2 to s, the mean "
    "square.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta2, beta1, eps)


@adam_step.mistake(
    "beta2_unused",
    "Both of your means forget with beta1. s is to remember longer than v: it has beta2.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta1, eps)


@adam_step.mistake(
    "s_with_beta1",
    "Your s forgets with beta1, and is corrected with beta2. Both should be beta2.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta1)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "step_before_the_means",
    "p does not move in the first step, and is late by one step ever after: it moves before the "
    "gradient has come into v and s. First the means, then p.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)
    means(g, v, s, beta1, beta2)


@adam_step.mistake(
    "gradient_not_squared",
    "Your s averages the gradient, not its square. A mean of gradients of both signs is no size: "
    "it can be negative, and then its root is NaN.",
    "p, v, s = np.zeros(1), np.zeros(1), np.zeros(1)\n"
    "adam_step(p, np.full(1, -2.0), v, s, 1, 0.5); print(p.round(3))  # 0.5",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * g
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "square_of_the_mean",
    "Your s averages the square of v. It should average the square of the gradient itself: how "
    "large single gradients are, not how large their mean is.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * v**2
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "gradient_for_the_mean",
    "p moves by the newest gradient over its size: the mean v is kept, but not used. That is "
    "RMSprop with a correction.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    _, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * g / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "velocity_in_full",
    "Your v is momentum's velocity, which takes the gradient in full. Here v is a mean: the new "
    "gradient has the weight 1 - beta1.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + g
    s[...] = beta2 * s + (1 - beta2) * g**2
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "gradient_in_full",
    "You add the gradient and its square in full. v and s are means: what the old one does not "
    "keep, 1 - beta, is the weight of what is new.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + g
    s[...] = beta2 * s + g**2
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "weights_exchanged",
    "The weights of old and new are exchanged in both means: they keep 1 - beta of themselves. At "
    "0.9 and 0.999 they would forget nearly everything at each step.",
    ALWAYS_ONE_GRADIENT,
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, 1 - beta1, 1 - beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "eps_missing",
    "Where the slope has always been zero you divide 0 by 0, and p becomes NaN. That is what eps "
    "is for.",
    "p, v, s = np.zeros(2), np.zeros(2), np.zeros(2)\n"
    "adam_step(p, np.array([0.0, 2.0]), v, s, 1, 0.5); print(p.round(3))  # 0 and -0.5",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / np.sqrt(s_hat)


@adam_step.mistake(
    "brackets_missing",
    "You add eps to the quotient, so p moves where the slope is zero, and 0 is still divided by 0. "
    "Brackets are missing: divide by the root and eps together.",
    "p, v, s = np.zeros(1), np.zeros(1), np.ones(1)\n"
    "adam_step(p, np.zeros(1), v, s, 1, 0.5, eps=0.1); print(p)  # without a slope it stays 0",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / np.sqrt(s_hat) + eps


@adam_step.mistake(
    "multiplied",
    "You multiply v_hat by its size. Dividing makes all entries move alike; multiplying makes the "
    "steep ones move even more.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat * (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "root_of_one_number",
    "math.sqrt takes a single number. np.sqrt takes the root of every entry of an array.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (math.sqrt(s_hat) + eps)


@adam_step.mistake(
    "uphill",
    "p moves with the gradient, and so uphill. Where is the minus?",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p += learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "rate_unused",
    "The learning rate is missing: the steps are as long as if it were 1.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= v_hat / (np.sqrt(s_hat) + eps)


@adam_step.mistake(
    "one_size_for_all",
    "All entries share one size: you took the mean of g ** 2 over the array. The mean runs over "
    "the steps, and each entry has its own.",
    "p, v, s = np.zeros(2), np.zeros(2), np.zeros(2)\n"
    "adam_step(p, np.array([2.0, 4.0]), v, s, 1, 0.5); print(p.round(3))  # -0.5 and -0.5",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * np.mean(g**2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@adam_step.accept(
    "eps_beside_the_uncorrected_root",
    "A note: you correct the learning rate in place of v and s, as the paper suggests and "
    "TensorFlow does, and add eps to the root of the uncorrected s. There it weighs more in the "
    "first steps; the package adds it to the corrected root.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    rate = learning_rate * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    p -= rate * v / (np.sqrt(s) + eps)


@adam_step.accept(
    "eps_under_the_root",
    "A note: your eps stands under the root. Then gradients far smaller than its root (for 1e-8, "
    "that is 1e-4) make shorter steps. The package adds it to the root.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / np.sqrt(s_hat + eps)


@adam_step.accept(
    "eps_as_a_floor",
    "A note: your eps is the least that is divided by, where the package adds it to the root. It "
    "makes a difference for gradients about as small as eps only.",
)
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    means(g, v, s, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    p -= learning_rate * v_hat / np.maximum(np.sqrt(s_hat), eps)
