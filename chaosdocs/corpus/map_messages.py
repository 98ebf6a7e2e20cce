"""The places of an EDI message that a map compares, and the statements that stand there.

A place is a path of segments: the party or the line that a segment belongs to, its tag with its
qualifier, the number of the element and, in EDIFACT, of its component: ``/N1*SE/REF*TJ/02``,
``/NAD+SU/RFF+VA/1.2``, ``/IT1/*/07*VP``. Qualifiers are parts of places and no places themselves;
codes of lists and formats are neither. The envelope has no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from chaosdocs.documents.segments import Segment, Segments
from chaosdocs.render.systems.guidelines import marks_of, placed, tag_of

_At = tuple[int, int]
"""Element and component."""


@dataclass(frozen=True, slots=True)
class _Syntax:
    """How places of a standard are written.

    Attributes:
        join: What stands between a tag and its qualifier.
        own: Tag to the element and component that is its qualifier.
        coded: Tag to the elements and components that are codes of lists and formats.
        paired: Tag to the elements that have a qualifier of their own, and where that stands.
        parties: Tag of a party to the tags of the segments that belong to it.
        lines: The same for lines.
    """

    join: str
    own: Mapping[str, _At]
    coded: Mapping[str, frozenset[_At]]
    paired: Mapping[str, Mapping[_At, _At]]
    parties: Mapping[str, frozenset[str]]
    lines: Mapping[str, frozenset[str]]


_X12: Final = _Syntax(
    join="*",
    own=MappingProxyType(
        dict.fromkeys(("N1", "REF", "DTM", "CUR", "AMT", "TXI", "NTE", "PID", "N9"), (1, 1))
    ),
    coded=MappingProxyType({}),
    paired=MappingProxyType(
        {"N1": {(4, 1): (3, 1)}, "IT1": {(7, 1): (6, 1)}, "PO1": {(7, 1): (6, 1)}}
    ),
    parties=MappingProxyType({"N1": frozenset({"N2", "N3", "N4", "REF", "PER"})}),
    lines=MappingProxyType({"IT1": frozenset({"PID"}), "PO1": frozenset({"PID"})}),
)
_EDIFACT: Final = _Syntax(
    join="+",
    own=MappingProxyType(
        dict.fromkeys(
            ("NAD", "DTM", "RFF", "MOA", "QTY", "PRI", "FTX", "IMD", "CUX", "PAT", "TAX", "FII"),
            (1, 1),
        )
    ),
    coded=MappingProxyType(
        {"DTM": frozenset({(1, 3)}), "FII": frozenset((3, number) for number in (2, 3, 5, 6))}
    ),
    paired=MappingProxyType({"LIN": {(3, 1): (3, 2)}, "NAD": {(2, 1): (2, 3)}}),
    parties=MappingProxyType({"NAD": frozenset({"FII", "RFF", "CTA", "COM"})}),
    lines=MappingProxyType({"LIN": frozenset({"IMD", "QTY", "MOA", "PRI", "FTX", "PIA"})}),
)
_ENVELOPE: Final = frozenset(
    {"ISA", "GS", "ST", "SE", "GE", "IEA", "UNA", "UNB", "UNH", "UNS", "UNT", "UNZ"}
)


@dataclass(frozen=True, slots=True)
class MessageLeaf:
    """An element of a message.

    Attributes:
        path: The place.
        text: What stands there.
        said: The statement that it is part of; without one its segment and its place there.
        part: Which part of the statement it is, counted from 0.
    """

    path: str
    text: str
    said: str
    part: int


def message_leaves(document: Segments) -> Iterator[MessageLeaf]:
    """Yield the elements of a message in their order, without its envelope."""
    syntax = _X12 if document.segments[0].text.startswith("ISA") else _EDIFACT
    marks = marks_of(document)
    above, below = "", frozenset[str]()
    parts: dict[str, int] = {}
    for segment in document.segments:
        tag = tag_of(segment)
        if tag in _ENVELOPE:
            above, below = "", frozenset()
            continue
        own = _named(segment, tag, syntax, marks)
        if tag in syntax.parties:
            above, below, path = own, syntax.parties[tag], own
        elif tag in syntax.lines:
            path = f"{own}/*"
            above, below = path, syntax.lines[tag]
        else:
            above, below = (above, below) if tag in below else ("", frozenset())
            path = f"{above}{own}"
        yield from _of_segment(segment, tag, path, syntax, marks, parts)


def _of_segment(  # noqa: PLR0917 - what is known of the segment
    segment: Segment,
    tag: str,
    path: str,
    syntax: _Syntax,
    marks: tuple[str, str],
    parts: dict[str, int],
) -> Iterator[MessageLeaf]:
    codes = {syntax.own.get(tag), *syntax.paired.get(tag, {}).values()}
    codes |= syntax.coded.get(tag, frozenset())
    for element, component, number in placed(segment, marks):
        if (element, component) in codes:
            continue
        piece = segment.pieces[number]
        code = _text(segment, syntax.paired.get(tag, {}).get((element, component)), marks)
        step = f"{element:02}" if syntax is _X12 else f"{element}.{component}"
        said = piece.statement or f"{segment.id}/{element}.{component}"
        part = parts.get(said, 0)
        parts[said] = part + 1
        place = f"{path}/{step}{syntax.join}{code}" if code else f"{path}/{step}"
        yield MessageLeaf(place, piece.text, said, part)


def _named(segment: Segment, tag: str, syntax: _Syntax, marks: tuple[str, str]) -> str:
    """The tag of a segment with its qualifier, as a step of a path."""
    code = _text(segment, syntax.own.get(tag), marks)
    return f"/{tag}{syntax.join}{code}" if code else f"/{tag}"


def _text(segment: Segment, at: _At | None, marks: tuple[str, str]) -> str:
    """What stands at an element and component of a segment, or an empty text."""
    found = (n for e, c, n in placed(segment, marks) if (e, c) == at)
    return next((segment.pieces[number].text for number in found), "")
