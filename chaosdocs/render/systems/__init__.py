"""Systems: how a business system exports a record as a table, a tree or segments."""

from __future__ import annotations

from chaosdocs.documents.segments import Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.systems.registry import SYSTEMS, system_of
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record, schema_path

__all__ = ["SYSTEMS", "convention", "lower_table", "lower_tree"]


def convention(system: str, record: Record, medium: str) -> Convention:
    """Return how `system` writes the values of `record` in `medium`."""
    return system_of(system).convention(record, medium)


def stated(facts: StatementSet, system: str) -> StatementSet:
    """Return `facts` without those that the format of `system` has no place for."""
    paths = system_of(system).paths
    if paths is None:
        return facts
    inside = facts.record.domain.list_path
    kept = {
        name: statement
        for name, statement in facts.statements.items()
        if statement.ref is None or schema_path(statement.ref, inside) in paths
    }
    return facts if len(kept) == len(facts.statements) else facts.with_statements(kept)


def lower_table(values: StatementSet, system: str) -> Table:
    """Return the table that `system` exports."""
    make = system_of(system).table
    if make is None:
        raise _no(system, "tables")
    return make(values)


def lower_tree(values: StatementSet, system: str) -> Tree:
    """Return the tree that `system` sends."""
    make = system_of(system).tree
    if make is None:
        raise _no(system, "trees")
    return make(values)


def lower_segments(values: StatementSet, system: str) -> Segments:
    """Return the lines or segments that `system` writes."""
    make = system_of(system).segments
    if make is None:
        raise _no(system, "lines or segments")
    return make(values)


def dialects(medium: str, domain: str | None = None) -> tuple[str, ...]:
    """Return our systems that write a medium.

    Args:
        medium: The medium.
        domain: Only those that write records of this domain; None for those that write any.

    Example:
        >>> dialects("csv"), "mt940" in dialects("text", "statement")
        (('netsuite', 'sap'), True)
    """
    return tuple(
        name
        for name in SYSTEMS.own
        if medium in SYSTEMS[name].media
        and (SYSTEMS[name].general if domain is None else SYSTEMS[name].writes(medium, domain))
    )


def plugged(medium: str) -> tuple[str, ...]:
    """Return the systems of plugins that write records of any domain in a medium."""
    return tuple(
        name
        for name, system in SYSTEMS.items()
        if "/" in name and system.general and medium in system.media
    )


def is_fixed(rendering: str) -> bool:
    """Return whether the format of a rendering fixes how each value is written.

    Example:
        >>> is_fixed("text.mt940"), is_fixed("csv.sap"), is_fixed("pdf.erp")
        (True, False, False)
    """
    medium, _, name = rendering.partition(".")
    from chaosdocs.formats.media import PAPER

    return medium not in PAPER and "@" not in name and system_of(name).fixed


def told_of_format(rendering: str) -> str:
    """Return how the entries of an account are read, in sentences; empty where heads say it.

    Example:
        >>> told_of_format("text.ofx"), told_of_format("csv.account_de"), told_of_format("pdf.erp")
        ('The key of an entry is its FITID, its date is its DTPOSTED.', '', '')
    """
    medium, _, name = rendering.partition(".")
    from chaosdocs.formats.media import PAPER

    return "" if medium in PAPER else system_of(name).told


def check_writes(system: str, medium: str, domain: str | None) -> None:
    """Check that a system writes records of a domain in a medium.

    Args:
        system: Its name.
        medium: The medium.
        domain: The domain; None for a user's own records.

    Raises:
        UserError: It does not.
    """
    found = system_of(system)
    if medium not in found.media:
        raise UserError(
            f"{system} writes no {medium}, it writes {', '.join(found.media)}",
            given=system,
            allowed=dialects(medium, domain),
        )
    if found.domains and domain not in found.domains:
        raise UserError(
            f"{system} writes {' and '.join(found.domains)} records alone",
            given=system,
            allowed=dialects(medium, domain),
        )


def _no(system: str, what: str) -> UserError:
    media = ", ".join(system_of(system).media)
    return UserError(f"{system} writes no {what}, it writes {media}", given=system)
