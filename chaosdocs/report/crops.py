"""Pictures of what a reader failed on: the place on the clean page and on the dirty one."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chaosdocs.corpus.read import CorpusFolder
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.wire.cases import Case, Evidence
from chaosdocs.truth.wire.files import inside

MOST: Final = 24
"""Cases that are shown with pictures."""
_WIDE, _TALL = 300.0, 74.0
"""Size of a crop, points."""
_ZOOM: Final = 1.6
_PAPER: Final = frozenset({"application/pdf"})


@dataclass(frozen=True, slots=True)
class Crop:
    """The pictures of one failing field; empty where there is none to show.

    Attributes:
        clean: Of the clean twin, as a data URI.
        dirty: Of the document that was asked about.
        text: What stands there, as the evidence has it.
    """

    clean: str
    dirty: str
    text: str


def crops(
    corpus: Path, wanted: Mapping[str, str], twins: Mapping[str, str], scans: Collection[str]
) -> dict[str, Crop]:
    """Return the pictures of cases whose documents have pages.

    Args:
        corpus: Folder of the corpus.
        wanted: Case to the path of the field that failed, such as ``/lines/k1/amount``.
        twins: Case to its clean twin.
        scans: The cases whose boxes are in pixels of the page's image.
    """
    folder = CorpusFolder(corpus)
    cases = {case.case: case for case in folder.cases()}
    names = [name for name in wanted if name in cases and _on_paper(cases[name])][:MOST]
    places = {(name, wanted[name]) for name in names}
    places |= {(twins[name], wanted[name]) for name in names if name in twins}
    lines = _lines(folder.evidence({case for case, _ in places}), places)
    found = {}
    for name in names:
        path = wanted[name]
        mine = lines.get((name, path))
        twin = twins.get(name, "")
        theirs = lines.get((twin, path))
        here = mine or theirs  # what is gone is shown where it was
        dirty = "" if here is None else _picture(corpus, cases[name], here, scanned=name in scans)
        clean = (
            "" if theirs is None else _picture(corpus, cases[twin], theirs, scanned=twin in scans)
        )
        if dirty or clean:
            found[name] = Crop(clean, dirty, "" if mine is None else mine.text)
    return found


def _on_paper(case: Case) -> bool:
    return bool(case.files) and case.files[0].media_type in _PAPER


def _lines(
    evidence: Iterable[Evidence], places: set[tuple[str, str]]
) -> dict[tuple[str, str], Evidence]:
    """The first line by eye of every place, or a trace that is left."""
    found: dict[tuple[str, str], Evidence] = {}
    for line in evidence:
        key = (line.case, line.path)
        if key in places and line.box is not None and line.channel == "eye":
            known = found.get(key)
            if known is None or (known.role != "says" and line.role == "says"):
                found[key] = line
    return found


def _picture(corpus: Path, case: Case, line: Evidence, *, scanned: bool) -> str:
    """The place of a line, with its box, as a data URI; empty where it cannot be drawn."""
    import pypdfium2

    assert line.box is not None  # noqa: S101 - lines without one are not taken
    try:
        data = inside(corpus, case.files[0].path).read_bytes()
        pdf = pypdfium2.PdfDocument(data)
    except (OSError, UserError, pypdfium2.PdfiumError):
        return ""
    try:
        number = (line.page or 1) - 1
        if not 0 <= number < len(pdf):
            return ""
        page = pdf[number]
        unit = _unit(page) if scanned else 1.0
        box = [value * unit for value in line.box]
        return _drawn(page, (box[0], box[1], box[2], box[3]))
    finally:
        pdf.close()


def _unit(page: Any) -> float:  # noqa: ANN401 - a page of pypdfium2
    """Points for one pixel of the image of a scanned page."""
    import pypdfium2.raw as pdfium

    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1)
    widest = max((each.get_px_size()[0] for each in images), default=0)
    return float(page.get_width() / widest) if widest else 1.0


def _drawn(page: Any, box: tuple[float, float, float, float]) -> str:  # noqa: ANN401
    from PIL import ImageDraw

    wide, tall = page.get_size()
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    left, top = (
        min(max(0.0, at - size / 2), max(0.0, whole - size))
        for at, size, whole in ((middle[0], _WIDE, wide), (middle[1], _TALL, tall))
    )
    right, bottom = min(wide, left + _WIDE), min(tall, top + _TALL)
    cut = (left, tall - bottom, wide - right, top)
    image = page.render(scale=_ZOOM, crop=cut, grayscale=True).to_pil().convert("RGB")
    shown = [(value - start) * _ZOOM for value, start in zip(box, (left, top) * 2, strict=True)]
    ImageDraw.Draw(image).rectangle(
        (shown[0] - 2, shown[1] - 2, shown[2] + 2, shown[3] + 2), outline=(214, 69, 65), width=2
    )
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def wanted_of(failing: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield every case once, with the first field that failed."""
    seen = set()
    for case, path in failing:
        if case not in seen:
            seen.add(case)
            yield case, path
