"""The registry of operators."""

from __future__ import annotations

from typing import Any, TypeAlias

from chaosdocs.authoring.operator import Operator
from chaosdocs.foundation.registry import Registry

AnyOperator: TypeAlias = Operator[Any, Any]  # each operator has its own type of level


def registry_of(package: str) -> Registry[AnyOperator]:
    """Return a registry of the operators that the modules of `package` and of plugins declare."""
    return Registry(
        "operator",
        group="chaosdocs.operators",
        is_one=lambda thing: isinstance(thing, Operator),
        package=package,
        summary=lambda operator: operator.summary,
        page=_page,
    )


def _page(operator: AnyOperator) -> str:
    from chaosdocs.authoring.catalogue import page

    return page(operator)


REGISTRY = registry_of("chaosdocs.operators")
