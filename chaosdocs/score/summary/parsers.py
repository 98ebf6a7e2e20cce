"""The words about parsers: how many fields were kept, altered, lost or phantom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from chaosdocs.formats.summary import Estimate, ParsedField, ReaderSummary
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import Table
from chaosdocs.score.summary.numbers import number, percent
from chaosdocs.score.summary.silence import breaks

PARSER_TASKS: Final = frozenset({"text", "tables"})
WAYS: Final = {
    "kept": "kept",
    "spacing": "spacing",
    "altered": "altered",
    "lost": "lost",
    "phantom": "phantom",
    "kept_and_phantom": "both",
}
"""Result of a field to the head of its column; `both` is a value and a phantom."""
_TABLES: Final = (
    ("cell F1, aligned", "cell_f1", True),
    ("GriTS, contents", "grits_con", True),
    ("GriTS, shape", "grits_top", True),
    ("TEDS", "teds", True),
    ("TEDS, shape", "teds_structure", True),
    ("rows missing, a table", "missing", False),
    ("rows extra", "extra", False),
    ("rows shifted", "shifted", False),
)


def task_of(table: Table) -> str:
    """Return what a run answers: a parser whose output became fields answers ``extract``."""
    asked = {case.task for case in table.cases}
    if table.answers.then:
        asked = (asked - PARSER_TASKS) | {"extract"}
    return "+".join(sorted(asked))


def parsed_units(table: Table) -> Iterator[ParsedField]:
    """Yield what became of every schema path, where the task was a parser's."""
    if table.answers.then or all(case.task not in PARSER_TASKS for case in table.cases):
        return
    ways: dict[str, Counter[str]] = {}
    lures: dict[str, Counter[str]] = {}
    for n, truth in enumerate(table.expected):
        if table.cases[table.case[n]].task not in PARSER_TASKS:
            continue
        outcome = OUTCOMES[table.outcome[n]]
        if outcome == "unscored":
            continue
        sub = "invalid" if outcome == "invalid" else table.error_types.names[table.error_type[n]]
        ways.setdefault(truth.schema_path, Counter())[sub] += 1
        if sub in {"altered", "phantom", "kept_and_phantom"}:
            lure = table.lures.names[table.lure[n]]
            lures.setdefault(truth.schema_path, Counter())[lure] += 1
    for unit in sorted(ways):
        named = sorted(lures.get(unit, Counter()).items(), key=lambda each: (-each[1], each[0]))
        yield ParsedField(schema_path=unit, lures=dict(named), **ways[unit])


def shares(parsed: Iterable[ParsedField]) -> dict[str, float]:
    """Return the share of each of `WAYS`, of all fields that a parser could return or invent."""
    found = list(parsed)
    counts = {way: sum(getattr(each, way) for each in found) for way in WAYS}
    whole = sum(counts.values()) + sum(each.invalid for each in found)
    return {way: count / whole if whole else 0.0 for way, count in counts.items()}


def parsed_words(reader: ReaderSummary) -> Iterator[str]:
    """Yield the counts of every field and the measures of tables, for a terminal."""
    width = max(5, *(len(each.schema_path) for each in reader.parsed))
    yield f"  {'field':<{width}}{''.join(f'{head:>9}' for head in WAYS.values())}  instead"
    for each in reader.parsed:
        counts = "".join(f"{getattr(each, way):>9}" for way in WAYS)
        named = ", ".join(f"{name or 'unnamed'} {n}" for name, n in list(each.lures.items())[:3])
        broken = f"{'; ' if named else ''}{each.invalid} invalid" if each.invalid else ""
        yield f"  {each.schema_path:<{width}}{counts}  {named}{broken}".rstrip()
    if reader.tables:
        yield ""
        yield "  tables"
    for label, name, share in _TABLES:
        both = reader.tables.get(name), reader.tables.get(f"clean_{name}")
        if any(each is not None for each in both):
            dirty, clean = (percent(each) if share else number(each) for each in both)
            yield f"    {label:<26} {dirty:<28} clean {clean}"
    yield ""
    yield "  Not shown by this run:"
    yield from (f"    - {sentence}" for sentence in reader.not_shown)


def parsed_verdict(s: ReaderSummary) -> tuple[str, ...]:
    """Return the sentences about a parser, in the order of those about other readers."""
    return (_clean(s), breaks(s), _phantoms(s), *_left_of_tables(s))


def _clean(s: ReaderSummary) -> str:
    clean = f"Of clean documents it keeps {percent(s.clean.get('accuracy'))} of the fields."
    here, twin = s.card.get("dirty_accuracy"), s.card.get("clean_accuracy")
    if here is None or here.value is None:
        return f"{clean} No value that the damage touched is still in a document."
    return (
        f"{clean} Of the touched values that are still in the document it keeps {percent(here)}; "
        f"of the same values on the clean twin {percent(twin)}."
    )


def _phantoms(s: ReaderSummary) -> str:
    counts = Counter[str]()
    for each in s.parsed:
        counts["phantom"] += each.phantom
        counts["altered"] += each.altered
        counts["both"] += each.kept_and_phantom
    top = Counter[str]()
    for each in s.parsed:
        top.update(each.lures)
    named = [name for name, _ in top.most_common() if name][:1]
    often = f"; most often {named[0]}" if named else ""
    beside = (
        f" For {counts['both']} fields it returns both the value and such text."
        if counts["both"]
        else ""
    )
    return (
        f"{counts['altered']} fields are altered. {counts['phantom']} are phantoms: text that does "
        f"not belong to the asked content{often}.{beside}"
    )


def _left_of_tables(s: ReaderSummary) -> Iterator[str]:
    f1 = _either(s, "cell_f1")
    if f1 is None:
        return
    missing, extra = (number(_either(s, name)) for name in ("missing", "extra"))
    yield (
        f"{percent(f1)} of table cells are kept (F1). A table has {missing} missing rows and "
        f"{extra} extra rows on average."
    )


def _either(s: ReaderSummary, name: str) -> Estimate | None:
    return s.tables.get(name) or s.tables.get(f"clean_{name}")
