"""The kinds of things that have names: every registry of the package."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import chaosdocs
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Registry, plugin_hint

AnyRegistry: TypeAlias = Registry[Any]


@cache
def registries() -> dict[str, AnyRegistry]:
    """Return all registries by their kind in the plural, sorted.

    A registry is found in any module called ``registry`` of the package.
    """
    home = Path(chaosdocs.__file__).parent
    found: dict[str, AnyRegistry] = {}
    for path in sorted(home.glob("*/**/registry.py")):
        parts = path.relative_to(home.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts))
        for each in vars(module).values():
            if isinstance(each, Registry):
                found[each.plural] = each
    return dict(sorted(found.items()))


def registry_of(kind: str) -> AnyRegistry:
    """Return the registry of a kind, named in the singular or the plural.

    Raises:
        UserError: There is no such kind.
    """
    for each in registries().values():
        if kind in {each.kind, each.plural}:
            return each
    raise UserError(f"no kind {kind!r}", given=kind, allowed=registries())


def named(name: str) -> tuple[AnyRegistry, str]:
    """Return the registry that a name is in, and the name there.

    Args:
        name: A name that one registry alone has, or kind and name: ``template:erp``.

    Raises:
        UserError: No registry has the name, or several have it.
    """
    kind, colon, own = name.partition(":")
    if colon:
        registry = registry_of(kind)
        registry[own]
        return registry, own
    having = [each for each in registries().values() if name in each]
    if len(having) == 1:
        return having[0], name
    if having:
        raise UserError(
            f"{name!r} names several things",
            hint=f"write {' or '.join(f'{each.kind}:{name}' for each in having)}",
        )
    plugged = [registry_of(each) for each in ("operator", "template", "system", "source", "reader")]
    every = [known for each in registries().values() for known in each]
    raise UserError(
        f"nothing is called {name!r}",
        given=name,
        allowed=sorted(set(every)),
        hint=plugin_hint(name, plugged),
    )
