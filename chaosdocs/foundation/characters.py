"""Characters that show nothing, and characters that no file can carry."""

from __future__ import annotations

import unicodedata
from typing import Final

_PREPENDED: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that are drawn: signs before Arabic, Syriac and Kaithi numbers."""
_NONE_FIRST, _NONE_LAST = 0xFDD0, 0xFDEF
_LAST_OF_PLANE = 0xFFFE


def is_unseen(char: str) -> bool:
    r"""Whether a character shows nothing: zero-width, joiners, bidi marks, the soft hyphen.

    Example:
        >>> [is_unseen(char) for char in ("\u200b", "\u202e", "\u00ad", "a", " ")]
        [True, True, True, False, False]
    """
    return unicodedata.category(char) == "Cf" and char not in _PREPENDED


def seen(text: str) -> str:
    r"""Return `text` without the characters that show nothing.

    Example:
        >>> seen("ab\u200bcd\u200f")
        'abcd'
    """
    if text.isascii():
        return text
    return "".join(char for char in text if not is_unseen(char))


def uncarried(text: str) -> str | None:
    r"""Return the first character that not every format can carry, or None.

    These are control characters, line breaks excepted, halves of characters, and the code points
    that are no characters (Unicode 16.0, 23.7).

    Example:
        >>> uncarried("a\x07b"), uncarried("a\u200bb\nc")
        ('\x07', None)
    """
    if text.isascii() and text.isprintable():
        return None
    return next(filter(_is_uncarried, text), None)


def _is_uncarried(char: str) -> bool:
    code = ord(char)
    return (
        (unicodedata.category(char) in {"Cc", "Cs"} and char != "\n")
        or code & _LAST_OF_PLANE == _LAST_OF_PLANE
        or _NONE_FIRST <= code <= _NONE_LAST
    )
