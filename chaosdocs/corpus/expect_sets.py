"""From a finished set to its truth: the rows as the files print them, folded under the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from chaosdocs.corpus.asking_sets import deciding
from chaosdocs.corpus.expect import evidence, expectations
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.formats.cases import Evidence, FieldExpectation, ListExpectation
from chaosdocs.formats.links import Role, SetEntry
from chaosdocs.formats.media import MEDIA
from chaosdocs.truth.links import Entry, SetTruth, Share
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.sets import fold
from chaosdocs.truth.values import Money, Month, Quantity, Value, from_json, plain

REFERENCES = ("reference",)
"""Leaves of a row that hold numbers of documents."""
TEXTS = ("text", "type")
"""Leaves of a row in whose text such numbers may stand."""
NUMBERS: tuple[Role, ...] = ("foreign", "quantity", "price")
"""Leaves of a row that explain its amount; each has the name of its role."""
LINKING: Final = frozenset({"key", "date", "amount", "party", *REFERENCES, *TEXTS, *NUMBERS})
"""Leaves by which a row is linked to others; the others, such as the date of value, are not."""
_NEEDED: Final = frozenset({"key", "date", "amount"})
"""Leaves without which a row is not linked at all."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a member as its finished file prints it.

    Attributes:
        row: Its key in the member's record.
        entry: What it says.
    """

    row: str
    entry: Entry

    def wire(self) -> SetEntry:
        """Return the row as it is stored."""
        amount = self.entry.amount
        return SetEntry(
            member=self.entry.member,
            row=self.row,
            key=self.entry.key,
            amount=None if amount is None else plain(amount.amount),
            currency="" if amount is None else amount.currency,
            of=tuple(share.event for share in self.entry.of),
        )


class UnreadRowError(ValueError):
    """A row of which the file does not plainly print what links it to others."""


def printed_rows(built: RenderedSet) -> Iterator[PrintedRow]:
    """Yield every row of every member as its file prints it, in the order of the file.

    Raises:
        UnreadRowError: A key, a date or an amount of a row is missing or follows from other values
            only, or a value that links it has several readings.
    """
    for role, member in built.members.items():
        fields, _issues = expectations(member, MEDIA[member.medium].asked, "allow", {})
        listed = fields[str(member.record.domain.list_path)]
        assert isinstance(listed, ListExpectation)  # noqa: S101 - it is the path of the list
        shown = listed.shown
        for row in built.matter.members[role]:
            if row.id in shown:
                said = _said(role, shown[row.id])
                of = tuple(Share(event, part) for event, part in row.of)
                yield PrintedRow(row.id, _entry(role, said, of))


def _said(role: str, leaves: Mapping[str, FieldExpectation]) -> dict[str, Value]:
    """What a row says plainly of what links it to others: leaf and value."""
    said: dict[str, Value] = {}
    for name in LINKING & leaves.keys():
        leaf = leaves[name]
        if leaf.state != "answerable":
            if name in _NEEDED or leaf.state in {"ambiguous", "disputed"}:
                raise UnreadRowError(f"/{name} of a row of {role} is {leaf.state}")
            continue
        if leaf.why != "printed" and name in _NEEDED:
            raise UnreadRowError(f"/{name} of a row of {role} is not printed plainly")
        said[name] = from_json(leaf.kind, leaf.accept[0])
        if isinstance(said[name], Month):
            raise UnreadRowError(f"/{name} of a row of {role} has no day")
    return said


def _entry(role: str, said: Mapping[str, Any], of: tuple[Share, ...]) -> Entry:
    amount, foreign, price = said.get("amount"), said.get("foreign"), said.get("price")
    units = said.get("quantity")
    counted = units if isinstance(units, Quantity) else None
    return Entry(
        member=role,
        key=str(said.get("key", "")),
        date=said.get("date"),
        amount=amount if isinstance(amount, Money) else None,
        party=str(said.get("party", "")),
        references=tuple(said[leaf] for leaf in REFERENCES if leaf in said),
        texts=tuple(said[leaf] for leaf in TEXTS if leaf in said),
        of=of,
        foreign=foreign if isinstance(foreign, Money) else None,
        quantity=None if counted is None else counted.value,
        price=price.amount if isinstance(price, Money) else None,
        unit="" if counted is None else counted.unit,
    )


def policy_of(built: RenderedSet) -> Policy:
    """Return the policy that decides what a reader of a set can know."""
    return deciding(built.policy, built.how.policy)


def set_truth(built: RenderedSet, rows: tuple[PrintedRow, ...] | None = None) -> SetTruth:
    """Return what a careful reader can know of a set.

    Args:
        built: The finished set.
        rows: Its rows, where they are known.

    Raises:
        ValueError: Two rows of a member have one key, or there are more groupings than can be
            listed.
    """
    known = tuple(printed_rows(built)) if rows is None else rows
    return fold([row.entry for row in known], policy_of(built), built.pairing.roles)


def set_evidence(built: RenderedSet, case: str, folder: str) -> tuple[Evidence, ...]:
    """Return where every statement of every member stands, named by member."""
    lines: list[Evidence] = []
    for role, file in zip(built.members, built.files, strict=False):
        member = replace(built.members[role], files=(file,))
        lines += [
            Evidence.ours(
                {
                    **line.__dict__,
                    "path": f"{role}:{line.path}",
                    "statement": f"{role}:{line.statement}",
                }
            )
            for line in evidence(member, case, folder)
        ]
    return tuple(lines)
