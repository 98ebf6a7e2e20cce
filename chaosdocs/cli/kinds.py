"""The kinds of named things that `list` prints and `explain` explains, each with its registry."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Registry

KINDS: Final[Mapping[str, str]] = {
    "operators": "chaosdocs.authoring.registry:REGISTRY",
    "sources": "chaosdocs.sources.registry:SOURCES",
    "templates": "chaosdocs.render.templates:TEMPLATES",
    "systems": "chaosdocs.render.systems:SYSTEMS",
    "readers": "chaosdocs.readers.builtin:READERS",
}
"""Kind to ``module:attribute`` of its registry."""


def registry(kind: str) -> Registry[Any]:
    """Return the registry of a kind.

    Raises:
        UserError: There is no such kind.
    """
    if kind not in KINDS:
        raise UserError(f"no kind {kind!r}", given=kind, allowed=tuple(KINDS))
    module, _, attribute = KINDS[kind].partition(":")
    found: Registry[Any] = getattr(importlib.import_module(module), attribute)
    return found


def named(name: str) -> tuple[Registry[Any], str]:
    """Return the registry that holds `name`, and the name in it.

    Args:
        name: A name that one kind alone has, or ``kind:name``, such as ``templates:statement``.

    Raises:
        UserError: Nothing has that name, or several kinds have it.
    """
    kind, colon, rest = name.partition(":")
    if colon:
        return registry(kind), rest
    found = [(kind, each) for kind, each in _all() if name.partition("@")[0] in each]
    if len(found) > 1:
        choices = " or ".join(f"{kind}:{name}" for kind, _ in found)
        raise UserError(f"several kinds have a {name!r}", hint=f"say {choices}")
    if not found:
        every = tuple(each for _, names in _all() for each in names)
        raise UserError(f"nothing is called {name!r}", given=name, allowed=every)
    return found[0][1], name


def _all() -> Iterator[tuple[str, Registry[Any]]]:
    return ((kind, registry(kind)) for kind in KINDS)
