"""Which documents of a packet can be missing: those to which no other one leads alone."""

from __future__ import annotations

from chaosdocs.authoring import Packet
from chaosdocs.operators.packet.sheets import ORDER, ours, shared


def can_be_missing(packet: Packet, count: int) -> tuple[str, ...]:
    """Return up to `count` documents without which the numbers still lead to all others.

    Args:
        packet: The packet.
        count: How many.
    """
    rng = shared(packet)
    names = [sheet.id for sheet in ours(packet) if sheet.id != ORDER]
    ranked = sorted(names, key=lambda name: (rng.at("take", name).between(0, 1), name))
    chosen: list[str] = []
    for name in ranked:
        if len(chosen) < count and packet.is_linked_without(frozenset((*chosen, name))):
            chosen.append(name)
    return tuple(chosen)
