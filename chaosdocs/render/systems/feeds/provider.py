"""A report as a payment provider exports it: small heads with underscores, commas, ISO dates.

Decimal points without thousands separators, UTF-8; account, period and currency stand in each row.
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.render.systems.lowering import leaf_words
from chaosdocs.render.systems.plain_tables import csv_options, in_every_row, plain_numbers
from chaosdocs.render.systems.system import System
from chaosdocs.truth.records import Domain, Field

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


def table(values: StatementSet) -> Table:
    """Return the flat table."""
    return in_every_row(
        values,
        _name,
        system="provider",
        locale="en_US",
        options=csv_options(","),
    )


def _name(domain: Domain, field: Field) -> str:
    return _HEADS.get(field.path, "_".join(leaf_words(domain, field)).lower())


SYSTEM = System(convention=plain_numbers, table=table, media=("xlsx", "csv"))
