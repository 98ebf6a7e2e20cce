"""What trading partners agree on differently: one message under the guidelines of two of them.

The standard leaves open which qualifier says what a segment is. A guideline chooses one code of
each group below: one partner calls the seller ``SE`` (selling party), another one ``VN`` (vendor).
The number of the order stands in ``BIG`` or in a ``REF`` of its own.

Evidence: http://www.edi-services.com/edi-guide.htm (every partner has a guide of its own, which
says what values an element may have). The codes are those of the data elements 66, 98, 128, 235,
363, 374, 522 and 963 of X12, and 1153, 2005, 3035, 5025, 6063 and 7143 of UN/EDIFACT, by
recollection; that two of them are used for the same thing is what partners agree on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from chaosdocs.documents.segments import Piece, Segment, Segments
from chaosdocs.foundation.digest import sha256


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A code that partners choose: which segment has it, where, and the codes to choose from.

    Attributes:
        tag: The segment.
        element: Number of the element.
        component: Number of its component.
        codes: The codes; the first is the one that our systems write.
    """

    tag: str
    element: int
    component: int
    codes: tuple[str, ...]


Guideline = Mapping[Qualifier, str]
"""Qualifier to the code that a partner wants."""

_X12: Final = (
    Qualifier("N1", 1, 1, ("BY", "BT")),
    Qualifier("N1", 3, 1, ("92", "91")),
    Qualifier("REF", 1, 1, ("TJ", "VX")),
)
_LINE_CODES: Final = ("VP", "VN", "SK")
_ORDERS: Final = ("", "PO", "CO")
"""The qualifier of the REF that has the number of the order; empty where BIG has it."""
ORDER: Final = Qualifier("BIG", 4, 1, _ORDERS)

QUALIFIERS: Final[Mapping[str, tuple[Qualifier, ...]]] = MappingProxyType(
    {
        "x12": (
            *_X12,
            ORDER,
            Qualifier("N1", 1, 1, ("SE", "VN", "SU")),
            Qualifier("CUR", 1, 1, ("SE", "BY")),
            Qualifier("NTE", 1, 1, ("GEN", "INV")),
            Qualifier("REF", 1, 1, ("11", "12")),
            Qualifier("DTM", 1, 1, ("035", "050")),
            Qualifier("IT1", 6, 1, _LINE_CODES),
            Qualifier("TXI", 1, 1, ("VA", "TX")),
            Qualifier("AMT", 1, 1, ("N", "1")),
        ),
        "x12_850": (
            *_X12,
            Qualifier("N1", 1, 1, ("SU", "SE", "VN")),
            Qualifier("CUR", 1, 1, ("BY", "SE")),
            Qualifier("DTM", 1, 1, ("002", "106")),
            Qualifier("PO1", 6, 1, _LINE_CODES),
            Qualifier("AMT", 1, 1, ("TT", "1")),
        ),
        "edifact": (
            Qualifier("NAD", 1, 1, ("SU", "SE", "II")),
            Qualifier("NAD", 1, 1, ("BY", "IV")),
            Qualifier("RFF", 1, 1, ("ON", "CO")),
            Qualifier("RFF", 1, 1, ("VA", "FC")),
            Qualifier("DTM", 1, 1, ("137", "3")),
            Qualifier("DTM", 1, 1, ("35", "2")),
            Qualifier("DTM", 1, 1, ("13", "140")),
            Qualifier("FII", 1, 1, ("RB", "BF")),
            Qualifier("LIN", 3, 2, ("SA", "VN")),
            Qualifier("QTY", 1, 1, ("47", "46")),
            Qualifier("MOA", 1, 1, ("203", "38")),
            Qualifier("MOA", 1, 1, ("77", "9", "86")),
            Qualifier("MOA", 1, 1, ("79", "125")),
            Qualifier("MOA", 1, 1, ("124", "176")),
        ),
    }
)
"""System to the qualifiers that its partners choose."""
_CHANGED: Final = 3
"""Of five qualifiers so many differ between two partners, more or less."""
_ENDS: Final = frozenset({"ISA", "UNA"})


def guidelines(system: str, key: str) -> tuple[Guideline, Guideline]:
    """Return the guidelines of two partners: at least one qualifier differs.

    Args:
        system: The message.
        key: What they are drawn by.
    """
    one: dict[Qualifier, str] = {}
    other: dict[Qualifier, str] = {}
    for number, each in enumerate(QUALIFIERS[system]):
        drawn = int(sha256(f"{key} {system} {number}".encode())[:8], 16)
        first, drawn = drawn % len(each.codes), drawn // len(each.codes)
        step = 1 + drawn % (len(each.codes) - 1) if drawn // 7 % 5 < _CHANGED else 0
        one[each] = each.codes[first]
        other[each] = each.codes[(first + step) % len(each.codes)]
    if one == other:
        each = QUALIFIERS[system][0]
        other[each] = next(code for code in each.codes if code != one[each])
    return one, other


def under(document: Segments, guideline: Guideline) -> Segments:
    """Return a message as a partner's guideline wants it; the count of its segments is right."""
    marks = marks_of(document)
    segments = [_requalified(each, guideline, marks) for each in document.segments]
    order = guideline.get(ORDER, "")
    if order:
        segments = list(_counted([*_with_order(segments, order, marks[0])]))
    return replace(document, segments=tuple(segments))


def marks_of(document: Segments) -> tuple[str, str]:
    """Return the marks between elements and between components of a message."""
    first = document.segments[0].text if document.segments else ""
    return (first[3], first[-1]) if first.startswith("ISA") else ("+", ":")


def tag_of(segment: Segment) -> str:
    """Return the tag of a segment."""
    text = segment.pieces[0].text if segment.pieces else ""
    return text[:3] if text[:3] in _ENDS else text


def placed(segment: Segment, marks: tuple[str, str]) -> Iterator[tuple[int, int, int]]:
    """Yield the element and the component that each piece is, and the number of the piece.

    Elements are counted from 1 behind the tag, components from 1.
    """
    element, component = 0, 1
    for number, piece in enumerate(segment.pieces[1:], 1):
        if piece.statement is not None or piece.data:
            if piece.text:
                yield element, component, number
            continue
        for mark in piece.text:
            if mark == marks[0]:
                element, component = element + 1, 1
            elif mark == marks[1]:
                component += 1


def _requalified(segment: Segment, guideline: Guideline, marks: tuple[str, str]) -> Segment:
    wanted = {
        (each.element, each.component, each.codes[0]): code
        for each, code in guideline.items()
        if each.tag == tag_of(segment) and each is not ORDER
    }
    if not wanted:
        return segment
    pieces = list(segment.pieces)
    for element, component, number in placed(segment, marks):
        code = wanted.get((element, component, pieces[number].text))
        if code is not None and pieces[number].statement is None:
            pieces[number] = replace(pieces[number], text=code)
    return replace(segment, pieces=tuple(pieces))


def _with_order(segments: Sequence[Segment], code: str, mark: str) -> Iterator[Segment]:
    """Yield the segments with the number of the order in a REF, behind head and currency."""
    moved: Segment | None = None
    for segment in segments:
        tag = tag_of(segment)
        if moved is not None and tag not in {"NTE", "CUR"}:
            yield moved
            moved = None
        if tag != ORDER.tag:
            yield segment
            continue
        held = [n for element, _, n in placed(segment, (mark, "")) if element == ORDER.element]
        if not held:
            yield segment
            continue
        texts = (Piece(text="REF"), Piece(text=mark), Piece(text=code, data=True), Piece(text=mark))
        moved = Segment(id=f"{segment.id} order", pieces=(*texts, segment.pieces[held[0]]))
        yield replace(segment, pieces=segment.pieces[: held[0] - 1])


def _counted(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments with the right number of those from ST to SE."""
    started = 0
    for number, segment in enumerate(segments):
        tag = tag_of(segment)
        started = number if tag == "ST" else started
        if tag == "SE":
            pieces = list(segment.pieces)
            pieces[2] = replace(pieces[2], text=str(number - started + 1))
            yield replace(segment, pieces=tuple(pieces))
        else:
            yield segment
