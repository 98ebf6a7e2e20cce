"""A delivery note that says less than the invoice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    PACKET,
    Edit,
    Lure,
    Number,
    Packet,
    Restate,
    Rng,
    Skip,
    Within,
    numbers,
    operator,
    take_few,
)
from chaosdocs.operators.packet.sheets import has, plain


@operator(
    PACKET,
    version=2,
    evidence="moiz-lakkadkutta/Fabric-Inventory#200: received and not invoiced",
    ladder=numbers([1, 2]),
)
def three_way_gap(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a delivery note with fewer pieces than the invoice.

    What it does:
        Changes quantities in the delivery note, so that they differ from the order and the invoice.
        Severity is the number of lines.

    In the wild:
        Short deliveries that are billed in full.

    Effect on truth:
        Under the purchasing rules the delivery note counts, and the invoice does not add up.
        Without the rules, price and amount of the line decide.

    Example:
        delivery note: 7, invoice: 7 → delivery note: 5, invoice: 7
    """
    if not has(packet, "delivery"):
        yield Skip("there is no delivery note")
        return
    eligible = [s for s in plain(packet.sheet("delivery")) if str(s.ref).endswith("/delivered")]
    for statement in take_few(eligible, level.count, rng):
        value = statement.value
        if not isinstance(value, Decimal):
            continue
        less = rng.at(statement.id).below(max(1, int(value) // 2))
        other = value - 1 - less if value > 1 else value + 1
        edit = Restate(
            statement=statement.id,
            before=value,
            after=other,
            lures=(Lure(other, "other-document"), Lure(value, "other-document")),
        )
        yield Within(key=str(statement.ref), sheet="delivery", edit=edit)
