"""The registry of operators, and the registry of their families.

An operator is a module ``<family>/<name>.py`` below `chaosdocs.operators`; its decorator registers
it as ``family.name``.
"""

from __future__ import annotations

from typing import Any

from chaosdocs.authoring.catalogue import page
from chaosdocs.authoring.operator import AnyOperator, Operator
from chaosdocs.foundation.registry import Facts, Registry


def _facts(operator: AnyOperator) -> Facts:
    return {
        "family": operator.family,
        "stage": operator.stage.name,
        "media": list(operator.media),
    }


def _details(operator: AnyOperator) -> dict[str, Any]:
    return {
        "version": operator.version,
        "evidence": operator.evidence,
        "targeted": operator.targeted,
        "near_miss": operator.near_miss,
        "nested": operator.nested,
        "levels": operator.levels(),
    }


def _doc(operator: AnyOperator) -> str:
    return operator.doc


OPERATORS: Registry[AnyOperator] = Registry(
    "operator",
    "chaosdocs.operators",
    Operator,
    constant="",
    deep=True,
    facts=_facts,
    details=_details,
    doc=_doc,
    page=page,
)
FAMILIES: Registry[str] = Registry(
    "family", "chaosdocs.operators", str, constant="__doc__", plural="families"
)
