"""The registry of systems. A system is a module of this package with a `SYSTEM`."""

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.render.systems.system import System


def _facts(system: System) -> Facts:
    return {
        "media": list(system.media),
        "domains": list(system.domains) or "all",
        "read by": system.read_by,
    }


SYSTEMS = Registry("system", "chaosdocs.render.systems", System, facts=_facts)
