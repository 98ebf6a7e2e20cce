"""The area under risk and coverage as fd-shifts draws it; others draw it otherwise.

`chaosdocs.score.stats.confidence.aurc` is the mean over prefixes. On five answers the ways differ
by a third, on two thousand by nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def aurc_trapezoid(p: Sequence[float], right: Sequence[bool]) -> float:
    """Return the area under selective risk over coverage, by trapezoids from nothing covered.

    Points stand at distinct confidences only: inside a tie there is no order.

    Args:
        p: Confidence of each answer.
        right: Whether it is right.

    Example:
        >>> round(aurc_trapezoid([0.9, 0.8, 0.7, 0.6, 0.5], [True, True, False, True, False]), 7)
        0.1566667
    """
    ranked = sorted(zip(p, right, strict=True), key=lambda each: -each[0])
    covered = wrong = 0
    area = before = 0.0
    for _, tied in groupby(ranked, key=lambda each: each[0]):
        group = [good for _, good in tied]
        covered += len(group)
        wrong += sum(not good for good in group)
        risk = wrong / covered
        area += (before + risk) / 2 * len(group)
        before = risk
    return area / len(ranked)
