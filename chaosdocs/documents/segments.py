"""The stage Segments: lines of a report or segments of a message, each made of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Self

from chaosdocs.documents.edits import Bait, Draft, Edit, MisquoteError, Say, SetOption, Stage
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a segment.

    Attributes:
        text: What stands there, before the format's own marks are escaped.
        statement: Id of the statement that it belongs to, or of the sentence that it is; None for
            the format's own marks and for data that states nothing.
        main: Whether it is the piece that gives the place of its statement. Without one it
            is the first.
        data: Whether marks of the format in `text` are escaped. Pieces of statements are data.
        lends: Ids of other statements that the beginning of this piece completes or states: the
            year of a date that shows day and month alone, the day of all entries below.
        lent: How many characters of it do.
    """

    text: str
    statement: str | None = None
    main: bool = False
    data: bool = False
    lends: tuple[str, ...] = ()
    lent: int = 0


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A line or a segment, without what ends it.

    Attributes:
        id: Stable name.
        pieces: From left to right.
        row: Key of the record's row that it belongs to.
    """

    id: str
    pieces: tuple[Piece, ...]
    row: str | None = None

    @property
    def text(self) -> str:
        """Everything that it holds."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Segments and the statements in them.

    A statement may have several pieces, in one segment or in several: its text is these pieces,
    parted by spaces.

    Attributes:
        segments: From top to bottom.
        statements: The statements of all pieces.
        system: The system that writes it.
        options: Choices made in lowering: ``encoding``, ``newline`` (what ends a segment),
            ``escape`` (the format's way to write its own marks as data), ``file_name`` ...
        focus: The field that a targeted operator is aimed at, or None.
    """

    segments: tuple[Segment, ...]
    statements: Mapping[str, Statement]
    system: str
    options: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return these segments with other statements; pieces whose statement is gone are gone."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        gone = self.statements.keys() - statements.keys()
        segments = tuple(
            replace(each, pieces=tuple(p for p in each.pieces if p.statement not in gone))
            for each in self.segments
        )
        return replace(self, statements=statements, segments=segments)

    def draft(self) -> Draft[Self]:
        """Return a draft of these segments, in which a batch of edits is made."""
        return Draft(self)

    def place(self, segment: str) -> int:
        """Return the place of the segment with this id.

        Raises:
            MisquoteError: There is none.
        """
        for place, each in enumerate(self.segments):
            if each.id == segment:
                return place
        raise MisquoteError(f"the document has no segment {segment}")


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertSegment(Edit):
    """Put a segment before the one named, or at the end where `before_segment` is empty.

    Statements that stand in it and nowhere else come with it.
    """

    segment: Segment
    before_segment: str = ""
    statements: tuple[Statement, ...] = ()

    def apply(self, document: Segments) -> Segments:
        """Return the segments with one more."""
        if any(each.id == self.segment.id for each in document.segments):
            raise MisquoteError(f"segment {self.segment.id} is there already")
        segments = list(document.segments)
        at = document.place(self.before_segment) if self.before_segment else len(segments)
        segments.insert(at, self.segment)
        more = {statement.id: statement for statement in self.statements}
        return replace(
            document, segments=tuple(segments), statements={**document.statements, **more}
        )

    def words(self) -> str:
        """Return the change in words."""
        return f"one more segment: {self.segment.text}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropSegment(Edit):
    """Take a segment away, with every statement that stands in it alone."""

    segment: str
    before: str

    def apply(self, document: Segments) -> Segments:
        """Return the segments without the one."""
        at = document.place(self.segment)
        segment = document.segments[at]
        if segment.text != self.before:
            raise MisquoteError(f"segment {self.segment} is not the one the edit quotes")
        left = (*document.segments[:at], *document.segments[at + 1 :])
        kept = {piece.statement for each in left for piece in each.pieces}
        gone = {piece.statement for piece in segment.pieces} - kept
        statements = {k: s for k, s in document.statements.items() if k not in gone}
        return replace(document, segments=left, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"the segment {self.before!r} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakSegment(Edit):
    """End a segment at some of its characters, and go on in a segment of its own each time.

    Attributes:
        segment: Id of the segment.
        before: What it holds now.
        at: After how many of its characters it ends, in rising order.
        indent: What stands before what goes on.
    """

    segment: str
    before: str
    at: tuple[int, ...]
    indent: str = " "

    def apply(self, document: Segments) -> Segments:
        """Return the segments with the one broken; a piece that states something stays whole."""
        place = document.place(self.segment)
        segment = document.segments[place]
        if segment.text != self.before:
            raise MisquoteError(f"segment {self.segment} is not the one the edit quotes")
        indent = Piece(text=self.indent)
        broken = [
            replace(
                segment,
                id=f"{segment.id} {number}" if number else segment.id,
                pieces=(indent, *pieces) if number else pieces,
            )
            for number, pieces in enumerate(_broken(segment, self.at))
        ]
        segments = (*document.segments[:place], *broken, *document.segments[place + 1 :])
        return replace(document, segments=segments)

    def words(self) -> str:
        """Return the change in words."""
        return f"the line {self.before!r} is broken into {len(self.at) + 1}"


def _broken(segment: Segment, at: tuple[int, ...]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of a segment between the places at which it is broken."""
    left = list(segment.pieces)
    for size in (end - start for start, end in pairwise((0, *at))):
        taken: list[Piece] = []
        room = size
        while room > 0 and left:
            piece = left.pop(0)
            if len(piece.text) > room:
                if piece.statement is not None:
                    raise MisquoteError(f"{piece.statement} stands where {segment.id} is broken")
                left.insert(0, replace(piece, text=piece.text[room:]))
                piece = replace(piece, text=piece.text[:room])
            taken.append(piece)
            room -= len(piece.text)
        if room or not left:
            raise MisquoteError(f"segment {segment.id} ends before the edit breaks it")
        yield tuple(taken)
    yield tuple(left)


SEGMENTS: Stage[Segments] = Stage(
    "segments", lambda: Segments, (Bait, Say, InsertSegment, DropSegment, BreakSegment, SetOption)
)
