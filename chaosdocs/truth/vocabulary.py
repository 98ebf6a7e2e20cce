"""The words that people write for codes: units, countries, legal forms, roles and risks.

A domain says which of them its documents write on paper (`Domain.words`). A judge takes a unit as
printed for its code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "EA": "ea", "HUR": "hr", "DAY": "day", "MON": "mo", "KGM": "kg", "LTR": "L", "MTR": "m",
    },
    "de": {
        "EA": "Stk.", "HUR": "Std.", "DAY": "Tag", "MON": "Mon.", "KGM": "kg", "LTR": "l",
        "MTR": "m",
    },
    "fr": {
        "EA": "pce", "HUR": "h", "DAY": "j", "MON": "mois", "KGM": "kg", "LTR": "L", "MTR": "m",
    },
    "ja": {
        "EA": "個", "HUR": "時間", "DAY": "日", "MON": "か月", "KGM": "kg", "LTR": "L",
        "MTR": "m",
    },
}  # fmt: skip
"""Language to code of UN/ECE recommendation 20 (EA: of recommendation 21) to its printed word."""

COUNTRIES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "AT": "Austria", "CH": "Switzerland", "DE": "Germany", "ES": "Spain", "FR": "France",
        "GB": "United Kingdom", "IT": "Italy", "JP": "Japan", "NL": "Netherlands", "PL": "Poland",
        "SE": "Sweden", "US": "United States",
    },
    "de": {
        "AT": "Österreich", "CH": "Schweiz", "DE": "Deutschland", "ES": "Spanien",
        "FR": "Frankreich", "GB": "Großbritannien", "IT": "Italien", "JP": "Japan",
        "NL": "Niederlande", "PL": "Polen", "SE": "Schweden", "US": "USA",
    },
    "fr": {
        "AT": "Autriche", "CH": "Suisse", "DE": "Allemagne", "ES": "Espagne", "FR": "France",
        "GB": "Royaume-Uni", "IT": "Italie", "JP": "Japon", "NL": "Pays-Bas", "PL": "Pologne",
        "SE": "Suède", "US": "États-Unis",
    },
    "ja": {
        "AT": "オーストリア", "CH": "スイス", "DE": "ドイツ", "ES": "スペイン", "FR": "フランス",
        "GB": "英国", "IT": "イタリア", "JP": "日本", "NL": "オランダ", "PL": "ポーランド",
        "SE": "スウェーデン", "US": "米国",
    },
}  # fmt: skip
"""Language to code of ISO 3166 to the country's short name."""

COMPANIES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "LOW": "Low", "MEDIUM": "Medium", "HIGH": "High", "SHAREHOLDER": "Shareholder",
        "DIRECTOR": "Director", "TRUSTEE": "Trustee", "NOMINEE": "Nominee", "INC": "Inc.",
        "CORP": "Corporation", "LP": "Limited partnership", "PARTNERSHIP": "Partnership",
    },
    "de": {
        "LOW": "niedrig", "MEDIUM": "mittel", "HIGH": "hoch", "SHAREHOLDER": "Anteilseigner",
        "DIRECTOR": "Geschäftsleiter", "TRUSTEE": "Treuhänder", "NOMINEE": "Strohmann",
        "GMBH": "GmbH", "UG": "UG (haftungsbeschränkt)", "EK": "e. K.", "EG": "eG", "EV": "e. V.",
        "GBR": "GbR", "STIFTUNG": "Stiftung",
    },
    "fr": {
        "LOW": "faible", "MEDIUM": "moyen", "HIGH": "élevé", "SHAREHOLDER": "Associé",
        "DIRECTOR": "Dirigeant", "TRUSTEE": "Fiduciaire", "NOMINEE": "Prête-nom",
        "PARTNERSHIP": "Société de personnes",
    },
    "ja": {
        "LOW": "低", "MEDIUM": "中", "HIGH": "高", "SHAREHOLDER": "出資者", "DIRECTOR": "役員",
        "TRUSTEE": "受託者", "NOMINEE": "名義人", "KK": "株式会社", "YK": "有限会社",
        "GK": "合同会社",
    },
}  # fmt: skip
"""Language to code of a risk, a role or a legal form to its word, where they differ."""


def words_of(*tables: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return language to code to word, of several tables together.

    Example:
        >>> words_of(UNITS, COUNTRIES)["de"]["JP"]
        'Japan'
    """
    languages = dict.fromkeys(language for table in tables for language in table)
    return {
        language: {code: word for table in tables for code, word in table.get(language, {}).items()}
        for language in languages
    }


def codes_of(word: str) -> frozenset[str]:
    """Return the codes that a word stands for in any language; none for an unknown word.

    Example:
        >>> sorted(codes_of("Deutschland")), sorted(codes_of(" stk ")), codes_of("HUR")
        (['DE'], ['EA'], frozenset())
    """
    return _codes().get(_folded(word), frozenset())


def unit_code(unit: str) -> str:
    """Return the code of a unit as printed, or the unit itself where it is none of these words.

    Example:
        >>> unit_code("Std."), unit_code("個"), unit_code("box")
        ('HUR', 'EA', 'box')
    """
    return _unit_codes().get(_folded(unit), unit)


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for table in words_of(UNITS, COUNTRIES, COMPANIES).values():
        for code, word in table.items():
            found[_folded(word)] = found.get(_folded(word), frozenset()) | {code}
    return found


@cache
def _unit_codes() -> Mapping[str, str]:
    return {_folded(word): code for table in UNITS.values() for code, word in table.items()}


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip(" .")
