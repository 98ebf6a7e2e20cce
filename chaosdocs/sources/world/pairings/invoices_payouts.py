"""Invoices against the report of a payment provider: charges, settlements, refunds, payouts."""

from decimal import Decimal

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import payouts
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import Fee, MatchingKey, Policy, Tolerance


def policy(book: Book) -> Policy:
    """Return the terms: the provider's fee for each sale, some cents, no other discount."""
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=4),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=3,
        after=60,
        tolerance=Tolerance(absolute=Decimal(5).scaleb(-book.digits)),
        fees=(
            Fee(
                name=payouts.FEE_NAMES[book.locale.partition("_")[0]],
                percent=payouts.FEE_PERCENT,
                fixed=Decimal(payouts.FEE_FIXED).scaleb(-book.digits),
                per="entry",
            ),
        ),
        leading="payouts",
        cut_off=3,
    )


PAIRING = Pairing(
    summary="Which transactions of a payment provider settle which invoices",
    members=(
        Member(
            role="invoices",
            view=payouts.SALES,
            rendering="csv.netsuite",
            about="the company's invoices and credit notes",
        ),
        Member(
            role="payouts",
            view=payouts.PAYOUTS,
            rendering="csv.provider",
            about="transactions in the report of the payment provider",
        ),
    ),
    policy=policy,
    signs="Amounts are positive where the company is to get or gets money, in every file.",
)
