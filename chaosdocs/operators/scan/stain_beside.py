"""A stain beside a field."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Occlude, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Ink, inks
from chaosdocs.operators.scan.places import beside, blotch, fields, pattern, sites, statements


@operator(
    SCAN,
    evidence="doi:10.3390/jimaging3040062: DocCreator, stains",
    ladder=inks([0.5, 0.7, 0.85, 0.99, 1.0]),
    version=2,
    nested=False,
    targeted=True,
    exempt={
        "touching": "a near miss: it lies where nothing stands",
        "falling": "it touches no field whose recall could fall: nothing on the page is covered",
    },
    packets=False,
)
def stain_beside(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a coffee stain in an empty place beside a field.

    What it does:
        Draws the stain of coffee_stain at the nearest place without text.

    In the wild:
        The usual place of coffee stains.

    Effect on truth:
        Preserved: the stain covers nothing.

    Example:
        a line and white paper → the line, and a brown blotch on the white paper
    """
    chosen = fields(scan, 1, rng)
    if not chosen:
        yield Skip("no field can be seen")
    for ref in chosen:
        statement = statements(scan, ref)[0]
        page, box = next(iter(sites(scan, statement)))
        free = beside(scan, page, blotch(box))
        if free is None:
            yield Skip("no room beside the field")
            return
        yield Occlude(
            key=ref,
            page=page,
            box=free,
            style="stain",
            density=level.strength,
            seed=pattern(rng.at(statement.id)),
        )
