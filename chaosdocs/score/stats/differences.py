"""Intervals of differences, and of ratios that say the same as a difference."""

from __future__ import annotations

import math

from chaosdocs.formats.summary import Estimate


def swing(value: float, spread: float, moved: int, records: int, *, z: float, most: float) -> float:
    """Half of the least interval of a mean of differences, the same to both sides.

    Bonett and Price's interval of a paired difference, for shares: with two records more, one up
    and one down, each as far as a record that changed goes (in root mean square; 1 where none
    has). It is never empty, and of many records, most of which changed, hardly wider than that of
    the resamples. That a record changed is an event: where it is rare, `most` rules.

    Args:
        value: The mean.
        spread: Its standard deviation over resamples.
        moved: Records that changed.
        records: All records.
        z: Standard deviations.
        most: Upper bound of the share of records that change.

    Example:
        >>> round(swing(0, 0, 0, 50, z=1.96, most=0.0711), 4)
        0.0711
        >>> round(swing(-0.7, 0.13, 13, 13, z=1.96, most=1), 4)
        0.2958
    """
    squares = records * (records * spread * spread + value * value)
    change = min(1.0, squares / moved) if moved else 1.0
    size = records + 2
    variance = (squares + 2 * change) / size - (value * records / size) ** 2
    half = z * math.sqrt(max(0.0, variance) / size)
    return max(half, (most - moved / records) * math.sqrt(change))


def as_ratio(found: Estimate, change: Estimate, under: float) -> Estimate:
    """Return a ratio with the interval that the difference of its two sides gives it.

    It is 1 + `change` / `under`, and so are its ends, down to 0: it can be 1 where the difference
    can be 0, and nowhere else.

    Args:
        found: The ratio; what has no interval gets none.
        change: What is above less what is below.
        under: What is below.
    """
    if found.low is None or change.low is None or under <= 0:
        return found
    ends = ("low", "high", "one_low", "one_high")
    made = {end: max(0.0, 1 + getattr(change, end) / under) for end in ends}
    return found.model_copy(update=made)
