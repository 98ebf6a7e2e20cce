"""What a straight cut down a page leaves of the texts that it meets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from chaosdocs.documents.pages import Run
from chaosdocs.kernel import GONE, Claim, Scan, Spot, says
from chaosdocs.render.pdf.metrics import advances
from chaosdocs.truth.values import Money, Quantity, Value, decimal

_CLEAN = 0.25
"""How near a cut must be to the gap between two letters to touch neither, points."""
_MARK = re.compile(r"(?:^|;)(decimal|group)=([^;]?)")


def letter_starts(run: Run) -> list[float]:
    """Return where each letter of a run starts, and where the last one ends, points."""
    table = advances(run.font)
    widths = [table[char] * run.size / 1000 + run.gaps for char in run.text]
    return [run.x + at for at in accumulate(widths, initial=0.0)]


@dataclass(frozen=True)
class Edge:
    """A cut at `x` points down a page; what is left of it is gone."""

    scan: Scan
    page: int
    x: float

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The painted texts that lose anything."""
        return tuple(
            run
            for run in self.scan.source.runs
            if run.page == self.page
            and run.visible
            and run.text.strip()
            and run.box.x0 < self.x - _CLEAN
        )

    @cached_property
    def crossed(self) -> tuple[Spot, ...]:
        """The statements that lose anything, and still say something."""
        names = dict.fromkeys(run.spot for run in self.runs if run.spot is not None)
        spots = [self.scan.spots[name] for name in names if name in self.scan.spots]
        return tuple(spot for spot in spots if spot.on("eye").living)

    @property
    def told(self) -> bool:
        """Whether a careful reader sees that something was cut off here."""
        return any(not self._cleanly(run) for run in self.runs)

    def lost(self, run: Run) -> int | None:
        """Return how many letters of `run` are gone; None where the cut goes through one."""
        for place, start in enumerate(letter_starts(run)):
            if abs(start - self.x) <= _CLEAN:
                return place
            if start > self.x:
                return None
        return len(run.text)

    def _cleanly(self, run: Run) -> bool:
        lost = self.lost(run)
        if lost is None or run.spot is None or lost >= len(run.text):
            return False
        gone, rest = run.text[:lost], run.text[lost:]
        return not any(char.isalpha() for char in gone) and rest[0].isdigit()


def remainder(scan: Scan, spot: Spot, edge: Edge) -> tuple[str, Claim]:
    """Return what is left of a statement, and what that alone would say."""
    runs = scan.source.runs_of(spot.id)
    lost = edge.lost(runs[0]) if len(runs) == 1 and runs[0].text == spot.text else None
    if lost is None or lost >= len(spot.text) or spot.value is None:
        return "", GONE
    text = spot.text[lost:]
    value = _as(spot.value, text, spot.convention) if text[0].isdigit() else None
    return text, GONE if value is None or value == spot.value else says(value)


def _as(value: Value, text: str, convention: str) -> Value | None:
    """Return `text` read as the same kind of value, or None where it is none."""
    if isinstance(value, str):
        return text
    marks = dict(_MARK.findall(convention))
    figures = re.match(r"[\d.,'\u2019\s]*\d", text)
    if figures is None:
        return None
    plain = "".join(figures.group().split())
    group, point = marks.get("group", ",").strip(), marks.get("decimal", ".")
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
