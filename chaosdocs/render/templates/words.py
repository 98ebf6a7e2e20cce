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


def word(name: str, locale: str) -> str:
    """Return the words for `name` in the language of `locale`, English where it has none.

    Example:
        >>> word("page", "de_DE").format(page=1, pages=3)
        'Seite 1 von 3'
    """
    return WORDS.get(locale.partition("_")[0], WORDS["en"])[name]
