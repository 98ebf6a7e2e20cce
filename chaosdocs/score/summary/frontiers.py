"""Who is on the frontier of what a reader is worth and what it costs, and how surely."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from chaosdocs.formats.summary import Pareto, ReaderSummary
from chaosdocs.score.metrics.aggregates import pyramid
from chaosdocs.score.metrics.conditions import Aggregate, Conditions
from chaosdocs.score.metrics.latency import pareto
from chaosdocs.score.summary.brief import answers_nothing


def frontiers(made: Sequence[tuple[ReaderSummary, Conditions]]) -> Iterator[Pareto]:
    """Yield the frontiers of every task: a parser is never ranked with a reader of fields.

    Args:
        made: Summary and cells of every reader.
    """
    for task in sorted({summary.task for summary, _ in made}):
        alike = [each for each in made if each[0].task == task]
        for against in ("cost", "latency"):
            yield from _frontier(alike, against)


def _frontier(
    made: Sequence[tuple[ReaderSummary, Conditions]], against: Literal["cost", "latency"]
) -> Iterator[Pareto]:
    """Who is on the frontier of net utility at t = .9 and cost or latency, and how surely."""
    spent: dict[str, float] = {}
    quality: dict[str, Aggregate] = {}
    for summary, cells in made:
        running = summary.latency
        paid = running.cost_per_case if against == "cost" else running.seconds.get("p95")
        _, _, dirty, clean = pyramid(cells)
        level = dirty or clean
        if answers_nothing(summary):
            continue
        worth = math.nan if level is None else level.value.get("net_utility_90", math.nan)
        if paid is not None and level is not None and math.isfinite(worth):
            spent[summary.name], quality[summary.name] = paid, level
    on = pareto([(name, spent[name], quality[name].value["net_utility_90"]) for name in spent])
    boots = {name: level.boot["net_utility_90"].tolist() for name, level in quality.items()}
    often: Counter[str] = Counter()
    size = len(next(iter(boots.values()), ()))
    for n in range(size):
        drawn = pareto([(name, spent[name], boots[name][n]) for name in spent])
        often.update(name for name, there in drawn.items() if there)
    for name, there in on.items():
        yield Pareto(
            reader=name,
            on_frontier=there,
            against=against,
            quality=quality[name].value["net_utility_90"],
            spent=spent[name],
            share_of_resamples=often[name] / size,
        )
