"""The registry of domains: the built-in ones, and those of plugins.

A plugin states an entry point in the group ``chaosdocs.sources`` whose object is a `Source`; its
domain is called by distribution and name, ``acme/orders``, so that it can hide no built-in one.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.source import Source

GROUP = "chaosdocs.sources"
BUILT_IN: tuple[str, ...] = ("invoice", "statement", "kyc")
"""The domains of this package; each is a module of its name with a `SOURCE`."""


def domain(name: str) -> Source:
    """Return the source of the domain `name`.

    Args:
        name: ``invoice``, ``statement``, ``kyc``, or a plugin's, ``acme/orders``.

    Raises:
        UserError: No such domain, or what a plugin names is not a source.

    Example:
        >>> domain("invoice").domain.name
        'invoice'
    """
    if name in BUILT_IN:
        source = import_module(f"chaosdocs.sources.domains.{name}").SOURCE
    elif name in _plugins():
        source = _plugins()[name].load()
    else:
        raise UserError(f"no domain is called {name!r}", given=name, allowed=names())
    if not isinstance(source, Source):
        raise UserError(f"the plugin {name!r} is a {type(source).__name__}, not a Source")
    return source


def names() -> tuple[str, ...]:
    """Return the names of all domains: the built-in ones first, then plugins in order."""
    return (*BUILT_IN, *sorted(_plugins()))


@cache
def _plugins() -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        owner = point.dist.name if point.dist is not None else "unknown"
        found[f"{owner}/{point.name}"] = point
    return found
