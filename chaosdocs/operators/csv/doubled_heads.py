"""Two columns under one header."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Edit,
    Lure,
    Number,
    Rng,
    SetColumn,
    Skip,
    Table,
    in_language,
    key,
    numbers,
    operator,
)
from chaosdocs.operators.csv.alike_columns import (
    beside_the_list,
    dates_in_order,
    in_list,
    said_in,
)

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Amount", "Sum", "Value"), "de": ("Betrag", "Summe", "Wert"),
    "fr": ("Montant", "Somme", "Valeur"), "ja": ("金額", "計", "価額"),
}  # fmt: skip
"""Language to heads that fit any column of amounts."""
_DATES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Date", "Day"), "de": ("Datum", "Tag"), "fr": ("Date", "Jour"), "ja": ("日付", "日"),
}  # fmt: skip


@operator(
    TABLE,
    evidence="pandas-dev/pandas#9424: of columns with one name, the values of the last are kept; "
    "pandas-dev/pandas#19383",
    ladder=numbers([1, 2, 3]),
    media=("csv",),
    nested=False,
)
def doubled_heads(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with two columns that have the same header.

    What it does:
        Writes "Amount" above two columns that sums tell apart: price and amount beside the
        quantity, amount and running balance, tax and total beside the net amount. Or writes "Date"
        above two dates of which one is never later than the other: issue date and due date, first
        and last day of a period. Severity is the number of such pairs.

    In the wild:
        Short field names of business systems, such as "Betrag" for the amount in the currency of
        the document and in the currency of the company; headers that were cut to the width of the
        column.

    Effect on truth:
        None: only one way to read the columns fits the sums or the calendar. The lure is the value
        in the other column: a reader that stores columns by name keeps only one of the two.

    Example:
        Quantity;Price;Amount / 3;2.00;6.00 → Quantity;Amount;Amount / 3;2.00;6.00
    """
    heads = {column.header for column in table.columns}
    found = [
        (rng.at("pair", name).pick(sorted(pairs)), word)
        for name, words, nth, pairs in (
            ("list", _WORDS, 0, in_list(table)),
            ("dates", _DATES, 0, dates_in_order(table)),
            ("fields", _WORDS, 1, beside_the_list(table)),
        )
        if pairs and (word := _free(words, heads, table.locale, nth))
    ]
    if not found:
        yield Skip("no two columns can be told apart by their values alone")
        return
    for pair, word in found[: level.count]:
        columns = [table.columns[place] for place in pair]
        name = " ".join(column.id for column in columns)
        refs = tuple(dict.fromkeys(str(each.ref) for p in pair for each in said_in(table, p)))
        for column in columns:
            after = replace(column, header=word)
            yield SetColumn(key=name, touches=refs, column=column.id, before=column, after=after)
        for one, other in (pair, pair[::-1]):
            yield from _baits(table, one, other, name)


def _free(words: Mapping[str, Sequence[str]], heads: Collection[str], locale: str, nth: int) -> str:
    """The word at place `nth` of those that are no head yet, or an empty text."""
    free = [word for word in in_language(words, locale) if word not in heads]
    return free[nth] if nth < len(free) else ""


def _baits(table: Table, one: int, other: int, name: str) -> Iterator[Bait]:
    for row in table.rows:
        mine = table.statements.get(row.cells[one].statement or "")
        theirs = table.statements.get(row.cells[other].statement or "")
        if mine is None or theirs is None or mine.value is None or theirs.value is None:
            continue
        if key(mine.value) != key(theirs.value):
            lure = Lure(theirs.value, "other-column")
            yield Bait(key=name, statement=mine.id, lures=(lure,))
