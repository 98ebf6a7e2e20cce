"""Numbers with check digits: made right, and checked.

Sources: ISO 13616 (IBAN), ISO 17442 and ISO 7064 (LEI), ISO 9362 (BIC), the BZSt's and the DGFiP's
rules for VAT ids, the National Tax Agency's for Japanese corporate numbers, the ABA's for routing
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

IBAN_LENGTHS: Mapping[str, int] = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BH": 22, "CH": 21, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21,
    "HU": 28, "IE": 22, "IS": 26, "IT": 27, "KW": 30, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "QA": 29, "RO": 24, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
"""Country to the length of its IBANs."""

_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_VAT = re.compile(r"(DE|FR|GB)([0-9]{9,11})")


def iban(country: str, bban: str) -> str:
    """Return the IBAN of the account `bban`, which is capital letters and digits.

    Example:
        >>> iban("DE", "370400440532013000")
        'DE89370400440532013000'
    """
    return f"{country}{98 - _mod97(f'{bban}{country}00'):02}{bban}"


def is_iban(text: str) -> bool:
    """Whether `text`, written without spaces, has its country's length and right check digits.

    Example:
        >>> is_iban("DE89370400440532013000"), is_iban("DE89370400440532013001")
        (True, False)
    """
    return (
        bool(re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", text))
        and IBAN_LENGTHS.get(text[:2]) == len(text)
        and _mod97(text[4:] + text[:4]) == 1
    )


def is_bic(text: str) -> bool:
    """Whether `text` has the shape of a BIC: eight or eleven characters, a country in the middle.

    Example:
        >>> is_bic("DEUTDEFF500"), is_bic("DEUTDEFF5")
        (True, False)
    """
    return bool(_BIC.fullmatch(text))


def french_bban(bank: str, branch: str, account: str) -> str:
    """Return bank, branch (five digits each), account (eleven digits) and their RIB key.

    Example:
        >>> french_bban("20041", "01005", "05000134026")
        '20041010050500013402606'
    """
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return f"{bank}{branch}{account}{key:02}"


def german_vat(digits: str) -> str:
    """Return the VAT id with the eight `digits`, the first not 0 (ISO 7064, Mod 11,10).

    Example:
        >>> german_vat("13669597")
        'DE136695976'
    """
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return f"DE{digits}{(11 - product) % 10}"


def siren(digits: str) -> str:
    """Return the French company number with the eight `digits` (its ninth is a Luhn digit).

    Example:
        >>> siren("73282932")
        '732829320'
    """
    total = 0
    for at, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if at % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - Luhn
    return f"{digits}{-total % 10}"


def is_siren(text: str) -> bool:
    """Whether `text` is a French company number: nine digits, the last of them right.

    Example:
        >>> is_siren("732829320"), is_siren("732829321")
        (True, False)
    """
    return bool(re.fullmatch(r"[0-9]{9}", text)) and siren(text[:8]) == text


def french_vat(company: str) -> str:
    """Return the VAT id of the company with this SIREN.

    Example:
        >>> french_vat("404833048")
        'FR83404833048'
    """
    return f"FR{(12 + 3 * (int(company) % 97)) % 97:02}{company}"


def british_vat(digits: str) -> str:
    """Return the VAT id with the seven `digits`.

    Example:
        >>> british_vat("9807806")
        'GB980780684'
    """
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=True))
    return f"GB{digits}{97 - total % 97:02}"


def japanese_number(digits: str) -> str:
    """Return the corporate number with the twelve `digits`; its check digit stands first.

    Example:
        >>> japanese_number("700110005901")
        '8700110005901'
    """
    total = sum(int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits)))
    return f"{9 - total % 9}{digits}"


def is_japanese_number(text: str) -> bool:
    """Whether `text` is a Japanese corporate number: thirteen digits, the first of them right.

    Example:
        >>> is_japanese_number("8700110005901"), is_japanese_number("7700110005901")
        (True, False)
    """
    return bool(re.fullmatch(r"[0-9]{13}", text)) and japanese_number(text[1:]) == text


def routing_number(digits: str) -> str:
    """Return the ABA routing number with the eight `digits`.

    Example:
        >>> routing_number("02100002")
        '021000021'
    """
    total = sum(w * int(d) for w, d in zip((3, 7, 1, 3, 7, 1, 3, 7), digits, strict=True))
    return f"{digits}{-total % 10}"


def lei(prefix: str) -> str:
    """Return the LEI with the eighteen characters `prefix`.

    Example:
        >>> lei("5493000IBP32UQZ0KL")
        '5493000IBP32UQZ0KL24'
    """
    return f"{prefix}{98 - _mod97(prefix + '00'):02}"


def is_lei(text: str) -> bool:
    """Whether `text` is twenty characters with right check digits.

    Example:
        >>> is_lei("5493000IBP32UQZ0KL24"), is_lei("5493000IBP32UQZ0KL42")
        (True, False)
    """
    return bool(re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", text)) and _mod97(text) == 1


def is_tax_id(text: str) -> bool:
    """Whether `text` is a VAT id (DE, FR, GB), a Japanese T-number or an American EIN.

    Example:
        >>> [is_tax_id(t) for t in ("DE136695976", "T8700110005901", "12-3456789", "DE136695975")]
        [True, True, True, False]
    """
    if re.fullmatch(r"[0-9]{2}-[0-9]{7}", text):
        return True
    if text[:1] == "T":
        return is_japanese_number(text[1:])
    match = _VAT.fullmatch(text)
    if match is None:
        return False
    country, digits = match.groups()
    if country == "FR":
        number = digits[2:]
        return siren(number[:8]) == number and french_vat(number) == text
    made = german_vat(digits[:8]) if country == "DE" else british_vat(digits[:7])
    return made == text


def tax_country(text: str) -> str | None:
    """Return the country that a tax id names by its prefix, or None where it has none.

    Example:
        >>> tax_country("DE136695976"), tax_country("T8700110005901"), tax_country("12-3456789")
        ('DE', 'JP', None)
    """
    if not is_tax_id(text) or text[0].isdigit():
        return None
    return "JP" if text[0] == "T" else text[:2]


def _mod97(text: str) -> int:
    """The remainder by 97 of `text` read as a number, A being 10 and Z being 35."""
    return int("".join(str(int(c, 36)) for c in text)) % 97
