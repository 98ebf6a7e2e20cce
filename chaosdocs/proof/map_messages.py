"""The places of an EDI message that a map compares, read from the finished file alone.

The marks are those that the message states. Which element is a qualifier, and which segments belong
to a party or a line, is listed here once more, apart from what writes the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from chaosdocs.proof.witnesses.edi import elements_of

_OUTSIDE: Final = frozenset(
    {"ISA", "GS", "ST", "SE", "GE", "IEA", "UNA", "UNB", "UNH", "UNS", "UNT", "UNZ"}
)
_FIRST_IS_QUALIFIER: Final = frozenset(
    {"N1", "REF", "DTM", "CUR", "AMT", "TXI", "NTE", "PID", "N9"}
    | {"NAD", "RFF", "MOA", "QTY", "PRI", "FTX", "IMD", "CUX", "PAT", "TAX", "FII"}
)
_SPOKEN_FOR: Final = {
    "N1": {"4.1": "3.1"},
    "IT1": {"7.1": "6.1"},
    "PO1": {"7.1": "6.1"},
    "LIN": {"3.1": "3.2"},
    "NAD": {"2.1": "2.3"},
}
"""Tag to an element and the qualifier of its own that it has."""
_CODES: Final = {"DTM": ["1.3"], "FII": ["3.2", "3.3", "3.5", "3.6"]}
"""Tag to the elements that are codes of lists and formats."""
_BELONGS: Final = {
    "N1": ["N2", "N3", "N4", "REF", "PER"],
    "NAD": ["FII", "RFF", "CTA", "COM"],
    "IT1": ["PID"],
    "PO1": ["PID"],
    "LIN": ["IMD", "QTY", "MOA", "PRI", "FTX", "PIA"],
}
"""Tag of a party or a line to the tags of the segments below it."""
_LINES: Final = ("IT1", "PO1", "LIN")


def read_message(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each element of a message that states something.

    Raises:
        UnreadableError: It is neither X12 nor EDIFACT, or ends within a segment.
    """
    above = opened = ""
    x12 = False
    for _, its in groupby(elements_of(data), key=lambda element: element.segment):
        cells = {f"{each.element}.{each.component}": each.value for each in its if each.value}
        tag = cells.pop("0.1", "")
        x12 = x12 or tag == "ISA"
        if tag in _OUTSIDE:
            above = opened = ""
            continue
        qualifier = cells.pop("1.1", "") if tag in _FIRST_IS_QUALIFIER else ""
        join = "*" if x12 else "+"
        path = named = f"/{tag}{join}{qualifier}" if qualifier else f"/{tag}"
        if tag in _BELONGS:
            path = above = f"{named}/*" if tag in _LINES else named
            opened = tag
        elif opened and tag in _BELONGS[opened]:
            path = above + named
        else:
            above = opened = ""
        spoken = _SPOKEN_FOR.get(tag, {})
        for at, text in cells.items():
            if at in spoken.values() or at in _CODES.get(tag, ()):
                continue
            step = f"{int(at.partition('.')[0]):02}" if x12 else at
            code = cells.get(spoken.get(at, ""), "")
            yield f"{path}/{step}{join}{code}" if code else f"{path}/{step}", text
