"""A black bar beside a field."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Box, Edit, Number, Occlude, Rng, Scan, Skip, numbers, operator
from chaosdocs.operators.scan.places import bar, beside, fields, sites, statements


@operator(
    SCAN,
    evidence="tsgrp/HPI#1979: redaction boxes in the wrong place",
    ladder=numbers([1, 2, 3, 4, 6]),
    version=2,
    nested=True,
    targeted=True,
    exempt={
        "touching": "a near miss: it lies where nothing stands",
        "falling": "it touches no field whose recall could fall: nothing on the page is covered",
    },
    packets=False,
)
def redaction_beside(scan: Scan, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with black bars in empty places beside fields.

    What it does:
        Draws a bar of the size that would cover the field, at the nearest place without text or
        another bar.

    In the wild:
        A redaction at the wrong place.

    Effect on truth:
        Preserved: the bar covers nothing. A reader that leaves the field open reacts to the bar
        alone.

    Example:
        a line and white paper → the line, and a black bar on the white paper
    """
    # in the order in which the levels choose them: a bar leaves those of lower levels their places
    counts = range(1, level.count + 1)
    chosen = dict.fromkeys(ref for count in counts for ref in fields(scan, count, rng))
    placed: list[tuple[int, Box]] = []
    for ref in chosen:
        statement = statements(scan, ref)[0]
        page, box = next(iter(sites(scan, statement)))
        free = beside(scan, page, bar(box), placed)
        if free is not None:
            placed.append((page, free))
            yield Occlude(key=ref, page=page, box=free, style="redaction")
    if not placed:
        yield Skip("no room beside a field")
