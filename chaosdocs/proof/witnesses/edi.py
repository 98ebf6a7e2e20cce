"""The witness of EDI messages: a splitter of segments that reads the marks the message states.

An X12 interchange states its marks in the 106 characters of its ISA segment, an EDIFACT one in its
UNA segment or not at all. Nothing of the writer is used.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer, Place, always
from chaosdocs.proof.witnesses.decoding import ByteIndex, decoded
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found, UnreadableError, clipped

_ISA = 106
_UNA = 9


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a message: what parts components and elements, ends segments, and releases."""

    component: str
    element: str
    segment: str
    release: str = ""


class EdiWitness:
    """A message: its data elements with the bytes that they take up.

    Raises:
        UnreadableError: It is neither X12 nor EDIFACT, or ends within a segment.
    """

    name = "segments"

    def __init__(self, data: bytes) -> None:
        text, self._encoding, mark = decoded(clipped(data))
        self._data = data
        marks, start = marks_of(text)
        elements = list(_elements(text, start, marks))
        index = ByteIndex(text, self._encoding, mark)
        self._values = [
            (index.byte(first), first, last, value)
            for first, last, value in (element[:3] for element in elements)
            if value
        ]
        self._labels = list(_called(elements))
        counts = list(_counts([element[:3] for element in elements], text, marks))
        self._counts = {first for first, said, counted in counts if said == str(counted)}
        self._miscounted = [
            f"{said} segments are said, {counted} are there"
            for _, said, counted in counts
            if said != str(counted)
        ]
        self._spans = [(at, index.byte(last)) for at, _, last, _ in self._values]
        self._starts = [start for start, _ in self._spans]

    def found(self, line: Evidence) -> Found | None:
        """Return the elements at the bytes of the line, parted by spaces."""
        if not line.spans:
            return None
        pieces = [self._at(span) for span in line.spans]
        by = self.name if all(known for _, known in pieces) else "bytes"
        return Found(" ".join(text for text, _ in pieces), by=by)

    def layers(self) -> Iterator[Layer]:
        """Yield every element."""
        for span, (_, _, _, value) in zip(self._spans, self._values, strict=True):
            yield Layer("element", value, "text", always(Place(bytes=span)))

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every element that no line is about; a right count of segments states nothing."""
        about = {span for line in lines for span in line.spans}
        for span, (_, first, _, value) in zip(self._spans, self._values, strict=True):
            if span not in about and first not in self._counts:
                yield value

    def miscounted(self) -> Iterator[str]:
        """Yield the counts of segments that are wrong."""
        yield from self._miscounted

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the elements in order: their fields, or their texts."""
        del drawn  # there is one order
        fields = {span: line.path for line in lines if line.role == "says" for span in line.spans}
        for span, (_, _, _, value) in zip(self._spans, self._values, strict=True):
            path = fields.get(span, "")
            yield ("" if path else value), path

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label of each element of the line: its group, segment, qualifier and place."""
        for start, _ in line.spans:
            at = bisect_right(self._starts, start) - 1
            label = self._labels[at] if at >= 0 else ""
            yield label if label and known(label) else ""

    def _at(self, span: tuple[int, int]) -> tuple[str, bool]:
        at = bisect_right(self._starts, span[0]) - 1
        if at >= 0 and self._spans[at] == span:
            return self._values[at][3], True
        return self._data[slice(*span)].decode(self._encoding, "replace"), False


class Element(NamedTuple):
    """A component of a message.

    Attributes:
        segment: Number of its segment, from 0.
        element: Number of its element; the tag is 0.
        component: Number of it in its element, from 1.
        value: What stands there.
    """

    segment: int
    element: int
    component: int
    value: str


def elements_of(data: bytes) -> Iterator[Element]:
    """Yield the components of a message in their order.

    Raises:
        UnreadableError: It is neither X12 nor EDIFACT, or ends within a segment.
    """
    text = decoded(clipped(data))[0]
    marks, start = marks_of(text)
    segment = -1
    for _, _, value, element, component in _elements(text, start, marks):
        segment += element == component == 0
        yield Element(segment, element, component + 1, value)


def marks_of(text: str) -> tuple[Marks, int]:
    """Return the marks of a message, and where its segments begin.

    Example:
        >>> marks_of("UNB+UNOC:3+A+B'")[0].release
        '?'

    Raises:
        UnreadableError: It is neither X12 nor EDIFACT.
    """
    if text.startswith("ISA") and len(text) >= _ISA:
        return Marks(component=text[104], element=text[3], segment=text[105]), 0
    if text.startswith("UNA") and len(text) >= _UNA:
        return Marks(text[3], text[4], text[8], text[6].strip()), _UNA
    if text.startswith("UNB"):
        return Marks(":", "+", "'", "?"), 0
    raise UnreadableError("neither an X12 nor an EDIFACT interchange")


_Element = tuple[int, int, str, int, int]


def _elements(text: str, start: int, marks: Marks) -> Iterator[_Element]:
    """Yield start, end and value of every component, and its element's and its own number.

    The first element of a segment is its tag, with the number 0.
    """
    ends = {marks.component, marks.element, marks.segment}
    at, first, value = start, start, ""
    fresh = True
    element = component = 0
    while at < len(text):
        char = text[at]
        if fresh and char in "\r\n":  # line breaks between segments are none of the message
            at += 1
            first = at
            continue
        if marks.release and char == marks.release and at + 1 < len(text):
            value += text[at + 1]
            at += 2
            fresh = False
            continue
        at += 1
        if char in ends:
            yield first, at - 1, value, element, component
            component = component + 1 if char == marks.component else 0
            element = 0 if char == marks.segment else element + (char == marks.element)
            first, value, fresh = at, "", char == marks.segment
        else:
            value += char
            fresh = False
    if re.search(r"\S", value):
        raise UnreadableError("the last segment does not end")


_PARTIES = frozenset({"NAD", "N1"})
_GROUPS = frozenset({"LIN", "IT1", "PO1", "UNS", "TDS", "CTT", "UNT", "SE"})
_OF_TOTALS = frozenset({"TXI", "AMT"})
"""Segments of X12 that are among the totals where the segment is gone that begins them."""
_QUALIFIER = re.compile(r"[A-Z0-9]{1,3}")


def _called(elements: Sequence[_Element]) -> Iterator[str]:
    """Yield the label of every component that has a value.

    It is the group that the segment is in (a party, a line, the totals), the segment's tag, the
    qualifier that its first element is, and the numbers of element and component.
    """
    group = tag = qualifier = ""
    for _, _, value, element, component in elements:
        if element == component == 0:
            tag, qualifier = value, ""
            group = value if value in _GROUPS else group
            group = "TDS" if group == "IT1" and value in _OF_TOTALS else group
        elif element == 1 and component == 0 and tag not in _GROUPS | {"BGM", "BIG"}:
            qualifier = value if _QUALIFIER.fullmatch(value) else ""
            group = f"{tag}+{value}" if tag in _PARTIES else group
        if value:
            own = "" if (element, component) == (1, 0) else qualifier
            yield f"{group}>{tag}+{own}/{element}.{component}"


def _counts(
    elements: Sequence[tuple[int, int, str]], text: str, marks: Marks
) -> Iterator[tuple[int, str, int]]:
    """Yield where UNT or SE counts the segments of its message, what it says, and how many are."""
    number, place, tag = 0, 0, ""
    for first, last, value in elements:
        if place == 0:
            tag = value
            number = 1 if tag in {"UNH", "ST"} else number + 1
        elif place == 1 and tag in {"UNT", "SE"}:
            yield first, value, number
        place = 0 if text[last : last + 1] == marks.segment else place + 1


WITNESS = Opener(lambda data, _evidence: EdiWitness(data))
