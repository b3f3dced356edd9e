"""Dates as platforms write them into sheets: in words, in several languages.

Moodle writes `Monday, 5 October 2026, 10:23 AM` or `lunes, 5 de octubre de 2026, 10:23`: the format
is `strftimedaydatetime` of its language packs, `lang/en/langconfig.php` of
https://github.com/moodle/moodle. What is not understood is no date: a wrong guess would make
somebody late.
"""

import re
import unicodedata
from datetime import datetime, tzinfo

from nncourse.classroom.course.late import earliest

# How names of months begin, in Latin letters without accents: English, German, French, Spanish,
# Italian, Portuguese, Dutch, Catalan, Swedish, Danish, Norwegian.
MONTHS = (
    "jan ene gen", "feb fev", "mar maa mrt", "apr avr abr", "may mai mei mag maj",
    "jun juin giu", "jul juil lug", "aug aou ago ao", "sep set", "oct okt ott out",
    "nov", "dec dez dic des",
)  # fmt: skip
DATE = re.compile(r"\b(\d{1,2})\.? (?:de |d')?([^\W\d]+)\.?,? (?:de |del )?(\d{4})\b")
TIME = re.compile(r"\b(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*([ap])?\.?\s?m?\b")


def date_in(text: str, zone: tzinfo) -> datetime | None:
    """The point in time that a text tells; None if it tells none.

    Parameters
    ----------
    text : a field of a sheet.
    zone : in which it is meant; of an hour that the clock shows twice it is the first.

    Examples
    --------
    >>> from datetime import UTC
    >>> date_in("Monday, 5 October 2026, 10:23 PM", UTC).isoformat()
    '2026-10-05T22:23:00+00:00'
    >>> date_in("lunes, 5 de octubre de 2026, 10:23", UTC).isoformat()
    '2026-10-05T10:23:00+00:00'
    >>> date_in("-", UTC)
    """
    text = "".join(s for s in unicodedata.normalize("NFKD", text.lower()) if s.isascii())
    date, time = DATE.search(text), TIME.search(text)
    month = date and month_called(date[2])
    if not (date and time and month):
        return None
    hour = int(time[1]) % 12 + 12 * (time[3] == "p") if time[3] else int(time[1])
    try:
        return earliest(datetime(int(date[3]), month, int(date[1]), hour, int(time[2])), zone)
    except ValueError:  # the 31st of a month that has none
        return None


def month_called(name: str) -> int | None:
    """The number of a month; the longest beginning decides, so that `juin` is not `juillet`."""
    beginnings = [(part, i) for i, parts in enumerate(MONTHS, 1) for part in parts.split()]
    found = [(len(part), i) for part, i in beginnings if name.startswith(part)]
    return max(found)[1] if found else None
