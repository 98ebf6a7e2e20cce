"""Pages with a shadow over one side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Shadow
from chaosdocs.operators.scan.levels import Ink, inks

_SIDES: tuple[Literal["left", "right", "top", "bottom"], ...] = ("left", "right", "top", "bottom")


@operator(
    SCAN,
    evidence="Augraphy shadow cast; phone captures",
    ladder=inks([0.2, 0.35, 0.5, 0.7, 0.9]),
    nested=False,
)
def shadowed(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """Darken every page from one side.

    What it does:
        Takes light away, most at the edge, none beyond the middle.

    In the wild:
        A book's gutter, a hand over the page, a lamp on one side.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> shadowed.stage.name
        'scan'
    """
    side = rng.at("side").pick(_SIDES)
    yield Shadow(key="shadow", depth=level.strength, side=side)
