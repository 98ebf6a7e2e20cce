"""The ledger of a company against its bank account: which payment settles which invoice."""

from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.sources.world.views import bank, books

PAIRING = Pairing(
    summary="Which entry of the bank account settles which invoices of the ledger",
    members=(
        Member(
            role="books",
            view=books.VIEW,
            rendering="csv.sap",
            about="line items of the company's ledger",
        ),
        Member(
            role="bank",
            view=bank.VIEW,
            rendering="csv.account_de",
            about="entries of the company's bank account",
        ),
    ),
)
