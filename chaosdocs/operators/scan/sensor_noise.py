"""Pages with a grainy sensor's noise."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Noise
from chaosdocs.operators.scan.levels import Grain
from chaosdocs.operators.scan.places import pattern


@operator(
    SCAN,
    evidence="RoDLA speckle; Augraphy noise",
    ladder=(Grain(10), Grain(20), Grain(35), Grain(50), Grain(240)),
    nested=False,
)
def sensor_noise(scan: Scan, level: Grain, rng: Rng) -> Iterator[Edit | Skip]:
    """Add noise to every pixel.

    What it does:
        Normal noise from integer tables, the same pattern at every level.

    In the wild:
        Phone pictures in bad light, old sensors.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> sensor_noise.stage.name
        'scan'
    """
    yield Noise(key="noise", sigma=float(level.sigma), seed=pattern(rng))
