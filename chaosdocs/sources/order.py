"""What dates have to do with each other: no value follows, some are impossible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from chaosdocs.sources.rules import Facts, Rows
from chaosdocs.truth.records import row_ref
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


@dataclass(frozen=True, slots=True)
class NotBefore:
    """`end` is not before `start`, and at most so many `days` after it."""

    end: Ref
    start: Ref
    days: int | None = None

    @property
    def name(self) -> str:
        """The rule in a few words."""
        most = "" if self.days is None else f", at most {self.days} days after it"
        return f"{self.end[1:]} not before {self.start[1:]}{most}"

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        del rows
        start, end = facts.get(self.start), facts.get(self.end)
        if not isinstance(start, dt.date) or not isinstance(end, dt.date):
            return None
        return end >= start and (self.days is None or (end - start).days <= self.days)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.end, self.start

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return nothing: many dates fit."""
        del facts, rows
        return {}


@dataclass(frozen=True, slots=True)
class InPeriod:
    """In every row `leaf` lies between `start` and `end`, both included."""

    leaf: str
    start: Ref
    end: Ref
    list_path: str = "/lines"

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.leaf} from {self.start[1:]} to {self.end[1:]}"

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        start, end = facts.get(self.start), facts.get(self.end)
        said: bool | None = None
        for row in rows:
            day = facts.get(row_ref(self.list_path, row, self.leaf))
            if not isinstance(day, dt.date):
                continue
            if isinstance(start, dt.date):
                said = said is not False and start <= day
            if isinstance(end, dt.date):
                said = said is not False and day <= end
        return said

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        for row in rows:
            yield row_ref(self.list_path, row, self.leaf), self.start, self.end

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return nothing: many dates fit."""
        del facts, rows
        return {}


@dataclass(frozen=True, slots=True)
class Near:
    """In every row `leaf` is at most `days` away from `other`."""

    leaf: str
    other: str
    days: int
    list_path: str = "/lines"

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.leaf} within {self.days} days of {self.other}"

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        said: bool | None = None
        for one, two in self.bonds(rows):
            day, other = facts.get(one), facts.get(two)
            if isinstance(day, dt.date) and isinstance(other, dt.date):
                said = said is not False and abs((day - other).days) <= self.days
        return said

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, Ref]]:
        """Yield the groups of fields that the rule binds."""
        for row in rows:
            yield row_ref(self.list_path, row, self.leaf), row_ref(self.list_path, row, self.other)

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return nothing: many dates fit."""
        del facts, rows
        return {}
