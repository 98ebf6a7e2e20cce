"""Pages out of focus."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Blur, Edit, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Spread


@operator(
    SCAN,
    evidence="arXiv:2403.14442: RoDLA, defocus; arXiv:1903.12261",
    ladder=(Spread(0.45), Spread(0.65), Spread(0.75), Spread(0.9), Spread(1.05)),
    version=2,
    nested=False,
)
def blurred(scan: Scan, level: Spread, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages out of focus.

    What it does:
        Applies a Gaussian blur to the page images.

    In the wild:
        A glass that is not flat, a lens out of focus.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        sharp letters → letters smeared by 1.05 points (severity 5)
    """
    yield Blur(key="blur", sigma=level.sigma)
