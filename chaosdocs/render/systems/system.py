"""What a system is: how a business system exports a record as a table or a tree."""

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
    """A system is the clean convention of its exports: header words, keys, signs, dates, rows.

    Attributes:
        convention: Record and medium to how values are written.
        table: Statements to the table that the system exports.
        tree: Statements to the tree that the system sends.
    """

    convention: Callable[[Record, str], Convention]
    table: Callable[[StatementSet], Table]
    tree: Callable[[StatementSet], Tree]
