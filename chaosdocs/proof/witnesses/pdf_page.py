"""One page as pdfium sees it: its characters with boxes, its notes, one grey picture."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from chaosdocs.proof.binding.page import PageLabels, Word
from chaosdocs.proof.places import Box, Place
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.right_to_left import from_the_left, has_right_to_left, marks_alike
from chaosdocs.proof.witnesses.characters import Characters, around, around_each
from chaosdocs.proof.witnesses.page_words import WordsInBoxes
from chaosdocs.proof.witnesses.strokes import Strokes
from chaosdocs.truth.statements import Channel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCALE = 2.0
"""Pixels a point of the page's picture."""
_STRIP = 8
"""Points or pixels of a strip in which boxes are looked for."""
_EPS = 0.35
"""How much smaller than its box a text is looked for, points: neighbours touch boxes."""
_LEAST_BOX = 0.05
"""A character whose box is smaller draws nothing, points."""
_THIN = 2.0
"""A path that is thinner is a line, points."""
_SIDES = 5
"""Segments of a path that goes around four sides and back."""
_MOST_OBJECTS = 5000
_MOST_PIXELS = 60_000_000
_Letter: TypeAlias = tuple[float, float, int, str]
"""How low its baseline is, where it starts, its number on the page, the letter."""
_WORD = re.compile(r"\S+")


class PdfPageView:
    """A page.

    Args:
        pdf: A `pypdfium2.PdfDocument`.
        number: The page's number, from 1.
        pixels: Whether boxes are in pixels of the page's image.
    """

    def __init__(self, pdf: Any, number: int, *, pixels: bool = False) -> None:  # noqa: ANN401
        import pypdfium2.raw as pdfium

        self._c = pdfium
        self.number = number
        self._pdf = pdf
        self._page = pdf[number - 1]
        self._text_page = self._page.get_textpage()
        self._characters = Characters(self._text_page)
        bounds = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self._page.raw, bounds)
        self._bounds = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        self._turn = self._page.get_rotation()
        self.size: tuple[float, float] = self._page.get_size()
        self._unit = self.size[0] / self.image_size[0] if pixels and self.image_size else 1.0

    def close(self) -> None:
        """Let go of pdfium's memory."""
        self._text_page.close()
        self._page.close()

    @cached_property
    def text(self) -> str:
        """All text of the page, seen or not, as pdfium orders it."""
        count = self._text_page.count_chars()
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        got = self._c.FPDFText_GetText(self._text_page.raw, 0, count, buffer)
        return bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")

    def text_in(self, box: Box, wanted: str) -> tuple[str, str]:
        """Return the text in a box as shown, and what stands there beside it.

        Args:
            box: In points (or pixels) from the top left of the page as shown.
            wanted: What should be there. Where several texts lie over one another, the one that
                equals it is returned, and the rest as what is there beside it.
        """
        left, bottom, right, top = self.to_user(box)
        text = self._characters.bounded((left + _EPS, bottom + _EPS, right - _EPS, top - _EPS))
        if _same(text, wanted):
            return text, ""
        groups = self._groups((left - _EPS, bottom - _EPS, right + _EPS, top + _EPS))
        whole = "".join(groups)
        if _same(whole, wanted):
            return whole, ""
        if has_right_to_left(wanted):
            there = self._reads_from_the_left((left, bottom, right, top), wanted)
            return (wanted if there else text), ""
        for first in range(len(groups)):
            for last in range(first + 1, len(groups) + 1):
                if _same("".join(groups[first:last]), wanted):
                    rest = " ".join((*groups[:first], *groups[last:])).strip()
                    return "".join(groups[first:last]), rest
        return text, ""

    def place(self, start: int, end: int) -> Place:
        """Return the place of characters of `text`."""
        box = around(self._boxes[start:end])
        return Place(page=self.number, box=None if box is None else self.to_shown(box))

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        """For every character of `text` its left, right, bottom and top."""
        return self._characters.boxes(self._indexes)

    @cached_property
    def _indexes(self) -> Sequence[int]:
        """For every character of `text` its number among those of the page.

        pdfium leaves characters out of the text, and adds none: where it has as many, they are the
        same.
        """
        count = len(self.text)
        if count == self._text_page.count_chars():
            return range(count)
        ask, raw = self._c.FPDFText_GetCharIndexFromTextIndex, self._text_page.raw
        return [ask(raw, at) for at in range(count)]

    def in_boxes(self, boxes: Iterable[tuple[Box, str | None]]) -> WordsInBoxes:
        """Return the words of the page in the boxes of statements; see `WordsInBoxes`."""
        return WordsInBoxes(self._words, boxes)

    def letter(self, at: int) -> Box | None:
        """Return the box of a character of `text`."""
        return self.place(at, at + 1).box

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        """The words whose letters are known."""
        words = []
        said = [(found[0], *found.span()) for found in _WORD.finditer(self.text)]
        boxes = around_each(self._boxes, [(start, end) for _, start, end in said])
        sizes = self._characters.sizes([self._indexes[start] for _, start, _ in said])
        for (text, start, _), user, size in zip(said, boxes, sizes, strict=True):
            if user is not None and not self._unmapped[start]:
                words.append(Word(text, self.to_shown(user), size, start))
        return tuple(words)

    @cached_property
    def labels(self) -> PageLabels:
        """The texts of the page, to be asked for labels."""
        return PageLabels(self._words)

    @cached_property
    def _unmapped(self) -> Sequence[bool]:
        """For every character of `text` whether the text layer cannot name it."""
        return self._characters.unmapped(self._indexes)

    @property
    def nameless(self) -> bool:
        """Whether a letter is drawn that the text layer cannot name."""
        return any(self._unmapped)

    @cached_property
    def strokes(self) -> Strokes:
        """The lines of the page, to be asked about texts."""
        return Strokes(box for kind, box in self.drawings if kind == "line")

    @cached_property
    def drawings(self) -> tuple[tuple[str, Box], ...]:
        """Kind and box of what a page has beside text: ``picture``, ``line``, ``box``, ``drawing``.

        A line is upright or level and thin, a box has four sides. All else is a drawing.
        """
        c, page = self._c, self._page.raw
        found: list[tuple[str, Box]] = []
        sides = (ctypes.c_float * 4)()
        places = [ctypes.c_float.from_buffer(sides, 4 * at) for at in range(4)]
        for index in range(min(c.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
            thing = c.FPDFPage_GetObject(page, index)
            kind = c.FPDFPageObj_GetType(thing)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                continue
            known = c.FPDFPageObj_GetBounds(thing, *places)
            left, bottom, right, top = sides if known else (0.0, 0.0, 0.0, 0.0)
            box = self.to_shown((left, bottom, right, top))
            if kind != c.FPDF_PAGEOBJ_PATH:
                found.append(("picture", box))
            elif min(abs(right - left), abs(top - bottom)) <= _THIN:
                found.append(("line", box))
            else:
                found.append(("box" if self._is_box(thing) else "drawing", box))
        return tuple(found)

    def _is_box(self, path: Any) -> bool:  # noqa: ANN401 - a handle of pdfium
        c = self._c
        count = c.FPDFPath_CountSegments(path)
        curved = any(
            c.FPDFPathSegment_GetType(c.FPDFPath_GetPathSegment(path, n)) == c.FPDF_SEGMENT_BEZIERTO
            for n in range(count)
        )
        return not curved and count <= _SIDES

    @cached_property
    def notes(self) -> tuple[tuple[Channel, str, Box], ...]:
        """Channel, text and box of every form field and annotation."""
        c = self._c
        found: list[tuple[Channel, str, Box]] = []
        for annotation, box, kind in self._annotations():
            widget = kind == c.FPDF_ANNOT_WIDGET
            keys = (b"V", b"DV", b"TU") if widget else (b"Contents", b"RC", b"T", b"Subj")
            texts = [_string(c.FPDFAnnot_GetStringValue, annotation, key) for key in keys]
            if widget and not texts[0] and self._pdf.formenv is not None:
                form = self._pdf.formenv.raw
                texts[0] = utf16(
                    lambda buffer, size, a=annotation, f=form: c.FPDFAnnot_GetFormFieldValue(
                        f, a, buffer, size
                    )
                )
            channel: Channel = "form" if widget else "annotation"
            found += [(channel, text, box) for text in texts if text]
        return tuple(found)

    @cached_property
    def mute_notes(self) -> tuple[Box, ...]:
        """The boxes of annotations that have no words: strokes, boxes, marks and stamps."""
        c = self._c
        spoken = {box for _, _, box in self.notes}
        silent = {c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP}
        its = ((box, kind) for _, box, kind in self._annotations())
        return tuple(box for box, kind in its if kind not in silent and box not in spoken)

    @cached_property
    def appearances(self) -> tuple[tuple[str, str, Box], ...]:
        """Value, drawing instructions and box of every form field that has an appearance."""
        c = self._c
        found = []
        for annotation, box, kind in self._annotations():
            if kind == c.FPDF_ANNOT_WIDGET:
                drawing = _string(c.FPDFAnnot_GetAP, annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL)
                if drawing:
                    found.append(
                        (_string(c.FPDFAnnot_GetStringValue, annotation, b"V"), drawing, box)
                    )
        return tuple(found)

    def _annotations(self) -> Iterator[tuple[Any, Box, int]]:
        """Yield handle, box and subtype of every annotation, which is open until the next one."""
        c, page = self._c, self._page.raw
        for index in range(c.FPDFPage_GetAnnotCount(page)):
            annotation = c.FPDFPage_GetAnnot(page, index)
            rect = c.FS_RECTF()
            c.FPDFAnnot_GetRect(annotation, rect)
            box = self.to_shown((rect.left, rect.bottom, rect.right, rect.top))
            yield annotation, box, c.FPDFAnnot_GetSubtype(annotation)
            c.FPDFPage_CloseAnnot(annotation)

    @cached_property
    def picture(self) -> NDArray[np.uint8]:
        """The page as it is shown, grey, `SCALE` pixels a point."""
        import numpy as np

        c = self._c
        width, height = (max(1, round(side * SCALE)) for side in self.size)
        if width * height > _MOST_PIXELS:
            return np.full((1, 1), 255, np.uint8)
        stride = (width + 3) // 4 * 4
        grey = np.full((height, stride), 255, np.uint8)
        pointer = grey.ctypes.data_as(ctypes.c_void_p)
        bitmap = c.FPDFBitmap_CreateEx(width, height, c.FPDFBitmap_Gray, pointer, stride)
        flags = c.FPDF_ANNOT | c.FPDF_GRAYSCALE
        c.FPDF_RenderPageBitmap(bitmap, self._page.raw, 0, 0, width, height, 0, flags)
        if self._pdf.formenv is not None:
            c.FPDF_FFLDraw(
                self._pdf.formenv.raw, bitmap, self._page.raw, 0, 0, width, height, 0, flags
            )
        c.FPDFBitmap_Destroy(bitmap)
        return grey[:, :width]

    @cached_property
    def _scale(self) -> tuple[float, float]:
        """Pixels of `picture` to a unit of a box as shown, across and down."""
        height, width = self.picture.shape
        return width / self.size[0] * self._unit, height / self.size[1] * self._unit

    def in_picture(self, box: Box) -> Box:
        """Return a box as shown in pixels of `picture`, whose sides are whole numbers of them."""
        x, y = self._scale
        return box[0] * x, box[1] * y, box[2] * x, box[3] * y

    def in_points(self, box: Box) -> Box:
        """Return a box as shown in points, whatever boxes are in."""
        x0, y0, x1, y1 = (value * self._unit for value in box)
        return x0, y0, x1, y1

    def to_user(self, box: Box) -> Box:
        """Return left, bottom, right, top in the page's own space of a box as shown."""
        x0, y0, x1, y1 = (value * self._unit for value in box)
        left, bottom, right, top = self._bounds
        match self._turn:
            case 90:
                return left + y0, bottom + x0, left + y1, bottom + x1
            case 180:
                return right - x1, bottom + y0, right - x0, bottom + y1
            case 270:
                return right - y1, top - x1, right - y0, top - x0
            case _:
                return left + x0, top - y1, left + x1, top - y0

    def to_shown(self, user: Box) -> Box:
        """Return the box as shown of left, bottom, right, top in the page's own space."""
        x0, y0, x1, y1 = user
        left, bottom, right, top = self._bounds
        if not self._turn and self._unit == 1.0:  # as nearly all pages are
            return x0 - left, top - y1, x1 - left, top - y0
        match self._turn:
            case 90:
                shown = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
            case 180:
                shown = (right - x1, y0 - bottom, right - x0, y1 - bottom)
            case 270:
                shown = (top - y1, right - x1, top - y0, right - x0)
            case _:
                shown = (x0 - left, top - y1, x1 - left, top - y0)
        return (
            shown[0] / self._unit,
            shown[1] / self._unit,
            shown[2] / self._unit,
            shown[3] / self._unit,
        )

    def _reads_from_the_left(self, user: Box, wanted: str) -> bool:
        """Whether the characters in a box, each at its place, are those of a text.

        Extractors guess in which order text that runs from right to left is read; places are
        facts. What one glyph says is turned with the rest.
        """
        left, bottom, right, top = user
        x, y = ctypes.c_double(), ctypes.c_double()
        raw = self._text_page.raw
        there: list[_Letter] = []
        high = 0.0
        for index in range(self._text_page.count_chars()):
            char = chr(self._c.FPDFText_GetUnicode(raw, index))
            self._c.FPDFText_GetCharOrigin(raw, index, x, y)
            inside = left - _EPS <= x.value <= right + _EPS and bottom <= y.value <= top
            if inside and not char.isspace():
                there.append((-y.value, x.value, index, char))
                high = max(high, self._c.FPDFText_GetFontSize(raw, index))
        letters = "".join(wanted.split())
        places = [at for at, char in enumerate(wanted) if not char.isspace()]
        if len(there) != len(letters):
            return False
        at = 0
        for line in _lines(sorted(there), high / 2):
            piece = wanted[places[at] : places[at + len(line) - 1] + 1]
            said = "".join(char for *_, char in sorted(each[1:] for each in line))
            if marks_alike(said) != from_the_left(piece):
                return False
            at += len(line)
        return True

    def _groups(self, user: Box) -> list[str]:
        """Return the texts whose characters are centred in a box, one a text object."""
        left, bottom, right, top = user
        groups: list[str] = []
        last = 0
        raw = self._text_page.raw
        for index, x, y in self._middles:
            if not (left <= x <= right and bottom <= y <= top):
                continue
            char = chr(self._c.FPDFText_GetUnicode(raw, index))
            thing = self._c.FPDFText_GetTextObject(raw, index)
            owner = ctypes.addressof(thing.contents) if thing else last
            if groups and owner == last:
                groups[-1] += char
            else:
                groups.append(char)
            last = owner
        return groups

    @cached_property
    def _middles(self) -> list[tuple[int, float, float]]:
        """The number and the middle of every character that has a box, be it empty."""
        ask, raw = self._c.FPDFText_GetCharBox, self._text_page.raw
        sides = (ctypes.c_double * 4)()
        left, right, bottom, top = (ctypes.c_double.from_buffer(sides, 8 * n) for n in range(4))
        found = []
        for index in range(self._text_page.count_chars()):
            if ask(raw, index, left, right, bottom, top):
                x0, x1, y0, y1 = sides
                found.append((index, (x0 + x1) / 2, (y0 + y1) / 2))
        return found

    def lines_in(self, box: Box) -> list[tuple[int, Box]]:
        """Return for every line in a box how many characters it has, without spaces, and its box.

        The boxes are as shown, and reach from 0.8 above the baseline to 0.22 below it, in sizes.
        """
        c, raw = self._c, self._text_page.raw
        left, bottom, right, top = self.to_user(box)
        found: list[tuple[int, float, float, float, float]] = []
        loose, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for index in range(self._text_page.count_chars()):
            c.FPDFText_GetCharOrigin(raw, index, x, y)
            if not bottom <= y.value <= top:
                continue
            c.FPDFText_GetLooseCharBox(raw, index, loose)
            middle = (loose.left + loose.right) / 2
            if not left <= middle <= right or self._blank(index):
                continue
            size = c.FPDFText_GetFontSize(raw, index)
            if found and abs(found[-1][3] - y.value) < size / 4:
                count, x0, x1, base, first = found[-1]
                x0, x1 = min(x0, x.value), max(x1, loose.right)
                found[-1] = (count + 1, x0, x1, base, first)
            else:
                found.append((1, x.value, loose.right, y.value, size))
        return [
            (count, self.to_shown((x0, base - 0.22 * size, x1, base + 0.8 * size)))
            for count, x0, x1, base, size in found
        ]

    def _blank(self, index: int) -> bool:
        """Whether a character draws nothing, whatever the text layer calls it."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw = self._text_page.raw
        if not self._c.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
            return True
        return min(right.value - left.value, top.value - bottom.value) < _LEAST_BOX

    @cached_property
    def image_size(self) -> tuple[float, float] | None:
        """Pixels of the widest image on the page."""
        c, page = self._c, self._page.raw
        widest = (0, 0)
        for index in range(min(c.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
            thing = c.FPDFPage_GetObject(page, index)
            if c.FPDFPageObj_GetType(thing) == c.FPDF_PAGEOBJ_IMAGE:
                width, height = ctypes.c_uint(), ctypes.c_uint()
                c.FPDFImageObj_GetImagePixelSize(thing, width, height)
                widest = max(widest, (width.value, height.value))
        return widest if widest[0] else None


def _lines(there: list[_Letter], gap: float) -> list[list[_Letter]]:
    """Return letters in lines: a new one begins where one stands more than `gap` lower."""
    lines: list[list[_Letter]] = []
    for letter in there:
        if lines and letter[0] - lines[-1][-1][0] <= gap:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return lines


def utf16(ask: Any) -> str:  # noqa: ANN401 - a function of pdfium that fills a buffer
    """Return the text that a function of pdfium gives by buffer and size in bytes."""
    size = ask(None, 0)
    if size <= 2:  # noqa: PLR2004 - the closing zero alone
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _string(function: Any, thing: Any, key: bytes) -> str:  # noqa: ANN401
    return utf16(lambda buffer, size: function(thing, key, buffer, size))


def _same(one: str, other: str) -> bool:
    return one == other or normal(one).replace(" ", "") == normal(other).replace(" ", "")
