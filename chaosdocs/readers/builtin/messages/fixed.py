"""Statements in fixed width: fields by the place of their characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, day, minor, rows

_HEADER: Final = re.compile(r"H.{46}[A-Z]{3}\d{16}")
_TRAILER: Final = re.compile(r"^T\d{21}\s*$", re.MULTILINE)
_HEAD: Final = {
    "routing": (1, 13), "account": (13, 47), "currency": (47, 50), "start": (50, 58),
    "end": (58, 66), "opening": (66, 82), "closing": (82, 98),
}  # fmt: skip
_MOVEMENT: Final = {
    "booked": (1, 9), "valued": (9, 17), "reference": (17, 29), "amount": (29, 45),
    "text": (45, 1000),
}  # fmt: skip


def fixed(text: str) -> Grid | None:
    """Return the rows of a statement in fixed width, or None if the text is something else."""
    if not _HEADER.match(text) and not (text.startswith("H") and _TRAILER.search(text)):
        return None
    lines = text.splitlines()
    head = _fields(lines[0], _HEAD)
    currency, account = head["currency"], head["account"]
    iban = account[:2].isalpha()
    pairs = [
        ("Routing number", head["routing"]),
        ("IBAN" if iban else "Account number", account),
        ("Currency", currency),
        ("Period from", day(head["start"])),
        ("Period to", day(head["end"])),
        ("Opening balance", _money(head["opening"], currency)),
        ("Closing balance", _money(head["closing"], currency)),
    ]
    movements: list[Mapping[str, str]] = []
    for line in lines[1:]:
        if not line.startswith("M"):
            continue
        found = _fields(line, _MOVEMENT)
        movements.append(
            {
                "Booking date": day(found["booked"]),
                "Value date": day(found["valued"]),
                "Description": found["text"],
                "Reference": found["reference"],
                "Amount": _money(found["amount"], currency),
            }
        )
    return rows(pairs, movements)


def _fields(line: str, places: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    return {name: line[start:end].strip() for name, (start, end) in places.items()}


def _money(text: str, currency: str) -> str:
    if not text or text[-1] not in "+-":
        return text
    return minor(text[:-1], text[-1], currency)
