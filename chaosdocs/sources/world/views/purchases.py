"""What a company orders, receives and is invoiced: lines of orders, receipts and invoices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from chaosdocs.documents.matter import Booking, Leaf
from chaosdocs.sources.amounts import minor_money
from chaosdocs.sources.bank_days import on_or_before
from chaosdocs.sources.draws import Draws
from chaosdocs.sources.pools import pools
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.views.listing import column, listing
from chaosdocs.sources.world.views.rows import ordered
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.values import Quantity, Value

Stage: TypeAlias = Literal["ordered", "received", "invoiced"]
"""How far a line has come."""
_STEP: Final = 10
"""Positions of an order are numbered in such steps."""
_MOST_LINES: Final = 3
_PIECE: Final = "EA"
_FLAT: Final = {"en": "Flat rate", "de": "Pauschale", "fr": "Forfait", "ja": "定額料金"}
_ORDERED, _RECEIVED = 8, 12
"""Of a hundred lines so many are not delivered yet; up to so many not invoiced yet."""
_PARTIAL, _SHORT = 12, 16
"""Of a hundred lines of several pieces so many come in two deliveries; up to so many short."""
_CENTS, _DEARER = 2, 4
"""Of a hundred invoices so many are rounded otherwise; up to so many dearer than ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an order and what became of it.

    Attributes:
        story: The matter.
        key: Number of the order with the position.
        ordered: Date of the order.
        text: What is ordered.
        quantity: How many were ordered.
        unit: The code of the unit.
        price: Of one, net, in minor units.
        stage: How far it has come.
        received: Dates and quantities of its deliveries.
        numbers: Numbers of these deliveries.
        billed: Quantity on the invoice.
        asked: Price of one on the invoice.
        off: Minor units by which the invoice rounds otherwise.
    """

    story: Story
    key: str
    ordered: dt.date
    text: str
    quantity: int
    unit: str
    price: int
    stage: Stage
    received: tuple[tuple[dt.date, int], ...]
    numbers: tuple[str, ...]
    billed: int
    asked: int
    off: int


def lines(book: Book) -> Iterator[Line]:
    """Yield the first line of every matter; lines of one supplier share orders."""
    for number, those in _orders(book):
        first = min(_ordered(book, story) for story in those)
        for place, story in enumerate(those, 1):
            yield _line(book, story, f"{number}-{place * _STEP}", first)


def _orders(book: Book) -> Iterator[tuple[str, list[Story]]]:
    """Numbers of orders with their matters; what comes every month is an order by itself."""
    waiting: dict[str, list[Story]] = {}
    for story in book.stories():
        if story.order is None:
            draws = Draws.of(book.chance("order", _at(story)))
            yield f"45{draws.digits(8)}", [story]
            continue
        some = waiting.setdefault(story.party.name, [])
        some.append(story)
        if len(some) > book.chance("lines", _at(story)).below(_MOST_LINES):
            yield story.order.number, waiting.pop(story.party.name)
    for some in waiting.values():
        last = some[-1].order
        if last is not None:
            yield last.number, some


def _line(book: Book, story: Story, key: str, first: dt.date) -> Line:
    draws = Draws.of(book.chance("purchase", _at(story)), words=2)
    text, quantity, unit, price = _item(book, story)
    place = draws.below(100)
    stage: Stage = (
        "ordered" if place < _ORDERED else "received" if place < _RECEIVED else "invoiced"
    )
    came = on_or_before(story.invoice.date - dt.timedelta(days=1 + draws.below(4)), book.locale)
    came = max(first, came if story.delivery is None else story.delivery.date)
    parts: tuple[tuple[dt.date, int], ...] = ((came, quantity),)
    place = draws.below(100)
    if quantity > 1 and place < _PARTIAL:
        early = 1 + draws.below(quantity - 1)
        before = max(first, came - dt.timedelta(days=1 + draws.below(6)))
        parts = ((before, early), (came, quantity - early))
    elif quantity > 2 and place < _SHORT:  # noqa: PLR2004 - one piece is left at least
        parts = ((came, quantity - 1 - draws.below(min(quantity - 2, 4))),)
    place, asked, off = draws.below(100), price, 0
    if place < _CENTS:
        off = draws.pick((-3, -2, -1, 1, 2, 3))
    elif place < _DEARER:
        asked = price + max(1, price * (1 + draws.below(9)) // 100)
    return Line(
        story=story,
        key=key,
        ordered=first,
        text=text,
        quantity=quantity,
        unit=unit,
        price=price,
        stage=stage,
        received=() if stage == "ordered" else parts,
        numbers=tuple(f"50{draws.digits(8)}" for _ in parts),
        billed=sum(count for _, count in parts),
        asked=asked,
        off=off,
    )


def _item(book: Book, story: Story) -> tuple[str, int, str, int]:
    """Text, quantity, unit and price of what a matter is about."""
    if story.order is None:
        language = book.locale.partition("_")[0]
        month = f"{_FLAT[language]} {story.invoice.date:%Y-%m}"
        return month, 1, _PIECE, story.invoice.amount
    line = story.order.lines[0]
    product = next(each for each in pools(book.locale).products if each.sku == line.sku)
    return product.name, line.quantity, product.unit, line.price


def _ordered(book: Book, story: Story) -> dt.date:
    if story.order is not None:
        return story.order.date
    days = 5 + book.chance("ordered", _at(story)).below(15)
    return on_or_before(story.invoice.date - dt.timedelta(days=days), book.locale)


def _at(story: Story) -> int:
    return int(story.id[1:])


def _values(
    book: Book, line: Line, key: str, date: dt.date, counted: tuple[int, int, int]
) -> tuple[tuple[Leaf, Value], ...]:
    """What a row says: quantity, price and the units by which its amount is off are `counted`."""
    quantity, price, off = counted
    said: list[tuple[Leaf, Value]] = [
        ("key", key),
        ("date", date),
        ("party", line.story.party.name),
        ("text", line.text),
        ("quantity", Quantity(Decimal(quantity), line.unit)),
        ("price", minor_money(price, book.digits, book.currency)),
        ("amount", minor_money(quantity * price + off, book.digits, book.currency)),
    ]
    return tuple(said) if key == line.key else (*said, ("reference", line.key))


def _part(book: Book, line: Line, amount: int) -> tuple[tuple[str, Decimal], ...]:
    return ((line.story.id, Decimal(amount).scaleb(-book.digits)),)


def _order_rows(book: Book) -> tuple[Booking, ...]:
    return ordered(
        Booking(
            id=line.story.id,
            values=_values(book, line, line.key, line.ordered, (line.quantity, line.price, 0)),
            of=_part(book, line, line.quantity * line.price),
            alone="open" if line.stage == "ordered" else "",
        )
        for line in lines(book)
    )


def _receipt_rows(book: Book) -> tuple[Booking, ...]:
    return ordered(
        Booking(
            id=f"{line.story.id}{'abc'[n]}",
            values=_values(book, line, number, date, (count, line.price, 0)),
            of=_part(book, line, count * line.price),
        )
        for line in lines(book)
        for n, ((date, count), number) in enumerate(zip(line.received, line.numbers, strict=False))
    )


def _invoice_rows(book: Book) -> tuple[Booking, ...]:
    return ordered(
        Booking(
            id=line.story.id,
            values=_values(
                book,
                line,
                line.story.invoice.number,
                max(line.story.invoice.date, line.received[-1][0]),
                (line.billed, line.asked, line.off),
            ),
            of=_part(book, line, line.billed * line.asked),
        )
        for line in lines(book)
        if line.stage == "invoiced"
    )


_PARTY = ("Supplier", "Lieferant", "Fournisseur", "仕入先")
_COUNTED = (
    column("quantity", ("Quantity", "Menge", "Quantité", "数量"), "How many, with the unit."),
    column("price", ("Unit price", "Einzelpreis", "Prix unitaire", "単価"), "Net price of one."),
    column("amount", ("Net amount", "Nettobetrag", "Montant net", "正味金額"), "Net amount."),
)
_TEXT = column("text", ("Description", "Bezeichnung", "Désignation", "品名"), "What is ordered.")
_REFERENCE = column(
    "reference",
    ("Order item", "Bestellposition", "Poste de commande", "発注明細"),
    "Number of the order with the position.",
)

ORDERS = listing(
    "orders",
    titles=("Purchase orders", "Bestellungen", "Commandes d'achat", "発注一覧"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(
        column(
            "key",
            ("Order item", "Bestellposition", "Poste de commande", "発注明細"),
            "Number of the order with the position.",
        ),
        column("date", ("Order date", "Bestelldatum", "Date de commande", "発注日"), "Its date."),
        column("party", _PARTY, "From whom it is ordered."),
        _TEXT,
        *_COUNTED,
    ),
    rows=_order_rows,
    months=4,
)
"""Lines of purchase orders."""
RECEIPTS = listing(
    "receipts",
    titles=("Goods receipts", "Wareneingänge", "Entrées de marchandises", "入庫一覧"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(
        column("key", ("Receipt", "Wareneingang", "Réception", "入庫番号"), "Its number."),
        _REFERENCE,
        column(
            "date", ("Receipt date", "Eingangsdatum", "Date de réception", "入庫日"), "Its date."
        ),
        column("party", _PARTY, "From whom it came."),
        _TEXT,
        *_COUNTED,
    ),
    rows=_receipt_rows,
    months=4,
)
"""Lines of goods receipts."""
INVOICED = listing(
    "invoiced",
    titles=("Invoice lines", "Rechnungspositionen", "Lignes de facture", "請求明細"),
    owner=("Company", "Firma", "Société", "会社"),
    columns=(
        column("key", ("Invoice", "Rechnung", "Facture", "請求書番号"), "Its number."),
        _REFERENCE,
        column(
            "date", ("Invoice date", "Rechnungsdatum", "Date de facture", "請求日"), "Its date."
        ),
        column("party", _PARTY, "Who invoices it."),
        _TEXT,
        *_COUNTED,
    ),
    rows=_invoice_rows,
    months=4,
)
"""Lines of invoices of suppliers."""
