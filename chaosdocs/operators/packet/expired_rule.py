"""Rules of the year before, beside those that hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import PACKET, Edit, Number, Packet, PutIn, Rng, Skip, numbers, operator
from chaosdocs.operators.packet.sheets import ORDER, agreed, contradicted


@operator(
    PACKET,
    version=2,
    evidence="thecradlebox/tcb-demand-planning#72: terms hold as they were on the day of the order",
    ladder=numbers([1, 2, 3]),
    near_miss="packet.other_year_rule",
    nested=False,
)
def expired_rule(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the purchasing rules of last year beside those of this year.

    What it does:
        Adds a page with the purchasing rules of the year before, which rank the documents in
        another order. Order and confirmation contradict each other.

    In the wild:
        Terms of business that are replaced every year. The date of the order decides which terms
        hold.

    Effect on truth:
        The rules of the year of the order decide, if a document or the instructions have them. The
        old page does not count.

    Example:
        rules of 2024 → rules of 2024 / rules of 2023, with another order
    """
    del rng
    eligible = agreed(packet)
    if not eligible or "policy2" not in packet.spare:
        yield Skip("order and confirmation are not both there")
        return
    for number, edit in enumerate(contradicted(packet, ORDER, eligible, level.count)):
        if number == 0:
            yield PutIn(key="rules", sheet="policy2", place=len(packet.sheets))
        yield replace(edit, key="rules")
