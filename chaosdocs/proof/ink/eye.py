"""What a person sees on a page: the text is drawn in its box, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.checked import Checked, agrees, wrong
from chaosdocs.proof.ink.drawn import filled, in_known_glyphs, noted
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.places import Box
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.pdf_page import PdfPageView
from chaosdocs.truth.fold import Legibility

_OUTSIDE = 1.0
"""How far a box may reach over the edge of the page, points or pixels."""
_LEAST_INK = 20.0
_FAINTEST_SCANNED = 4.0
"""Grey levels between paper and letters that a restoring reader still stretches."""


def check_eye(
    line: Evidence,
    witness: PdfWitness,
    bench: OpenedFiles,
    twin: OpenedFiles | None,
    sights: Mapping[str, Legibility] | None,
    *,
    glass: ScanSource | None = None,
) -> Checked:
    """Return whether the text of a line is what is seen in its box.

    On a born-digital page the same pixels on the clean twin at the same statement are enough, whose
    own proof stands for them; else the text is drawn with the known fonts and laid over the page's
    picture, also in a form field. A note may be drawn in any font. On a scan the word of the
    legibility meter counts, there has to be ink where it says legible, and the text is looked for
    on the page that lay on the glass, where that is known.
    """
    page = witness.page(line.page or 0)
    if page is None or line.box is None:
        return wrong("not_found", f"{line.statement}: no page {line.page} or no box")
    if bench.truth.medium == "scan":
        return _scanned(line, page, line.box, sights or {}, glass)
    if not _on_page(line.box, page.size):
        return wrong("box_moved", f"{line.statement}: {line.box} is not on page {line.page}")
    if not line.text:
        return Checked(("pdfium-pixels",)) if line.role == "trace" else wrong(
            "not_found", f"{line.statement} says nothing"
        )  # fmt: skip
    from chaosdocs.proof.ink.freetype import ink, likeness

    place = page.in_picture(line.box)
    if twin is not None and _as_on_twin(line, bench, twin):
        return Checked(("pdfium-pixels", "twin"))
    if in_known_glyphs(line.text, page, line.box):
        return Checked(("freetype", "pdfium-pixels"))
    if ink(page.picture, place) < _LEAST_INK:
        return wrong("no_ink", f"{line.statement}: nothing is drawn where {line.text!r} should be")
    if filled(line.text, page, line.box):
        return Checked(("freetype", "pdfium-notes", "pdfium-pixels"))
    if noted(line.text, page, line.box):
        return Checked(("pdfium-notes", "pdfium-pixels"))
    like = likeness(page.picture, " ".join(line.text.split()), place)
    found = witness.found(line)
    read = "" if found is None else found.text
    code = "pixels_differ" if found is not None and agrees(found, line) else "not_found"
    return wrong(
        code,
        f"{line.statement}: {line.text!r} is not what is drawn; worst at {like.at!r} "
        f"({like.worst:.2f}, {like.font or 'no font fits'}), the text layer says {read!r}",
    )


def _as_on_twin(line: Evidence, bench: OpenedFiles, twin: OpenedFiles) -> bool:
    """Whether the clean twin shows the same pixels at the same statement with the same text."""
    for other in twin.seen.get(line.statement, ()):
        if other.text == line.text and looks_alike(line, bench, other, twin):
            return True
    return False


def looks_alike(one: Evidence, bench: OpenedFiles, two: Evidence, other: OpenedFiles) -> bool:
    """Whether two files show the same pixels in the boxes of two lines, and show anything."""
    from chaosdocs.proof.ink.freetype import same_pixels

    first, second = bench.witness(one.file), other.witness(two.file)
    if not isinstance(first, PdfWitness) or not isinstance(second, PdfWitness):
        return False
    here, there = first.page(one.page or 0), second.page(two.page or 0)
    if here is None or there is None or one.box is None or two.box is None:
        return False
    return same_pixels(
        here.picture, here.in_picture(one.box), there.picture, there.in_picture(two.box)
    )


def visible(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether `text` can be seen in a box that is said to show it on other channels only."""
    from chaosdocs.proof.ink.freetype import alike

    if not _on_page(box, page.size):
        return False
    if "\n" in text:
        return in_known_glyphs(text, page, box)
    return alike(page.picture, text, page.in_picture(box))


def _scanned(
    line: Evidence,
    page: PdfPageView,
    box: Box,
    sights: Mapping[str, Legibility],
    glass: ScanSource | None,
) -> Checked:
    from chaosdocs.proof.ink.freetype import ink

    size = page.image_size
    if size is None:
        return wrong("not_found", f"{line.statement}: page {line.page} has no image")
    if not _on_page(box, size):
        return wrong("box_moved", f"{line.statement}: {box} is not on the image of {size}")
    sight = sights.get(line.statement)
    if line.role != "says":
        return Checked(("pdfium-pixels",))
    if sight is None:
        return wrong("unseen", f"{line.statement} was not measured")
    if sight == "legible" and ink(page.picture, page.in_picture(box)) < _FAINTEST_SCANNED:
        return wrong("no_ink", f"{line.statement}: legible, and nothing is drawn")
    if glass is None or sight != "legible":
        return Checked(("legibility-meter", "pdfium-pixels"))
    if not glass.shows(line):
        return wrong("pixels_differ", f"{line.statement}: {line.text!r} did not lie on the glass")
    return Checked(("freetype", "legibility-meter", "pdfium-pixels"))


def _on_page(box: Box, size: tuple[float, float]) -> bool:
    return (
        -_OUTSIDE <= box[0] < box[2] <= size[0] + _OUTSIDE
        and -_OUTSIDE <= box[1] < box[3] <= size[1] + _OUTSIDE
    )
