"""Another mark between the cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Edit,
    Lure,
    Money,
    Rng,
    SetOption,
    Skip,
    Statement,
    Table,
    operator,
)
from chaosdocs.operators.csv.levels import Mark, refs_of

_TURNED = {",": ";", ";": ","}


@operator(
    TABLE,
    evidence="duckdb/duckdb#9343: rows are lost where the delimiter is guessed; "
    "https://github.com/HPI-Information-Systems/Pollock: 22.5 % of 3,712 files have semicolons",
    ladder=(Mark("; or ,"), Mark("tab"), Mark("|")),
    media=("csv",),
    nested=False,
)
def other_delimiter(table: Table, level: Mark, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with cells separated by another delimiter.

    What it does:
        Severity 1 turns commas between cells into semicolons, and semicolons into commas. Severity
        2 writes tabs, higher severities write vertical bars.

    In the wild:
        Spreadsheets of countries with a decimal comma; extracts of databases; old interfaces.

    Effect on truth:
        None. If amounts contain commas and are not in quotes, the lure is the part before the
        comma: a reader returns it if it takes every comma for a delimiter.

    Example:
        R-17,"1,234.50",EUR → R-17;1,234.50;EUR
    """
    del rng  # the mark hangs on the level alone
    before = table.options.get("delimiter", ",")
    after = {"tab": "\t", "|": "|"}.get(level.delimiter, _TURNED.get(before, ","))
    if after == before:
        yield Skip("this mark separates the cells already")
        return
    yield SetOption(
        key="delimiter", touches=refs_of(table), option="delimiter", before=before, after=after
    )
    if after == ",":
        return
    for statement in table.statements.values():
        lure = _cut(statement)
        if lure is not None:
            yield Bait(key="delimiter", statement=statement.id, lures=(lure,))


def _cut(statement: Statement) -> Lure | None:
    """The amount that stands before the first comma, if that is another one."""
    value, convention = statement.value, statement.convention
    whole, comma, _ = statement.text.partition(",")
    if not comma or convention is None or not isinstance(value, Money):
        return None
    digits = "".join(char for char in whole if char.isdigit())
    if not digits:
        return None
    sign = -1 if whole.lstrip()[:1] in {"-", "("} else 1
    wrong = Money(Decimal(digits) * sign, value.currency)
    return None if wrong.amount == value.amount else Lure(wrong, "cut-at-comma")
