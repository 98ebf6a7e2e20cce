"""The words of a page that no statement is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chaosdocs.proof.binding.page import Word
from chaosdocs.proof.places import Box

_Told = tuple[Box, str | None]
_STRIP = 32
"""Points or pixels of a strip in which boxes are looked for."""
_EPS = 0.35
"""How far a letter's middle may lie outside of its statement's box, points."""
_OVERHANG = 1.0
"""How far a word reaches over its statement's box before its letters are looked at, points."""


class WordsInBoxes:
    """The words of a page, each with the boxes of statements that its middle lies in.

    Args:
        words: The words of the page.
        boxes: Where statements stand, with the paths of their fields; None for what states
            no field.
    """

    def __init__(self, words: Sequence[Word], boxes: Iterable[_Told]) -> None:
        self._words = words
        middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in (w.box for w in words)]
        strips = _strips(dict.fromkeys(boxes), middles)
        self._near = [strips.get(int(y // _STRIP), ()) for _, y in middles]
        self._about: list[list[Box]] = []
        self._paths: list[str] = []
        for near, (x, y) in zip(self._near, middles, strict=True):
            about, field = [], None
            for box, path in near:
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    about.append(box)
                    field = path if field is None else field
            self._about.append(about)
            self._paths.append(field or "")

    def beside(self, letter: Callable[[int], Box | None]) -> Iterator[str]:
        """Yield the words whose middle lies in none of the boxes, and what reaches out of one.

        Args:
            letter: Place of a letter in the text of the page to its box.
        """
        for word, near, about in zip(self._words, self._near, self._about, strict=True):
            if not about:
                yield word.text
                continue
            left, right = word.box[0], word.box[2]
            if all(left < box[0] - _OVERHANG or right > box[2] + _OVERHANG for box in about):
                yield from _outside(word, [box for box, _ in near], letter)

    def sequence(self, *, drawn: bool) -> Iterator[tuple[str, str]]:
        """Yield the text of each word and an empty path; the path of its field where it is in one.

        Args:
            drawn: Whether words come in the order of the page; line by line otherwise.
        """
        order = range(len(self._words)) if drawn else by_line(self._words)
        for at in order:
            path = self._paths[at]
            yield ("" if path else self._words[at].text), path


def by_line(words: Sequence[Word]) -> list[int]:
    """Return the numbers of words line by line, from the left.

    Words stand on one line if the middle of one lies above the foot of the other.
    """
    lines: list[list[int]] = []
    boxes = [word.box for word in words]
    twice = [box[1] + box[3] for box in boxes]
    foot = 0.0
    for at in sorted(range(len(words)), key=twice.__getitem__):
        if lines and 2 * foot > twice[at]:
            lines[-1].append(at)
        else:
            lines.append([at])
            foot = boxes[at][3]
    return [at for line in lines for at in sorted(line, key=lambda at: boxes[at][0])]


def _strips(
    boxes: Iterable[_Told], middles: Sequence[tuple[float, float]]
) -> dict[int, list[_Told]]:
    """Return the boxes of every strip of a page in which a middle lies, in their order.

    Args:
        boxes: Boxes with what belongs to each.
        middles: Points.
    """
    if not middles:
        return {}
    highest, lowest = min(y for _, y in middles), max(y for _, y in middles)
    strips: dict[int, list[_Told]] = {}
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
