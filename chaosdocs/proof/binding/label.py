"""The label of a value: the words, keys or tags that say what stands at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.reading.normal import normal

Known = Callable[[str], bool]
"""Whether a text, in the form of `plain`, is a label."""

_CURRENCY = re.compile(r"\s*\(\s*[A-Z]{3}\s*\)\s*$")
_ENDS = " :\uff1a*\t"


@runtime_checkable
class Labelled(Protocol):
    """A witness that tells under which labels a statement stands."""

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label of each piece of a line; empty where a piece has none.

        Args:
            line: The statement.
            known: Whether a text is a label: other texts are passed over.
        """
        ...


def plain(text: str) -> str:
    """Return a label without case, colon and currency, which are written this way and that.

    Example:
        >>> plain("AMOUNT (USD)"), plain("Amount (Net):"), plain("(EUR)")
        ('amount', 'amount (net)', '')
    """
    return _CURRENCY.sub("", normal(text)).casefold().strip(_ENDS)
