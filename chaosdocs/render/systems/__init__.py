"""Systems: how a business system exports a record as a table or a tree.

A system is the clean convention of its exports: header words, keys, signs, dates, row structure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.systems import netsuite, sap
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

ENTRY_POINTS = "chaosdocs.systems"


@dataclass(frozen=True, slots=True)
class System:
    """A system: its convention by medium, its table and its tree."""

    convention: Callable[[Record, str], Convention]
    table: Callable[[StatementSet], Table]
    tree: Callable[[StatementSet], Tree]


_OWN: Mapping[str, System] = {
    "sap": System(sap.convention, sap.table, sap.tree),
    "netsuite": System(netsuite.convention, netsuite.table, netsuite.tree),
}
SYSTEMS: tuple[str, ...] = (
    *_OWN,
    *sorted(entry.name for entry in entry_points(group=ENTRY_POINTS)),
)


def convention(system: str, record: Record, medium: str) -> Convention:
    """Return how `system` writes the values of `record` in `medium`."""
    return _system(system).convention(record, medium)


def lower_table(values: StatementSet, system: str) -> Table:
    """Return the table that `system` exports."""
    return _system(system).table(values)


def lower_tree(values: StatementSet, system: str) -> Tree:
    """Return the tree that `system` sends."""
    return _system(system).tree(values)


def _system(name: str) -> System:
    if name in _OWN:
        return _OWN[name]
    for entry in entry_points(group=ENTRY_POINTS):
        if entry.name == name:
            loaded: System = entry.load()
            return loaded
    raise UserError(f"no system {name!r}", given=name, allowed=SYSTEMS)
