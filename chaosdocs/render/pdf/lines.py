"""Breaking text into lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from chaosdocs.render.pdf.metrics import measure

_EAST_ASIAN = 0x2E80
_NOT_FIRST = frozenset("、。，．）」』】〕ー・：；？！々")


def wrapped(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return `text` as lines no wider than `room` points.

    Lines break at spaces, between East Asian characters, and inside a word that is wider than
    the room. The space at a break is not part of a line.
    """
    if "\n" not in text and measure(text, font, size) <= room:
        return (text,)
    return _broken(text, font, size, room)


@lru_cache(maxsize=4096)
def _broken(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    return tuple(
        line for part in text.splitlines() for line in (_part(part, font, size, room) or ("",))
    )


def _part(text: str, font: str, size: float, room: float) -> list[str]:
    out: list[str] = []
    line = ""
    for word in _words(text):
        if measure((line + word).rstrip(" "), font, size) <= room:
            line += word
            continue
        if line.strip(" "):
            out.append(line.rstrip(" "))
        *full, line = _cut(word, font, size, room)
        out += full
    if line.strip(" "):
        out.append(line.rstrip(" "))
    return out


def _words(text: str) -> Iterator[str]:
    """Pieces after which a line can end; spaces belong to the piece before them."""
    piece = ""
    for place, char in enumerate(text):
        piece += char
        after = text[place + 1 : place + 2]
        if (char == " " and after != " ") or (
            after
            and after not in _NOT_FIRST
            and (ord(char) >= _EAST_ASIAN or ord(after) >= _EAST_ASIAN)
        ):
            yield piece
            piece = ""
    if piece:
        yield piece


def _cut(word: str, font: str, size: float, room: float) -> list[str]:
    out: list[str] = []
    line = ""
    for char in word:
        if line and measure((line + char).rstrip(" "), font, size) > room:
            out.append(line)
            line = ""
        line += char
    return [*out, line]


def longest_word(text: str, font: str, size: float) -> float:
    """Return the width of the widest piece of `text` that does not break, points."""
    pieces = (word for line in text.splitlines() for word in _words(line))
    return max((measure(word.rstrip(" "), font, size) for word in pieces), default=0.0)


def widest_line(text: str, font: str, size: float) -> float:
    """Return the width of the widest of the lines that `text` has by itself, points."""
    if "\n" not in text:
        return measure(text, font, size)
    return max(measure(line, font, size) for line in text.splitlines())
