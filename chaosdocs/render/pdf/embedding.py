"""Fonts in a PDF: Type0 fonts with a subset, and what their text layer says.

Every code of a font stands for a pair: the character that is drawn and the text that the text
layer gives for it. So a hyphen and a soft hyphen that share a glyph still extract as what they
are, a lying text layer is a change of pairs, and a run can say anything in a font of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chaosdocs.render.pdf.glyphs import face, subset
from chaosdocs.render.pdf.metrics import advances
from chaosdocs.render.pdf.objects import PdfFile, number, stream

Pair = tuple[str, str]
Layer = Literal["honest", "lying", "missing"]

_LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100))))
_COMMON = "ŒœŸŠšŽž–—‘’‚“”„…€•\u2011\u202f"


@lru_cache(maxsize=64)
def core(font: str) -> tuple[Pair, ...]:
    """Return the pairs that every document's `font` has: Latin letters, figures, punctuation.

    They are the same in all documents, so the subset is cut and packed once. The font with East
    Asian characters has none: its subset is each document's own.
    """
    if font == "cjk":
        return ()
    table = advances(font)
    return tuple((char, char) for char in sorted(_LATIN + _COMMON) if char in table)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font as it goes into the file.

    Attributes:
        codes: Pair to its code, four hexadecimal digits.
        file: The font file, a stream object.
        descriptor: Its descriptor, up to the reference to the file.
        descendant: The CIDFont, up to the references.
        base: Its name.
        glyph_map: Code to glyph, a stream object.
        unicode_map: The ToUnicode map, a stream object, or None.
    """

    codes: Mapping[Pair, str]
    file: bytes
    descriptor: str
    descendant: str
    base: str
    glyph_map: bytes
    unicode_map: bytes | None

    def put(self, into: PdfFile) -> int:
        """Put the font's objects into a file and return the number of the font."""
        file = into.add(self.file)
        descriptor = into.add(f"{self.descriptor}/FontFile2 {file} 0 R>>")
        glyph_map = into.add(self.glyph_map)
        descendant = into.add(
            f"{self.descendant}/FontDescriptor {descriptor} 0 R/CIDToGIDMap {glyph_map} 0 R>>"
        )
        said = ""
        if self.unicode_map is not None:
            said = f"/ToUnicode {into.add(self.unicode_map)} 0 R"
        return into.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{self.base}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]{said}>>"
        )


@lru_cache(maxsize=64)
def embedded(font: str, pairs: tuple[Pair, ...], layer: Layer = "honest") -> Embedded:
    """Return `font` with a code for each of `pairs`.

    Args:
        font: Name of the font.
        pairs: Drawn character and the text that stands for it.
        layer: ``missing`` leaves the ToUnicode map out.
    """
    file, glyphs, tag = _cut(font, "".join(sorted({drawn for drawn, _said in pairs})))
    whole = face(font)
    base = f"{tag}+{whole.name}"
    x0, y0, x1, y1 = whole.box
    widths = " ".join(number(whole.width(drawn)) for drawn, _said in pairs)
    gids = b"\0\0" + b"".join(glyphs[drawn].to_bytes(2, "big") for drawn, _said in pairs)
    return Embedded(
        codes={pair: f"{code:04X}" for code, pair in enumerate(pairs, 1)},
        file=file,
        descriptor=(
            f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[{x0} {y0} {x1} {y1}]"
            f"/ItalicAngle 0/Ascent {whole.ascent}/Descent {whole.descent}/CapHeight 714/StemV 80"
        ),
        descendant=(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/DW 1000/W[1[{widths}]]"
        ),
        base=base,
        glyph_map=stream(gids, effort=9),
        unicode_map=None if layer == "missing" else stream(_unicode_map(pairs), effort=9),
    )


@lru_cache(maxsize=64)
def _cut(font: str, chars: str) -> tuple[bytes, Mapping[str, int], str]:
    """The packed subset, the glyph of each character, and the tag of its name."""
    file, glyphs = subset(font, chars)
    digest = hashlib.blake2b(chars.encode(), digest_size=6).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest)
    effort = 6 if font == "cjk" else 9
    return stream(file, f"/Length1 {len(file)}", effort=effort), glyphs, tag


def _unicode_map(pairs: Sequence[Pair]) -> bytes:
    """A ToUnicode CMap (Adobe Technical Note 5411)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    mapped = [
        f"<{code:04X}> <{said.encode('utf-16-be').hex().upper()}>"
        for code, (_drawn, said) in enumerate(pairs, 1)
    ]
    for at in range(0, len(mapped), 100):
        part = mapped[at : at + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
