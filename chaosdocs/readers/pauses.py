"""How long a busy endpoint asks to wait, and one pause for all who ask it."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

_DURATION: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s)?)?")
_IN_WORDS: Final = re.compile(
    r"(?:try again in|retry after|retry in|\"retryDelay\":\s*\")\s*"
    r"(\d+(?:\.\d+)?)\s*(ms|s|m(?:in)?)?",
    re.IGNORECASE,
)
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0}


def seconds_asked(headers: Mapping[str, str], words: str = "") -> float | None:
    """Return the seconds that a busy endpoint asks to wait, None where it does not say.

    Read in this order: ``retry-after-ms``, ``Retry-After`` in seconds or as a date (from the
    endpoint's own ``Date``), the ``x-ratelimit-reset-*`` of what has nothing remaining, a figure
    in the words.

    Args:
        headers: Headers of its answer, by any spelling.
        words: What it said.

    Example:
        >>> seconds_asked({"Retry-After": "3"}), seconds_asked({"retry-after-ms": "250"})
        (3.0, 0.25)
        >>> seconds_asked({}, "Rate limit reached. Please try again in 1.5s.")
        1.5
    """
    told = {name.lower(): value.strip() for name, value in headers.items()}
    millis = _number(told.get("retry-after-ms", ""))
    if millis is not None:
        return millis / 1000
    for found in (_retry_after(told), _reset(told)):
        if found is not None:
            return found
    match = _IN_WORDS.search(words)
    return None if match is None else float(match[1]) * _UNITS[(match[2] or "s").lower()]


def duration(text: str) -> float | None:
    """Return the seconds of a duration such as ``6m0s``, ``120ms`` or ``2.5``, None for others.

    Example:
        >>> duration("1m30s"), duration("120ms"), duration("soon")
        (90.0, 0.12, None)
    """
    match = _DURATION.fullmatch(text) if text else None
    if match is None:
        return None
    hours, minutes, rest, unit = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0) * _UNITS[unit or "s"]


def _retry_after(told: Mapping[str, str]) -> float | None:
    text = told.get("retry-after", "")
    number = _number(text)
    if number is not None or not text:
        return number
    until, now = _date(text), _date(told.get("date", ""))
    if until is None or now is None:
        return duration(text)
    return max(0.0, (until - now).total_seconds())


def _reset(told: Mapping[str, str]) -> float | None:
    waits = []
    for name, value in told.items():
        kind = name.partition("ratelimit-reset-")[2]
        left = told.get(name.replace("-reset-", "-remaining-"))
        wait = duration(value) if kind else None
        if wait is not None and _number(left or "") == 0:
            waits.append(wait)
    return max(waits, default=None)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found >= 0 and math.isfinite(found) else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


class SharedPause:
    """One pause for all workers that ask the same endpoint.

    Args:
        clock: Seconds from some start; it never runs backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0

    def ask_for(self, seconds: float) -> None:
        """Let nobody ask for some seconds."""
        with self._lock:
            self._until = max(self._until, self._clock() + seconds)

    def wait(self, stop: threading.Event, spread: float = 0.0) -> bool:
        """Wait until asking is allowed, and return whether `stop` was set meanwhile.

        Args:
            stop: Ends the waiting.
            spread: Seconds added after a pause, another figure for each question, so that not all
                ask at once.
        """
        while True:
            with self._lock:
                left = self._until - self._clock()
            if left <= 0:
                return stop.is_set()
            if stop.wait(left + spread):
                return True
