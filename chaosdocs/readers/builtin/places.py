"""Where labels stand in a document, and what stands beside and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chaosdocs.readers.builtin.lexicon import names
from chaosdocs.readers.builtin.words import Line, Segment

BESIDE, INLINE, BELOW, COLUMN = 1.0, 0.95, 0.8, 0.4
"""How far a place is to be trusted: right of the label, in one run with it, under it, in a column
of several values under it."""
HERE = (-1, -1)
"""Place of a text that is part of its label's own segment."""
_PARTED = re.compile(r"[-–|•●·]")
_CURRENCY = re.compile(r"\(?(?:[A-Z]{3}|[€$£¥円])\)?")
_OTHER = re.compile(r"[^\W\d][^:：]{0,39}[:：]")
"""Another label, with or without its value."""
_MONTH = re.compile(r"[^\W\d_]{3,9}\.?")
_VALUE = re.compile(r"[-−–(€$£¥]|.*\d|(?:EUR|USD|GBP|CHF|JPY)$")


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A label: the line, its place there, and what follows it in the same run of words."""

    at: int
    place: int
    rest: str = ""
    sure: float = BESIDE


@dataclass(frozen=True, slots=True)
class Near:
    """A text near a label, how far it is to be trusted, and where it stands."""

    text: str
    sure: float
    place: tuple[int, int]


def parted(lines: Sequence[Line]) -> list[Line]:
    """Return lines in which a run of several labels with values is one segment for each.

    Args:
        lines: A document.
    """
    return [tuple(each for segment in line for each in _parts(segment)) for line in lines]


def _parts(segment: Segment) -> Iterator[Segment]:
    groups: list[list[int]] = [[]]
    for nth, word in enumerate(segment.words):
        if _PARTED.fullmatch(word.text):
            groups.append([])
        else:
            groups[-1].append(nth)
    texts = [" ".join(segment.words[n].text for n in group) for group in groups]
    if sum(bool(re.search(r"[:：]", text)) for text in texts) < 2:  # noqa: PLR2004 - several
        yield segment
        return
    for group, text in zip(groups, texts, strict=True):
        if group:
            words = tuple(segment.words[n] for n in group)
            yield replace(segment, text=text, x0=words[0].x0, x1=words[-1].x1, words=words)


def spots_of(lines: Sequence[Line], known: frozenset[str]) -> dict[str, list[LabelPlace]]:
    """Return every known label and where it stands, top to bottom.

    Args:
        lines: A document.
        known: The labels that are looked for, normal.
    """
    spots: dict[str, list[LabelPlace]] = {}
    for at, line in enumerate(lines):
        for place, segment in enumerate(line):
            seen: set[str] = set()
            for name, rest, sure in _readings(segment.text, known):
                if name in known and name not in seen:
                    seen.add(name)
                    spots.setdefault(name, []).append(LabelPlace(at, place, rest, sure))
    return spots


def _readings(text: str, known: frozenset[str]) -> Iterator[tuple[str, str, float]]:
    """What a segment may be: a label, a label and a value after a colon, or without one."""
    for name in names(text):
        yield name, "", BESIDE
    head, _, tail = text.replace("：", ":").partition(":")
    if tail:
        for name in names(head):
            yield name, tail.strip(" :"), BESIDE
    words = text.split()
    for cut in range(min(len(words) - 1, 5), 0, -1):
        found = [name for name in names(" ".join(words[:cut])) if name in known]
        if found and (_VALUE.match(words[cut]) or _dated(words[cut:])):
            for name in found:
                yield name, " ".join(words[cut:]).lstrip(": "), INLINE
            return


def _dated(words: Sequence[str]) -> bool:
    """Whether words start like a date with the name of a month: March 4, 2024."""
    return len(words) > 1 and bool(_MONTH.fullmatch(words[0])) and words[1].strip(",").isdigit()


def beside(line: Line, place: int, known: frozenset[str]) -> Iterator[Near]:
    """Yield the text to the right of a label, unless it is the next label.

    After a bare currency, such as EUR, the next text is yielded as well.

    Args:
        line: The line of the label.
        place: Where on it the label stands.
        known: All labels.
    """
    for nth in range(place + 1, len(line)):
        text = line[nth].text.lstrip(":： ")
        if text and (_OTHER.match(text) or not known.isdisjoint(names(text))):
            return
        if text:
            yield Near(text, BESIDE, (-1, nth))
        if text and not _CURRENCY.fullmatch(text):
            return


def below(lines: Sequence[Line], at: int, label: Segment) -> Iterator[Near]:
    """Yield what stands under a label and starts or ends where it does.

    Where several values follow each other closely the label is the head of a column, and the first
    of them is hardly what a single field says.
    """
    found: list[tuple[Segment, tuple[int, int]]] = []
    last = label
    for nth in range(at + 1, min(at + 7, len(lines))):
        for place, segment in enumerate(lines[nth]):
            near = 0 < segment.top - last.top < 3.2 * label.height
            aligned = abs(segment.x0 - label.x0) < 4 or abs(segment.x1 - label.x1) < 4  # noqa: PLR2004
            if segment.page == label.page and near and aligned:
                found.append((segment, (nth, place)))
                last = segment
                break
    numbers = [any(c.isdigit() for c in segment.text) for segment, _ in found[:2]]
    for segment, where in found[:3]:
        yield Near(segment.text, COLUMN if numbers == [True, True] else BELOW, where)


def continued(lines: Sequence[Line], at: int, place: int, label: Segment, right: float) -> str:
    """Return the text of a segment with what was broken off it onto the next line.

    The rest stands under its left end, with nothing before it in the label's column, and would not
    have fitted behind it.

    Args:
        lines: A document.
        at: Line of the segment.
        place: Place on that line.
        label: The label whose value it is.
        right: Right end of what the page shows, points.
    """
    value = lines[at][place]
    text = value.text.lstrip(":： ")
    for line in lines[at + 1 : at + 4]:
        for nth, rest in enumerate(line):
            close = 0 < rest.top - value.top < 1.7 * value.height
            if rest.page != value.page or not close or abs(rest.x0 - value.x0) > 2:  # noqa: PLR2004
                continue
            alone = not any(s.x0 >= label.x0 - 2 for s in line[:nth])
            first = rest.words[0] if rest.words else rest
            full = value.x1 + first.x1 - first.x0 > right
            if not (alone and full):
                return text
            code = " " not in text and any(c.isdigit() for c in text)
            return f"{text}{'' if code else ' '}{rest.text}"
    return text
