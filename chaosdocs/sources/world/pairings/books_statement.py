"""A company's ledger of suppliers against the statements of account that these have sent."""

from decimal import Decimal

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import accounts
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import Fee, MatchingKey, Policy, Tolerance


def policy(book: Book) -> Policy:
    """Return the terms: some cents, charges for being late; neither file leads."""
    unit = accounts.unit_of(book)
    return Policy(
        keys=(
            MatchingKey(by="reference"),
            MatchingKey(by="cut_reference", least=4),
            MatchingKey(by="amount"),
            MatchingKey(by="sum", most=6),
        ),
        before=5,
        after=45,
        tolerance=Tolerance(absolute=Decimal(5).scaleb(-book.digits)),
        fees=(
            Fee(
                name=accounts.CHARGES[book.locale.partition("_")[0]],
                fixed=Decimal(accounts.LEAST * unit),
                most=Decimal(accounts.MOST * unit),
            ),
        ),
        turned=("statement",),
        cut_off=3,
    )


PAIRING = Pairing(
    summary="Which lines of the suppliers' statements belong to which items of the ledger",
    members=(
        Member(
            role="books",
            view=accounts.LEDGER,
            rendering="csv.sap",
            about="items of suppliers in the company's ledger",
        ),
        Member(
            role="statement",
            view=accounts.STATEMENTS,
            rendering="csv.open_items",
            about="lines of the statements of account that the suppliers have sent",
        ),
    ),
    policy=policy,
    signs="What the company owes is negative in books and positive in statement.",
    settles="posting",
)
