"""Systems: how a business system exports a record as a table or a tree."""

from __future__ import annotations

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.render.systems.registry import SYSTEMS, system_of
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

__all__ = ["SYSTEMS", "convention", "lower_table", "lower_tree"]


def convention(system: str, record: Record, medium: str) -> Convention:
    """Return how `system` writes the values of `record` in `medium`."""
    return system_of(system).convention(record, medium)


def lower_table(values: StatementSet, system: str) -> Table:
    """Return the table that `system` exports."""
    return system_of(system).table(values)


def lower_tree(values: StatementSet, system: str) -> Tree:
    """Return the tree that `system` sends."""
    return system_of(system).tree(values)
