"""Severity curves as small multiples: accuracy, silent errors and gaps, states beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.formats.summary import Curve, Estimate, ReaderSummary
from chaosdocs.report.figures import DASHES, GROUND, MARKERS, SERIES, SOFT, figure, svg
from chaosdocs.report.shown import visible
from chaosdocs.score.judging.expectations import CHAIN, CLEAN
from chaosdocs.score.judging.table import FLAGGED, TOUCHED
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.truth.fold import STATES

MOST: Final = 12
"""Panels a reader; the operators that cost most accuracy come first."""
LINES: Final = ("right", "silently wrong", "left open")
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
        rows: Severity, then right, silently wrong and left open in words, then records.
    """

    operator: str
    medium: str
    thin: bool
    plot: str
    rows: tuple[tuple[str, ...], ...]


Point = tuple[int, tuple[Estimate, Estimate, Estimate], dict[str, float]]


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

    An operator whose every curve is too thin for intervals gets one panel that counts the touched
    fields of all media, marked as thin.
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
    return points[-1][1][0].value or 0.0


def _points(curve: Curve) -> list[Point]:
    """The points of a curve, where it has estimates at every severity."""
    out: list[Point] = []
    for point in curve.points:
        acc, cov, sfr = (
            point.metrics.get(name, Estimate())
            for name in ("accuracy", "coverage", "silent_error_rate")
        )
        if acc.value is None or cov.value is None or sfr.value is None:
            return []
        gaps = Estimate(
            value=1 - cov.value,
            low=None if cov.high is None else 1 - cov.high,
            high=None if cov.low is None else 1 - cov.low,
            records=cov.records,
        )
        states: dict[str, float] = {str(name): part for name, part in point.states.items()}
        out.append((point.severity, (acc, sfr, gaps), states))
    return out


def _counted(made: Conditions) -> Iterator[tuple[str, list[Point]]]:
    """Operator to raw shares by severity: touched fields that are answerable here and clean."""
    import numpy as np

    c = made.columns
    if not c.twin.size:
        return
    here = c.has(TOUCHED) & (c.twin >= 0)
    known = here & c.in_("answerable") & c.at_twin(c.in_("answerable"))
    right = c.is_("correct")
    silent = c.is_("wrong", "hallucinated", "overcommit") & ~c.has(FLAGGED)
    gaps = c.is_("over_abstain")
    operators = sorted({key.operator for key in made.keys} - {CLEAN, CHAIN})
    names = np.array([key.operator for key in made.keys])[made.of_row]
    severities = np.array([key.severity for key in made.keys])[made.of_row]
    for operator in operators:
        mine = names == operator
        points: list[Point] = []
        every = np.flatnonzero(known & mine)
        if not len(every):
            continue
        twins = np.unique(c.twin[every])
        points.append((0, _share(made, twins, right, silent, gaps), {}))
        for severity in sorted(set(severities[every].tolist())):
            at = mine & (severities == severity)
            states = np.bincount(c.state[at & here], minlength=len(STATES))
            mix: dict[str, float] = {
                STATES[n]: float(k / states.sum()) for n, k in enumerate(states) if k
            }
            rows = np.flatnonzero(known & at)
            points.append((severity, _share(made, rows, right, silent, gaps), mix))
        yield operator, points


def _share(made: Conditions, rows: Any, *which: Any) -> tuple[Estimate, Estimate, Estimate]:  # noqa: ANN401
    import numpy as np

    records = len(np.unique(made.of_record[rows]))
    a, b, c = (Estimate(value=float(each[rows].mean()), records=records) for each in which)
    return a, b, c


def _panel(reader: str, operator: str, medium: str, thin: bool, points: Sequence[Point]) -> Panel:
    made, axes = figure(2.9, 2.35, 2, height_ratios=(6, 1), sharex=True)
    top, beneath = axes
    xs = [severity for severity, _, _ in points]
    for n, name in enumerate(LINES):
        ys = [metrics[n].value or 0 for _, metrics, _ in points]
        lows = [metrics[n].low for _, metrics, _ in points]
        highs = [metrics[n].high for _, metrics, _ in points]
        if all(v is not None for v in (*lows, *highs)):
            top.fill_between(xs, lows, highs, color=SERIES[n], alpha=0.14, linewidth=0)
        top.plot(
            xs,
            ys,
            linestyle=DASHES[n],
            marker=MARKERS[n],
            color=SERIES[n],
            markerfacecolor=GROUND if thin else SERIES[n],
            linewidth=1 if thin else 1.7,
            label=name,
            clip_on=False,
        )
    top.set_ylim(-0.02, 1.02)
    top.set_yticks([0, 0.5, 1], ["0", "50", "100 %"])
    top.set_xticks(xs)
    top.grid(visible=False, axis="x")
    for x, _, states in points:
        left = 0.0
        for state in STATES:
            part = states.get(state, 0.0)
            if part:
                beneath.bar(x, part, 0.7, left, color=SOFT, alpha=_STATE_SHADES[state], linewidth=0)
                left += part
    beneath.set_yticks([])
    beneath.set_xticks(xs, ["clean" if x == 0 else str(x) for x in xs])
    beneath.grid(visible=False)
    beneath.spines["left"].set_visible(False)
    rows = tuple(
        (
            "clean" if severity == 0 else str(severity),
            *(_words(each) for each in metrics),
            str(metrics[0].records),
        )
        for severity, metrics, _ in points
    )
    few = f" Fewer than {THIN} records: counts, no estimates." if thin else ""
    plot = svg(
        made,
        visible(f"{reader}: {operator}, {medium}, by severity"),
        "; ".join(f"{r[0]}: right {r[1]}, silently wrong {r[2]}, left open {r[3]}" for r in rows)
        + few,
    )
    return Panel(operator, medium, thin, plot, rows)


def _words(estimate: Estimate) -> str:
    value = f"{(estimate.value or 0):.0%}"
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({estimate.low:.0%} to {estimate.high:.0%})"
