"""The fields, labels and rules of the domain ``invoice``."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.sources.fields import CURRENCIES, HOMES, stated
from chaosdocs.sources.order import NotBefore
from chaosdocs.sources.rates import GrossUp, Product, Rate
from chaosdocs.sources.relations import CountryOf, CurrencyOf, DueDate
from chaosdocs.sources.rules import Balance, Sum
from chaosdocs.truth.records import Domain
from chaosdocs.truth.vocabulary import COUNTRIES, UNITS, words_of

NOTES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Goods remain our property until paid in full.",
        "Please state the invoice number with your payment.",
        "Delivery as agreed, carriage paid.",
        "Thank you for your order.",
    ),
    "de": (
        "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.",
        "Bitte geben Sie bei der Zahlung die Rechnungsnummer an.",
        "Lieferung wie vereinbart, frei Haus.",
        "Vielen Dank für Ihren Auftrag.",
    ),
    "fr": (
        "La marchandise reste notre propriété jusqu'au paiement complet.",
        "Merci d'indiquer le numéro de facture lors du paiement.",
        "Livraison comme convenu, franco de port.",
        "Nous vous remercions de votre commande.",
    ),
    "ja": (
        "お支払いの際は請求書番号をご記入ください。",
        "振込手数料は貴社にてご負担願います。",
        "納品は契約のとおりです。",
        "毎度ありがとうございます。",
    ),
}
"""Language to the notes that an invoice may carry."""

WORDS: Mapping[str, tuple[str, str]] = {
    "en": ("Return: {}", "Discount {} %"),
    "de": ("Retoure: {}", "Rabatt {} %"),
    "fr": ("Retour : {}", "Remise {} %"),
    "ja": ("返品：{}", "値引き {} %"),
}
"""Language to the texts of lines for goods taken back and for discounts."""

INVOICE = Domain(
    name="invoice",
    list_path="/lines",
    words=words_of(UNITS, COUNTRIES),
    titles={"en": "Invoice", "de": "Rechnung", "fr": "Facture", "ja": "請求書"},
    fields=(
        stated(
            "/seller/name",
            "text",
            "sender",
            ("Seller", "Verkäufer", "Vendeur", "販売者"),
            "Name of the company that issues the invoice.",
        ),
        stated(
            "/seller/street",
            "text",
            "sender",
            ("Seller street", "Straße Verkäufer", "Rue du vendeur", "販売者町名番地"),
            "Street and number of the seller.",
        ),
        stated(
            "/seller/postcode",
            "id",
            "sender",
            ("Seller ZIP code", "PLZ Verkäufer", "Code postal du vendeur", "販売者郵便番号"),
            "Postcode of the seller.",
        ),
        stated(
            "/seller/city",
            "text",
            "sender",
            ("Seller city", "Ort Verkäufer", "Ville du vendeur", "販売者市区町村"),
            "City of the seller, with the state or prefecture where it is given.",
        ),
        stated(
            "/seller/country",
            "enum",
            "sender",
            ("Seller country", "Land Verkäufer", "Pays du vendeur", "販売者国"),
            "Country of the seller, as ISO 3166 code of two letters.",
            options=HOMES,
        ),
        stated(
            "/seller/vat_id",
            "id",
            "sender",
            ("Tax ID", "USt-IdNr.", "N° TVA", "登録番号"),
            "Tax or VAT identification number of the seller.",
        ),
        stated(
            "/buyer/name",
            "text",
            "recipient",
            ("Bill to", "Rechnung an", "Facturé à", "請求先"),
            "Name of the company that is to pay.",
        ),
        stated(
            "/buyer/street",
            "text",
            "recipient",
            ("Customer street", "Straße Kunde", "Rue du client", "請求先町名番地"),
            "Street and number of the buyer.",
        ),
        stated(
            "/buyer/postcode",
            "id",
            "recipient",
            ("Customer ZIP code", "PLZ Kunde", "Code postal du client", "請求先郵便番号"),
            "Postcode of the buyer.",
        ),
        stated(
            "/buyer/city",
            "text",
            "recipient",
            ("Customer city", "Ort Kunde", "Ville du client", "請求先市区町村"),
            "City of the buyer, with the state or prefecture where it is given.",
        ),
        stated(
            "/buyer/country",
            "enum",
            "recipient",
            ("Customer country", "Land Kunde", "Pays du client", "請求先国"),
            "Country of the buyer, as ISO 3166 code of two letters.",
            options=HOMES,
        ),
        stated(
            "/buyer/vat_id",
            "id",
            "recipient",
            ("Customer tax ID", "USt-IdNr. Kunde", "N° TVA client", "請求先登録番号"),
            "Tax or VAT identification number of the buyer.",
            required=False,
        ),
        stated(
            "/invoice_number",
            "id",
            "header",
            ("Invoice number", "Rechnungsnummer", "Numéro de facture", "請求書番号"),
            "Number of the invoice, exactly as printed, leading zeros included.",
        ),
        stated(
            "/issue_date",
            "date",
            "header",
            ("Invoice date", "Rechnungsdatum", "Date de facture", "請求日"),
            "Date on which the invoice was issued.",
        ),
        stated(
            "/due_date",
            "date",
            "header",
            ("Due date", "Fällig am", "Date d'échéance", "支払期限"),
            "Date by which the invoice is to be paid.",
        ),
        stated(
            "/delivery_date",
            "date",
            "header",
            ("Delivery date", "Lieferdatum", "Date de livraison", "納品日"),
            "Date on which the goods were delivered or the service was rendered.",
            required=False,
        ),
        stated(
            "/customer_number",
            "id",
            "header",
            ("Customer number", "Kundennummer", "Numéro client", "顧客番号"),
            "The seller's number for the buyer, leading zeros included.",
        ),
        stated(
            "/order_number",
            "id",
            "header",
            ("Order number", "Bestellnummer", "Numéro de commande", "注文番号"),
            "The buyer's number of the purchase order.",
            required=False,
        ),
        stated(
            "/currency",
            "enum",
            "header",
            ("Currency", "Währung", "Devise", "通貨"),
            "Currency of all amounts, as ISO 4217 code.",
            options=CURRENCIES,
        ),
        stated(
            "/lines/*/position",
            "id",
            "lines",
            ("Item", "Pos.", "Pos.", "項番"),
            "Number of the line, as printed.",
        ),
        stated(
            "/lines/*/sku",
            "id",
            "lines",
            ("Article no.", "Artikelnr.", "Réf. article", "品番"),
            "Article number, leading zeros included.",
        ),
        stated(
            "/lines/*/description",
            "text",
            "lines",
            ("Description", "Bezeichnung", "Désignation", "品名"),
            "What the line is for.",
        ),
        stated(
            "/lines/*/quantity",
            "quantity",
            "lines",
            ("Quantity", "Menge", "Quantité", "数量"),
            "Quantity with the code of its unit; negative for goods taken back.",
        ),
        stated(
            "/lines/*/unit_price",
            "money",
            "lines",
            ("Unit price", "Einzelpreis", "Prix unitaire", "単価"),
            "Price of one unit without tax.",
        ),
        stated(
            "/lines/*/amount",
            "money",
            "lines",
            ("Amount", "Betrag", "Montant", "金額"),
            "Amount of the line without tax; negative for a credit or a discount.",
        ),
        stated(
            "/net",
            "money",
            "totals",
            ("Net amount", "Nettobetrag", "Total HT", "小計"),
            "Sum of all lines, without tax.",
        ),
        stated(
            "/tax_rate",
            "percent",
            "totals",
            ("Tax rate %", "Steuersatz %", "Taux de TVA %", "税率 %"),
            "Tax rate in percent: 19 for 19 %.",
        ),
        stated(
            "/tax",
            "money",
            "totals",
            ("Tax amount", "Steuerbetrag", "Montant TVA", "消費税額"),
            "Amount of tax.",
        ),
        stated(
            "/total",
            "money",
            "totals",
            ("Total due", "Gesamtbetrag", "Total TTC", "合計金額"),
            "Amount to be paid, with tax.",
        ),
        stated(
            "/payment_days",
            "number",
            "payment",
            (
                "Payment term (days)",
                "Zahlungsziel (Tage)",
                "Délai de paiement (jours)",
                "支払サイト（日）",
            ),
            "Days from the invoice date to the due date.",
        ),
        stated(
            "/seller/bank",
            "text",
            "payment",
            ("Bank", "Bank", "Banque", "銀行"),
            "Name of the bank that the invoice is to be paid to.",
        ),
        stated(
            "/seller/iban",
            "id",
            "payment",
            ("IBAN", "IBAN", "IBAN", "IBAN"),
            "IBAN that the invoice is to be paid to, without spaces.",
            required=False,
        ),
        stated(
            "/seller/account",
            "id",
            "payment",
            ("Account number", "Kontonummer", "Numéro de compte", "口座番号"),
            "Account number, where the country has no IBAN.",
            required=False,
        ),
        stated(
            "/seller/routing",
            "id",
            "payment",
            ("Routing number", "Bankleitzahl", "Code banque", "銀行・支店コード"),
            "Routing number, or bank and branch code, where the country has no IBAN.",
            required=False,
        ),
        stated(
            "/seller/bic",
            "id",
            "payment",
            ("BIC", "BIC", "BIC", "SWIFTコード"),
            "BIC of the seller's bank.",
        ),
        stated(
            "/note",
            "text",
            "notes",
            ("Note", "Hinweis", "Remarque", "備考"),
            "A sentence at the end of the invoice.",
            required=False,
        ),
    ),
    rules=(
        Product(),
        Sum("/net", "amount"),
        Rate("/tax", "/net", "/tax_rate"),
        Balance("/total", plus=("/net", "/tax")),
        GrossUp("/total", "/net", "/tax_rate"),
        DueDate("/due_date", "/issue_date", "/payment_days"),
        NotBefore("/due_date", "/issue_date"),
        CountryOf("/seller/country", "/seller/vat_id", "tax"),
        CountryOf("/buyer/country", "/buyer/vat_id", "tax"),
        CurrencyOf("/currency"),
    ),
)
"""Every amount is in the invoice's currency; prices have no more digits than the currency."""
