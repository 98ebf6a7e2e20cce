"""What a system is: how a business system exports a record as a table, a tree or segments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaosdocs.documents.segments import Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.formats.media import Medium
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system is the clean convention of its exports: header words, keys, signs, dates, rows.

    Attributes:
        convention: Record and medium to how values are written.
        table: Statements to the table that the system exports, where it exports tables.
        tree: Statements to the tree that the system sends, where it sends trees.
        segments: Statements to the lines or segments that it writes, where it writes such.
        media: The media that it writes.
        domains: The domains that it writes; none where it writes all.
        paths: Schema paths of the fields that its format has a place for; None where it has a
            place for all.
        fixed: Whether its format fixes how each value is written: what changes the spelling of
            values does not apply.
        told: How an entry of an account is read, in sentences for the reader of a set.
        outside: The outside libraries that read its files in our tests, as PyPI names them; none
            for formats that everything reads.
        witness: What else confirms its files, or why no library does, in words.
    """

    convention: Callable[[Record, str], Convention]
    table: Callable[[StatementSet], Table] | None = None
    tree: Callable[[StatementSet], Tree] | None = None
    segments: Callable[[StatementSet], Segments] | None = None
    media: tuple[Medium, ...] = ("xlsx", "csv", "json", "xml")
    domains: tuple[str, ...] = ()
    paths: frozenset[str] | None = None
    fixed: bool = False
    told: str = ""
    outside: tuple[str, ...] = ()
    witness: str = ""

    @property
    def general(self) -> bool:
        """Whether it writes records of any domain, a user's own included."""
        return not self.domains

    @property
    def read_by(self) -> str:
        """Who reads its files besides us, in words."""
        if not self.outside and not self.witness:
            return "csv, openpyxl, json, expat"
        return "; ".join(filter(None, (", ".join(self.outside), self.witness)))

    def writes(self, medium: str, domain: str) -> bool:
        """Whether it writes records of a domain in a medium."""
        return medium in self.media and (self.general or domain in self.domains)
