"""Business days of the world: Monday to Friday."""

from __future__ import annotations

import calendar
import datetime as dt

_SATURDAY = 5


def business_day(day: dt.date) -> dt.date:
    """Return the day itself, or the Friday before a weekend.

    Example:
        >>> business_day(dt.date(2024, 3, 3))
        datetime.date(2024, 3, 1)
    """
    late = day.weekday() - _SATURDAY
    return day if late < 0 else day - dt.timedelta(days=late + 1)


def month_of(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month."""
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, last)


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day of an earlier month, or its last day.

    Example:
        >>> months_before(dt.date(2024, 3, 31), 1)
        datetime.date(2024, 2, 29)
    """
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
