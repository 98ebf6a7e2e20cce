"""A field under a black bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    GONE,
    SCAN,
    Edit,
    Number,
    Occlude,
    Rng,
    Scan,
    Skip,
    Trim,
    numbers,
    operator,
)
from chaosdocs.operators.scan.places import bar, fields, sites, statements


@operator(
    SCAN,
    evidence="MuckRock/documentcloud-frontend#215; tesseract-ocr/tesseract#4621",
    exempt={"falling": "a field is covered or it is not"},
    ladder=numbers([1, 2, 3, 4, 6]),
    nested=True,
    targeted=True,
    near_miss="scan.redaction_beside",
    packets=False,
)
def redacted_field(scan: Scan, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with fields covered by black bars.

    What it does:
        Covers every statement of a field with a black bar. The label and the neighbours stay
        visible.

    In the wild:
        Files released to the public, bank details blacked out before mailing.

    Effect on truth:
        The value is gone; the bar is a trace. Values that follow from other fields still follow.

    Example:
        IBAN DE89 3704 ... → IBAN and a black bar
    """
    chosen = fields(scan, level.count, rng)
    if not chosen:
        yield Skip("no field can be seen")
    for ref in chosen:
        for statement in statements(scan, ref):
            for page, box in sites(scan, statement):
                yield Occlude(key=ref, page=page, box=bar(box), style="redaction")
            gone = replace(statement, text="", claim=GONE, elsewhere=(), trace="redaction")
            yield Trim(key=ref, statement=statement.id, before=statement.text, after=gone)
