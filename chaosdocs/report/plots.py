"""The plots beside the curves: the card, risk against coverage, reliability, breakpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chaosdocs.formats.summary import Breakpoint, Calibration, ReaderSummary
from chaosdocs.report.figures import (
    DASHES,
    GROUND,
    MARKERS,
    RULE,
    SERIES,
    SIGNS,
    SOFT,
    figure,
    svg,
)
from chaosdocs.report.shown import share, visible

CARD: Final = {
    "accuracy": "right",
    "automation_rate": "automated",
    "silent_error_rate": "silently wrong",
    "silent_loss_rate": "lost silently",
    "needless_gap_rate": "needless gaps",
    "invention_rate": "invented",
}
"""Shares of the card, short, in its order."""
FEWEST_POINTS: Final = 2
"""A line needs as many."""
MOST_BREAKS: Final = 40


def card_plot(readers: Sequence[ReaderSummary]) -> str:
    """Return dots with whiskers: the headline shares of every reader, hollow for clean twins."""
    shown = readers[: len(SERIES)]
    step = 0.8 / max(1, len(shown))
    made, axes = figure(10.6, 0.5 + len(CARD) * (0.24 + 0.14 * len(shown)))
    words = []
    for n, reader in enumerate(shown):
        for k, name in enumerate(CARD):
            y = len(CARD) - k + (len(shown) - 1) * step / 2 - n * step
            clean, dirty = reader.clean.get(name), reader.card.get(name)
            if clean is not None and clean.value is not None:
                axes.plot(clean.value, y, MARKERS[n], mec=SERIES[n], mfc=GROUND, clip_on=False)
            if dirty is None or dirty.value is None:
                continue
            if dirty.low is not None and dirty.high is not None:
                axes.plot([dirty.low, dirty.high], [y, y], color=SERIES[n], linewidth=1.3)
            axes.plot(dirty.value, y, MARKERS[n], color=SERIES[n], clip_on=False)
            words.append(f"{reader.name} {CARD[name]} {' '.join(share(dirty))}")
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    axes.set_yticks([len(CARD) - k for k in range(len(CARD))], list(CARD.values()))
    axes.set_ylim(0.4, len(CARD) + 0.6)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    for k in range(1, len(CARD)):
        axes.axhline(k + 0.5, color=RULE, linewidth=0.5)
    return svg(made, "Headline shares with 95 % intervals", visible("; ".join(words)))


def risk_plot(reader: ReaderSummary) -> str:
    """Return the error among the kept answers against their share, surest first."""
    sets = _clean_and_dirty(reader.calibration)
    if not any(each.risk_coverage for each in sets):
        return ""
    made, axes = figure(3.7, 2.9)
    for n, each in enumerate(sets):
        if each.risk_coverage:
            x, y = zip(*each.risk_coverage, strict=True)
            axes.step(x, y, where="post", linestyle=DASHES[n], color=SERIES[n])
            axes.plot(x[-1], y[-1], MARKERS[n], color=SERIES[n], clip_on=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, None)
    axes.set_xlabel("share of answers kept, surest first")
    axes.set_ylabel("share of them wrong")
    words = "; ".join(
        f"{each.name}: {each.risk_coverage[-1][1]:.0%} wrong with every answer kept"
        for each in sets
        if each.risk_coverage
    )
    return svg(made, visible(f"{reader.name}: risk against coverage"), visible(words))


def reliability_plot(reader: ReaderSummary) -> str:
    """Return how often answers of a confidence are right, area by number of answers."""
    sets = _clean_and_dirty(reader.calibration)
    if not any(each.bins for each in sets):
        return ""
    made, axes = figure(3.7, 2.9)
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=0.8, linestyle=":")
    for n, each in enumerate(sets):
        if not each.bins:
            continue
        most = max(count for _, _, count in each.bins)
        x, y, counts = zip(*each.bins, strict=True)
        axes.plot(x, y, linestyle=DASHES[n], color=SERIES[n], linewidth=1.2)
        sizes = [12 + 60 * count / most for count in counts]
        axes.scatter(x, y, s=sizes, marker=MARKERS[n], color=SERIES[n], clip_on=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence given")
    axes.set_ylabel("share right")
    words = "; ".join(
        f"{each.name}: " + ", ".join(f"{p:.2f} said, {a:.2f} right, n {n}" for p, a, n in each.bins)
        for each in sets
    )
    return svg(made, visible(f"{reader.name}: reliability"), words)


def key(reader: ReaderSummary) -> list[tuple[str, str]]:
    """Return the marks of `risk_plot` and `reliability_plot` and what they stand for."""
    return list(
        zip(SIGNS, (each.name for each in _clean_and_dirty(reader.calibration)), strict=False)
    )


def _clean_and_dirty(calibration: Sequence[Calibration]) -> list[Calibration]:
    return [each for each in calibration if each.name.split(" (")[0] in {"clean", "dirty"}][:6]


def forest(reader: ReaderSummary) -> str:
    """Return where operators break the reader, arrows where that lies outside the severities."""
    chosen = sorted(reader.breakpoints, key=_order)[:MOST_BREAKS]
    if not chosen:
        return ""
    top = max((5.0, *(b.high for b in chosen if b.high), *(b.at for b in chosen if b.at)))
    made, axes = figure(7.6, 0.7 + 0.21 * len(chosen))
    words = []
    for n, each in enumerate(chosen):
        y, k = len(chosen) - n, 0 if each.metric == "accuracy" else 1
        colour = SERIES[k]
        low, high = each.low, each.high
        start = 0 if low is None else low
        end = (0.0 if each.censored == "left" else top + 0.3) if high is None else high
        axes.plot([start, end], [y, y], color=colour, linewidth=1.2)
        if high is None and each.censored != "left":
            axes.plot(end, y, ">", color=colour, clip_on=False)
        if low is None:
            axes.plot(0, y, "<", color=colour, clip_on=False)
        if each.at is not None:
            axes.plot(each.at, y, MARKERS[k], color=colour)
        words.append(f"{_name(each)} {_where(each)}")
    axes.set_yticks(range(len(chosen), 0, -1), [visible(_name(each)) for each in chosen])
    axes.set_ylim(0.3, len(chosen) + 0.7)
    axes.set_xlim(-0.1, top + 0.4)
    axes.set_xlabel("severity")
    axes.grid(visible=False, axis="y")
    return svg(made, visible(f"{reader.name}: breakpoints"), visible("; ".join(words)))


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
        return "not within the severities tested"
    return f"at severity {each.at:.1f}"


def deadline_plot(reader: ReaderSummary) -> str:
    """Return what a field is worth at t = .9 against the deadline, late answers earning nothing."""
    found = sorted((float(name), each) for name, each in reader.latency.intervals.items())
    points = [(seconds, each) for seconds, each in found if each.value is not None]
    if len(points) < FEWEST_POINTS:
        return ""
    made, axes = figure(10.6, 2.6)
    x = [seconds for seconds, _ in points]
    y = [each.value or 0.0 for _, each in points]
    if all(each.low is not None and each.high is not None for _, each in points):
        lows, highs = zip(*((each.low, each.high) for _, each in points), strict=True)
        axes.fill_between(x, lows, highs, color=SERIES[0], alpha=0.15, linewidth=0)
    axes.plot(x, y, MARKERS[0] + "-", color=SERIES[0])
    axes.axhline(0, color=RULE, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xticks(x, [f"{seconds:g} s" for seconds in x], minor=False)
    axes.set_xticks([], minor=True)
    axes.set_xlabel("deadline")
    axes.set_ylabel("worth of a field")
    words = "; ".join(
        f"within {seconds:g} s {value:.2f}" for seconds, value in zip(x, y, strict=True)
    )
    return svg(made, visible(f"{reader.name}: worth of a field within a deadline"), words)
