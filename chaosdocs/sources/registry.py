"""The registry of sources: the built-in domains, and those of plugins.

A plugin states an entry point in the group ``chaosdocs.sources`` whose object is a `Source`.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.foundation.registry import Registry
from chaosdocs.sources.source import Source

BUILT_IN: Final[tuple[str, ...]] = ("invoice", "statement", "kyc")
"""The domains of this package; each is a module of its name with a `SOURCE`."""

SOURCES: Final[Registry[Source]] = Registry(
    "source",
    group="chaosdocs.sources",
    is_one=lambda thing: isinstance(thing, Source),
    built_in={name: f"chaosdocs.sources.domains.{name}:SOURCE" for name in BUILT_IN},
    summary=lambda source: source.summary,
    page=lambda source: source.page(),
)


def domain(name: str) -> Source:
    """Return the source of the domain `name`.

    Args:
        name: ``invoice``, ``statement``, ``kyc``, or a plugin's, ``acme/orders``.

    Raises:
        UserError: There is none, or what a plugin names is not a source.

    Example:
        >>> domain("invoice").domain.name
        'invoice'
    """
    return SOURCES[name]


def names() -> tuple[str, ...]:
    """Return the names of all domains: the built-in ones first, then those of plugins."""
    return (*BUILT_IN, *(name for name in SOURCES if "/" in name))
