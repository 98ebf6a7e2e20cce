"""Pages printed with the last of the toner."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Fade, Noise, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Ink, inks
from chaosdocs.operators.scan.places import pattern


@operator(
    SCAN,
    evidence="arXiv:2208.14558: Augraphy, low ink",
    ladder=inks([0.06, 0.045, 0.04, 0.035, 0.03]),
    version=2,
    nested=False,
)
def faded_toner(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages whose ink has faded.

    What it does:
        Makes every pixel lighter; the grain of the scanner stays.

    In the wild:
        An empty cartridge; receipts on thermal paper.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        black letters → letters with 3 % of their darkness (severity 5)
    """
    yield Fade(key="fade", strength=level.strength)
    yield Noise(key="fade", sigma=2.0, seed=pattern(rng))
