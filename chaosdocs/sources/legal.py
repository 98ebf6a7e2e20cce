"""Legal forms, and the ways in which companies' names show them."""

from __future__ import annotations

_SHOWN = (
    ("GmbH & Co. KGaA", "KGaA"), ("GmbH & Co. KG", "KG"), ("AG & Co. KGaA", "KGaA"),
    ("AG & Co. OHG", "OHG"), ("AG & Co. KG", "KG"), ("OHG mbH", "OHG"), ("KGaA", "KGaA"),
    ("Stiftung", "STIFTUNG"), ("GmbH", "GMBH"), ("GbR", "GBR"), ("OHG", "OHG"), ("e.G.", "EG"),
    ("e.V.", "EV"), ("AG", "AG"), ("KG", "KG"), ("S.A.R.L.", "SARL"), ("SARL", "SARL"),
    ("S.A.S.", "SAS"), ("SAS", "SAS"), ("S.A.", "SA"), ("SA", "SA"), ("LLC", "LLC"),
    ("PLC", "PLC"), ("Ltd", "LTD"), ("Inc", "INC"), ("Group", "GROUP"),
    ("株式会社", "KK"), ("有限会社", "YK"), ("合同会社", "GK"),
)  # fmt: skip
LEGAL_FORMS: tuple[str, ...] = (*sorted({code for _, code in _SHOWN}), "PARTNERSHIP")
"""Codes of the legal forms that a company can have."""


def shown_form(name: str) -> str | None:
    """Return the code of the legal form that a company's name shows, or None where it shows none.

    Example:
        >>> shown_form("Dippel Trapp GmbH & Co. KG"), shown_form("Dunn, Proctor and Holland")
        ('KG', None)
    """
    for shown, code in _SHOWN:
        if name.endswith(f" {shown}") or (not shown.isascii() and shown in name):
            return code
    return None
