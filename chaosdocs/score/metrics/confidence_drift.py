"""Whether confidence notices damage: along the severities of one operator.

All three numbers are on answered touched fields that can be answered at every severity. QDI is the
mean rise of overconfidence since the clean twins, signed, less what merely asking again raises it
by. Tracking is the slope of confidence on accuracy, 1 for a reader that is as sure as it is right.
The drop-AUROC says whether confidence falls further on fields that were lost than on kept ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.table import ANSWERED, VALUE
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.score.stats.confidence import auroc
from chaosdocs.score.stats.intervals import boot_means, estimate, means

Vector = Any
SPAN: Final = 0.1
"""Confidence is compared with accuracy only where accuracy moves this much."""
CLASS: Final = 20
"""An AUROC needs so many of each class."""
RERUN: Final = "null.rerun"


def noticing(
    made: Conditions,
    points: Sequence[Sequence[int]],
    counts: Any,  # noqa: ANN401 - a matrix
) -> dict[str, Estimate]:
    """Return ``qdi``, ``qdi_floor``, ``tracking`` and ``drop_auroc``, those that are defined.

    Args:
        made: The cells.
        points: The rows of every severity, the clean twins first.
        counts: Resamples x records.
    """
    import numpy as np

    if made.table.answers.mixed:
        return {}
    told = _told(made)
    kept = [np.array(rows, np.int64)[told[np.array(rows, np.int64)]] for rows in points]
    if any(not len(rows) for rows in kept):
        return {}
    sure, right = _levels(made, kept, counts)
    records = int(np.unique(made.of_record[np.concatenate(kept)]).size)
    out = {}
    gap, gaps = sure[0] - right[0], sure[1] - right[1]
    qdi, boot = _rise(gap, gaps)
    floor = _floor(made, told, counts)
    if floor is not None:
        out["qdi_floor"] = _estimate(floor[0], floor[1], floor[2])
        qdi, boot = qdi - floor[0], boot - floor[1]
    out["qdi"] = _estimate(qdi, boot, records)
    if right[0].max() - right[0].min() >= SPAN:
        out["tracking"] = _estimate(
            float(_slope(right[0][None], sure[0][None])[0]), _slope(right[1], sure[1]), records
        )
    found = _drop(made, points, told, counts)
    if found is not None:
        out["drop_auroc"] = found
    return out


def plain(found: Mapping[str, Estimate], name: str) -> float | None:
    """Return the value of one of them, None where it is not defined."""
    return found[name].value if name in found else None


def _told(made: Conditions) -> Vector:
    import numpy as np

    c = made.columns
    return c.has(ANSWERED) & c.has(VALUE) & ~np.isnan(c.p) & ~c.in_("unscored")


def _estimate(value: float, boot: Vector, records: int) -> Estimate:
    """The interval is for those alone that have records enough; the number is for all."""
    if records < THIN:
        return Estimate(value=None if math.isnan(value) else value, records=records)
    return estimate(value, boot, records=records)


def _levels(
    made: Conditions,
    kept: Sequence[Vector],
    counts: Any,  # noqa: ANN401
) -> tuple[tuple[Vector, Vector], tuple[Vector, Vector]]:
    """Mean confidence and accuracy of every severity, each with its resamples."""
    import numpy as np

    c, size = made.columns, len(made.record_names)
    right = c.is_("correct")
    columns = []
    for what in (c.p, right):
        for rows in kept:
            who = made.of_record[rows]
            under = np.bincount(who, c.weight[rows], size)
            over = np.bincount(who, c.weight[rows] * what[rows], size)
            with np.errstate(invalid="ignore", divide="ignore"):
                columns.append(np.where(under > 0, over / under, np.nan))
    shares = np.column_stack(columns)
    value, boot = means(shares), boot_means(counts, shares)
    half = len(kept)
    return (value[:half], boot[:, :half]), (value[half:], boot[:, half:])


def _rise(gap: Vector, gaps: Vector) -> tuple[float, Vector]:
    value = float(gap[1:].mean() - gap[0])
    return value, gaps[:, 1:].mean(axis=1) - gaps[:, 0]


def _floor(
    made: Conditions,
    told: Vector,
    counts: Any,  # noqa: ANN401
) -> tuple[float, Vector, int] | None:
    """What overconfidence rises by where the same document is asked again."""
    import numpy as np

    again = [n for n, key in enumerate(made.keys) if key.operator == RERUN]
    rows = np.flatnonzero(np.isin(made.of_row, again) & told & (made.columns.twin >= 0))
    rows = rows[told[made.columns.twin[rows]]]
    if not len(rows):
        return None
    sure, right = _levels(made, [made.columns.twin[rows], rows], counts)
    value, boot = _rise(sure[0] - right[0], sure[1] - right[1])
    return value, boot, int(np.unique(made.of_record[rows]).size)


def _slope(accuracy: Vector, confidence: Vector) -> Vector:
    """The least-squares slope of every row of `confidence` on that of `accuracy`."""
    import numpy as np

    a = accuracy - accuracy.mean(axis=1, keepdims=True)
    b = confidence - confidence.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        under = (a * a).sum(axis=1)
        return np.where(under > 0, (a * b).sum(axis=1) / under, np.nan)


def _drop(
    made: Conditions,
    points: Sequence[Sequence[int]],
    told: Vector,
    counts: Any,  # noqa: ANN401
) -> Estimate | None:
    import numpy as np

    c = made.columns
    right = c.is_("correct")
    dirty = np.array([n for rows in points[1:] for n in rows])
    twin = c.twin[dirty]
    both = told[dirty] & told[twin] & right[twin]
    rows, twins = dirty[both], twin[both]
    lost = ~right[rows]
    if min(int(lost.sum()), int((~lost).sum())) < CLASS:
        return None
    fall = c.p[twins] - c.p[rows]
    who = made.of_record[rows]
    return _estimate(
        auroc(fall, lost),
        weighted_auroc(fall, lost, counts[:, who]),
        int(np.unique(who).size),
    )


def weighted_auroc(score: Vector, positive: Vector, weights: Vector) -> Vector:
    """Return the AUROC under every row of weights; NaN where a class has none.

    Args:
        score: A number each.
        positive: Whether each is positive.
        weights: Rows of how often each counts.

    Example:
        >>> import numpy as np
        >>> weighted_auroc(np.array([3, 2, 2]), np.array([True, False, True]), np.ones((1, 3)))
        array([0.75])
    """
    import numpy as np

    _, group = np.unique(score, return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0])
    sorted_ = weights[:, order].astype(float)
    there = positive.astype(bool)[order]
    yes = np.add.reduceat(sorted_ * there, starts, axis=1)
    no = np.add.reduceat(sorted_ * ~there, starts, axis=1)
    below = np.cumsum(no, axis=1) - no
    with np.errstate(invalid="ignore", divide="ignore"):
        wins = (yes * (below + no / 2)).sum(axis=1)
        return wins / (yes.sum(axis=1) * no.sum(axis=1))
