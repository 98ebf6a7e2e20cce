"""Pictures of places on pages: parts of pages, shared by the places that lie on them."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, read

ROOM: Final = 4_000_000
"""Characters of all pictures; places beyond get none."""
PAPER: Final = frozenset({"application/pdf"})
_WIDE, _TALL = 330.0, 72.0
"""Size of a picture, points; one that holds a longer place is larger."""
_BEFORE: Final = 0.62
"""How much of the room beside a place lies to its left, where its label mostly stands."""
_LABEL, _MARGIN = 60.0, 6.0
"""Points to the left of and around a place that its picture has to show."""
_ZOOM: Final = 1.7
_GREYS: Final = 16
_QUALITY: Final = 48
"""Of JPEG, for scans, whose noise no PNG makes small."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crop:
    """A place in a picture.

    Attributes:
        picture: Its number in the album.
        box: Left, top, width, height of the place, in per cent of the picture.
    """

    picture: int
    box: Box


@dataclass(slots=True)
class Album:
    """The pictures of a report.

    Args:
        corpus: Folder of the corpus.
        scans: The cases whose boxes are in pixels of the page's image.
        room: Characters of all pictures.

    Attributes:
        pictures: Data URIs.
        full: Whether there was a place for which there was no more room.
    """

    corpus: Path
    scans: Collection[str]
    room: int
    pictures: list[str] = field(default_factory=list)
    full: bool = False

    def take(self, case: Case, places: Iterable[tuple[int, Box]]) -> dict[tuple[int, Box], Crop]:
        """Return the pictures of places of one document, those that can be drawn.

        Args:
            case: The document.
            places: Page, from 1, and box as the evidence has it.
        """
        import pypdfium2

        pages: dict[int, list[Box]] = {}
        for page, box in places:
            pages.setdefault(page, []).append(box)
        try:
            data = read(inside(self.corpus, case.files[0].path))
            pdf = pypdfium2.PdfDocument(data)
        except (OSError, UserError, IndexError, pypdfium2.PdfiumError):
            return {}
        try:
            return {
                (number, box): crop
                for number, boxes in pages.items()
                if 0 < number <= len(pdf)
                for box, crop in self._page(pdf[number - 1], boxes, case.case in self.scans).items()
            }
        finally:
            pdf.close()

    def _page(self, page: Any, boxes: Iterable[Box], scanned: bool) -> dict[Box, Crop]:  # noqa: ANN401
        wide, tall = page.get_size()
        unit = points_per_pixel(page) if scanned else 1.0
        whole = None
        regions: dict[Box, int] = {}
        found = {}
        for box in boxes:
            at = _on_page((box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit), wide, tall)
            region = next((each for each in regions if _shows(each, at)), None)
            if region is None:
                if whole is None:
                    whole = page.render(scale=_ZOOM, grayscale=True).to_pil().convert("L")
                region = _region(at, wide, tall)
                number = self._keep(_encoded(whole, region, scanned=scanned))
                if number is None:
                    continue
                regions[region] = number
            found[box] = Crop(regions[region], _percent(at, region))
        return found

    def _keep(self, picture: str) -> int | None:
        if len(picture) > self.room:
            self.full = True
            return None
        self.room -= len(picture)
        self.pictures.append(picture)
        return len(self.pictures) - 1


def take_all(
    album: Album, cases: Mapping[str, Case], places: Iterable[tuple[str, int, Box]]
) -> dict[tuple[str, int, Box], Crop]:
    """Return the pictures of places in many documents; every document is opened once.

    Args:
        album: What they go into.
        cases: Case to its document.
        places: Case, page and box, the most wanted first.
    """
    of_case: dict[str, dict[tuple[int, Box], None]] = {}
    for case, page, box in places:
        of_case.setdefault(case, {})[page, box] = None
    return {
        (case, *place): crop
        for case, wanted in of_case.items()
        for place, crop in album.take(cases[case], wanted).items()
    }


def on_paper(case: Case) -> bool:
    """Return whether a document has pages."""
    return bool(case.files) and case.files[0].media_type in PAPER


def points_per_pixel(page: Any) -> float:  # noqa: ANN401 - a page of pypdfium2
    """Return the points of one pixel of the image of a scanned page."""
    import pypdfium2.raw as pdfium

    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1)
    widest = max((each.get_px_size()[0] for each in images), default=0)
    return float(page.get_width() / widest) if widest else 1.0


def _on_page(box: Box, wide: float, tall: float) -> Box:
    """A box that leaves the page, cut at its edges."""
    left, right = (min(max(0.0, x), wide) for x in (box[0], box[2]))
    top, bottom = (min(max(0.0, y), tall) for y in (box[1], box[3]))
    return left, top, max(left, right), max(top, bottom)


def _region(box: Box, wide: float, tall: float) -> Box:
    """The part of a page that shows a box with what stands to its left and around it."""
    width = min(wide, max(_WIDE, box[2] - box[0] + _LABEL + 2 * _MARGIN))
    height = min(tall, max(_TALL, box[3] - box[1] + 4 * _MARGIN))
    left = box[0] - (width - (box[2] - box[0])) * _BEFORE
    top = (box[1] + box[3] - height) / 2
    left, top = min(max(0.0, left), wide - width), min(max(0.0, top), tall - height)
    return left, top, left + width, top + height


def _shows(region: Box, box: Box) -> bool:
    """Whether a picture shows a box and what stands to its left."""
    return (
        region[0] <= max(0.0, box[0] - _LABEL)
        and region[1] <= box[1] - _MARGIN
        and region[2] >= box[2] + _MARGIN
        and region[3] >= box[3] + _MARGIN
    )


def _percent(box: Box, region: Box) -> Box:
    wide, tall = region[2] - region[0], region[3] - region[1]
    left, top, width, height = (
        round(100 * each, 2)
        for each in (
            (box[0] - region[0]) / wide,
            (box[1] - region[1]) / tall,
            (box[2] - box[0]) / wide,
            (box[3] - box[1]) / tall,
        )
    )
    return left, top, width, height


def _encoded(page: Any, region: Box, *, scanned: bool) -> str:  # noqa: ANN401 - an image
    part = page.crop(tuple(round(each * _ZOOM) for each in region))
    out = io.BytesIO()
    if scanned:
        part.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        grey = part.point([round(each * (_GREYS - 1) / 255) for each in range(256)])
        grey.putpalette([n * 255 // (_GREYS - 1) for n in range(_GREYS) for _ in "rgb"])
        grey.save(out, "PNG", optimize=True, bits=4)
    kind = "jpeg" if scanned else "png"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"
