"""Pages with a grainy sensor's noise."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Noise, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Grain
from chaosdocs.operators.scan.places import pattern


@operator(
    SCAN,
    evidence="arXiv:1903.12261: Gaussian noise; arXiv:2208.14558",
    ladder=(Grain(35), Grain(37), Grain(45), Grain(55), Grain(75)),
    version=2,
    nested=False,
)
def sensor_noise(scan: Scan, level: Grain, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with noise on every pixel.

    What it does:
        Normal noise from integer tables, the same pattern at every level.

    In the wild:
        Phone pictures in bad light, old sensors.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        even grey levels → grey levels spread by 75 of 255 (severity 5)
    """
    yield Noise(key="noise", sigma=float(level.sigma), seed=pattern(rng))
