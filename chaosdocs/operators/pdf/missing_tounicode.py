"""A font that does not say which characters its glyphs are."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FILE,
    GONE,
    Edit,
    FontLayer,
    PdfDocument,
    Rate,
    Rng,
    Say,
    SetFontLayer,
    Skip,
    operator,
    rates,
    take,
)


@operator(
    FILE,
    version=2,
    evidence="jsvine/pdfplumber#29; pymupdf/PyMuPDF#3799; docling-project/docling#2963",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    exempt={"distinct": "a page has few fonts, so two shares may be the same fonts"},
)
def missing_tounicode(pdf: PdfDocument, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with fonts without a map from glyphs to characters.

    What it does:
        A share of the document's fonts have no map from glyphs to characters.

    In the wild:
        Old print drivers; subset fonts of layout programs; files that were "optimised".

    Effect on truth:
        None for the eye. The text layer is gone where the font is used.

    Example:
        the text layer says 119.00 → the text layer says (cid:20)(cid:20)(cid:28)
    """
    changed = {layer.font for layer in pdf.fonts}
    fonts = sorted({run.font for run in pdf.runs if run.statement is not None} - changed)
    if not fonts:
        yield Skip("no font has an honest text layer")
        return
    for font in take(fonts, level.rate, rng, str):
        yield SetFontLayer(key=font, layer=FontLayer(font=font, mode="missing"))
        touched = {
            run.statement for run in pdf.runs if run.font == font and run.statement is not None
        }
        for statement in sorted(touched):
            yield Say(key=font, statement=statement, channel="text", claim=GONE)
