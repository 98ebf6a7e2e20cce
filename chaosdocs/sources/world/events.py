"""What happens in a world: one story from the order to the payment, as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from chaosdocs.sources.parties import Party

Side = Literal["customers", "suppliers"]
"""Whether a book is of what customers owe, or of what is owed to suppliers."""
Settled = Literal["whole", "cash_discount", "fee", "rounding", "open"]
"""How an invoice is paid: whole, less something that the policy explains, or not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an order: a product of the catalogue, how many, at what price in minor units."""

    sku: str
    quantity: int
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract: the same amount, month by month.

    Attributes:
        number: Its number.
        customer: Place of the other side among the parties of the book.
        amount: The amount of each month, in minor units, tax included.
        day: Day of the month on which it is invoiced.
    """

    number: str
    customer: int
    amount: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order; a contract takes its place for what comes every month."""

    number: str
    date: dt.date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery of all lines of an order."""

    number: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice.

    Attributes:
        number: The number that its issuer gives it.
        date: Its date.
        due: When it is to be paid.
        amount: The total in minor units, tax included.
        voucher: The number under which the book has it.
    """

    number: str
    date: dt.date
    due: dt.date
    amount: int
    voucher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment.

    Attributes:
        number: The bank's number of the entry.
        date: When the bank books it.
        value_date: From when it bears interest.
        amount: What is paid, in minor units, without a sign.
        text: What the payer writes.
    """

    number: str
    date: dt.date
    value_date: dt.date
    amount: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One matter of a book, from the order to the payment.

    Attributes:
        id: ``m7``; names the event in every view.
        party: The other side.
        contract: The contract that it follows from, or None.
        order: The order, or None for a contract.
        delivery: The delivery, or None for a contract.
        invoice: The invoice.
        settled: How it is paid.
        payment: The payment, or None where the invoice is still open.
    """

    id: str
    party: Party
    contract: Contract | None
    order: Order | None
    delivery: Delivery | None
    invoice: Invoice
    settled: Settled
    payment: Payment | None
