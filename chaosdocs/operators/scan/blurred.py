"""Pages out of focus."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Blur
from chaosdocs.operators.scan.levels import Spread


@operator(
    SCAN,
    evidence="RoDLA defocus; phone captures",
    ladder=(Spread(0.15), Spread(0.25), Spread(0.35), Spread(0.45), Spread(2.2)),
    nested=False,
)
def blurred(scan: Scan, level: Spread, rng: Rng) -> Iterator[Edit | Skip]:
    """Smear every page.

    What it does:
        A Gaussian over the page images.

    In the wild:
        A glass that is not flat, a lens out of focus.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> blurred.stage.name
        'scan'
    """
    yield Blur(key="blur", sigma=level.sigma)
