"""Labels on pages: the words to the left of a value on its line, else those above it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chaosdocs.proof.binding.label import Known, plain
from chaosdocs.proof.places import Box

_GAP = 0.8
"""Words that are farther apart than so many font sizes are two texts; a space is 0.6 at most."""
_SHARED = 0.5
"""Share of a line's height that two texts on one line have in common."""
_OVERLAP = 1.0
"""How far a label above reaches over a value at least, points."""
_SLACK = 1.5
_BAND = 16.0
"""Height of the bands in which the texts of a page are looked for, points."""


class Word(NamedTuple):
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


class Run(NamedTuple):
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
        self._plain = tuple(plain(run.text) for run in self._runs)
        self._bands: dict[int, list[int]] = {}
        for number, run in enumerate(self._runs):
            for band in _bands(run.box):
                self._bands.setdefault(band, []).append(number)
        self._middles = [
            ((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in (run.box for run in self._runs)
        ]
        self._lists: dict[tuple[int, int], list[int]] = {}
        self._asked: Known | None = None
        self._labels: tuple[tuple[float, str, int], ...] = ()

    def of(self, box: Box, known: Known) -> str:
        """Return the label of the value in a box, or an empty text.

        On the value's own line the next text to the left counts, if it is a label: a value in
        between has that label for itself. Above, the nearest label over the value counts.
        """
        runs = self._runs
        start, high, end, low = box
        inside = set()
        for number in self._near(box):
            x, y = self._middles[number]
            if start - _SLACK <= x <= end + _SLACK and high <= y <= low:
                inside.add(number)
        first = _first_line(box, [runs[number].box for number in inside])
        nearest, left, most = -math.inf, -1, start + _SLACK
        for number in self._near(first):
            its = runs[number].box
            if nearest < its[2] <= most and _on_line(its, first) and number not in inside:
                nearest, left = its[2], number
        if left >= 0:
            label = self._plain[left]
            if label and known(label):
                return label
        labels = self._known(known)
        for _, label, number in labels[bisect_left(labels, (-first[1] - _SLACK,)) :]:
            its = runs[number].box
            if min(its[2], end) - max(its[0], start) >= _OVERLAP and number not in inside:
                return label
        return ""

    def heading(self, box: Box, known: Known) -> str:
        """Return the caption that a place stands below, or an empty text.

        Of the captions that stand higher and do not begin farther right, the rightmost counts, and
        the lowest of several.
        """
        above = [
            (self._runs[number].box[0], self._runs[number].box[3], label)
            for _, label, number in self._known(known)
            if self._runs[number].box[3] <= box[1] + _SLACK
            and self._runs[number].box[0] <= box[0] + _SLACK
        ]
        return max(above, default=(0.0, 0.0, ""))[2]

    def _near(self, box: Box) -> list[int]:
        """The texts in the bands of a box, in order; few bands are asked for."""
        bands = _bands(box)
        span = bands.start, bands.stop
        if span not in self._lists:
            self._lists[span] = sorted(
                {number for band in bands for number in self._bands.get(band, ())}
            )
        return self._lists[span]

    def _known(self, known: Known) -> tuple[tuple[float, str, int], ...]:
        """The texts that are labels, the lowest first, looked through once and not once a value.

        Each has its bottom, which counts upwards, its text and its number.
        """
        if self._asked != known:
            self._asked = known
            there = [
                (self._runs[number].box[3], label, number)
                for number, label in enumerate(self._plain)
                if label and known(label)
            ]
            self._labels = tuple(
                (-bottom, label, number) for bottom, label, number in sorted(there, reverse=True)
            )
        return self._labels


def _bands(box: Box) -> range:
    """The bands of a page that a box, and what stands in it or beside it, is in."""
    return range(int((box[1] - _SLACK) // _BAND), int((box[3] + _SLACK) // _BAND) + 1)


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
    if len(words) == 1:
        return Run(words[0].text, words[0].box)
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    text = " ".join(word.text for word in words)
    return Run(text, (min(lefts), min(tops), max(rights), max(bottoms)))


def _on_line(one: Box, other: Box) -> bool:
    _, top, _, bottom = one
    _, high, _, low = other
    shared = (min(low, bottom)) - (max(high, top))
    tall, also = bottom - top, low - high
    return shared >= _SHARED * (min(also, tall))


def _first_line(box: Box, inside: Sequence[Box]) -> Box:
    """Return the part of a box in which its first line stands."""
    if not inside:
        return box
    top = min(each[1] for each in inside)
    bottom = min(each[3] for each in inside)
    return box[0], top, box[2], max(bottom, top + 1)
