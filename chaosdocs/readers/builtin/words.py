"""Pages as lines of segments: words that stand together, read with pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GAP = 0.9
"""A gap wider than this many text heights parts two segments."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its left and right end in points."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on a line. Points from the top left; `page` from 0."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    words: tuple[Word, ...] = ()

    @property
    def height(self) -> float:
        """Height of its tallest word."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2


Line = tuple[Segment, ...]


def lines_of(path: Path) -> list[Line]:
    """Return the lines of a PDF, top to bottom, page by page; nothing where it has no text."""
    import pdfplumber
    from pdfplumber.utils.text import extract_words

    lines: list[Line] = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            chars = list(_chars(page, page.layout))
            words = extract_words(chars, x_tolerance=1.5, y_tolerance=2, keep_blank_chars=False)
            lines.extend(_lines(words, number))
            page.close()
    return lines


def _chars(page: Any, holder: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - pdfplumber's
    """Yield the characters of a page as `pdfplumber` does, with what words are made of alone.

    Colours, fonts and matrices, which are left out, take longer than all the rest.
    """
    from pdfminer.layout import LTChar, LTContainer

    left, above = page.mediabox[:2]
    for each in holder:
        if isinstance(each, LTChar):
            top = page.height - each.y1 + above
            yield {
                "text": each.get_text(),
                "upright": each.upright,
                "x0": each.x0 + left,
                "x1": each.x1 + left,
                "top": top,
                "bottom": page.height - each.y0 + above,
                "doctop": page.initial_doctop + top,
            }
        elif isinstance(each, LTContainer):
            yield from _chars(page, each)


def _lines(words: Sequence[dict[str, Any]], page: int) -> list[Line]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: ((w["top"] + w["bottom"]) / 2, w["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if rows:
            last = rows[-1][-1]
            reach = 0.45 * min(last["bottom"] - last["top"], word["bottom"] - word["top"])
            if abs((last["top"] + last["bottom"]) / 2 - middle) <= reach:
                rows[-1].append(word)
                continue
        rows.append([word])
    return [tuple(_segments(sorted(row, key=lambda w: w["x0"]), page)) for row in rows]


def _segments(row: Sequence[dict[str, Any]], page: int) -> list[Segment]:
    groups: list[list[dict[str, Any]]] = []
    for word in row:
        height = word["bottom"] - word["top"]
        if groups and word["x0"] - groups[-1][-1]["x1"] <= GAP * height:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [
        Segment(
            text=" ".join(w["text"] for w in group),
            page=page,
            x0=group[0]["x0"],
            x1=group[-1]["x1"],
            top=min(w["top"] for w in group),
            bottom=max(w["bottom"] for w in group),
            words=tuple(Word(w["text"], w["x0"], w["x1"]) for w in group),
        )
        for group in groups
    ]
