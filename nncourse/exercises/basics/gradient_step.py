"""The exercise `gradient_step`: one step downhill."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise


def after_two_steps(answer, params, grads, learning_rate):
    """The caller's own arrays, after two steps."""
    arrays = dict(params)
    for _ in range(2):
        answer(params, grads, learning_rate)
    return arrays


gradient_step = Exercise(
    id="basics.gradient_step",
    title="One step downhill",
    points=2,
    reference=optimizers.gradient_step,
    contract='''
def gradient_step(params, grads, learning_rate):
    """One step of gradient descent on every parameter.

    params: a dictionary, name -> array; the arrays are changed in place.
    grads: a dictionary, name -> array of the same shape; not changed.
    learning_rate: a number above 0.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take one step of gradient descent.", "Change an array in place."),
    axes={},
    returns="params",
    mutates=("params",),
    use=after_two_steps,
    hints=(
        "The gradient points uphill. Which way should each parameter go, and how far?",
        "Go through the names in params; each has its array, and grads has its slope under the "
        "same name.",
        "Every array loses learning_rate times its gradient; the operator -= does it in place.",
    ),
    experiment='w = np.ones(2); gradient_step({"w": w}, {"w": np.array([5.0, 0.0])}, 0.1)\n'
    "w  # now 0.5 and 1",
)


LABELS = ("a layer", "another layer", "a square layer", "one more layer", "a layer in float32")


@gradient_step.probes
def _(rng):
    for label, case in zip(LABELS, probes.cases(), strict=True):
        params = {"W": case.normal(rng, "n h"), "b": case.normal(rng, "h")}
        grads = {"W": case.normal(rng, "n h"), "b": case.normal(rng, "h")}
        yield label, params, grads, 0.1 + 0.05 * case["k"]
    yield "tiny gradients", {"w": np.ones(3)}, {"w": np.array([1e-6, 1e-3, 1.0])}, 0.5


@gradient_step.mistake(
    "uphill",
    "You add the gradient and walk uphill: where the loss should fall, it grows. Downhill is "
    "against the gradient.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] += learning_rate * grads[name]


@gradient_step.mistake(
    "rebound",
    "The caller's arrays are unchanged: you computed new ones, and only your own name or the "
    "dictionary points to them. A network that holds the old arrays learns nothing.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] = params[name] - learning_rate * grads[name]


@gradient_step.mistake(
    "learning_rate_unused",
    "You subtract the whole gradient. The learning rate says how much of it: without it, a step "
    "overshoots the valley.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= grads[name]


@gradient_step.mistake(
    "divided_by_the_rate",
    "You divide by the learning rate, so a smaller rate makes larger steps. It is a factor.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= grads[name] / learning_rate


@gradient_step.mistake(
    "first_parameter_only",
    "Only the first parameter moved: a return or break inside the loop leaves it in its first "
    "round. The bias has to learn too.",
    "w, b = np.ones(1), np.ones(1); "
    'gradient_step({"w": w, "b": b}, {"w": w + 4, "b": b + 4}, 0.1)\n'
    "w, b  # now 0.5 and 0.5",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * grads[name]
        break


@gradient_step.mistake(
    "replaced_by_the_step",
    "You stored the step itself in place of the parameter. A step is taken from where the "
    "parameter was.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name][...] = -learning_rate * grads[name]


@gradient_step.mistake(
    "shrunk",
    "You scaled the parameter by the learning rate instead of the gradient. What is subtracted is "
    "learning rate times gradient.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * params[name]


@gradient_step.mistake(
    "only_the_sign",
    "You use only the sign of the gradient, so every step has the same length. Near the bottom the "
    "slope is small, and so should the step be.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * np.sign(grads[name])


@gradient_step.mistake(
    "gradients_changed",
    "The parameters move, but you scale the gradients in place as well: whoever uses them next "
    "gets other numbers.",
    'g = np.array([10.0]); gradient_step({"w": np.array([1.0])}, {"w": g}, 0.1)\ng  # still 10',
)
def _(params, grads, learning_rate):
    for name in params:
        grads[name] *= learning_rate
        params[name] -= grads[name]
