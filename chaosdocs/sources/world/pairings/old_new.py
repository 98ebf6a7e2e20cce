"""A migration: open items of the old ledger against those of the new one."""

from decimal import Decimal

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import postings
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import MatchingKey, Policy, Tolerance


def policy(book: Book) -> Policy:
    """Return the terms: some cents, dates as they were, the old ledger leads."""
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=4),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=10,
        after=45,
        tolerance=Tolerance(absolute=Decimal(5).scaleb(-book.digits)),
        leading="old",
        cut_off=3,
    )


PAIRING = Pairing(
    summary="Which items of a new ledger stand for which items of the old one",
    members=(
        Member(
            role="old",
            view=postings.OLD,
            rendering="csv.netsuite",
            about="open items of the system that is left",
        ),
        Member(
            role="new",
            view=postings.NEW,
            rendering="csv.sap",
            about="open items of the system that takes over",
        ),
    ),
    policy=policy,
    signs="Amounts have the same sign in both files.",
    settles="posting",
)
