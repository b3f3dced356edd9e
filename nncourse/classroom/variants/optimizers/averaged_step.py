"""The variant `averaged_step`: steps along a mean of gradients."""
# mypy: allow-untyped-defs

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.steps import KEEPS, MOVES
from nncourse.exercises.optimizers.several_steps import AFTER_EACH_STEP, after_each_step, starts


def right(p, g, v, t, learning_rate, decay=0.9):
    """A running mean of the gradients, divided by the share of it that is not the zeros at first.

    Source: Kingma and Ba (2015), section 3.
    """
    v *= decay
    v += (1 - decay) * g
    p -= learning_rate * v / (1 - decay**t)


def taken(answer, p, g, v, *settings):
    """The parameter after each step; g holds the gradients of all steps, t counts from 1."""
    return after_each_step(p, g, lambda g, t: answer(p, g, v, t, *settings))


averaged_step = Graded(
    id="optimizers.averaged_step",
    title="Along a mean of gradients",
    like="optimizers.momentum_step",
    points=3,
    reference=right,
    contract='''
def averaged_step(p, g, v, t, learning_rate, decay=0.9):
    """One step along a running mean of the gradients.

    p: the parameter, any shape; changed in place.
    g: its gradient, the same shape; not changed.
    v: the running mean, the same shape, zeros before the first step;
        changed in place: the share decay of it stays, the share 1 - decay
        is the new gradient.
    t: which step this is, from 1.
    v began with zeros, which still have the share decay**t in it. So p moves
        against v divided by what is left, 1 - decay**t, by learning_rate
        times it. v itself is kept without the division.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take steps along a running mean, and correct it for its beginning.",),
    axes={},
    returns=AFTER_EACH_STEP,
    mutates=("p", "v"),
    use=taken,
    properties=(KEEPS, MOVES),
    hints=(
        "Three things happen: v fades, the new gradient is added with its share, and p moves.",
        "In the first step v is (1 - decay) * g. Divided by 1 - decay**1 that is g again: the "
        "first step should be one of plain descent.",
        "v is changed in place, in two steps or with v[...] = .... The division comes only in the "
        "line that moves p.",
    ),
    experiment="w, a = np.zeros(1), np.zeros(1)\n"
    "for n in (1, 2, 3): averaged_step(w, np.full(1, n), a, n, 0.5, 0.8); print(w.round(3))"
    "  # -0.5, -1.278, -2.352",
)


@averaged_step.probes
def _(rng):
    for label, p, g in starts(rng):
        yield label, p, g, 0 * p, rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.8)
    p, g = rng.normal(size=3), rng.normal(size=(4, 3))
    yield "the default decay", p, g, 0 * p, 0.2
    yield "a decay of 0", p, g, 0 * p, 0.2, 0.0


def mean(v, g, decay):
    """Change the running mean."""
    v *= decay
    v += (1 - decay) * g


@averaged_step.mistake(
    "rebound",
    "The caller's p stays as it was. If you wrote p = p - ...: that makes a new array and gives it "
    "the name p inside your function only.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p = p - learning_rate * v / (1 - decay**t)


@averaged_step.mistake(
    "mean_not_kept",
    "Your steps know only the newest gradient. If you wrote v = decay * v + ...: that makes a new "
    "array, and the caller's v stays zero. Change v in place.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    v = decay * v + (1 - decay) * g
    p -= learning_rate * v / (1 - decay**t)


@averaged_step.mistake(
    "not_corrected",
    "Your first steps are too short: the zeros at the beginning still weigh in v. Divide by what "
    "is left of it.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p -= learning_rate * v


@averaged_step.mistake(
    "t_too_high",
    "You count one step too many: your first correction is that of the second step. t begins with "
    "1 already.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p -= learning_rate * v / (1 - decay ** (t + 1))


@averaged_step.mistake(
    "times_t",
    "You multiply decay by t. It fades once more in each step: that is a power.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p -= learning_rate * v / (1 - decay * t)


@averaged_step.mistake(
    "correction_stored",
    "The first step is right. From the second on, v is divided again and again: you keep the "
    "corrected mean. Keep v as it is, and divide only where p moves.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    v /= 1 - decay**t
    p -= learning_rate * v


@averaged_step.mistake(
    "multiplied",
    "You multiply by the correction. v is too small at first, so it must become larger.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p -= learning_rate * v * (1 - decay**t)


@averaged_step.mistake(
    "momentum",
    "The first step is right, and then your steps are those of momentum: either you add each "
    "gradient in full, or you divide by 1 - decay in every step. The zeros fade, so the correction "
    "has t in it.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    v[...] = decay * v + g
    p -= learning_rate * v


@averaged_step.mistake(
    "added_in_full",
    "You add each gradient in full, and the correction makes your steps too long. In a mean the "
    "new one has the share 1 - decay.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    v[...] = decay * v + g
    p -= learning_rate * v / (1 - decay**t)


@averaged_step.mistake(
    "shares_exchanged",
    "decay and 1 - decay have changed places: the share decay is what stays of the old mean.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, 1 - decay)
    p -= learning_rate * v / (1 - decay**t)


@averaged_step.mistake(
    "plain_descent",
    "That is plain descent: the earlier gradients have no part in your steps.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    p -= learning_rate * g


@averaged_step.mistake(
    "uphill",
    "p moves with the gradients, and so uphill. Where is the minus?",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p += learning_rate * v / (1 - decay**t)


@averaged_step.mistake(
    "rate_unused",
    "The learning rate is not used: it says how much of the mean to take.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    mean(v, g, decay)
    p -= v / (1 - decay**t)


@averaged_step.mistake(
    "decay_fixed",
    "Your decay is always 0.9: the argument is not used.",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    right(p, g, v, t, learning_rate)


@averaged_step.mistake(
    "gradient_changed",
    "p moves as it should, but the caller's g is changed as well. Change v and p only.",
    "d = np.full(1, 2.0)\naveraged_step(np.zeros(1), d, np.zeros(1), 1, 0.5); d  # still 2",
)
def _(p, g, v, t, learning_rate, decay=0.9):
    g *= 1 - decay
    v *= decay
    v += g
    p -= learning_rate * v / (1 - decay**t)
