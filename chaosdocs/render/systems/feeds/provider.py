"""A report as a payment provider exports it: small heads with underscores, commas, ISO dates.

Decimal points without thousands separators, UTF-8; account, period and currency stand in each row.
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.render.systems.currency import stated_once
from chaosdocs.render.systems.lowering import leaf_words
from chaosdocs.render.systems.plain_tables import in_every_row
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record

_HEADS: Mapping[str, str] = {
    "/lines/*/key": "transaction_id",
    "/lines/*/type": "reporting_category",
    "/lines/*/date": "created",
    "/lines/*/party": "customer_name",
    "/lines/*/reference": "merchant_reference",
    "/lines/*/text": "description",
    "/lines/*/amount": "net",
    "/company/name": "account",
}
"""Schema path to the head of its column; other fields are called by the words of their path."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: plain numbers, ISO dates, the currency stated once."""
    del medium
    currency = stated_once(record)
    return Convention(
        name="en_US",
        decimal=".",
        group="",
        date="yyyy-MM-dd",
        currency="after" if currency is None else f"column:{currency}",
    )


def table(values: StatementSet) -> Table:
    """Return the flat table."""
    return in_every_row(
        values,
        _name,
        system="provider",
        locale="en_US",
        options={
            "delimiter": ",",
            "quote": '"',
            "encoding": "utf-8",
            "newline": "\n",
            "bom": "no",
            "typed": "yes",
        },
    )


def _name(domain: Domain, field: Field) -> str:
    return _HEADS.get(field.path, "_".join(leaf_words(domain, field)).lower())


SYSTEM = System(convention=convention, table=table, media=("xlsx", "csv"))
