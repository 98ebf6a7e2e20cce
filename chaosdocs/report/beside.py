"""What stands beside the card: documents, steadiness, time and money, operators, templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from chaosdocs.formats.summary import Estimate, ReaderSummary
from chaosdocs.report.plots import deadline_plot
from chaosdocs.report.sheets import Sheet, Shown, figures, known, plain, row
from chaosdocs.report.shown import figure, number, share
from chaosdocs.report.steadiness import steadiness
from chaosdocs.score.metrics.registry import label
from chaosdocs.score.summary.card_notes import NORMS

_NONE: Final = ("", "")
_DOCUMENTS: Final = (
    "safe_document_rate",
    "perfect_document_rate",
    "straight_through_rate",
    "review_load",
    "edits",
    "anls_star",
)
_OF_LINKS: Final = ("link_accuracy", "forced_match_rate")
"""Measures of links that stand among the shares of fields."""
_SETS: Final = ("edge_f1", "misallocated_money", "set_closure")
_TABLES: Final = {
    "cell_f1": "cells, F1",
    "grits_con": "GriTS, content",
    "grits_top": "GriTS, shape",
    "teds": "TEDS",
    "teds_structure": "TEDS, structure alone",
    "missing": "missing rows per list",
    "extra": "extra rows per list",
    "shifted": "rows out of order per list",
}
_COUNTED: Final = frozenset({"missing", "extra", "shifted"})
_OPERATOR: Final = (
    "accuracy",
    "silent_error_rate",
    "silent_loss_rate",
    "automation_rate",
    "break_even",
)


def sheets(reader: ReaderSummary) -> list[Sheet]:
    """Return the tables beside the card of a reader, those that this run can fill."""
    made = (
        _documents,
        _sets,
        _norms,
        _tables,
        _parsed,
        steadiness,
        _operators,
        _running,
        _templates,
    )
    return [sheet for each in made for sheet in each(reader)]


def _dirty_and_clean(
    name: str, words: str, shown: Callable[[Estimate | None], Shown], found: Mapping[str, Estimate]
) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    dirty, clean = found.get(name), found.get(f"clean_{name}")
    if known(dirty) or known(clean):
        yield row(words, (shown(dirty), shown(clean)))


def _documents(reader: ReaderSummary) -> Iterator[Sheet]:
    rows = [
        each
        for name in _DOCUMENTS
        for each in _dirty_and_clean(name, label(name), partial(figure, name), reader.documents)
    ]
    if rows:
        yield Sheet(
            "Whole documents",
            "Means over records.",
            ("measure", "damaged", "clean twins"),
            tuple(rows),
        )


def _sets(reader: ReaderSummary) -> Iterator[Sheet]:
    found = dict(reader.sets)
    for name in _OF_LINKS:
        for key, group in ((name, reader.card), (f"clean_{name}", reader.clean)):
            if name in group:
                found[key] = group[name]
    rows = [
        each
        for name in (*_OF_LINKS, *_SETS)
        for each in _dirty_and_clean(name, label(name), partial(figure, name), found)
    ]
    if rows:
        yield Sheet(
            "Links",
            "Sets of files and maps. A link is right only as a whole. Means over records; the left "
            "column counts the links and orphans that the damage touched.",
            ("measure", "damaged", "clean twins"),
            tuple(rows),
        )


def _norms(reader: ReaderSummary) -> Iterator[Sheet]:
    found = {**reader.card, **{f"clean_{name}": each for name, each in reader.clean.items()}}
    rows = [
        each
        for name in NORMS
        for each in _dirty_and_clean(name, label(name), partial(figure, name), found)
    ]
    if rows:
        yield Sheet(
            "Norms",
            "Fields whose answer depends on a framework, a law or a policy, by the place where it "
            "is named. The left column counts the fields that the damage touched.",
            ("measure", "damaged", "clean twins"),
            tuple(rows),
        )


def _tables(reader: ReaderSummary) -> Iterator[Sheet]:
    rows = [
        each
        for name, words in _TABLES.items()
        for each in _dirty_and_clean(
            name, words, number if name in _COUNTED else share, reader.tables
        )
    ]
    if rows:
        yield Sheet(
            "Tables",
            "Lists of the truth compared with the tables of the answer; means over records.",
            ("measure", "damaged", "clean twins"),
            tuple(rows),
        )


def _parsed(reader: ReaderSummary) -> Iterator[Sheet]:
    heads = (
        "field", "kept", "spacing", "altered", "lost", "phantom", "kept and phantom",
        "nothing to find", "invalid", "why",
    )  # fmt: skip
    if not reader.parsed:
        return
    rows = tuple(
        row(
            unit.schema_path,
            (
                *(
                    (str(each), "")
                    for each in (
                        unit.kept, unit.spacing, unit.altered, unit.lost, unit.phantom,
                        unit.kept_and_phantom, unit.none, unit.invalid,
                    )
                ),
                ("", ", ".join(f"{name or 'unnamed'} {n}" for name, n in unit.lures.items())),
            ),
        )
        for unit in reader.parsed
    )  # fmt: skip
    yield Sheet("Fields in the output", "Number of fields with each result.", heads, rows)


def _operators(reader: ReaderSummary) -> Iterator[Sheet]:
    def badness(group: Mapping[str, Estimate]) -> float:
        found = group.get("silent_loss_rate")
        return 0.0 if found is None or found.value is None else -found.value

    groups = sorted(reader.operators, key=lambda each: (badness(each.metrics), each.name))
    rows = [
        row(
            each.name,
            (
                *figures(each.metrics, _OPERATOR),
                plain(each.adjusted_p, 3),
            ),
        )
        for each in groups
    ]
    worst = reader.worst
    if rows and known(worst.get("accuracy")):
        shown = (*figures(worst, _OPERATOR[:2]), _NONE, _NONE, _NONE, _NONE)
        rows.insert(0, row("worst operator of each record", shown))
    if rows:
        yield Sheet(
            "Every operator",
            "Touched fields, means over severities and media. p: of the hypothesis that accuracy "
            "does not change, corrected for the number of tests.",
            ("operator", *map(label, _OPERATOR), "p"),
            tuple(rows),
            folded=True,
        )  # fmt: skip


def _running(reader: ReaderSummary) -> Iterator[Sheet]:
    running = reader.latency
    if not running.seconds:
        return
    names = tuple(running.seconds)
    rows = [row("every request", [plain(running.seconds[name], 3, " s") for name in names])]
    rows += [
        row(
            "clean" if severity == "0" else f"severity {severity}",
            [plain(found.get(name), 3, " s") for name in names],
        )
        for severity, found in running.by_severity.items()
    ]
    cost = (
        "No cost was recorded."
        if running.cost_usd is None
        else f"{running.requests} requests cost {running.cost_usd:.2f} USD"
        + (
            ""
            if running.cost_per_correct is None
            else f", {running.cost_per_correct:.5f} USD a right field"
        )
        + "."
    )
    cost += "" if running.tokens is None else f" They took {running.tokens:,} tokens in and out."
    area, interval = number(running.area)
    card = number(reader.card.get("net_utility_90"))[0]
    yield Sheet(
        "Time and money",
        f"Seconds until the answer. {cost} Utility of a field at t = 0.9 within a deadline, where "
        f"a late answer earns nothing: mean over deadlines from 50 ms to 60 s {area}"
        f"{f' ({interval})' if interval else ''}. It differs from the net utility of the card "
        f"({card}): the card counts touched, readable fields of damaged documents and weighs "
        "operators equally. A late answer loses all fields of its document, so this figure counts "
        "every asked field of every document.",
        ("documents", *names),
        tuple(rows),
        plot=deadline_plot(reader),
    )


def _templates(reader: ReaderSummary) -> Iterator[Sheet]:
    if not reader.template_ranges:
        return
    rows = tuple(
        row(
            label(each.metric),
            (
                _value(each.metric, each.low, f"without {each.without_low}"),
                _value(each.metric, each.high, f"without {each.without_high}"),
            ),
        )
        for each in reader.template_ranges
    )
    yield Sheet(
        f"Without one of {len(reader.templates)} templates",
        f"The templates are {', '.join(reader.templates)}. If one of them is left out, the figures "
        "lie between:",
        ("metric", "lowest", "highest"),
        rows,
        folded=True,
    )


def _value(metric: str, given: float, words: str) -> Shown:
    return figure(metric, Estimate(value=given))[0], words
