"""Pages with dust, black and white."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, Speckle, operator
from chaosdocs.operators.scan.levels import Dust
from chaosdocs.operators.scan.places import pattern


@operator(
    SCAN,
    evidence="arXiv:2403.14442: RoDLA, speckle",
    ladder=(Dust(0.001), Dust(0.003), Dust(0.01), Dust(0.02), Dust(0.035)),
    version=2,
    nested=False,
)
def salt_and_pepper(scan: Scan, level: Dust, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with black and white specks on every page.

    What it does:
        Adds specks of a hundredth of an inch. A higher level keeps the specks of the lower level.

    In the wild:
        Dirty glass, bad photocopies, microfilm.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        a clean page → 3.5 % of the page are specks (severity 5)
    """
    yield Speckle(key="dust", share=level.share, seed=pattern(rng))
