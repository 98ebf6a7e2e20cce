"""Three-way matching: orders against goods receipts and invoices, line by line."""

from decimal import Decimal

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import purchases
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import MatchingKey, Policy, Tolerance, Unit


def policy(book: Book) -> Policy:
    """Return the terms of matching: half a unit of money or 1 %, whichever is smaller."""
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=6),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=0,
        after=150,
        tolerance=Tolerance(absolute=Decimal(50).scaleb(-book.digits), percent=Decimal(1)),
        compare=("amount", "quantity", "price"),
        leading="orders",
        cut_off=5,
        units=(
            Unit(code="EA"),
            Unit(code="PCE"),
            Unit(code="ST"),
            Unit(code="C62"),
            Unit(code="PR", pieces=Decimal(2)),
            Unit(code="DZ", pieces=Decimal(12)),
        ),
    )


PAIRING = Pairing(
    summary="Which goods receipts and which invoices belong to which line of an order",
    members=(
        Member(
            role="orders",
            view=purchases.ORDERS,
            rendering="csv.sap",
            about="lines of the company's purchase orders",
        ),
        Member(
            role="receipts",
            view=purchases.RECEIPTS,
            rendering="csv.warehouse",
            about="goods receipts of the warehouse",
        ),
        Member(
            role="invoices",
            view=purchases.INVOICED,
            rendering="csv.netsuite",
            about="lines of the suppliers' invoices",
        ),
    ),
    policy=policy,
    signs="Amounts are net, and positive for what is ordered, received and invoiced.",
    settles="document",
)
