"""Texts cut off at the width of a field."""

from __future__ import annotations

from collections.abc import Iterator

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


@operator(
    VALUES,
    evidence="Media24si/UpnGenerator#5: names end after 33 characters; odoo/odoo#79658: after 22; "
    "transcom/mymove#13311: after 30",
    ladder=(Width(35), Width(27), Width(22), Width(16), Width(10)),
    nested=False,
    exempt={"applicable": "few texts are longer than the fields that cut them"},
)
def cut_short(values: StatementSet, level: Width, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with texts cut off in the middle of a word, at the width of a field.

    What it does:
        Cuts longer texts at a fixed length, between two letters of a word. The severities keep 35,
        27, 22, 16 and 10 characters.

    In the wild:
        Payment messages (35 characters), ACH files (22), columns of mainframes and of printed
        lists.

    Effect on truth:
        Unanswerable. The rest is a trace, because a word that ends in the middle shows that letters
        are missing. The rest is also the lure.

    Example:
        >>> show(cut_short, "Refurbishment of hall 7", "text")
        'Refurbishment of hall 7 → Refurbishm'
    """
    del rng  # every longer text is cut at the same width
    longer = statements_of(values, "text", where=lambda each: _in_word(each, level.characters))
    if not longer:
        yield Skip("no text is cut in a word at this width")
        return
    for statement in longer:
        rest = statement.text[: level.characters]
        yield retext(statement, rest, gone="cut", lures=(Lure(rest, "cut-short"),))


def _in_word(statement: Statement, width: int) -> bool:
    """Whether a cut leaves at least two letters of a word, and takes as many away."""
    text = statement.text
    return text[width - 2 : width + 2].isalpha() and len(text) >= width + 2
