"""What the private half of a corpus knows of the rows of a set: members, policy, entries."""

from __future__ import annotations

from typing import Any, Literal

from chaosdocs.formats.wire import Wire

Role = Literal[
    "key",
    "date",
    "amount",
    "party",
    "references",
    "texts",
    "foreign",
    "tax",
    "quantity",
    "price",
]
"""What a leaf of a member's row is for the matching; see `chaosdocs.truth.links.Entry`."""


class SetMember(Wire):
    """One member of a set.

    Attributes:
        name: Its role in the case: ``books``.
        file: Path of its file, relative to the corpus.
        list_path: The list of its rows: ``/lines``.
        leaves: What a leaf of a row is for the matching; a leaf that is not named has no say.
    """

    name: str
    file: str
    list_path: str = "/lines"
    leaves: dict[Role, tuple[str, ...]]


class SetEntry(Wire):
    """One row of a member.

    Attributes:
        member: Its member.
        row: Key of the row in the member's record, as the paths of evidence name it: ``k3``.
        key: What identifies the row, as the file prints it.
        amount: The amount with the sign that is printed, a plain decimal; None where there is none.
        currency: Its currency.
        of: The world events behind it.
    """

    member: str
    row: str
    key: str
    amount: str | None = None
    currency: str = ""
    of: tuple[str, ...] = ()


class SetExpectation(Wire):
    """What is known of a set beside its links, differences and orphans, which are fields.

    Attributes:
        members: In the order of the case, the first one first: differences are counted from it.
        policy: The policy that decides, as `chaosdocs.truth.policy.policy_of` reads it. Where no
            policy is told to the reader it is the one that the instructions imply.
        entries: Every row of every member, in the order of the files.
    """

    members: tuple[SetMember, ...]
    policy: dict[str, Any]
    entries: tuple[SetEntry, ...]
