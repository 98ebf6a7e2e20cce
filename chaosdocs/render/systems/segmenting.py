"""How systems put segments together: statements are placed, and the rest is written out."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from chaosdocs.documents.segments import Piece, Segment, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.foundation.digest import sha256
from chaosdocs.render.systems.lowering import other_parts
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Lure, Statement

Item = Piece | str
_SPACES: Final = re.compile(r"\s+")


def say(statement: Statement | None, text: str | None = None, *, main: bool = False) -> Piece:
    """Return the piece that states `statement`, or an empty one where there is none.

    Args:
        statement: The statement.
        text: The part of it that stands here; all of its text by default.
        main: Whether this piece gives the place of the statement.
    """
    if statement is None:
        return Piece(text="")
    shown = statement.text if text is None else text
    return Piece(text=_SPACES.sub(" ", shown), statement=statement.id, main=main)


def data(text: str) -> Piece:
    """Return literal text in which the format's own marks are escaped."""
    return Piece(text=text, data=True)


def chance(record_id: str, *names: str) -> int:
    """Return a number below 2**32 that hangs on a record and names alone.

    Formats draw by it what banks and programs do in one way or another.
    """
    return int(sha256("\x1f".join((record_id, *names)).encode())[:8], 16)


def made_on(record: Record) -> dt.date:
    """Return the day on which a file was made: some days after the last that it speaks of."""
    days = [value for value in record.facts.values() if isinstance(value, dt.date)]
    wait = dt.timedelta(days=1 + chance(record.id, "made") % 5)
    return max(days, default=dt.date(2024, 1, 1)) + wait


@dataclass(slots=True)
class Draft:
    """Segments as they are put together.

    Attributes:
        values: The statements.
        segments: What is put together so far.
        placed: The statements as they are written, by id.
        dropped: Ids of statements that the format does not write in this document.
    """

    values: StatementSet
    segments: list[Segment] = field(default_factory=list)
    placed: dict[str, Statement] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    _in_rows: dict[str, list[Statement]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._in_rows = {}
        for statement in self.values.statements.values():
            if statement.row is not None:
                self._in_rows.setdefault(statement.row, []).append(statement)

    def first(self, path: str, row: str | None = None) -> Statement | None:
        """Return the statement that a clean document makes of a field, placed from now on."""
        ref = path if row is None else path.replace("*", row)
        statement = self.values.statements.get(f"{ref}#1")
        return None if statement is None else self.put(statement)

    def put(self, statement: Statement) -> Statement:
        """Place a statement as it is written here."""
        self.placed[statement.id] = statement
        return statement

    def drop(self, statement: Statement) -> None:
        """Leave a statement out of this document."""
        self.placed.pop(statement.id, None)
        self.dropped.add(statement.id)

    def written(
        self,
        statement: Statement,
        text: str,
        *,
        lures: tuple[Lure, ...] = (),
        **convention: str,
    ) -> Statement:
        """Place a statement with another text, under a convention that differs in some parts."""
        spec = other_parts(statement.convention, convention)
        more = (*statement.lures, *lures)
        return self.put(replace(statement, text=text, convention=spec, lures=more))

    def line(self, *items: Item, name: str = "", row: str | None = None) -> None:
        """Put a segment of literal texts and pieces."""
        pieces = tuple(Piece(text=item) if isinstance(item, str) else item for item in items)
        pieces = tuple(piece for piece in pieces if piece.text or piece.statement is not None)
        self.segments.append(Segment(id=name or f"s{len(self.segments)}", pieces=pieces, row=row))

    @contextmanager
    def inserting(self, place: int) -> Iterator[None]:
        """Put what is written within the block before the segment at `place`."""
        end = len(self.segments)
        yield
        self.segments[:] = [
            *self.segments[:place],
            *self.segments[end:],
            *self.segments[place:end],
        ]

    def left(self) -> Iterator[Statement]:
        """Yield the statements that stand nowhere yet: second claims, look-alikes."""
        yield from filter(self._stands_nowhere, self.values.statements.values())

    def _stands_nowhere(self, statement: Statement) -> bool:
        return statement.id not in self.placed and statement.id not in self.dropped

    def rest(self, write: Callable[[str, Piece], None]) -> None:
        """Write out what stands nowhere yet and in no row, and the sentences.

        Args:
            write: Writes the label and the piece of a statement or sentence to a segment.
        """
        for statement in [each for each in self.left() if each.row is None]:
            write(statement.label or "Info", say(self.put(statement)))
        for note in self.values.notes:
            write("", Piece(text=note.text, statement=note.id))

    def rest_of(self, row: str) -> list[Statement]:
        """Return what stands nowhere yet and belongs to a row, placed from now on."""
        mine = self._in_rows.get(row, ())
        return [self.put(each) for each in mine if self._stands_nowhere(each)]

    def done(self, system: str, options: Mapping[str, str]) -> Segments:
        """Return the document."""
        return Segments(
            segments=tuple(self.segments),
            statements=self.placed,
            system=system,
            options=options,
            focus=self.values.focus,
        )


def encoding_for(values: StatementSet, *wanted: str) -> str:
    """Return the first of the encodings that can write every text, else UTF-8."""
    texts = [statement.text for statement in values.statements.values()]
    texts += [statement.label for statement in values.statements.values()]
    texts += [note.text for note in values.notes]
    for encoding in wanted:
        try:
            for text in texts:
                text.encode(encoding)
        except UnicodeEncodeError:
            continue
        return encoding
    return "utf-8"


def cut(text: str, width: int) -> list[str]:
    """Return a text in pieces of `width` characters, spaces and all.

    Example:
        >>> cut("Invoice payment", 6), cut("", 6)
        (['Invoic', 'e paym', 'ent'], [])
    """
    plain = _SPACES.sub(" ", text).strip()
    return [plain[at : at + width] for at in range(0, len(plain), width)]


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` characters that end between words.

    Example:
        >>> wrapped("Invoice payment", 8)
        ['Invoice', 'payment']
    """
    return textwrap.wrap(_SPACES.sub(" ", text).strip(), width, break_on_hyphens=False)
