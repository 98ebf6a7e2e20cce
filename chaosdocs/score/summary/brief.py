"""The verdict for a terminal: at most twenty lines, one table of readers, the worst operators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chaosdocs.formats.summary import Estimate, Group, ReaderSummary, Summary
from chaosdocs.score.metrics.registry import label
from chaosdocs.score.summary.parsers import WAYS, shares
from chaosdocs.score.summary.verdict import of_form

MOST_READERS: Final = 4
MOST_WORST: Final = 3
EXPLAINED: Final = 2
"""Readers whose worst operators are named."""
MOST_SHOWN: Final = 3
ORDER: Final = "net_utility_75"
"""Readers are ordered by it: a silent error costs three right answers."""
_COLUMNS: Final = (
    "correct_rate",
    "gap_rate",
    "flagged_error_rate",
    "silent_error_rate",
    "invalid_rate",
)
_NARROW: Final = 8
"""Characters of a column at least."""
_OF_PARSERS: Final = "all fields, damaged or not"
"""What the shares of parsers are of."""
_SORTED: Final = "silently wrong fields, sorted by the lower end of the 95 % interval"
_STATUS: Final = {
    "pass": "passed",
    "known": "known to fail",
    "fail": "failed",
    "inconclusive": "inconclusive",
    "none": "with nothing to test",
}


_STANDS: Final = {
    "norm_in_instructions": "in the instructions",
    "norm_in_document": "in the document",
    "norm_on_page": "on a policy page",
    "norm_nowhere": "nowhere (left open)",
    "norms_agree": "nowhere, but all agree",
}


def brief(summary: Summary) -> str:
    """Return the verdict on a run: readers, worst operators, what it cannot show, what is next."""
    lines = [
        *_title(summary),
        *_table(summary.readers),
        *_links(summary),
        *_reach(summary),
        *_norms(summary),
        *_luck(summary),
    ]
    for reader in ranked(summary.readers)[:EXPLAINED]:
        lines += _worst(reader, named=len(summary.readers) > 1)
    lines += [*_not_shown(summary), *_gates(summary), *_warnings(summary)]
    return "\n".join(lines) + "\n"


def answers_nothing(reader: ReaderSummary) -> bool:
    """Return whether a reader left every field of every document open: it is ranked with nobody.

    A reader that leaves open what the damage changed, and answers the rest, is ranked.
    """
    if reader.parsed:
        return not any(
            each.kept or each.spacing or each.altered or each.phantom or each.kept_and_phantom
            for each in reader.parsed
        )
    told = (figures.get("coverage") for figures in (reader.card, reader.clean))
    known = [share.value for share in told if share is not None and share.value is not None]
    return bool(known) and not any(known) and not reader.given_as.get("value")


def ranked(readers: Sequence[ReaderSummary]) -> list[ReaderSummary]:
    """Return the readers that answer something, the most useful first."""

    def place(reader: ReaderSummary) -> float:
        if reader.parsed:
            return -shares(reader.parsed)["kept"]
        found = _figures(reader).get(ORDER)
        return 0.0 if found is None or found.value is None else -found.value

    return sorted((each for each in readers if not answers_nothing(each)), key=place)


def _figures(reader: ReaderSummary) -> Mapping[str, Estimate]:
    """The figures of damaged documents; of clean ones if there are no others."""
    return reader.card or reader.clean


def _title(summary: Summary) -> Iterator[str]:
    cases = max(reader.cases for reader in summary.readers)
    records = max(reader.records for reader in summary.readers)
    readers = [reader for reader in summary.readers if not reader.parsed]
    dirty = any(reader.card and reader.operators for reader in readers)
    whole = "fields that the damage changed" if dirty else "fields of clean documents"
    if not readers:
        whole = _OF_PARSERS
    elif len(readers) < len(summary.readers):
        whole = f"{whole} (readers), of {_OF_PARSERS} (parsers)"
    yield f"{summary.corpus}: {cases} cases of {records} records. Shares of {whole}:"


def _table(readers: Sequence[ReaderSummary]) -> Iterator[str]:
    width = max(6, *(len(reader.name) for reader in readers))
    fields = [reader for reader in readers if not reader.parsed]
    parsers = [reader for reader in readers if reader.parsed]
    if fields:
        columns = _COLUMNS if _any_invalid(fields) else _COLUMNS[:-1]
        wide = {name: max(_NARROW, len(label(name))) + 2 for name in columns}
        heads = "".join(f"{label(name):>{size}}" for name, size in wide.items())
        yield f"  {'reader':<{width}}{heads}{'USD a case':>12}"
        order = ranked(fields)
        for reader in order[:MOST_READERS]:
            found = _figures(reader)
            cells = "".join(f"{_percent(found.get(n)):>{size}}" for n, size in wide.items())
            yield f"  {reader.name:<{width}}{cells}{_cost(reader):>12}"
        yield from _left_out(order, fields, width)
        for reader in order[:MOST_READERS]:
            if words := of_form(reader):
                yield f"  {reader.name}:{words}"
    if parsers:
        yield f"  {'parser':<{width}}{''.join(f'{head:>10}' for head in WAYS.values())}"
        order = ranked(parsers)
        for reader in order[:MOST_READERS]:
            ways = shares(reader.parsed)
            yield f"  {reader.name:<{width}}" + "".join(f"{100 * ways[n]:>8.1f} %" for n in WAYS)
        yield from _left_out(order, parsers, width)


def _links(summary: Summary) -> Iterator[str]:
    """Say how many links each reader has right as a whole, where links are asked for."""
    told = [
        f"{reader.name} {_percent(found)}"
        for reader in ranked(summary.readers)[:MOST_READERS]
        if (found := _figures(reader).get("link_accuracy")) is not None
    ]
    if told:
        yield f"  {label('link_accuracy')}: {', '.join(told)}"


def _reach(summary: Summary) -> Iterator[str]:
    """Say what each reader has right over the documents that have to be read together."""
    for reader in ranked(summary.readers)[:MOST_READERS]:
        hops = [each for each in reader.reach if each.way == "hops"]
        if hops:
            right = ", ".join(f"{each.least}: {100 * each.right:.1f} %" for each in hops)
            page = [(each.one_page, each.fields) for each in hops if each.one_page is not None]
            fields = sum(n for _, n in page)
            beside = sum(share * n for share, n in page) / fields if fields else None
            alone = "" if beside is None else f"; all on one page: {100 * beside:.1f} %"
            yield f"  {reader.name}, right by documents that a field needs: {right}{alone}"


def _norms(summary: Summary) -> Iterator[str]:
    """Say how many answers are right, by where the norm stands that they depend on."""
    for reader in ranked(summary.readers)[:MOST_READERS]:
        told = [
            f"{words} {_percent(found)}"
            for name, words in _STANDS.items()
            if (found := reader.clean.get(name)) is not None
        ]
        if told:
            yield f"  {reader.name}, right by place where the norm is named: {', '.join(told)}"


def _luck(summary: Summary) -> Iterator[str]:
    """Say what a constant answer keeps, beside parsers."""
    for control in summary.reference_readers:
        if control.kept is not None:
            kept = 100 * control.kept
            yield f"  A reader that returns the same text for every document keeps {kept:.1f} %."


def _left_out(
    order: Sequence[ReaderSummary], readers: Sequence[ReaderSummary], width: int
) -> Iterator[str]:
    if len(order) > MOST_READERS:
        yield f"  ... and {len(order) - MOST_READERS} more (--details)"
    silent = [reader.name for reader in readers if answers_nothing(reader)]
    if len(silent) == 1:
        yield f"  {silent[0]:<{width}}  answers nothing, so it is not ranked"
    elif silent:
        yield f"  {', '.join(silent[:MOST_SHOWN])}: answer nothing, so they are not ranked"


def _any_invalid(readers: Sequence[ReaderSummary]) -> bool:
    found = (_figures(reader).get("invalid_rate") for reader in readers)
    return any(each is not None and each.value for each in found)


def _cost(reader: ReaderSummary) -> str:
    paid = reader.latency.cost_per_case
    return "-" if paid is None else f"{paid:.4f}"


def _percent(found: Estimate | None) -> str:
    return "-" if found is None or found.value is None else f"{100 * found.value:.1f} %"


def _worst(reader: ReaderSummary, *, named: bool) -> Iterator[str]:
    groups = worst_groups(reader)[:MOST_WORST]
    whom = f" {reader.name}" if named else ""
    if not groups:
        if reader.card and reader.operators:
            yield f"No damage made a field silently wrong{f' for{whom}' if named else ''}."
        return
    yield f"What hurts{whom} most: {_SORTED}:"
    width = max(len(group.name) for group in groups)
    for group in groups:
        silent = group.metrics["silent_error_rate"]
        lure = next((each for each in reader.lures if each.operator == group.name), None)
        answer = "" if lure is None else f'; usual wrong answer: "{lure.name}"'
        records = f"{silent.records} record{'s' * (silent.records != 1)}"
        yield f"  {group.name:<{width}}  {_percent(silent):>7} over {records}{answer}"


def worst_groups(reader: ReaderSummary) -> list[Group]:
    """Return the operators that make fields silently wrong, by the lower end of the interval."""
    seen = [
        (-(silent.low or 0.0), -(silent.value or 0.0), group.name, group)
        for group in reader.operators
        if (silent := group.metrics.get("silent_error_rate")) is not None and silent.value
    ]
    return [each[3] for each in sorted(seen, key=lambda each: each[:3])]


def _not_shown(summary: Summary) -> Iterator[str]:
    sentences = list(dict.fromkeys(s for reader in summary.readers for s in reader.not_shown))
    if sentences:
        first = sentences[0].rstrip(".")
        more = f" ({len(sentences) - 1} more limits: --details)" if len(sentences) > 1 else ""
        yield f"Not shown: {first[0].lower()}{first[1:]}{more}."


def _gates(summary: Summary) -> Iterator[str]:
    if not summary.gates:
        return
    counts = Counter[str](gate.status for gate in summary.gates)
    words = ", ".join(f"{counts[status]} {_STATUS[status]}" for status in _STATUS if counts[status])
    bad = [gate for gate in summary.gates if gate.status in {"fail", "none", "inconclusive"}]
    first = f". {bad[0].gate} [{bad[0].where}]: {bad[0].words}" if bad else ""
    more = f" (and {len(bad) - 1} more: --details)" if len(bad) > 1 else ""
    yield f"Gates: {words}{first}{more}."


def _warnings(summary: Summary) -> Iterator[str]:
    if summary.warnings:
        count = len(summary.warnings)
        more = f" (and {count - 1} more: --details)" if count > 1 else ""
        yield f"Warning: {summary.warnings[0]}{more}"
