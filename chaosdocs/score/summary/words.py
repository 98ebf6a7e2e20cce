"""A summary in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.formats.summary import Condition, Estimate, ReaderSummary, Summary
from chaosdocs.score.summary.card_notes import beside_the_card
from chaosdocs.score.summary.numbers import number, percent
from chaosdocs.score.summary.parsers import parsed_words

MOST_CELLS = 12
MOST_WARNINGS = 12
_CARD = (
    ("accuracy, touched fields", "accuracy", True),
    ("automated without a flag", "automation_rate", True),
    ("silent errors", "silent_error_rate", True),
    ("right on twin, now silent", "silent_loss_rate", True),
    ("left open needlessly", "needless_gap_rate", True),
    ("invented values", "invention_rate", True),
    ("change of accuracy", "accuracy_change", True),
    ("retention", "retention", True),
    ("J (right fields left open)", "youden_j", False),
    ("net utility at t = 0.9", "net_utility_90", False),
)
_HEADS = {
    "accuracy": "right",
    "automation_rate": "auto",
    "silent_error_rate": "silent",
    "invention_rate": "invented",
    "youden_j": "J",
    "net_utility_75": "NU .75",
    "net_utility_90": "NU .9",
}
"""Metrics of the table of reference readers to the words at its head."""
_DIRTY = tuple(_HEADS)
_CLEAN = ("accuracy", "automation_rate", "silent_error_rate")
_FLOORED = frozenset({"silent_loss_rate", "needless_gap_rate", "retention"})
"""Metrics that compare with the clean twin: each is shown beside its noise floor."""


_NULLS = {
    "merged": "nulls merged (null or a missing key leaves a field open)",
    "split": "nulls split (null or a missing key says that the document lacks the field)",
}
_TERMS = (
    "  net utility: a silent error costs t / (1 - t) right fields: 1, 3, 9 at t = 0.5, 0.75, 0.9",
    "  J: share of lost fields left open, minus share of readable fields left open; 1 is best",
    "  noise floor: the same figure when a clean document is asked about a second time",
    "  all fields alike: every field counts the same; the first figure weighs operators equally",
)
"""The terms of the card and of the verdict."""


def in_words(summary: Summary) -> str:
    """Return a summary in words: each reader, then reference readers, gates and warnings."""
    lines: list[str] = []
    for reader in summary.readers:
        lines += [*_reader(reader), ""]
    lines += [*_reference_readers(summary), *_gates(summary), *_warnings(summary)]
    lines.append(
        f"corpus {summary.corpus} {summary.digest[:12]}, config {summary.config}, "
        f"{summary.resamples} resamples, seed {summary.seed}"
    )
    return "\n".join(lines) + "\n"


def _reader(reader: ReaderSummary) -> Iterator[str]:
    asked = f"task {reader.task}" if reader.parsed else _NULLS[reader.nulls]
    after = f", then {reader.then}" if reader.then else ""
    yield (
        f"{reader.name}: {reader.fields} fields, {reader.cases} cases, {reader.records} records, "
        f"{asked}{after}"
    )
    yield ""
    yield from (f"  {n}. {sentence}" for n, sentence in enumerate(reader.verdict, 1))
    yield ""
    if reader.parsed:
        yield from parsed_words(reader)
        return
    for label, name, share in _CARD:
        dirty = _shown(reader.card.get(name), share=share)
        beside = f"clean {_shown(reader.clean.get(name), share=share)}"
        if name in _FLOORED:
            floor = reader.noise_floor.get(f"null.rerun:{name}")
            beside = "" if floor is None else f"noise floor {percent(floor)}"
        if name == "accuracy_change":
            beside = "over fields answerable here and on the twin"
        if name == "youden_j":
            many = reader.youden_j_conditions
            beside = f"over {many} condition{'s' * (many != 1)}, {beside}"
        alike = _micro(reader.card.get(name), share=share)
        yield f"  {label:<28} {dirty:<28} {alike:<24} {beside}".rstrip()
    k = reader.card.get("break_even")
    yield f"  {'break-even':<28} {number(k, 1)}"
    yield from _TERMS
    yield from beside_the_card(reader)
    worst = _worst(reader)
    if worst:
        yield ""
        yield "  conditions with most silent errors on touched fields (n: records)"
        for cell in worst:
            m = cell.metrics["touched"]
            lure = f"  {cell.lures[0].name}" if cell.lures else ""
            yield (
                f"    {cell.operator}@{cell.severity} {cell.medium:<5} n={cell.records:<5} "
                f"silent {percent(m.get('silent_error_rate')):<26} "
                f"right {percent(m.get('accuracy'))}{lure}"
            )
    if reader.lures:
        yield ""
        yield "  why it fails: " + ", ".join(
            f"{each.name} ({each.operator}, {each.fields})" for each in reader.lures[:5]
        )
    yield ""
    yield "  Not shown by this run:"
    yield from (f"    - {sentence}" for sentence in reader.not_shown)


def _worst(reader: ReaderSummary) -> list[Condition]:
    known = [
        (-(estimate.value or 0), cell.operator, cell.severity, cell.medium, cell)
        for cell in reader.conditions
        if cell.operator != "clean"
        and (estimate := cell.metrics.get("touched", {}).get("silent_error_rate")) is not None
        and estimate.value
    ]
    return [each[4] for each in sorted(known, key=lambda each: each[:4])[:MOST_CELLS]]


def _micro(estimate: Estimate | None, *, share: bool) -> str:
    """The figure over all fields alike; the first figure gives every operator the same weight."""
    if estimate is None or estimate.value is None or estimate.micro is None:
        return ""
    alike = Estimate(value=estimate.micro)
    return f"all fields alike {percent(alike, interval=False) if share else number(alike)}"


def _shown(estimate: Estimate | None, *, share: bool) -> str:
    return percent(estimate) if share else number(estimate)


def _reference_readers(summary: Summary) -> Iterator[str]:
    """Readers of known score beside the real ones: on touched fields, and on clean documents."""
    if not summary.reference_readers:
        return
    title, wide = "reference readers", 34
    head = "touched fields of damaged documents"
    yield f"{title:<{wide}}{head:<{9 * len(_DIRTY)}}  clean documents"
    of = summary.reference_readers[0].records
    few = of < max(reader.records for reader in summary.readers)
    part = f"  (on the first {of} records)" if few else ""
    yield f"{part:<{wide}}" + _row([_HEADS[n] for n in _DIRTY], [_HEADS[n] for n in _CLEAN])
    rows = [(c.name, c.metrics, c.clean) for c in summary.reference_readers]
    rows += [(f"> {r.name}", _values(r.card), _values(r.clean)) for r in summary.readers]
    for name, dirty, clean in rows:
        left, right = [_three(dirty.get(n)) for n in _DIRTY], [_three(clean.get(n)) for n in _CLEAN]
        yield f"  {name:<{wide - 2}}" + _row(left, right)
    if "constant" in {control.name for control in summary.reference_readers}:
        yield "  constant returns the same text for every document: what it keeps is luck"
    else:
        yield "  oracle is given the truth; graceful is the best of the others"
    yield ""


def _row(dirty: Sequence[str], clean: Sequence[str]) -> str:
    return "".join(f"{each:>9}" for each in dirty) + "  " + "".join(f"{each:>9}" for each in clean)


def _three(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _values(found: Mapping[str, Estimate]) -> dict[str, float | None]:
    return {name: each.value for name, each in found.items()}


def _gates(summary: Summary) -> Iterator[str]:
    if not summary.gates:
        return
    yield "gates"
    for result in summary.gates:
        yield f"  {result.status:<12} {result.gate} [{result.where}] {result.words}"
    yield ""


def _warnings(summary: Summary) -> Iterator[str]:
    if not summary.warnings:
        return
    yield f"warnings ({len(summary.warnings)})"
    yield from (f"  {warning}" for warning in summary.warnings[:MOST_WARNINGS])
    if len(summary.warnings) > MOST_WARNINGS:
        yield f"  ... {len(summary.warnings) - MOST_WARNINGS} more, all in summary.json"
    yield ""
