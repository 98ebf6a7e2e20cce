"""The sentences of letters and of purchasing rules, in the languages of the locales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from chaosdocs.sources.world.packets.papers import PAPERS

ENCLOSED: Final[Mapping[str, str]] = {
    "en": "Enclosed: {paper}.",
    "de": "Beigefügt: {paper}.",
    "fr": "Ci-joint : {paper}.",
    "ja": "同封：{paper}。",
}
ORDER: Final[Mapping[str, str]] = {
    "en": "If documents contradict each other, they count in this order: {papers}. Of several "
    "versions of one document the later one counts.",
    "de": "Widersprechen sich Unterlagen, so gelten sie in dieser Reihenfolge: {papers}. Von "
    "mehreren Fassungen einer Unterlage gilt die spätere.",
    "fr": "Si des documents se contredisent, ils prévalent dans cet ordre : {papers}. De plusieurs "
    "versions d'un document, la plus récente prévaut.",
    "ja": "書類の記載が互いに異なる場合、次の順に優先する：{papers}。同じ書類に複数の版がある場合は、新しい版を優先する。",  # noqa: E501 - Japanese
}
VALID: Final[Mapping[str, str]] = {
    "en": "These rules hold for orders from {first} to {last}.",
    "de": "Diese Regeln gelten für Bestellungen vom {first} bis {last}.",
    "fr": "Ces règles valent pour les commandes du {first} au {last}.",
    "ja": "この規程は{first}から{last}までの注文に適用する。",
}
REPLACES: Final[Mapping[str, str]] = {
    "en": "This version replaces all earlier versions of this document.",
    "de": "Diese Fassung ersetzt alle früheren Fassungen dieser Unterlage.",
    "fr": "Cette version remplace toutes les versions antérieures de ce document.",
    "ja": "この版は本書類の以前のすべての版に代わるものである。",
}
_BETWEEN: Final[Mapping[str, str]] = {"ja": "、"}


def title_of(paper: str, locale: str) -> str:
    """Return what a kind of document is called.

    Example:
        >>> title_of("delivery", "de_DE")
        'Lieferschein'
    """
    return PAPERS[paper].domain.title(locale)


def enclosed(paper: str, locale: str) -> str:
    """Return the sentence of a letter that names an enclosed document."""
    return ENCLOSED[_language(locale)].format(paper=title_of(paper, locale))


def order_words(papers: tuple[str, ...], locale: str) -> str:
    """Return the rule by which documents count that contradict each other."""
    between = _BETWEEN.get(_language(locale), ", ")
    return ORDER[_language(locale)].format(
        papers=between.join(title_of(paper, locale) for paper in papers)
    )


def valid_words(first: dt.date, last: dt.date, locale: str) -> str:
    """Return the sentence that says for which orders rules hold."""
    return VALID[_language(locale)].format(first=first.isoformat(), last=last.isoformat())


def said(words: Mapping[str, str], locale: str) -> str:
    """Return the words of a locale's language."""
    return words[_language(locale)]


def _language(locale: str) -> str:
    return locale.partition("_")[0]
