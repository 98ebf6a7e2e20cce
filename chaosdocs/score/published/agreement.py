"""Krippendorff's alpha: agreement beyond chance, of raters or of repeated trials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal


def krippendorff_alpha(
    units: Sequence[Sequence[Any]], level: Literal["nominal", "interval"] = "nominal"
) -> float:
    """Return 1 - (disagreement within units) / (disagreement within everything).

    Args:
        units: For every item what each rater, or each trial, said of it; fewer than two say nothing
            about agreement and are left out.
        level: ``nominal`` where values are equal or not, ``interval`` where they are numbers.

    Returns:
        1 where all agree, 0 where they agree as by chance, NaN where nothing was rated twice.

    Example:
        >>> round(krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"]]), 4)
        0.4444
    """
    split: Callable[[Sequence[Any]], float] = _unequal if level == "nominal" else _apart
    rated = [unit for unit in units if len(unit) > 1]
    every = [value for unit in rated for value in unit]
    if not every:
        return float("nan")
    within = sum(split(unit) / (len(unit) - 1) for unit in rated) / len(every)
    chance = split(every) / (len(every) * (len(every) - 1))
    return 1 - within / chance if chance else 1.0


def _unequal(values: Sequence[Hashable]) -> float:
    return len(values) ** 2 - sum(n * n for n in Counter(values).values())


def _apart(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return 2 * len(values) * sum((x - mean) ** 2 for x in values)
