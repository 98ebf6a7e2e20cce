"""Text that runs from right to left, as it is drawn: letters joined, glyphs from left to right.

python-bidi puts the letters in order (UAX 9), arabic-reshaper joins them: both are in the extra
`rtl`. Joined forms are characters of their own in fonts (U+FE70 to U+FEFC), so no shaping engine
is needed. The text layer says the letters, as other writers of PDF do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from chaosdocs.foundation.errors import UserError

_RIGHT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BRACKETS: Final = "()[]{}<>«»‹›"
_NEUTRAL: Final = 0x2190
"""Arrows: as neutral as brackets are, and drawn the same from both sides."""


def has_right_to_left(text: str) -> bool:
    """Return whether a text has letters that run from right to left.

    Example:
        >>> has_right_to_left("Größe 金額"), has_right_to_left("ACME שלום")
        (False, True)
    """
    return not text.isascii() and _RIGHT.search(text) is not None


@lru_cache(maxsize=4096)
def drawn(text: str) -> tuple[tuple[str, str], ...]:
    """Return the glyphs of a text from left to right, each with what it says.

    Args:
        text: In the order in which it is read.

    Raises:
        UserError: The extra is not installed.
    """
    get_display, reshape = _libraries(text)
    joined: str = reshape(text)
    shown: str = get_display(joined)
    brackets = [char for char in joined if char in _BRACKETS]
    numbered = iter(range(_NEUTRAL, _NEUTRAL + len(brackets)))
    marked: str = get_display("".join(chr(next(numbered)) if c in _BRACKETS else c for c in joined))
    pairs = []
    for glyph, mark in zip(shown, marked, strict=True):
        which = ord(mark) - _NEUTRAL
        own = brackets[which] if glyph in _BRACKETS and 0 <= which < len(brackets) else glyph
        pairs.append((glyph, unicodedata.normalize("NFKC", own) if own >= "\ufe70" else own))
    return tuple(pairs)


def glyphs(text: str) -> str:
    """Return the glyphs of a text from left to right; any other text is returned as it is."""
    return "".join(glyph for glyph, _ in drawn(text)) if has_right_to_left(text) else text


def letters(text: str) -> str:
    """Return the letters of a text in the order of its glyphs; any other text as it is."""
    return "".join(said[::-1] for _, said in drawn(text)) if has_right_to_left(text) else text


@cache
def _reshaper() -> Any:  # noqa: ANN401 - of a library without types
    from arabic_reshaper import ArabicReshaper
    from arabic_reshaper.ligatures import LIGATURES

    names = (name for name, _ in LIGATURES)
    start, other = "ARABIC LIGATURE LAM WITH ALEF", "MAKSURA"
    pairs = {name: name.startswith(start) and other not in name for name in names}
    return ArabicReshaper(
        {
            "delete_harakat": False,
            "delete_tatweel": False,
            "shift_harakat_position": False,
            "use_unshaped_instead_of_isolated": True,
            "support_zwj": True,
            **pairs,
        }
    )


def _libraries(text: str) -> tuple[Any, Any]:
    try:
        from bidi.algorithm import get_display

        return get_display, _reshaper().reshape
    except ImportError as error:
        raise UserError(
            "text that runs from right to left cannot be set on pages without python-bidi and "
            "arabic-reshaper",
            where=f"text {text[:60]!r}",
            hint="pip install 'chaosdocs[rtl]'; csv, xlsx, json and xml need nothing",
        ) from error
