"""Systems: how a business system exports a record as a table or a tree.

A system is the clean convention of its exports: header words, keys, signs, dates, row structure.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.foundation.registry import Registry
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

BUILT_IN: Final[tuple[str, ...]] = ("sap", "netsuite")
"""The systems of this package; each is a module of its name with a `SYSTEM`."""
SYSTEMS: Final[Registry[System]] = Registry(
    "system",
    group="chaosdocs.systems",
    is_one=lambda thing: isinstance(thing, System),
    built_in={name: f"chaosdocs.render.systems.{name}:SYSTEM" for name in BUILT_IN},
    summary=lambda system: system.summary,
)


def names() -> tuple[str, ...]:
    """Return the names of all systems: the built-in ones first, then those of plugins."""
    return (*BUILT_IN, *(name for name in SYSTEMS if "/" in name))


def convention(system: str, record: Record, medium: str) -> Convention:
    """Return how `system` writes the values of `record` in `medium`."""
    return SYSTEMS[system].convention(record, medium)


def lower_table(values: StatementSet, system: str) -> Table:
    """Return the table that `system` exports."""
    return SYSTEMS[system].table(values)


def lower_tree(values: StatementSet, system: str) -> Tree:
    """Return the tree that `system` sends."""
    return SYSTEMS[system].tree(values)
