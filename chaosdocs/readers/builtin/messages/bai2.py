"""BAI2: records of commas, continued by 88; the code of an entry has its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, day, minor, rows

_DEBITS: Final = range(400, 700)
_BALANCES: Final = {"010": "Opening balance", "015": "Closing balance"}
_ABROAD: Final = "INTL"
_NAME: Final = re.compile(r"(?:ORIG CO|BENE) NAME:(.*)")
_AVAILABLE: Final = {"S": 3, "V": 2}
"""Funds type to the number of fields that follow it."""


def bai2(text: str) -> Grid | None:
    """Return the rows of a file of balances and entries, or None if the text is something else."""
    if not text.startswith("01,") or "\n02," not in text:
        return None
    pairs: list[tuple[str, str]] = []
    lines: list[dict[str, str]] = []
    currency = date = ""
    for code, record in records(text):
        fields = [*record.rstrip("/ ").split(","), *[""] * 8]
        if code == "02":
            date = day(fields[3])
            currency = fields[5] or currency
            routing = "" if fields[1] == _ABROAD else fields[1]
            pairs.append(("Routing number", routing))
        elif code == "03":
            currency = fields[1] or currency
            iban = fields[0][:2].isalpha()
            pairs.append(("IBAN" if iban else "Account number", fields[0]))
            pairs.append(("Currency", currency))
            pairs += list(_balances(fields[2:], currency))
        elif code == "16":
            lines.append(_entry(record.rstrip(), date, currency))
    return rows(dict(pairs).items(), list[Mapping[str, str]](lines))


def records(text: str) -> Iterator[tuple[str, str]]:
    """Yield code and content of every record, the continuations joined to what they continue."""
    code, content = "", ""
    for line in text.splitlines():
        own, _, rest = line.partition(",")
        if own == "88":
            content = f"{content.rstrip().removesuffix('/')} {rest}"
            continue
        if code:
            yield code, content
        code, content = own, rest
    if code:
        yield code, content


def _balances(fields: list[str], currency: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at + 1 < len(fields):
        label = _BALANCES.get(fields[at])
        if label and fields[at + 1]:
            yield label, minor(fields[at + 1], "+", currency)
        at += 4 + _AVAILABLE.get(fields[at + 3] if at + 3 < len(fields) else "", 0)


def _entry(record: str, date: str, currency: str) -> dict[str, str]:
    fields = record.split(",")
    fields += [""] * 4
    code, number, funds = fields[:3]
    more = _AVAILABLE.get(funds, 0)
    sign = "-" if code.isdigit() and int(code) in _DEBITS else "+"
    rest = fields[3 + more :]
    text = ",".join(rest[2:]).rstrip(",").removesuffix("/")
    named = _NAME.search(text)
    party = {"Name": named[1].strip()} if named is not None else {}
    return {
        **party,
        "Booking date": date,
        "Value date": day(fields[3]) if funds == "V" else "",
        "Description": (text if named is None else text[: named.start()]).strip(),
        "Reference": rest[0],
        "Amount": minor(number, sign, currency) if number else "",
    }
