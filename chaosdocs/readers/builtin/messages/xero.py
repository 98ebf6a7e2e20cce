"""Invoices as the accounting API of Xero sends them: the direction says who the contact is."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, rows

_TICKS: Final = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_SIGNS: Final = ('"ACCPAY"', '"ACCREC"')
_LINE: Final = {"Article no": "ItemCode", "Description": "Description", "Quantity": "Quantity"}
_AMOUNTS: Final = {"Unit price": "UnitAmount", "Amount": "LineAmount"}
_ADDRESS: Final = {
    "street": "AddressLine1", "postcode": "PostalCode", "city": "City", "country": "Country",
}  # fmt: skip


def xero(text: str) -> Grid | None:
    """Return the rows of the first invoice in an answer, or None where a text is no answer."""
    if not any(sign in text for sign in _SIGNS):
        return None
    try:
        answer = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    invoices = _list(_dict(answer), "Invoices")
    if not invoices:
        return None
    invoice = invoices[0]
    currency = _text(invoice, "CurrencyCode")
    lines = [
        {head: _text(line, key) for head, key in _LINE.items()}
        | {head: _money(line, key, currency) for head, key in _AMOUNTS.items()}
        for line in _list(invoice, "LineItems")
    ]
    return rows(_head(_dict(answer), invoice, currency), list[Mapping[str, str]](lines))


def _head(
    answer: Mapping[str, Any], invoice: Mapping[str, Any], currency: str
) -> Iterator[tuple[str, str]]:
    contact = _dict(invoice.get("Contact"))
    own = next(iter(_list(answer, "Organisations")), {})
    bill = _text(invoice, "Type") == "ACCPAY"
    yield "Invoice number", _text(invoice, "InvoiceNumber")
    yield "Order number", "" if bill else _text(invoice, "Reference")
    for label, key in (("Invoice date", "Date"), ("Due date", "DueDate")):
        yield label, _day(invoice, key)
    yield "Currency", currency
    yield "Customer number", _text(contact, "AccountNumber" if bill else "ContactNumber")
    for who, party in (("Seller", contact if bill else own), ("Buyer", own if bill else contact)):
        yield f"{who} name", _text(party, "Name")
        yield f"{who} VAT ID", _text(party, "TaxNumber")
        for address in _list(party, "Addresses")[:1]:
            for part, key in _ADDRESS.items():
                yield f"{who} {part}", _text(address, key)
    account = _text(_dict(contact.get("BatchPayments")), "BankAccountNumber")
    yield "IBAN" if re.match(r"[A-Z]{2}\d\d", account) else "Account number", account
    terms = _dict(contact.get("PaymentTerms"))
    yield "Payment term (days)", _text(_dict(terms.get("Bills" if bill else "Sales")), "Day")
    for rate in _list(answer, "TaxRates")[:1]:
        yield "Tax rate", _text(rate, "EffectiveRate")
    for label, key in (("Net amount", "SubTotal"), ("Tax amount", "TotalTax"),
                       ("Grand total", "Total")):  # fmt: skip
        yield label, _money(invoice, key, currency)


def _day(invoice: Mapping[str, Any], key: str) -> str:
    """A date: the text of it, or the milliseconds since 1970."""
    said = _text(invoice, f"{key}String").removesuffix("T00:00:00")
    match = _TICKS.fullmatch(_text(invoice, key))
    if said or match is None:
        return said or _text(invoice, key)
    days = int(match[1]) // 86_400_000
    try:
        return (dt.date(1970, 1, 1) + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return match[0]


def _money(node: Mapping[str, Any], key: str, currency: str) -> str:
    number = _text(node, key)
    return amount(number, "+", currency) if number else ""


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _dict(node: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    return node if isinstance(node, dict) else {}


def _list(node: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = node.get(key)
    return [_dict(each) for each in value] if isinstance(value, list) else []
