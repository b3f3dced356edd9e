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
    experiment="s = cosine_schedule(0.5, 4, final=0.2)\n"
    "[round(s(gone), 3) for gone in (0, 1, 1.5, 2, 4)]  # 0.5, 0.456, 0.407, 0.35, 0.2",
)


@cosine_schedule.probes
def _(rng):
    for label, epochs in (("four epochs", 4), ("ten epochs", 10), ("a single epoch", 1)):
        yield label, rng.uniform(0.3, 0.9), epochs, rng.uniform(0.02, 0.2)
    yield "two and a half epochs", rng.uniform(0.3, 0.9), 2.5, rng.uniform(0.02, 0.2)
    yield "the default final rate", rng.uniform(0.3, 0.9), 6


@cosine_schedule.mistake(
    "pi_missing",
    "Your angle goes from 0 to 1, and the cosine of 1 is still 0.54: the rate hardly falls. Half a "
    "cosine ends at the angle pi.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.cos(gone / epochs)) / 2


@cosine_schedule.mistake(
    "whole_wave",
    "Your angle goes to 2 pi, a whole cosine: the rate falls, and climbs back to where it was. "
    "Half a cosine ends at pi.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.cos(2 * math.pi * gone / epochs)) / 2


@cosine_schedule.mistake(
    "quarter_wave",
    "You use the part of the cosine from 1 down to 0, a quarter of it: the rate ends on a steep "
    "slope. Half a cosine, from 1 to -1, comes down gently.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * math.cos(math.pi * gone / epochs / 2)


@cosine_schedule.mistake(
    "degrees",
    "Your angle goes to 180, in degrees. math.cos and np.cos take radians: half a turn is pi.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.cos(180 * gone / epochs)) / 2


@cosine_schedule.mistake(
    "sine",
    "You use the sine, which is 0 at the start. The cosine begins at 1, its top.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.sin(math.pi * gone / epochs)) / 2


@cosine_schedule.mistake(
    "not_halved",
    "You begin at twice the height: one plus the cosine goes from 2 to 0. Halve it.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.cos(math.pi * gone / epochs))


@cosine_schedule.mistake(
    "not_lifted",
    "The cosine itself goes down to -1, and takes your rate below the final one. Add 1 and halve: "
    "that falls from 1 to 0.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * math.cos(math.pi * gone / epochs)


@cosine_schedule.mistake(
    "climbs",
    "Your rate climbs from final to rate. One minus the cosine begins at 0; one plus the cosine "
    "begins at 2 and falls.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 - math.cos(math.pi * gone / epochs)) / 2


@cosine_schedule.mistake(
    "final_ignored",
    "Your rate goes down to 0, whatever final is.",
)
def _(rate, epochs, final=0.0):
    return schedules.cosine(rate, epochs)


@cosine_schedule.mistake(
    "final_on_top",
    "You add final to a curve from rate down to 0, so the start is too high by it. What falls is "
    "only the difference between rate and final.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + schedules.cosine(rate, epochs)(gone)


@cosine_schedule.mistake(
    "final_as_a_floor",
    "Your curve goes down towards 0 and is cut off at final: it arrives too early and stays "
    "there. It should be the curve itself that ends at final.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: max(final, schedules.cosine(rate, epochs)(gone))


@cosine_schedule.mistake(
    "share_of_the_rate",
    "You multiply the rate by final at the end, as if it were a share. It is a learning rate: the "
    "curve ends at final itself.",
)
def _(rate, epochs, final=0.0):
    return schedules.cosine(rate, epochs, rate * final)


@cosine_schedule.mistake(
    "straight_line",
    "Start and end are right, but between them yours is a straight line. The cosine falls slowly, "
    "then fast, then slowly.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: rate + (final - rate) * gone / epochs


@cosine_schedule.mistake(
    "whole_epochs",
    "Your rate changes only when an epoch is over: you count whole epochs. The time may lie within "
    "one, as 1.5 does, and the curve is smooth.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: schedules.cosine(rate, epochs, final)(math.floor(gone))


@cosine_schedule.mistake(
    "fraction_dropped",
    "Your rate stays on top until the very end, and then jumps. You divide with //, which drops "
    "the fraction; the share of the time gone by is a fraction.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: schedules.cosine(rate, 1, final)(gone // epochs)


@cosine_schedule.mistake(
    "one_epoch_short",
    "Your curve arrives one epoch too early: you divide by epochs - 1, which is right for numbers "
    "from 0 to epochs - 1. Here the time itself runs up to epochs.",
)
def _(rate, epochs, final=0.0):
    return schedules.cosine(rate, epochs - 1, final)


@cosine_schedule.mistake(
    "one_epoch_ahead",
    "Your curve is ahead by one epoch: you add 1 to the epochs gone by. At the start 0 have gone "
    "by, and the rate is at its highest.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: schedules.cosine(rate, epochs, final)(gone + 1)


@cosine_schedule.mistake(
    "epochs_missing",
    "You do not divide by epochs: your curve is down after a single one, and then climbs. The "
    "angle should be pi when all of them have gone by.",
)
def _(rate, epochs, final=0.0):
    return schedules.cosine(rate, 1, final)


@cosine_schedule.mistake(
    "constant",
    "Your rate stays where it begins. The function that you return should use the time it is "
    "asked for.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: rate


@cosine_schedule.mistake(
    "brackets_missing",
    "Only final is multiplied by the share that is left, and rate stays as it is: brackets are "
    "missing round the difference of rate and final.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: final + rate - final * (1 + math.cos(math.pi * gone / epochs)) / 2


@cosine_schedule.mistake(
    "number_returned",
    "You return a number, a rate at one time. Return a function instead, made inside with def or "
    "lambda, which is then asked for the rate at any time.",
)
def _(rate, epochs, final=0.0):
    return schedules.cosine(rate, epochs, final)(0)


@cosine_schedule.mistake(
    "list_returned",
    "You return a list, a rate for each epoch. Return a function instead, made inside with def or "
    "lambda: it is asked for times between whole epochs, too.",
)
def _(rate, epochs, final=0.0):
    return [schedules.cosine(rate, epochs, final)(epoch) for epoch in range(math.ceil(epochs))]


@cosine_schedule.mistake(
    "inner_return_missing",
    "You return a function, as you should, but it returns nothing itself: there is no return "
    "inside it.",
)
def _(rate, epochs, final=0.0):
    return lambda gone: None
