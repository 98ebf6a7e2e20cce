"""Latency, cost and deadlines: what is counted by request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from chaosdocs.formats.summary import Latency
from chaosdocs.score.judging.expectations import NULL
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.deadlines import within_deadlines


def running(made: Conditions, counts: Any) -> Latency:  # noqa: ANN401 - a matrix
    """Return latency percentiles, in all and by severity, cost, and worth within deadlines.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    table, c = made.table, made.columns
    lines = table.answers.lines
    asked = [(case.case, trial) for trial in table.answers.trials for case in table.cases]
    late = [lines[key].latency_s for key in asked]
    costs = [lines[key].cost_usd for key in asked]
    tokens = [n for key in asked if (n := lines[key].tokens) is not None]
    known = [x for x in late if x is not None]
    paid = [x for x in costs if x is not None]
    correct = int((c.is_("correct") & c.in_("answerable")).sum())
    severities: dict[str, list[float]] = {}
    for (name, _), took in zip(asked, late, strict=True):
        if took is not None:
            case = table.cases[table.numbers[name]]
            if case.side != NULL:
                severities.setdefault(str(case.severity), []).append(took)
    return Latency(
        requests=len(asked),
        seconds=_percentiles(known),
        by_severity={name: _percentiles(took) for name, took in sorted(severities.items())},
        cost_usd=math.fsum(paid) if paid else None,
        cost_per_case=math.fsum(paid) / len(asked) if paid else None,
        cost_per_correct=math.fsum(paid) / correct if paid and correct else None,
        tokens=sum(tokens) if tokens else None,
        **within_deadlines(made, late, counts),
    )


def _percentiles(took: Sequence[float]) -> dict[str, float]:
    import numpy as np

    return {f"p{q}": float(np.percentile(took, q)) for q in (50, 95, 99) if took}


def pareto(points: Sequence[tuple[str, float | None, float | None]]) -> dict[str, bool]:
    """Return reader to whether nobody is better in one of cost and quality and worse in neither.

    Args:
        points: Reader, cost (less is better), quality (more is better). Ties are kept.

    Example:
        >>> pareto([("a", 1, 0.5), ("b", 2, 0.4), ("c", 2, 0.9)])
        {'a': True, 'b': False, 'c': True}
    """
    known = [(n, x, q) for n, x, q in points if x is not None and q is not None]
    return {
        name: not any(
            x <= spent and q >= quality and (x < spent or q > quality) for _, x, q in known
        )
        for name, spent, quality in known
    }
