"""Templates: how documents for people look, and how statements become a flow of blocks."""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.flow import Flow
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.statement_set import spell as spelled
from chaosdocs.foundation.registry import Registry
from chaosdocs.render.templates.look import Look, Template
from chaosdocs.render.templates.lowering import arrange
from chaosdocs.render.templates.spelling import in_columns
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

BUILT_IN: Final[tuple[str, ...]] = ("letterhead", "erp", "statement")
"""The templates of this package; each is a module of its name with a `TEMPLATE`."""
TEMPLATES: Final[Registry[Template]] = Registry(
    "template",
    group="chaosdocs.templates",
    is_one=lambda thing: isinstance(thing, Template),
    built_in={name: f"chaosdocs.render.templates.{name}:TEMPLATE" for name in BUILT_IN},
    summary=lambda template: template.summary,
)


def names() -> tuple[str, ...]:
    """Return the names of all templates: the built-in ones first, then those of plugins."""
    return (*BUILT_IN, *(name for name in TEMPLATES if "/" in name))


def template(name: str) -> Template:
    """Return the template called `name`.

    Raises:
        UserError: There is none.
    """
    return TEMPLATES[name]


def convention(name: str, record: Record) -> Convention:
    """Return how the template `name` writes the values of `record`.

    Raises:
        UserError: There is no such template.
    """
    return template(name).convention(record)


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
    return template(name).look


def lower(values: StatementSet, name: str) -> Flow:
    """Return `values` as blocks of the template `name`.

    Args:
        values: StatementSet as the template's `spell` writes them.
        name: The template.

    Raises:
        UserError: There is no such template.
    """
    return arrange(values, template(name))
