"""MT940: fields between colons, the sign in a mark, text in field 86."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, rows

_FIELD: Final = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_BALANCE: Final = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d.,]+)")
_ENTRY: Final = re.compile(
    r"(?P<value>\d{6})?(?P<entry>\d{4}|\s{4})?(?P<mark>E?R?[CD])?[A-Z]?(?P<amount>[\d.,]*[.,]\d*|\d+)?"
    r"(?P<code>[NFS][A-Z0-9 ]{3})?(?P<reference>.*)",
    re.DOTALL,
)
_PLUS: Final = {"C": "+", "RD": "+", "D": "-", "RC": "-"}
_HALF_A_YEAR: Final = 6
_TEXT: Final = re.compile(r"\?(\d\d)([^?]*)")
_PARTS: Final = {
    "Type": {"00"},
    "Description": {*map(str, range(20, 30)), *map(str, range(60, 64))},
    "Name": {"32", "33"},
}
"""What an entry says to the numbered fields that say it."""
_WORD: Final = re.compile(r"/(TRTP|NAME|REMI)/(.*?)(?=/(?:TRTP|NAME|REMI)/|\Z)")
_WORDS: Final = {"TRTP": "Type", "NAME": "Name", "REMI": "Description"}


def mt940(text: str) -> Grid | None:
    """Return the rows of an MT940 statement, or None if the text is something else."""
    if not re.search(r"^:(?:20|25|60[FM]|61|62[FM]):", text, re.MULTILINE):
        return None
    pairs: list[tuple[str, str]] = []
    lines: list[dict[str, str]] = []
    currency = ""
    for tag, value in fields(text):
        match tag:
            case "25":
                pairs += _account(value)
            case "28C" | "28":
                pairs.append(("Statement number", value))
            case "60F" | "60M" | "62F" | "62M":
                found = _BALANCE.match(value)
                if found is None:
                    continue
                currency = found[3]
                label = "Opening balance" if tag.startswith("60") else "Closing balance"
                if tag == "62F":
                    pairs.append(("Period to", day(found[2])))
                shown = amount(found[4], _PLUS[found[1]], currency, decimal=",")
                pairs += [("Currency", currency), (label, shown)]
            case "61":
                lines.append(entry(value, currency))
            case "86" if lines:
                _informed(lines[-1], value)
    return rows(pairs, list[Mapping[str, str]](lines))


def fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield tag and text of every field, its lines kept."""
    found = list(_FIELD.finditer(text))
    for place, each in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        value = text[each.end() : end].strip("\r\n")
        yield each[1], re.split(r"\r?\n-", value)[0].rstrip()


def entry(value: str, currency: str = "") -> dict[str, str]:
    """Return what a field 61 says.

    Example:
        >>> entry("2603120312RC95,40NTRFREF-12", "EUR")["Amount"]
        '-95.40 EUR'
    """
    first = value.replace("\r", "").partition("\n")[0]
    found = _ENTRY.match(first)
    if found is None:  # pragma: no cover - every part may be missing
        return {}
    valued = day(found["value"] or "")
    made = {"Value date": valued}
    if (found["entry"] or "").strip():
        made["Booking date"] = _booked(valued, found["entry"])
    if found["amount"]:
        sign = _PLUS.get((found["mark"] or "C").removeprefix("E"), "+")
        made["Amount"] = amount(found["amount"], sign, currency, decimal=",")
    own, _, other = (found["reference"] or "").partition("//")
    reference = other if own.strip() in {"", "NONREF"} else own
    if reference.strip():
        made["Reference"] = reference.strip()
    return made


def _booked(valued: str, entry_date: str) -> str:
    """The entry date has no year: it is that of the value date, or the one next to it."""
    year, month = int(valued[:4] or "2000"), int(entry_date[:2])
    apart = month - int(valued[5:7] or month)
    year += (apart < -_HALF_A_YEAR) - (apart > _HALF_A_YEAR)
    return f"{year}-{entry_date[:2]}-{entry_date[2:]}"


def _informed(line: dict[str, str], value: str) -> None:
    """Add the information to the account owner: numbered fields, code words, or free text."""
    free = " ".join(part.strip() for part in value.splitlines())
    if re.match(r"\d{3}\?", value) is not None:
        said = _TEXT.findall(re.sub(r"\r?\n", "", value))
        for head, numbers in _PARTS.items():
            text = "".join(part for number, part in said if number in numbers).strip()
            if text or head == "Description":
                line.setdefault(head, text)
    elif free.startswith(tuple(f"/{word}/" for word in _WORDS)):
        for word, text in _WORD.findall(free):
            line.setdefault(_WORDS[word], text.strip())
    else:
        line.setdefault("Description", free.strip())


def _account(value: str) -> list[tuple[str, str]]:
    if re.match(r"[A-Z]{2}\d{2}[A-Z0-9]{8,}", value):
        return [("IBAN", value)]
    routing, slash, account = value.rpartition("/")
    return [("Routing number", routing), ("Account number", account)] if slash else [
        ("Account number", account)
    ]  # fmt: skip
