"""Pages with a shadow over one side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Shadow, Skip, operator
from chaosdocs.operators.scan.levels import Ink, inks

_SIDES: tuple[Literal["left", "right", "top", "bottom"], ...] = ("left", "right", "top", "bottom")


@operator(
    SCAN,
    evidence="arXiv:2208.14558: Augraphy, shadow cast",
    ladder=inks([0.3, 0.5, 0.7]),
    version=2,
    nested=False,
)
def shadowed(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages with one darker side.

    What it does:
        Darkens the page from one side: most at the edge, nothing beyond the middle.

    In the wild:
        A book's gutter, a hand over the page, a lamp on one side.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        an evenly lit page → a page that loses 70 % of its light at one edge (severity 3 to 5)
    """
    side = rng.at("side").pick(_SIDES)
    yield Shadow(key="shadow", depth=level.strength, side=side)
