"""An export as American banks make it: amounts without a sign, their type in a column.

Account and balances stand above the table, one on a line. ``Transaction Type`` is ``Debit`` or
``Credit``; who reads the amount alone takes every payment for money that comes in.

Evidence: frappe/erpnext#56690 and #56600 (amounts with a mark beside them).
"""

from __future__ import annotations

from chaosdocs.render.systems.bank_tables import Bank, system
from chaosdocs.truth.conventions import Convention

SYSTEM = system(
    Bank(
        name="bank_us",
        labels={
            "/bank/name": "Bank Name",
            "/bank/bic": "SWIFT",
            "/bank/country": "Bank Country",
            "/holder/name": "Account Holder",
            "/holder/street": "Holder Street",
            "/holder/postcode": "Holder ZIP",
            "/holder/city": "Holder City",
            "/iban": "IBAN",
            "/account": "Account Number",
            "/routing": "Routing Number",
            "/statement_number": "Statement Number",
            "/period_start": "Period From",
            "/period_end": "Period To",
            "/currency": "Currency",
            "/opening_balance": "Opening Balance",
            "/closing_balance": "Closing Balance",
            "/total_credits": "Total Credits",
            "/total_debits": "Total Debits",
            "/lines/*/booking_date": "Booking Date",
            "/lines/*/value_date": "Value Date",
            "/lines/*/description": "Description",
            "/lines/*/reference": "Reference",
            "/lines/*/amount": "Amount",
            "/lines/*/balance": "Balance",
        },
        debit="Debit",
        credit="Credit",
        sign="type",
        type_head="Transaction Type",
        convention=Convention(name="en_US", decimal=".", group="", date="yyyy-MM-dd"),
        options={"delimiter": ",", "quote": '"', "newline": "\n", "bom": "no"},
    )
)
