"""Quality at a deadline: what an answer is worth that must be there in time.

It is the mean worth of a field over every request, clean documents and untouched fields with them,
and not the net utility of the card, which is of touched fields by what could be had there. Every
request is in the denominator, and one that is late earns nothing: dropping the late ones would
reward a reader for being late.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.metrics.columns import worth
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.stats.intervals import estimate, resampled

Vector = Any
DEADLINES: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Deadlines in seconds."""


def within_deadlines(made: Conditions, took: Sequence[float | None], counts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return utility at t = .9 within each deadline, its area, and errors that came late anyway.

    Args:
        made: The cells.
        took: Seconds of every request, trial by trial, cases in their order; None where unknown,
            which is late.
        counts: Resamples x records.

    Returns:
        ``within``, ``intervals`` and ``late_errors`` by deadline in seconds, ``worth`` without
        one, and ``area``: the mean over the logarithm of the deadline, from the first one to the
        last.
        Empty where no request says how long it took.
    """
    import numpy as np

    if all(each is None for each in took):
        return {}
    c = made.columns
    late = np.array([math.inf if each is None else each for each in took])[_request(made)]
    value = worth(c, 0.9) * c.weight
    error = c.is_("wrong", "hallucinated", "overcommit") * c.weight
    first, last = math.log(DEADLINES[0]), math.log(DEADLINES[-1])
    with np.errstate(divide="ignore"):
        left = np.clip((last - np.log(np.maximum(late, DEADLINES[0]))) / (last - first), 0, 1)
    parts = {f"{each:g}": value * (late <= each) for each in DEADLINES}
    found = _over_records(made, {**parts, "area": value * left, "worth": value}, counts)
    area, whole = found.pop("area"), found.pop("worth")
    total = float(c.weight.sum()) or math.nan
    return {
        "within": {name: each.value for name, each in found.items() if each.value is not None},
        "intervals": found,
        "area": area,
        "worth": whole,
        "late_errors": {
            f"{each:g}": float((error * (late > each)).sum() / total) for each in DEADLINES
        },
    }


def _request(made: Conditions) -> Vector:
    """Number of the request of every field."""
    import numpy as np

    table = made.table
    trial = np.frombuffer(table.trial, np.int32)
    nth = np.searchsorted(np.array(table.answers.trials), trial)
    return nth * len(table.cases) + np.frombuffer(table.case, np.int32)


def _over_records(made: Conditions, parts: dict[str, Vector], counts: Any) -> dict[str, Estimate]:  # noqa: ANN401
    """Sums over all fields by the sum of weights, with intervals over records."""
    import numpy as np

    size = len(made.record_names)
    under = np.bincount(made.of_record, made.columns.weight, size)
    over = np.column_stack([np.bincount(made.of_record, each, size) for each in parts.values()])
    records = int((under > 0).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        value = over.sum(axis=0) / under.sum()
        boot = resampled(counts, over) / resampled(counts, under[:, None])
    return {
        name: estimate(float(value[n]), boot[:, n], records=records) for n, name in enumerate(parts)
    }
