"""The way of a document: from one stage to the next, and into its file. There is no other.

The stages of each medium are its `route` in `chaosdocs.formats.media`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from chaosdocs.documents.scan import Scan
from chaosdocs.documents.segments import Segments
from chaosdocs.documents.statement_set import Handled, StatementSet, spell
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.formats.media import medium_of
from chaosdocs.truth.conventions import Convention

if TYPE_CHECKING:
    from chaosdocs.render.writers.registry import Written

D = TypeVar("D", Table, Tree, Segments)
Spell: TypeAlias = Callable[[StatementSet, Convention], StatementSet]
Document: TypeAlias = Any
"""The document of a stage; every stage has its own class."""


def _same(_stage: str, document: Document) -> Document:
    return document


def through(
    rendering: str,
    facts: StatementSet,
    *,
    until: str = "",
    at: Callable[[str, Document], Document] = _same,
    spelling: Spell = spell,
    dpi: int = 150,
) -> Document:
    """Return the document of a record at a stage of its way.

    Args:
        rendering: Medium and template or system: ``pdf.letterhead``.
        facts: The document of the first stage.
        until: The stage; the last of the medium by default.
        at: What is done to the document at each stage.
        spelling: How statements are spelled under a convention.
        dpi: Resolution of a scan.

    Raises:
        ValueError: The medium has no such stage.
        UserError: There is no such template or system.
    """
    route = medium_of(rendering).route
    stages = route[: route.index(until) + 1] if until else route
    document = facts
    for stage in stages:
        document = at(stage, lowered(stage, document, rendering, spelling=spelling, dpi=dpi))
    return document


def lowered(
    stage: str, before: Document, rendering: str, *, spelling: Spell = spell, dpi: int = 150
) -> Document:
    """Return the clean document of `stage`, made from that of the stage before it.

    Args:
        stage: The stage.
        before: The document of the stage before; for ``facts`` the facts themselves.
        rendering: Medium and template or system.
        spelling: How statements are spelled under a convention.
        dpi: Resolution of a scan.
    """
    medium = medium_of(rendering)
    _, _, dialect = rendering.partition(".")
    if medium.paper:
        return _on_paper(stage, before, dialect, spelling, dpi)
    from chaosdocs.render import clients, systems

    sender = clients if clients.is_client(dialect) else systems
    match stage:
        case "facts":
            return before if clients.is_client(dialect) else systems.stated(before, dialect)
        case "values":
            return spelling(before, sender.convention(dialect, before.record, medium.name))
        case "tree":
            return _handled(before.handled, sender.lower_tree(before, dialect))
        case "segments":
            return _handled(before.handled, systems.lower_segments(before, dialect))
        case "table":
            table = _handled(before.handled, systems.lower_table(before, dialect))
            decimal = "" if before.convention is None else before.convention.decimal
            options = {**table.options, "medium": medium.name, "decimal": decimal}
            return replace(table, options=options)
        case _:
            return before


def finish(rendering: str, document: Document) -> Written:
    """Return the file of a document of the last stage.

    Raises:
        UserError: The medium has no writer.
    """
    from chaosdocs.render.writers.registry import WRITERS

    return WRITERS[medium_of(rendering).name](document)


def _on_paper(stage: str, before: Document, template: str, spelling: Spell, dpi: int) -> Document:
    from chaosdocs.render import templates

    match stage:
        case "values":
            from chaosdocs.render.templates.spelling import in_columns

            return in_columns(spelling(before, templates.convention(template, before.record)))
        case "table":
            return templates.lower(before, template)
        case "pages":
            from chaosdocs.render.pdf.layout import paginate

            return paginate(before)
        case "scan":
            pages = tuple(range(len(before.sizes)))
            return Scan(source=before, statements=before.statements, pages=pages, dpi=dpi)
        case _:
            return before


def _handled(handled: Handled, document: D) -> D:
    """`document` with the options of another program, where that saves it again."""
    if handled != "saved":
        return document
    from chaosdocs.render.resave import otherwise

    return replace(document, options=otherwise(document.options))
