"""An attached XML invoice that says another total."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from chaosdocs.authoring import (
    FILE,
    GONE,
    Attach,
    Convention,
    Edit,
    Lure,
    Number,
    PdfDocument,
    Rng,
    Skip,
    Statement,
    numbers,
    operator,
    other_text,
    says,
    statements_of,
    take_few,
    to_json,
)

RAW = Convention(name="raw", group="")


@operator(
    FILE,
    version=2,
    evidence="jcthiele/OpenXRechnungToolbox#7: does the XML say what the page says",
    ladder=numbers([1, 1, 2, 3, 4]),
    targeted=True,
)
def embedded_xml_disagrees(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an attached XML file whose values differ from the page.

    What it does:
        Attaches factur-x.xml with other amounts or dates than on the page. Severity is the number
        of values.

    In the wild:
        Hybrid invoices whose two halves come from two systems.

    Effect on truth:
        None for the eye. The attachment states another value, which is a lure.

    Example:
        no attachment → factur-x.xml with a total of 919.00 beside a page with 119.00
    """
    eligible = statements_of(
        pdf, "money", "date", where=lambda s: s.row is None and other_text(s) is not None
    )
    statements, lines = [], []
    for statement in take_few(eligible, level.count, rng):
        other = other_text(statement)
        if other is None or statement.ref is None:
            continue
        _, value = other
        told = to_json(value)
        text = f"{told['amount']} {told['currency']}" if isinstance(told, dict) else str(told)
        statements.append(
            Statement(
                id=f"{statement.id}~xml",
                ref=statement.ref,
                kind=statement.kind,
                text=text,
                claim=GONE,
                convention=RAW,
                lures=(Lure(value, "embedded-xml"),),
            ).saying("attachment", says(value))
        )
        lines.append(f'  <field path="{escape(statement.ref)}">{escape(text)}</field>')
    if not statements:
        yield Skip("the document has no amount or date that could differ")
        return
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    contents = "\n".join([head, "<invoice>", *lines, "</invoice>", ""])
    yield Attach(key="xml", name="factur-x.xml", contents=contents, statements=tuple(statements))
