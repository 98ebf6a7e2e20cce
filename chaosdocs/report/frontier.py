"""Readers by what they are worth and what they cost, each point with its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chaosdocs.formats.summary import Pareto
from chaosdocs.report.axes import linear, logarithmic
from chaosdocs.report.chart import LINE, Chart, Mark, Name, Points, draw
from chaosdocs.score.metrics.registry import label

FEWEST: Final = 2


def frontier_plot(places: Sequence[Pareto]) -> str:
    """Return quality against cost or time, filled where nobody is better and cheaper."""
    shown = [
        (each, each.spent, each.quality)
        for each in places
        if each.quality is not None and each.spent is not None
    ]
    if len(shown) < FEWEST:
        return ""
    cost = shown[0][0].against == "cost"
    name = "USD a case" if cost else "seconds, 95th percentile"
    spent = [each for _, each, _ in shown]
    marks: list[Mark] = []
    for n, (each, x, y) in enumerate(shown):
        marks += [Name(x, y, each.reader), Points(n, [(x, y)], hollow=not each.on_frontier)]
    return draw(
        Chart(
            f"Net utility against {'cost' if cost else 'latency'}",
            "; ".join(_words(each) for each, _, _ in shown),
            (logarithmic if min(spent) > 0 else linear)(name, spent),
            linear(label("net_utility_90"), [each for _, _, each in shown]),
            marks,
            width=880,
            height=max(240.0, 100 + LINE * len(shown)),
            note="filled: no other reader is both better and cheaper",
        )
    )


def _words(each: Pareto) -> str:
    place = "on" if each.on_frontier else "behind"
    often = (
        "" if each.share_of_resamples is None else f", {each.share_of_resamples:.0%} of resamples"
    )
    return f"{each.reader} {place} the frontier{often}"
