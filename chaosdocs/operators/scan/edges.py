"""What a straight cut down a page leaves of the texts that it meets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from chaosdocs.authoring import (
    GONE,
    Claim,
    Convention,
    Money,
    Quantity,
    Run,
    Scan,
    Statement,
    Value,
    advances,
    decimal,
    inks,
    says,
)

_CLEAN = 0.25
"""How far from ink a cut must be to leave it alone for certain, points: half a coarse pixel."""
_THROUGH = 0.25
"""A letter of which so much is gone, and so much is left, is seen to be cut."""
_UNKNOWN = 0.7
"""Where half of the ink of a letter is gone whose ink is not in the table, share of its width."""


class Letter(NamedTuple):
    """A letter of a run that has ink: its place in the text, and the ink, points."""

    place: int
    char: str
    start: float
    half: float
    end: float


def letters(run: Run) -> list[Letter]:
    """Return the letters of a run that have ink, and where it lies."""
    table, ink = advances(run.font), inks(run.font)
    found, at = [], run.x
    for place, char in enumerate(run.text):
        wide = table[char] * run.size / 1000
        if char in ink:
            start, end = (at + side * run.size / 1000 for side in ink[char])
            found.append(Letter(place, char, start, (start + end) / 2, end))
        elif not char.isspace():
            found.append(Letter(place, char, at, at + _UNKNOWN * wide, at + wide))
        at += wide + run.gaps
    return found


@dataclass(frozen=True)
class Edge:
    """A cut at `x` points down a page; what is left of it is gone."""

    scan: Scan
    page: int
    x: float

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The painted texts that lose anything."""
        return tuple(run for run in self._near if self._loses(run))

    @cached_property
    def crossed(self) -> tuple[Statement, ...]:
        """The statements that lose anything, and still say something."""
        names = dict.fromkeys(run.statement for run in self.runs if run.statement is not None)
        statements = [self.scan.statements[name] for name in names if name in self.scan.statements]
        return tuple(statement for statement in statements if statement.on("eye").living)

    @property
    def clear(self) -> bool:
        """Whether all that is at the edge is clearly whole or clearly cut.

        And it is clear whether a reader sees that something was cut off.
        """
        if any(self._loses(run) is None for run in self._near):
            return False
        return self.told or all(self._cleanly(run) for run in self.runs)

    @cached_property
    def told(self) -> bool:
        """Whether a careful reader sees that something was cut off here."""
        return any(self._visibly(run) for run in self.runs)

    def lost(self, run: Run) -> int | None:
        """Return how many letters of `run` are gone; None where the cut goes through one."""
        for letter in letters(run):
            if letter.start - self.x >= _CLEAN:
                return letter.place
            if self.x - letter.end < _CLEAN:
                return None
        return len(run.text)

    @cached_property
    def _near(self) -> tuple[Run, ...]:
        """The painted texts that a glance might take for cut."""
        return tuple(
            run
            for run in self.scan.source.runs
            if run.page == self.page
            and run.visible
            and run.text.strip()
            and run.box.x0 < self.x + run.size
        )

    def _loses(self, run: Run) -> bool | None:
        """Whether a text loses half a letter or more; None where it is only nibbled at."""
        inked = letters(run)
        if all(letter.start - self.x >= _CLEAN for letter in inked):
            return False
        words = [letter for letter in inked if letter.char.isalnum()] or inked
        return True if any(self.x - letter.half >= _CLEAN for letter in words) else None

    def _visibly(self, run: Run) -> bool:
        """Whether it shows that a text was cut: a part of a letter is left, or of a word."""
        inked = letters(run)
        if run.statement is None or all(self.x - letter.end >= _CLEAN for letter in inked):
            return True
        if any(each.char.isalpha() and self.x - each.half >= _CLEAN for each in inked):
            return True
        return any(
            _THROUGH * (letter.end - letter.start)
            <= self.x - letter.start
            <= (1 - _THROUGH) * (letter.end - letter.start)
            for letter in inked
        )

    def _cleanly(self, run: Run) -> bool:
        lost = self.lost(run)
        if lost is None or run.statement is None or lost >= len(run.text):
            return False
        gone, rest = run.text[:lost], run.text[lost:]
        return not any(char.isalpha() for char in gone) and rest[0].isdigit()


def remainder(scan: Scan, statement: Statement, edge: Edge) -> tuple[str, Claim]:
    """Return what is left of a statement, and what that alone would say."""
    runs = scan.source.runs_of(statement.id)
    lost = edge.lost(runs[0]) if len(runs) == 1 and runs[0].text == statement.text else None
    if lost is None or lost >= len(statement.text) or statement.value is None:
        return "", GONE
    text = statement.text[lost:]
    value = _as(statement.value, text, statement.convention) if text[0].isdigit() else None
    return text, GONE if value is None or value == statement.value else says(value)


def _as(value: Value, text: str, convention: Convention | None) -> Value | None:
    """Return `text` read as the same kind of value, or None where it is none."""
    if isinstance(value, str):
        return text
    figures = re.match(r"[\d.,'\u2019\s]*\d", text)
    if figures is None or convention is None:
        return None
    plain = "".join(figures.group().split())
    group, point = convention.group.strip(), convention.decimal
    plain = (plain.replace(group, "") if group else plain).replace(point, ".")
    try:
        number = decimal(plain)
    except ValueError:
        return None
    match value:
        case Money(currency=currency):
            return Money(number, currency)
        case Quantity(unit=unit):
            return Quantity(number, unit)
        case Decimal():
            return number
        case _:
            return None
