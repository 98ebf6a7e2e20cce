"""Which families and operators really cost accuracy: tests corrected for how many there are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chaosdocs.formats.summary import Group
from chaosdocs.score.metrics.conditions import Aggregate


def tested(groups: Sequence[Group], levels: Mapping[str, Aggregate]) -> tuple[Group, ...]:
    """Return `groups` with p-values of "accuracy is as on the clean twins", corrected.

    Families are corrected by Holm, operators (names with a dot) by Benjamini and Hochberg.
    """
    raw = [_p(levels[group.name]) for group in groups]
    known = [p for p in raw if p is not None]
    correct = benjamini_hochberg if any("." in g.name for g in groups) else holm
    adjusted = iter(correct(known))
    return tuple(
        group.model_copy(update={"p_value": p, "adjusted_p": None if p is None else next(adjusted)})
        for group, p in zip(groups, raw, strict=True)
    )


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for the chance of any false alarm.

    Example:
        >>> holm([0.01, 0.04, 0.03])
        [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    worst = 0.0
    for rank, n in enumerate(order):
        worst = max(worst, min(1.0, (len(values) - rank) * values[n]))
        out[n] = worst
    return out


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for the share of false alarms.

    Example:
        >>> benjamini_hochberg([0.01, 0.04, 0.03])
        [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    out = [0.0] * len(values)
    best = 1.0
    for rank, n in enumerate(order):
        best = min(best, values[n] * len(values) / (len(values) - rank))
        out[n] = best
    return out


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p-value of a paired change; only for one field a record.

    Example:
        >>> round(mcnemar(4, 12), 7)
        0.0768127
    """
    n, k = gained + lost, min(gained, lost)
    if not n:
        return 1.0
    tail = float(sum(math.comb(n, i) for i in range(k + 1)) / 2**n)
    return min(1.0, 2 * tail)


def two_sided(boot: Any, value: float, records: int) -> float | None:  # noqa: ANN401 - a vector
    """Return the bootstrap p-value of "no difference", None where there is nothing to test.

    It is never below what an exact test of signs gives where all records agree: 2 to the power of
    1 - n. Three records that agree prove nothing, however little they vary.
    """
    import numpy as np

    known = boot[~np.isnan(boot)]
    if records < 2 or not known.size or math.isnan(value):  # noqa: PLR2004 - a pair
        return None
    error = float(known.std()) * math.sqrt(records / (records - 1))
    if error < 1e-12:  # noqa: PLR2004 - nothing varies
        p = 1.0 if abs(value) < 1e-12 else 0.0  # noqa: PLR2004
    else:
        p = math.erfc(_as_normal(abs(value) / error, records - 1) / math.sqrt(2))
    return max(p, 2.0 ** (1 - records))


def _as_normal(t: float, freedom: int) -> float:
    """The normal deviate as rare as Student's `t`, by Wallace's formula."""
    factor = (8 * freedom + 1) / (8 * freedom + 3)
    return factor * math.sqrt(freedom * math.log1p(t * t / freedom))


def _p(level: Aggregate) -> float | None:
    if "accuracy_change" not in level.value or not level.n("accuracy_change"):
        return None
    return two_sided(
        level.boot["accuracy_change"], level.value["accuracy_change"], level.n("accuracy_change")
    )
