"""What a system is: how it writes values, and its exports as a table and as a tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system. Plugins offer one under the entry point ``chaosdocs.systems``.

    Attributes:
        summary: One line: what its exports look like.
        convention: Record and medium to how values are written.
        table: Statements to the exported table.
        tree: Statements to the exported tree.
    """

    summary: str
    convention: Callable[[Record, str], Convention]
    table: Callable[[StatementSet], Table]
    tree: Callable[[StatementSet], Tree]
