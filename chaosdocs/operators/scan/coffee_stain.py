"""A stain over a field."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Occlude
from chaosdocs.operators.scan.levels import Ink, inks
from chaosdocs.operators.scan.places import blotch, fields, pattern, sites, statements


@operator(
    SCAN,
    evidence="operators S18: no peer targets a field",
    ladder=inks([0.5, 0.7, 0.85, 0.99, 1.0]),
    version=2,
    nested=False,
    targeted=True,
    near_miss="scan.stain_beside",
)
def coffee_stain(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """Spill coffee over every statement of a field.

    What it does:
        A blotch with a dark rim; the level is how much of the ink under it is lost.

    In the wild:
        Mugs, wet thumbs, spilt ink.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> coffee_stain.stage.name
        'scan'
    """
    chosen = fields(scan, 1, rng)
    if not chosen:
        yield Skip("no field can be seen")
    for ref in chosen:
        for statement in statements(scan, ref):
            for page, box in sites(scan, statement):
                yield Occlude(
                    key=ref,
                    page=page,
                    box=blotch(box),
                    style="stain",
                    density=level.strength,
                    seed=pattern(rng.at(statement.id)),
                )
