"""Exact match and F1 of SQuAD: texts without case, punctuation and articles.

The normaliser takes 10.00 for 1000 and -5 for 5.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Final

_ARTICLES: Final = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)


def squad_normal(text: str) -> str:
    """Return a text without case, punctuation, articles and surplus spaces.

    Example:
        >>> squad_normal("The  Total: 10.00!")
        'total 1000'
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def squad_exact(found: str, golds: Sequence[str]) -> bool:
    """Return whether a text is one of the right ones; without any, whether it is empty.

    Example:
        >>> squad_exact("-5", ["5"]), squad_exact("", []), squad_exact("x", [])
        (True, True, False)
    """
    return squad_normal(found) in {squad_normal(gold) for gold in _asked(golds)}


def squad_f1(found: str, golds: Sequence[str]) -> float:
    """Return F1 of the words of a text against the closest of the right ones.

    Example:
        >>> squad_f1("the Acme Limited", ["Acme"])
        0.6666666666666666
    """
    return max(
        _f1(squad_normal(found).split(), squad_normal(gold).split()) for gold in _asked(golds)
    )


def _asked(golds: Sequence[str]) -> Sequence[str]:
    return [gold for gold in golds if squad_normal(gold)] or [""]


def _f1(said: list[str], right: list[str]) -> float:
    if not said or not right:
        return float(said == right)
    same = (Counter(said) & Counter(right)).total()
    return 2 * same / (len(said) + len(right))
