"""How wide text is, and which font has its characters: a table, no font is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from chaosdocs.foundation.characters import is_unseen
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.fonts import FALLBACKS, FONTS, STAND_INS, licence
from chaosdocs.foundation.sums import added
from chaosdocs.render.pdf.right_to_left import glyphs, has_right_to_left

_WIDE = 0x2E80
_FIRST_UNSEEN = 0xAD
_REMEMBERED = 8192


@cache
def _stored() -> Mapping[str, Mapping[str, object]]:
    table: dict[str, dict[str, object]] = json.loads(
        files("chaosdocs.render.pdf").joinpath("metrics.json").read_text("utf-8")
    )
    return table


@cache
def advances(font: str) -> Mapping[str, float]:
    """Return the advance width of every character that `font` can show, in 1/1000 em.

    Characters that show nothing are left out, whatever glyph a font has for them.

    Raises:
        UserError: There is no such font.
    """
    licence(font)
    stored = _stored()[font]
    runs, units = stored["runs"], stored["units"]
    assert isinstance(runs, list)  # noqa: S101 - the table is ours
    assert isinstance(units, int)  # noqa: S101
    table = {
        chr(code): width * 1000 / units
        for first, count, width in runs
        for code in range(first, first + count)
        if code < _FIRST_UNSEEN or not is_unseen(chr(code))
    }
    for char, like in STAND_INS.items():
        if char not in table and like in table:
            table[char] = table[like]
    return table


@cache
def inks(font: str) -> Mapping[str, tuple[float, float]]:
    """Return where the ink of Latin letters, figures and signs starts and ends, in 1/1000 em.

    Example:
        >>> start, end = inks("notos")["1"]
        >>> 0 < start < end < advances("notos")["1"]
        True
    """
    licence(font)
    stored = _stored()[font]
    ink, units = stored["ink"], stored["units"]
    assert isinstance(ink, list)  # noqa: S101 - the table is ours
    assert isinstance(units, int)  # noqa: S101
    return {chr(code): (x0 * 1000 / units, x1 * 1000 / units) for code, x0, x1 in ink}


@lru_cache(maxsize=_REMEMBERED)
def _em(text: str, font: str) -> float | None:
    """The advance width of `text` in em, or None where `font` lacks a character of it."""
    try:
        return added(map(advances(font).__getitem__, glyphs(text))) / 1000
    except KeyError:
        return None


def width(text: str, font: str, size: float) -> float:
    """Return the advance width of `text` in points; all of it must be in `font`.

    Raises:
        KeyError: A character is not.

    Example:
        >>> round(width("MMM", "cascadia", 10.0), 2)
        17.58
    """
    em = _em(text, font)
    if em is None:
        raise KeyError(next(char for char in text if char not in advances(font)))
    return em * size


def covers(font: str, text: str) -> bool:
    """Whether `font` has all characters of `text`.

    Example:
        >>> covers("notos", "Größe"), covers("notos", "金額")
        (True, False)
    """
    return _em(text, font) is not None


@lru_cache(maxsize=_REMEMBERED)
def measured_pieces(text: str, font: str, size: float) -> tuple[tuple[str, str, float, float], ...]:
    """Return the `pieces` of `text`, each with its advance width in points, exact and rounded.

    Raises:
        UserError: A character is in no font.
    """
    sized = ((piece, name, width(piece, name, size)) for piece, name in pieces(text, font))
    return tuple((piece, name, wide, round(wide, 3)) for piece, name, wide in sized)


@lru_cache(maxsize=_REMEMBERED)
def pieces(text: str, font: str) -> tuple[tuple[str, str], ...]:
    """Return `text` cut into pieces with the font of each: `font`, where it has the characters.

    A text with East Asian characters is set whole in the font that has them, where that can be; a
    text with letters that run from right to left always is.

    Raises:
        UserError: A character is in no font.

    Example:
        >>> pieces("Σ 12 −", "notosbo")
        (('Σ 12 ', 'notosbo'), ('−', 'figo'))
    """
    if covers(font, text):
        return ((text, font),)
    if has_right_to_left(text):
        return ((text, _of_all(text, font)),)
    if any(ord(char) >= _WIDE for char in text) and covers("cjk", text):
        return ((text, "cjk"),)
    out: list[tuple[str, str]] = []
    for char, found in _each(text, font):
        if out and out[-1][1] == found:
            out[-1] = (out[-1][0] + char, found)
        else:
            out.append((char, found))
    return tuple(out)


def measure(text: str, font: str, size: float) -> float:
    """Return the advance width of `text` in points, with other fonts where `font` lacks it."""
    em = _em(text, font)
    if em is not None:
        return em * size
    return added(width(piece, name, size) for piece, name in pieces(text, font))


def _of_all(text: str, font: str) -> str:
    """Return the first font that has all glyphs of a text."""
    for name in FALLBACKS:
        if covers(name, text):
            return name
    known = {char for name in FALLBACKS for char in advances(name)}
    missing = next((char for char in glyphs(text) if char not in known), "")
    raise UserError(
        f"no font has the character {missing!r} (U+{ord(missing):04X})"
        if missing
        else "no font has all characters of a text that runs from right to left",
        where=f"text {text[:60]!r} in {licence(font).family}",
        hint="the documents are set in " + ", ".join(licence(f).family for f in FONTS),
    )


def _each(text: str, font: str) -> Iterator[tuple[str, str]]:
    for char in text:
        for name in (font, *FALLBACKS):
            if char in advances(name):
                yield char, name
                break
        else:
            raise UserError(
                f"no font has the character {char!r} (U+{ord(char):04X})",
                where=f"text {text[:60]!r} in {licence(font).family}",
                hint="the documents are set in " + ", ".join(licence(f).family for f in FONTS),
            )
