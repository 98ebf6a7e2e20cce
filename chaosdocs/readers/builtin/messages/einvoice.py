"""Electronic invoices in XML: UBL and CII, the same terms in two trees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.readers.builtin.messages.elements import Element, at, root_of, said
from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, rows

Pairs = Iterator[tuple[str, str]]
_PARTS: Final = ("name", "street", "postcode", "city", "country", "VAT ID")
_UBL: Final = (
    "PartyName/Name", "PostalAddress/StreetName", "PostalAddress/PostalZone",
    "PostalAddress/CityName", "PostalAddress/Country/IdentificationCode",
    "PartyTaxScheme/CompanyID",
)  # fmt: skip
_CII: Final = (
    "Name", "PostalTradeAddress/LineOne", "PostalTradeAddress/PostcodeCode",
    "PostalTradeAddress/CityName", "PostalTradeAddress/CountryID", "SpecifiedTaxRegistration/ID",
)  # fmt: skip


def ubl(text: str) -> Grid | None:
    """Return the rows of a UBL invoice, or None if the text is something else."""
    root = root_of(text, "schema:xsd:Invoice-2")
    if root is None:
        return None
    currency = said(root, "DocumentCurrencyCode")
    lines = [_ubl_line(line, currency) for line in at(root, "InvoiceLine")]
    return rows(_ubl_head(root, currency), list[Mapping[str, str]](lines))


def cii(text: str) -> Grid | None:
    """Return the rows of a CII invoice, or None if the text is something else."""
    root = root_of(text, "CrossIndustryInvoice:100")
    if root is None:
        return None
    trade = next(iter(at(root, "SupplyChainTradeTransaction")), root)
    currency = said(trade, "ApplicableHeaderTradeSettlement/InvoiceCurrencyCode")
    items = at(trade, "IncludedSupplyChainTradeLineItem")
    lines = [_cii_line(line, currency) for line in items]
    return rows(_cii_head(root, trade, currency), list[Mapping[str, str]](lines))


def _money(element: Element, path: str, currency: str) -> str:
    for each in at(element, path):
        number = (each.text or "").strip()
        if number:
            return amount(number, "+", each.get("currencyID", currency))
    return ""


def _quantity(element: Element, path: str) -> str:
    for each in at(element, path):
        return f"{(each.text or '').strip()} {each.get('unitCode', '')}".strip()
    return ""


def _party(who: str, element: Element, path: str, parts: tuple[str, ...]) -> Pairs:
    for each in at(element, path):
        for label, part in zip(_PARTS, parts, strict=True):
            yield f"{who} {label}", said(each, part)


def _account(number: str) -> tuple[str, str]:
    iban = re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,}", number) is not None
    return "IBAN" if iban else "Account number", number


def _ubl_head(root: Element, currency: str) -> Pairs:
    yield "Invoice number", said(root, "ID")
    yield "Invoice date", said(root, "IssueDate")
    yield "Due date", said(root, "DueDate") or said(root, "PaymentMeans/PaymentDueDate")
    yield "Delivery date", said(root, "Delivery/ActualDeliveryDate")
    yield "Note", said(root, "Note")
    yield "Currency", currency
    yield "Order number", said(root, "OrderReference/ID")
    yield "Customer number", said(root, "AccountingCustomerParty/Party/PartyIdentification/ID")
    for who, name in (("Seller", "Supplier"), ("Buyer", "Customer")):
        path = f"Accounting{name}Party/Party"
        pairs = dict(_party(who, root, path, _UBL))
        legal = said(root, f"{path}/PartyLegalEntity/RegistrationName")
        pairs[f"{who} name"] = legal or pairs.get(f"{who} name", "")
        yield from pairs.items()
    account = "PaymentMeans/PayeeFinancialAccount"
    yield _account(said(root, f"{account}/ID"))
    yield "BIC", said(root, f"{account}/FinancialInstitutionBranch/ID")
    yield "Bank", said(root, f"{account}/FinancialInstitutionBranch/Name")
    routing = f"{account}/FinancialInstitutionBranch/FinancialInstitution/ID"
    yield "Routing number", said(root, routing)
    yield "Payment term (days)", said(root, "PaymentTerms/SettlementPeriod/DurationMeasure")
    yield "Tax rate", said(root, "TaxTotal/TaxSubtotal/TaxCategory/Percent")
    yield "Tax amount", _money(root, "TaxTotal/TaxAmount", currency)
    yield "Net amount", _money(root, "LegalMonetaryTotal/TaxExclusiveAmount", currency)
    yield "Grand total", _money(root, "LegalMonetaryTotal/TaxInclusiveAmount", currency)


def _ubl_line(line: Element, currency: str) -> dict[str, str]:
    return {
        "Position": said(line, "ID"),
        "Article no": said(line, "Item/SellersItemIdentification/ID"),
        "Description": said(line, "Item/Name"),
        "Quantity": _quantity(line, "InvoicedQuantity"),
        "Unit price": _money(line, "Price/PriceAmount", currency),
        "Amount": _money(line, "LineExtensionAmount", currency),
    }


def _cii_head(root: Element, trade: Element, currency: str) -> Pairs:
    settled = "ApplicableHeaderTradeSettlement"
    agreed = "ApplicableHeaderTradeAgreement"
    means = f"{settled}/SpecifiedTradeSettlementPaymentMeans"
    account = f"{means}/PayeePartyCreditorFinancialAccount"
    sums = f"{settled}/SpecifiedTradeSettlementHeaderMonetarySummation"
    issued = "ExchangedDocument/IssueDateTime/DateTimeString"
    delivered = "ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent"
    yield "Invoice number", said(root, "ExchangedDocument/ID")
    yield "Invoice date", day(said(root, issued))
    due = said(trade, f"{settled}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString")
    yield "Due date", day(due)
    yield "Delivery date", day(said(trade, f"{delivered}/OccurrenceDateTime/DateTimeString"))
    yield "Note", said(root, "ExchangedDocument/IncludedNote/Content")
    yield "Currency", currency
    yield "Order number", said(trade, f"{agreed}/BuyerOrderReferencedDocument/IssuerAssignedID")
    yield "Customer number", said(trade, f"{agreed}/BuyerTradeParty/ID")
    for who in ("Seller", "Buyer"):
        yield from _party(who, trade, f"{agreed}/{who}TradeParty", _CII)
    yield "IBAN", said(trade, f"{account}/IBANID")
    yield "Account number", said(trade, f"{account}/ProprietaryID")
    yield "BIC", said(trade, f"{means}/PayeeSpecifiedCreditorFinancialInstitution/BICID")
    yield "Tax rate", said(trade, f"{settled}/ApplicableTradeTax/RateApplicablePercent")
    yield "Tax amount", _money(trade, f"{sums}/TaxTotalAmount", currency)
    yield "Net amount", _money(trade, f"{sums}/TaxBasisTotalAmount", currency)
    yield "Grand total", _money(trade, f"{sums}/GrandTotalAmount", currency)


def _cii_line(line: Element, currency: str) -> dict[str, str]:
    price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"
    total = "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation"
    return {
        "Position": said(line, "AssociatedDocumentLineDocument/LineID"),
        "Article no": said(line, "SpecifiedTradeProduct/SellerAssignedID"),
        "Description": said(line, "SpecifiedTradeProduct/Name"),
        "Quantity": _quantity(line, "SpecifiedLineTradeDelivery/BilledQuantity"),
        "Unit price": _money(line, price, currency),
        "Amount": _money(line, f"{total}/LineTotalAmount", currency),
    }
