"""The label of a value: the words, keys or tags that say what stands at its place."""

from __future__ import annotations

import re
from collections.abc import Callable

from chaosdocs.proof.reading.normal import normal

Known = Callable[[str], bool]
"""Whether a text, in the form of `plain`, is a label."""
Piece = tuple[str, str]
"""A text that states nothing, and an empty path; or an empty text, and the path of a field."""

_CURRENCY = re.compile(r"\s*\(\s*[A-Z]{3}\s*\)\s*$")
_ENDS = " :\uff1a*\t"


def plain(text: str) -> str:
    """Return a label without case, colon and currency, which are written this way and that.

    Example:
        >>> plain("AMOUNT (USD)"), plain("Amount (Net):"), plain("(EUR)")
        ('amount', 'amount (net)', '')
    """
    return _CURRENCY.sub("", normal(text)).casefold().strip(_ENDS)
