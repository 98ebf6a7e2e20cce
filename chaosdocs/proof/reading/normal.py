"""One form for texts that a reader takes for the same: spaces, dashes, widths, case."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")
_GONE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u00a0"), "")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200a\u3000\t\r\n\x0b\x0c"), " ")
_TABLE = {**_GONE, **_DASHES, **_QUOTES, **_SPACES}


def normal(text: str) -> str:
    """Return `text` under NFKC with plain dashes and apostrophes and single spaces.

    Example:
        >>> normal(" 1\u202f234,50\u00a0€ \u2212 x ")
        '1 234,50 € - x'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE)
    return " ".join(text.split())


def normal_lines(text: str) -> str:
    r"""Return `text` with every line under `normal`; empty lines are left out.

    Example:
        >>> normal_lines(" Ring\u00a0 twice.\r\n\r\n  Leave it there ")
        'Ring twice.\nLeave it there'
    """
    return "\n".join(line for part in text.splitlines() if (line := normal(part)))


def bare(text: str) -> str:
    """Return `text` under `normal`, without case and without anything but letters and digits.

    Example:
        >>> bare("DE12 3456-78/A")
        'de12345678a'
    """
    return re.sub(r"[\W_]+", "", normal(text).casefold())


def flat(text: str) -> str:
    """Return `text` with every character folded but none lost, so that places stay the same.

    Characters that fold to several keep their own form.
    """
    if text.isascii():
        return text.translate({9: " ", 10: "\n", 13: "\n"}).lower()
    table = {**_TABLE, 10: "\n", 13: "\n", **dict.fromkeys(_GONE, " "), 0xA0: " "}
    folded = text.translate(table)
    whole = unicodedata.normalize("NFKC", folded)
    if len(whole) == len(folded) and len(whole.lower()) == len(folded):
        return whole.lower()
    return "".join(map(_one, folded))


def _one(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char
