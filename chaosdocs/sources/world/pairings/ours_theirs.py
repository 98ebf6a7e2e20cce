"""Intercompany: what affiliates owe in a company's ledger against what they have posted."""

from decimal import Decimal

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import postings
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import MatchingKey, Policy, Tolerance


def policy(book: Book) -> Policy:
    """Return the terms: some cents, months compared, the company's own ledger leads."""
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=4),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=3,
        after=45,
        tolerance=Tolerance(absolute=Decimal(5).scaleb(-book.digits)),
        compare=("amount", "date"),
        turned=("theirs",),
        leading="ours",
        cut_off=3,
    )


PAIRING = Pairing(
    summary="Which postings of affiliates mirror which items of a company's own ledger",
    members=(
        Member(
            role="ours",
            view=postings.OURS,
            rendering="csv.sap",
            about="the company's receivables from affiliates",
        ),
        Member(
            role="theirs",
            view=postings.THEIRS,
            rendering="csv.netsuite",
            about="what the affiliates have posted, each row by the one it names",
        ),
    ),
    policy=policy,
    signs="Amounts are positive in ours and negative in theirs where an affiliate is to pay.",
    settles="posting",
)
