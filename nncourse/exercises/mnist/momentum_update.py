"""The exercise `momentum_update`: a velocity for every parameter of a network."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import optimizers
from nncourse.exercises.form import Exercise

STEPS = 3


def three_steps(answer, params, grads, velocities, *settings):
    """The caller's own parameters after each step; grads holds the gradients of all steps."""
    arrays, places = dict(params), []
    for t in range(STEPS):
        answer(params, {name: g[t] for name, g in grads.items()}, velocities, *settings)
        places.append({name: np.copy(p) for name, p in arrays.items()})
    return tuple(places)


momentum_update = Exercise(
    id="mnist.momentum_update",
    title="A velocity for every parameter",
    points=2,
    reference=optimizers.momentum_update,
    contract='''
def momentum_update(params, grads, velocities, learning_rate, momentum=0.9):
    """One step with momentum on every parameter of a network.

    params, grads, velocities: dictionaries with the same names, of arrays;
        the velocities are zeros before the first step.
    Each velocity keeps its share momentum, and its gradient is added.
    Each parameter moves against its new velocity, by learning_rate times it.
    Parameters and velocities change in place, gradients not at all.
    Returns nothing.
    """
    ...
''',
    outcomes=("Train all parameters of a network with momentum.",),
    axes={},
    returns=("after one step", "after two steps", "after three steps"),
    mutates=("params", "velocities"),
    use=three_steps,
    hints=(
        "Go through the names, as gradient_step does. Each parameter now has a gradient "
        "and a velocity under its name.",
        "The gradient no longer moves the parameter: it pushes the velocity, and the velocity "
        "moves the parameter.",
        "For each name: multiply the velocity by momentum, add the gradient to it, and take "
        "learning_rate times the velocity from the parameter, all in place with *=, += and -=.",
    ),
    experiment='own = {"w": np.zeros(1)}, {"w": np.full(1, 2.0)}, {"w": np.zeros(1)}\n'
    "for _ in range(3): momentum_update(*own, 0.5, 0.8); print(own[0])  # -1, -2.8, -5.24",
)


@momentum_update.probes
def _(rng):
    for label, shapes, *settings in (
        ("a network of two layers", {"0.W": (4, 3), "0.b": (3,), "2.W": (3, 2), "2.b": (2,)}, 0.2),
        ("another momentum", {"0.W": (2, 5), "0.b": (5,)}, 0.3, 0.6),
        ("a single neuron", {"w": (3,), "b": (1,)}, 0.1, 0.75),
        ("a square layer", {"W": (3, 3), "b": (3,)}, 0.25, 0.5),
    ):
        params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        grads = {name: rng.normal(size=(STEPS, *shape)) for name, shape in shapes.items()}
        yield label, params, grads, {n: np.zeros(s) for n, s in shapes.items()}, *settings


@momentum_update.in_short
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v *= momentum
        v += grads[name]
        p -= learning_rate * v


BOTH = (
    'own = [{"w": np.ones(1), "b": np.ones(1)}, {"w": np.full(1, 2.0), "b": np.full(1, 4.0)}, '
    '{"w": np.zeros(1), "b": np.zeros(1)}]\n'
)


@momentum_update.mistake(
    "first_parameter_only",
    "Only the first parameter moved: a return or break inside the loop ends it in its first round.",
    BOTH + "momentum_update(*own, 0.25); print(own[0])  # 0.5 and 0",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    name = next(iter(params))
    velocities[name][...] = momentum * velocities[name] + grads[name]
    params[name] -= learning_rate * velocities[name]


@momentum_update.mistake(
    "rebound",
    "The caller's arrays stay as they were: p = p - ... makes new ones. A network that holds the "
    "old arrays learns nothing. -= changes an array itself.",
    'w = np.ones(1); momentum_update({"w": w}, {"w": np.full(1, 2.0)}, {"w": np.zeros(1)}, 0.25)\n'
    "print(w)  # 0.5",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name in params:
        velocities[name] = momentum * velocities[name] + grads[name]
        params[name] = params[name] - learning_rate * velocities[name]


@momentum_update.mistake(
    "velocity_not_kept",
    "Your steps are those of plain descent. Either the parameters move by the gradients, or the "
    "velocities are lost: v = momentum * v + g makes a new array, and the one in velocities stays "
    "zero.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        p -= learning_rate * (momentum * velocities[name] + grads[name])


@momentum_update.mistake(
    "running_mean",
    "You add only (1 - momentum) times the gradient, so a velocity is a running mean. That is in "
    "use elsewhere, with a larger learning rate; here the gradient is added in full.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * v + (1 - momentum) * grads[name]
        p -= learning_rate * v


@momentum_update.mistake(
    "rate_twice",
    "The learning rate comes in twice: once when the gradient goes into the velocity, once when "
    "the velocity moves the parameter. Once is enough.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * v + learning_rate * grads[name]
        p -= learning_rate * v


@momentum_update.mistake(
    "rate_on_the_old_velocity",
    "The first step is right. From the second on, the old velocity has the learning rate in it, "
    "and is multiplied by it once more. Each gradient needs it once.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = learning_rate * (momentum * v + grads[name])
        p -= v


@momentum_update.mistake(
    "rate_unused",
    "The parameters move by their whole velocities. The learning rate says how much of it to take.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * v + grads[name]
        p -= v


@momentum_update.mistake(
    "no_friction",
    "Nothing is ever lost: your second step uses both gradients in full. Friction leaves the share "
    "momentum of the old velocity.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v += grads[name]
        p -= learning_rate * v


@momentum_update.mistake(
    "friction_on_both",
    "Your friction acts on the new gradient, too. It takes from the old velocity only; the first "
    "step is that of plain descent.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * (v + grads[name])
        p -= learning_rate * v


@momentum_update.mistake(
    "friction_is_one_minus_momentum",
    "Your friction leaves 1 - momentum of a velocity. momentum itself is the share that stays.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = (1 - momentum) * v + grads[name]
        p -= learning_rate * v


@momentum_update.mistake(
    "momentum_fixed",
    "Your friction is always that of 0.9: the argument momentum is not used.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    optimizers.momentum_update(params, grads, velocities, learning_rate, 0.9)


@momentum_update.mistake(
    "uphill",
    "The parameters move with the gradients, and so uphill. One minus is needed, and you have none "
    "or two.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    optimizers.momentum_update(params, grads, velocities, -learning_rate, momentum)


@momentum_update.mistake(
    "step_before_the_push",
    "Nothing moves in the first step, and everything is late by one ever after: the parameter "
    "moves before the gradient has pushed the velocity. First the velocity, then the parameter.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        p -= learning_rate * v
        v[...] = momentum * v + grads[name]


@momentum_update.mistake(
    "friction_twice",
    "Friction acts twice in each step. Before the gradient is added or after the parameter has "
    "moved comes to the same; once is enough.",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * v + grads[name]
        p -= learning_rate * v
        v *= momentum


@momentum_update.mistake(
    "replaced_by_the_step",
    "The parameters hold the step alone; where they were is lost. =- assigns a negative number; "
    "what is needed is the operator -=.",
    BOTH + "momentum_update(*own, 0.25); print(own[0])  # 0.5 and 0",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v = velocities[name]
        v[...] = momentum * v + grads[name]
        p[...] = -learning_rate * v


@momentum_update.mistake(
    "gradients_changed",
    "The parameters move as they should, but the caller's gradients are changed as well. Change "
    "parameters and velocities only.",
    BOTH
    + "for _ in range(2): momentum_update(*own, 0.25); print(own[1])  # 2 and 4, twice: 2 and 4",
)
def _(params, grads, velocities, learning_rate, momentum=0.9):
    for name, p in params.items():
        v, g = velocities[name], grads[name]
        g += momentum * v
        v[...] = g
        p -= learning_rate * g
