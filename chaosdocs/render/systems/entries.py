"""Where formats of banks find what an entry says, in bank statements and in accounts of sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chaosdocs.truth.records import Record

ACCOUNT: Final = "account"
"""The domain of the accounts of sets."""
DOMAINS: Final = ("statement", ACCOUNT)
"""The domains of which a format of banks writes records."""
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_MARK: Final = re.compile(r" R[CD]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPaths:
    """The schema paths of what an entry says.

    Attributes:
        booked: The day on which the bank booked it.
        text: What the payer wrote, or what the bank wrote of it.
        number: The number of the entry.
        party: The other side; empty where no field holds it.
        kind: The word for its type; empty where no field holds it.
        valued: The date of value.
        amount: The amount.
    """

    booked: str
    text: str
    number: str
    party: str = ""
    kind: str = ""
    valued: str = "/lines/*/value_date"
    amount: str = "/lines/*/amount"

    @property
    def paths(self) -> frozenset[str]:
        """All of them."""
        every = (self.booked, self.text, self.number, self.party, self.kind)
        return frozenset((*filter(None, every), self.valued, self.amount))


_STATEMENT: Final = EntryPaths(
    booked="/lines/*/booking_date", text="/lines/*/description", number="/lines/*/reference"
)
_ACCOUNT: Final = EntryPaths(
    booked="/lines/*/date",
    text="/lines/*/text",
    number="/lines/*/key",
    party="/lines/*/party",
    kind="/lines/*/type",
)
PATHS: Final = _STATEMENT.paths | _ACCOUNT.paths
"""The schema paths of what entries say in either domain."""


def entry_paths(record: Record) -> EntryPaths:
    """Return the schema paths of what the entries of a record say."""
    return _ACCOUNT if in_set(record) else _STATEMENT


def in_set(record: Record) -> bool:
    """Return whether a record is the account of a set.

    Formats then write no entry as a batch or a reversal by themselves: what an entry stands for is
    up to the operators, and the other members of the set have to agree.
    """
    return record.domain.name == ACCOUNT


def is_iban(text: str) -> bool:
    """Return whether an account number has the form of an IBAN.

    Example:
        >>> is_iban("DE89370400440532013000"), is_iban("0012345678")
        (True, False)
    """
    return _IBAN.fullmatch(text) is not None


def is_reversal(kind: str) -> bool:
    """Return whether the type of an entry ends with the mark of a reversal.

    Example:
        >>> is_reversal("Credit transfer RC"), is_reversal("Credit transfer")
        (True, False)
    """
    return _MARK.search(kind) is not None
