"""A list as a warehouse system exports it: technical heads in capitals, bars between cells.

ISO dates, decimal points, no thousands separators, UTF-8; the fields of the head stand in each row.
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
    "/lines/*/key": "DOC_NO",
    "/lines/*/reference": "REF_DOC",
    "/lines/*/date": "DOC_DATE",
    "/lines/*/party": "PARTNER_NAME",
    "/lines/*/text": "ITEM_TEXT",
    "/lines/*/quantity": "QTY",
    "/lines/*/price": "UNIT_PRICE",
    "/lines/*/amount": "LINE_VALUE",
}
"""Schema path to the head of its column; other fields are called by the words of their path."""


def table(values: StatementSet) -> Table:
    """Return the flat table."""
    return in_every_row(
        values,
        _name,
        system="warehouse",
        locale="en_US",
        options=csv_options("|"),
    )


def _name(domain: Domain, field: Field) -> str:
    return _HEADS.get(field.path, "_".join(leaf_words(domain, field)).upper())


SYSTEM = System(convention=plain_numbers, table=table, media=("xlsx", "csv"))
