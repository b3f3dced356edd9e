"""The exercise `warmup`: a climb before any schedule."""
# mypy: allow-untyped-defs

import math

from nncourse import schedules
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.rates import asked

TIMES = {"at the start": 0.0, "after a quarter of the climb": 0.25, "beyond half-way up": 0.6,
         "at the top": 1.0, "soon after the climb": 1.2, "later": 2.5}  # fmt: skip


def rates_on_the_way(answer, schedule, epochs):
    """What kind of thing is returned, and its rates during the climb and after it."""
    return asked(answer(schedule, epochs), [part * epochs for part in TIMES.values()])


SCHEDULES = {
    "a straight line": lambda rate: schedules.linear(rate, 20),
    "a cosine": lambda rate: schedules.cosine(rate, 9, final=rate / 10),
    "a fraction": lambda rate: lambda gone: rate / (1 + gone),
    "a falling exponential": lambda rate: lambda gone: rate * 0.8**gone,
    "a constant rate": schedules.constant,
}


def with_schedule(name, rate, epochs):
    """The arguments: a schedule by name, and the epochs of the climb."""
    return SCHEDULES[name](rate), epochs


warmup = Exercise(
    id="optimizers.warmup",
    title="A climb before any schedule",
    points=2,
    reference=schedules.warmup,
    contract='''
def warmup(schedule, epochs):
    """A schedule that climbs before it follows another.

    schedule: a function of the epochs gone by that returns a learning rate.
    epochs: how long the climb takes, a number above 0; 0.5 is half an epoch.
    Returns a function of the epochs gone by as well: during the climb its
    rate goes in a straight line from 0 to the schedule's first rate; then
    the schedule runs from its own beginning.
    """
    ...
''',
    outcomes=("Build a schedule out of another one.",),
    axes={},
    returns=("the result", *(f"the rate {when}" for when in TIMES)),
    use=rates_on_the_way,
    build=with_schedule,
    hints=(
        "There are two cases: the climb is not over yet, or it is.",
        "On the way up, the share of the climb that is done is gone / epochs, and the rate at the "
        "top is schedule(0). Afterwards the schedule should see only the epochs since the climb.",
        "Inside, define a function of gone with an if, and return that function. After the climb "
        "it asks the schedule for the time gone - epochs.",
    ),
    experiment="w = warmup(lambda gone: 0.8 - 0.1 * gone, epochs=2)\n"
    "[round(w(gone), 2) for gone in (0, 0.5, 1, 2, 3)]  # 0.0, 0.2, 0.4, 0.8, 0.7",
)


@warmup.probes
def _(rng):
    rate = rng.uniform(0.3, 0.9)
    yield "a straight line", "a straight line", rate, 4
    yield "a cosine", "a cosine", rate, 2
    yield "a short climb", "a fraction", rate, 0.5
    yield "a falling exponential", "a falling exponential", rate, 3
    yield "a constant rate", "a constant rate", rate, 1


@warmup.mistake(
    "not_shifted",
    "The climb is right. After it you ask the schedule for the time since the very start, so its "
    "first part is never followed, and the rate jumps. Ask it for the time since the climb.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs if gone < epochs else schedule(gone)


@warmup.mistake(
    "scaled_and_not_shifted",
    "You multiply the running schedule by the share of the climb. Then it falls while it should "
    "climb, and its beginning is never reached. The climb is a straight line up to schedule(0), "
    "and the schedule starts after it.",
)
def _(schedule, epochs):
    return lambda gone: schedule(gone) * min(1.0, gone / epochs)


@warmup.mistake(
    "schedule_runs_during_the_climb",
    "After the climb all is right. But on the way up you ask the schedule for the time gone by, "
    "where its first rate, schedule(0), is the top to climb to.",
)
def _(schedule, epochs):
    return lambda gone: schedule(gone) * gone / epochs if gone < epochs else schedule(gone - epochs)


@warmup.mistake(
    "negative_times",
    "After the climb all is right. But on the way up you ask the schedule for times before its "
    "start: gone - epochs is negative there. The top to climb to is schedule(0).",
)
def _(schedule, epochs):
    return lambda gone: schedule(gone - epochs) * min(1.0, gone / epochs)


@warmup.mistake(
    "climbs_to_the_later_rate",
    "You climb to the rate that the schedule has after so many epochs, schedule(epochs). It starts "
    "from its own beginning when the climb is over, so the top is schedule(0).",
)
def _(schedule, epochs):
    return lambda gone: (
        schedule(epochs) * gone / epochs if gone < epochs else schedule(gone - epochs)
    )


@warmup.mistake(
    "never_ends",
    "Your climb never ends: the rate grows on and on. When gone has reached epochs, it is the "
    "schedule's turn.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs


@warmup.mistake(
    "stays_on_top",
    "The climb is right, but then your rate stays on top: after the climb, the schedule should be "
    "asked.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * min(1.0, gone / epochs)


@warmup.mistake(
    "falls",
    "You go down where you should climb: 1 - gone / epochs is the part that is left to do.",
)
def _(schedule, epochs):
    return lambda gone: (
        schedule(0) * (1 - gone / epochs) if gone < epochs else schedule(gone - epochs)
    )


@warmup.mistake(
    "no_climb",
    "There is no climb: your rate is the schedule's first one from the start.",
)
def _(schedule, epochs):
    return lambda gone: schedule(max(0, gone - epochs))


@warmup.mistake(
    "schedule_unchanged",
    "You follow the schedule as if there were no climb.",
)
def _(schedule, epochs):
    return schedule


@warmup.mistake(
    "waits",
    "Your rate is 0 until the climb should be over, and then jumps to the top. It should climb in "
    "a straight line. (If you divided with //: that drops the fraction.)",
)
def _(schedule, epochs):
    return lambda gone: 0.0 if gone < epochs else schedule(gone - epochs)


@warmup.mistake(
    "share_alone",
    "On the way up you return the share of the climb, from 0 to 1. It is a share of the schedule's "
    "first rate.",
)
def _(schedule, epochs):
    return lambda gone: gone / epochs if gone < epochs else schedule(gone - epochs)


@warmup.mistake(
    "not_divided",
    "On the way up you multiply by the epochs gone by, and not by their share of the climb.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone if gone < epochs else schedule(gone - epochs)


@warmup.mistake(
    "one_epoch_ahead",
    "Your climb does not begin at 0: you count the epochs from 1, as some do with batches. Here "
    "gone is the time gone by, 0 at the start.",
)
def _(schedule, epochs):
    return lambda gone: (
        schedule(0) * (gone + 1) / epochs if gone < epochs else schedule(gone - epochs)
    )


@warmup.mistake(
    "whole_epochs",
    "Your climb goes in stairs, one per epoch: you count full epochs. The time may lie within one, "
    "as 0.5 does.",
)
def _(schedule, epochs):
    return lambda gone: (
        schedule(0) * math.floor(gone) / epochs if gone < epochs else schedule(gone - epochs)
    )


@warmup.mistake(
    "cases_exchanged",
    "The two cases are exchanged: you ask the schedule during the climb, and climb when it is "
    "over.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs if gone > epochs else schedule(gone - epochs)


@warmup.mistake(
    "time_turned_round",
    "The climb is right. After it you ask the schedule for epochs - gone, which is negative; the "
    "time since the climb is the other difference.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs if gone < epochs else schedule(epochs - gone)


@warmup.mistake(
    "climb_added_to_the_time",
    "The climb is right. After it you ask the schedule for gone + epochs: you add the time of the "
    "climb where it should be taken off.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs if gone < epochs else schedule(gone + epochs)


@warmup.mistake(
    "number_returned",
    "You return a number, a rate at one time. Return a function instead, made inside with def or "
    "lambda, which is then asked for the rate at any time.",
)
def _(schedule, epochs):
    return float(schedule(0))


@warmup.mistake(
    "inner_return_missing",
    "You return a function, as you should, but it returns nothing itself: there is no return "
    "inside it.",
)
def _(schedule, epochs):
    return lambda gone: None


@warmup.mistake(
    "second_return_missing",
    "The climb is right, and then your function returns nothing: in the case after the climb, a "
    "return is missing.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone / epochs if gone < epochs else None


@warmup.mistake(
    "climb_of_one_epoch",
    "Your climb takes one epoch whatever epochs is: it is over when gone has reached epochs.",
)
def _(schedule, epochs):
    return lambda gone: schedule(0) * gone if gone < 1 else schedule(gone - 1)
