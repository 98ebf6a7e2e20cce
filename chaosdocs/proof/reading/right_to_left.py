"""Text that runs from right to left, as it must stand on a page: for the witnesses alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from chaosdocs.foundation.errors import UserError

_RIGHT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FORMS: Final = range(0xFE80, 0xFEFD)
_LAM: Final = "\u0644"
_BRACKETS: Final = {ord(char): "|" for char in "()[]{}<>«»‹›"}


def has_right_to_left(text: str) -> bool:
    """Return whether a text has letters that run from right to left.

    Example:
        >>> has_right_to_left("Größe 金額"), has_right_to_left("ACME שלום")
        (False, True)
    """
    return not text.isascii() and _RIGHT.search(text) is not None


@lru_cache(maxsize=4096)
def as_drawn(text: str) -> str:
    """Return the glyphs of a text from left to right, Arabic letters joined; others as they are.

    Args:
        text: In the order in which it is read.

    Raises:
        UserError: python-bidi is not installed.
    """
    if not has_right_to_left(text):
        return text
    try:
        from bidi.algorithm import get_display
    except ImportError as error:
        raise UserError(
            "a page with text that runs from right to left cannot be proved without python-bidi",
            where=f"text {text[:60]!r}",
            hint="pip install 'chaosdocs[rtl]'",
        ) from error
    shown: str = get_display(_joined(text))
    return shown


def from_the_left(text: str) -> str:
    """Return what the glyphs of a text say from left to right, brackets of all kinds alike.

    So two texts can be compared whatever order an extractor makes of them.
    """
    said = (unicodedata.normalize("NFKC", each)[::-1] for each in as_drawn(text))
    return marks_alike("".join(said))


def marks_alike(text: str) -> str:
    """Return a text without spaces and with one sign for all brackets."""
    return "".join(text.translate(_BRACKETS).split())


def _joined(text: str) -> str:
    forms = _forms()
    out: list[str] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        width = 2 if pair[0] == _LAM and len(pair) > 1 and pair in forms else 1
        letter = text[at : at + width]
        mine = forms.get(letter, {})
        before = forms.get(_beside(text, at, -1), {})
        after = forms.get(_beside(text, at + width - 1, 1), {})
        from_before = "initial" in before and "final" in mine
        to_after = "initial" in mine and "final" in after
        kind = "medial" if from_before and to_after else "final" if from_before else "initial"
        alone = mine.get("isolated", letter) if width > 1 else letter
        out.append(mine.get(kind, letter) if from_before or to_after else alone)
        at += width
    return "".join(out)


def _beside(text: str, at: int, step: int) -> str:
    """Return the next letter before or behind a place, past the marks of letters."""
    at += step
    while 0 <= at < len(text) and unicodedata.combining(text[at]):
        at += step
    return text[at] if 0 <= at < len(text) else ""


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Return the forms of every Arabic letter, and of lam with alef: ``final``, ``initial`` ..."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if letters:
            name = "".join(chr(int(each, 16)) for each in letters.split())
            found.setdefault(name, {})[kind.strip("<>")] = chr(code)
    return found
