"""Months of the world."""

from __future__ import annotations

import calendar
import datetime as dt


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
