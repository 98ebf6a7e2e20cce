"""What only a PDF has: form fields, annotations, attachments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chaosdocs.documents.pages import Annotation, PdfDocument, Widget
from chaosdocs.render.pdf.lines import wrapped
from chaosdocs.render.pdf.metrics import measure, pieces
from chaosdocs.render.pdf.objects import PdfFile, number, numbers, stream, text_string
from chaosdocs.render.pdf.typesetting import Typesetter

_INSET = 2.0
_BODY = "notos"


def room_for(text: str, size: float) -> float:
    """Return how wide a form field has to be that shows a text on one line, points."""
    return measure(text, _BODY, size) + 2 * _INSET


def texts(document: PdfDocument) -> list[tuple[str, str]]:
    """Return text and font of everything that fittings draw."""
    shown = [w.shown for w in document.widgets if w.shown]
    shown += [a.contents for a in document.annotations if a.kind == "freetext"]
    return [pair for text in shown for line in text.splitlines() for pair in pieces(line, _BODY)]


class Fittings:
    """The fittings of one file.

    Args:
        document: Holds them.
        file: Where their objects go.
        setter: The fonts.
        resources: Number of the resource dictionary with the fonts.
    """

    def __init__(
        self, document: PdfDocument, file: PdfFile, setter: Typesetter, resources: int
    ) -> None:
        self._document = document
        self._file = file
        self._setter = setter
        self._resources = resources
        self._fields: list[int] = []

    def annots(self, page: int, page_object: int) -> list[int]:
        """Put what stands on `page` and return the numbers of the objects."""
        tall = self._document.sizes[page][1]
        out = []
        for widget in self._document.widgets:
            if widget.page == page:
                out.append(self._widget(widget, page_object, tall))
                self._fields.append(out[-1])
        out += [
            self._note(note, page_object, tall)
            for note in self._document.annotations
            if note.page == page
        ]
        return out

    def catalog(self) -> str:
        """Put the form and the attachments, and return the catalog's entries for them."""
        return self._form() + self._attachments(self._document.attachments)

    def _form(self) -> str:
        if not self._fields:
            return ""
        plain = self._file.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
                               "/Encoding/WinAnsiEncoding>>")  # fmt: skip
        bare = any(widget.shown is None for widget in self._document.widgets)
        needs = "/NeedAppearances true" if bare else ""
        fields = " ".join(f"{each} 0 R" for each in self._fields)
        form = self._file.add(
            f"<</Fields[{fields}]/DR<</Font<</Helv {plain} 0 R>>>>/DA(/Helv 9 Tf 0 g){needs}>>"
        )
        return f"/AcroForm {form} 0 R"

    def _widget(self, widget: Widget, page_object: int, tall: float) -> int:
        x0, y0, x1, y1 = widget.box
        looks = ""
        if widget.shown is not None:
            inside = self._text([widget.shown], widget.size, y1 - y0)
            looks = f"/AP<</N {self._appearance(f'/Tx BMC q {inside} Q EMC', widget.box)} 0 R>>"
        rect = numbers((x0, tall - y1, x1, tall - y0))
        return self._file.add(
            f"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T {text_string(widget.id)}"
            f"/V {text_string(widget.value)}/Rect[{rect}]/P {page_object} 0 R"
            f"/DA(/Helv {number(widget.size)} Tf 0 g){looks}>>"
        )

    def _note(self, note: Annotation, page_object: int, tall: float) -> int:
        x0, y0, x1, y1 = note.box
        rect = numbers((x0, tall - y1, x1, tall - y0))
        if note.kind == "freetext":
            subtype, drawn = self._freetext(note)
        elif note.kind == "note":
            subtype, drawn = "/Text/Name/Note", _icon(x1 - x0, y1 - y0)
        else:
            subtype, drawn = _strikeout(note, tall)
        looks = self._appearance(drawn, note.box)
        return self._file.add(
            f"<</Type/Annot/Subtype{subtype}/F 4/NM {text_string(note.id)}/Rect[{rect}]"
            f"/Contents {text_string(note.contents)}/P {page_object} 0 R/AP<</N {looks} 0 R>>>>"
        )

    def _freetext(self, note: Annotation) -> tuple[str, str]:
        x0, y0, x1, y1 = note.box
        wide, high = x1 - x0, y1 - y0
        lines = wrapped(note.contents, _BODY, note.size, wide - 2 * _INSET)
        drawn = (
            f"1 1 0.86 rg 0 0 {numbers((wide, high))} re f 0.8 0.7 0.3 RG 0.5 w "
            f"0.25 0.25 {numbers((wide - 0.5, high - 0.5))} re S "
            + self._text(lines, note.size, high)
        )
        return f"/FreeText/DA(/Helv {number(note.size)} Tf 0 g)", drawn

    def _appearance(self, drawn: str, box: tuple[float, float, float, float]) -> int:
        x0, y0, x1, y1 = box
        return self._file.add(
            stream(
                drawn.encode("ascii"),
                f"/Type/XObject/Subtype/Form/BBox[0 0 {numbers((x1 - x0, y1 - y0))}]"
                f"/Resources {self._resources} 0 R",
            )
        )

    def _text(self, lines: Sequence[str], size: float, high: float) -> str:
        """Lines of text in a box whose corner is the origin; a single one stands in the middle."""
        step = size * 1.2
        top = high - (high - size) / 2 if len(lines) == 1 else high - _INSET
        out = ["BT 0 g"]
        for place, line in enumerate(lines):
            y = top - 0.8 * size - place * step
            out.append(f"1 0 0 1 {number(_INSET)} {number(y)} Tm")
            for text, font in pieces(line, _BODY):
                out += [
                    f"/{name} {number(size)} Tf <{codes}> Tj"
                    for name, codes in self._setter.text(text, font)
                ]
        return " ".join([*out, "ET"])

    def _attachments(self, attachments: Mapping[str, str]) -> str:
        if not attachments:
            return ""
        named = []
        for title in sorted(attachments):
            raw = attachments[title].encode()
            kind = {"xml": "text#2Fxml", "csv": "text#2Fcsv", "json": "application#2Fjson"}.get(
                title.rpartition(".")[2], "text#2Fplain"
            )
            body = self._file.add(
                stream(raw, f"/Type/EmbeddedFile/Subtype/{kind}/Params<</Size {len(raw)}>>")
            )
            spec = self._file.add(
                f"<</Type/Filespec/F {text_string(title)}/UF {text_string(title)}"
                f"/AFRelationship/Data/EF<</F {body} 0 R/UF {body} 0 R>>>>"
            )
            named.append(f"{text_string(title)} {spec} 0 R")
        return f"/Names<</EmbeddedFiles<</Names[{' '.join(named)}]>>>>"


def _icon(wide: float, high: float) -> str:
    """A yellow note with two lines of writing."""
    upper, lower = high * 0.65, high * 0.35
    return (
        f"1 0.9 0.4 rg 0.5 0.4 0.1 RG 0.7 w 0.5 0.5 {numbers((wide - 1, high - 1))} re B "
        f"{numbers((wide * 0.2, upper))} m {numbers((wide * 0.8, upper))} l S "
        f"{numbers((wide * 0.2, lower))} m {numbers((wide * 0.8, lower))} l S"
    )


def _strikeout(note: Annotation, tall: float) -> tuple[str, str]:
    """A red line through the middle of the box."""
    x0, y0, x1, y1 = note.box
    wide, middle = x1 - x0, (y1 - y0) * 0.47
    quad = numbers((x0, tall - y0, x1, tall - y0, x0, tall - y1, x1, tall - y1))
    drawn = f"0.8 0 0 RG 1 w 0 {number(middle)} m {numbers((wide, middle))} l S"
    return f"/StrikeOut/C[0.8 0 0]/QuadPoints[{quad}]", drawn
