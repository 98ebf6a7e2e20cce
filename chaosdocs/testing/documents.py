"""Documents of every stage, to try operators on: all domains, locales and renderings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias
from zlib import crc32

from chaosdocs.authoring.operator import SEVERITIES, AnyOperator
from chaosdocs.authoring.plan import Plan, plan
from chaosdocs.documents.matter import BookingSet
from chaosdocs.documents.statement_set import state
from chaosdocs.formats.media import MATTER, PACKET, PAPER, SET, Medium
from chaosdocs.formats.packets import PACKET_PLACES
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.render.route import through
from chaosdocs.render.systems import dialects
from chaosdocs.render.systems.registry import SYSTEMS
from chaosdocs.render.templates.registry import usual_templates
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.world.registry import PAIRINGS, WORLDS
from chaosdocs.testing.packets import PacketWay, packet_ways
from chaosdocs.testing.sample import full
from chaosdocs.testing.sets import SetSample, usual_rendering
from chaosdocs.truth.records import Record

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
_LONG_TURNS: Final = (0, 2)
"""Of five ways that follow each other, those that take a long record."""
_RECORDS_TRIED: Final = 40
_BOOKS_TRIED: Final = 8
_PAIRINGS_TRIED: Final = 2


def width(operator: AnyOperator) -> int:
    """Return in how many renderings or pairings an operator is tried."""
    if acts_on_packets(operator):
        return len(PACKET_PLACES)
    return len(_tried(operator)) if acts_on_sets(operator) else len(renderings(operator))


def renderings(operator: AnyOperator) -> tuple[tuple[Medium, str], ...]:
    """Return medium and template or system of all that `operator` acts on with any domain.

    Of an operator that names its systems: with the domains that these write.
    """
    if operator.systems:
        return tuple(
            (medium, name)
            for name in operator.systems
            for medium in operator.media
            if medium in SYSTEMS[name].media
        )
    return tuple(
        (medium, dialect)
        for medium in operator.media
        if medium != SET
        if medium != PACKET
        for dialect in (usual_templates() if medium in PAPER else dialects(medium))
    )


def formats_of(domain: str) -> tuple[str, ...]:
    """Return the renderings of the systems that write records of this domain and not of any."""
    return tuple(
        f"{medium}.{name}"
        for name in SYSTEMS.own
        for medium in SYSTEMS[name].media
        if domain in SYSTEMS[name].domains
    )


def document(stage: str, medium: Medium, dialect: str, facts: Record) -> Any:  # noqa: ANN401
    """Return the clean document of `facts` at `stage`, as `medium` and `dialect` have it."""
    return through(f"{medium}.{dialect}", state(facts), until=stage)


@dataclass(frozen=True, slots=True)
class Way:
    """A record and how it is written: what one document is made from.

    Attributes:
        domain: ``invoice``, ``statement`` or ``kyc``.
        index: Place of the record in the domain.
        locale: Such as ``de_DE``.
        medium: Name of the medium.
        dialect: Template or system.
    """

    domain: str
    index: int
    locale: str
    medium: Medium
    dialect: str

    @property
    def rendering(self) -> str:
        """Medium and template or system, as recipes name them: ``pdf.letterhead``."""
        return f"{self.medium}.{self.dialect}"

    def words(self) -> str:
        """Return the way in words.

        Example:
            >>> Way("invoice", 3, "de_DE", "pdf", "erp").words()
            'record 3 of invoice, de_DE, as pdf.erp'
        """
        return f"record {self.index} of {self.domain}, {self.locale}, as {self.rendering}"

    def document(self, stage: str) -> Any:  # noqa: ANN401
        """Return the clean document at a stage; documents cannot be changed, so it is kept."""
        return _clean(self, stage)


@dataclass(frozen=True, slots=True)
class SetWay:
    """A book and the pairing in which its systems are compared: what one set is made from.

    Attributes:
        domain: Name of the world.
        index: Place of the book.
        locale: Such as ``de_DE``.
        dialect: Name of the pairing.
    """

    domain: str
    index: int
    locale: str
    dialect: str

    @property
    def rendering(self) -> str:
        """The rendering of the set, every member as usual."""
        return usual_rendering(self.dialect)

    def words(self) -> str:
        """Return the way in words.

        Example:
            >>> SetWay("trade", 3, "de_DE", "books-bank").words()
            'book 3 of trade, de_DE, as books-bank'
        """
        return f"book {self.index} of {self.domain}, {self.locale}, as {self.dialect}"

    @property
    def sample(self) -> SetSample:
        """The book."""
        return SetSample(self.domain, self.index, self.locale)

    def document(self, stage: str) -> BookingSet:
        """Return the clean rows of the set."""
        assert stage == MATTER  # noqa: S101 - a set has this stage alone
        return self.sample.clean(self.dialect)


AnyWay: TypeAlias = Way | SetWay | PacketWay
"""What one document, set or packet is made from."""


@cache
def pairings_of(operator: AnyOperator) -> tuple[str, ...]:
    """Return the pairings whose sets have something that an operator of links can change.

    An operator of quantities fits orders and no bank account. A pairing fits if the operator finds
    something to do in one of a few clean books; all pairings fit an operator that finds nothing.
    """
    fitting = tuple(
        name
        for name in PAIRINGS.own
        if any(
            isinstance(
                plan(operator, way.document(MATTER), SEVERITIES[-1], SeededRng(0)),
                Plan,
            )
            for way in (
                SetWay(WORLDS.own[0], number, LOCALES[number % len(LOCALES)], name)
                for number in range(_BOOKS_TRIED)
            )
        )
    )
    return fitting or PAIRINGS.own


def _tried(operator: AnyOperator) -> tuple[str, ...]:
    """A few of the pairings that fit: each operator tries others, so that all take their turn."""
    fitting = pairings_of(operator)
    first = crc32(operator.id.encode()) % len(fitting)
    return (*fitting[first:], *fitting[:first])[:_PAIRINGS_TRIED]


def set_ways(operator: AnyOperator, count: int, first: int = 0) -> Iterator[SetWay]:
    """Yield `count` sets, spread over locales and a few of the pairings that fit an operator."""
    pairings, worlds = _tried(operator), WORLDS.own
    for number in range(first, first + count):
        yield SetWay(
            domain=worlds[number % len(worlds)],
            index=number,
            locale=LOCALES[number // len(pairings) % len(LOCALES)],
            dialect=pairings[number % len(pairings)],
        )


def acts_on_sets(operator: AnyOperator) -> bool:
    """Return whether an operator acts on sets of files."""
    return operator.stage.name == MATTER


def acts_on_packets(operator: AnyOperator) -> bool:
    """Return whether an operator acts on packets of documents."""
    return operator.stage.name == PACKET


@lru_cache(maxsize=512)
def _clean(way: Way, stage: str) -> Any:  # noqa: ANN401 - every stage has its own
    facts = full(way.domain, way.index, way.locale)
    return document(stage, way.medium, way.dialect, facts)


def ways(
    operator: AnyOperator, count: int, first: int = 0, *, long: bool = True
) -> Iterator[AnyWay]:
    """Yield `count` ways that an operator is tried on, spread over all that there is.

    Args:
        operator: The operator.
        count: How many.
        first: Number of the first.
        long: Whether some records are long ones, whose lists go on over a page.
    """
    if acts_on_packets(operator):
        yield from packet_ways(count, first, LOCALES)
        return
    if acts_on_sets(operator):
        yield from set_ways(operator, count, first)
        return
    everything, domains = renderings(operator), _domains(operator)
    for number in range(first, first + count):
        medium, dialect = everything[number % len(everything)]
        # where both take turns in step, the next round begins with another domain
        shift = 0 if len(everything) % len(domains) else number // len(everything)
        domain = domains[(number + shift) % len(domains)]
        locale = LOCALES[(number // len(domains)) % len(LOCALES)]
        takes_long = long and number % 5 in _LONG_TURNS
        index = longest(domain, number, locale) if takes_long else number
        yield Way(domain, index, locale, medium, dialect)


def _domains(operator: AnyOperator) -> tuple[str, ...]:
    """The domains whose records the systems of an operator write, all where it names none."""
    theirs = [SYSTEMS[name] for name in operator.systems]
    return tuple(
        domain
        for domain in SOURCES.own
        if all(each.general or domain in each.domains for each in theirs)
    )


@lru_cache(maxsize=256)
def longest(domain: str, first: int, locale: str) -> int:
    """Return the index of the longest of forty records: its list goes on over a page."""
    return max(
        range(first, first + _RECORDS_TRIED),
        key=lambda index: len(full(domain, index, locale).rows),
    )


def samples(operator: AnyOperator, count: int) -> Iterator[Any]:
    """Yield `count` documents of the operator's stage, spread over all that there is."""
    for way in ways(operator, count):
        yield way.document(operator.stage.name)
