"""The stage Packet: the documents of one matter in their order, before each goes its own way.

A sheet is one document of a packet. What it says of the matter is said of the packet's record: the
refs of a sheet are refs of the record. A sheet of another matter that lies among them says nothing
of it; it can only be taken for one that does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from chaosdocs.documents.edits import Draft, Drop, Edit, MisquoteError, Stage
from chaosdocs.documents.statement_set import FACTS, Add, Empty, Remark, Restate, StatementSet
from chaosdocs.truth.codec import wired
from chaosdocs.truth.reach import chains
from chaosdocs.truth.records import Record, in_row
from chaosdocs.truth.statements import GONE, Lure, Ref, Statement
from chaosdocs.truth.values import key

SheetEdit: TypeAlias = Restate | Add | Remark | Empty | Drop
"""What can be done to a sheet: the verbs of the stage Facts."""
ENCLOSED = "note#enclosed "
"""What the id of the sentence starts with that names an enclosed document; its paper follows."""
KEY: Ref = "/order_number"
"""The fact by which the question names the matter."""
NUMBER: Ref = "_number"
"""What the name of a field ends with by which documents name each other."""
_DAY: Ref = "/order_date"
_PAPER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules for documents that contradict each other.

    Attributes:
        order: Papers, the one that counts first; of those that are not named none counts more.
        first: First day on which the rules hold.
        last: Last day on which they hold.
        words: The rule as it is printed, and as it is told in instructions.
    """

    order: tuple[str, ...]
    first: dt.date
    last: dt.date
    words: str

    def hold(self, day: dt.date) -> bool:
        """Return whether the rules hold on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document of a packet.

    Attributes:
        id: ``invoice``, ``near1-invoice``: what its file and its statements are called after.
        paper: What kind of document it is: ``invoice``.
        facts: What it says.
        near: Whether it is of another matter of the same parties.
        version: 0, or a higher number for a later version of the same document.
        replaces: Whether it says that it replaces the versions before it.
        rules: For a page of rules: what they are.
    """

    id: str
    paper: str
    facts: StatementSet
    near: bool = False
    version: int = 0
    replaces: bool = False
    rules: Rules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The documents of one matter.

    Attributes:
        record: What is asked: the facts of the matter that its clean documents state.
        sheets: The documents, in their order.
        spare: Documents that can be put in, by id.
        missing: Documents that were taken out.
        told: Rules that stand in the instructions, or None.
        focus: Always None: operators of this stage are not aimed at a field.
    """

    record: Record
    sheets: tuple[Sheet, ...]
    spare: Mapping[str, Sheet]
    missing: tuple[Sheet, ...] = ()
    told: Rules | None = None
    focus: Ref | None = None

    @property
    def id(self) -> str:
        """Id of the matter."""
        return self.record.id

    @property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement of every sheet, as it is of the packet: ``invoice:/total#1``."""
        rules = self.rules
        found: dict[str, Statement] = {}
        for sheet in self.sheets:
            rank = rank_of(sheet, rules)
            for statement in sheet.facts.statements.values():
                made = self.of_packet(sheet, statement, rank)
                found[made.id] = made
        mentioned = self.mentioned
        for sheet in self.missing:
            if sheet.paper not in mentioned:
                continue
            for statement in sheet.facts.statements.values():
                made = self.of_packet(sheet, statement, 0)
                found[made.id] = replace(made, claim=GONE, text="", trace="reference", lures=())
        return found

    @property
    def rules(self) -> Rules | None:
        """The rules that hold on the day of the order: those on a page, or in the instructions."""
        day = self.record.facts.get(_DAY)
        for sheet in self.sheets:
            if sheet.rules is not None and isinstance(day, dt.date) and sheet.rules.hold(day):
                return sheet.rules
        return self.told

    @property
    def mentioned(self) -> frozenset[str]:
        """The papers that a sentence of some sheet says to be enclosed."""
        return frozenset(
            note.id.removeprefix(ENCLOSED)
            for sheet in self.sheets
            for note in sheet.facts.notes
            if note.id.startswith(ENCLOSED)
        )

    def is_linked_without(self, gone: frozenset[str]) -> bool:
        """Return whether the numbers still lead to every document if some are taken out."""
        numbers = {
            sheet.id: frozenset(
                key(statement.value)
                for statement in sheet.facts.statements.values()
                if statement.ref is not None
                and statement.ref.endswith(NUMBER)
                and statement.value is not None
            )
            for sheet in self.sheets
            if not sheet.near and sheet.rules is None and sheet.id not in gone
        }
        asked = self.record.facts.get(KEY)
        return asked is not None and numbers.keys() <= chains(numbers, key(asked)).keys()

    def of_packet(self, sheet: Sheet, statement: Statement, rank: int) -> Statement:
        """Return a statement of a sheet as one of the packet: what it says of the matter."""
        name = f"{sheet.id}:{statement.id}"
        ref = statement.ref
        if not sheet.near or ref is None:
            return replace(statement, id=name, rank=max(rank, statement.rank))
        return replace(
            statement,
            id=name,
            ref=None,
            imitates=self._alike(ref),
            row=None,
            lures=tuple(Lure(value, "near-document") for value in statement.claim.readings),
        )

    def _alike(self, ref: Ref) -> Ref:
        """The field of the matter that a field of another one can be taken for."""
        path = self.record.domain.list_path
        there = in_row(ref, path)
        if there is None or there[0] in self.record.rows:
            return ref
        return f"{path}/{self.record.rows[-1]}/{there[1]}"

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this packet without the statements that are not among `statements`."""
        sheets = []
        for sheet in self.sheets:
            kept = {
                name: statement
                for name, statement in sheet.facts.statements.items()
                if f"{sheet.id}:{name}" in statements
            }
            sheets.append(replace(sheet, facts=sheet.facts.with_statements(kept)))
        return replace(self, sheets=tuple(sheets))

    def draft(self) -> Draft[Self]:
        """Return a draft of this packet, in which a batch of edits is made."""
        return Draft(self)

    def sheet(self, name: str) -> Sheet:
        """Return the sheet with this id.

        Raises:
            MisquoteError: There is none among the documents of the packet.
        """
        for sheet in self.sheets:
            if sheet.id == name:
                return sheet
        raise MisquoteError(f"the packet has no sheet {name}")

    def with_sheet(self, changed: Sheet) -> Self:
        """Return this packet with a sheet in place of the one with its id."""
        self.sheet(changed.id)
        sheets = tuple(changed if each.id == changed.id else each for each in self.sheets)
        return replace(self, sheets=sheets)


def rank_of(sheet: Sheet, rules: Rules | None) -> int:
    """Return what a sheet counts by the rules; the highest counts."""
    paper = 0
    if rules is not None and sheet.paper in rules.order:
        paper = len(rules.order) - rules.order.index(sheet.paper)
    later = sheet.version if rules is not None or sheet.replaces else 0
    return _PAPER * paper + later


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Edit):
    """Change one sheet: say something else in it, say more, leave something out."""

    sheet: str
    edit: SheetEdit

    def apply(self, document: Packet) -> Packet:
        """Return the packet with the sheet changed."""
        sheet = document.sheet(self.sheet)
        facts = FACTS.apply(sheet.facts, [self.edit])
        return document.with_sheet(replace(sheet, facts=facts))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.sheet}: {self.edit.words()}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOut(Edit):
    """Take a document out of the packet."""

    sheet: str

    def apply(self, document: Packet) -> Packet:
        """Return the packet without the document."""
        gone = document.sheet(self.sheet)
        kept = tuple(each for each in document.sheets if each.id != self.sheet)
        return replace(document, sheets=kept, missing=(*document.missing, gone))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.sheet} is missing"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class PutIn(Edit):
    """Put one of the spare documents into the packet, at a place counted from its first one."""

    sheet: str
    place: int

    def apply(self, document: Packet) -> Packet:
        """Return the packet with the document."""
        if self.sheet not in document.spare:
            raise MisquoteError(f"there is no spare sheet {self.sheet}")
        if any(each.id == self.sheet for each in document.sheets):
            raise MisquoteError(f"the packet has the sheet {self.sheet} already")
        at = min(self.place, len(document.sheets))
        before, after = document.sheets[:at], document.sheets[at:]
        return replace(document, sheets=(*before, document.spare[self.sheet], *after))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.sheet} is put in at place {self.place + 1}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unsay(Edit):
    """Leave out a sentence of a sheet that states no field."""

    sheet: str
    note: str
    before: str

    def apply(self, document: Packet) -> Packet:
        """Return the packet without the sentence."""
        sheet = document.sheet(self.sheet)
        said = {note.id: note.text for note in sheet.facts.notes}
        if said.get(self.note) != self.before:
            raise MisquoteError(f"{self.sheet} says {said.get(self.note)!r}, not {self.before!r}")
        notes = tuple(note for note in sheet.facts.notes if note.id != self.note)
        return document.with_sheet(replace(sheet, facts=replace(sheet.facts, notes=notes)))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.sheet}: the sentence {self.before!r} is left out"


PACKET: Stage[Packet] = Stage("packet", lambda: Packet, (Within, TakeOut, PutIn, Unsay))
