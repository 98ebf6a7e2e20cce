"""What the title of an invoice says beside its name: ``Invoice # 4711 issued at 2024-03-05``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chaosdocs.readers.builtin.parsing import LIKELY, Parsed
from chaosdocs.readers.builtin.words import Line

_TITLE = re.compile(
    r"(?:\w*rechnung|rechnungskorrektur|gutschrift|(?:tax |commercial |sales )?invoice|bill|"
    r"credit (?:note|memo)|facture|avoir|note de crédit)\s*"
    r"(?:nr|no|number|nummer|n[°º]|num|#)?\s*[.:]?\s*"
    r"(?P<number>[^\s:]*\d[^\s,]*)(?P<rest>\s.*)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\s*(?:,|vom|du|of|dated|issued(?: at| on)?|from|on|le|am)\s(?P<date>.+)", re.IGNORECASE
)
LINES = 40
"""A title stands among so many lines."""


def titled(
    path: str, lines: Sequence[Line], read: Callable[[str, str], Parsed | None]
) -> Parsed | None:
    """Return what the title says of the number or the date of an invoice.

    Args:
        path: Path of the field.
        lines: The document.
        read: Makes a value of a text and a kind.
    """
    if path not in {"/invoice_number", "/issue_date"}:
        return None
    for line in lines[:LINES]:
        for segment in line:
            title = _TITLE.fullmatch(segment.text)
            if title is None or read(title["number"], "date") is not None:
                continue
            if path == "/invoice_number":
                return Parsed(title["number"], LIKELY)
            dated = _DATED.fullmatch(title["rest"] or "")
            return read(dated["date"], "date") if dated else None
    return None
