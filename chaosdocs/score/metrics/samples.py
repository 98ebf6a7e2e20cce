"""What each answer to each case is worth: the metrics that have a value in every single case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
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
    ranges = table.ranges()
    parts = [_rates(*found[name](), c.weight, ranges.values()) for name in PER_CASE]
    rows = zip(ranges.items(), zip(*parts, strict=True), strict=True)
    for ((number, trial), (start, stop)), each in rows:
        here = slice(start, stop)
        rates = dict(zip(PER_CASE, each, strict=True))
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


def _rates(
    top: Any,  # noqa: ANN401 - vectors, as below
    below: Any,  # noqa: ANN401
    weight: Any,  # noqa: ANN401
    ranges: Collection[tuple[int, int]],
) -> list[float | None]:
    """Return the weighted share in each range; None where nothing counts.

    Ranges of one length are summed together, each as it would be alone.
    """
    import numpy as np

    places: dict[int, list[int]] = {}
    spans = np.array(list(ranges), np.int64).reshape(-1, 2)
    for n, length in enumerate((spans[:, 1] - spans[:, 0]).tolist()):
        places.setdefault(length, []).append(n)
    counted = weight * below
    reached = weight * top * below
    out: list[float | None] = [None] * len(spans)
    for length, which in places.items():
        at = spans[which, 0][:, None] + np.arange(length)
        totals, tops = counted[at].sum(axis=1), reached[at].sum(axis=1)
        for n, total, mine in zip(which, totals.tolist(), tops.tolist(), strict=True):
            out[n] = mine / total if total else None
    return out
