"""An export as German banks make it: amounts in a column ``Soll`` or ``Haben``, semicolons.

A block with the account and the balances stands above the table. The file is in ISO 8859-1 or
Windows-1252, everything is quoted, and the number of an amount has no sign: its column has.

Evidence: nicolettas-muggelbude/RechnungsFee#247 ("Betrag" and "Soll"/"Haben" beside each other).
"""

from __future__ import annotations

from chaosdocs.render.systems.bank_tables import Bank, system
from chaosdocs.truth.conventions import Convention

SYSTEM = system(
    Bank(
        name="bank_de",
        labels={
            "/bank/name": "Bank",
            "/bank/bic": "BIC",
            "/bank/country": "Land der Bank",
            "/holder/name": "Kontoinhaber",
            "/holder/street": "Kontoinhaber Straße",
            "/holder/postcode": "Kontoinhaber PLZ",
            "/holder/city": "Kontoinhaber Ort",
            "/iban": "IBAN",
            "/account": "Kontonummer",
            "/routing": "Bankleitzahl",
            "/statement_number": "Auszugsnummer",
            "/period_start": "Zeitraum von",
            "/period_end": "Zeitraum bis",
            "/currency": "Währung",
            "/opening_balance": "Anfangssaldo",
            "/closing_balance": "Endsaldo",
            "/total_credits": "Summe Gutschriften",
            "/total_debits": "Summe Belastungen",
            "/lines/*/booking_date": "Buchungstag",
            "/lines/*/value_date": "Wertstellung",
            "/lines/*/description": "Buchungstext",
            "/lines/*/reference": "Referenz",
            "/lines/*/balance": "Saldo",
        },
        debit="Soll",
        credit="Haben",
        sign="columns",
        convention=Convention(name="de_DE", decimal=",", group=".", date="dd.MM.yyyy"),
        options={
            "delimiter": ";",
            "quote": '"',
            "quoting": "all",
            "newline": "\r\n",
            "bom": "no",
        },
        encoding="cp1252",
        below=("/closing_balance",),
    )
)
