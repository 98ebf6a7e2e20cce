"""One layer of a file as an index: every number, date and word in it, in every reading.

The search is turned round: instead of looking for hundreds of spellings of one value, every token
of the layer is read in every way that anybody writes, and the value is looked up.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from chaosdocs.proof.places import Layer
from chaosdocs.proof.reading.calendar import ANY_MONTH
from chaosdocs.proof.reading.normal import flat

Span = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:[.,' ]\d+)*", re.ASCII)
_SEPARATOR = re.compile(r"[.,' ]")
_INTEGER = re.compile(r"\d+|\d{1,3}([.,' ])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d\d)+,\d{3}")
_DECIMAL = re.compile(
    r"(\d+|\d{1,3}(?:([.,' ])\d{3}(?:\2\d{3})*)|\d{1,2}(?:,\d\d)+,\d{3})((?!\2)[.,])(\d+)"
)
_PART = re.compile(r"[^ ]+")
_DIGITS = re.compile(r"\d+")
_MOST_PARTS = 6
_NUMERIC_DATE = re.compile(
    r"(?<!\d)(\d{4}|\d{1,2})(?:([-/.]) ?|( )|年)(\d{1,2})(?:\2 ?|\3|月)(\d{4}|\d{1,2})(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)\d{8}(?=(?:\d{6})?(?!\d))")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er)?[ -]?(?:of |de )?"
    r"([^\W\d_]{3,9})\.?,?[ -]?(\d{4}|\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{3,9})\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?,?[ -]?(\d{4})(?!\d)"
)
_MONTH_ONLY = re.compile(r"(?<!\d)(\d{4})[-/.](\d\d)(?!\d)|(?<!\d)(\d\d)[-/.](\d{4})(?!\d)")
_JOINERS = frozenset("-./")
_LONG = 8
"""So many letters and digits are found within longer words too."""
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_PIVOT = 70
_MONTH = len("2024-03")


def _goes_on(after: str) -> bool:
    """Whether what follows belongs to the same word, or to the same date or number.

    Example:
        >>> _goes_on("-10"), _goes_on("-x"), _goes_on(". 3"), _goes_on("a")
        (True, False, False, True)
    """
    return after[:1].isalnum() or (after[:1] in _JOINERS and after[1:2].isdigit())


class Haystack:
    """A layer with its indexes, made when first asked for.

    Args:
        layer: What to search.

    Example:
        >>> from decimal import Decimal
        >>> hay = Haystack(Layer("page text", "Total 1.234,50 EUR, due 4 mars 2024, DE12 3456"))
        >>> hay.number(Decimal("1234.5")), hay.date(dt.date(2024, 3, 4)), hay.words("DE123456")
        ([(6, 14)], [(24, 35)], [(37, 46)])
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def number(self, value: Decimal, *, minor: int = 0) -> list[Span]:
        """Return where the size of `value` stands, or that of its `minor` units."""
        hits = list(self._numbers.get(_canonical(abs(value)), ()))
        if minor:
            hits += self._numbers.get(_canonical(abs(value).scaleb(minor)), ())
        return hits

    def date(self, value: dt.date) -> list[Span]:
        """Return where the date stands, as text or as the serial number of a spreadsheet."""
        return [*self._dates.get(value.isoformat(), ()), *self.serial(value)]

    def serial(self, value: dt.date) -> list[Span]:
        """Return where the serial number of a date stands that only spreadsheets write."""
        if self.layer.name not in {"cell", "part"}:
            return []
        return list(self._numbers.get(str((value - _EXCEL_EPOCH).days), ()))

    def month(self, year: int, month: int) -> list[Span]:
        """Return where the month stands, alone or within a date."""
        return list(self._months.get(f"{year:04}-{month:02}", ()))

    def words(self, needle: str) -> list[Span]:
        """Return where `needle` stands, its letters and digits alone compared.

        It has to stand as a word of its own; where it is long, it is found within others too.
        """
        needle = _letters(needle)
        if not needle or needle not in self._bare:
            return []
        text, places = self._flat, self._places
        hits, at = [], self._bare.find(needle)
        while at >= 0:
            start, end = places[at], places[at + len(needle) - 1] + 1
            apart = not (
                _goes_on(text[max(0, start - 2) : start][::-1]) or _goes_on(text[end : end + 2])
            )
            if apart or len(needle) >= _LONG:
                hits.append((start, end))
            at = self._bare.find(needle, at + 1)
        return hits

    @cached_property
    def _flat(self) -> str:
        return flat(self.layer.text)

    @cached_property
    def _bare(self) -> str:
        return re.sub(r"[\W_]+", "", self._flat)

    @cached_property
    def _places(self) -> list[int]:
        return [i for i, c in enumerate(self._flat) if c.isalnum()]

    @cached_property
    def _numbers(self) -> dict[str, list[Span]]:
        index: dict[str, list[Span]] = {}
        for token in _NUMBER.finditer(self._flat):
            for size, start, end in _sizes(token[0]):
                span = (token.start() + start, token.start() + end)
                index.setdefault(size, []).append(span)
        return index

    @cached_property
    def _months(self) -> dict[str, list[Span]]:
        index: dict[str, list[Span]] = {}
        for iso, spans in self._dates.items():
            index.setdefault(iso[:_MONTH], []).extend(spans)
        return index

    @cached_property
    def _dates(self) -> dict[str, list[Span]]:
        index: dict[str, list[Span]] = {}
        known: set[tuple[str, Span]] = set()
        text = self._flat.replace("\n", " ")
        for year, month, day, span in _all_dates(text):
            try:
                iso = dt.date(year, month, day).isoformat()
            except ValueError:
                continue
            if (iso, span) not in known:
                known.add((iso, span))
                index.setdefault(iso, []).append(span)
        for match in _MONTH_ONLY.finditer(text):
            in_year, in_month = match[1] or match[4], match[2] or match[3]
            if int(in_month) in range(1, 13):
                index.setdefault(f"{in_year}-{in_month}", []).append(match.span())
        return index


Hit = tuple[Haystack, Span]
"""A layer, and where in it something stands."""


class Stack(Sequence[Haystack]):
    """The layers of a file, searched together: a workbook has one for each cell.

    Args:
        layers: The layers, each with its indexes.

    Example:
        >>> stack = Stack([Haystack(Layer("leaf", text)) for text in ("ACME", "12.50", "12,5")])
        >>> [(hay.layer.text, span) for hay, span in stack.number(Decimal("12.5"))]
        [('12.50', (0, 5)), ('12,5', (0, 4))]
    """

    def __init__(self, layers: Iterable[Haystack]) -> None:
        self._layers = tuple(layers)

    def __len__(self) -> int:
        return len(self._layers)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a layer, or a tuple of them
        """Return the layer at `index`, or the layers of a slice."""
        return self._layers[index]

    def number(self, value: Decimal, *, minor: int = 0) -> list[Hit]:
        """Return where the size of `value` stands, or that of its `minor` units."""
        sizes = {_canonical(abs(value))} | (
            {_canonical(abs(value).scaleb(minor))} if minor else set()
        )
        there = self._holding(self._numbers, sizes)
        return [(hay, span) for hay in there for span in hay.number(value, minor=minor)]

    def date(self, value: dt.date) -> list[Hit]:
        """Return where the date stands, as text or as the serial number of a spreadsheet."""
        told = set(self._dates.get(value.isoformat(), ()))
        told.update(self._numbers.get(str((value - _EXCEL_EPOCH).days), ()))
        there = [self._layers[n] for n in sorted(told)]
        return [(hay, span) for hay in there for span in hay.date(value)]

    def month(self, year: int, month: int) -> list[Hit]:
        """Return where the month stands, alone or within a date."""
        there = self._holding(self._months, {f"{year:04}-{month:02}"})
        return [(hay, span) for hay in there for span in hay.month(year, month)]

    def words(self, needle: str) -> list[Hit]:
        """Return where `needle` stands, see `Haystack.words`."""
        sought = _letters(needle)
        if not sought:
            return []
        if len(self._layers) == 1:
            return [(self._layers[0], span) for span in self._layers[0].words(needle)]
        text, starts = self._joined
        found, at = [], text.find(sought)
        while at >= 0:
            n = bisect_right(starts, at) - 1
            found.append(self._layers[n])
            at = text.find(sought, starts[n + 1]) if n + 1 < len(starts) else -1
        return [(hay, span) for hay in found for span in hay.words(needle)]

    def _holding(self, index: Mapping[str, list[int]], keys: set[str]) -> list[Haystack]:
        return [self._layers[n] for n in sorted({n for key in keys for n in index.get(key, ())})]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        return _turned(hay._numbers for hay in self._layers)  # noqa: SLF001 - of the same module

    @cached_property
    def _dates(self) -> dict[str, list[int]]:
        return _turned(hay._dates for hay in self._layers)  # noqa: SLF001 - of the same module

    @cached_property
    def _months(self) -> dict[str, list[int]]:
        return _turned(hay._months for hay in self._layers)  # noqa: SLF001 - of the same module

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """The letters and digits of all layers, a line each, and where each begins."""
        starts, at = [], 0
        for hay in self._layers:
            starts.append(at)
            at += len(hay._bare) + 1  # noqa: SLF001 - of the same module
        return "\n".join(hay._bare for hay in self._layers), starts  # noqa: SLF001 - of the same module


def _turned(indexes: Iterable[Mapping[str, object]]) -> dict[str, list[int]]:
    """Key of an index to the numbers of the layers that have it."""
    found: dict[str, list[int]] = {}
    for n, index in enumerate(indexes):
        for key in index:
            found.setdefault(key, []).append(n)
    return found


def _letters(text: str) -> str:
    return "".join(c for c in flat(text) if c.isalnum())


def _canonical(size: Decimal) -> str:
    text = f"{size:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.lstrip("0") or "0"


def _sizes(token: str) -> Iterator[tuple[str, int, int]]:
    """Yield every size that a token can be read as, and where in it.

    A token that is one number is read as such; one that is not (``3,1234.50`` of a row of values)
    is read as every number that it can be cut into.
    """
    if token.isdigit():
        yield token.lstrip("0") or "0", 0, len(token)
        return
    parts = [match.span() for match in _PART.finditer(token)]
    for first, (start, _) in enumerate(parts):
        for last, (_, end) in enumerate(parts[first : first + _MOST_PARTS]):
            sizes = _ways(token[start:end])
            if not sizes and not last:
                yield from _cut(token, start, end)
            for size in sizes:
                yield size, start, end


def _cut(token: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    pieces = [match.span() for match in _DIGITS.finditer(token, start, end)]
    for first, (begin, stop) in enumerate(pieces):
        before = pieces[first - 1] if first else (0, _MOST_PARTS)
        if stop - begin == 3 and before[1] - before[0] <= 3:  # noqa: PLR2004 - a group of digits
            continue
        for _, finish in pieces[first : first + _MOST_PARTS]:
            for size in _ways(token[begin:finish]):
                yield size, begin, finish


def _ways(text: str) -> set[str]:
    """Return the sizes that `text` can have as one number, canonically; none if it is no number."""
    ways: set[str] = set()
    if _INTEGER.fullmatch(text):
        ways.add(_SEPARATOR.sub("", text).lstrip("0") or "0")
    match = _DECIMAL.fullmatch(text)
    if match is not None:
        whole = _SEPARATOR.sub("", match[1]).lstrip("0")
        ways.add(f"{whole}.{match[4]}".rstrip("0").rstrip(".") or "0")
    return ways


def _all_dates(text: str) -> Iterator[tuple[int, int, int, Span]]:
    for match in _NUMERIC_DATE.finditer(text):
        one, _, _, two, three = match.groups()
        if len(one) == 4:  # noqa: PLR2004
            yield int(one), int(two), int(three), match.span()
        else:
            year = _year(three)
            yield year, int(two), int(one), match.span()
            yield year, int(one), int(two), match.span()
            if len(three) <= 2:  # noqa: PLR2004
                yield _year(one), int(two), int(three), match.span()
    for match in _COMPACT.finditer(text):
        digits = match[0]
        yield int(digits[:4]), int(digits[4:6]), int(digits[6:]), match.span()
        yield int(digits[4:]), int(digits[2:4]), int(digits[:2]), match.span()
        yield int(digits[4:]), int(digits[:2]), int(digits[2:4]), match.span()
    for match in _DAY_FIRST.finditer(text):
        if match[2] in ANY_MONTH:
            yield _year(match[3]), ANY_MONTH[match[2]], int(match[1]), match.span()
    for match in _MONTH_FIRST.finditer(text):
        if match[1] in ANY_MONTH:
            yield int(match[3]), ANY_MONTH[match[1]], int(match[2]), match.span()


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:  # noqa: PLR2004
        return number
    return number + (2000 if number < _PIVOT else 1900)
