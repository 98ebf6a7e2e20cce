"""A view in one call: what a system lists of a book, a row each, under the company's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from chaosdocs.documents.matter import Booking, Leaf
from chaosdocs.sources.fields import stated
from chaosdocs.sources.rules import Sum
from chaosdocs.sources.world.days import months_before
from chaosdocs.sources.world.pairing import View
from chaosdocs.sources.world.views.fields import PERIOD, company
from chaosdocs.sources.world.views.rows import facts_of, total_of
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Kind, Money, Value

Words: TypeAlias = tuple[str, str, str, str]
"""A label in English, German, French and Japanese."""
_KINDS: Mapping[Leaf, Kind] = {
    "key": "id",
    "reference": "id",
    "date": "date",
    "due": "date",
    "value_date": "date",
    "amount": "money",
    "price": "money",
    "foreign": "money",
    "quantity": "quantity",
}
"""Leaf of a row to the kind of its values; the others are texts."""
_ALWAYS: frozenset[Leaf] = frozenset({"key", "date", "party", "amount"})
"""Leaves that every row says."""
_TOTAL: Words = ("Total", "Summe", "Total", "合計")


def column(leaf: Leaf, labels: Words, about: str) -> Field:
    """Return the field of a leaf of a row.

    Args:
        leaf: What the row says there.
        labels: The words at its head.
        about: What it is, in a sentence.
    """
    return stated(
        f"/lines/*/{leaf}",
        _KINDS.get(leaf, "text"),
        "lines",
        labels,
        about,
        required=leaf in _ALWAYS,
    )


def listing(
    name: str,
    *,
    titles: Words,
    owner: Words,
    columns: tuple[Field, ...],
    rows: Callable[[Book], tuple[Booking, ...]],
    months: int = 0,
) -> View:
    """Return the view of a system that lists rows for a company over a period.

    Args:
        name: Name of the domain of its records: ``receipts``.
        titles: What the list is called.
        owner: The label of the company whose list it is.
        columns: What a row says; see `column`.
        rows: A book to its rows; those dated after its last day are left out.
        months: How many months before the month of the book the list begins.
    """
    domain = Domain(
        name=name,
        list_path="/lines",
        titles=dict(zip(("en", "de", "fr", "ja"), titles, strict=True)),
        fields=(
            company(owner, "Name of the company whose list it is."),
            *PERIOD,
            *columns,
            stated("/total", "money", "totals", _TOTAL, "Sum of all amounts."),
        ),
        rules=(Sum("/total", "amount"),),
    )

    def record(book: Book, those: tuple[Booking, ...]) -> Record:
        facts: dict[Ref, Value] = {
            "/company/name": book.company.name,
            "/period_start": months_before(book.start, months),
            "/period_end": book.end,
            "/currency": book.currency,
            **facts_of(those, domain),
            "/total": Money(total_of(those), book.currency),
        }
        return Record(
            id=f"{book.id}-{name}",
            domain=domain,
            locale=book.locale,
            facts=facts,
            rows=tuple(row.id for row in those),
        )

    def until_the_end(book: Book) -> tuple[Booking, ...]:
        return tuple(row for row in rows(book) if row.date <= book.end)

    return View(domain=domain, bookings=until_the_end, record=record, months=months)
