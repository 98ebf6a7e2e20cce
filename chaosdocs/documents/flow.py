"""The stage Flow: blocks in reading order, before there are pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self, TypeAlias

from chaosdocs.documents.edits import (
    Bait,
    Draft,
    Drop,
    Edit,
    MisquoteError,
    Retext,
    Say,
    SetOption,
    Stage,
)
from chaosdocs.documents.table import Table
from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement


@wired
@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement in a block of fields, after its label or other words.

    Attributes:
        statement: Its id.
        label: The words before it.
        after: Words behind it in an address, such as 御中 behind the name of a company.
    """

    statement: str
    label: str
    after: str = ""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title. `level` 1 is the document's."""

    id: str
    text: str
    level: int = 1


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Labels and values, one under the other or side by side.

    Attributes:
        id: Stable name, the group that it shows: ``header``, ``totals``.
        entries: In order.
        role: What the template makes of it: ``address`` shows no labels, ``totals`` stands to the
            right under the table, ``form`` has ruled boxes.
        title: Words above it, or empty.
    """

    id: str
    entries: tuple[Entry, ...]
    role: Literal["plain", "address", "totals", "form", "footer"] = "plain"
    title: str = ""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text without a statement."""

    id: str
    text: str
    size: Literal["normal", "small"] = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table that flows over pages. Its statements are those of the flow."""

    id: str
    table: Table


Block: TypeAlias = Heading | Fields | Paragraph | TableBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A document as blocks.

    Attributes:
        blocks: In reading order.
        statements: The statements of all blocks.
        template: The template that lays it out.
        locale: Language of its fixed words.
        options: Choices made in lowering: ``repeat_header`` (``yes``/``no``), ``columns``
            (``1``/``2``), ``paper`` (``a4``/``letter``), ``page_numbers`` ...
        focus: The field that a targeted operator is aimed at, or None.
    """

    blocks: tuple[Block, ...]
    statements: Mapping[str, Statement]
    template: str
    locale: str
    options: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this flow with other statements; entries whose statement is gone are gone."""
        blocks = tuple(_with_statements(block, statements) for block in self.blocks)
        return replace(self, statements=statements, blocks=blocks)

    def draft(self) -> Draft[Self]:
        """Return a draft of this flow, in which a batch of edits is made."""
        return Draft(self)

    def block(self, block: str) -> Block:
        """Return the block with this id.

        Raises:
            MisquoteError: There is none.
        """
        for each in self.blocks:
            if each.id == block:
                return each
        raise MisquoteError(f"the flow has no block {block}")

    def tables(self) -> tuple[TableBlock, ...]:
        """Return the tables."""
        return tuple(block for block in self.blocks if isinstance(block, TableBlock))

    def with_table(self, block: str, table: Table) -> Self:
        """Return this flow with `table` in the block, its statements taken over.

        A statement of a row that stands in another block, such as a correction, stays.
        """
        before = self.block(block)
        gone = before.table.statements.keys() if isinstance(before, TableBlock) else set[str]()
        theirs = {k: s for k, s in self.statements.items() if k not in gone}
        statements = {**theirs, **table.statements}
        blocks = tuple(
            TableBlock(id=block, table=table) if each.id == block else each for each in self.blocks
        )
        return replace(self, blocks=blocks, statements=statements)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBlock(Edit):
    """Put a block at another place in the reading order."""

    block: str
    place: int

    def apply(self, document: Flow) -> Flow:
        """Return the flow in the other order."""
        blocks = list(document.blocks)
        block = blocks.pop(blocks.index(document.block(self.block)))
        blocks.insert(self.place, block)
        return replace(document, blocks=tuple(blocks))

    def words(self) -> str:
        """Return the change in words."""
        return f"block {self.block} stands at place {self.place + 1}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertBlock(Edit):
    """Put a paragraph, a heading or a block of fields in. New statements may come with it."""

    block: Heading | Fields | Paragraph
    place: int
    statements: tuple[Statement, ...] = ()

    def apply(self, document: Flow) -> Flow:
        """Return the flow with the block."""
        if any(each.id == self.block.id for each in document.blocks):
            raise MisquoteError(f"block {self.block.id} is there already")
        blocks = list(document.blocks)
        blocks.insert(self.place, self.block)
        statements = {
            **document.statements,
            **{statement.id: statement for statement in self.statements},
        }
        return replace(document, blocks=tuple(blocks), statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"one more block: {self.block.id}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel(Edit):
    """Introduce a value with other words, or with none."""

    statement: str
    before: str
    after: str

    def apply(self, document: Flow) -> Flow:
        """Return the flow with the other words."""
        found = False
        blocks: list[Block] = []
        for block in document.blocks:
            if isinstance(block, Fields) and any(
                e.statement == self.statement for e in block.entries
            ):
                found = True
                entries = tuple(self._relabelled(entry) for entry in block.entries)
                blocks.append(replace(block, entries=entries))
            else:
                blocks.append(block)
        if not found:
            raise MisquoteError(f"no block of fields shows {self.statement}")
        return replace(document, blocks=tuple(blocks))

    def _relabelled(self, entry: Entry) -> Entry:
        if entry.statement != self.statement:
            return entry
        if entry.label != self.before:
            raise MisquoteError(
                f"{self.statement} is labelled {entry.label!r}, the edit quotes {self.before!r}"
            )
        return replace(entry, label=self.after)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: the label {self.before!r} becomes {self.after!r}"


FLOW: Stage[Flow] = Stage(
    "flow", lambda: Flow, (Retext, Drop, Bait, Say, SetOption, MoveBlock, InsertBlock, Relabel)
)


def _with_statements(block: Block, statements: Mapping[str, Statement]) -> Block:
    match block:
        case Fields():
            return replace(
                block, entries=tuple(e for e in block.entries if e.statement in statements)
            )
        case TableBlock():
            theirs = {k: statements[k] for k in block.table.statements if k in statements}
            return replace(block, table=block.table.with_statements(theirs))
        case _:
            return block
