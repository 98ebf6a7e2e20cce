"""Texts cut off at the width of a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rng,
    Skip,
    Statement,
    StatementSet,
    operator,
    retext,
    statements_of,
)
from chaosdocs.operators.text.levels import Width

_NARROWER: Final = 4
"""How many characters narrower a field may be."""
_LEAST: Final = 2
"""Letters that a cut takes away."""
_FEW: Final = (2, 3)
"""Letters of a word that a cut leaves."""
_LAST: Final = re.compile(r"[^\W\d_]+$")
_FIRST: Final = re.compile(r"[^\W\d_]+")
_EAST_ASIAN: Final = "\u2e80"
"""The first character of the scripts that have no spaces between words."""


@operator(
    VALUES,
    evidence="Media24si/UpnGenerator#5: names end after 33 characters; odoo/odoo#79658: after 22; "
    "transcom/mymove#13311: after 30",
    ladder=(Width(35), Width(27), Width(22), Width(16), Width(10)),
    version=2,
    nested=False,
    exempt={"applicable": "few texts are longer than the fields that cut them"},
)
def cut_short(values: StatementSet, level: Width, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with texts cut off in the middle of a word, at the width of a field.

    What it does:
        Cuts longer texts at a fixed length, behind two or three letters of a longer word: what is
        left of it does not look like a word. Of the widths 35, 27, 22, 16 and 10 characters and
        those up to four characters narrower, the one is taken that cuts most texts.

    In the wild:
        Payment messages (35 characters), ACH files (22), columns of mainframes and of printed
        lists.

    Effect on truth:
        Unanswerable. The rest is a trace, because a word that ends in the middle shows that letters
        are missing. The rest is also the lure.

    Example:
        >>> show(cut_short, "New windowpanes", "text")
        'New windowpanes → New win'
    """
    del rng  # every longer text is cut at the same width
    widths = range(level.characters, level.characters - _NARROWER - 1, -1)
    cuts = {
        width: statements_of(values, "text", where=partial(_in_word, width=width))
        for width in widths
    }
    width = max(widths, key=lambda each: (len(cuts[each]), each))
    if not cuts[width]:
        yield Skip("no text is cut in a word at this width")
        return
    for statement in cuts[width]:
        rest = statement.text[:width]
        yield retext(statement, rest, gone="cut", lures=(Lure(rest, "cut-short"),))


def _in_word(statement: Statement, width: int) -> bool:
    """Whether a cut leaves two or three letters of a word, and takes as many away.

    A longer rest may be a word or a name itself: Ziege of Ziegert. Japanese has no spaces.
    """
    kept, lost = _LAST.search(statement.text[:width]), _FIRST.match(statement.text[width:])
    if kept is None or lost is None or len(lost[0]) < _LEAST:
        return False
    return len(kept[0]) in _FEW or (kept[0][-1] >= _EAST_ASIAN and len(kept[0]) >= _LEAST)
