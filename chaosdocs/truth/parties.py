"""When two printed names are one party."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

LEGAL_FORMS: Final = frozenset(
    {
        "gmbh", "ggmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ek", "ev", "eg", "se",
        "co", "cokg", "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "plc", "corp",
        "corporation", "company", "sa", "sas", "sarl", "sasu", "eurl", "snc", "bv", "nv", "spa",
        "srl", "sl", "oy", "oyj", "ab", "aps", "as", "kk", "株式会社", "有限会社", "合同会社",
        "(株)", "(有)",
    }
)  # fmt: skip
"""Words that say what kind of company a party is."""
_LETTERS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@lru_cache(maxsize=4096)
def party_name(name: str) -> str:
    """Return a name as names are compared: no case, accents, punctuation, legal form.

    Example:
        >>> party_name("Müller & Söhne GmbH & Co. KG") == party_name("MUELLER SOEHNE")
        True
        >>> party_name("Weber AG") == party_name("Webers AG")
        False
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    for form in LEGAL_FORMS:
        if not form.isascii():
            text = text.replace(form, " ")
    text = "".join(_LETTERS.get(char, char) for char in text)
    marked = unicodedata.normalize("NFD", text)
    plain = "".join(char for char in marked if unicodedata.category(char) != "Mn")
    spaced = "".join(
        char if char.isalnum() else "" if char in ".'’" else " "
        for char in unicodedata.normalize("NFC", plain)
    )
    words = [word for word in spaced.split() if word not in LEGAL_FORMS]
    return "".join(words) or spaced.replace(" ", "")
