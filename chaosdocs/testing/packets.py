"""Drawn packets: what operators on the documents of a matter are tried on and proved with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.packets import RenderedPacket, build_packet
from chaosdocs.corpus.proving import Proved
from chaosdocs.corpus.stating import Names, Stated, stated_of
from chaosdocs.documents.packet import Packet
from chaosdocs.formats.media import PACKET
from chaosdocs.formats.packets import PACKET_PLACES, PacketPlace, PacketRendering
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.recipe.asking import AskSpec
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.sources.world.registry import WORLDS
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.books import drawn_book

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding

_BOOKS: Final = 8
"""Books that packets are drawn from in turn: each is opened once for all operators."""


@dataclass(frozen=True, slots=True)
class PacketWay:
    """A book and where its purchasing rules stand: what one packet is made from.

    Attributes:
        domain: Name of the world.
        index: Place of the book.
        locale: Such as ``de_DE``.
        dialect: Where the rules stand.
    """

    domain: str
    index: int
    locale: str
    dialect: PacketPlace

    @property
    def rendering(self) -> str:
        """The rendering: all in one PDF."""
        return str(PacketRendering("letterhead", "pdf", self.dialect))

    def words(self) -> str:
        """Return the way in words.

        Example:
            >>> PacketWay("trade", 3, "de_DE", "page").words()
            'packet of book 3 of trade, de_DE, rules: page'
        """
        return f"packet of book {self.index} of {self.domain}, {self.locale}, rules: {self.dialect}"

    @property
    def book(self) -> Book:
        """The book, as the world makes it under seed 0."""
        return drawn_book(self.domain, self.index, self.locale)

    def document(self, stage: str) -> Packet:
        """Return the clean packet."""
        assert stage == PACKET  # noqa: S101 - a packet has this stage alone
        return _opened(self)


@lru_cache(maxsize=64)
def _opened(way: PacketWay) -> Packet:
    return open_packet(way.book, way.dialect)


def packet_ways(count: int, first: int, locales: Sequence[str]) -> Iterator[PacketWay]:
    """Yield `count` packets, spread over all locales and places of the rules."""
    worlds = WORLDS.own
    for number in range(first, first + count):
        yield PacketWay(
            domain=worlds[number % len(worlds)],
            index=number % _BOOKS,
            locale=locales[number % len(locales)],
            dialect=PACKET_PLACES[number % len(PACKET_PLACES)],
        )


def finished_packet(way: PacketWay, steps: tuple[Step, ...], seed: int) -> RenderedPacket | Skip:
    """Return the finished packet of a way with steps taken, or why one could not be."""
    return build_packet(_opened(way), way.rendering, steps, SeededRng(seed))


@lru_cache(maxsize=32)
def _twin(way: PacketWay) -> Proved:
    clean = finished_packet(way, (), 0)
    assert isinstance(clean, RenderedPacket)  # noqa: S101 - nothing is done to it
    return _proved(way, clean, "twin")


def found_in(way: PacketWay, built: RenderedPacket) -> tuple[Finding, ...]:
    """Return what the proof finds wrong with a finished packet beside its clean twin."""
    from chaosdocs.making.witnesses import Witnesses

    witnesses = Witnesses()
    try:
        mine, twin = _proved(way, built, "dirty"), _twin(way)
        verdict = witnesses.prove(
            mine, built.record.domain, twin=twin, sights={}, lain=None, deep=False
        )
    finally:
        witnesses.close()
    return verdict.findings


def _proved(way: PacketWay, built: RenderedPacket, name: str) -> Proved:
    said = stated_of(AskSpec(), Names(name, name, way.rendering, 0, None), built)
    assert isinstance(said, Stated)  # noqa: S101 - a packet is never left out
    paths = [file.path for file in said.case.files]
    files = dict(zip(paths, (file.data for file in built.files), strict=True))
    return Proved(said.case, said.truth, said.evidence, files.__getitem__)
