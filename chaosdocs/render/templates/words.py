"""The fixed words of documents, in the languages of the locales."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "page": "Page {page} of {pages}",
        "sender": "From",
        "recipient": "To",
        "header": "Details",
        "totals": "Summary",
        "payment": "Payment details",
        "references": "Further details",
        "notes": "Notes",
        "lines": "Entries",
        "row": "line {row}",
        "brought": "Brought forward",
        "carried": "Carried forward",
    },
    "de": {
        "page": "Seite {page} von {pages}",
        "sender": "Von",
        "recipient": "An",
        "header": "Angaben",
        "totals": "Zusammenfassung",
        "payment": "Zahlungsangaben",
        "references": "Weitere Angaben",
        "notes": "Hinweise",
        "lines": "Einträge",
        "row": "Zeile {row}",
        "brought": "Vortrag",
        "carried": "Übertrag",
    },
    "fr": {
        "page": "Page {page} sur {pages}",
        "sender": "De",
        "recipient": "À",
        "header": "Détails",
        "totals": "Récapitulatif",
        "payment": "Coordonnées de paiement",
        "references": "Autres mentions",
        "notes": "Remarques",
        "lines": "Lignes",
        "row": "ligne {row}",
        "brought": "Report",
        "carried": "À reporter",
    },
    "ja": {
        "page": "{page} / {pages} ページ",
        "sender": "差出人",
        "recipient": "宛先",
        "header": "詳細",
        "totals": "合計欄",
        "payment": "お支払い情報",
        "references": "その他の記載",
        "notes": "備考",
        "lines": "明細",
        "row": "{row}行目",
        "brought": "前頁より繰越",
        "carried": "次頁へ繰越",
    },
}
"""Language to key to words; ``page`` and ``row`` have places for numbers."""

SUBJECTS: Mapping[str, Mapping[str, str]] = {
    "en": {"sender": "Kept by", "recipient": "About"},
    "de": {"sender": "Aktenführende Stelle", "recipient": "Betrifft"},
    "fr": {"sender": "Dossier tenu par", "recipient": "Concerne"},
    "ja": {"sender": "作成者", "recipient": "対象法人"},
}
"""What stands above the sides of a file that is about somebody and sent to nobody."""
_FILES = ("kyc",)
HONORIFICS: Mapping[str, str] = {"ja": "御中"}
"""Language to what stands behind the name of a company that a letter is sent to."""
_LETTERS = ("invoice", "statement")


def word(name: str, locale: str, domain: str = "") -> str:
    """Return the words for `name` in the language of `locale`, English where it has none.

    Args:
        name: Key of the words.
        locale: Such as ``de_DE``.
        domain: Name of the domain: a file about a company has neither sender nor recipient.

    Example:
        >>> word("page", "de_DE").format(page=1, pages=3)
        'Seite 1 von 3'
    """
    language = locale.partition("_")[0]
    if domain in _FILES and name in SUBJECTS["en"]:
        return SUBJECTS.get(language, SUBJECTS["en"])[name]
    return WORDS.get(language, WORDS["en"])[name]


def honorific(locale: str, domain: str) -> str:
    """Return what stands behind the addressee's name, mostly nothing.

    Example:
        >>> honorific("ja_JP", "invoice"), honorific("ja_JP", "kyc")
        ('御中', '')
    """
    return HONORIFICS.get(locale.partition("_")[0], "") if domain in _LETTERS else ""
