"""invoice2data: fields of an invoice that one of its templates knows; it abstains elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from chaosdocs.readers.frames import cells_of
from chaosdocs.readers.parser import Library, Parser

NAMES = {
    "invoice_number": "invoice_number",
    "date": "issue_date",
    "date_due": "due_date",
    "amount": "total",
    "amount_untaxed": "net",
    "amount_tax": "tax",
    "currency": "currency",
    "vat": "seller/vat_id",
    "issuer": "seller/name",
    "iban": "iban",
    "bic": "bic",
}
"""Its names to ours."""


def invoice2data(path: Path) -> dict[str, Any]:
    """Return the fields that a template finds, under their names in an invoice."""
    import logging

    from invoice2data import extract_data

    logging.getLogger("invoice2data").setLevel(logging.CRITICAL)
    found = extract_data(str(path), templates=_templates()) or {}
    told = {NAMES[name]: value for name, value in found.items() if name in NAMES}
    return {"answer": dict(zip(told, cells_of(told.values()), strict=True))}


@cache
def _templates() -> Any:  # noqa: ANN401 - of a library without types
    from invoice2data.extract.loader import read_templates

    return read_templates()


PARSER = Parser(invoice2data, Library("invoice2data", "invoice2data"), "fields")
