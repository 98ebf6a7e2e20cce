"""camt.052, 053 and 054 of any version: elements by their local names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.elements import Element, children, every, root_of, said
from chaosdocs.readers.builtin.messages.rows import Grid, amount, rows

_PLUS: Final = {"CRDT": "+", "DBIT": "-"}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def camt(text: str) -> Grid | None:
    """Return the rows of an ISO 20022 account message, or None if the text is something else."""
    root = root_of(text, "camt.05")
    if root is None:
        return None
    pairs: list[tuple[str, str]] = []
    lines: list[Mapping[str, str]] = []
    for name in ("Stmt", "Rpt", "Ntfctn"):
        for statement in every(root, name):
            pairs += list(_head(statement))
            lines += [_entry(entry) for entry in children(statement, "Ntry")]
    return rows(pairs, lines)


def money(element: Element) -> str:
    """Return the amount of a balance or entry with the sign of its indicator."""
    for each in children(element, "Amt"):
        sign = _PLUS.get(said(element, "CdtDbtInd"), "+")
        return amount((each.text or "").strip(), sign, each.get("Ccy", ""))
    return ""


def _head(statement: Element) -> Iterator[tuple[str, str]]:
    yield "Statement number", said(statement, "Id")
    yield "IBAN", said(statement, "Acct/Id/IBAN")
    yield "Account number", said(statement, "Acct/Id/Othr/Id")
    yield "Currency", said(statement, "Acct/Ccy")
    yield "Account holder", said(statement, "Acct/Ownr/Nm")
    yield "Holder street", said(statement, "Acct/Ownr/PstlAdr/StrtNm")
    yield "Holder postcode", said(statement, "Acct/Ownr/PstlAdr/PstCd")
    yield "Holder city", said(statement, "Acct/Ownr/PstlAdr/TwnNm")
    bank = "Acct/Svcr/FinInstnId"
    yield "Bank", said(statement, f"{bank}/Nm")
    yield "BIC", said(statement, f"{bank}/BIC") or said(statement, f"{bank}/BICFI")
    yield "Routing number", said(statement, f"{bank}/ClrSysMmbId/MmbId")
    yield "Bank country", said(statement, f"{bank}/PstlAdr/Ctry")
    yield "Period from", said(statement, "FrToDt/FrDtTm")[:10]
    yield "Period to", said(statement, "FrToDt/ToDtTm")[:10]
    for balance in children(statement, "Bal"):
        code = said(balance, "Tp/CdOrPrtry/Cd") or said(balance, "Tp/Cd")
        label = "Opening balance" if code in _OPENING else "Closing balance"
        if code in (*_OPENING, *_CLOSING):
            yield label, money(balance)
    currency = said(statement, "Acct/Ccy")
    for key, label in (("TtlCdtNtries", "Total credits"), ("TtlDbtNtries", "Total debits")):
        number = said(statement, f"TxsSummry/{key}/Sum")
        yield label, amount(number, "+", currency) if number else ""


def _entry(entry: Element) -> dict[str, str]:
    details = " ".join(
        (each.text or "").strip() for each in every(entry, "Ustrd") if (each.text or "").strip()
    )
    info = said(entry, "AddtlNtryInf")
    names = (
        (each.text or "").strip()
        for side in ("Dbtr", "Cdtr")
        for party in every(entry, side)
        for each in every(party, "Nm")
    )
    name = next(names, "")
    day = said(entry, "BookgDt/Dt") or said(entry, "BookgDt/DtTm")[:10]
    return {
        **({"Name": name} if name else {}),
        **({"Type": info} if info and details else {}),
        "Booking date": re.sub(r"T.*", "", day),
        "Value date": said(entry, "ValDt/Dt") or said(entry, "ValDt/DtTm")[:10],
        "Description": details or info,
        "Reference": said(entry, "AcctSvcrRef") or said(entry, "NtryRef"),
        "Amount": money(entry),
    }
