"""The policy page: a page or file of its own that names the norm which holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.rendered import Rendered
from chaosdocs.documents.statement_set import StatementSet, state
from chaosdocs.formats.packets import FieldContext, Standing
from chaosdocs.render.route import finish, through
from chaosdocs.truth.records import Domain, Record
from chaosdocs.truth.statements import Statement

if TYPE_CHECKING:
    from chaosdocs.corpus.build import RenderedDocument

POLICY: Final = "policy"
"""The role of a file that is a policy page, and the name of it."""
WHOSE: Final = "/entity/name"
"""The field that the page repeats: the entity whose policy it is."""
TITLES: Final = {"en": "Policies", "de": "Richtlinien", "fr": "Règles appliquées"}


def parted(facts: StatementSet) -> tuple[StatementSet, StatementSet | None]:
    """Return what the document states, and what its policy page states, where it has one."""
    norm = next((norm for norm in facts.record.domain.norms if norm.apart), None)
    if norm is None:
        return facts, None
    record = facts.record
    name = f"{norm.naming}#1"
    kept = {each: s for each, s in facts.statements.items() if each != name}
    said = {ref: record.facts[ref] for ref in (WHOSE, norm.naming) if ref in record.facts}
    page = Record(
        id=f"{record.id}-{POLICY}",
        domain=_domain(record.domain, norm.naming),
        locale=record.locale,
        facts=said,
    )
    return facts.with_statements(kept), state(page)


def _domain(domain: Domain, naming: str) -> Domain:
    fields = tuple(domain.field(ref) for ref in (WHOSE, naming))
    return Domain(name=POLICY, fields=fields, titles=TITLES)


def with_page(document: PdfDocument, page: StatementSet, rendering: str) -> PdfDocument:
    """Return a document with its policy page as last page; the page counts its own pages.

    Args:
        document: The pages of the document.
        page: What the policy page states.
        rendering: The rendering of the document.
    """
    paper: Any = through(rendering, page, until="pages")
    at = len(document.sizes)
    names = _names(paper.statements, document.statements)
    runs = tuple(
        replace(
            run,
            id=f"{POLICY}:{run.id}",
            page=run.page + at,
            statement=None if run.statement is None else names[run.statement],
        )
        for run in paper.runs
    )
    shapes = tuple(
        replace(shape, id=f"{POLICY}:{shape.id}", page=shape.page + at) for shape in paper.shapes
    )
    return replace(
        document,
        sizes=(*document.sizes, *paper.sizes),
        runs=(*document.runs, *runs),
        shapes=(*document.shapes, *shapes),
        statements={**document.statements, **_renamed(paper.statements, names)},
    )


def file_of(
    page: StatementSet, rendering: str, before: Mapping[str, Statement]
) -> tuple[Rendered, dict[str, Statement]]:
    """Return the file of a policy page, and the statements in it.

    Args:
        page: What it states.
        rendering: The rendering of the document, which has no pages.
        before: The statements of the document.
    """
    document = through(rendering, page)
    file = finish(rendering, document).file
    names = _names(document.statements, before)
    loci = tuple(locus._replace(statement=names[locus.statement]) for locus in file.loci)
    ending = file.name.rpartition(".")[2]
    return (
        replace(file, name=f"{POLICY}.{ending}", loci=loci),
        _renamed(document.statements, names),
    )


def context_of(built: RenderedDocument, folder: str, lost: Collection[str]) -> FieldContext | None:
    """Return how far the norm on the policy page is from the facts; None without such a page.

    Args:
        built: The finished document.
        folder: Where its files will lie, relative to the corpus.
        lost: The statements of a scan that cannot be read.
    """
    norm = next((norm for norm in built.record.domain.norms if norm.apart), None)
    paper = built.paper if built.scan is None else built.scan.source
    if norm is None or paper is None:
        return None
    file = built.files[0]
    pages = {
        locus.page
        for locus in file.loci
        if locus.role == "says"
        and locus.channel == "eye"
        and locus.statement not in lost
        and (said := built.statements.get(locus.statement)) is not None
        and said.ref == norm.naming
    }
    page = max((each for each in pages if each is not None), default=None)
    if page is None:
        return None
    words = paper.words()
    order = range(len(words)) if built.scan is None else built.scan.pages
    return FieldContext(
        where=(Standing(sheet=POLICY, file=f"{folder}/{file.name}", page=page),),
        hops=2,
        pages=page - 1,
        words=sum(words[source] for source in list(order)[: page - 1]),
    )


def _names(said: Mapping[str, Statement], before: Mapping[str, Statement]) -> dict[str, str]:
    """The id of each statement of the page: that of one repeated, where the document states it."""
    return {name: f"{name}.2" if name in before else name for name in said}


def _renamed(said: Mapping[str, Statement], names: Mapping[str, str]) -> dict[str, Statement]:
    return {names[name]: replace(each, id=names[name]) for name, each in said.items()}
