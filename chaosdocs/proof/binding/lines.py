"""Labels in texts of records: the tag before a value, its place in a record, a column's head."""

from __future__ import annotations

import re
from bisect import bisect_right

from chaosdocs.proof.binding.grid import GridLabels
from chaosdocs.proof.binding.label import Known, plain

_SWIFT = re.compile(r":(\d\d[A-Z]?):")
_SWIFT_FIXED = 10
"""Characters of a SWIFT field whose place says what they are: two dates."""
_SGML = re.compile(r"<(/?)([\w.]+)>([^<\r\n]*)")
_CODE = re.compile(r"\d{3}")
_KEY = re.compile(r"(\S+(?: \S+)*?) {2,}|(\S+) ")
_CELLS = 2
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
            self._grid = GridLabels({
                (row, column): cell.strip()
                for row, line in enumerate(self._lines)
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
                offset = column - found.end()
                label = f":{found[1]}:"
                # of a booking the second date may be missing, then the mark of the sign is there
                free = found[1] == "86" or (
                    found[1] == "61" and not self._lines[row][column : column + 1].isdecimal()
                )
                if 0 <= offset < _SWIFT_FIXED and not free:
                    label += str(offset)
                return label if known(label) else ""
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
            return self._grid.of(row, line.count("|", 0, column), known)
        found = _KEY.match(line)
        label = plain(found[1] or found[2]) if found is not None and found.end() <= column else ""
        return label if label and known(label) else ""

    def _fixed(self, row: int, column: int, known: Known) -> str:
        label = f"{self._lines[row][:1]}{column}"
        return label if known(label) else ""


def _tags(text: str) -> list[tuple[int, str]]:
    """Where each value of an SGML text begins, and the tags that are open there."""
    found: list[tuple[int, str]] = []
    path: list[str] = []
    for tag in _SGML.finditer(text):
        if tag[1]:
            while path and path.pop() != tag[2]:
                pass
        elif tag[3].strip():
            found.append((tag.start(3), "/".join((*path[-2:], tag[2]))))
        else:
            path.append(tag[2])
    return found
