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


@adamw_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only. -= changes the array itself, and adam_step needs the "
    "caller's.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p = p - learning_rate * weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "no_decay",
    "Your p takes Adam's step and does not shrink. If you wrote p = p - ..., with adam_step before "
    "it, that made a new array which nobody else sees.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "decay_in_the_gradient",
    "You add the decay to the gradient: that is a price on squares, as in the chapter on cats. "
    "Adam then divides it by the gradient's size. Decoupled decay goes to p directly.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g + weight_decay * p, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "decay_in_the_gradient_in_place",
    "You add the decay to the caller's gradient, in place. Two things are wrong with it: g should "
    "stay as it is, and the decay should go past Adam, to p directly.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    g += weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "decay_twice",
    "p decays twice: once by itself, and once through the gradient, where you added it as well. "
    "Give adam_step the gradient alone.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    loaded = g + weight_decay * p
    p -= learning_rate * weight_decay * p
    optimizers.adam_step(p, loaded, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "decay_divided_by_the_size",
    "You add the decay to Adam's v_hat, and both are divided by the gradient's size: entries with "
    "steep gradients hardly shrink. The decay stands outside of that division.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    before = p.copy()
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)
    p -= learning_rate * weight_decay * before / (np.sqrt(s / (1 - beta2**t)) + eps)


@adamw_step.mistake(
    "rate_missing_in_the_decay",
    "p loses the share weight_decay of itself. The share is learning_rate * weight_decay, so that "
    "a schedule which lowers the rate calms the decay as well.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "rate_missing_and_after_the_step",
    "After Adam's step, p loses the share weight_decay of itself. The share is learning_rate * "
    "weight_decay, so that a schedule which lowers the rate calms the decay as well.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)
    p -= weight_decay * p


@adamw_step.mistake(
    "shrunk_to_the_share",
    "You multiply p by learning_rate * weight_decay. That is the share it loses; it should keep "
    "the rest.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p *= learning_rate * weight_decay
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "grows",
    "Your p grows: the share is added. A decay is subtracted.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p += learning_rate * weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "same_amount_for_all",
    "You subtract learning_rate * weight_decay itself, the same for every entry: p drifts down "
    "instead of shrinking. It should lose that share of itself.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "sign_of_the_weight",
    "Every entry loses the same amount, whatever its size: you use the sign of p. That is the "
    "price on absolute values; a decay takes more from larger weights.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * np.sign(p)
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "gradient_decays",
    "You shrink by the gradient: g stands where p should. It is the weights that decay.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * g
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@adamw_step.mistake(
    "decay_without_a_step",
    "p shrinks, and that is all: Adam's step is missing.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * p


@adamw_step.mistake(
    "settings_not_handed_on",
    "p shrinks as it should, and Adam's step takes the usual betas and eps, whatever was given. "
    "Hand them on.",
    "p, v, s = np.zeros(1), np.zeros(1), np.zeros(1)\n"
    "adamw_step(p, np.ones(1), v, s, 1, 0.5, 0.2, 0.9, 0.999, 1.0); print(p)  # -0.25",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate)


@adamw_step.mistake(
    "settings_one_place_off",
    "You hand weight_decay on to adam_step, which takes it for beta1. Its arguments after "
    "learning_rate are beta1, beta2 and eps.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * p
    optimizers.adam_step(p, g, v, s, t, learning_rate, weight_decay, beta1, beta2)


@adamw_step.mistake(
    "no_correction",
    "The decay is right. In Adam's step the means are not corrected for their start at zero; "
    "adam_step does that, and may be called.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * p
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * g**2
    p -= learning_rate * v / (np.sqrt(s) + eps)


@adamw_step.mistake(
    "rmsprop_for_adam",
    "The decay is right, but the step after it is not Adam's: there is no mean gradient in it. "
    "Call adam_step.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p -= learning_rate * weight_decay * p
    optimizers.rmsprop_step(p, g, s, learning_rate, beta2, eps)


@adamw_step.accept(
    "decay_after_the_step",
    "A note: your p shrinks after Adam's step, so the step shrinks a little, too. The package lets "
    "it shrink first, as PyTorch does. Both are decoupled.",
)
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizers.adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)
    p -= learning_rate * weight_decay * p
