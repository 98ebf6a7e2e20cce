"""OFX of both kinds: SGML whose tags nothing ends, and XML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, rows

_TAG: Final = re.compile(r"<([A-Za-z0-9._]+)>([^<\r\n]*)")
_ENTRY: Final = re.compile(r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.DOTALL)


def ofx(text: str) -> Grid | None:
    """Return the rows of a statement, or None if the text is something else."""
    if "<OFX>" not in text[:2000]:
        return None
    outside = _tags(_ENTRY.sub("", text))
    currency = outside.get("CURDEF", "")
    account = outside.get("ACCTID", "")
    iban = re.match(r"[A-Z]{2}\d{2}[A-Z0-9]{8,}", account) is not None
    pairs = [
        ("Currency", currency),
        ("IBAN" if iban else "Account number", account),
        ("Routing number", "" if iban else outside.get("BANKID", "")),
        ("Period from", _day(outside.get("DTSTART", ""))),
        ("Period to", _day(outside.get("DTEND", ""))),
        ("Closing balance", _money(outside.get("BALAMT", ""), currency)),
    ]
    entries = (_tags(found[1]) for found in _ENTRY.finditer(text))
    lines: list[Mapping[str, str]] = [_entry(tags, currency) for tags in entries]
    return rows(pairs, lines)


def _tags(text: str) -> dict[str, str]:
    """The value of every tag, the first where it stands twice."""
    found: dict[str, str] = {}
    for name, value in _TAG.findall(text):
        if value.strip():
            found.setdefault(name.upper(), html.unescape(value.strip()))
    return found


def _entry(tags: Mapping[str, str], currency: str) -> dict[str, str]:
    name, memo = (tags.get(each, "") for each in ("NAME", "MEMO"))
    return {
        **({"Name": name} if name and memo else {}),
        "Booking date": _day(tags.get("DTPOSTED", "")),
        "Value date": _day(tags.get("DTAVAIL", "")),
        "Description": memo or name,
        "Reference": tags.get("FITID", ""),
        "Amount": _money(tags.get("TRNAMT", ""), currency),
    }


def _money(number: str, currency: str) -> str:
    bare = number.replace(" ", "").removeprefix("+")
    return amount(bare, "+", currency, decimal="," if "," in bare else ".") if bare else ""


def _day(text: str) -> str:
    return day(text[:8])
