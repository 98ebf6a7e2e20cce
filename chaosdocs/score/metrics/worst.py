"""The worst operator of every record: what an unlucky document costs.

A mean over operators hides that each record may have another that breaks it.
"""

from __future__ import annotations

from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.expectations import CHAIN, CLEAN, NULL
from chaosdocs.score.judging.table import TOUCHED
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.score.metrics.registry import bounds_of
from chaosdocs.score.metrics.shares import shares
from chaosdocs.score.stats.intervals import boot_means, estimate, means

WORST: Final = {"accuracy": min, "silent_error_rate": max, "utility_90": min}
"""Metric to the worse of two of its values: more accuracy is good, more silent errors are not."""


def worst_operators(made: Conditions, counts: Any) -> dict[str, Estimate]:  # noqa: ANN401 - a matrix
    """Return the mean over records of the metric at its worst operator.

    A record's value at an operator is the mean over severities and media, on touched fields.
    Records with one operator only have no worst one and are left out.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    import numpy as np

    c = made.columns
    names = sorted({k.operator for k in made.keys if k.family != NULL} - {CLEAN, CHAIN})
    if len(names) < 2:  # noqa: PLR2004 - a worst one of several
        return {}
    ratios = shares(c)
    place = {name: n for n, name in enumerate(names)}
    of_key = np.array([place.get(key.operator, -1) for key in made.keys])
    touched = c.has(TOUCHED) & (of_key[made.of_row] >= 0)
    size = len(made.keys) * len(made.record_names)
    at = made.of_row[touched] * len(made.record_names) + made.of_record[touched]
    out: dict[str, Estimate] = {}
    for name, worse in WORST.items():
        top, bottom = ratios[name]()
        weight = np.where(bottom, c.weight, 0.0)
        under = np.bincount(at, weight[touched], size)
        over = np.bincount(at, (weight * top)[touched], size)
        with np.errstate(invalid="ignore", divide="ignore"):
            cube = np.where(under > 0, over / under, np.nan).reshape(len(made.keys), -1)
            rows = np.vstack([means(cube[of_key == n]) for n in range(len(names))])
        several = np.flatnonzero((~np.isnan(rows)).sum(axis=0) > 1)
        if not several.size:
            continue
        reduce = np.fmin if worse is min else np.fmax
        value = reduce.reduce(rows[:, several], axis=0)[:, None]
        if len(several) < THIN:
            out[name] = Estimate(records=len(several))
            continue
        out[name] = estimate(
            float(means(value)[0]),
            boot_means(counts[:, several], value)[:, 0],
            records=len(several),
            events=int((value > 0).sum()),
            against=int((value < 1 - 1e-12).sum()),
            bounds=bounds_of(name),
        )
    return out
