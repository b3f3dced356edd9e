"""The exercise `cosine_schedule`: a rate that falls along half a cosine."""
# mypy: allow-untyped-defs

import math

from nncourse import schedules
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.rates import asked

TIMES = {"at the start": 0.0, "after a tenth": 0.1, "after a third": 1 / 3, "half-way": 0.5,
         "after three quarters": 0.75, "at the end": 1.0}  # fmt: skip


def rates_on_the_way(answer, rate, epochs, *final):
    """What kind of thing is returned, and its rates from the start to the end."""
    return asked(answer(rate, epochs, *final), [part * epochs for part in TIMES.values()])


cosine_schedule = Exercise(
    id="optimizers.cosine_schedule",
    title="A rate that falls along a cosine",
    points=2,
    reference=schedules.cosine,
    contract='''
def cosine_schedule(rate, epochs, final=0.0):
    """A learning rate that falls along half a cosine.

    rate: the learning rate at the start.
    epochs: how many epochs there will be, a number above 0.
    final: the learning rate at the end of the last epoch.
    Returns a function of one number, the epochs gone by (0 at the start, 1.5
    in the middle of the second epoch), that returns the learning rate then.
    """
    ...
''',
    outcomes=("Write a function that returns a function.", "Let a learning rate fall smoothly."),
    axes={},
    returns=("the result", *(f"the rate {when}" for when in TIMES)),
    use=rates_on_the_way,
    hints=(
        "The cosine falls from 1 to -1 while its angle goes from 0 to pi. Which angle belongs to "
        "the epochs gone by, and what must be done to 1 and -1 to get rate and final?",
        "The angle is pi times the share of the epochs gone by. One plus the cosine, halved, "
        "falls from 1 to 0: it says how much of the way from final up to rate is left.",
        "Define a function of one argument inside, with def or lambda, and return it, without "
        "brackets behind its name. It returns final plus that share of (rate - final).",
    ),
    experiment="s = cosine_schedule(1.0, 4, final=0.2)\n"
    "[round(s(gone), 3) for gone in (0, 1, 1.5, 2, 4)]  # 1.0, 0.883, 0.753, 0.6, 0.2",
)


@cosine_schedule.probes
def _(rng):
    for label, epochs in (("four epochs", 4), ("ten epochs", 10), ("a single epoch", 1)):
        yield label, rng.uniform(0.3, 0.9), epochs, rng.uniform(0.02, 0.2)
    yield "two and a half epochs", rng.uniform(0.3, 0.9), 2.5, rng.uniform(0.02, 0.2)
    yield "the default final rate", rng.uniform(0.3, 0.9), 6
