"""Legal forms: how names show them, where they are registered, and since when there are any.

Sources: HGB §§ 29, 106, 162 and GmbHG § 7 (commercial register, parts A and B), GenG § 10, BGB
§§ 55 and 707; Loi 94-1 (SAS); MoMiG (UG, 2008); BGH II ZB 11/96 (KGaA without a person, 1997);
the Japanese Companies Act (on 1 May 2006 the last 有限会社 and the first 合同会社); the National
Tax Agency on the digits of corporate numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

_SHOWN = (
    ("GmbH & Co. KGaA", "KGaA"), ("GmbH & Co. KG", "KG"), ("AG & Co. KGaA", "KGaA"),
    ("AG & Co. OHG", "OHG"), ("AG & Co. KG", "KG"), ("KGaA", "KGaA"),
    ("UG (haftungsbeschränkt)", "UG"), ("Stiftung", "STIFTUNG"), ("GmbH", "GMBH"), ("GbR", "GBR"),
    ("OHG", "OHG"), ("e.K.", "EK"), ("e.G.", "EG"), ("eG", "EG"), ("e.V.", "EV"), ("AG", "AG"),
    ("KG", "KG"), ("S.A.R.L.", "SARL"), ("SARL", "SARL"), ("S.A.S.", "SAS"), ("SAS", "SAS"),
    ("S.A.", "SA"), ("SA", "SA"), ("LLC", "LLC"), ("LLP", "LLP"), ("LP", "LP"), ("Corp", "CORP"),
    ("Inc", "INC"), ("PLC", "PLC"), ("Ltd", "LTD"),
    ("株式会社", "KK"), ("有限会社", "YK"), ("合同会社", "GK"),
)  # fmt: skip
LEGAL_FORMS: tuple[str, ...] = (*sorted({code for _, code in _SHOWN}), "PARTNERSHIP")
"""Codes of the legal forms that a company can have."""

REGISTERS: Mapping[str, str] = {
    "EK": "HRA", "KG": "HRA", "OHG": "HRA", "GMBH": "HRB", "UG": "HRB", "AG": "HRB", "KGaA": "HRB",
    "EG": "GnR", "EV": "VR", "GBR": "GsR", "PARTNERSHIP": "PR",
}  # fmt: skip
"""Code of a German legal form to the register that its companies stand in."""

JAPANESE_KINDS: Mapping[str, str] = {"KK": "01", "YK": "02", "GK": "03"}
"""Code of a Japanese legal form to the fifth and sixth digit of its companies' numbers."""

_LONG_AGO, _TODAY = dt.date(1951, 1, 1), dt.date(2019, 6, 12)
_FOUNDED: Mapping[str, tuple[dt.date, dt.date]] = {
    "GK": (dt.date(2006, 5, 1), _TODAY),
    "KGaA": (dt.date(1998, 1, 1), _TODAY),
    "LLC": (dt.date(1994, 1, 1), _TODAY),
    "LLP": (dt.date(1994, 1, 1), _TODAY),
    "SAS": (dt.date(1994, 1, 4), _TODAY),
    "UG": (dt.date(2008, 11, 1), _TODAY),
    "YK": (_LONG_AGO, dt.date(2006, 4, 28)),
}


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


def founding_days(form: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which companies of a legal form were founded.

    Example:
        >>> founding_days("SAS")[0].year, founding_days("YK")[1].year
        (1994, 2006)
    """
    return _FOUNDED.get(form, (_LONG_AGO, _TODAY))
