"""The variant `polynomial_schedule`: a rate that falls by a power of what is left."""
# mypy: allow-untyped-defs

import math
from itertools import pairwise

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property
from nncourse.exercises.optimizers.rates import ONE_ARGUMENT, asked

TIMES = {"at the start": 0.0, "after a tenth": 0.1, "after a third": 1 / 3, "half-way": 0.5,
         "after three quarters": 0.75, "at the end": 1.0, "after the end": 1.3}  # fmt: skip


def right(rate, epochs, power, final=0.0):
    """final, and above it what the power leaves of rate - final; nothing after the end."""
    return lambda gone: final + (rate - final) * max(0.0, 1 - gone / epochs) ** power


def rates_on_the_way(answer, rate, epochs, power, *final):
    """What kind of thing is returned, and its rates from the start to after the end."""
    return asked(answer(rate, epochs, power, *final), [part * epochs for part in TIMES.values()])


def never_rises(result, *_):
    """Whether no rate is above the one before."""
    _, *rates = result
    return all(later <= earlier for earlier, later in pairwise(rates))


polynomial_schedule = Graded(
    id="optimizers.polynomial_schedule",
    title="A rate that falls by a power",
    like="optimizers.cosine_schedule",
    points=3,
    reference=right,
    contract='''
def polynomial_schedule(rate, epochs, power, final=0.0):
    """A learning rate that falls by a power of the epochs that are left.

    rate: the learning rate at the start.
    epochs: how many epochs it falls, a number above 0.
    power: above 0. Of the way from final up to rate, the share
        (1 - gone / epochs)**power is left after gone epochs.
    final: the learning rate at the end, and ever after.
    Returns a function of one number, the epochs gone by (0 at the start, 1.5
    in the middle of the second epoch), that returns the learning rate then.
    """
    ...
''',
    outcomes=("Write a function that returns a function, and mind what comes after the end.",),
    axes={},
    returns=("the result", *(f"the rate {when}" for when in TIMES)),
    use=rates_on_the_way,
    properties=(
        Property("a function of one number", lambda result, *_: result[0] == ONE_ARGUMENT),
        Property("it never rises", never_rises),
    ),
    hints=(
        "At the start all of the way from final up to rate is left, at the end nothing. What share "
        "is left after gone of the epochs?",
        "After the end 1 - gone / epochs is negative. The share that is left is never below 0: cut "
        "it off before you take the power.",
        "Define a function of one argument inside, and return it without calling it: final plus "
        "that share of the difference.",
    ),
    experiment="f = polynomial_schedule(0.5, 4, 2, final=0.1)\n"
    "[round(f(gone), 3) for gone in (0, 1, 2, 4, 6)]  # 0.5, 0.325, 0.2, 0.1, 0.1",
)


@polynomial_schedule.probes
def _(rng):
    for label, epochs, power in (
        ("a square", 4, 2),
        ("a cube", 10, 3),
        ("a root", 3, 0.5),
        ("a straight line", 2.5, 1),
    ):
        yield label, rng.uniform(0.3, 0.9), epochs, power, rng.uniform(0.02, 0.2)
    yield "the default final rate", rng.uniform(0.3, 0.9), 6, 1.5


def left(gone, epochs):
    """The share of the epochs that is left."""
    return max(0.0, 1 - gone / epochs)


@polynomial_schedule.mistake(
    "not_cut_off",
    "After the end your rate goes on, and is no number at all for some powers: the share that is "
    "left is never below 0.",
)
def _(rate, epochs, power, final=0.0):
    def schedule(gone):
        part = 1 - gone / epochs
        share = part**power if part >= 0 or power == int(power) else math.nan
        return final + (rate - final) * share

    return schedule


@polynomial_schedule.mistake(
    "power_unused",
    "Your rate falls in a straight line: the power is not used.",
)
def _(rate, epochs, power, final=0.0):
    return right(rate, epochs, 1, final)


@polynomial_schedule.mistake(
    "power_of_the_time_gone",
    "You take the power of the time that is gone. It belongs to what is left.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + (rate - final) * (1 - min(1.0, gone / epochs) ** power)


@polynomial_schedule.mistake(
    "rises",
    "Your rate rises from final to rate. At the start everything is left of the way, not nothing.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + (rate - final) * min(1.0, gone / epochs) ** power


@polynomial_schedule.mistake(
    "power_of_the_rate",
    "You take the power of the rate as well. Only the share that is left has it.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + ((rate - final) * left(gone, epochs)) ** power


@polynomial_schedule.mistake(
    "times_power",
    "You multiply by the power. It stands in the exponent.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + (rate - final) * left(gone, epochs) * power


@polynomial_schedule.mistake(
    "inverse_power",
    "Your exponent is 1 divided by the power: with a square you take a root.",
)
def _(rate, epochs, power, final=0.0):
    return right(rate, epochs, 1 / power, final)


@polynomial_schedule.mistake(
    "final_unused",
    "Your rate ends at 0. It ends at final.",
)
def _(rate, epochs, power, final=0.0):
    return right(rate, epochs, power)


@polynomial_schedule.mistake(
    "final_on_top",
    "Your rate starts at rate plus final. What falls is the difference of the two.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + rate * left(gone, epochs) ** power


@polynomial_schedule.mistake(
    "final_as_a_floor",
    "You let the rate fall towards 0 and stop it at final. It should fall towards final, and "
    "arrive there at the end.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: max(final, rate * left(gone, epochs) ** power)


@polynomial_schedule.mistake(
    "final_taken_off",
    "You let the difference fall, and do not add final again: the rate starts too low and ends at "
    "0.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: (rate - final) * left(gone, epochs) ** power


@polynomial_schedule.mistake(
    "zero_after_the_end",
    "After the end your rate is 0. It stays at final.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: right(rate, epochs, power, final)(gone) if gone <= epochs else 0.0


@polynomial_schedule.mistake(
    "whole_epochs",
    "Your rate falls in stairs, one for each epoch: you count whole epochs. The time may lie "
    "within one.",
    "f = polynomial_schedule(0.5, 4, 2, final=0.1)\n"
    "[round(f(gone), 3) for gone in (0.5, 1.5)]  # 0.406, 0.256",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone: right(rate, epochs, power, final)(math.floor(gone))


@polynomial_schedule.mistake(
    "a_number",
    "You return a number. Return a function that gives the rate when it is asked, with the time "
    "gone by.",
)
def _(rate, epochs, power, final=0.0):
    return right(rate, epochs, power, final)(1)


@polynomial_schedule.mistake(
    "two_arguments",
    "Your function takes two arguments. It is asked with the epochs gone by alone; all else it "
    "knows from outside.",
)
def _(rate, epochs, power, final=0.0):
    return lambda gone, epochs: right(rate, epochs, power, final)(gone)
