"""Technical names as SAP's tables have them: of documents, vendors, accounts and partners."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "/invoice_number": "XBLNR",
    "/issue_date": "BLDAT",
    "/due_date": "NETDT",
    "/delivery_date": "LFDAT",
    "/customer_number": "KUNNR",
    "/order_number": "EBELN",
    "/currency": "WAERS",
    "/net": "NETWR",
    "/tax": "MWSBK",
    "/tax_rate": "MSATZ",
    "/total": "WRBTR",
    "/payment_days": "ZBD1T",
    "/note": "BKTXT",
    "/seller/vat_id": "STCEG",
    "/seller/iban": "IBAN",
    "/seller/account": "BANKN",
    "/seller/routing": "BANKL",
    "/seller/bic": "SWIFT",
    "/seller/bank": "BANKA",
    "/lines/*/position": "POSNR",
    "/lines/*/sku": "MATNR",
    "/lines/*/description": "ARKTX",
    "/lines/*/quantity": "FKIMG",
    "/lines/*/unit_price": "NETPR",
    "/lines/*/amount": "POS_NETWR",
    "/iban": "IBAN",
    "/account": "BANKN",
    "/routing": "BANKL",
    "/bank/name": "BANKA",
    "/bank/bic": "SWIFT",
    "/bank/country": "BANKS",
    "/statement_number": "AZNUM",
    "/period_start": "AZDAT_VON",
    "/period_end": "AZDAT_BIS",
    "/opening_balance": "SSALD",
    "/closing_balance": "ESALD",
    "/total_credits": "SUMHA",
    "/total_debits": "SUMSO",
    "/lines/*/booking_date": "BUDAT",
    "/lines/*/value_date": "VALUT",
    "/lines/*/reference": "XBLNR",
    "/lines/*/balance": "SALDO",
    "statement/lines/*/description": "SGTXT",
    "statement/lines/*/amount": "DMBTR",
    "/institution": "INSTITUT",
    "/document_number": "DOKNR",
    "/review_date": "PRUEFDAT",
    "/company/legal_form": "LEGAL_ENTY",
    "/company/registration_number": "REGISTER_NR",
    "/company/lei": "LEI",
    "/company/incorporation_date": "FOUND_DAT",
    "/risk_rating": "RISK_CLASS",
    "/politically_exposed": "PEP",
    "kyc/lines/*/name": "NAME_TEXT",
    "/lines/*/birth_date": "BIRTHDT",
    "/lines/*/nationality": "NATIO",
    "/lines/*/id_number": "IDNUMBER",
    "/lines/*/role": "RLTYP",
    "/lines/*/percentage": "ANTEIL",
    "/remainder": "ANTEIL_REST",
    "ledger/company/name": "BUTXT",
    "ledger/period_start": "BUDAT_VON",
    "ledger/period_end": "BUDAT_BIS",
    "ledger/total": "SALDO",
    "ledger/lines/*/key": "BELNR",
    "ledger/lines/*/reference": "XBLNR",
    "ledger/lines/*/date": "BLDAT",
    "ledger/lines/*/due": "NETDT",
    "ledger/lines/*/party": "NAME1",
    "ledger/lines/*/text": "SGTXT",
    "ledger/lines/*/amount": "WRBTR",
}
"""Schema path, or domain and schema path, to the technical name."""

PARTIES: Mapping[str, str] = {
    "seller": "LIFNR",
    "buyer": "KUNNR",
    "holder": "KOINH",
    "company": "PARTNER",
}
"""First step of a path to what the columns of that partner begin with."""

SEGMENTS: Mapping[str, str] = {
    "seller": "VENDOR",
    "buyer": "CUSTOMER",
    "holder": "HOLDER",
    "company": "PARTNER",
}
"""First step of a path to the key of the partner's segment in a tree."""

PARTS: Mapping[str, str] = {
    "name": "NAME1",
    "street": "STRAS",
    "postcode": "PSTLZ",
    "city": "ORT01",
    "country": "LAND1",
    "vat_id": "STCEG",
}
"""Last step of a partner's path to the name of the field."""
