"""Labels on pages: the words to the left of a value on its line, else those above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chaosdocs.proof.binding.label import Known, plain
from chaosdocs.proof.places import Box

_GAP = 0.8
"""Words that are farther apart than so many font sizes are two texts; a space is 0.6 at most."""
_SHARED = 0.5
"""Share of a line's height that two texts on one line have in common."""
_OVERLAP = 1.0
"""How far a label above reaches over a value at least, points."""
_SLACK = 1.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page.

    Attributes:
        text: Its letters.
        box: As shown.
        size: Its font size, points.
        start: Where it begins in the text of the page.
    """

    text: str
    box: Box
    size: float
    start: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together on one line."""

    text: str
    box: Box


class PageLabels:
    """The texts of a page, to be asked which of them is the label of a place.

    Args:
        words: The words of the page, in its order.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._runs = tuple(_runs(words))

    def of(self, box: Box, known: Known) -> str:
        """Return the label of the value in a box, or an empty text.

        On the value's own line the next text to the left counts, if it is a label: a value in
        between has that label for itself. Above, the nearest label over the value counts.
        """
        others = [run for run in self._runs if not _inside(run.box, box)]
        first = _first_line(box, [run.box for run in self._runs if _inside(run.box, box)])
        left = [run for run in others if _on_line(run.box, first) and run.box[2] <= box[0] + _SLACK]
        if left:
            nearest = max(left, key=lambda run: run.box[2])
            label = plain(nearest.text)
            if label and known(label):
                return label
        above = [
            (run.box[3], label)
            for run in others
            if run.box[3] <= first[1] + _SLACK
            and min(run.box[2], box[2]) - max(run.box[0], box[0]) >= _OVERLAP
            and (label := plain(run.text))
            and known(label)
        ]
        return max(above, default=(0.0, ""))[1]


def _runs(words: Sequence[Word]) -> Iterator[Run]:
    group: list[Word] = []
    for word in words:
        if group and not _goes_on(group[-1], word):
            yield _run(group)
            group = []
        group.append(word)
    if group:
        yield _run(group)


def _goes_on(before: Word, word: Word) -> bool:
    gap = word.box[0] - before.box[2]
    return -before.size < gap <= _GAP * before.size and _on_line(word.box, before.box)


def _run(words: Sequence[Word]) -> Run:
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    text = " ".join(word.text for word in words)
    return Run(text, (min(lefts), min(tops), max(rights), max(bottoms)))


def _on_line(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= _SHARED * min(one[3] - one[1], other[3] - other[1])


def _inside(one: Box, other: Box) -> bool:
    x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] - _SLACK <= x <= other[2] + _SLACK and other[1] <= y <= other[3]


def _first_line(box: Box, inside: Sequence[Box]) -> Box:
    """Return the part of a box in which its first line stands."""
    if not inside:
        return box
    top = min(each[1] for each in inside)
    bottom = min(each[3] for each in inside)
    return box[0], top, box[2], max(bottom, top + 1)
