"""EDIFACT invoices: segments by the marks of UNA, values by their qualifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, rows

_DATES: Final = {"137": "Invoice date", "13": "Due date", "35": "Delivery date"}
_AMOUNTS: Final = {"79": "Net amount", "77": "Grand total", "124": "Tax amount"}
_ROLES: Final = {"SU": "Seller", "SE": "Seller", "BY": "Buyer", "IV": "Buyer"}


def edifact(text: str) -> Grid | None:
    """Return the rows of an INVOIC message, or None if the text is something else."""
    if not text.startswith(("UNA", "UNB")) or "INVOIC" not in text[:400]:
        return None
    message = _Message(text[5] if text.startswith("UNA") else ".")
    for tag, elements in segments(text):
        message.take(tag, elements or [[""]])
    named = [pair for pair in message.pairs if pair[0]]
    return rows(named, list[Mapping[str, str]](message.lines))


class _Message:
    """What a message has said so far."""

    def __init__(self, decimal: str) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.lines: list[dict[str, str]] = []
        self._decimal = decimal
        self._role = self._currency = ""

    def take(self, tag: str, elements: list[list[str]]) -> None:
        """Take a segment in."""
        code, value = elements[0][0], _at(elements, 0, 1)
        match tag:
            case "BGM":
                self.pairs.append(("Invoice number", _at(elements, 1)))
            case "DTM":
                self.pairs.append((_DATES.get(code, ""), day(value)))
            case "RFF":
                label = {"ON": "Order number", "VA": f"{self._role} VAT ID".strip()}.get(code, "")
                self.pairs.append((label, value))
            case "NAD":
                self._role = _ROLES.get(code, "")
                self.pairs += list(_party(self._role, elements))
            case "FII":
                self.pairs += list(_bank(elements))
            case "CUX":
                self._currency = value
                self.pairs.append(("Currency", value))
            case "PAT":
                self.pairs.append(("Payment term (days)", _at(elements, 2, 3)))
            case "TAX":
                rate = _at(elements, 4, 3).replace(self._decimal, ".")
                self.pairs.append(("Tax rate", rate))
            case "FTX" if not self.lines:
                self.pairs.append(("Note", "".join(elements[-1])))
            case "MOA":
                self._money(code, value, _at(elements, 0, 2))
            case _:
                self._line(tag, elements)

    def _line(self, tag: str, elements: list[list[str]]) -> None:
        code, value = elements[0][0], _at(elements, 0, 1)
        if tag == "LIN":
            self.lines.append({"Position": code, "Article no": _at(elements, 2)})
        if not self.lines:
            return
        line = self.lines[-1]
        if tag == "IMD":
            line["Description"] = "".join(elements[-1][3:])
        elif tag == "QTY":
            number = value.replace(self._decimal, ".")
            line["Quantity"] = f"{number} {_at(elements, 0, 2)}".strip()
        elif tag == "PRI":
            line["Unit price"] = amount(value, "+", self._currency, decimal=self._decimal)

    def _money(self, code: str, value: str, own: str) -> None:
        shown = amount(value, "+", own or self._currency, decimal=self._decimal)
        if code == "203" and self.lines:
            self.lines[-1]["Amount"] = shown
        else:
            self.pairs.append((_AMOUNTS.get(code, ""), shown))


def segments(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield tag and elements of every segment, each element a list of components.

    Example:
        >>> list(segments("UNB+A'FTX+AAI+++It?'s:fine'"))[1]
        ('FTX', [['AAI'], [''], [''], ["It's", 'fine']])
    """
    component, element, release, end = ":", "+", "?", "'"
    if text.startswith("UNA"):
        component, element, release, end = text[3], text[4], text[6], text[8]
        text = text[9:]
    every = rf"{re.escape(release)}.|[^{re.escape(release + end)}]"
    for found in re.finditer(rf"\s*((?:{every})+){re.escape(end)}", text, re.DOTALL):
        elements = _split(found[1], element, release)
        pieces = [[_bare(c, release) for c in _split(e, component, release)] for e in elements[1:]]
        yield elements[0].strip(), pieces


def _split(text: str, mark: str, release: str) -> list[str]:
    pieces, at, start = [], 0, 0
    while at < len(text):
        if text[at] == release:
            at += 2
            continue
        if text[at] == mark:
            pieces.append(text[start:at])
            start = at + 1
        at += 1
    return [*pieces, text[start:]]


def _bare(text: str, release: str) -> str:
    return re.sub(rf"{re.escape(release)}(.)", r"\1", text, flags=re.DOTALL)


def _at(elements: list[list[str]], place: int, part: int = 0) -> str:
    if place >= len(elements) or part >= len(elements[place]):
        return ""
    return elements[place][part]


def _party(role: str, elements: list[list[str]]) -> Iterator[tuple[str, str]]:
    if not role:
        return
    if role == "Buyer":
        yield "Customer number", _at(elements, 1)
    for place, label in ((3, "name"), (4, "street"), (5, "city"), (7, "postcode"), (8, "country")):
        yield f"{role} {label}", " ".join(elements[place]) if place < len(elements) else ""


def _bank(elements: list[list[str]]) -> Iterator[tuple[str, str]]:
    account = _at(elements, 1)
    yield "IBAN" if re.match(r"[A-Z]{2}\d{2}", account) else "Account number", account
    yield "BIC", _at(elements, 2, 0)
    yield "Routing number", _at(elements, 2, 3)
    yield "Bank", _at(elements, 2, 6)
