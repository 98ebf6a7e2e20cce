"""Pages that lie askew on the glass."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Skew
from chaosdocs.operators.scan.levels import Turn


@operator(
    SCAN,
    evidence="RoDLA levels of rotation; feeders",
    ladder=(Turn(0.5), Turn(1.0), Turn(2.0), Turn(3.5), Turn(6.0)),
    nested=False,
)
def skewed(scan: Scan, level: Turn, rng: Rng) -> Iterator[Edit | Skip]:
    """Turn every page by the same angle, to either side.

    What it does:
        Draws the pages turned; nothing is cut off.

    In the wild:
        A feeder that pulls unevenly; a sheet laid on the glass by hand.

    Effect on truth:
        Preserved.

    Example:
        >>> skewed.stage.name
        'scan'
    """
    sign = 1 if rng.at("side").chance(0.5) else -1
    yield Skew(key="skew", angle=sign * level.angle)
