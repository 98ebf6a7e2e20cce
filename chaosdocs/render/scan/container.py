"""A PDF of page images: one image a page, with an invisible text layer where there is one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from chaosdocs.documents.geometry import Affine
from chaosdocs.render.pdf.objects import PdfFile, packed, stream

_EM = 500
"""Advance width of every glyph of the text layer, 1/1000 em."""


class Word(NamedTuple):
    """A piece of the text layer: `affine` maps its em square (1 wide, y down) to pixels."""

    text: str
    affine: Affine


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page.

    Attributes:
        data: The image: a JPEG file, or rows of bits, 1 is white, each filled up to a byte.
        bits: 8 for a JPEG, 1 for bits.
        width: Pixels.
        height: Pixels.
        dpi: Pixels an inch; gives the size of the page.
        words: The text layer, in reading order.
    """

    data: bytes
    bits: int
    width: int
    height: int
    dpi: float
    words: tuple[Word, ...] = ()


def bind(sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF that holds `sheets`; the same sheets give the same bytes."""
    file = PdfFile()
    catalogue, tree = file.reserve(), file.reserve()
    chars = {char for sheet in sheets for word in sheet.words for char in word.text}
    font = _font(file, chars) if chars else None
    kids = [_page(file, sheet, tree, font) for sheet in sheets]
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    file.put(catalogue, f"<</Type/Catalog/Pages {tree} 0 R>>")
    file.put(tree, f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>")
    file.close({"Root": f"{catalogue} 0 R"})
    return file.bytes()


def _page(file: PdfFile, sheet: Sheet, tree: int, font: int | None) -> int:
    unit = 72 / sheet.dpi
    wide, tall = _real(sheet.width * unit), _real(sheet.height * unit)
    entries = (
        f"/Type/XObject/Subtype/Image/Width {sheet.width}/Height {sheet.height}"
        f"/ColorSpace/DeviceGray/BitsPerComponent {sheet.bits}"
    )
    if sheet.bits == 1:
        image = file.add(stream(sheet.data, entries))
    else:
        image = file.add(packed(sheet.data, f"{entries}/Filter/DCTDecode"))
    content = f"q {wide} 0 0 {tall} 0 0 cm /I0 Do Q\n{_layer(sheet, unit)}"
    drawn = file.add(stream(content.encode()))
    fonts = f"/Font<</F0 {font} 0 R>>" if font is not None and sheet.words else ""
    return file.add(
        f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {wide} {tall}]"
        f"/Resources<</XObject<</I0 {image} 0 R>>{fonts}>>/Contents {drawn} 0 R>>"
    )


def _layer(sheet: Sheet, unit: float) -> str:
    """The text layer: mode 3 paints nothing."""
    if not sheet.words:
        return ""
    lines = ["BT 3 Tr"]
    for text, (a, b, c, d, e, f) in sheet.words:
        # Pixels with y down become points with y up; the em square stands on its baseline.
        size = math.hypot(c, d) * unit
        turned = (a * unit / size, -b * unit / size, -c * unit / size, d * unit / size)
        matrix = (*turned, e * unit, (sheet.height - f) * unit)
        coded = text.encode("utf-16-be").hex()
        lines.append(f"/F0 {_real(size)} Tf {' '.join(map(_real, matrix))} Tm <{coded}> Tj")
    return "\n".join([*lines, "ET"])


def _font(file: PdfFile, chars: set[str]) -> int:
    """A font whose every glyph is blank and half an em wide, with what each one says."""
    pairs = [f"<{code:04x}><{code:04x}>" for code in sorted({u for c in chars for u in _units(c)})]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<0000><ffff>endcodespacerange\n"
        + "".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
        )
        + "endcmap CMapName currentdict/CMap defineresource pop end end"
    )
    program = blank_font()
    contents = file.add(stream(program, f"/Length1 {len(program)}"))
    blank = file.add(stream(b"\0\1" * 65536))
    says = file.add(stream(cmap.encode()))
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/Blank/Flags 4/FontBBox[0 -220 {_EM} 800]"
        f"/ItalicAngle 0/Ascent 800/Descent -220/CapHeight 800/StemV 80/FontFile2 {contents} 0 R>>"
    )
    descendant = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Blank/DW {_EM}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap {blank} 0 R>>"
    )
    return file.add(
        "<</Type/Font/Subtype/Type0/BaseFont/Blank/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {says} 0 R>>"
    )


def _units(char: str) -> list[int]:
    data = char.encode("utf-16-be")
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]


@cache
def blank_font() -> bytes:
    """Return a TrueType font with one glyph besides .notdef: a line without breadth.

    It paints nothing, and spans the letter's box: readers leave out letters without extent.
    """
    import io

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    pen = TTGlyphPen(None)
    pen.moveTo((0, -220))
    pen.lineTo((_EM, 800))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({32: "blank"})
    builder.setupGlyf({".notdef": Glyph(), "blank": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (_EM, 0), "blank": (_EM, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-220)
    builder.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-220, usWinAscent=800, usWinDescent=220)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def advance(text: str) -> float:
    """Return how wide `text` is set in the text layer's font, em."""
    return len(text.encode("utf-16-be")) // 2 * _EM / 1000


def _real(number: float) -> str:
    """Return `number` as PDF writes it, five decimals, no exponent."""
    text = f"{number:.5f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
