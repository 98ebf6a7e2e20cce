"""An account as a German bank exports it: a block about the account, then an entry a line.

Semicolons, decimal commas, Windows line ends and the old character set of eight bits; the balances
stand above the entries, not among them.
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.systems.currency import currency_spec
from chaosdocs.render.systems.plain_tables import block_above, csv_options
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record

_HEADS: Mapping[str, str] = {
    "/lines/*/key": "Kundenreferenz",
    "/lines/*/reference": "Referenz",
    "/lines/*/date": "Buchungstag",
    "/lines/*/value_date": "Valutadatum",
    "/lines/*/type": "Buchungstext",
    "/lines/*/party": "Begünstigter/Zahlungspflichtiger",
    "/lines/*/text": "Verwendungszweck",
    "/lines/*/amount": "Betrag",
}
"""Schema path to the head of its column; other fields have their German label."""
_EIGHT_BITS = ("de", "fr", "en")
"""Languages whose letters the old character set has."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: German marks, the sign in front, the currency stated once."""
    del medium
    return Convention(
        name="de_DE",
        decimal=",",
        group="",
        date="dd.MM.yyyy",
        currency=currency_spec(record),
    )


def table(values: StatementSet) -> Table:
    """Return the block about the account, a blank line, and the entries under their heads."""
    language = values.record.locale.partition("_")[0]
    return block_above(
        values,
        _name,
        system="account_de",
        locale="de_DE",
        options=csv_options(
            ";", newline="\r\n", encoding="cp1252" if language in _EIGHT_BITS else "utf-8"
        ),
    )


def tree(values: StatementSet) -> Tree:
    """Refuse: this bank sends no trees.

    Raises:
        UserError: Always.
    """
    raise UserError(
        f"account_de exports tables only, not the keys and values of {values.record.id}",
        hint="render it as csv or xlsx",
    )


def _name(domain: Domain, field: Field) -> str:
    del domain
    return _HEADS.get(field.path, field.label("de"))


SYSTEM = System(convention=convention, table=table, tree=tree)
