"""A file that ends inside its last record."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    SetOption,
    Skip,
    Statement,
    Table,
    operator,
    rates,
    retext,
)


@operator(
    TABLE,
    version=2,
    evidence="zapret-info/z-i#16: a dump ends in the middle of an address; d99kris/rapidcsv#96: "
    "the last line has 13 of 18 columns",
    ladder=rates([0.15, 0.3, 0.5, 0.65, 0.8]),
    media=("csv",),
    nested=False,
)
def cut_off_file(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a file that ends in the middle of its last record.

    What it does:
        Ends the file in the middle of a cell of the last row, without a line break. Severity is the
        share of the cells of this row that are missing.

    In the wild:
        Transfers that break off; full disks; programs that do not close their file.

    Effect on truth:
        Values of this row that stand nowhere else are unanswerable, unless they follow from other
        values. The rest of the last cell is not a value; it is the lure.

    Example:
        2,Hose clamp,1500.00 → 2,Hose clamp,150
    """
    del rng  # a file is cut at its end
    last = table.rows[-1] if table.rows else None
    if last is None or last.role != "line":
        yield Skip("the file does not end with a record")
        return
    names = dict.fromkeys(cell.statement for cell in last.cells if cell.statement is not None)
    stated = (table.statements[name] for name in names)  # once, however many cells show its parts
    held = [statement for statement in stated if statement.value is not None]
    if len(held) < 2 or table.options.get("end"):  # noqa: PLR2004 - one cell is left
        yield Skip("the last record has no two values")
        return
    lost = held[-min(len(held) - 1, max(1, math.ceil(level.rate * len(held)))) :]
    for nth, statement in enumerate(lost):
        rest, lures = (
            _rest(statement, table.options.get("delimiter", ",")) if nth == 0 else ("", ())
        )
        yield retext(statement, rest, gone="cut", lures=lures, key="end")
    yield SetOption(key="end", option="end", before="", after="cut")


def _rest(statement: Statement, delimiter: str) -> tuple[str, tuple[Lure, ...]]:
    """Half of a text, an identifier or an amount, and the wrong value that it is taken for.

    A cell in quotes is left out as a whole.
    """
    half = statement.text[: len(statement.text) // 2]
    if any(mark in statement.text for mark in (delimiter, '"', "\n")):
        return "", ()
    value, convention = statement.value, statement.convention
    if isinstance(value, str) and statement.kind in {"text", "id"}:
        rest = half.rstrip()
        return (rest, (Lure(rest, "cut-off"),)) if rest else ("", ())
    if not isinstance(value, Money) or convention is None:
        return "", ()
    plain = half.replace(convention.group or " ", "").replace(convention.decimal, ".")
    try:
        wrong = Money(Decimal(plain.lstrip("(").rstrip(".")), value.currency)
    except InvalidOperation:
        return "", ()
    return (half, (Lure(wrong, "cut-off"),)) if wrong.amount != value.amount else ("", ())
