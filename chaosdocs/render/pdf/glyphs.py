"""Cutting a TrueType font down to some of its glyphs (OpenType specification 1.9, `glyf`).

A subset made with fontTools takes tens of milliseconds; this one takes less than one, so every
document can have its own. Instructions are left out: no reader of a PDF at these sizes needs them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chaosdocs.foundation.fonts import STAND_INS, font_bytes, licence

_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _INSTRUCTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
_KEPT = ("cvt ", "glyf", "head", "hhea", "hmtx", "loca", "maxp")


@dataclass(frozen=True, slots=True)
class Face:
    """A TrueType file taken apart.

    Attributes:
        name: Its name in a PDF.
        tables: Tag to table.
        offsets: Where every glyph begins in `glyf`; one more for the end.
        glyph_of: Character to glyph.
        advances: Advance width of every glyph, font units.
        bearings: Left side bearing of every glyph.
        units: Font units an em.
        box: Bounding box of the font in 1/1000 em.
        ascent: Above the baseline, 1/1000 em.
        descent: Below it, negative.
    """

    name: str
    tables: Mapping[str, bytes]
    offsets: Sequence[int]
    glyph_of: Mapping[str, int]
    advances: Sequence[int]
    bearings: Sequence[int]
    units: int
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def width(self, char: str) -> float:
        """Return the advance width of `char` in 1/1000 em."""
        return self.advances[self.glyph_of[char]] * 1000 / self.units


@cache
def face(font: str) -> Face:
    """Return `font` taken apart. Reads the file once."""
    data = font_bytes(font)
    count = struct.unpack_from(">H", data, 4)[0]
    tables: dict[str, bytes] = {}
    for place in range(count):
        tag, _sum, at, size = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        tables[tag.decode("latin-1")] = data[at : at + size]
    head, hhea = tables["head"], tables["hhea"]
    units = struct.unpack_from(">H", head, 18)[0]
    glyphs = struct.unpack_from(">H", tables["maxp"], 4)[0]
    if struct.unpack_from(">h", head, 50)[0]:
        offsets: Sequence[int] = struct.unpack_from(f">{glyphs + 1}I", tables["loca"])
    else:
        short = struct.unpack_from(f">{glyphs + 1}H", tables["loca"])
        offsets = tuple(2 * each for each in short)
    advances, bearings = _metrics(tables["hmtx"], glyphs, struct.unpack_from(">H", hhea, 34)[0])
    ascent, descent = struct.unpack_from(">hh", hhea, 4)
    x0, y0, x1, y1 = (each * 1000 // units for each in struct.unpack_from(">4h", head, 36))
    return Face(
        name=licence(font).family.replace(" ", ""),
        tables={tag: tables[tag] for tag in _KEPT if tag in tables},
        offsets=offsets,
        glyph_of=_characters(data),
        advances=advances,
        bearings=bearings,
        units=units,
        box=(x0, y0, x1, y1),
        ascent=ascent * 1000 // units,
        descent=descent * 1000 // units,
    )


def _metrics(hmtx: bytes, glyphs: int, full: int) -> tuple[list[int], list[int]]:
    pairs = struct.unpack_from(">" + "Hh" * full, hmtx)
    advances, bearings = list(pairs[::2]), list(pairs[1::2])
    rest = struct.unpack_from(f">{glyphs - full}h", hmtx, 4 * full)
    return advances + [advances[-1]] * (glyphs - full), bearings + list(rest)


def _characters(data: bytes) -> dict[str, int]:
    import io

    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(data), lazy=True) as opened:
        number = opened.getReverseGlyphMap()
        table = {chr(code): number[name] for code, name in opened.getBestCmap().items()}
    for char, like in STAND_INS.items():
        if char not in table and like in table:
            table[char] = table[like]
    return table


def subset(font: str, chars: Iterable[str]) -> tuple[bytes, dict[str, int]]:
    """Return a TrueType file with the glyphs of `chars`, and the new glyph of each.

    Glyph 0 is the font's own .notdef. Characters that share a glyph share it still.

    Args:
        font: Name of the font.
        chars: What is needed; all must be in the font.

    Raises:
        KeyError: A character is not in the font.
    """
    whole = face(font)
    chars = sorted(set(chars))
    glyphs = _closure(whole, [0, *sorted({whole.glyph_of[char] for char in chars})])
    new = {old: place for place, old in enumerate(glyphs)}
    outlines = [_outline(whole, glyph, new) for glyph in glyphs]
    loca = [0]
    for outline in outlines:
        loca.append(loca[-1] + len(outline))
    head = bytearray(whole.tables["head"])
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    hhea = bytearray(whole.tables["hhea"])
    struct.pack_into(">H", hhea, 34, len(glyphs))
    maxp = bytearray(whole.tables["maxp"])
    struct.pack_into(">H", maxp, 4, len(glyphs))
    hmtx = b"".join(struct.pack(">Hh", whole.advances[g], whole.bearings[g]) for g in glyphs)
    tables = {
        "glyf": b"".join(outlines),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "hmtx": hmtx,
        "loca": struct.pack(f">{len(loca)}I", *loca),
        "maxp": bytes(maxp),
    }
    return _file(tables), {char: new[whole.glyph_of[char]] for char in chars}


def _closure(whole: Face, glyphs: list[int]) -> list[int]:
    """`glyphs` and the parts that they are composed of."""
    known = dict.fromkeys(glyphs)
    todo = list(glyphs)
    while todo:
        for _at, part in _parts(_raw(whole, todo.pop())):
            if part not in known:
                known[part] = None
                todo.append(part)
    return list(known)


def _raw(whole: Face, glyph: int) -> bytes:
    return whole.tables["glyf"][whole.offsets[glyph] : whole.offsets[glyph + 1]]


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """Place and glyph of every component of a composite outline; none for a simple one."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    out = []
    at = 10
    while True:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        out.append((at, glyph))
        at = _after(flags, at)
        if not flags & _MORE:
            return out


def _after(flags: int, at: int) -> int:
    at += 4 + (4 if flags & _WORDS else 2)
    if flags & _SCALE:
        return at + 2
    if flags & _XY_SCALE:
        return at + 4
    return at + (8 if flags & _TWO_BY_TWO else 0)


def _outline(whole: Face, glyph: int, new: Mapping[int, int]) -> bytes:
    """The outline of `glyph` without instructions, its parts renamed, padded to four bytes."""
    raw = _raw(whole, glyph)
    if not raw:
        return b""
    contours = struct.unpack_from(">h", raw)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        length = struct.unpack_from(">H", raw, at)[0]
        out = raw[:at] + b"\0\0" + raw[at + 2 + length :]
    else:
        changed = bytearray(raw)
        end = len(raw)
        for at, part in _parts(raw):
            flags = struct.unpack_from(">H", raw, at)[0]
            struct.pack_into(">HH", changed, at, flags & ~_INSTRUCTED, new[part])
            end = _after(flags, at)
        out = bytes(changed[:end])
    return out + b"\0" * (-len(out) % 4)


def _file(tables: Mapping[str, bytes]) -> bytes:
    """A font file of `tables`, with checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1,
                         (count - power) * 16)  # fmt: skip
    at = 12 + 16 * count
    entries, bodies = [], []
    for tag in sorted(tables):
        body = tables[tag]
        padded = body + b"\0" * (-len(body) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        entries.append(struct.pack(">4sIII", tag.encode(), total, at, len(body)))
        bodies.append(padded)
        at += len(padded)
    return header + b"".join(entries) + b"".join(bodies)
