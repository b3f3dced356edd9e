"""The exercise `nesterov_step`: momentum that looks ahead."""
# mypy: allow-untyped-defs

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


@nesterov_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only. -= changes the array itself.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p = p - learning_rate * (g + momentum * v)


@nesterov_step.mistake(
    "velocity_not_kept",
    "Your steps know only the newest gradient, 1 + momentum times it. If you wrote v = momentum * "
    "v + g: that makes a new array, and the caller's v stays zero. Change v in place.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    p -= learning_rate * (g + momentum * v)


@nesterov_step.mistake(
    "plain_momentum",
    "That is plain momentum. To look ahead, p takes momentum times the new velocity, with g in it; "
    "g plus momentum times the old one is only the new velocity itself. (If you keep the old one "
    "by old = v: that is the same array. v.copy() is another.)",
)
def _(p, g, v, learning_rate, momentum=0.9):
    optimizers.momentum_step(p, g, v, learning_rate, momentum)


@nesterov_step.mistake(
    "plain_descent",
    "That is plain descent: neither an earlier gradient nor a look ahead has a part in your steps.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    p -= learning_rate * g


@nesterov_step.mistake(
    "look_ahead_without_friction",
    "You look too far ahead: p moves by g + v. Friction will have taken its share of v by then, so "
    "that momentum * v is left.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * (g + v)


@nesterov_step.mistake(
    "velocity_twice",
    "p takes the whole velocity and the look ahead on top, v + momentum * v. The old velocity was "
    "walked in the last look ahead; of this step only g is new.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * (v + momentum * v)


@nesterov_step.mistake(
    "look_ahead_alone",
    "p takes the look ahead, momentum * v, and leaves out the step of the gradient itself.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * momentum * v


@nesterov_step.mistake(
    "running_mean",
    "You add only (1 - momentum) * g to the velocity. That makes it a running mean; here g is "
    "added in full, as with momentum.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + (1 - momentum) * g
    p -= learning_rate * (g + momentum * v)


@nesterov_step.mistake(
    "no_friction",
    "The velocity never loses anything: it is g1 + g2 + ... in full. Friction leaves the share "
    "momentum of the old one before g is added, and not only in the look ahead.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v += g
    p -= learning_rate * (g + momentum * v)


@nesterov_step.mistake(
    "friction_twice",
    "Friction acts twice in each step: on the velocity that you keep, and again when the next step "
    "begins. Once between two gradients is enough.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    v *= momentum
    p -= learning_rate * (g + v)


@nesterov_step.mistake(
    "uphill",
    "p moves with the gradients, and so uphill. Where is the minus?",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p += learning_rate * (g + momentum * v)


@nesterov_step.mistake(
    "rate_unused",
    "p moves by the whole sum of gradient and look ahead. The learning rate says how much of it to "
    "take.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= g + momentum * v


@nesterov_step.mistake(
    "rate_on_the_gradient_alone",
    "Only the gradient is multiplied by the learning rate; the look ahead is taken in full. "
    "It belongs to both.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * g + momentum * v


@nesterov_step.mistake(
    "rate_on_the_look_ahead_alone",
    "Only the look ahead is multiplied by the learning rate; the gradient is taken in full. "
    "It belongs to both.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= g + learning_rate * momentum * v


@nesterov_step.mistake(
    "rate_on_the_old_velocity",
    "The first step is right. From the second on, the old velocity is multiplied by the learning "
    "rate once more: v is stored with the rate in it, and then gets it again.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = learning_rate * (momentum * v + g)
    p -= learning_rate * g + momentum * v


@nesterov_step.mistake(
    "looks_back",
    "You subtract momentum times the velocity from the gradient: that looks back. The two are "
    "added.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    p -= learning_rate * (g - momentum * v)


@nesterov_step.mistake(
    "momentum_fixed",
    "Your momentum is always 0.9: the argument is not used.",
)
def _(p, g, v, learning_rate, momentum=0.9):
    optimizers.nesterov_step(p, g, v, learning_rate)


@nesterov_step.mistake(
    "gradient_changed",
    "p moves as it should, but the caller's g is changed as well, and whoever uses it next gets "
    "other numbers. Change v and p only.",
    "g = np.full(1, 2.0)\nfor _ in range(2): nesterov_step(np.zeros(1), g, np.ones(1), 0.5, 0.8); "
    "print(g)  # still 2, and 2",
)
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v + g
    g += momentum * v
    p -= learning_rate * g
