"""That what is gone is nowhere: every layer searched, every hit accounted to another statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.field_check import RULE, Complaint
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.forms import hits, searchable, shown_words
from chaosdocs.proof.places import NOWHERE, Layer, Place, StandingLines
from chaosdocs.proof.reading.spelling import Spelling
from chaosdocs.proof.witnesses.haystack import Haystack, Span, Stack
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import Value

_COPIES: Mapping[Channel, int] = {
    "form": 6, "annotation": 6, "metadata": 4, "attachment": 4, "revision": 4
}  # fmt: skip
"""How often a file may hold a statement of a channel among its raw strings; else once."""
_AROUND = 24


def searches(want: Expected) -> bool:
    """Whether the whole file is to be searched for what the field was."""
    return any(searchable(value, want.kind) for value in want.sought)


class Search:
    """The layers of a case, what accounts for a hit in them, and what was found in them so far.

    Args:
        stacks: File to its layers.
        lines: All evidence of the case.
        conventions: All conventions of the case, for the words that stand for codes.
    """

    def __init__(
        self,
        stacks: Mapping[str, Stack],
        lines: Iterable[Evidence],
        conventions: Sequence[Spelling],
    ) -> None:
        self._conventions = conventions
        by_file: dict[str, list[Evidence]] = {file: [] for file in stacks}
        for line in lines:
            if line.file in by_file:
                by_file[line.file].append(line)
        self._files = [_File(stacks[file], its) for file, its in by_file.items()]
        self._found: dict[tuple[Value, tuple[str, ...]], list[_Found]] = {}

    def found(self, value: Value) -> list[_Found]:
        """Return what each layer says of `value`."""
        words = tuple(shown_words(value, self._conventions))
        known = self._found.get((value, words))
        if known is None:
            known = [found for file in self._files for found in file.found(value, words)]
            self._found[value, words] = known
        return known


def leaks(want: Expected, living: frozenset[Channel], search: Search) -> Iterator[Complaint]:
    """Yield every place where a value that is gone can still be read.

    Args:
        want: The field on the channel where it is gone. On a channel that the case does not ask
            for only that channel is searched.
        living: Channels on which the field is known to say something.
        search: The layers of the case.
    """
    for value in want.sought:
        if searchable(value, want.kind):
            for found in search.found(value):
                if want.asked or found.layer.channel == want.channel:
                    yield from found.unaccounted(want, living)


def _accounts(line: Evidence, want: Expected, living: frozenset[Channel]) -> bool:
    """Whether a line may say the value, as far as `want` is concerned."""
    if line.role == "lure":
        return True
    if line.path != want.path:
        return bool(line.text)
    if line.role == "trace" or line.statement.startswith(RULE):
        return False
    return line.channel in living


@dataclass(frozen=True, slots=True)
class _Saying:
    """Lines of one place and text that say a value."""

    channel: Channel
    lines: tuple[Evidence, ...]


class _File:
    """The layers of one file, and its lines by place and by what they say."""

    def __init__(self, stack: Stack, lines: Sequence[Evidence]) -> None:
        self.standing = StandingLines(lines)
        self._stack = stack
        self._lines = lines

    def found(self, value: Value, words: tuple[str, ...]) -> Iterator[_Found]:
        """Yield what each layer says of a value."""
        spans: dict[int, list[Span]] = {}
        layers: dict[int, Layer] = {}
        for hay, span in hits(self._stack, value, words):
            spans.setdefault(id(hay), []).append(span)
            layers[id(hay)] = hay.layer
        sayings: list[_Saying] | None = None
        for name, its in spans.items():
            found = _Found(layers[name], its, self.standing)
            if found.loose:
                sayings = self._sayings(value, words) if sayings is None else sayings
                found.allow(sayings)
            yield found

    def _sayings(self, value: Value, words: tuple[str, ...]) -> list[_Saying]:
        """The lines that say a value, those of one place on several channels only once."""
        texts, by_text = self._texts
        told = dict.fromkeys(hay.layer.text for hay, _span in hits(texts, value, words))
        seen: dict[tuple[object, ...], list[Evidence]] = {}
        for line in (line for text in told for line in by_text[text]):
            where = (line.page, line.box, line.sheet, line.cell, line.pointer, line.bytes)
            seen.setdefault((_drawn(line), *where, line.text), []).append(line)
        return [_Saying(_drawn(its[0]), tuple(its)) for its in seen.values()]

    @cached_property
    def _texts(self) -> tuple[Stack, Mapping[str, list[Evidence]]]:
        by_text: dict[str, list[Evidence]] = {}
        for line in self._lines:
            by_text.setdefault(line.text, []).append(line)
        return Stack(Haystack(Layer("line", text)) for text in by_text), by_text


def _drawn(line: Evidence) -> Channel:
    return "eye" if line.channel in {"eye", "text"} else line.channel


class _Found:
    """What one layer says of a value: the hits that are in question, for whom, and the rest.

    A hit at which two other fields stand is nobody's leak, and is not checked again.

    Attributes:
        layer: The layer.
        loose: How many hits have no place.
    """

    def __init__(self, layer: Layer, spans: Sequence[Span], standing: StandingLines) -> None:
        self.layer = layer
        self.loose = 0
        self._last = spans[-1]
        self._standing = standing
        self._nobodys: list[tuple[Span, Place]] = []
        self._of: dict[str, list[tuple[Span, Place]]] = {}
        self._copies = 0
        self._sayings: dict[str, list[tuple[int, _Saying]]] = {}
        for start, end in spans:
            place = layer.place(start, end)
            if place is NOWHERE or place == NOWHERE:
                self.loose += 1
            else:
                self._sort((start, end), place)

    def _sort(self, span: Span, place: Place) -> None:
        lines = self._standing.at(place)
        paths = {line.path for line in lines if line.text or line.role == "lure"}
        if len(paths) > 1 or any(line.role == "lure" for line in lines):
            return
        known = bool(paths)
        if not known:
            owners = self._owners(*span, lambda _line: True)
            paths = {owner.path for piece in owners for owner in piece}
            known = _by_chance(owners)
        if not known:
            self._nobodys.append((span, place))
        for path in paths:
            self._of.setdefault(path, []).append((span, place))

    def allow(self, sayings: Iterable[_Saying]) -> None:
        """Account for hits without a place: lines that say the value may stand there."""
        for saying in sayings:
            if _may_stand_in(saying.channel, self.layer):
                copies = _COPIES.get(saying.channel, 1)
                self._copies += copies
                for path in {line.path for line in saying.lines}:
                    self._sayings.setdefault(path, []).append((copies, saying))

    def unaccounted(self, want: Expected, living: frozenset[Channel]) -> Iterator[Complaint]:
        """Yield the hits that nothing accounts for, as far as `want` is concerned."""

        def accounts(line: Evidence) -> bool:
            return _accounts(line, want, living)

        own = self._of.get(want.path, [])
        mine = set(own)
        for hit in (*own, *(hit for hit in self._nobodys if hit not in mine)):
            (start, end), place = hit
            if not any(map(accounts, self._standing.at(place))) and not _by_chance(
                self._owners(start, end, accounts)
            ):
                where = f"in the {self.layer.name}, {place.words()}"
                yield _code(self.layer), f"{_shown(self.layer, start, end)} {where}"
        if self.loose:
            allowed = self._copies - sum(
                copies
                for copies, saying in self._sayings.get(want.path, ())
                if not any(map(accounts, saying.lines))
            )
            if self.loose > allowed:
                where = f"{self.loose} times in the {self.layer.name}, {allowed} accounted for"
                yield _code(self.layer), f"{_shown(self.layer, *self._last)} {where}"

    def _owners(
        self, start: int, end: int, accounts: Callable[[Evidence], bool]
    ) -> list[list[Evidence]]:
        """For each piece of a hit, the lines that stand there and have it among their words."""
        text = self.layer.text
        pieces = [
            (start + found.start(), start + found.end())
            for found in re.finditer(r"\S+", text[start:end])
        ]
        return [
            [
                line
                for line in self._standing.at(self.layer.place(first, last))
                if accounts(line) and text[first:last] in line.text
            ]
            for first, last in pieces
        ]


def _by_chance(owners: Sequence[Sequence[Evidence]]) -> bool:
    """Whether a hit is the end of one statement and the beginning of the next: ``3,[00 3],00``."""
    if len(owners) < 2 or not all(owners):  # noqa: PLR2004 - an end and a beginning
        return False
    return len({piece[0].statement for piece in owners}) > 1


def _may_stand_in(channel: Channel, layer: Layer) -> bool:
    """Whether a statement of a channel is to be expected in a layer whose hits have no place.

    Raw streams and older revisions repeat all others; a layer with a channel has its own alone. The
    parts of a workbook beside its cells have formulas.
    """
    if layer.channel is not None:
        return channel == layer.channel
    if layer.name == "part":
        return channel == "formula"
    return layer.name in {"stream", "revision", "text"}


def _code(layer: Layer) -> str:
    return "unaccounted_hit" if layer.channel in {"eye", "text", "value", "shown"} else "leaked"


def _shown(layer: Layer, start: int, end: int) -> str:
    around = layer.text[max(0, start - _AROUND) : end + _AROUND]
    return repr(" ".join(around.split()))
