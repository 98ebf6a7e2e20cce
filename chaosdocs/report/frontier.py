"""Readers by what they are worth and what they cost, every point with its name beside the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Pareto
from chaosdocs.report.figures import GROUND, INK, MARKERS, RULE, SERIES, figure, svg
from chaosdocs.report.shown import visible

FEWEST: Final = 2
_LINE: Final = 0.22
"""Inches that a name takes up."""


def frontier_plot(places: Sequence[Pareto]) -> str:
    """Return quality against what it costs, filled where nobody is better and cheaper."""
    shown = [each for each in places if each.quality is not None and each.spent is not None]
    if len(shown) < FEWEST:
        return ""
    tall = max(3.0, 0.8 + _LINE * len(shown))
    made, axes = figure(10.6, tall)
    for n, each in enumerate(shown):
        colour = SERIES[n % len(SERIES)]
        axes.plot(
            each.spent, each.quality, MARKERS[n % len(MARKERS)], mec=colour,
            mfc=colour if each.on_frontier else GROUND, clip_on=False,
        )  # fmt: skip
    if all((each.spent or 0) > 0 for each in shown):
        axes.set_xscale("log")
        axes.set_xticks([], minor=True)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    cost = shown[0].against == "cost"
    axes.set_xlabel("USD a case" if cost else "seconds, 95th percentile")
    axes.set_ylabel("net utility, t = .9")
    axes.margins(0.12)
    _names(axes, shown, least=_LINE / tall * 1.25)
    kind = "cost" if cost else "latency"
    return svg(made, f"Net utility against {kind}", visible("; ".join(map(_words, shown))))


def _names(axes: Any, shown: Sequence[Pareto], least: float) -> None:  # noqa: ANN401
    """Write the names to the right of the plot, never nearer to each other than `least`."""
    low, high = axes.get_ylim()
    wanted = sorted(((each.quality or 0.0) - low) / (high - low) for each in shown)
    order = sorted(range(len(shown)), key=lambda n: (shown[n].quality or 0.0, n))
    for n, at in zip(order, spread(wanted, least), strict=True):
        axes.annotate(
            visible(shown[n].reader),
            (shown[n].spent, shown[n].quality),
            xytext=(1.03, at),
            textcoords="axes fraction",
            va="center",
            color=INK,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": RULE, "linewidth": 0.8, "shrinkA": 2, "shrinkB": 4,
            },
        )  # fmt: skip


def spread(wanted: Sequence[float], least: float) -> list[float]:
    """Return places near those that are wanted, in their order and at least so far apart.

    Example:
        >>> spread([0.5, 0.5, 0.9], 0.1)
        [0.45, 0.55, 0.9]
    """
    blocks: list[tuple[float, int]] = []  # mean of what is wanted of a block, and its size
    for each in wanted:
        blocks.append((each, 1))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], least):
            (one, few), (other, more) = blocks[-2:]
            blocks[-2:] = [((one * few + other * more) / (few + more), few + more)]
    return [
        round(middle + (n - (size - 1) / 2) * least, 6)
        for middle, size in blocks
        for n in range(size)
    ]


def _touch(below: tuple[float, int], above: tuple[float, int], least: float) -> bool:
    return above[0] - below[0] < least * (below[1] + above[1]) / 2


def _words(each: Pareto) -> str:
    place = "on" if each.on_frontier else "behind"
    often = (
        "" if each.share_of_resamples is None else f", {each.share_of_resamples:.0%} of resamples"
    )
    return f"{each.reader} {place} the frontier{often}"
