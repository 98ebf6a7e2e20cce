"""What a reader of the page sees first: where it comes from, readers side by side, what hurts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.summary import Group, ReaderSummary, Summary
from chaosdocs.report.failures import COLUMNS, Failures
from chaosdocs.report.sheets import figures
from chaosdocs.report.shown import share
from chaosdocs.report.words import lure
from chaosdocs.score.judging.expectations import CHAIN
from chaosdocs.score.metrics.registry import label
from chaosdocs.score.summary.brief import answers_nothing, ranked, worst_groups

MOST_WORST: Final = 3
_PAPER: Final = ("pdf.", "scan.")
"""A place on paper is shown before one in an export."""
COLUMNS_SHOWN: Final = ("correct_rate", "gap_rate", "flagged_error_rate", "silent_error_rate")
"""Metrics of the first table; with answers that cannot be used they add up to one."""


def provenance(
    summary: Summary, corpus: Path, command: str, date: str
) -> tuple[tuple[str, str], ...]:
    """Return name and text of each part of the page's origin; parts without text are left out."""
    from importlib.metadata import version

    told = (
        ("date", date),
        ("chaosdocs", version("chaosdocs")),
        ("recipe", summary.corpus),
        ("corpus", f"{corpus} ({summary.digest[:12]})"),
        ("command", command),
        ("intervals", f"{summary.resamples} resamples of records, seed {summary.seed}"),
    )
    return tuple((name, words) for name, words in told if words)


def side_by_side(summary: Summary) -> dict[str, Any]:
    """Return the first table: readers by usefulness, with shares and intervals."""
    number = {reader.name: n for n, reader in enumerate(summary.readers, 1)}
    dirty = any(reader.card for reader in summary.readers)
    return {
        "population": f"Of {'fields that the damage changed' if dirty else 'all fields'}.",
        "side_heads": [label(name) for name in COLUMNS_SHOWN],
        "side_rows": [
            {
                "name": reader.name,
                "number": number[reader.name],
                "cells": figures(reader.card or reader.clean, COLUMNS_SHOWN),
                "cost": _cost(reader),
            }
            for reader in ranked(summary.readers)
        ],
        "unranked": [reader.name for reader in summary.readers if answers_nothing(reader)],
        "limits": list(_limits(summary)),
    }


def _limits(summary: Summary) -> Iterator[str]:
    """What the run cannot show; a limit of some readers only names them."""
    whose: dict[str, list[str]] = {}
    for reader in summary.readers:
        for limit in reader.not_shown:
            whose.setdefault(limit, []).append(reader.name)
    for limit, names in whose.items():
        some = len(names) < len(summary.readers)
        yield f"{', '.join(names)} only: {limit}" if some else limit


def worst(summary: Summary, failing: Failures) -> list[dict[str, Any]]:
    """Return the operators that hurt the best reader most, each with a failing field to show.

    Args:
        summary: The score.
        failing: The failing fields of the page; ``row`` is the number of the one to show, or None.
    """
    order = ranked(summary.readers)
    return [_worst(order[0], group, failing) for group in _groups(order)] if order else []


def _groups(order: list[ReaderSummary]) -> Iterator[Group]:
    yield from worst_groups(order[0])[:MOST_WORST]


def _worst(reader: ReaderSummary, group: Group, failing: Failures) -> dict[str, Any]:
    silent = group.metrics["silent_error_rate"]
    known = next((each for each in reader.lures if each.operator == group.name), None)
    value, interval = share(silent)
    within = f" ({interval})" if interval else ""
    answer = "" if known is None else f" The usual wrong answer is {lure(known.name)}."
    return {
        "operator": group.name,
        "summary": _summary(group.name),
        "words": f"{reader.name} is silently wrong in {value}{within} of the changed fields, "
        f"over {silent.records} record{'s' * (silent.records != 1)}.{answer}",
        "row": _row(reader.name, group.name, failing),
    }


def _summary(operator: str) -> str:
    """What the operator does to a document, in words; empty if the operator is not installed."""
    from chaosdocs.authoring.registry import OPERATORS

    if operator == CHAIN:
        return "Several operators on one document"
    return f"A document with {OPERATORS[operator].summary}" if operator in OPERATORS else ""


def _row(reader: str, operator: str, failing: Failures) -> int | None:
    """The number of the first failing field of an operator whose places are shown."""
    at: Mapping[str, int] = {name: n for n, name in enumerate(COLUMNS)}
    found: list[tuple[bool, int]] = []
    for number, row in enumerate(failing.rows):
        label = failing.names["label"].shown[row[at["label"]]]
        steps = label.split("~")[2:3]
        names = [step.partition("@")[0].partition("(")[0] for step in steps]
        mine = failing.names["reader"].shown[row[at["reader"]]] == reader
        if mine and row[at["place"]] >= 0 and operator in names:
            found.append((not label.split("~")[1].startswith(_PAPER), number))
    return min(found)[1] if found else None


def _cost(reader: ReaderSummary) -> str:
    paid = reader.latency.cost_per_case
    return "-" if paid is None else f"{paid:.4f}"
