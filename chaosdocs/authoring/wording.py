"""In which words and in which convention a document is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from chaosdocs.truth.statements import Statement

T = TypeVar("T")


def in_language(words: Mapping[str, T], locale: str) -> T:
    """Return the word for the language of a locale, or the English word if there is none.

    Example:
        >>> in_language({"en": "Total", "de": "Summe"}, "de_DE")
        'Summe'
    """
    return words.get(locale.partition("_")[0], words["en"])


def currency_of(statement: Statement) -> str:
    """Return where a statement's convention puts the currency: after the number by default."""
    return "after" if statement.convention is None else statement.convention.currency
