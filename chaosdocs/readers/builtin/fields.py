"""An honest baseline for PDFs: labels, places and typed values, over the text layer alone.

It sees the file and the schema, nothing else. A value is what stands right of its label or under
it; a table is a line of column heads and what stands below them. Its confidence is what it knows
of the match: an exact label, a plain value, a lone candidate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.asked import Asked, asked, put
from chaosdocs.readers.builtin.grids import rows_of
from chaosdocs.readers.builtin.lexicon import labels, normal
from chaosdocs.readers.builtin.parsing import Parsed, currency_of, parse
from chaosdocs.readers.builtin.words import Line, Segment, lines_of

Json = Any
Parse = Callable[..., Parsed | None]
BELOW, BESIDE = 0.8, 1.0
_TOWN = re.compile(r"〒?\s?(?P<code>\d{3}-?\d{2,4})\s+(?P<town>.+)")
_HEADINGS = {
    "sender": {"from", "von", "de", "差出人", "seller", "vendor", "supplier"},
    "recipient": {"to", "an", "à", "宛先", "bill to", "customer", "kunde", "client"},
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate for a field."""

    value: Json
    confidence: float
    rank: int


def fields(case: Json, files: Mapping[str, Path], *, read: Parse = parse) -> dict[str, Json]:
    """Read the asked fields from the first PDF of a case.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        read: How a text becomes a value; other baselines pass a poorer one.

    Returns:
        An answer line without its case.
    """
    return from_lines(case, lines_of(next(iter(files.values()))), read=read)


def from_lines(case: Json, lines: Sequence[Line], *, read: Parse = parse) -> dict[str, Json]:
    """Read the asked fields from lines of segments, wherever these come from.

    Args:
        case: The public case.
        lines: The document.
        read: How a text becomes a value.
    """
    wanted = list(asked(case["schema"]))
    answer: dict[str, Json] = {}
    confidence: dict[str, float] = {}
    known = {normal(word) for field in wanted for word in labels(field.path)}
    currency = currency_of(" ".join(s.text for line in lines for s in line))
    blocks = _blocks(lines)
    scalars = [field for field in wanted if "*" not in field.path]
    for field in scalars:
        found = _best(_candidates(field, lines, known, currency, read))
        if found is None:
            found = _from_block(field, blocks)
        put(answer, field.path, None if found is None else found.value)
        if found is not None:
            confidence[field.path] = round(found.confidence, 3)
    rows, sure = rows_of([f for f in wanted if "*" in f.path], lines, currency, read)
    for path, cells in rows.items():
        put(answer, path, cells)
    confidence.update(sure)
    return {"answer": answer, "confidence": confidence, "confidence_source": "heuristic"}


def literal(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Read like `fields`, but take every number as an American would: no other convention.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return fields(case, files, read=_naive)


def _naive(text: str, kind: str, *, currency: str | None = None) -> Parsed | None:
    if kind in {"money", "number", "percent", "quantity"}:
        return parse(text.replace(",", ""), kind, currency=currency)
    return parse(text, kind, currency=currency)


def _candidates(
    field: Asked,
    lines: Sequence[Line],
    known: set[str],
    currency: str | None,
    read: Parse,
) -> Iterable[_Found]:
    for rank, label in enumerate(labels(field.path)):
        for at, line in enumerate(lines):
            for place, segment in enumerate(line):
                rest = _after_label(segment.text, label)
                if rest is None:
                    continue
                texts = [(rest, BESIDE)] if rest else []
                texts += _beside(line, place, known)
                texts += [(s.text, BELOW) for s in _below(lines, at, segment)]
                for text, weight in texts:
                    if normal(text) in known:
                        continue
                    parsed = _typed(text, field, currency, read)
                    if parsed is not None:
                        yield _Found(parsed.value, parsed.confidence * weight * (0.97**rank), rank)
                        break


def _best(candidates: Iterable[_Found]) -> _Found | None:
    ranked = sorted(candidates, key=lambda f: -f.confidence)
    if not ranked:
        return None
    best = ranked[0]
    rivals = {repr(f.value) for f in ranked if f.rank == best.rank}
    doubt = 0.6 if len(rivals) > 1 else 1.0
    return _Found(best.value, best.confidence * doubt, best.rank)


def _after_label(text: str, label: str) -> str | None:
    """What follows `label` in `text`; empty where it is the whole text; None where it is not."""
    if normal(text) == label:
        return ""
    head, colon, tail = text.partition(":")
    if not colon:
        head, colon, tail = text.partition("：")
    if colon and normal(head) == label:
        return tail.strip()
    words = text.split()
    for cut in range(1, min(len(words), 6)):
        if normal(" ".join(words[:cut])) == label and any(
            c.isdigit() for c in "".join(words[cut:])
        ):
            return " ".join(words[cut:])
    return None


def _beside(line: Line, place: int, known: set[str]) -> list[tuple[str, float]]:
    if place + 1 >= len(line) or normal(line[place + 1].text) in known:
        return []
    return [(line[place + 1].text, BESIDE)]


def _below(lines: Sequence[Line], at: int, label: Segment) -> list[Segment]:
    for line in lines[at + 1 : at + 4]:
        for segment in line:
            near = 0 < segment.top - label.top < 3.2 * label.height
            aligned = abs(segment.x0 - label.x0) < 4 or abs(segment.x1 - label.x1) < 4  # noqa: PLR2004
            if segment.page == label.page and near and aligned:
                return [segment]
    return []


def _typed(text: str, field: Asked, currency: str | None, read: Parse) -> Parsed | None:
    if field.kind == "enum" and field.options:
        return _option(text, field.options)
    return read(text, field.kind, currency=currency)


def _option(text: str, options: Sequence[str]) -> Parsed | None:
    shown = normal(text)
    for option in options:
        if normal(option) == shown:
            return Parsed(option, 0.95)
    for option in options:
        if normal(option) in shown.split():
            return Parsed(option, 0.7)
    return None


def _blocks(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The address blocks: what stands left-aligned under a heading for sender or recipient."""
    blocks: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        for segment in line:
            for side, headings in _HEADINGS.items():
                if normal(segment.text) in headings and side not in blocks:
                    blocks[side] = [s.text for s in _column(lines[at + 1 : at + 10], segment)]
    return blocks


def _column(lines: Sequence[Line], heading: Segment) -> list[Segment]:
    column: list[Segment] = []
    bottom = heading.bottom
    for line in lines:
        for segment in line:
            close = segment.top - bottom < 1.5 * segment.height
            if segment.page == heading.page and abs(segment.x0 - heading.x0) < 3 and close:  # noqa: PLR2004
                column.append(segment)
                bottom = segment.bottom
    return column


def _from_block(field: Asked, blocks: Mapping[str, Sequence[str]]) -> _Found | None:
    """Name, street, town and country in the order in which addresses are written."""
    party, leaf = field.path.strip("/").split("/")[0], field.path.rpartition("/")[2]
    side = "sender" if party in {"seller", "bank", "institution"} else "recipient"
    block = blocks.get(side, ())
    places = {"institution": 0, "name": 0, "street": 1, "postcode": 2, "city": 2, "country": 3}
    place = places.get(leaf)
    if place is None or place >= len(block):
        return None
    if leaf in {"postcode", "city"}:
        town = _TOWN.fullmatch(block[place])
        if town is None:
            return None if leaf == "postcode" else _Found(block[place], 0.5, 99)
        return _Found(town["code"] if leaf == "postcode" else town["town"], 0.6, 99)
    if field.kind == "enum":
        option = _option(block[place], field.options)
        return None if option is None else _Found(option.value, 0.7, 99)
    return _Found(block[place], 0.6, 99)
