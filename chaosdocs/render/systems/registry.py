"""The registry of systems. A system is a module of this package with a `SYSTEM`."""

from chaosdocs.foundation.registry import Registry
from chaosdocs.render.systems.system import System

SYSTEMS = Registry("system", "chaosdocs.render.systems", System)
