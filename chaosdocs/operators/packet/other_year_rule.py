"""Rules that do not hold yet, beside those that hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    PACKET,
    Edit,
    Number,
    Packet,
    PutIn,
    Rng,
    Skip,
    TakeOut,
    numbers,
    operator,
)
from chaosdocs.operators.packet.sheets import ORDER, agreed, contradicted, has


@operator(
    PACKET,
    version=2,
    evidence="thecradlebox/tcb-demand-planning#72: terms hold as they were on the day of the order",
    ladder=numbers([1, 2, 3]),
    nested=False,
)
def other_year_rule(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the purchasing rules of next year beside those of this year.

    What it does:
        Under the rules of the year of the order, the order counts. The usual rules begin a year
        later. Order and confirmation contradict each other.

    In the wild:
        Terms of business that are sent out before they are in force.

    Effect on truth:
        The rules of the year of the order decide, so the order counts. Rules in the instructions
        hold for all years. Compared with `packet.expired_rule`, only the years and the answer
        differ.

    Example:
        rules of 2024 → other rules of 2024 / the usual rules, from 2025 on
    """
    del rng
    eligible = agreed(packet)
    if not eligible or "policy4" not in packet.spare:
        yield Skip("order and confirmation are not both there")
        return
    for number, edit in enumerate(contradicted(packet, ORDER, eligible, level.count)):
        if number == 0:
            if has(packet, "policy"):
                yield TakeOut(key="rules", sheet="policy")
            if packet.told is None:
                yield PutIn(key="rules", sheet="policy4", place=len(packet.sheets))
            yield PutIn(key="rules", sheet="policy3", place=len(packet.sheets))
        yield replace(edit, key="rules")
