"""Horizons: after how many steps a task still succeeds half of the time.

`step_horizon` assumes that every step is as likely to fail as the first; `length_horizon` (METR)
asks the data how success falls with length.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

_STEPS: Final = 200
_STILL: Final = 1e-12
_FLAT: Final = 1e-9
_FAR: Final = 1000


def step_horizon(right: float, level: float = 0.5) -> float:
    """Return the number of steps after which at most `level` of all tasks still succeed.

    Args:
        right: Share of steps that are right.
        level: Share of tasks.

    Example:
        >>> step_horizon(0.95), step_horizon(0.99, 0.9), step_horizon(1)
        (14.0, 11.0, inf)
    """
    if right >= 1:
        return math.inf
    return float(math.ceil(math.log(level) / math.log(right))) if right > 0 else 0.0


def length_horizon(lengths: Sequence[float], success: Sequence[bool], level: float = 0.5) -> float:
    """Return the length at which a share of `level` succeeds.

    A logistic regression of success on the logarithm of length, without regularisation: any
    penalty would flatten the slope and move the horizon.

    Args:
        lengths: Length of each task, in steps or seconds, above 0.
        success: Whether it succeeded.
        level: Share of tasks.

    Returns:
        0 where all fail, infinity where all succeed, NaN where success does not fall with length.

    Example:
        >>> round(length_horizon([1, 1, 2, 2, 4, 4, 8, 8], [1, 1, 1, 0, 1, 0, 0, 0]), 6)
        2.828427
    """
    good = [x for x, y in zip(lengths, success, strict=True) if y]
    bad = [x for x, y in zip(lengths, success, strict=True) if not y]
    if not good or not bad:
        return math.inf if good else 0.0
    if max(good) <= min(bad) and min(good) < max(bad):
        return math.sqrt(max(good) * min(bad))
    if min(good) >= max(bad):
        return math.nan
    base, slope = _logistic([math.log2(x) for x in lengths], success)
    if slope > -_FLAT:
        return math.nan
    at = (math.log(level / (1 - level)) - base) / slope
    return 2.0**at if abs(at) < _FAR else math.inf if at > 0 else 0.0


def _logistic(x: Sequence[float], y: Sequence[Any]) -> tuple[float, float]:
    """Return intercept and slope of greatest likelihood, by Newton's method with halved steps."""
    import numpy as np

    rows = np.column_stack([np.ones(len(x)), x])
    right = np.array(y, float)

    def loss(at: Any) -> float:  # noqa: ANN401 - a vector
        line = rows @ at
        return float(np.logaddexp(0, line).sum() - right @ line)

    at = np.zeros(2)
    for _ in range(_STEPS):
        chance = np.exp(-np.logaddexp(0, -(rows @ at)))
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows
        step = np.linalg.solve(bend, rows.T @ (right - chance))
        while loss(at + step) > loss(at) and np.abs(step).max() > _STILL:
            step = step / 2
        at = at + step
        if np.abs(step).max() < _STILL:
            break
    return float(at[0]), float(at[1])
