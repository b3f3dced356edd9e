"""The exercise `warmup`: a climb before any schedule."""
# mypy: allow-untyped-defs

from nncourse import schedules
from nncourse.exercises.form import Exercise
from nncourse.exercises.optimizers.rates import asked

TIMES = {"at the start": 0.0, "after a quarter of the climb": 0.25, "half-way up": 0.5,
         "at the top": 1.0, "soon after the climb": 1.2, "later": 2.5}  # fmt: skip


def rates_on_the_way(answer, schedule, epochs):
    """What kind of thing is returned, and its rates during the climb and after it."""
    return asked(answer(schedule, epochs), [part * epochs for part in TIMES.values()])


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
    yield "a straight line", schedules.linear(rate, 20), 4
    yield "a cosine", schedules.cosine(rate, 9, final=rate / 10), 2
    yield "a short climb", lambda gone: rate / (1 + gone), 0.5
    yield "a falling exponential", lambda gone: rate * 0.8**gone, 3
    yield "a constant rate", schedules.constant(rate), 1
