"""A stain over a field."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Occlude, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Ink, inks
from chaosdocs.operators.scan.places import blotch, fields, pattern, sites, statements


@operator(
    SCAN,
    evidence="doi:10.3390/jimaging3040062: DocCreator, stains; arXiv:2208.14558",
    ladder=inks([0.5, 0.7, 0.85, 0.99, 1.0]),
    version=2,
    nested=False,
    targeted=True,
    near_miss="scan.stain_beside",
    exempt={"falling": "the rim and the shade of any stain stop tesseract, pale ink or not"},
    packets=False,
)
def coffee_stain(scan: Scan, level: Ink, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with coffee stains over every statement of a field.

    What it does:
        Draws a stain with a dark rim. The level is the share of the ink under it that is lost.

    In the wild:
        Mugs, wet thumbs, spilt ink.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        a total on white paper → the same total under a brown blotch
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
