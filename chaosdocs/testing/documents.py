"""Documents of every stage, to try operators on: all domains, locales and renderings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from chaosdocs.documents.scan import Scan
from chaosdocs.documents.statements import Statements, spell, state
from chaosdocs.kernel.operator import Medium
from chaosdocs.kernel.registry import AnyOperator
from chaosdocs.truth.records import Record

DOMAINS = ("invoice", "statement", "kyc")
LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
TEMPLATES = ("letterhead", "erp", "statement")
SYSTEMS = ("sap", "netsuite")


@lru_cache(maxsize=256)
def record(domain: str, index: int, locale: str, seed: int = 11) -> Record:
    """Return a record of a built-in domain."""
    from chaosdocs.sources.registry import domain as source

    return source(domain).record(seed, index, locale)


def renderings(operator: AnyOperator) -> tuple[tuple[Medium, str], ...]:
    """Return medium and template or system of everything that `operator` can act on."""
    return tuple(
        (medium, dialect)
        for medium in operator.media
        for dialect in (TEMPLATES if medium in {"pdf", "scan"} else SYSTEMS)
    )


def document(stage: str, medium: Medium, dialect: str, facts: Record) -> Any:  # noqa: ANN401
    """Return the clean document of `facts` at `stage`, as `medium` and `dialect` have it."""
    statements = state(facts)
    if stage == "facts":
        return statements
    values = _spelled(statements, medium, dialect)
    if stage == "values":
        return values
    if medium in {"pdf", "scan"}:
        return _paper(stage, values, dialect)
    from chaosdocs.render import systems

    if stage == "tree":
        return systems.lower_tree(values, dialect)
    table = systems.lower_table(values, dialect)
    decimal = "" if values.convention is None else values.convention.decimal
    return replace(table, options={**table.options, "medium": medium, "decimal": decimal})


def _spelled(statements: Statements, medium: Medium, dialect: str) -> Statements:
    if medium in {"pdf", "scan"}:
        from chaosdocs.render import templates

        return spell(statements, templates.convention(dialect, statements.record))
    from chaosdocs.render import systems

    return spell(statements, systems.convention(dialect, statements.record, medium))


def _paper(stage: str, values: Statements, dialect: str) -> Any:  # noqa: ANN401
    from chaosdocs.render import templates
    from chaosdocs.render.pdf.layout import paginate

    flow = templates.lower(values, dialect)
    if stage in {"table", "flow"}:
        return flow
    pages = paginate(flow)
    if stage != "scan":
        return pages
    return Scan(source=pages, spots=pages.spots, pages=tuple(range(len(pages.sizes))))


def samples(operator: AnyOperator, count: int) -> Iterator[Any]:
    """Yield `count` documents of the operator's stage, spread over all that there is."""
    ways = renderings(operator)
    for number in range(count):
        medium, dialect = ways[number % len(ways)]
        domain = DOMAINS[number % len(DOMAINS)]
        locale = LOCALES[(number // len(DOMAINS)) % len(LOCALES)]
        yield document(operator.stage.name, medium, dialect, record(domain, number, locale))
