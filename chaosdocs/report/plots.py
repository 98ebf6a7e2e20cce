"""The charts beside the curves: the card, risk against coverage, reliability, breakpoints, time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from chaosdocs.formats.summary import Breakpoint, Calibration, Reach, ReaderSummary
from chaosdocs.report.axes import Axis, linear, percent, rows
from chaosdocs.report.chart import SERIES, Band, Chart, Interval, Line, Mark, Points, Rule, draw
from chaosdocs.report.shown import share
from chaosdocs.score.metrics.registry import label, on_card

FEWEST_POINTS: Final = 2
"""A line needs as many."""
MOST_BREAKS: Final = 40
_CROSSED: Final = ("accuracy", "silent_error_rate", "accuracy_change")
"""Metrics that have breakpoints, in the order of their colours."""
_WAYS: Final = {
    "hops": "documents to be read together",
    "pages": "pages between the order number and the value",
}
BROAD: Final = 880.0
"""Pixels of a chart across the page."""


def card_plot(readers: Sequence[ReaderSummary]) -> str:
    """Return points with intervals: the shares of the card of every reader, hollow if clean."""
    shown = readers[:SERIES]
    names = [each.name for each in on_card() if each.unit == "share" and each.bounds is not None]
    axis = rows("metric", [label(name) for name in names])
    marks: list[Mark] = [Rule(y=-k - 0.5) for k in range(len(names) - 1)]
    words = []
    for n, reader in enumerate(shown):
        for k, name in enumerate(names):
            y = -k + (0.8 / len(shown)) * ((len(shown) - 1) / 2 - n)
            clean, dirty = reader.clean.get(name), reader.card.get(name)
            if clean is not None and clean.value is not None:
                marks.append(Points(n, [(clean.value, y)], hollow=True))
            if dirty is None or dirty.value is None:
                continue
            if dirty.low is not None and dirty.high is not None:
                marks.append(Interval(n, y, dirty.low, dirty.high))
            marks.append(Points(n, [(dirty.value, y)]))
            words.append(f"{reader.name} {label(name)} {' '.join(share(dirty))}")
    return draw(
        Chart(
            "Headline shares with 95 % intervals",
            "; ".join(words),
            percent("share of fields, per cent"),
            axis,
            marks,
            width=BROAD,
            height=80 + len(names) * (16 + 11 * len(shown)),
            legend=[reader.name for reader in shown],
            note="hollow: clean twins",
        )
    )


def risk_plot(reader: ReaderSummary) -> str:
    """Return the share of wrong answers among those kept, over the share kept by confidence."""
    sets = _clean_and_dirty(reader.calibration)
    curves = [(n, each.name, each.risk_coverage) for n, each in enumerate(sets)]
    curves = [each for each in curves if each[2]]
    if not curves:
        return ""
    words = "; ".join(
        f"{name} {p[-1][1]:.0%} wrong with every answer kept" for _, name, p in curves
    )
    marks: list[Mark] = [Line(n, points, step=True) for n, _, points in curves]
    marks += [Points(n, points[-1:]) for n, _, points in curves]
    return draw(
        Chart(
            "Risk against coverage",
            f"{reader.name}: {words}",
            percent("answers kept, highest confidence first, per cent"),
            linear("share of them wrong", [y for _, _, p in curves for _, y in p], zero=True),
            marks,
            legend=[_shown(each.name) for each in sets],
        )
    )


def reach_plots(reader: ReaderSummary) -> list[str]:
    """Return the share of right answers over documents to be read, and over pages."""
    return [
        _reach_plot(reader, [each for each in reader.reach if each.way == way], words)
        for way, words in _WAYS.items()
        if any(each.way == way for each in reader.reach)
    ]


def _reach_plot(reader: ReaderSummary, found: Sequence[Reach], words: str) -> str:
    names = [_range(each) for each in found]
    apart = [(float(n), each.right) for n, each in enumerate(found)]
    page = [(float(n), e.one_page) for n, e in enumerate(found) if e.one_page is not None]
    marks: list[Mark] = [Line(0, apart), Points(0, apart)]
    if page:
        marks += [Line(1, page, thin=True), Points(1, page, hollow=True)]
    told = "; ".join(
        f"{name}: {each.right:.0%} of {each.fields} fields"
        + ("" if each.one_page is None else f", {each.one_page:.0%} on one page")
        for name, each in zip(names, found, strict=True)
    )
    ticks = tuple((float(n), name) for n, name in enumerate(names))
    return draw(
        Chart(
            f"Right answers over {words}",
            f"{reader.name}: {told}",
            Axis(words, -0.5, len(found) - 0.5, ticks),
            percent("share right"),
            marks,
            legend=["in the packet", *(["the same fields on one page"] if page else [])],
        )
    )


def _range(each: Reach) -> str:
    """The distances of a group: ``2``, ``3-4``, ``17+``."""
    if each.most is None:
        return f"{each.least}+"
    return str(each.least) if each.least == each.most else f"{each.least}-{each.most}"


def reliability_plot(reader: ReaderSummary) -> str:
    """Return how often answers of a confidence are right, area by number of answers."""
    sets = _clean_and_dirty(reader.calibration)
    if not any(each.bins for each in sets):
        return ""
    marks: list[Mark] = [Line(0, [(0, 0), (1, 1)], quiet=True)]
    for n, each in enumerate(sets):
        most = max((count for _, _, count in each.bins), default=0)
        points = [(said, right) for said, right, _ in each.bins]
        sizes = [math.sqrt(0.35 + 1.65 * count / most) for _, _, count in each.bins]
        marks += [Line(n, points), Points(n, points, sizes=sizes)] if points else []
    words = "; ".join(
        f"{_shown(each.name)} "
        + ", ".join(f"{p:.2f} said, {a:.2f} right, n {count}" for p, a, count in each.bins)
        for each in sets
    )
    return draw(
        Chart(
            "Reliability",
            f"{reader.name}: {words}",
            percent("confidence given, per cent"),
            percent("share right"),
            marks,
            legend=[_shown(each.name) for each in sets],
            note="dotted: perfect calibration",
        )
    )


def _shown(name: str) -> str:
    """The word for people of a set of answers; its source, in parentheses, stays."""
    return f"damaged{name.removeprefix('dirty')}" if name.startswith("dirty") else name


def _clean_and_dirty(calibration: Sequence[Calibration]) -> list[Calibration]:
    names = {"clean", "dirty"}
    return [each for each in calibration if each.name.split(" (")[0] in names][:SERIES]


def forest(reader: ReaderSummary) -> str:
    """Return where operators break the reader, arrows where that lies outside the severities."""
    chosen = sorted(reader.breakpoints, key=_order)[:MOST_BREAKS]
    if not chosen:
        return ""
    top = max((5.0, *(b.high for b in chosen if b.high), *(b.at for b in chosen if b.at)))
    crossed = {each.metric for each in chosen}
    kinds: list[str] = [name for name in _CROSSED if name in crossed]
    marks: list[Mark] = []
    for n, each in enumerate(chosen):
        series = kinds.index(each.metric)
        low = 0.0 if each.low is None else each.low
        past = 0.0 if each.censored == "left" else top + 0.3
        high = past if each.high is None else each.high
        marks.append(
            Interval(
                series,
                -n,
                low,
                high,
                open_low=each.low is None,
                open_high=each.high is None and each.censored != "left",
            )
        )
        if each.at is not None:
            marks.append(Points(series, [(each.at, -n)]))
    ticks = [(float(n), "clean" if n == 0 else str(n)) for n in range(int(top) + 1)]
    return draw(
        Chart(
            "Breakpoints",
            f"{reader.name}: " + "; ".join(f"{_name(each)} {_where(each)}" for each in chosen),
            Axis("severity", -0.1, top + 0.4, ticks),
            rows("operator, medium: limit", [_name(each) for each in chosen]),
            marks,
            width=BROAD,
            height=70 + 17 * len(chosen),
            legend=[label(kind) for kind in kinds],
            note="arrows: the limit is outside the tested severities",
        )
    )


def _order(each: Breakpoint) -> tuple[float, str, str, str]:
    place = {"left": -1.0, "right": 99.0}.get(each.censored or "", each.at or 0.0)
    return place, each.operator, each.medium, each.metric


def _name(each: Breakpoint) -> str:
    crossed = {
        "accuracy": f"right below {each.threshold:.0%}",
        "accuracy_change": f"accuracy lost beyond {-each.threshold:.0%}",
    }.get(each.metric, f"silently wrong above {each.threshold:.0%}")
    return f"{each.operator} {each.medium}: {crossed}"


def _where(each: Breakpoint) -> str:
    if each.censored == "left":
        return "already on clean documents"
    if each.censored == "right" or each.at is None:
        return "not within the tested severities"
    return f"at severity {each.at:.1f}"


def deadline_plot(reader: ReaderSummary) -> str:
    """Return what a field is worth at t = .9 against the deadline, late answers earning nothing."""
    found = sorted((float(name), each) for name, each in reader.latency.intervals.items())
    points = [(seconds, each.value) for seconds, each in found if each.value is not None]
    if len(points) < FEWEST_POINTS:
        return ""
    xs = [seconds for seconds, _ in points]
    lows = [each.low for _, each in found if each.value is not None and each.low is not None]
    highs = [each.high for _, each in found if each.value is not None and each.high is not None]
    marks: list[Mark] = [Rule(y=0)]
    if len(lows) == len(highs) == len(xs):
        marks.append(Band(0, xs, lows, highs))
    worth = [*(y for _, y in points), *lows, *highs]
    axis = linear("utility of a field", worth, zero=True)
    return draw(
        Chart(
            "Utility of a field within a deadline",
            f"{reader.name}: "
            + "; ".join(f"within {seconds:g} s {value:.2f}" for seconds, value in points),
            Axis("deadline", xs[0], xs[-1], [(each, f"{each:g} s") for each in xs], log=True),
            axis,
            [*marks, Line(0, points), Points(0, points)],
            width=BROAD,
            height=230,
        )
    )
