"""Templates: how documents for people look, and how statements become a flow of blocks."""

from __future__ import annotations

from chaosdocs.documents.flow import Flow
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.statement_set import spell as spelled
from chaosdocs.render.templates.look import Look
from chaosdocs.render.templates.lowering import arrange
from chaosdocs.render.templates.registry import TEMPLATES
from chaosdocs.render.templates.spelling import in_columns
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record


def convention(name: str, record: Record) -> Convention:
    """Return how the template `name` writes the values of `record`.

    Raises:
        UserError: There is no such template.
    """
    return TEMPLATES[name].convention(record)


def spell(statements: StatementSet, name: str) -> StatementSet:
    """Return `statements` as the template `name` writes them.

    Amounts in a list are written without the currency that the head of their column names.

    Raises:
        UserError: There is no such template.
    """
    return in_columns(spelled(statements, convention(name, statements.record)))


def look(name: str) -> Look:
    """Return how the pages of the template `name` look.

    Raises:
        UserError: There is no such template.
    """
    return TEMPLATES[name].look


def lower(values: StatementSet, name: str) -> Flow:
    """Return `values` as blocks of the template `name`.

    Args:
        values: StatementSet as the template's `spell` writes them.
        name: The template.

    Raises:
        UserError: There is no such template.
    """
    return arrange(values, TEMPLATES[name])
