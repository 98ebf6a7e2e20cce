"""Rows beyond the most that an export writes."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Cell,
    DropRow,
    Edit,
    InsertRow,
    Rate,
    Rng,
    Row,
    SetOption,
    Skip,
    Table,
    in_language,
    operator,
    rates,
)

_WORDS = {
    "en": "Output limited to {count} rows.",
    "de": "Ausgabe auf {count} Zeilen begrenzt.",
    "fr": "Sortie limitée à {count} lignes.",
    "ja": "出力は{count}行までです。",
}


@operator(
    TABLE,
    version=2,
    evidence="kobotoolbox/kpi#2370: exports end after 30,000 rows; stefanwalther/sense-export#4; "
    "InsForge/InsForge#1886: the sentence about the limit",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 0.9]),
    media=("xlsx", "csv"),
    nested=False,
)
def row_limit(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list that ends at the row limit of the export.

    What it does:
        Removes the last rows and writes a sentence about the limit below the others. Severity is
        the share of removed rows.

    In the wild:
        Limits of 1,000, 10,000 or 65,536 rows in report tools and web pages.

    Effect on truth:
        The removed rows are absent, and nothing can be computed from the whole list. A careful
        reader reports that rows are missing.

    Example:
        rows 1 to 9 → rows 1 to 4, "Output limited to 4 rows."
    """
    del rng  # the first rows are always the first
    lines = table.lines()
    if len(lines) < 2:  # noqa: PLR2004 - one row is left
        yield Skip("the table has no two lines")
        return
    cut = min(len(lines) - 1, max(1, round(level.rate * len(lines))))
    for row in lines[-cut:]:
        yield DropRow(key="limit", row=row.id)
    words = in_language(_WORDS, table.locale).format(count=len(lines) - cut)
    rest = (Cell() for _ in table.columns[1:])
    said = Row(id="limit", role="footer", cells=(Cell(text=words), *rest))
    yield InsertRow(key="limit", row=said)
    yield SetOption(key="limit", option="cut", before=table.options.get("cut", ""), after="yes")
