"""Which documents of a packet can be missing: those to which no other one leads alone."""

from __future__ import annotations

from chaosdocs.authoring import Packet, Rng, take
from chaosdocs.operators.packet.sheets import ORDER, ours


def can_be_missing(packet: Packet, count: int, rng: Rng) -> tuple[str, ...]:
    """Return up to `count` documents without which the numbers still lead to all others.

    Args:
        packet: The packet.
        count: How many.
        rng: The operator's stream.
    """
    names = [sheet.id for sheet in ours(packet) if sheet.id != ORDER]
    ranked = sorted(names, key=lambda name: (rng.at("take", name).between(0, 1), name))
    chosen: list[str] = []
    for name in ranked:
        if len(chosen) < count and packet.is_linked_without(frozenset((*chosen, name))):
            chosen.append(name)
    return take(chosen, 1.0, rng, str)
