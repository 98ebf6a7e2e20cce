"""The facts of one matter: what its order, delivery, invoice and payment say, as one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.bank_days import on_or_before
from chaosdocs.sources.parties import Party
from chaosdocs.sources.pools import pools
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value

_RATES: Final[Mapping[str, str]] = {"en_US": "8.25", "de_DE": "19", "fr_FR": "20", "ja_JP": "10"}
_FEES: Final = ("5.00", "7.50", "10.00", "15.00")
_YEN: Final = 150
_DAYS: Final = 30
LATER: Final = 5
"""Days after which a document is issued again."""
_DATED: Final[Mapping[str, Ref]] = {
    "order": "/order_date",
    "confirmation": "/confirmation_date",
    "delivery": "/delivery_date",
    "invoice": "/invoice_date",
    "credit": "/credit_date",
    "reminder": "/reminder_date",
    "payment": "/payment_date",
}
"""Kind of document to the field of its date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFacts:
    """What happened in one matter.

    Attributes:
        facts: Every fact that any of its documents may state.
        rows: Keys of the lines of its order.
        credited: Key of the line that its credit note is about.
    """

    facts: Mapping[Ref, Value]
    rows: tuple[str, ...]
    credited: str


def has_documents(story: Story) -> bool:
    """Return whether a matter was ordered by the piece: only then is there an order to show."""
    return story.order is not None and story.delivery is not None


def matter_facts(book: Book, story: Story, rng: Rng) -> MatterFacts:
    """Return the facts of a matter.

    Args:
        book: The book that it is of.
        story: The matter; it has an order and a delivery.
        rng: Chance for what the world does not say: numbers of the papers in between.
    """
    order, delivery, invoice = story.order, story.delivery, story.invoice
    assert order is not None  # noqa: S101 - the caller has looked
    assert delivery is not None  # noqa: S101 - the caller has looked
    seller, buyer = _sides(book, story.party)
    currency, digits = book.currency, book.digits
    names = {product.sku: product.name for product in pools(book.locale).products}
    facts: dict[Ref, Value] = {
        "/seller/name": seller.name,
        "/buyer/name": buyer.name,
        "/letter_date": invoice.date + dt.timedelta(days=1),
        "/order_number": order.number,
        "/order_date": order.date,
        "/confirmation_number": f"AB{_digits(rng.at('confirmation'), 6)}",
        "/confirmation_date": order.date + dt.timedelta(days=1),
        "/agreed_date": max(delivery.date, order.date + dt.timedelta(days=2)),
        "/deliver_to": buyer.city,
        "/delivery_number": delivery.number,
        "/delivery_date": max(delivery.date, order.date + dt.timedelta(days=2)),
        "/invoice_number": invoice.number,
        "/invoice_date": invoice.date,
        "/payment_days": Decimal(_DAYS),
        "/due_date": invoice.date + dt.timedelta(days=_DAYS),
        "/account": seller.iban or seller.account or seller.registration,
    }
    rows = tuple(f"k{at}" for at in range(1, len(order.lines) + 1))
    net = Decimal(0)
    for row, line in zip(rows, order.lines, strict=True):
        price = Decimal(line.price).scaleb(-digits)
        net += line.quantity * price
        facts |= {
            f"/lines/{row}/sku": line.sku,
            f"/lines/{row}/description": names[line.sku],
            f"/lines/{row}/ordered": Decimal(line.quantity),
            f"/lines/{row}/delivered": Decimal(line.quantity),
            f"/lines/{row}/price": Money(price, currency),
            f"/lines/{row}/amount": Money(line.quantity * price, currency),
        }
    rate = Decimal(_RATES[book.locale])
    tax = _taxed(net, rate, digits, currency)
    total = net + tax
    credited = rng.at("credited").pick(rows)
    line = order.lines[rows.index(credited)]
    back = 1 + rng.at("back").below(max(1, line.quantity - 1))
    worth = back * Decimal(line.price).scaleb(-digits)
    credit = worth + _taxed(worth, rate, digits, currency)
    reminded = on_or_before(facts_date(facts, "/due_date") + dt.timedelta(days=12), book.locale)
    fee = Decimal(rng.at("fee").pick(_FEES)) * (1 if digits else _YEN)
    facts |= {
        "/net": Money(net, currency),
        "/tax_rate": rate,
        "/tax": Money(tax, currency),
        "/total": Money(total, currency),
        "/credit_number": f"GS{_digits(rng.at('credit'), 6)}",
        "/credit_date": on_or_before(invoice.date + dt.timedelta(days=5), book.locale),
        f"/lines/{credited}/credited": Decimal(back),
        "/credit": Money(credit, currency),
        "/reminder_date": reminded,
        "/open": Money(total, currency),
        "/reminder_fee": Money(fee.quantize(Decimal(1).scaleb(-digits)), currency),
        "/payment_date": on_or_before(reminded + dt.timedelta(days=7), book.locale),
        "/paid": Money(total, currency),
    }
    return MatterFacts(facts=facts, rows=rows, credited=credited)


def settled(its: MatterFacts, papers: Collection[str]) -> MatterFacts:
    """Return the facts as they are where `papers` alone make up the packet.

    The letter is written after all that it encloses, in any version. What a credit note gives back
    is neither open nor paid.

    Args:
        its: What happened in the matter.
        papers: Names of the kinds of documents in the packet.
    """
    facts = dict(its.facts)
    dates = [facts_date(facts, ref) for paper, ref in _DATED.items() if paper in papers]
    facts["/letter_date"] = max(dates) + dt.timedelta(days=LATER + 1)
    credit = facts["/credit"]
    if "credit" in papers and isinstance(credit, Money):
        for ref in ("/open", "/paid"):
            whole = facts[ref]
            assert isinstance(whole, Money)  # noqa: S101 - its field is money
            facts[ref] = Money(whole.amount - credit.amount, whole.currency)
    return replace(its, facts=facts)


def owed(its: MatterFacts, papers: Collection[str]) -> bool:
    """Return whether something is left to remind of or to pay beside `papers`.

    Args:
        its: What happened in the matter.
        papers: Names of the kinds of documents in the packet.
    """
    return "credit" not in papers or its.facts["/credit"] != its.facts["/total"]


def facts_date(facts: Mapping[Ref, Value], ref: Ref) -> dt.date:
    """Return a date among facts."""
    value = facts[ref]
    assert isinstance(value, dt.date)  # noqa: S101 - its field is a date
    return value


def _sides(book: Book, other: Party) -> tuple[Party, Party]:
    """Seller and buyer of a matter of the book."""
    return (book.company, other) if book.side == "customers" else (other, book.company)


def _taxed(net: Decimal, rate: Decimal, digits: int, currency: str) -> Decimal:
    """The tax on an amount; yen are rounded down, as nearly all Japanese invoices do."""
    rounding = ROUND_DOWN if currency == "JPY" else ROUND_HALF_UP
    return (net * rate / 100).quantize(Decimal(1).scaleb(-digits), rounding)


def _digits(rng: Rng, count: int) -> str:
    return str(10 ** (count - 1) + rng.below(9 * 10 ** (count - 1)))
