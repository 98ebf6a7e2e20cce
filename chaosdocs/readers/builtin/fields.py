"""An honest baseline for PDFs: labels, places and typed values, over the text layer alone.

It sees the file and the schema, nothing else. A value is what stands right of its label or under
it; a table is a line of column heads and what stands below them. Its confidence is what it knows
of the match: an exact label, a plain value, a lone candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.asked import Asked, asked, put
from chaosdocs.readers.builtin.grids import rows_of
from chaosdocs.readers.builtin.lexicon import labels, names, normal, shared
from chaosdocs.readers.builtin.parsing import Parse, Parsed, currency_of, habits_of, parse
from chaosdocs.readers.builtin.parties import blocks_of, letter_of, part_of, side_at
from chaosdocs.readers.builtin.places import (
    HERE,
    INLINE,
    LabelPlace,
    Near,
    below,
    beside,
    continued,
    parted,
    spots_of,
)
from chaosdocs.readers.builtin.titles import titled
from chaosdocs.readers.builtin.words import Line, lines_of
from chaosdocs.readers.contained import laid_open
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.truth.vocabulary import codes_of

Json = Any
SENDERS = frozenset({"seller", "bank", "institution"})
FARTHEST = 0.6
"""A label is trusted the less the later it comes in the list of words, down to this."""
_PAIR = re.compile(r".{1,40}[:：].*\d.*|\S+ \d{6,}")


MISLED = 0.45
"""How often a doubtful place misleads, on real and on made invoices."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate for a field.

    Attributes:
        confidence: What candidates are ranked by.
        typed: The part of it that is the doubt in how the value is written.
    """

    value: Json
    confidence: float
    rank: int
    label: tuple[int, int] = HERE
    typed: float = 1.0

    @property
    def meant(self) -> float:
        """The confidence that is stated: places mislead less often than their rank says."""
        return self.typed * (1 - MISLED * (1 - self.confidence / self.typed))


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of the whole document."""

    lines: Sequence[Line]
    spots: Mapping[str, Sequence[LabelPlace]]
    places: frozenset[tuple[int, int]]
    known: frozenset[str]
    read: Parse
    right: Mapping[int, float]

    def labelled(self, near: Near) -> bool:
        """Whether a text is a label, or a label with its value."""
        return near.place in self.places or not self.known.isdisjoint(names(near.text))


def fields(case: Json, files: Mapping[str, Path], *, read: Parse = parse) -> dict[str, Json]:
    """Read the asked fields from the PDFs of a case, one after the other.

    Those in a ZIP or a mail are opened.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        read: How a text becomes a value; other baselines pass a poorer one.

    Returns:
        An answer line without its case.

    Raises:
        BrokenAnswerError: There is no PDF, or a ZIP or a mail cannot be opened.
    """
    with laid_open(files) as laid:
        pdfs = [path for path in laid.values() if path.suffix == ".pdf"]
        if not pdfs:
            first = next(iter(laid.values()), Path())
            raise BrokenAnswerError(
                f"builtin:fields reads PDFs, not {first.suffix} files: builtin:cells reads "
                "exports, builtin:rules both"
            )
        return from_lines(case, _behind_each_other(pdfs), read=read)


def _behind_each_other(pdfs: Sequence[Path]) -> list[Line]:
    """Return the lines of several PDFs, whose pages are counted through."""
    lines: list[Line] = []
    for path in pdfs:
        pages = 1 + max((segment.page for line in lines for segment in line), default=-1)
        lines += (
            tuple(replace(segment, page=segment.page + pages) for segment in line)
            for line in lines_of(path)
        )
    return lines


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
    page, currency = _page(wanted, lines, read)
    headed, letter = blocks_of(lines), letter_of(lines)
    scalars = [field for field in wanted if "*" not in field.path]
    taken: set[tuple[int, int]] = set()
    for field in scalars:
        found = _best(_candidates(field, page, taken))
        title = titled(field.path, page.lines, page.read)
        if title is not None and (found is None or found.confidence < title.confidence):
            found = _Found(title.value, title.confidence, 0)
        if found is None:
            found = _from_block(field, headed, 0.6) or _from_block(field, letter, 0.5)
        put(answer, field.path, None if found is None else found.value)
        if found is not None:
            confidence[field.path] = round(found.meant, 3)
            taken |= {found.label} if shared(field.path) else set()
    single = frozenset(name for field in scalars for name in labels(field.path))
    rows, sure = rows_of([f for f in wanted if "*" in f.path], lines, currency, page.read, single)
    for path, cells in rows.items():
        put(answer, path, cells)
    confidence.update(sure)
    return {"answer": answer, "confidence": confidence, "confidence_source": "heuristic"}


def _page(wanted: Sequence[Asked], lines: Sequence[Line], read: Parse) -> tuple[_Page, str | None]:
    """The document with its labels, and the currency that it states or names most often."""
    whole = "\n".join(s.text for line in lines for s in line)
    habits, currency = habits_of(whole), currency_of(whole)
    known = frozenset(name for field in wanted for name in labels(field.path))
    known |= frozenset(labels("/currency"))
    split = parted(lines)
    right: dict[int, float] = {}
    for line in split:
        for segment in line:
            right[segment.page] = max(right.get(segment.page, 0.0), segment.x1)
    spots = spots_of(split, known)
    places = frozenset((s.at, s.place) for found in spots.values() for s in found)
    page = _Page(split, spots, places, known, partial(read, habits=habits), right)
    stated = _best(_candidates(Asked("/currency", "text"), page))
    currency = (currency_of(str(stated.value)) if stated else None) or currency
    typed = partial(read, habits=habits, currency=currency)
    return replace(page, read=typed), currency


def _candidates(
    field: Asked,
    page: _Page,
    taken: frozenset[tuple[int, int]] | set[tuple[int, int]] = frozenset(),
) -> Iterator[_Found]:
    """What stands near a label of the field; `taken` are labels that told of another party."""
    either = shared(field.path)
    for rank, label in enumerate(labels(field.path)):
        for spot in page.spots.get(label, ()):
            where = spot.at, spot.place
            if label in either and (where in taken or not _ours(field, page, spot)):
                continue
            for near in _near(spot, page, field.kind):
                if page.labelled(near):
                    continue
                parsed = _typed(near.text, field, page)
                if parsed is not None:
                    sure = parsed.confidence * near.sure * max(0.97**rank, FARTHEST)
                    yield _Found(parsed.value, sure, rank, where, parsed.confidence)
                    break


def _ours(field: Asked, page: _Page, spot: LabelPlace) -> bool:
    """Whether a label that fits any party does not stand under the name of another one."""
    side = side_at(page.lines, spot.at, spot.place)
    return side in {None, _side_of(field)}


def _side_of(field: Asked) -> str:
    return "sender" if field.path.strip("/").split("/")[0] in SENDERS else "recipient"


def _near(spot: LabelPlace, page: _Page, kind: str) -> Iterator[Near]:
    """What may be the value of a label: behind it, beside it, below it."""
    line = page.lines[spot.at]
    label = line[spot.place]
    wraps = kind in {"id", "text", "multiline"}
    right = page.right[label.page]
    if spot.rest:
        code = kind == "id" and spot.sure == INLINE
        yield Near(_code(spot.rest) if code else spot.rest, spot.sure, HERE)
    for near in beside(line, spot.place, page.known):
        nth = near.place[1]
        whole = continued(page.lines, spot.at, nth, label, right) if wraps else near.text
        yield Near(whole, near.sure, (spot.at, nth))
    for near in below(page.lines, spot.at, label):
        at, place = near.place
        after = page.lines[at][place + 1 : place + 2]
        pair = _PAIR.fullmatch(near.text) or any(s.text.startswith((":", "：")) for s in after)
        if pair and kind in {"text", "multiline"}:
            continue
        yield near
        if kind not in {"text", "multiline"} or not pair:
            return


def _code(text: str) -> str:
    """The words at the start of `text` that may be one number: up to one in small letters."""
    words = text.split()
    stop = next((n for n, word in enumerate(words) if n and word.islower()), len(words))
    return " ".join(words[:stop]).rstrip(",;")


def _best(candidates: Iterator[_Found]) -> _Found | None:
    ranked = sorted(candidates, key=lambda f: -f.confidence)
    if not ranked:
        return None
    best = ranked[0]
    rivals = {repr(f.value) for f in ranked if f.rank == best.rank}
    doubt = 0.6 if len(rivals) > 1 else 1.0
    return replace(best, confidence=best.confidence * doubt)


def _typed(text: str, field: Asked, page: _Page) -> Parsed | None:
    if field.kind == "enum" and field.options:
        return _option(text, field.options)
    if field.kind in {"text", "multiline"} and not any(c.isalpha() for c in text):
        return None
    return page.read(text, field.kind)


def _option(text: str, options: Sequence[str]) -> Parsed | None:
    shown = normal(text)
    meant = codes_of(text)
    for option in options:
        if normal(option) == shown or option in meant:
            return Parsed(option, 0.95)
    for option in options:
        if normal(option) in shown.split():
            return Parsed(option, 0.7)
    return None


def _from_block(
    field: Asked, blocks: Mapping[str, Sequence[str]], confidence: float
) -> _Found | None:
    """Name, street, town and country in the order in which addresses are written."""
    said = part_of(blocks.get(_side_of(field), ()), field.path.rpartition("/")[2])
    if said is None:
        return None
    if field.kind == "enum":
        option = _option(said, field.options)
        return None if option is None else _Found(option.value, confidence, 99)
    return _Found(said, confidence, 99)


READER = fields
