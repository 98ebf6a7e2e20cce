"""The parts of a statement's text, for formats that write them in places of their own.

An amount is one text, ``897.50 EUR DBIT``; camt.053 writes its number into an element, its currency
into an attribute and the mark of its sign into another element.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chaosdocs.truth.statements import Statement

PARTS: Final = ("number", "currency", "mark", "unit", "rest", "first")
_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_NUMBER: Final = re.compile(r"[-+(]?\s?\d[\d.,' ]*[-)]?")


def part_of(statement: Statement, part: str) -> str:
    """Return a part of what a statement shows; an empty text where it has no such part.

    Args:
        statement: The statement.
        part: ``number``, ``currency`` and ``mark`` of an amount; ``number`` and ``unit`` of a
            quantity; ``first`` word and the ``rest`` of any text. Empty for the whole text.

    Example:
        >>> from chaosdocs.truth.conventions import Convention
        >>> from chaosdocs.truth.statements import says
        >>> made = Statement(id="/a#1", ref="/a", kind="money", text="897.50 EUR DBIT",
        ...     claim=says(), convention=Convention(name="camt", signs={"CRDT": "+", "DBIT": "-"}))
        >>> [part_of(made, part) for part in ("number", "currency", "mark")]
        ['897.50', 'EUR', 'DBIT']
    """
    text = statement.text
    if not part:
        return text
    if part in {"first", "rest"}:
        return text.partition(" ")[0 if part == "first" else 2]
    if statement.kind == "quantity":
        return _quantity(text)[0 if part == "number" else 1]
    convention = statement.convention
    signs = () if convention is None else tuple(convention.signs)
    number, currency, mark = _money(text, signs)
    return {"number": number, "currency": currency, "mark": mark}[part]


def _quantity(text: str) -> tuple[str, str]:
    found = _NUMBER.match(text)
    if found is None:
        return text, ""
    return found[0].rstrip(), text[found.end() :].strip()


@lru_cache(maxsize=4096)
def _money(text: str, signs: tuple[str, ...]) -> tuple[str, str, str]:
    mark = ""
    before, _, last = text.rpartition(" ")
    if before and last in signs:
        text, mark = before, last
    code = _CODE.search(text)
    if code is None or not any(c.isdigit() for c in text):
        return text, "", mark
    return f"{text[: code.start()].rstrip()} {text[code.end() :].lstrip()}".strip(), code[0], mark
