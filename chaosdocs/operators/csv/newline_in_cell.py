"""Line breaks inside cells."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Table,
    operator,
    rates,
    retext,
    statements_of,
    take,
)


@operator(
    TABLE,
    evidence="duckdb/duckdb#16760: a line break in a column header; duckdb/duckdb#7706: a line "
    "break at the end of a cell",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("csv",),
)
def newline_in_cell(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with line breaks inside its cells.

    What it does:
        Replaces a space in a text by a line break and puts the cell in quotes. Severity is the
        share of the texts with a space.

    In the wild:
        Addresses and remarks in which people pressed the Enter key.

    Effect on truth:
        None: the line break stands for a space. The lure is the words before the line break.

    Example:
        17,Hose clamp,9.00 → 17,"Hose⏎clamp",9.00
    """
    held = {
        statement.ref: statement
        for statement in statements_of(table, "text", where=lambda s: " " in s.text.strip())
    }
    chosen = set(take(held, level.rate, rng, str))
    for statement in statements_of(table, "text", where=lambda s: s.ref in chosen):
        words = statement.text.split(" ")
        place = 1 + rng.at("place", statement.ref or "").below(len(words) - 1)
        first, rest = " ".join(words[:place]), " ".join(words[place:])
        if first.strip() and rest.strip():
            lure = Lure(first, "cut-at-newline")
            yield retext(statement, f"{first}\n{rest}", lures=(lure,), key=str(statement.ref))
