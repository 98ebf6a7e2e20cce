"""Estimates in words."""

from __future__ import annotations

from typing import Final

from chaosdocs.formats.summary import Estimate

_WIDTH: Final = 1e-9
"""Rounding alone makes intervals so wide."""


def percent(estimate: Estimate | None, *, interval: bool = True) -> str:
    """Return a share in words, such as ``85.0 % (81.2 to 88.4)``.

    Example:
        >>> percent(Estimate(value=0.85, low=0.8, high=0.9, records=30))
        '85.0 % (80.0 to 90.0)'
        >>> percent(Estimate(value=0.25, low=0.25, high=0.25, records=6))
        '25.0 % (the same in all 6 records)'
    """
    if estimate is None or estimate.value is None:
        return f"n/a (n={0 if estimate is None else estimate.records})"
    text = f"{100 * estimate.value:.1f} %"
    return text + (_interval(estimate, 100, 1) if interval else "")


def number(estimate: Estimate | None, digits: int = 2) -> str:
    """Return a number with its interval in words."""
    if estimate is None or estimate.value is None:
        return "n/a"
    return f"{estimate.value:.{digits}f}" + _interval(estimate, 1, digits)


def no_spread(estimate: Estimate) -> str:
    """Return why an interval has no width; empty where it has one, or there is none."""
    if estimate.low is None or estimate.high is None or estimate.high - estimate.low > _WIDTH:
        return ""
    return f"the same in all {estimate.records:g} records"


def _interval(estimate: Estimate, times: int, digits: int) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    ends = f"{times * estimate.low:.{digits}f} to {times * estimate.high:.{digits}f}"
    return f" ({no_spread(estimate) or ends})"
