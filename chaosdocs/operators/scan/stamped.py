"""A stamp over the text."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Box, Edit, Occlude, Rng, Scan, Skip, in_language, operator
from chaosdocs.operators.scan.levels import Ink, inks
from chaosdocs.operators.scan.places import fields, padded, pattern, sites, statements

_WIDE, _TALL = 110.0, 44.0
"""Size of a stamp, points."""
_WORDS = {
    "en": ("COPY", "CHECKED", "ENTERED", "RECEIVED"),
    "de": ("KOPIE", "GEPRÜFT", "GEBUCHT", "EINGEGANGEN"),
    "fr": ("COPIE", "VÉRIFIÉ", "SAISI", "REÇU"),
    "ja": ("写", "確認済", "入力済", "受領"),
}
"""What stamps say, by language."""


@operator(
    SCAN,
    evidence="mistralai/client-python#263: a stamp over the column headers, and the table is "
    "returned empty",
    ladder=inks([0.22, 0.3, 0.34, 0.5, 0.8]),
    version=3,
    nested=False,
)
def stamped(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a stamp across the text of a page.

    What it does:
        Draws a ring with a word in the language of the document, tilted at random. The ink is
        transparent, so the text under it can be seen.

    In the wild:
        Mail rooms and book-keepers: RECEIVED, ENTERED, COPY.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        a paragraph → the paragraph under a ring with the word RECEIVED
    """
    chosen = fields(scan, 1, rng)
    if not chosen:
        yield Skip("no field can be seen")
        return
    statement = statements(scan, chosen[0])[0]
    page, box = next(iter(sites(scan, statement)))
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    yield Occlude(
        key="stamp",
        page=page,
        box=padded(Box(x, y, x, y), _WIDE / 2, _TALL / 2),
        style="stamp",
        density=level.strength,
        seed=pattern(rng),
        word=rng.at("word").pick(in_language(_WORDS, scan.source.locale)),
    )
