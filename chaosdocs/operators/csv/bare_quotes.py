"""Quotes inside cells that nothing doubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Lure,
    Rate,
    Rng,
    SetOption,
    Skip,
    Statement,
    Table,
    operator,
    rates,
    retext,
    statements_of,
    take,
)

_FEWEST = 2
"""Words below which the quotes would stand around the whole cell."""


@operator(
    TABLE,
    evidence="duckdb/duckdb#14883: a file is refused for one quote inside a cell; "
    "duckdb/duckdb#15018: unescaped quotes are one of the most common faults of CSV files; "
    "JoshClose/CsvHelper#1953",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("csv",),
    nested=False,
)
def bare_quotes(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a word in quotes inside its cells, without doubled quotes.

    What it does:
        Puts a word of a text in quotes, as people do with names, and does not escape the quotes as
        the format requires. Severity is the share of texts of several words.

    In the wild:
        Names (George "Buck" Smith), trade names and sizes in inches, from programs that join values
        with a delimiter.

    Effect on truth:
        None: the quotes are part of the text in the cell. The lure is the text without quotes: a
        reader returns it if it takes them for the quotes of the format.

    Example:
        17,Hose clamp,9.00 → 17,"Hose" clamp,9.00
    """
    before = table.options.get("quotes", "")
    held: dict[str, list[Statement]] = {}
    for statement in statements_of(table, "text", where=_quotable(table)):
        held.setdefault(str(statement.ref), []).append(statement)
    if before or not held:
        yield Skip("no text has two words, none of them a mark of the format")
        return
    for ref in take(held, level.rate, rng, str):
        for statement in held[ref]:
            words = statement.text.split(" ")
            place = rng.at("word", ref).below(len(words))
            said = " ".join(f'"{w}"' if n == place else w for n, w in enumerate(words))
            lure = Lure(statement.text, "quotes-dropped")
            yield retext(statement, said, readings=(said,), lures=(lure,), key=ref)
    yield SetOption(key="quotes", option="quotes", before=before, after="bare")


def _quotable(table: Table) -> Callable[[Statement], bool]:
    """Whether a text has several words, and no character that the format needs quotes for."""
    marks = {table.options.get("quote", '"'), table.options.get("delimiter", ","), '"', "\n", "\r"}
    later = table.options.get("later", "")[:1]

    def quotable(statement: Statement) -> bool:
        text = statement.text
        plain = not any(mark in text for mark in (*marks, later) if mark)
        words = text.split(" ")
        whole = statement.value == text and not statement.elsewhere
        return plain and whole and len(words) >= _FEWEST and all(words)

    return quotable
