"""A black bar beside a field."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Number, Occlude, Rng, Scan, Skip, numbers, operator
from chaosdocs.operators.scan.places import bar, beside, fields, sites, statements


@operator(
    SCAN,
    evidence="tsgrp/HPI#1979: redaction boxes in the wrong place",
    ladder=numbers([1, 2, 3, 4, 6]),
    nested=True,
    targeted=True,
    exempt={
        "touching": "a near miss: it lies where nothing stands",
        "falling": "nothing that stands on the page is covered",
    },
    packets=False,
)
def redaction_beside(scan: Scan, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with black bars in empty places beside fields.

    What it does:
        A bar as large as one over the field, moved to the nearest place without text.

    In the wild:
        A redaction that slipped.

    Effect on truth:
        Preserved: it covers nothing. A reader that abstains here reacts to bars alone.

    Example:
        a line and white paper → the line, and a black bar on the white paper
    """
    chosen = fields(scan, level.count, rng)
    placed = False
    for ref in chosen:
        statement = statements(scan, ref)[0]
        page, box = next(iter(sites(scan, statement)))
        free = beside(scan, page, bar(box))
        if free is not None:
            placed = True
            yield Occlude(key=ref, page=page, box=free, style="redaction")
    if not placed:
        yield Skip("no room beside a field")
