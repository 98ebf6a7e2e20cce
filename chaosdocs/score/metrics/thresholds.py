"""Coverage at a risk: how much could go through unseen at a threshold that the clean twins fix.

A threshold that is chosen on the documents it is judged by is an oracle's. So the lowest confidence
at which the clean twins keep the risk is taken, and then coverage and risk are read on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from chaosdocs.score.judging.table import FLAGGED, VALUE, Table
from chaosdocs.score.metrics.columns import Columns
from chaosdocs.score.metrics.metric import Metric

Vector = Any
RISKS: Final[Mapping[str, float]] = {"1": 0.01, "5": 0.05}
LEAST: Final = 20
"""A threshold needs so many clean records."""


def thresholds(table: Table, c: Columns) -> dict[str, float]:
    """Return name of a risk to the lowest confidence that keeps it on clean twins.

    Infinite where none does; empty where confidences are missing or of several sources, or where
    fewer than `LEAST` records have clean documents.
    """
    import numpy as np

    if table.answers.mixed or not len(table):
        return {}
    case = np.frombuffer(table.case, np.int32)
    clean = np.array([not each.steps for each in table.cases])[case]
    plain = c.has(VALUE) & ~c.has(FLAGGED) & ~np.isnan(c.p) & clean & ~c.in_("unscored")
    records = {table.cases[n].record for n in np.unique(case[plain]).tolist()}
    if len(records) < LEAST:
        return {}
    error = c.is_("wrong", "hallucinated", "overcommit")
    return {
        name: threshold(c.p[plain], error[plain], c.weight[plain], risk)
        for name, risk in RISKS.items()
    }


def threshold(p: Vector, error: Vector, weight: Vector, risk: float) -> float:
    """Return the lowest confidence whose answers and all surer ones keep `risk`; ties stay whole.

    Args:
        p: Confidences.
        error: Whether each answer is wrong.
        weight: What each counts.
        risk: Greatest share of wrong answers.

    Example:
        >>> import numpy as np
        >>> p, error = np.array([0.9, 0.9, 0.8, 0.7]), np.array([False, False, True, False])
        >>> [threshold(p, error, np.ones(4), risk) for risk in (0.01, 0.25)]
        [0.9, 0.7]
    """
    import numpy as np

    levels, number = np.unique(-p, return_inverse=True)
    size = len(levels)
    all_ = np.cumsum(np.bincount(number, weight, size))
    wrong = np.cumsum(np.bincount(number, weight * error, size))
    kept = np.flatnonzero((all_ > 0) & (wrong <= risk * all_ + 1e-12))
    return float(-levels[kept[-1]]) if kept.size else float("inf")


def covered(table: Table, c: Columns) -> Mapping[str, Callable[[], tuple[Vector, Vector]]]:
    """Return every metric of `METRICS`: numerator and denominator of fields.

    A value counts as covered that is not flagged and has at least the threshold's confidence.
    """
    import numpy as np

    scored = ~c.in_("unscored")
    error = c.is_("wrong", "hallucinated", "overcommit")
    p = np.where(np.isnan(c.p), -1.0, c.p)
    out: dict[str, Callable[[], tuple[Vector, Vector]]] = {}
    for name, least in thresholds(table, c).items():
        through = c.has(VALUE) & ~c.has(FLAGGED) & scored & (p >= least)
        out[f"coverage_at_risk_{name}"] = lambda through=through: (through, scored)  # type: ignore[misc]
        out[f"realised_risk_{name}"] = lambda through=through: (error & through, through)  # type: ignore[misc]
    return out


METRICS: Final = tuple(
    metric
    for name, risk in RISKS.items()
    for metric in (
        Metric(
            name=f"coverage_at_risk_{name}",
            label=f"pass the confidence limit for {risk:.0%} wrong",
            meaning="The share of fields whose confidence reaches the threshold that keeps "
            f"{risk:.0%} wrong on clean documents.",
            formula="unflagged values at or above the threshold / scored",
            better="higher",
            basis="confidences",
            source="Geifman and El-Yaniv 2017",
        ),
        Metric(
            name=f"realised_risk_{name}",
            label=f"wrong among those that pass the {risk:.0%} limit",
            meaning="Of the fields that reach that threshold, the share that is wrong here.",
            formula="wrong / unflagged values at or above the threshold",
            better="lower",
            basis="confidences",
        ),
    )
)
"""What `covered` computes."""
