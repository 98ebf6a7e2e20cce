"""X12 invoices and orders: marks from ISA, values by their qualifiers and never by their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, minor, rows

_ISA: Final = 106
_ROLES: Final = {
    "SE": "Seller", "SU": "Seller", "BY": "Buyer", "ST": "Ship to", "BT": "Bill to",
    "RE": "Remit to", "BK": "Bank",
}  # fmt: skip
_REFERENCES: Final = {
    "DP": "Department", "IA": "Vendor number", "PD": "Promotion number", "PO": "Order number",
}  # fmt: skip
_DATES: Final = {"035": "Delivery date", "011": "Delivery date", "002": "Delivery date"}
_UNITS: Final = {
    "DA": "DAY", "HR": "HUR", "KG": "KGM", "LT": "LTR", "MO": "MON", "MR": "MTR",
}  # fmt: skip
_NET: Final = ("N", "TT")
_UNNUMBERED: Final = ("VERBAL", "NONE", "NA")
_FIRST_LINE: Final = ("IT1", "PO1")


def x12(text: str) -> Grid | None:
    """Return the rows of an X12 interchange, or None if the text is something else."""
    if not text.startswith("ISA") or len(text) < _ISA:
        return None
    message = _Message()
    for name, *elements in segments(text):
        message.take(name, [*elements, *[""] * 10])
    pairs = [pair for pair in message.pairs if pair[0]]
    return rows(pairs, list[Mapping[str, str]](message.lines))


def segments(text: str) -> Iterator[list[str]]:
    """Yield the elements of every segment, its name first, by the marks that ISA states."""
    element, end = text[3], text[105]
    for segment in text.split(end):
        bare = segment.strip("\r\n")
        if bare:
            yield bare.split(element)


class _Message:
    """What an interchange has said so far."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.lines: list[dict[str, str]] = []
        self._role = self._currency = ""
        self._noted = False

    def take(self, name: str, elements: list[str]) -> None:
        """Take a segment in."""
        first, second, third, fourth = elements[:4]
        match name:
            case "BIG":
                self.pairs += [("Invoice date", day(first)), ("Invoice number", second)]
                self.pairs.append(("Order number", fourth))
            case "BEG":
                number = "" if third in _UNNUMBERED else third
                self.pairs += [("Order number", number), ("Order date", day(elements[4]))]
            case "NTE" if first == "GEN":
                self.pairs.append(("Note", second))
            case "NTE":
                self.pairs.append((second.rstrip(":"), third))
            case "N9":
                self._noted = second == "GEN"
            case "MSG" if self._noted:
                self.pairs.append(("Note", first))
            case "MTX" if self._noted:
                self.pairs.append(("Note", second))
            case "CUR":
                self._currency = second
                self.pairs.append(("Currency", second))
            case "N1" | "N3" | "N4" | "REF":
                self._party(name, elements)
            case "ITD":
                self.pairs += [("Due date", day(elements[5])), ("Payment term (days)", elements[6])]
            case "DTM":
                self.pairs.append((_DATES.get(first, ""), day(second)))
            case "TDS":
                self.pairs.append(("Grand total", self._without_point(first)))
            case "TXI":
                self.pairs += [("Tax amount", self._money(second)), ("Tax rate", third)]
            case "AMT" if first in _NET:
                self.pairs.append(("Net amount", self._money(second)))
            case _:
                self._line(name, elements)

    def _party(self, name: str, elements: list[str]) -> None:
        first, second, third, fourth = elements[:4]
        if name == "N1":
            self._role = _ROLES.get(first, "")
            label = self._role if self._role == "Bank" else f"{self._role} name"
            number = {"Bank": "Routing number", "Buyer": "Customer number"}.get(self._role, "")
            self.pairs += [(label if self._role else "", second), (number, fourth)]
        elif name == "N3":
            self.pairs.append((f"{self._role} street", first))
        elif name == "N4":
            city, code, country = first, third, fourth
            for label, value in (("city", city), ("postcode", code), ("country", country)):
                self.pairs.append((f"{self._role} {label}", value))
        elif first == "TJ":
            self.pairs.append((f"{self._role} VAT ID", second))
        elif first == "11":
            iban = second[:2].isalpha() and second[2:4].isdigit()
            self.pairs.append(("IBAN" if iban else "Account number", second))
        else:
            self.pairs.append((_REFERENCES.get(first, ""), second))

    def _line(self, name: str, elements: list[str]) -> None:
        if name in _FIRST_LINE:
            self.lines.append(
                {
                    "Position": elements[0],
                    "Quantity": f"{elements[1]} {_UNITS.get(elements[2], elements[2])}".strip(),
                    "Unit price": self._money(elements[3]),
                    "Article no": elements[6],
                    "Description": "",
                }
            )
        elif name == "PID" and self.lines:
            self.lines[-1]["Description"] = elements[4]

    def _money(self, number: str) -> str:
        return amount(number, "+", self._currency) if number else ""

    def _without_point(self, number: str) -> str:
        return self._money(number) if "." in number else minor(number, "+", self._currency)
