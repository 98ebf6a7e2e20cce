"""A bill as an API like Xero's sends it: the direction in ``Type``, amounts without a sign.

``ACCPAY`` says that it is a bill: the contact is the seller, and the buyer is the organisation that
the export is of (under ``ACCREC`` it would be the other way round). A date stands twice, as
``/Date(1419937200000+0000)/`` and as ``DateString``. ``LineAmountTypes`` says what ``LineAmount``
is: ``Exclusive`` of tax here. A bill has no place for the number of the order: ``Reference`` goes
with ``ACCREC`` alone. Xero has no place for the unit of a quantity; here it stands behind the
number.

Evidence: https://github.com/XeroAPI/Xero-OpenAPI/blob/master/xero_accounting.yaml, the schemas
Invoice (Type, LineAmountTypes, ``Reference``: "ACCREC only"), Contact (AccountNumber, TaxNumber,
Addresses, BatchPayments, PaymentTerms), LineItem and TaxRate, and its examples of answers (dates of
both kinds). The API returns the organisation, the tax rates and the invoices one by one; here they
stand in one answer, so that the buyer and the rate are stated. The witness is json.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render.systems.branching import Branch, Branches
from chaosdocs.render.systems.currency import stated_once, with_currency
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.system import System
from chaosdocs.render.systems.trees import leaf_node
from chaosdocs.truth.conventions import Convention, write_date
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement

_TICKS: Final = "/Date(@ms+0+0000)/"
_STRING: Final = "yyyy-MM-ddT00:00:00"
_PATHS: Final = frozenset(
    {
        *(f"/{who}/{part}" for who in ("seller", "buyer")
          for part in ("name", "street", "postcode", "city", "country", "vat_id")),
        "/seller/iban", "/seller/account", "/invoice_number", "/issue_date", "/due_date",
        "/customer_number", "/currency", "/net", "/tax_rate", "/tax", "/total",
        "/payment_days", "/lines/*/sku", "/lines/*/description", "/lines/*/quantity",
        "/lines/*/unit_price", "/lines/*/amount",
    }
)  # fmt: skip


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: plain numbers, and the currency once for all amounts."""
    del medium
    currency = stated_once(record)
    return Convention(
        name="json",
        group="",
        date="yyyy-MM-dd",
        currency="after" if currency is None else f"column:{currency}",
    )


def tree(values: StatementSet) -> Tree:
    """Return the answer of the API: the organisation, the tax rates and one invoice."""
    return _Answer(with_currency(values)).tree()


class _Answer:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._b = Branches(values)

    def tree(self) -> Tree:
        b = self._b
        rate = self._number("EffectiveRate", "/tax_rate")
        kind = b.literal("TaxType", "INPUT")
        parts = (
            b.literal("Status", "OK"),
            b.many("Organisations", [self._party("/buyer")]),
            b.many("TaxRates", [b.group("", kind, rate)]) if rate is not None else None,
            b.many("Invoices", [self._invoice()]),
        )
        root = b.group("", *parts, *b.rest())
        return b.tree(root, "xero", {"indent": "2"})

    def _invoice(self) -> Branch:
        b = self._b
        return b.group(
            "",
            b.literal("Type", "ACCPAY"),
            b.at("InvoiceNumber", "/invoice_number"),
            self._contact(),
            *self._date("Date", "/issue_date"),
            *self._date("DueDate", "/due_date"),
            b.literal("LineAmountTypes", "Exclusive"),
            b.many("LineItems", [self._line(row) for row in rows_of(self._values)]),
            self._number("SubTotal", "/net"),
            self._number("TotalTax", "/tax"),
            self._number("Total", "/total"),
            b.at("CurrencyCode", "/currency"),
        )

    def _party(self, path: str) -> Branch:
        b = self._b
        address = b.group(
            "",
            b.literal("AddressType", "STREET"),
            b.at("AddressLine1", f"{path}/street"),
            b.at("City", f"{path}/city"),
            b.at("PostalCode", f"{path}/postcode"),
            b.at("Country", f"{path}/country"),
        )
        return b.group(
            "",
            b.at("Name", f"{path}/name"),
            b.at("TaxNumber", f"{path}/vat_id"),
            b.many("Addresses", [address]),
        )

    def _contact(self) -> Branch:
        b = self._b
        party = self._party("/seller")
        days = self._number("Day", "/payment_days")
        term = b.group("Bills", days, b.literal("Type", "DAYSAFTERBILLDATE"))
        path = "/seller/iban" if b.has("/seller/iban") else "/seller/account"
        members = () if party is None or party.members is None else party.members
        return b.group(
            "Contact",
            b.at("AccountNumber", "/customer_number"),
            *members,
            b.group("BatchPayments", b.at("BankAccountNumber", path)),
            b.group("PaymentTerms", term) if days is not None else None,
        )

    def _date(self, key: str, path: str) -> tuple[Branch, ...]:
        """The two leaves of a date: ticks since 1970, and a text."""
        b, day = self._b, self._b.first(path)
        if day is None:
            return ()
        if not isinstance(day.value, dt.date) or not day.text:
            return (b.leaf(key, day),)
        ticks = b.written(day, write_date(day.value, _TICKS), date=_TICKS)
        text = b.written(again(day, 2), write_date(day.value, _STRING), date=_STRING)
        return b.leaf(key, ticks), b.leaf(f"{key}String", text)

    def _line(self, row: str) -> Branch:
        b = self._b
        return b.group(
            "",
            b.at("ItemCode", "/lines/*/sku", row),
            b.at("Description", "/lines/*/description", row),
            b.at("Quantity", "/lines/*/quantity", row),
            self._number("UnitAmount", "/lines/*/unit_price", row),
            b.literal("TaxType", "INPUT"),
            self._number("LineAmount", "/lines/*/amount", row),
            row=row,
        )

    def _number(self, key: str, path: str, row: str | None = None) -> Branch:
        """The leaf of a number: a JSON number if its text is one."""
        statement: Statement | None = self._b.first(path, row)
        if statement is None:
            return None
        node: Node = leaf_node(statement, key)
        return self._b.leaf(key, statement, type_=node.type)


SYSTEM = System(
    convention=convention,
    tree=tree,
    media=("json",),
    domains=("invoice",),
    paths=_PATHS,
    fixed=True,
    witness="json",
)
