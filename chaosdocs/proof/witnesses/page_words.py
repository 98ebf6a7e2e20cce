"""The words of a page that no statement is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chaosdocs.proof.binding.page import Word
from chaosdocs.proof.places import Box

_STRIP = 32
"""Points or pixels of a strip in which boxes are looked for."""
_EPS = 0.35
"""How far a letter's middle may lie outside of its statement's box, points."""
_OVERHANG = 1.0
"""How far a word reaches over its statement's box before its letters are looked at, points."""


def words_beside(
    words: Sequence[Word], boxes: Sequence[Box], letter: Callable[[int], Box | None]
) -> Iterator[str]:
    """Yield the words whose middle lies in none of the boxes, and what reaches out of one.

    Args:
        words: The words of the page.
        boxes: Where statements stand.
        letter: Place of a letter in the text of the page to its box.
    """
    middles = _middles(words)
    strips = _strips(((box, "") for box in boxes), middles)
    for word, (x, y) in zip(words, middles, strict=True):
        near = strips.get(int(y // _STRIP), ())
        about = [box for box, _ in near if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        if not about:
            yield word.text
        elif all(
            word.box[0] < box[0] - _OVERHANG or word.box[2] > box[2] + _OVERHANG for box in about
        ):
            yield from _outside(word, [box for box, _ in near], letter)


def by_line(words: Sequence[Word]) -> list[Word]:
    """Return the words line by line, from the left.

    Words stand on one line if the middle of one lies above the foot of the other.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box[1] + word.box[3]):
        if lines and 2 * lines[-1][0].box[3] > word.box[1] + word.box[3]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.box[0])]


def named(words: Iterable[Word], boxes: Sequence[tuple[Box, str]]) -> Iterator[tuple[str, str]]:
    """Yield the text of each word and an empty path; the path of its field where it is in a box.

    Args:
        words: The words of the page.
        boxes: Where statements stand, and the paths of their fields.
    """
    words = tuple(words)
    middles = _middles(words)
    strips = _strips(boxes, middles)
    for word, (x, y) in zip(words, middles, strict=True):
        path = ""
        for box, about in strips.get(int(y // _STRIP), ()):
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                path = about
                break
        yield ("" if path else word.text), path


def _middles(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the middle of every word."""
    return [((w.box[0] + w.box[2]) / 2, (w.box[1] + w.box[3]) / 2) for w in words]


def _strips(
    boxes: Iterable[tuple[Box, str]], middles: Sequence[tuple[float, float]]
) -> dict[int, list[tuple[Box, str]]]:
    """Return the boxes of every strip of a page in which a middle lies, in their order.

    Args:
        boxes: Boxes with what belongs to each.
        middles: Points.
    """
    if not middles:
        return {}
    highest, lowest = min(y for _, y in middles), max(y for _, y in middles)
    strips: dict[int, list[tuple[Box, str]]] = {}
    for each in boxes:
        top, bottom = max(each[0][1], highest), min(each[0][3], lowest)
        if top <= bottom:
            for strip in range(int(top // _STRIP), int(bottom // _STRIP) + 1):
                strips.setdefault(strip, []).append(each)
    return strips


def _outside(
    word: Word, boxes: Sequence[Box], letter: Callable[[int], Box | None]
) -> Iterator[str]:
    """Yield the letters of a word that stand in none of the boxes, as one text."""
    left = ""
    for at, char in enumerate(word.text):
        box = letter(word.start + at)
        if box is None:
            continue
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not any(
            b[0] - _EPS <= x <= b[2] + _EPS and b[1] - _EPS <= y <= b[3] + _EPS for b in boxes
        ):
            left += char
    if left:
        yield left
