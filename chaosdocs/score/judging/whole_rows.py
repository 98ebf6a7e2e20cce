"""Rows of a list whose rows are right only whole, as units: sets of identifiers by side.

An answer's row is read as a unit, with what is claimed of it; so is each row of the truth.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from typing import Any, Final

from chaosdocs.score.judging.comparison import Json, said
from chaosdocs.score.judging.expectations import Expected, ExpectedList
from chaosdocs.score.judging.field_answers import ABSENT_KEY, FieldAnswer, claim, found_at
from chaosdocs.score.judging.lines import Line

Place = tuple[str, str]
"""A side and an identifier: what a unit is a set of."""
_MOST_PRODUCTS: Final = 100
TWO: Final = 2
"""Sides that make a link."""
_LONG: Final = 1000
"""Longer identifiers are looked at more closely."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer, as a unit.

    Attributes:
        number: Its number in the answer.
        told: What is claimed of the unit.
        places: Its identifiers by side; what candidates have in common where it is left open.
        tags: Its leaves that are no sets: ``field``, ``in``.
    """

    number: int
    told: FieldAnswer
    places: frozenset[Place]
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def sides(self) -> int:
        """How many sides have an identifier."""
        return len({side for side, _ in self.places})


@dataclass(frozen=True, slots=True)
class Gold:
    """A unit of the truth; several readings where it is ambiguous."""

    row: Mapping[str, Expected]
    truth: Expected
    readings: tuple[frozenset[Place], ...]
    tags: tuple[tuple[str, str], ...]

    @property
    def every(self) -> frozenset[Place]:
        """Every identifier of any reading."""
        return frozenset().union(*self.readings)

    @property
    def anchor(self) -> frozenset[Place]:
        """What all readings have in common, or everything where they have nothing."""
        common = self.readings[0].intersection(*self.readings[1:]) if self.readings else frozenset()
        return common or self.every


@dataclass(frozen=True, slots=True)
class WholeList:
    """A list of units, made ready once for all runs."""

    of: ExpectedList
    unit: str
    leaves: tuple[str, ...]
    tagged: tuple[str, ...]
    gold: tuple[Gold, ...]
    scored: Mapping[str, int]

    def places(self, value: Mapping[str, Json]) -> frozenset[Place]:
        """Return the identifiers of a unit by side; the side is the tag where there is one side."""
        found = [
            place
            for leaf in self.leaves
            if leaf not in self.tagged
            for place in ids(leaf, value.get(leaf))
        ]
        if len(self.leaves) == len(self.tagged) + 1 and len(self.tagged) == 1:
            tag = value.get(self.tagged[0])
            return frozenset((tag if isinstance(tag, str) else "", name) for _, name in found)
        return frozenset(found)

    def tags(self, value: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
        """Return the leaves of a unit that are no sets."""
        return tuple((leaf, str(value.get(leaf))) for leaf in self.tagged)

    def rows(self, line: Line, sentinels: frozenset[str] = frozenset()) -> list[Row]:
        """Return the rows of an answer as units; rows that say nothing are left out."""
        raw = ABSENT_KEY if line.invalid else found_at(line.answer, self.of.path)
        made = [
            self._row(line, number, row, sentinels)
            for number, row in enumerate(raw if isinstance(raw, list) else ())
        ]
        return [row for row in made if row.places or row.told.status == "value"]

    def _row(self, line: Line, number: int, row: Json, sentinels: frozenset[str]) -> Row:
        at = f"{self.of.path}/{number}"
        if not isinstance(row, dict):
            return Row(number, FieldAnswer("value", at, row, p=line.sure(at)), frozenset())
        told = {
            leaf: claim(line, f"{at}/{leaf}", found_at(row, f"/{leaf}"), sentinels)
            for leaf in self.leaves
        }
        bad = next((each for each in told.values() if each.status == "invalid"), None)
        if bad is not None:
            return Row(number, replace(bad, at=at), frozenset())
        value = {
            leaf: each.value
            for leaf, each in told.items()
            if each.status == "value" and each.value is not None
        }
        flagged = any(each.flagged for each in told.values())
        reason = next((each.reason for each in told.values() if each.reason), "")
        candidates = _candidates(line, at, value, told)
        flagged |= len(candidates) > 1
        answer = FieldAnswer(
            self._status(value, told, flagged=flagged, several=len(candidates) > 1, reason=reason),
            at, value or None, flagged=flagged, reason=reason,
            candidates=candidates, p=_sure(line, at, told),
        )  # fmt: skip
        if answer.status != "value":
            answer.value = None
        places = self.places(value)
        if not places and candidates:
            sets = [self.places(each) for each in candidates if isinstance(each, dict)]
            places = sets[0].intersection(*sets[1:]) if sets else frozenset()
            places = places or frozenset().union(*sets)
        return Row(number, answer, places, self.tags(value))

    def _status(
        self,
        value: Mapping[str, Json],
        told: Mapping[str, FieldAnswer],
        *,
        flagged: bool,
        several: bool,
        reason: str,
    ) -> Any:  # noqa: ANN401 - a status
        silent = [each for each in told.values() if each.status != "value"]
        filled = [leaf for leaf, each in value.items() if each and leaf not in self.tagged]
        if not silent:
            return "value"
        if flagged and (reason or several):  # a side is open, whatever the other sides hold
            return "gap" if reason else "candidates"
        if len(filled) >= TWO:
            return "value"
        return "gap" if flagged else "null"


def whole_list(each: ExpectedList) -> WholeList:
    """Return a list of units, ready to judge by."""
    ((unit, leaves),) = each.whole.items()
    values = [
        value
        for row in each.rows.values()
        for value in (*row[unit].accept, *row[unit].readings)
        if isinstance(value, dict)
    ]
    tagged = tuple(
        leaf for leaf in leaves if any(isinstance(value.get(leaf), str) for value in values)
    )
    bare = WholeList(each, unit, tuple(leaves), tagged, (), {})
    gold = tuple(
        Gold(
            row,
            row[unit],
            tuple(bare.places(value) for value in (row[unit].accept or row[unit].readings)),
            next((bare.tags(v) for v in (*row[unit].accept, *row[unit].readings)), ()),
        )
        for row in each.rows.values()
    )
    scored = Counter(
        truth.schema_path for row in each.rows.values() for truth in row.values()
        if truth.state != "unscored"
    )  # fmt: skip
    return replace(bare, gold=gold, scored=scored)


@lru_cache(maxsize=65_536)
def _one(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def ids(side: str, names: Json) -> list[Place]:
    """Return the identifiers of a side as places; none where they are no identifiers."""
    if type(names) is list and all(type(name) is str and len(name) < _LONG for name in names):
        return [(side, _one(name)) for name in names]
    told = said("ids", names)
    if told.problem or not isinstance(told.key, tuple) or told.key[0] != "ids":
        return []
    return [(side, name) for _, name in told.key[1]]


def _candidates(
    line: Line, at: str, value: Mapping[str, Json], told: Mapping[str, FieldAnswer]
) -> tuple[Json, ...]:
    """The units that a row can be, as its candidates say."""
    named = line.candidates.get(at, ())
    if named:
        return named
    several = {leaf: each.candidates for leaf, each in told.items() if each.candidates}
    if not several:
        return ()
    ways = product(*several.values())
    return tuple(
        {**value, **dict(zip(several, way, strict=True))} for way in islice(ways, _MOST_PRODUCTS)
    )


def _sure(line: Line, at: str, told: Mapping[str, FieldAnswer]) -> float:
    """The confidence in a row; the least of its leaves where they have their own."""
    p = [each.p for each in told.values() if not math.isnan(each.p)]
    return min(p) if p else line.sure(at)
