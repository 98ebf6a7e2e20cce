"""A list of items as a company sends it to another one: in its own language, with a block above.

Labels, dates and numbers are those of the language; the total stands in the block.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.render.systems.currency import currency_spec
from chaosdocs.render.systems.plain_tables import block_above, csv_options
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record

_WRITTEN: Mapping[str, tuple[str, str, str]] = {
    "en": (".", ",", "MM/dd/yyyy"),
    "de": (",", ".", "dd.MM.yyyy"),
    "fr": (",", "", "dd/MM/yyyy"),
    "ja": (".", ",", "yyyy/MM/dd"),
}
"""Language to decimal mark, thousands separator and date."""
_OTHER = "en"


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: as usual in the language, the currency stated once."""
    del medium
    language = record.locale.partition("_")[0]
    decimal, group, date = _WRITTEN.get(language, _WRITTEN[_OTHER])
    return Convention(
        name=record.locale,
        decimal=decimal,
        group=group,
        date=date,
        currency=currency_spec(record),
    )


def table(values: StatementSet) -> Table:
    """Return the block about the account, a blank line, and the items under their heads."""
    locale = values.record.locale
    decimal, *_ = _WRITTEN.get(locale.partition("_")[0], _WRITTEN[_OTHER])
    return block_above(
        values,
        partial(_name, locale),
        system="open_items",
        locale=locale,
        options=csv_options(";" if decimal == "," else ",", newline="\r\n"),
    )


def _name(locale: str, domain: Domain, field: Field) -> str:
    del domain
    return field.label(locale)


SYSTEM = System(convention=convention, table=table, media=("xlsx", "csv"))
