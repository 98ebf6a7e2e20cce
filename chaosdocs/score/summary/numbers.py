"""Estimates in words."""

from __future__ import annotations

from chaosdocs.formats.summary import Estimate


def percent(estimate: Estimate | None, *, interval: bool = True) -> str:
    """Return a share in words, such as ``85.0 % (81.2 to 88.4)``.

    Example:
        >>> percent(Estimate(value=0.85, low=0.8, high=0.9, records=30))
        '85.0 % (80.0 to 90.0)'
    """
    if estimate is None or estimate.value is None:
        return f"n/a (n={0 if estimate is None else estimate.records})"
    text = f"{100 * estimate.value:.1f} %"
    if interval and estimate.low is not None and estimate.high is not None:
        text += f" ({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"
    return text


def number(estimate: Estimate | None, digits: int = 2) -> str:
    """Return a number with its interval in words."""
    if estimate is None or estimate.value is None:
        return "n/a"
    text = f"{estimate.value:.{digits}f}"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({estimate.low:.{digits}f} to {estimate.high:.{digits}f})"
    return text
