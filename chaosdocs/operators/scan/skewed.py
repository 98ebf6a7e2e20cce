"""Pages that lie askew on the glass."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skew, Skip, operator
from chaosdocs.operators.scan.levels import Turn


@operator(
    SCAN,
    evidence="arXiv:2403.14442: RoDLA, rotation; huridocs/pdf-document-layout-analysis#132",
    ladder=(Turn(2.0), Turn(4.0), Turn(6.0), Turn(7.0), Turn(8.0)),
    version=2,
    nested=False,
)
def skewed(scan: Scan, level: Turn, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages turned by a small angle.

    What it does:
        Turns the pages by a small angle. Nothing is cut off.

    In the wild:
        A feeder that pulls unevenly; a sheet laid on the glass by hand.

    Effect on truth:
        Preserved.

    Example:
        level lines → lines that rise or fall by 8° (severity 5)
    """
    sign = 1 if rng.at("side").chance(0.5) else -1
    yield Skew(key="skew", angle=sign * level.angle)
