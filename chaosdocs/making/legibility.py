"""The three witnesses of legibility, asked of the scans that `verify --deep` takes as its sample.

The legibility meter decides alone which fields of a scan are legible. The witnesses that it was
calibrated against may contradict it: OCR engines, a restoring reader, the ideal observer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chaosdocs.corpus.make import Maker
from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.formats.cases import Evidence
from chaosdocs.making.observed import Observer
from chaosdocs.proof.result import Failure
from chaosdocs.truth.fold import Legibility

MOST: Final = 6
"""Fields of each legibility that the engines are asked for."""
SHORTEST: Final = 4
"""Characters without which a reading is right by luck."""
MARGIN: Final = 60
"""Pixels of paper around a page."""


def contradicted(
    maker: Maker,
    slot: int,
    data: bytes,
    lines: Sequence[Evidence],
    sights: Mapping[str, Legibility],
) -> Iterator[Failure]:
    """Yield where a witness contradicts the legibility meter.

    Args:
        maker: Makes the slots of the corpus.
        slot: Number of the case's slot.
        data: The scan, as it is on disk.
        lines: The evidence of the case.
        sights: Statement to what the meter says of it.
    """
    built = maker.scanned(slot)
    if built is None:
        return
    scan, glass, pages = built
    here = [x for x in lines if x.channel == "eye" and x.role == "says" and x.box and x.text]
    margins = Observer(scan.source).margins(scan, data)
    for line in here:
        if sights.get(line.statement) == "legible" and cannot_tell(margins.get(line.statement)):
            words = f"{line.text!r} is legible, and the ideal observer cannot tell its letters"
            yield Failure(line.case, line.path, "legibility", words)
    lost = [x for x in here if sights.get(x.statement) == "illegible" and len(x.text) >= SHORTEST]
    for line, who in _read(data, glass, pages, lost[:MOST], scan.source.locale[:2]):
        words = f"{line.text!r} is illegible, and {who} reads it"
        yield Failure(line.case, line.path, "legibility", words)


def cannot_tell(margin: float | None) -> bool:
    """Whether the ideal observer cannot tell the letters of a statement."""
    from chaosdocs.proof.legibility.observer import CANNOT

    return margin is not None and margin < CANNOT


def _read(
    data: bytes,
    glass: bytes,
    pages: Sequence[ScannedPage],
    lines: Sequence[Evidence],
    language: str,
) -> Iterator[tuple[Evidence, str]]:
    """Yield the lines that an engine or the restoring reader reads to the letter."""
    import pypdfium2

    from chaosdocs.proof.legibility.engines import engines, folded, read
    from chaosdocs.proof.legibility.matching import matched
    from chaosdocs.proof.legibility.pictures import pair
    from chaosdocs.proof.legibility.restoring import picture, plain, restored

    scan = pypdfium2.PdfDocument(data)
    try:
        for line in lines:
            page = pages[(line.page or 1) - 1]
            both = pair(scan, (line.page or 1) - 1, glass, page, scale=1, margin=MARGIN)
            box = line.box or (0.0, 0.0, 0.0, 0.0)
            field = picture(both, box, page)
            for how, pictures in (("", plain(field)), ("restored, ", restored(field))):
                shown = list(pictures)
                for engine in engines():
                    texts = map(folded, read(engine, shown, language))
                    if folded(line.text) in texts:
                        yield line, f"{how}{engine}"
            if folded(matched(both, glass, page, box)) == folded(line.text):
                yield line, "matching"
    finally:
        scan.close()
