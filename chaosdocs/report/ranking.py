"""Tables that rank readers: one table for each task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from chaosdocs.formats.summary import Pareto, ReaderSummary, Summary
from chaosdocs.report.frontier import frontier_plot
from chaosdocs.report.sheets import Sheet, Shown, figures, plain, row
from chaosdocs.report.shown import visible
from chaosdocs.score.metrics.registry import label

_METRICS: Final = (
    "accuracy",
    "automation_rate",
    "silent_error_rate",
    "invention_rate",
    "net_utility_90",
    "break_even",
)


def rankings(summary: Summary) -> Iterator[Sheet]:
    """Yield a table for each task, best net utility first, and one for each frontier."""
    for task in sorted({reader.task for reader in summary.readers}):
        alike = [reader for reader in summary.readers if reader.task == task]
        alike.sort(key=_utility, reverse=True)
        yield Sheet(
            f"Task {task}",
            "Touched fields of damaged documents, 95 % intervals over records. Sorted by net "
            "utility: right answers minus nine times the silent errors. Overlapping intervals do "
            "not mean that two readers are equal: `chaosdocs compare` tests that.",
            ("reader", *map(label, _METRICS), "seconds, 95th percentile", "USD a right field"),
            tuple(row(reader.name, _shown(reader)) for reader in alike),
            notes={
                visible(reader.name): "answers nothing without a flag, so its net utility is "
                "0, as without a reader"
                for reader in alike
                if _idle(reader)
            },
        )
        names = {reader.name for reader in alike}
        for against in ("cost", "latency"):
            places = [p for p in summary.pareto if p.against == against and p.reader in names]
            if len(places) > 1:
                yield _frontier(places, task)


def _idle(reader: ReaderSummary) -> bool:
    """Whether a reader answers no field without a flag, so that it saves no manual work."""
    found = reader.card.get("automation_rate"), reader.clean.get("automation_rate")
    return all(each is None or not each.value for each in found)


def _utility(reader: ReaderSummary) -> float:
    found = reader.card.get("net_utility_90")
    return float("-inf") if found is None or found.value is None else found.value


def _shown(reader: ReaderSummary) -> tuple[Shown, ...]:
    running = reader.latency
    return (
        *figures(reader.card, _METRICS),
        plain(running.seconds.get("p95"), 3),
        plain(running.cost_per_correct, 5),
    )


def _frontier(places: Sequence[Pareto], task: str) -> Sheet:
    cost = places[0].against == "cost"
    cost_name = "USD a case" if cost else "seconds, 95th percentile"
    return Sheet(
        f"Quality against {'cost' if cost else 'latency'}, task {task}",
        "A reader is on the frontier if no other reader is both better and cheaper. The share is "
        "that of the resamples in which it is on the frontier.",
        ("reader", "on the frontier", cost_name, label("net_utility_90")),
        tuple(
            row(
                each.reader,
                (
                    (
                        "yes" if each.on_frontier else "no",
                        ""
                        if each.share_of_resamples is None
                        else f"in {each.share_of_resamples:.0%}",
                    ),
                    plain(each.spent, 5 if cost else 3),
                    plain(each.quality),
                ),
            )
            for each in places
        ),
        plot=frontier_plot(places),
    )
