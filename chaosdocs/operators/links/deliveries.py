"""What a delivery of another quantity changes in receipts and invoices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chaosdocs.authoring import Booking, BookingSet, Edit, Money, Quantity, Reprice, Rewrite
from chaosdocs.operators.links.pairs import Pair, pairs


@dataclass(frozen=True, slots=True)
class Delivered:
    """A pair with the one receipt between its order and its invoice."""

    pair: Pair
    role: str
    receipt: Booking
    ordered: Decimal


def delivered(matter: BookingSet, *, least: int = 1) -> list[Delivered]:
    """Return the pairs that came in one delivery, complete and billed as ordered.

    Args:
        matter: The set.
        least: The smallest quantity that counts.
    """
    found = []
    for pair in pairs(matter, whole=True):
        ordered = pair.item.quantity
        if ordered is None or len(pair.between) != 1 or ordered.value < least:
            continue
        ((role, receipt),) = pair.between
        if receipt.quantity == ordered == pair.payment.quantity and receipt.events:
            found.append(Delivered(pair, role, receipt, ordered.value))
    return found


def recounted(
    matter: BookingSet, each: Delivered, quantity: Decimal, *, billed: bool
) -> Iterator[Edit]:
    """Yield the edits by which another quantity came than was ordered.

    Args:
        matter: The set.
        each: The delivery.
        quantity: How much came.
        billed: Whether the invoice is of that quantity as well, or of the ordered one.
    """
    rows = [(each.role, each.receipt), *([(matter.last, each.pair.payment)] if billed else [])]
    for role, row in rows:
        before, price = row.quantity, row.get("price")
        if before is None or not isinstance(price, Money):
            continue
        yield Rewrite(
            key=each.pair.item.id,
            member=role,
            entry=row.id,
            leaf="quantity",
            before=before,
            after=Quantity(quantity, before.unit),
        )
        yield Reprice(
            key=each.pair.item.id,
            member=role,
            entry=row.id,
            before=row.amount,
            after=Money(price.amount * quantity, row.amount.currency),
        )
