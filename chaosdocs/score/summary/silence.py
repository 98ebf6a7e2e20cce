"""The sentence that says where a reader first fails silently, and on how many records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from chaosdocs.formats.summary import Condition, Estimate, Group, LureCount, ReaderSummary
from chaosdocs.score.judging.expectations import CLEAN
from chaosdocs.score.metrics.conditions import THIN
from chaosdocs.score.summary.numbers import percent

SILENT_LIMIT: Final = 0.01
"""Share of silent errors up to which a reader is not said to fail."""


def breaks(s: ReaderSummary) -> str:
    """Return a sentence with the lowest severity at which a reader fails silently.

    If no single condition shows it, the sentence names the operator with the highest lower bound
    over all severities. It says if the records are few or if chance could explain the errors.
    """
    worst = first_silent_break(s)
    if worst is not None:
        return (
            f"It first fails silently with {worst.operator} at severity {worst.severity} "
            f"({worst.medium}): {_told(worst.metrics['touched'], worst.lures)}."
        )
    seen = [
        (silent.records >= THIN, silent.low or 0.0, silent.value, group.name, group)
        for group in s.operators
        if (silent := group.metrics.get("silent_error_rate")) is not None and silent.value
    ]
    if not seen:
        dirty = [c for c in s.conditions if c.operator != CLEAN]
        return f"No silent error was seen on a touched field in any of {len(dirty)} conditions."
    beyond = [each for each in seen if _beyond(each[4].metrics["silent_error_rate"])]
    return _somewhere(s, max(beyond or seen, key=lambda each: each[:4])[4])


def first_silent_break(s: ReaderSummary) -> Condition | None:
    """Return the condition of the lowest severity that is silently wrong beyond chance.

    Beyond chance: the one-sided lower bound of its silent errors is above 1 %. If several
    conditions have that severity, the one with most silent errors is returned.
    """
    broken = []
    for cell in s.conditions:
        silent = cell.metrics.get("touched", {}).get("silent_error_rate")
        if cell.operator != CLEAN and silent is not None and silent.value and _beyond(silent):
            broken.append((cell.severity, -silent.value, cell.operator, cell.medium, cell))
    return min(broken, key=lambda each: each[:4])[4] if broken else None


def _somewhere(s: ReaderSummary, group: Group) -> str:
    """The sentence about an operator over all its severities."""
    silent = group.metrics["silent_error_rate"]
    cells = [cell for cell in s.conditions if cell.operator == group.name]
    lures = next((cell.lures for cell in cells if cell.lures), ())
    where = f"{group.name} {_severities(cells)}: {_told(group.metrics, lures)}"
    few = f"{silent.records} record{'s' * (silent.records != 1)}"
    if not _beyond(silent):
        return f"Most silent errors occur with {where}. With {few} this can be chance."
    if silent.records < THIN:
        return f"It fails silently with {where}. This rests on {few} only."
    return f"It fails silently with {where}."


def _severities(cells: Sequence[Condition]) -> str:
    """The severities of an operator, and the first one at which a silent error was seen."""
    all_ = sorted({cell.severity for cell in cells})
    if len(all_) == 1:
        return f"at severity {all_[0]}"
    seen = [
        cell.severity
        for cell in cells
        if (silent := cell.metrics.get("touched", {}).get("silent_error_rate")) is not None
        and (silent.value or silent.withheld)
    ]
    first = f", first at severity {min(seen)}" if seen else ""
    return f"(severities {', '.join(map(str, all_))}{first})"


def _told(metrics: Mapping[str, Estimate], lures: Sequence[LureCount]) -> str:
    """Accuracy (if nothing can be answered, the share without a failure), silent errors, lure."""
    right = metrics.get("accuracy")
    failure = metrics.get("failure_rate")
    if right is not None and right.value is not None:
        good = f"right in {percent(right)}"
    else:
        good = (
            f"right or rightly left open in {percent(None if failure is None else _rest(failure))}"
        )
    lure = (
        f'mostly with the named wrong answer "{lures[0].name}"'
        if lures
        else "without a named wrong answer"
    )
    return (
        f"touched fields are {good}, silently wrong in "
        f"{percent(metrics.get('silent_error_rate'))}, {lure}"
    )


def _rest(share: Estimate) -> Estimate:
    """What is left of 1."""

    def left(value: float | None) -> float | None:
        return None if value is None else 1 - value

    return Estimate(
        value=left(share.value), low=left(share.high), high=left(share.low), records=share.records
    )


def _beyond(silent: Estimate) -> bool:
    return silent.one_low is not None and silent.one_low > SILENT_LIMIT
