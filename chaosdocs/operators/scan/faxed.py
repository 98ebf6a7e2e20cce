"""Pages that came by fax."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Fax, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Line
from chaosdocs.operators.scan.places import pattern

_THRESHOLD = 160
"""Grey level from which a dot is white."""


@operator(
    SCAN,
    evidence="ITU-T T.4: 204 by 98 or 196 dots an inch",
    ladder=(
        Line(204, 196, 0.0),
        Line(204, 98, 0.0),
        Line(204, 98, 0.05),
        Line(204, 98, 0.15),
        Line(204, 98, 0.3),
    ),
    version=2,
    nested=False,
)
def faxed(scan: Scan, level: Line, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages sent by fax: black and white, coarse, with lost lines.

    What it does:
        Resamples the page to the resolution of a fax, turns it into black and white, and loses
        lines.

    In the wild:
        Orders and claims by fax, fax gateways.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        grey levels at 150 dpi → black and white at 204 by 98 dpi, 30 % of the lines lost
        (severity 5)
    """
    yield Fax(
        key="fax",
        across=float(level.across),
        down=float(level.down),
        threshold=_THRESHOLD,
        dropout=level.dropout,
        seed=pattern(rng),
    )
