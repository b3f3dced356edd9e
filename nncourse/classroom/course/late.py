"""Late work: how late a submission is, and what part of its points is left.

    late by   = time of the submission - due date, extension included
    days      = days begun after the grace
    what is left of the points = 1 - percent_per_day * days, and 0 after the last day

When a time is not known, nothing is held against the student, and a remark says so.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """What being late costs.

    Parameters
    ----------
    grace : late by no more than this is not late.
    per_day : the part of the points that is lost with each day begun, 0 to 1.
    last_day : after so many days nothing counts.
    """

    grace: timedelta = timedelta(0)
    per_day: float = 0.0
    last_day: float = math.inf


@dataclass(frozen=True)
class Lateness:
    """How late one submission is, and what it costs.

    Parameters
    ----------
    days : days begun; 0 if in time.
    factor : what is left of the points, 0 to 1.
    doubt : why the time is not known for sure; empty if it is.
    """

    days: int = 0
    factor: float = 1.0
    doubt: str = ""


def lateness(
    due: datetime | None, submitted: datetime | None, rule: Rule, flagged: bool = False
) -> Lateness:
    """How late a submission is.

    Parameters
    ----------
    due : when it was due for this student, extension included; None if never.
    submitted : when it came in; None if that is not known.
    rule : what being late costs.
    flagged : whether the platform called it late. This counts only where it gave no time: the
        platform may not know of an extension.

    Examples
    --------
    >>> due = datetime(2026, 10, 12, 22, tzinfo=UTC)
    >>> rule = Rule(grace=timedelta(minutes=15), per_day=0.1, last_day=7)
    >>> lateness(due, due + timedelta(minutes=15), rule).days
    0
    >>> late = lateness(due, due + timedelta(days=2), rule)
    >>> late.days, round(late.factor, 3)
    (2, 0.8)
    """
    if due is None:
        return Lateness()
    if submitted is None:
        doubt = "it is not known when this came in, so it counts as in time"
        if flagged:
            doubt = (
                "the platform calls this late and does not say by how much, so one day begun is "
                "counted; the true time belongs into [submitted]"
            )
        return Lateness(int(flagged), left(int(flagged), rule), doubt)
    days = days_begun(submitted.astimezone(UTC) - due.astimezone(UTC), rule.grace)
    return Lateness(days, left(days, rule))


def days_begun(late: timedelta, grace: timedelta) -> int:
    """The days begun by which something is late: hours of 24 a day, also where clocks change.

    Examples
    --------
    >>> days_begun(timedelta(hours=1), timedelta(0)), days_begun(timedelta(hours=25), timedelta(0))
    (1, 2)
    """
    return max(1, math.ceil(late / DAY)) if late > grace else 0


def left(days: int, rule: Rule) -> float:
    """What is left of the points after so many days, 0 to 1."""
    return max(0.0, 1 - rule.per_day * days) if days <= rule.last_day else 0.0


def latest(when: date, zone: tzinfo) -> datetime:
    """When something is due that is due `when`, in the students' favour.

    Without an offset it is meant in `zone`; of an hour that a clock shows twice it is the second.
    A date alone means the end of that day.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> latest(date(2026, 10, 12), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-10-13T00:00:00+02:00'
    >>> latest(datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-10-25T02:30:00+01:00'
    """
    return max(readings(when, zone), key=lambda moment: moment.astimezone(UTC))


def earliest(when: date, zone: tzinfo) -> datetime:
    """When something came in that came in `when`, in the student's favour."""
    return min(readings(when, zone), key=lambda moment: moment.astimezone(UTC))


def readings(when: date, zone: tzinfo) -> list[datetime]:
    """The moments that a time on a clock can mean: two in the hour that it shows twice.

    An hour that no clock shows, since it was put forward, is told as clocks show it.
    """
    if not isinstance(when, datetime):
        when = datetime.combine(when + timedelta(days=1), time())
    if when.tzinfo:
        return [when]
    meant = [when.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    return [moment.astimezone(UTC).astimezone(zone) for moment in meant]
