"""Business days: neither weekend nor bank holiday of the country that a locale is of.

The holidays are data of this package, 2020 to 2027 (`tests/bench/draw_places.py` draws them from
python-holidays); earlier and later only weekends are known.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Set as AbstractSet
from functools import cache

from chaosdocs.sources.pools import kept

_SATURDAY = 5
_DAY = dt.timedelta(days=1)


@cache
def holidays(locale: str) -> AbstractSet[dt.date]:
    """Return the bank holidays of the country of `locale` that are no weekend.

    Example:
        >>> dt.date(2024, 5, 9) in holidays("de_DE"), dt.date(2024, 7, 4) in holidays("en_US")
        (True, True)
    """
    return frozenset(map(dt.date.fromisoformat, kept("holidays.json").get(locale, ())))


def is_business_day(day: dt.date, locale: str) -> bool:
    """Return whether banks book on `day`.

    Example:
        >>> is_business_day(dt.date(2024, 5, 9), "de_DE"), is_business_day(dt.date(2024, 5, 9), "")
        (False, True)
    """
    return day.weekday() < _SATURDAY and day not in holidays(locale)


def on_or_before(day: dt.date, locale: str) -> dt.date:
    """Return `day`, or the last business day before it.

    Example:
        >>> on_or_before(dt.date(2024, 4, 1), "fr_FR")  # Easter Monday
        datetime.date(2024, 3, 29)
    """
    while not is_business_day(day, locale):
        day -= _DAY
    return day


def on_or_after(day: dt.date, locale: str) -> dt.date:
    """Return `day`, or the first business day after it.

    Example:
        >>> on_or_after(dt.date(2024, 3, 29), "de_DE")  # Good Friday
        datetime.date(2024, 4, 2)
    """
    while not is_business_day(day, locale):
        day += _DAY
    return day


def later(day: dt.date, count: int, locale: str) -> dt.date:
    """Return the day that is `count` business days after `day`.

    Example:
        >>> later(dt.date(2024, 3, 28), 1, "de_DE")
        datetime.date(2024, 4, 2)
    """
    for _ in range(count):
        day = on_or_after(day + _DAY, locale)
    return day


@cache
def booking_days(year: int, month: int, locale: str) -> tuple[dt.date, ...]:
    """Return for each day of a month the day on which a bank books what falls on it.

    This is the next business day, or the last one of the month where none follows in it.

    Example:
        >>> [str(day) for day in booking_days(2024, 3, "de_DE")[-4:]]
        ['2024-03-28', '2024-03-28', '2024-03-28', '2024-03-28']
    """
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    days = (dt.date(year, month, day) for day in range(1, last.day + 1))
    next_ones = [on_or_after(day, locale) for day in days]
    return tuple(day if day <= last else on_or_before(last, locale) for day in next_ones)
