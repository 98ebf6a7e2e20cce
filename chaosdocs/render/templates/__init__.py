"""Templates: how documents for people look, and how statements become a flow of blocks."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from chaosdocs.documents.flow import Flow
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.statement_set import spell as spelled
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.templates.look import Look, Template
from chaosdocs.render.templates.lowering import arrange
from chaosdocs.render.templates.spelling import in_columns
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record

TEMPLATES: tuple[str, ...] = ("letterhead", "erp", "statement")
"""The built-in templates. A plugin's is named ``acme/quote`` by its entry point."""


@cache
def template(name: str) -> Template:
    """Return the template called `name`.

    Raises:
        UserError: There is none.
    """
    if name in TEMPLATES:
        found: Template = import_module(f"chaosdocs.render.templates.{name}").TEMPLATE
        return found
    plugins = {point.name: point for point in entry_points(group="chaosdocs.templates")}
    if name not in plugins:
        allowed = (*TEMPLATES, *sorted(plugins))
        raise UserError(f"there is no template {name!r}", allowed=allowed, given=name)
    loaded = plugins[name].load()
    if not isinstance(loaded, Template):
        raise UserError(
            f"the entry point {name!r} is no template",
            hint="it must name a chaosdocs.render.templates.look.Template",
        )
    return loaded


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
