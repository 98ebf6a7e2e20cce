"""Repeated trials with intervals: fields are averaged in their record, records are drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import pvariance
from typing import Any

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.consistency import pass_at, pass_k
from chaosdocs.score.metrics.documents import by_record


def repeated(made: Conditions, counts: Any) -> dict[str, Estimate]:  # noqa: ANN401 - a matrix
    """Return ``pass^k``, ``pass@k``, ``flip_rate`` and ``p_variance`` as means over records.

    ``p_variance`` is the variance of a field's confidence over its trials. Empty where every case
    was asked once. A field is right where it is as it should be: a right value, or a right gap.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    trials = len(made.table.answers.trials)
    if trials < 2:  # noqa: PLR2004 - repeated
        return {}
    found = _tallies(made)
    if not found:
        return {}
    tallies = list(found.values())
    values: dict[str, list[float]] = {}
    for k in range(1, trials + 1):
        values[f"pass^{k}"] = [pass_k([tally], trials, k) for tally in tallies]
        values[f"pass@{k}"] = [pass_at([tally], trials, k) for tally in tallies]
    values["flip_rate"] = [float(0 < tally < trials) for tally in tallies]
    out = _over_records(made, [case for case, _ in found], values, counts)
    variances = _variances(made, trials)
    if variances:
        cases = [case for case, _ in variances]
        out |= _over_records(made, cases, {"p_variance": list(variances.values())}, counts)
    return out


def _tallies(made: Conditions) -> dict[tuple[int, str], int]:
    """Case and field to the number of trials in which it is right."""
    table, c = made.table, made.columns
    right = c.is_("correct", "right_abstain").tolist()
    scored = (~c.in_("unscored")).tolist()
    counts: dict[tuple[int, str], int] = {}
    for n, truth in enumerate(table.expected):
        if scored[n] and "/+/" not in truth.path:
            key = table.case[n], truth.path
            counts[key] = counts.get(key, 0) + right[n]
    return counts


def _variances(made: Conditions, trials: int) -> dict[tuple[int, str], float]:
    """Case and field to the variance of its confidence, where every trial gave one."""
    table = made.table
    if table.answers.mixed:
        return {}
    told: dict[tuple[int, str], list[float]] = {}
    for n, truth in enumerate(table.expected):
        if not math.isnan(table.p[n]) and "/+/" not in truth.path:
            told.setdefault((table.case[n], truth.path), []).append(table.p[n])
    return {key: pvariance(each) for key, each in told.items() if len(each) == trials}


def _over_records(
    made: Conditions,
    cases: Sequence[int],
    values: Mapping[str, Sequence[float]],
    counts: Any,  # noqa: ANN401
) -> dict[str, Estimate]:
    import numpy as np

    number = {name: n for n, name in enumerate(made.record_names)}
    record = np.array([number[made.table.cases[case].record] for case in cases], np.int64)
    vectors = {name: np.array(each, float) for name, each in values.items()}
    everything = np.ones(len(cases), bool)
    return by_record(vectors, record, everything, len(made.record_names), counts)
