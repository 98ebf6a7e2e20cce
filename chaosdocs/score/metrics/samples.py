"""What each answer to each case is worth: the metrics that have a value in every single case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from chaosdocs.formats.samples import Sample
from chaosdocs.score.judging.config import Utility
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import Table
from chaosdocs.score.metrics.columns import columns
from chaosdocs.score.metrics.shares import shares

SHARES: Final = (
    "correct_rate",
    "right_gap_rate",
    "wrong_gap_rate",
    "flagged_error_rate",
    "silent_error_rate",
    "invalid_rate",
)
"""Metrics that divide the scored weight of a case among them: they add up to 1."""
PER_CASE: Final = (*SHARES, "utility_50")
"""Every metric that one case has a value of. Conditional rates have no denominator in many."""
RIGHT: Final = frozenset({"correct", "right_abstain", "unscored"})
"""Outcomes that do not fail a case."""


def samples(table: Table, utility: Utility) -> Iterator[Sample]:
    """Yield one line for each case and trial of a table, in its order.

    Args:
        table: The judged fields of one reader.
        utility: What outcomes are worth.
    """
    c = columns(table, utility)
    found = shares(c)
    parts = [found[name]() for name in PER_CASE]
    for (number, trial), (start, stop) in table.ranges().items():
        here = slice(start, stop)
        weight = c.weight[here]
        rates = {
            name: _rate(top[here], below[here], weight)
            for name, (top, below) in zip(PER_CASE, parts, strict=True)
        }
        case = table.cases[number]
        outcomes = Counter(OUTCOMES[code] for code in table.outcome[here])
        yield Sample.model_validate(
            {
                "reader": table.reader,
                "case": case.case,
                "label": case.label,
                "record": case.record,
                "trial": trial,
                "operator": case.operator,
                "family": case.family,
                "severity": case.severity,
                "medium": case.medium,
                "rendering": case.rendering,
                "outcomes": dict(sorted(outcomes.items())),
                "passed": outcomes.keys() <= RIGHT,
                **rates,
            }
        )


def _rate(top: Any, below: Any, weight: Any) -> float | None:  # noqa: ANN401 - vectors
    """Return the weighted share; None where nothing counts."""
    total = float((weight * below).sum())
    return float((weight * top * below).sum()) / total if total else None
