"""Dates as machines write them: by a pattern, or as seconds since 1970."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

EPOCH = re.compile(r"@(ms|s)([+-]\d+)?")
"""A count of seconds or milliseconds since 1970 to the start of the day, in UTC; behind a sign the
minutes that the clock of the writer is ahead of UTC."""
_DAY = dt.timedelta(days=1)
_START = dt.date(1970, 1, 1)
_TOKENS = {"yyyy": r"(?P<y>\d{4})", "MM": r"(?P<m>\d{2})", "dd": r"(?P<d>\d{2})"}
_TOKEN = re.compile(r"yyyy|MM|dd|@(?:ms|s)(?:[+-]\d+)?")


def counted(date: dt.date, token: str) -> str:
    """Return the count that `token` makes of a date.

    Example:
        >>> counted(dt.date(2024, 3, 4), "@s"), counted(dt.date(2024, 3, 4), "@ms+60")
        ('1709510400', '1709506800000')
    """
    match = EPOCH.fullmatch(token)
    if match is None:
        raise ValueError(f"{token!r} is no count of seconds")
    seconds = (date - _START) // _DAY * 86_400 - 60 * int(match[2] or 0)
    return str(seconds * 1000 if match[1] == "ms" else seconds)


def date_in(text: str, pattern: str) -> dt.date | None:
    """Return the date that a text is by a pattern of numbers, or None where it is none.

    Args:
        text: The text.
        pattern: Of yyyy, MM, dd, a count such as ``@s``, and literal characters.

    Example:
        >>> date_in("2024-03-04T00:00:00Z", "yyyy-MM-ddT00:00:00Z")
        datetime.date(2024, 3, 4)
        >>> date_in("/Date(1709510400000)/", "/Date(@ms)/")
        datetime.date(2024, 3, 4)
    """
    compiled, token = _compiled(pattern)
    match = compiled.fullmatch(text)
    if match is None:
        return None
    found = match.groupdict()
    if "c" in found:
        epoch = EPOCH.fullmatch(token)
        assert epoch is not None  # noqa: S101 - the pattern made the group
        seconds = int(found["c"]) // (1000 if epoch[1] == "ms" else 1) + 60 * int(epoch[2] or 0)
        days, rest = divmod(seconds, 86_400)
        return None if rest else _START + days * _DAY
    try:
        return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[re.Pattern[str], str]:
    out, at, count = [], 0, ""
    for token in _TOKEN.finditer(pattern):
        out.append(re.escape(pattern[at : token.start()]))
        if token[0].startswith("@"):
            out.append(r"(?P<c>-?\d{1,15})")
            count = token[0]
        else:
            out.append(_TOKENS[token[0]])
        at = token.end()
    return re.compile("".join([*out, re.escape(pattern[at:])])), count
