"""Words of programs for a cell without a value."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Statement,
    Table,
    currency_of,
    operator,
    rates,
    retext,
    statements_of,
    take,
)

_WORDS = ("NULL", "NA", "N/A", "#N/A", "nan", "None", "(null)")


@operator(
    TABLE,
    version=2,
    evidence="wireservice/csvkit#968: NA is Namibia or nothing; pandas-dev/pandas#32084",
    ladder=rates([0.05, 0.1, 0.2, 0.35, 0.5]),
    media=("csv",),
)
def null_words(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with NULL, NA or nan in cells whose value is missing.

    What it does:
        Removes texts, identifiers and dates and writes a word for null in their cells. A field has
        the same word wherever it stands. Severity is the share of fields.

    In the wild:
        Exports of databases (NULL), R (NA) and Python (nan, None); failed look-ups in spreadsheets
        (#N/A).

    Effect on truth:
        Unanswerable, unless the value follows from other values. The word is a trace, and it is the
        lure.

    Example:
        INV-17;4711;EUR → INV-17;NULL;EUR
    """
    resting = {currency_of(each).removeprefix("column:") for each in table.statements.values()}
    completing = {  # the year of a period is that of every booking in it
        cell.statement for row in table.rows for cell in row.cells if cell.gives
    }
    held: dict[str, list[Statement]] = {}
    for statement in statements_of(table, "text", "id", "date"):
        if statement.text not in resting and statement.id not in completing:
            held.setdefault(str(statement.ref), []).append(statement)
    if not held:
        yield Skip("the table has no text, identifier or date")
        return
    word = rng.at("word").pick(_WORDS)
    for ref in take(held, level.rate, rng, str):
        for statement in held[ref]:
            lures = () if statement.kind == "date" else (Lure(word, "null-word"),)
            yield retext(statement, word, gone="blank", lures=lures, key=ref)
