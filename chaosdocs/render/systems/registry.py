"""The registries of systems: those that export any record, and feeds, which export one kind."""

from __future__ import annotations

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.render.systems.system import System


def _facts(system: System) -> Facts:
    return {
        "media": list(system.media),
        "domains": list(system.domains) or "all",
        "read by": system.read_by,
    }


SYSTEMS = Registry("system", "chaosdocs.render.systems", System, facts=_facts)
"""A system is a module of `chaosdocs.render.systems` with a `SYSTEM`."""
FEEDS = Registry("feed", "chaosdocs.render.systems.feeds", System, constant="SYSTEM")
"""A feed is a module of `chaosdocs.render.systems.feeds` with a `SYSTEM`."""


def system_of(name: str) -> System:
    """Return the system or feed of this name.

    Raises:
        UserError: There is none.
    """
    if name in SYSTEMS:
        return SYSTEMS[name]
    if name in FEEDS:
        return FEEDS[name]
    raise UserError(f"no system {name!r}", given=name, allowed=(*SYSTEMS, *FEEDS))
