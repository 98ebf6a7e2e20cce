"""Labels in texts of records: the tag before a value, its place in a record, a column's head."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from chaosdocs.proof.binding.grid import GridLabels
from chaosdocs.proof.binding.label import Known, plain

_SWIFT = re.compile(r":(\d\d[A-Z]?):")
_SWIFT_PARTS = {
    "60F": re.compile(r"(R?[CD](?=\d|[A-Z]{3}\d|$))?(\d{6})?([A-Z]{3})?"),
    "62F": re.compile(r"(R?[CD](?=\d|[A-Z]{3}\d|$))?(\d{6})?([A-Z]{3})?"),
    "61": re.compile(r"(\d{6})?(\d{4})?"),
}
"""SWIFT fields of several parts, any of which may be missing."""
_SWIFT_NAMES = {"60F": "017", "62F": "017", "61": "06"}
"""Where each of them begins if none is missing."""
_SWIFT_FIXED = 10
"""Characters of another SWIFT field whose place says what they are."""
_SGML = re.compile(r"<(/?)([\w.]+)>([^<\r\n]*)")
_CODE = re.compile(r"\d{3}")
_KEY = re.compile(r"(\S+(?: \S+)*?) {2,}|(\S+) ")
_BAND = 1000
"""More columns than a line has: those of the next line of a record count from there."""
_LOTS = 3
"""Lines with a bar of which a text has at least so many is a list."""


class LineLabels:
    """A text of lines, to be asked for the label of a place in it.

    Args:
        text: The text: SWIFT fields, SGML, records parted by commas, a list with bars, or records
            of fixed width.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer(r"\n", text))]
        self._lines = text.split("\n")
        head = text.lstrip("\ufeff")
        if head.startswith("OFXHEADER") or "<OFX>" in head:
            self._of = self._sgml
            self._tags = list(_tags(text))
        elif re.search(r"^:\d\d[A-Z]?:", head, re.MULTILINE):
            self._of = self._swift
        elif head.startswith("01,"):
            self._of = self._commas
        elif sum("|" in line for line in self._lines) >= _LOTS:
            self._of = self._bars
            self._bands = list(_bands(self._lines))
            self._grid = GridLabels({
                (row, band + column): cell.strip()
                for row, (line, band) in enumerate(zip(self._lines, self._bands, strict=True))
                if "|" in line
                for column, cell in enumerate(line.split("|"))
                if cell.strip()
            })  # fmt: skip
        else:
            self._of = self._fixed

    def of(self, start: int, known: Known) -> str:
        """Return the label of what begins at a place of the text, or an empty text."""
        row = bisect_right(self._starts, start) - 1
        return self._of(row, start - self._starts[row], known)

    def _sgml(self, row: int, column: int, known: Known) -> str:
        at = bisect_right(self._tags, (self._starts[row] + column, "\uffff")) - 1
        return self._tags[at][1] if at >= 0 and known(self._tags[at][1]) else ""

    def _swift(self, row: int, column: int, known: Known) -> str:
        while row >= 0:
            found = _SWIFT.match(self._lines[row])
            if found is not None:
                part = _swift_part(found[1], self._lines[row][found.end() :], column - found.end())
                label = f":{found[1]}:{part}"
                return label if part is not None and known(label) else ""
            row, column = row - 1, 10**6
        return ""

    def _commas(self, row: int, column: int, known: Known) -> str:
        line = self._lines[row]
        index = line.count(",", 0, column)
        fields = line.split(",")
        label = f"{fields[0]},{min(index, 6) if fields[0] == '16' else index}"
        if fields[0] in {"03", "88"} and index:
            code = fields[index - 1]
            label = f"{fields[0]},{code}" if _CODE.fullmatch(code) else label
        return label if known(label) else ""

    def _bars(self, row: int, column: int, known: Known) -> str:
        line = self._lines[row]
        if "|" in line:
            return self._grid.of(row, self._bands[row] + line.count("|", 0, column), known)
        found = _KEY.match(line)
        label = plain(found[1] or found[2]) if found is not None and found.end() <= column else ""
        return label if label and known(label) else ""

    def _fixed(self, row: int, column: int, known: Known) -> str:
        label = f"{self._lines[row][:1]}{column}"
        return label if known(label) else ""


def _bands(lines: Sequence[str]) -> Iterator[int]:
    r"""Yield the number of the first column of every line of a list with bars.

    A record may take up several lines, of which the first begins with a bar; so may the heads. Each
    line of a record stands under the line of the heads that has the same place.

    Example:
        >>> list(_bands(["|No|", " Sum|", "----", "|1|", " 2.50|", "|2|", " 3.50|"]))
        [0, 1000, 0, 0, 1000, 0, 1000]
    """
    band = 0
    above = ""
    for line in lines:
        goes_on = "|" in line and not line.startswith("|") and "|" in above
        band = band + _BAND if goes_on else 0
        above = line
        yield band


def _swift_part(tag: str, body: str, offset: int) -> str | None:
    """Return which part of a SWIFT field a place is in; None where nobody can tell.

    Example:
        >>> _swift_part("61", "2203040302C54,19", 6), _swift_part("61", "220304C54,19", 6)
        ('6', '')
        >>> _swift_part("25", "30070010/1234", 9), _swift_part("25", "1234", 0)
        ('/', None)
    """
    if tag in _SWIFT_PARTS:
        found = _SWIFT_PARTS[tag].match(body)
        for number, name in enumerate(_SWIFT_NAMES[tag], 1):
            if found is not None and found.start(number) <= offset < found.end(number):
                return name
        return ""
    if tag == "25":
        slash = body.find("/")
        if slash >= 0:
            return "/" if offset > slash else "0"
        return "0" if body[:2].isalpha() else None
    if tag == "86":
        named = 0 < offset <= len(body) and body[:offset].rstrip().endswith(":")
        return None if named else ""  # words before it say what it is
    return str(offset) if 0 <= offset < _SWIFT_FIXED else ""


def _tags(text: str) -> list[tuple[int, str]]:
    r"""Where each value of an SGML text begins, and the tags that are open there.

    A tag that is closed nowhere opens nothing: its value is blank.

    Example:
        >>> _tags("<A>\n<END>\n<B>\n<SUM>12\n</B>\n</A>")
        [(19, 'A/B/SUM')]
    """
    closed = {tag[2] for tag in _SGML.finditer(text) if tag[1]}
    found: list[tuple[int, str]] = []
    path: list[str] = []
    for tag in _SGML.finditer(text):
        if tag[1]:
            while path and path.pop() != tag[2]:
                pass
        elif tag[3].strip():
            found.append((tag.start(3), "/".join((*path[-2:], tag[2]))))
        elif tag[2] in closed:
            path.append(tag[2])
    return found
