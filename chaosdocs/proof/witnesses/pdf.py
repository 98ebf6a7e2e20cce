"""The witness of PDFs: pdfium's text and boxes, form fields, notes, attachments, metadata."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Box, Layer, Place, always, touch
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.proof.witnesses.page_words import WordsInBoxes
from chaosdocs.proof.witnesses.pdf_page import PdfPageView
from chaosdocs.proof.witnesses.pdf_raw import RawPdf
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import (
    MOST_BYTES,
    Found,
    TooBigError,
    UnreadableError,
    clipped,
)

_MOST_PAGES = 5000


class PdfWitness:
    """A PDF, opened once with pdfium; pages, raw objects and revisions when first asked for.

    Args:
        data: The file.
        pixels: Whether boxes are in pixels of page images, as for scans.

    Attributes:
        pages: How many pages there are.

    Raises:
        UnreadableError: pdfium cannot open it.
    """

    name = "pdfium-text"

    def __init__(self, data: bytes, *, pixels: bool = False) -> None:
        import pypdfium2

        self.data = clipped(data)
        self._pixels = pixels
        try:
            self._pdf: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(str(error)) from error
        self.pages = len(self._pdf)
        if self.pages > _MOST_PAGES:
            raise TooBigError(f"{self.pages} pages")
        if b"/AcroForm" in data:
            self._pdf.init_forms()
        self._pages: dict[int, PdfPageView] = {}
        self._lines: Sequence[Evidence] | None = None
        self._in_boxes: dict[int, WordsInBoxes] = {}
        self._boxes: dict[int | None, list[tuple[Box, str | None]]] = {}

    def page(self, number: int) -> PdfPageView | None:
        """Return a page by its number from 1, or None."""
        if not 1 <= number <= self.pages:
            return None
        if number not in self._pages:
            self._pages[number] = PdfPageView(self._pdf, number, pixels=self._pixels)
        return self._pages[number]

    def close(self) -> None:
        """Let go of pdfium's memory."""
        for page in self._pages.values():
            page.close()
        self._pages.clear()
        self._pdf.close()

    def found(self, line: Evidence) -> Found | None:
        """Return what stands at the place of `line` on its channel, or None."""
        match line.channel:
            case "form" | "annotation":
                return self._noted(line)
            case "attachment":
                if line.bytes is not None:
                    start, end = line.bytes
                    cut = [text.encode()[start:end].decode("utf-8", "replace")
                           for text in self.attachments]  # fmt: skip
                    return self._within(
                        line, [t for t in cut if t == line.text], "pdfium-attachment"
                    )
                return self._within(line, self.attachments, "pdfium-attachment")
            case "metadata":
                return self._within(line, self.metadata, "pdfium-metadata")
            case "revision":
                return self._within(line, self.revisions, "pdfium-revision")
            case _:
                page = self.page(line.page or 0)
                if page is None or line.box is None:
                    return None
                text, extra = page.text_in(line.box, line.text)
                return Found(text, by=self.name, extra=extra)

    def layers(self) -> Iterator[Layer]:
        """Yield the text of pages, fields, notes, attachments, names, streams, old revisions."""
        for number in range(1, self.pages + 1):
            page = self.page(number)
            if page is not None:
                yield Layer("page text", page.text, "text", page.place)
                for channel, text, box in page.notes:
                    yield Layer(channel, text, channel, always(Place(page=number, box=box)))
        yield from (Layer("attachment", text, "attachment") for text in self.attachments)
        yield from (Layer("metadata", text, "metadata") for text in self.metadata)
        titles = [item.get_title() for item in self._pdf.get_toc()]
        if titles:
            yield Layer("outline", "\n".join(titles))
        yield from (Layer("revision", text) for text in self.revisions)
        yield from (Layer("stream", text) for text in self.raw.texts())

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every word of the pages that stands at the place of no line."""
        said = {normal(line.text) for line in lines if line.channel in {"form", "annotation"}}
        for number in range(1, self.pages + 1):
            page = self.page(number)
            if page is not None and page.text:
                yield from self._words(number, page, lines).beside(page.letter)
            for _, text, _ in page.notes if page is not None else ():
                if normal(text) not in said:
                    yield text
        said = {line.text for line in lines if line.channel == "attachment" and line.text}
        for name, text in self._attached:
            if not any(each in text for each in said):
                yield from (name, text)

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the words of the pages by their place: the field that each is about, or itself."""
        for number in range(1, self.pages + 1):
            page = self.page(number)
            if page is not None and page.text:
                yield from self._words(number, page, lines).sequence(drawn=drawn)

    def _words(self, number: int, page: PdfPageView, lines: Sequence[Evidence]) -> WordsInBoxes:
        """Return the words of a page in the boxes of lines; the same lines are asked for often."""
        if self._lines is not lines:
            self._lines, self._in_boxes, self._boxes = lines, {}, {}
            for line in lines:
                box = line.box
                if box is not None:
                    path = line.path if line.role == "says" else None
                    self._boxes.setdefault(line.page, []).append((box, path))
        if number not in self._in_boxes:
            self._in_boxes[number] = page.in_boxes(self._boxes.get(number, ()))
        return self._in_boxes[number]

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the words beside or above the line's box that are a label."""
        page = self.page(line.page or 0)
        if page is not None and line.box is not None:
            yield page.labels.of(line.box, known)

    def things(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the pictures, drawings and notes without words on the pages by their size.

        Letters that are drawn and have no name in the text layer are such a thing, and so is an
        empty page.
        """
        del lines  # they are about texts
        for number in range(1, self.pages + 1):
            page = self.page(number)
            if page is not None and page.nameless:
                yield "letters without a name"
            if page is not None and not (page.text or page.drawings or page.notes):
                yield "an empty page"
            for left, top, right, bottom in page.mute_notes if page is not None else ():
                yield f"a note without words of {right - left:.0f} x {bottom - top:.0f} points"
            for kind, (left, top, right, bottom) in page.drawings if page is not None else ():
                if kind in {"picture", "drawing"}:
                    yield f"a {kind} of {right - left:.0f} x {bottom - top:.0f} points"

    @cached_property
    def raw(self) -> RawPdf:
        """The file's objects, read without pdfium."""
        return RawPdf(self.data)

    @property
    def attachments(self) -> tuple[str, ...]:
        """Names and texts of the attached files."""
        return tuple(text for attached in self._attached for text in attached)

    @cached_property
    def _attached(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each attached file."""
        import pypdfium2

        found: list[tuple[str, str]] = []
        for index in range(self._pdf.count_attachments()):
            attached = self._pdf.get_attachment(index)
            text = ""
            with contextlib.suppress(pypdfium2.PdfiumError):
                text = _text_of(bytes(attached.get_data()))
            found.append((attached.get_name(), text))
        return tuple(found)

    @cached_property
    def metadata(self) -> tuple[str, ...]:
        """The document information and the XMP packet."""
        info = self._pdf.get_metadata_dict(skip_empty=True).values()
        return (*info, *self.raw.xmp())

    def _noted(self, line: Evidence) -> Found | None:
        pages: Sequence[int] = range(1, self.pages + 1) if line.page is None else (line.page,)
        near: Found | None = None
        for number in pages:
            page = self.page(number)
            for channel, text, box in page.notes if page is not None else ():
                if channel != line.channel or not touch(box, line.box):
                    continue
                found = Found(text, by=f"pdfium-{channel}")
                if normal(text) == normal(line.text):
                    return found
                near = found
        return near

    @staticmethod
    def _within(line: Evidence, texts: Sequence[str], by: str) -> Found | None:
        wanted = normal(line.text)
        if wanted and any(wanted in normal(text) for text in texts):
            return Found(line.text, by=by)
        return None

    @cached_property
    def revisions(self) -> tuple[str, ...]:
        """The page text of every older revision that opens on its own."""
        import pypdfium2

        found: list[str] = []
        for end in self.raw.revision_ends():
            try:
                older = pypdfium2.PdfDocument(self.data[:end])
            except pypdfium2.PdfiumError:
                continue
            try:
                pages = [PdfPageView(older, n) for n in range(1, min(len(older), _MOST_PAGES) + 1)]
                found.append("\n".join(page.text for page in pages))
                for page in pages:
                    page.close()
            finally:
                older.close()
        return tuple(found)


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise TooBigError(f"an attachment of {len(data)} bytes")
    try:
        return decoded(data)[0]
    except UnreadableError:
        return ""


WITNESS = Opener(lambda data, _evidence: PdfWitness(data))
