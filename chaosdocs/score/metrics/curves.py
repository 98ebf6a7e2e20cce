"""How a reader wears down: curves over severity, breakpoints, and whether confidence notices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.formats.summary import Breakpoint, Curve, CurvePoint, Estimate
from chaosdocs.score.judging.expectations import CLEAN
from chaosdocs.score.judging.table import TOUCHED
from chaosdocs.score.metrics.conditions import THIN, Aggregate, CellKey, Conditions
from chaosdocs.score.metrics.confidence_drift import noticing, plain
from chaosdocs.score.metrics.registry import bounds_of
from chaosdocs.score.metrics.shares import shares
from chaosdocs.score.metrics.transitions import states_of
from chaosdocs.score.stats.intervals import boot_means, estimate, means

MOST_LEFT_OUT: Final = 0.5
"""Share of the fields of a curve that a severity may leave out."""
Vector = Any
POINT: Final = ("accuracy", "coverage", "silent_error_rate", "mean_confidence")
"""Metrics of a point of a curve."""
Parts = Mapping[str, tuple[Vector, Vector]]
THRESHOLDS: Final[Mapping[str, float]] = {"accuracy": 0.9, "silent_error_rate": 0.01}
INFERIOR: Final = -0.05
"""A change of accuracy that is below this for all the interval says is one for the worse."""


def curves(made: Conditions, counts: Any) -> tuple[Curve, ...]:  # noqa: ANN401 - a matrix
    """Return one curve for every operator and medium that comes in two severities or more.

    All points rest on the same fields: see `fixed_set`. Severity 0 is the clean twin of these
    fields.
    """
    ratios = shares(made.columns)
    parts = {name: ratios[name]() for name in POINT}
    return tuple(
        curve
        for keys in by_operator(made).values()
        if len(keys) > 1
        for curve in (_curve(made, keys, parts, counts),)
        if curve is not None
    )


def breakpoints(made: Conditions) -> tuple[Breakpoint, ...]:
    """Return where touched accuracy falls below .9 and silent failures rise above 1 %.

    And the first severity at which accuracy has changed by less than `INFERIOR` beyond doubt.
    """
    out: list[Breakpoint | None] = []
    for keys in by_operator(made).values():
        if len(keys) > 1:
            out += [_breakpoint(made, keys, m, limit) for m, limit in THRESHOLDS.items()]
            out.append(_inferior(made, keys))
    return tuple(each for each in out if each is not None)


def _inferior(made: Conditions, keys: Sequence[CellKey]) -> Breakpoint | None:
    levels = [made.levels[key, "touched"] for key in keys]
    if any(level.n("accuracy_change") < THIN for level in levels):
        return None
    worse = [
        key.severity
        for key, level in zip(keys, levels, strict=True)
        if (bound := level.estimate("accuracy_change").one_high) is not None and bound < INFERIOR
    ]
    return Breakpoint(
        operator=keys[0].operator,
        medium=keys[0].medium,  # type: ignore[arg-type]
        metric="accuracy_change",
        threshold=INFERIOR,
        at=worse[0] if worse else None,
        censored=None if worse else "right",
    )


def falling(values: Sequence[float]) -> list[float]:
    """Return the closest sequence that never rises (pool adjacent violators).

    Example:
        >>> falling([0.9, 0.7, 0.8, 0.2])
        [0.9, 0.75, 0.75, 0.2]
    """
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, size = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] < total / size:
            more, count = blocks.pop()
            total, size = total + more, size + count
        blocks.append((total, size))
    return [total / size for total, size in blocks for _ in range(size)]


def crossing(
    severities: Sequence[float], values: Sequence[float], threshold: float
) -> tuple[float | None, str | None]:
    """Return where a falling sequence goes below `threshold`, or how it is censored.

    Example:
        >>> at, _ = crossing([0, 1, 3], [1.0, 0.95, 0.85], 0.9)
        >>> round(at, 9)
        2.0
        >>> crossing([0, 1], [1.0, 0.95], 0.9), crossing([0, 1], [0.5, 0.4], 0.9)
        ((None, 'right'), (None, 'left'))
    """
    fitted = falling(values)
    if fitted[0] < threshold:
        return None, "left"
    for n in range(1, len(fitted)):
        if fitted[n] < threshold:
            share = (fitted[n - 1] - threshold) / (fitted[n - 1] - fitted[n])
            return severities[n - 1] + share * (severities[n] - severities[n - 1]), None
    return None, "right"


def by_operator(made: Conditions) -> dict[tuple[str, str], list[CellKey]]:
    """Return operator and medium to the cells in which it touches a field, by severity."""
    out: dict[tuple[str, str], list[CellKey]] = {}
    for key in made.keys:
        if key.operator not in {CLEAN, "chain"} and (key, "touched") in made.levels:
            out.setdefault((key.operator, key.medium), []).append(key)
    return out


def _breakpoint(
    made: Conditions, keys: Sequence[CellKey], metric: str, threshold: float
) -> Breakpoint | None:
    import numpy as np

    levels = [made.levels[key, "touched"] for key in keys]
    if any(level.n(metric) < THIN for level in levels):
        return None
    clean = _clean_values(levels[0], metric)
    if clean is None:
        return None
    severities = [0, *(key.severity for key in keys)]
    sign = 1 if metric == "accuracy" else -1
    values = [clean[0], *(level.value[metric] for level in levels)]
    at, censored = crossing(severities, [sign * v for v in values], sign * threshold)
    boots = np.column_stack([clean[1], *(level.boot[metric] for level in levels)])
    found = []
    for row in (boots * sign).tolist():
        where, how = crossing(severities, row, sign * threshold)
        found.append(where if where is not None else -math.inf if how == "left" else math.inf)
    low, high = np.percentile(found, [2.5, 97.5], method="nearest")
    return Breakpoint(
        operator=keys[0].operator,
        medium=keys[0].medium,  # type: ignore[arg-type]
        metric=metric,
        threshold=threshold,
        at=at,
        low=float(low) if math.isfinite(low) else None,
        high=float(high) if math.isfinite(high) else None,
        censored=censored,  # type: ignore[arg-type]
    )


def _clean_values(level: Aggregate, metric: str) -> tuple[float, Vector] | None:
    name = {"accuracy": "clean_accuracy", "silent_error_rate": "clean_silent_error_rate"}[metric]
    if not level.n(name):
        return None
    return level.value[name], level.boot[name]


@dataclass(frozen=True, slots=True)
class FixedSet:
    """The fields of a curve.

    Attributes:
        levels: The severities that have points, in order.
        fields: Of each field, its row at every severity.
        of: How many fields are touched at every severity and answerable on the clean twin.
        left_out: Severity to the share of these fields that is not answerable there.
    """

    levels: tuple[int, ...]
    fields: tuple[Mapping[int, tuple[int, ...]], ...]
    of: int
    left_out: Mapping[int, float]


def fixed_set(made: Conditions, cells: Mapping[int, int]) -> FixedSet | None:
    """Return the fields that a curve rests on: the same ones at every severity that it shows.

    Fields that survive great damage would make the curve look better than it is, so the fields are
    answerable at every severity that is shown. A severity at which this would leave out more than
    half of the fields is not shown: what few fields are left there say nothing of the others.

    Args:
        made: The cells.
        cells: Number of each cell of the operator, to its severity.

    Returns:
        The fields; None where no severity can be shown.
    """
    import numpy as np

    c, table = made.columns, made.table
    severities = sorted(set(cells.values()))
    wanted = np.isin(made.of_row, list(cells)) & c.has(TOUCHED) & (c.twin >= 0)
    by_field: dict[tuple[str, str, str], dict[int, list[int]]] = {}
    for n in np.flatnonzero(wanted).tolist():
        case = table.cases[table.case[n]]
        at = (case.record, case.rendering, table.expected[n].path)
        by_field.setdefault(at, {}).setdefault(cells[int(made.of_row[n])], []).append(n)
    answerable = c.in_("answerable")
    every = [
        {severity: tuple(rows[severity]) for severity in severities}
        for rows in by_field.values()
        if len(rows) == len(severities)
        and all(answerable[c.twin[n]] for each in rows.values() for n in each)
    ]
    if not every:
        return None
    known = {
        severity: np.array([all(answerable[n] for n in rows[severity]) for rows in every])
        for severity in severities
    }
    left_out = {severity: 1 - float(mask.mean()) for severity, mask in known.items()}
    shown = [severity for severity in severities if left_out[severity] <= MOST_LEFT_OUT]
    while shown:
        inside = np.logical_and.reduce([known[severity] for severity in shown])
        if inside.mean() >= 1 - MOST_LEFT_OUT:
            fields = tuple(rows for rows, there in zip(every, inside, strict=True) if there)
            return FixedSet(tuple(shown), fields, len(every), left_out)
        shown.remove(max(shown, key=lambda severity: (left_out[severity], severity)))
    return None


def _curve(
    made: Conditions,
    keys: Sequence[CellKey],
    parts: Parts,
    counts: Any,  # noqa: ANN401 - a matrix
) -> Curve | None:
    import numpy as np

    c = made.columns
    numbers = {key.severity: made.keys.index(key) for key in keys}
    fixed = fixed_set(made, {number: severity for severity, number in numbers.items()})
    if fixed is None:
        return None
    rows_of = {
        severity: [n for rows in fixed.fields for n in rows[severity]] for severity in fixed.levels
    }
    clean = [int(c.twin[n]) for n in rows_of[fixed.levels[0]]]
    made_points = [
        CurvePoint(severity=0, metrics=_point(made, np.array(clean), parts, counts), states={})
    ]
    wanted = c.has(TOUCHED) & (c.twin >= 0)
    for severity, number in numbers.items():
        rows = rows_of.get(severity)
        made_points.append(
            CurvePoint(
                severity=severity,
                metrics={name: Estimate() for name in parts}
                if rows is None
                else _point(made, np.array(rows), parts, counts),
                states=states_of(c, np.flatnonzero(wanted & (made.of_row == number))),
                left_out=fixed.left_out[severity],
            )
        )
    seen = noticing(made, [clean, *rows_of.values()], counts)
    dirty = [p.metrics["accuracy"].value for p in made_points[1:]]
    known = [v for v in dirty if v is not None]
    return Curve(
        operator=keys[0].operator,
        medium=keys[0].medium,  # type: ignore[arg-type]
        fields=len(fixed.fields),
        of=fixed.of,
        points=tuple(made_points),
        qdi=plain(seen, "qdi"),
        tracking=plain(seen, "tracking"),
        drop_auroc=plain(seen, "drop_auroc"),
        confidence_drift=seen,
        auc=math.fsum(known) / len(known) if known else None,
    )


def _point(
    made: Conditions,
    rows: Vector,
    parts: Parts,
    counts: Any,  # noqa: ANN401 - a matrix
) -> dict[str, Estimate]:
    import numpy as np

    c = made.columns
    who, where = np.unique(made.of_record[rows], return_inverse=True)
    out: dict[str, Estimate] = {}
    columns = []
    for top, bottom in parts.values():
        weight = np.where(bottom[rows], c.weight[rows], 0)
        under = np.bincount(where, weight, len(who))
        over = np.bincount(where, weight * top[rows], len(who))
        with np.errstate(invalid="ignore", divide="ignore"):
            columns.append(np.where(under > 0, over / under, np.nan))
    share = np.column_stack(columns)
    value, boot = means(share), boot_means(counts[:, who], share)
    for k, name in enumerate(parts):
        n = int((~np.isnan(share[:, k])).sum())
        out[name] = (
            estimate(
                float(value[k]),
                boot[:, k],
                records=n,
                events=int((share[:, k] > 0).sum()),
                against=int((share[:, k] < 1).sum()),
                bounds=bounds_of(name),
            )
            if n >= THIN
            else Estimate(records=n)
        )
    return out
