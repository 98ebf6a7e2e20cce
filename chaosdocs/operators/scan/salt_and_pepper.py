"""Pages with dust, black and white."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Speckle
from chaosdocs.operators.scan.levels import Dust
from chaosdocs.operators.scan.places import pattern


@operator(
    SCAN,
    evidence="RoDLA speckle; a speck beside a decimal point",
    ladder=(Dust(0.0005), Dust(0.001), Dust(0.003), Dust(0.008), Dust(0.02)),
    nested=False,
)
def salt_and_pepper(scan: Scan, level: Dust, rng: Rng) -> Iterator[Edit | Skip]:
    """Strew black and white specks over every page.

    What it does:
        Specks of a hundredth of an inch; a higher level keeps those of a lower one.

    In the wild:
        Dirty glass, bad photocopies, microfilm.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> salt_and_pepper.stage.name
        'scan'
    """
    yield Speckle(key="dust", share=level.share, seed=pattern(rng))
