"""The rows of a set as its finished files print them, read by the evidence and its conventions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from chaosdocs.formats.cases import CaseFile, Evidence
from chaosdocs.formats.links import Role, SetExpectation, SetMember
from chaosdocs.formats.media import asked_of
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.spelling import Spelling, readings, spelling
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import Kind, Money, Quantity, Value

KINDS: Mapping[Role, Kind] = {
    "key": "id",
    "date": "date",
    "amount": "money",
    "party": "text",
    "references": "text",
    "texts": "text",
    "foreign": "money",
    "tax": "money",
    "quantity": "quantity",
    "price": "money",
}
_USUAL = (
    "en_US;decimal=.;group=,;date=yyyy-MM-dd;currency=column:EUR",
    "de_DE;decimal=,;group=.;date=dd.MM.yyyy;currency=column:EUR",
)
"""How a row that nobody knows of may be written, beside the conventions of its file."""
_DIGITS = re.compile(r"\d+")
At = tuple[str, str]


@dataclass(slots=True)
class Row:
    """A row of a member, read from its file.

    Attributes:
        member: The member.
        row: Its key in the evidence.
        place: Where it stands among the rows of its member.
        amounts: ``amount``, ``foreign``, ``tax``: number and currency.
        numbers: ``quantity``, ``price``.
        unit: The unit of both.
    """

    member: str
    row: str
    place: int = 0
    key: str = ""
    date: dt.date | None = None
    party: str = ""
    references: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    amounts: dict[str, tuple[Fraction, str]] = field(default_factory=dict)
    numbers: dict[str, Fraction] = field(default_factory=dict)
    unit: str = ""

    @property
    def at(self) -> At:
        """Member and printed key."""
        return self.member, self.key

    def like(self, other: Row) -> bool:
        """Whether two rows of one member differ in nothing but key and date."""
        return (
            self.member == other.member
            and self.amounts.get("amount") == other.amounts.get("amount")
            and self.party == other.party
            and self.references == other.references
            and self.texts == other.texts
        )


def rows_of(
    stated: SetExpectation, evidence: Sequence[Evidence], files: Iterable[CaseFile]
) -> tuple[list[Row], list[tuple[str, Complaint]]]:
    """Return the rows of all members in their order, and what could not be read of them.

    Args:
        stated: What the truth says of the members: which leaf is what.
        evidence: Where every statement stands, each confirmed by a witness.
        files: The files of the case; each is read as a careful person reads its medium.
    """
    channels = {file.path: asked_of(file.media_type) for file in files}
    rows: list[Row] = []
    wrong: list[tuple[str, Complaint]] = []
    for member in stated.members:
        found = _lines(member, evidence, channels.get(member.file, "text"))
        made = []
        for name, leaves in found.items():
            row = Row(member.name, name)
            for role, names in member.leaves.items():
                for leaf in names:
                    try:
                        _read(row, role, leaves.get(leaf, ()))
                    except ValueError as error:
                        path = f"{member.name}:{member.list_path}/{name}/{leaf}"
                        wrong.append((path, ("reading_other", str(error))))
            # its key is the row's own; its day may stand once for several rows
            own = [x for leaf in member.leaves.get("key", ()) for x in leaves.get(leaf, ())]
            every = own or [x for lines in leaves.values() for x in lines]
            made.append((min(_place(x) for x in every), row))
        made.sort(key=lambda pair: pair[0])
        for place, (_, row) in enumerate(made):
            row.place = place
            rows.append(row)
    return rows, wrong


def _lines(
    member: SetMember, evidence: Iterable[Evidence], channel: Channel
) -> dict[str, dict[str, list[Evidence]]]:
    """Row to leaf to the lines that state it."""
    start = f"{member.name}:{member.list_path}/"
    found: dict[str, dict[str, list[Evidence]]] = {}
    for line in evidence:
        if line.path.startswith(start) and line.role == "says" and line.channel == channel:
            row, _, leaf = line.path.removeprefix(start).partition("/")
            found.setdefault(row, {}).setdefault(leaf, []).append(line)
    return found


def _read(row: Row, role: Role, lines: Sequence[Evidence]) -> None:
    for line in lines:
        value = _value(line, KINDS[role])
        match role, value:
            case "key", str():
                if row.key and row.key != value:
                    raise ValueError(f"key is {row.key!r} and {value!r}")
                row.key = value
            case "party", str():
                if value not in row.party:  # a name may be split over several cells
                    row.party = f"{row.party} {value}".strip()
            case "references", str():
                row.references.append(value)
            case "texts", str():
                row.texts.append(value)
            case "date", dt.date():
                row.date = value
            case (("amount" | "foreign" | "tax"), Money()):
                said = Fraction(value.amount), value.currency
                if row.amounts.setdefault(role, said) != said:
                    raise ValueError(f"{role} is stated twice, and not alike")
            case "price", Money():
                row.numbers["price"] = Fraction(value.amount)
            case "quantity", Quantity():
                row.numbers["quantity"] = Fraction(value.value)
                row.unit = value.unit
            case _:
                raise ValueError(f"{line.text!r} is no {role}")


def _value(line: Evidence, kind: Kind) -> Value:
    how = spelling(line.convention)
    found = readings(line.text, kind, how)
    if len(found) != 1:
        raise ValueError(f"{line.text!r} can be read as {len(found)} values")
    return found[0]


def _place(line: Evidence) -> tuple[int, str, tuple[int, ...]]:
    """Where a line stands, so that rows sort as in the file."""
    if line.bytes is not None:
        return (0, "", (line.bytes[0],))
    if line.cell is not None:
        digits = _DIGITS.search(line.cell)
        return (0, line.sheet or "", (int(digits[0]) if digits else 0,))
    numbers = tuple(int(each) for each in _DIGITS.findall(line.pointer or ""))
    if line.box is not None:
        return (line.page or 0, "", (round(line.box[1]), round(line.box[0])))
    return (line.page or 0, "", numbers)


def unaccounted(texts: Iterable[str], conventions: Iterable[str], most: int = 0) -> Iterator[str]:
    """Yield the texts that no statement is about and that a row could be made of.

    Heads, labels and notes are no such texts: they are no date and no amount. A whole number up to
    `most` counts pages or rows.
    """
    hows: list[Spelling] = []
    for spec in dict.fromkeys((*conventions, *_USUAL)):
        try:
            hows.append(spelling(spec))
        except ValueError:
            continue  # told where the line is checked
    for text in texts:
        shown = normal(text)
        if shown.isdecimal() and 0 < int(shown) <= most:
            continue
        if any(c.isdigit() for c in shown) and any(
            readings(shown, kind, how) for how in hows for kind in ("date", "money")
        ):
            yield text
