"""That what is gone is nowhere: every layer searched, every hit accounted to another statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.field_check import RULE, Complaint
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.places import NOWHERE, Layer, stands_at
from chaosdocs.proof.reading.forms import hits, searchable, shown_words
from chaosdocs.proof.reading.spelling import Spelling
from chaosdocs.proof.witnesses.haystack import Haystack
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


def leaks(
    want: Expected,
    living: frozenset[Channel],
    stacks: Mapping[str, Sequence[Haystack]],
    lines: Sequence[Evidence],
    conventions: Sequence[Spelling],
) -> Iterator[Complaint]:
    """Yield every place where a value that is gone can still be read.

    Args:
        want: The field on the channel where it is gone. On a channel that the case does not ask
            for only that channel is searched.
        living: Channels on which the field is known to say something.
        stacks: File to its layers.
        lines: All evidence of the case.
        conventions: All conventions of the case, for the words that stand for codes.
    """
    for value in want.sought:
        if not searchable(value, want.kind):
            continue
        words = shown_words(value, conventions)
        for file, layers in stacks.items():
            known = [line for line in lines if line.file == file and _accounts(line, want, living)]
            for hay in layers:
                if want.asked or hay.layer.channel == want.channel:
                    yield from _unaccounted(value, words, hay, known)


def _accounts(line: Evidence, want: Expected, living: frozenset[Channel]) -> bool:
    """Whether a line may say the value, as far as `want` is concerned."""
    if line.role == "lure":
        return True
    if line.path != want.path:
        return bool(line.text)
    if line.role == "trace" or line.statement.startswith(RULE):
        return False
    return line.channel in living


def _unaccounted(
    value: Value, words: Sequence[str], hay: Haystack, known: Sequence[Evidence]
) -> Iterator[Complaint]:
    layer = hay.layer
    loose = 0
    spans = hits(hay, value, words)
    for start, end in spans:
        place = layer.place(start, end)
        if place is NOWHERE or place == NOWHERE:
            loose += 1
        elif not any(stands_at(line, place) for line in known) and not _chance(
            layer, start, end, known
        ):
            yield _code(layer), f"{_shown(layer, start, end)} in the {layer.name}, {place.words()}"
    if loose:
        allowed = sum(
            _COPIES.get(channel, 1)
            for channel, line in _distinct(known)
            if _may_stand_in(channel, layer)
            and hits(Haystack(Layer("line", line.text)), value, words)
        )
        if loose > allowed:
            start, end = spans[-1]
            where = f"{loose} times in the {layer.name}, {allowed} accounted for"
            yield _code(layer), f"{_shown(layer, start, end)} {where}"


def _chance(layer: Layer, start: int, end: int, known: Sequence[Evidence]) -> bool:
    """Whether a hit is the end of one statement and the beginning of the next: ``3,[00 3],00``."""
    pieces = [
        (start + found.start(), start + found.end())
        for found in re.finditer(r"\S+", layer.text[start:end])
    ]
    owners = [_owner(layer, first, last, known) for first, last in pieces]
    return len(owners) > 1 and None not in owners and len(set(owners)) > 1


def _owner(layer: Layer, start: int, end: int, known: Sequence[Evidence]) -> str | None:
    """The statement that stands where a piece of text does and has it among its words."""
    place = layer.place(start, end)
    piece = layer.text[start:end]
    for line in known:
        if piece in line.text and stands_at(line, place):
            return line.statement
    return None


def _may_stand_in(channel: Channel, layer: Layer) -> bool:
    """Whether a statement of a channel is to be expected in a layer whose hits have no place.

    Raw streams and older revisions repeat all others; a layer with a channel has its own alone.
    """
    if layer.channel is not None:
        return channel == layer.channel
    return layer.name in {"stream", "revision", "part", "text"}


def _distinct(known: Sequence[Evidence]) -> list[tuple[Channel, Evidence]]:
    """Return the lines, those of one place on several channels only once."""
    seen: dict[tuple[object, ...], tuple[Channel, Evidence]] = {}
    for line in known:
        drawn: Channel = "eye" if line.channel in {"eye", "text"} else line.channel
        where = (drawn, line.page, line.box, line.sheet, line.cell, line.pointer, line.bytes)
        seen.setdefault((*where, line.text), (drawn, line))
    return list(seen.values())


def _code(layer: Layer) -> str:
    return "unaccounted_hit" if layer.channel in {"eye", "text", "value", "shown"} else "leaked"


def _shown(layer: Layer, start: int, end: int) -> str:
    around = layer.text[max(0, start - _AROUND) : end + _AROUND]
    return repr(" ".join(around.split()))
