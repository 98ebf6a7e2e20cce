"""From a book of a world to a clean packet: one of its matters, and what lies near to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from chaosdocs.documents.packet import ENCLOSED, KEY, Packet, Rules, Sheet
from chaosdocs.documents.statement_set import Note, StatementSet, state
from chaosdocs.formats.cases import PolicyPlace
from chaosdocs.foundation.rng import Rng, SeededRng
from chaosdocs.sources.pools import pools
from chaosdocs.sources.world.events import Story
from chaosdocs.sources.world.packets.fields import MATTER
from chaosdocs.sources.world.packets.matter import (
    LATER,
    MatterFacts,
    facts_date,
    has_documents,
    matter_facts,
    owed,
    settled,
)
from chaosdocs.sources.world.packets.papers import OTHER_PRECEDENCE, PAPERS, PRECEDENCE
from chaosdocs.sources.world.packets.words import (
    REPLACES,
    enclosed,
    order_words,
    said,
    valid_words,
)
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.records import Domain, Record, in_row, schema_path
from chaosdocs.truth.statements import Ref, says
from chaosdocs.truth.values import Value, key

NEAR: Final = 6
"""Matters of the same parties that can be laid beside the one that is asked about."""
NEAR_PAPERS: Final = ("invoice", "order", "delivery", "confirmation")
"""What of them is laid there, in turn."""
RULE: Final = "note#rule"
VALID: Final = "note#valid"
_CHANCES: Final = {
    "confirmation": 0.85,
    "delivery": 0.85,
    "credit": 0.35,
    "reminder": 0.4,
    "payment": 0.6,
}
"""How often a packet has a document beside the letter, the order and the invoice."""
_OF_WHAT_IS_OWED: Final = ("reminder", "payment")
"""Documents that nobody sends where a credit note covers the whole invoice."""


def open_packet(book: Book, place: PolicyPlace) -> Packet:
    """Return the clean packet of a book.

    Args:
        book: The book.
        place: Where the purchasing rules stand.
    """
    rng = SeededRng(0).at("packet", book.id, book.company.name, book.start.isoformat())
    stories = _stories(book)
    chosen = rng.at("matter").below(len(stories))
    there = ["letter", "order", "invoice"]
    there += [name for name, share in _CHANCES.items() if rng.at("has", name).chance(share)]
    happened = matter_facts(book, stories[chosen], rng.at("facts"))
    if not owed(happened, there):
        there = [name for name in there if name not in _OF_WHAT_IS_OWED]
    papers = tuple(name for name in PAPERS if name in there)
    its = settled(happened, papers)
    linked = {name: _chained(name, papers, rng.at("link", name)) for name in PAPERS}
    sheets = {
        name: _sheet(book, name, its, linked[name], f"{book.id}-{name}")
        for name in PAPERS
        if name not in {"letter", "policy"}
    }
    letter = _letter(book, its, papers)
    rules, *other_rules = _rules(book, its)
    shown = [letter, *(sheets[name] for name in papers if name != "letter")]
    if place == "page":
        shown.append(rules)
    spare = {name: sheets[name] for name in sheets if name not in papers}
    spare |= {"confirmation2": _again(sheets["confirmation"], replaces=True, locale=book.locale)}
    spare |= {"confirmation3": _again(sheets["confirmation"], replaces=False, locale=book.locale)}
    spare |= {"invoice2": _billed_again(sheets["invoice"])}
    spare |= {page.id: page for page in other_rules}
    spare |= {sheet.id: sheet for sheet in _near(book, stories, chosen, its, rng.at("near"))}
    facts = {
        ref: value
        for sheet in shown
        for ref, value in sheet.facts.record.facts.items()
        if sheet.paper != "policy"
    }
    record = Record(
        id=book.id,
        domain=MATTER,
        locale=book.locale,
        facts={ref: facts[ref] for ref in its.facts if ref in facts},
        rows=its.rows,
    )
    return Packet(
        record=record,
        sheets=tuple(shown),
        spare=spare,
        told=rules.rules if place == "instructions" else None,
    )


def _stories(book: Book) -> list[Story]:
    """The matters of a book that have documents; of a world without one, the first with any."""
    found = [story for story in map(book.story, range(book.size)) if has_documents(story)]
    if not found:
        raise ValueError(f"{book.id} has no matter with an order")
    return found


def _chained(name: str, papers: tuple[str, ...], rng: Rng) -> frozenset[Ref]:
    """By which fields a document names earlier ones: mostly the order, sometimes the one before."""
    named_by = {"/confirmation_number": "confirmation", "/delivery_number": "delivery"}
    refs = [ref for ref in PAPERS[name].chained if ref not in named_by or named_by[ref] in papers]
    if not refs:
        return frozenset()
    return frozenset({refs[-1] if rng.chance(0.55) else refs[0]})


def _record(
    book: Book, domain: Domain, facts: Mapping[Ref, Value], rows: tuple[str, ...], name: str
) -> Record:
    """The part of facts that a document states, in the order of its fields."""
    paths = [field.path for field in domain.fields]
    order: dict[str, list[Ref]] = {path: [] for path in paths}
    for ref in facts:
        path = schema_path(ref, domain.list_path)
        if path in order:
            order[path].append(ref)
    return Record(
        id=name,
        domain=domain,
        locale=book.locale,
        facts={ref: facts[ref] for path in paths for ref in order[path]},
        rows=rows,
    )


def _sheet(
    book: Book, name: str, its: MatterFacts, linked: frozenset[Ref], record_id: str
) -> Sheet:
    paper = PAPERS[name]
    facts = {
        ref: value for ref, value in its.facts.items() if ref not in paper.chained or ref in linked
    }
    rows = its.rows
    if name == "credit":
        rows = (its.credited,)
        facts = {ref: v for ref, v in facts.items() if _in_rows(ref, rows)}
    record = _record(book, paper.domain, facts, rows if paper.domain.list_path else (), record_id)
    return Sheet(id=name, paper=name, facts=state(record))


def _in_rows(ref: Ref, rows: tuple[str, ...]) -> bool:
    there = in_row(ref, "/lines")
    return there is None or there[0] in rows


def _letter(book: Book, its: MatterFacts, papers: tuple[str, ...]) -> Sheet:
    """The covering letter, which names what is enclosed."""
    sheet = _sheet(book, "letter", its, frozenset(), f"{book.id}-letter")
    notes = tuple(
        Note(id=f"{ENCLOSED}{name}", text=enclosed(name, book.locale))
        for name in papers
        if name != "letter"
    )
    return replace(sheet, facts=replace(sheet.facts, notes=notes))


def _rules(book: Book, its: MatterFacts) -> tuple[Sheet, Sheet, Sheet, Sheet]:
    """The rules that hold on the day of the order, and pages with the rules of other years.

    ``policy2`` has the other rules of the year before. ``policy3`` has the usual rules, from the
    year after it on, and ``policy4`` the other rules of the year itself.
    """
    year = facts_date(its.facts, "/order_date").year

    def page(name: str, order: tuple[str, ...], its_year: int) -> Sheet:
        first, last = dt.date(its_year, 1, 1), dt.date(its_year, 12, 31)
        words = order_words(order, book.locale)
        record = _record(book, PAPERS["policy"].domain, its.facts, (), f"{book.id}-{name}")
        facts = replace(
            state(record),
            notes=(
                Note(id=VALID, text=valid_words(first, last, book.locale)),
                Note(id=RULE, text=words, rule=True),
            ),
        )
        rules = Rules(order=order, first=first, last=last, words=words)
        return Sheet(id=name, paper="policy", facts=facts, rules=rules)

    return (
        page("policy", PRECEDENCE, year),
        page("policy2", OTHER_PRECEDENCE, year - 1),
        page("policy3", PRECEDENCE, year + 1),
        page("policy4", OTHER_PRECEDENCE, year),
    )


def _again(sheet: Sheet, *, replaces: bool, locale: str) -> Sheet:
    """A later version of a document, which may say that it replaces the earlier one."""
    name = f"{sheet.id}{2 if replaces else 3}"
    facts = _dated_later(sheet.facts, ("/confirmation_date",))
    if replaces:
        facts = replace(facts, notes=(Note(id=RULE, text=said(REPLACES, locale), rule=True),))
    return replace(sheet, id=name, facts=facts, version=1, replaces=replaces)


def _dated_later(facts: StatementSet, refs: tuple[Ref, ...]) -> StatementSet:
    """What a document says that is issued again: the same, on later days."""
    statements = dict(facts.statements)
    for ref in refs:
        dated = statements[f"{ref}#1"]
        value = dated.value
        assert isinstance(value, dt.date)  # noqa: S101 - its field is a date
        later = value + dt.timedelta(days=LATER)
        statements[dated.id] = replace(dated, claim=says(later), text=key(later))
    return facts.with_statements(statements)


def _billed_again(sheet: Sheet) -> Sheet:
    """The same invoice once more, with the next number and later days."""
    facts = _dated_later(sheet.facts, ("/invoice_date", "/due_date"))
    number = facts.statements["/invoice_number#1"]
    other = _next_to(str(number.value), 1)
    changed = replace(number, claim=says(other), text=other)
    facts = facts.with_statements({**facts.statements, number.id: changed})
    return replace(sheet, id="invoice2", facts=facts, version=1)


def _near(
    book: Book, stories: list[Story], chosen: int, its: MatterFacts, rng: Rng
) -> Iterator[Sheet]:
    """Documents of other matters of the same parties, with numbers next to those asked about."""
    others = [story for at, story in enumerate(stories) if at != chosen] or stories
    for nth in range(NEAR):
        story = others[nth % len(others)]
        other = matter_facts(book, story, rng.at(nth))
        facts = dict(other.facts)
        for ref in ("/seller/name", "/buyer/name", "/account"):
            facts[ref] = its.facts[ref]
        cities = [place.city for place in pools(book.locale).places]
        places = [city for city in cities if city != its.facts["/deliver_to"]]
        facts["/deliver_to"] = rng.at("place", nth).pick(places)
        for ref in (KEY, "/confirmation_number", "/delivery_number", "/invoice_number"):
            facts[ref] = _next_to(str(its.facts[ref]), nth + 1)
        made = MatterFacts(facts=facts, rows=other.rows, credited=other.credited)
        for name in NEAR_PAPERS:
            chained = PAPERS[name].chained[:1]
            sheet = _sheet(book, name, made, frozenset(chained), f"{book.id}-near{nth + 1}-{name}")
            yield replace(sheet, id=f"near{nth + 1}-{name}", near=True)


def _next_to(number: str, by: int) -> str:
    """A number that differs from another one in its last two digits."""
    last = (int(number[-2:]) + 7 * by) % 100
    return f"{number[:-2]}{last:02}"
