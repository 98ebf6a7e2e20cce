"""Where the statements of a field stand in its document, and what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chaosdocs.formats.cases import Evidence

Role = Literal["says", "trace", "lure", "gone"]
"""``gone`` is the place of the clean twin in a document where nothing is left of it."""
Field = tuple[str, str]
"""A case and the path of a field."""
MOST: Final = 6
"""Places of one field in one document."""
_AND: Final = " and "
"""Between texts that lie in one place."""
_ROLES: Final = ("says", "trace", "lure")


@dataclass(slots=True)
class Standing:
    """One place in a document.

    Attributes:
        line: The evidence that it comes from.
        said: Channel to what the place says there.
        more: In how many more places the same is said: exports repeat it in every row.
    """

    line: Evidence
    role: Role
    said: dict[str, str] = field(default_factory=dict)
    more: int = 0

    def say(self, channel: str, text: str) -> None:
        """Note what the place says on a channel; hidden text can lie where another text stands."""
        before = self.said.get(channel)
        if before is None:
            self.said[channel] = text
        elif text and text not in before.split(_AND):
            self.said[channel] = f"{before}{_AND}{text}" if before else text

    def text(self, channel: str) -> str:
        """Return what it says on a channel, or on the first one that says anything."""
        return self.said.get(channel) or next(iter(self.said.values()), "")

    def others(self, channel: str) -> dict[str, str]:
        """Return the other channels that say something else: not only without its marks."""
        mine = self.text(channel)
        return {
            name: text
            for name, text in self.said.items()
            if text and text != mine and (not _digits(mine) or _digits(text) != _digits(mine))
        }


def standings(
    lines: Iterable[Evidence], wanted: set[Field], channels: Mapping[str, str]
) -> dict[Field, list[Standing]]:
    """Return all places of fields, statements first, then traces, then what imitates them.

    Args:
        lines: Evidence of at least the cases of `wanted`.
        wanted: Cases and paths.
        channels: Case to the channel that it is asked on. Another channel alone makes a place only
            where it says something that the asked one does not.
    """
    found: dict[Field, dict[tuple[object, ...], Standing]] = {}
    for line in lines:
        at = line.case, line.path
        if at not in wanted or _nowhere(line):
            continue
        box = None if line.box is None else tuple(round(each) for each in line.box)
        place = (line.file, line.page, box, line.sheet, line.cell, line.bytes, line.pointer)
        standing = found.setdefault(at, {}).setdefault(place, Standing(line, line.role))
        if _ROLES.index(line.role) < _ROLES.index(standing.role):
            standing.role = line.role
        standing.say(line.channel, line.text)
    return {
        at: _kept(list(places.values()), channels.get(at[0], "")) for at, places in found.items()
    }


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _nowhere(line: Evidence) -> bool:
    return line.box is None and line.cell is None and line.bytes is None and line.pointer is None


def _kept(places: list[Standing], channel: str) -> list[Standing]:
    here = [standing for standing in places if channel in standing.said]
    texts = {text for standing in here for text in standing.said.values()}
    if here:
        here += [
            standing
            for standing in places
            if standing not in here and not texts & {*standing.said.values()}
        ]
    once: dict[tuple[object, ...], Standing] = {}
    for standing in here or places:
        paper = standing.line.statement if standing.line.box is not None else ""
        key = (paper, standing.role, *sorted(standing.said.items()))
        if key in once:
            once[key].more += 1
        else:
            once[key] = standing
    return sorted(once.values(), key=lambda standing: _ROLES.index(standing.role))[:MOST]


def with_gone(mine: list[Standing], twins: Iterable[Standing], *, scanned: bool) -> list[Standing]:
    """Return the places of a document, and those of its twin where it says nothing any more.

    Args:
        mine: Of the document.
        twins: Of its clean twin.
        scanned: Whether the document is a scan: it lies askew, so that places of the twin are shown
            only where there are no others.
    """
    if any(standing.role == "says" for standing in mine) or (scanned and mine):
        return mine
    lost = [Standing(standing.line, "gone") for standing in twins if standing.role == "says"]
    return mine + [
        standing for standing in lost if not any(_same_place(standing, each) for each in mine)
    ]


def _same_place(one: Standing, other: Standing) -> bool:
    a, b = one.line, other.line
    if a.box is not None and b.box is not None:
        return a.page == b.page and not (
            a.box[2] < b.box[0] or b.box[2] < a.box[0] or a.box[3] < b.box[1] or b.box[3] < a.box[1]
        )
    return (a.sheet, a.cell, a.pointer) == (b.sheet, b.cell, b.pointer) != (None, None, None)
