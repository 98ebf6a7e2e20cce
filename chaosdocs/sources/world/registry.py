"""The registries of worlds and of pairings."""

from __future__ import annotations

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.sources.world.pairing import Pairing
from chaosdocs.sources.world.world import World


def _of_world(world: World) -> Facts:
    low, high = world.usual
    return {"matters in a book": f"{low} to {high}", "locales": list(world.locales)}


def _of_pairing(pairing: Pairing) -> Facts:
    return {
        "members": [member.role for member in pairing.members],
        "usual rendering": [member.rendering for member in pairing.members],
    }


WORLDS: Registry[World] = Registry(
    "world", "chaosdocs.sources.world.worlds", World, facts=_of_world
)
PAIRINGS: Registry[Pairing] = Registry(
    "pairing",
    "chaosdocs.sources.world.pairings",
    Pairing,
    dashes=True,
    facts=_of_pairing,
    page=lambda pairing: pairing.page(),
)
"""A pairing is a module of `chaosdocs.sources.world.pairings` with a `PAIRING`."""
