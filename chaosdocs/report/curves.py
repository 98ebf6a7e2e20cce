"""Severity curves as small multiples: accuracy, silent errors and gaps, states beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.formats.summary import Curve, Estimate, ReaderSummary
from chaosdocs.report.axes import Axis
from chaosdocs.report.chart import Band, Chart, Line, Mark, Points, Stack, draw
from chaosdocs.score.judging.expectations import CHAIN, CLEAN
from chaosdocs.score.judging.table import FLAGGED, TOUCHED
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.score.metrics.curves import fixed_set
from chaosdocs.score.metrics.registry import label
from chaosdocs.score.summary.numbers import no_spread
from chaosdocs.truth.field_truth import STATES

MOST: Final = 12
"""Panels a reader; the operators that cost most accuracy come first."""
LINES: Final = ("accuracy", "silent_error_rate", "gap_rate")
"""Metrics of the lines."""
_STATE_SHADES: Final = {
    "answerable": 0.12,
    "ambiguous": 0.4,
    "disputed": 0.4,
    "unanswerable": 0.7,
    "absent": 0.7,
    "unscored": 0.95,
}


@dataclass(frozen=True, slots=True)
class Panel:
    """One small plot and the same figures as a table.

    Attributes:
        thin: Whether it rests on too few records for estimates.
        plot: The chart with its title, as HTML.
        rows: Severity, then the `LINES` in words, then records, then the share left out.
    """

    operator: str
    medium: str
    thin: bool
    plot: str
    rows: tuple[tuple[str, ...], ...]


Point = tuple[int, tuple[Estimate, Estimate, Estimate], dict[str, float], float]
"""Severity, the metrics of `LINES`, the shares of the states, and the share left out. Where more is
left out than counts, the metrics are empty."""


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of a reader.

    Attributes:
        shown: Worst first.
        more: How many more there would be.
        without: Operators that have none: nothing that they touch can be read here and clean.
    """

    shown: tuple[Panel, ...]
    more: int
    without: tuple[str, ...]


def panels(reader: ReaderSummary, made: Conditions) -> Panels:
    """Return the panels of a reader.

    If all curves of an operator have too few records for intervals, the operator gets one panel,
    marked as thin, that counts the touched fields of all media.
    """
    full = [(curve, points) for curve in reader.curves if (points := _points(curve))]
    told = {curve.operator for curve, _ in full}
    wanted: list[tuple[float, str, str, bool, Sequence[Point]]] = [
        (_last(points), curve.operator, curve.medium, False, points) for curve, points in full
    ]
    wanted += [
        (2 + _last(points), operator, "all media", True, points)
        for operator, points in _counted(made)
        if operator not in told and len(points) > 1
    ]
    wanted.sort(key=lambda each: each[:3])
    asked = {key.operator for key in made.keys if key.operator not in {CLEAN, CHAIN}}
    return Panels(
        tuple(_panel(reader.name, *each[1:]) for each in wanted[:MOST]),
        max(0, len(wanted) - MOST),
        tuple(sorted(asked - {operator for _, operator, *_ in wanted})),
    )


def _last(points: Sequence[Point]) -> float:
    return next(m[0].value for _, m, _, _ in reversed(points) if m[0].value is not None)


def _points(curve: Curve) -> list[Point]:
    """The points of a curve, where it has estimates at every severity that it can show."""
    out: list[Point] = []
    for point in curve.points:
        acc, cov, sfr = (
            point.metrics.get(name, Estimate())
            for name in ("accuracy", "coverage", "silent_error_rate")
        )
        states: dict[str, float] = {str(name): part for name, part in point.states.items()}
        if not acc.records and point.severity:
            out.append((point.severity, (Estimate(),) * 3, states, point.left_out))
            continue
        if acc.value is None or cov.value is None or sfr.value is None:
            return []
        gaps = Estimate(
            value=1 - cov.value,
            low=None if cov.high is None else 1 - cov.high,
            high=None if cov.low is None else 1 - cov.low,
            records=cov.records,
        )
        out.append((point.severity, (acc, sfr, gaps), states, point.left_out))
    return out


def _counted(made: Conditions) -> Iterator[tuple[str, list[Point]]]:
    """Operator to raw shares by severity, of the same fields at each; see `fixed_set`."""
    import numpy as np

    c = made.columns
    if not c.twin.size:
        return
    here = c.has(TOUCHED) & (c.twin >= 0)
    right = c.is_("correct")
    silent = c.is_("wrong", "hallucinated", "overcommit") & ~c.has(FLAGGED)
    gaps = c.is_("over_abstain")
    for operator in sorted({key.operator for key in made.keys} - {CLEAN, CHAIN}):
        cells = {n: key.severity for n, key in enumerate(made.keys) if key.operator == operator}
        fixed = fixed_set(made, cells)
        if fixed is None:
            continue
        rows_of = {
            severity: np.array([n for rows in fixed.fields for n in rows[severity]])
            for severity in fixed.levels
        }
        twins = np.unique(c.twin[rows_of[fixed.levels[0]]])
        points: list[Point] = [(0, _share(made, twins, right, silent, gaps), {}, 0.0)]
        for severity in sorted(set(cells.values())):
            at = np.isin(made.of_row, [n for n, each in cells.items() if each == severity])
            states = np.bincount(c.state[at & here], minlength=len(STATES))
            mix: dict[str, float] = {
                STATES[n]: float(k / states.sum()) for n, k in enumerate(states) if k
            }
            empty = (Estimate(),) * 3
            rows = rows_of.get(severity)
            shares = empty if rows is None else _share(made, rows, right, silent, gaps)
            points.append((severity, shares, mix, fixed.left_out[severity]))
        yield operator, points


def _share(made: Conditions, rows: Any, *which: Any) -> tuple[Estimate, Estimate, Estimate]:  # noqa: ANN401
    import numpy as np

    records = len(np.unique(made.of_record[rows]))
    a, b, c = (Estimate(value=float(each[rows].mean()), records=records) for each in which)
    return a, b, c


def _panel(reader: str, operator: str, medium: str, thin: bool, points: Sequence[Point]) -> Panel:
    xs = [severity for severity, *_ in points]
    marks: list[Mark] = [
        Stack(x, [(part, _STATE_SHADES[state]) for state in STATES if (part := states.get(state))])
        for x, _, states, _ in points
    ]
    shown = [(x, metrics) for x, metrics, _, _ in points if metrics[0].value is not None]
    at_xs = [x for x, _ in shown]
    for n in range(len(LINES)):
        line = [metrics[n] for _, metrics in shown]
        lows = [each.low for each in line if each.low is not None]
        highs = [each.high for each in line if each.high is not None]
        if len(lows) == len(highs) == len(at_xs):
            marks.append(Band(n, at_xs, lows, highs))
        at = [(x, each.value or 0.0) for x, each in zip(at_xs, line, strict=True)]
        marks += [Line(n, at, thin=thin), Points(n, at, hollow=thin)]
    rows = tuple(
        (_severity(x), *map(_words, metrics), str(metrics[0].records), f"{left:.0%}")
        for x, metrics, _, left in points
    )
    few = f" Fewer than {THIN} records: counts, no estimates." if thin else ""
    told = "; ".join(
        f"{r[0]}: {', '.join(f'{label(name)} {r[n]}' for n, name in enumerate(LINES, 1))}"
        for r in rows
    )
    ticks = [(x, _severity(x)) for x in xs]
    plot = draw(
        Chart(
            f"{operator}, {medium}",
            f"{reader}, by severity. {told}{few}",
            Axis("severity", xs[0] - 0.4, xs[-1] + 0.4, ticks, grid=False),
            Axis("share of fields", 0, 1, ((0, "0"), (0.5, "50"), (1, "100 %"))),
            marks,
            width=260,
            height=220,
        )
    )
    return Panel(operator, medium, thin, plot, rows)


def _severity(number: int) -> str:
    return "clean" if number == 0 else str(number)


def _words(estimate: Estimate) -> str:
    if estimate.value is None:
        return "too few fields scored"
    value = f"{(estimate.value or 0):.0%}"
    if estimate.low is None or estimate.high is None:
        return value
    ends = f"{estimate.low:.0%} to {estimate.high:.0%}"
    return f"{value} ({no_spread(estimate) or ends})"
