"""An export as Swiss banks make it: columns ``Belastung`` and ``Gutschrift``, a minus as well.

What goes out stands in its own column and has a minus there: the two say the same once, not twice.
Groups of digits are parted by an apostrophe; the file is UTF-8 with a byte order mark.

Evidence: frappe/erpnext#56690 (mark and sign are both applied).
"""

from __future__ import annotations

from chaosdocs.render.systems.bank_tables import Bank, system
from chaosdocs.truth.conventions import Convention

SYSTEM = system(
    Bank(
        name="bank_ch",
        labels={
            "/bank/name": "Bank",
            "/bank/bic": "BIC",
            "/bank/country": "Land der Bank",
            "/holder/name": "Kontoinhaber",
            "/holder/street": "Kontoinhaber Strasse",
            "/holder/postcode": "Kontoinhaber PLZ",
            "/holder/city": "Kontoinhaber Ort",
            "/iban": "IBAN",
            "/account": "Kontonummer",
            "/routing": "BLZ",
            "/statement_number": "Auszug Nr.",
            "/period_start": "Von",
            "/period_end": "Bis",
            "/currency": "Währung",
            "/opening_balance": "Anfangssaldo",
            "/closing_balance": "Endsaldo",
            "/total_credits": "Gutschriften",
            "/total_debits": "Belastungen",
            "/lines/*/booking_date": "Buchungstag",
            "/lines/*/value_date": "Valuta",
            "/lines/*/description": "Buchungstext",
            "/lines/*/reference": "Referenz",
            "/lines/*/balance": "Saldo",
        },
        debit="Belastung",
        credit="Gutschrift",
        sign="both",
        convention=Convention(name="de_CH", decimal=".", group="'", date="dd.MM.yyyy"),
        options={"delimiter": ";", "quote": '"', "newline": "\r\n", "bom": "yes"},
    )
)
