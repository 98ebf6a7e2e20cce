"""Drawn packets: the documents of one matter, with a truth that is proved when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.packets import RenderedPacket, build_packet
from chaosdocs.documents.packet import Packet
from chaosdocs.formats.packets import PacketPlace, PacketRendering
from chaosdocs.formats.packets import packet_rendering as parts_of
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import Rng
from chaosdocs.foundation.scratch import scratch
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.books import drawn_book
from chaosdocs.testing.drawn import DrawnCase, Making, maker_of
from chaosdocs.testing.staged import DrawnStep


@dataclass(frozen=True, slots=True)
class PacketSample:
    """The documents of one matter of a book, or some of them.

    Attributes:
        world: ``trade``.
        index: Place of the book.
        locale: Such as ``de_DE``.
        sheets: Ids of the documents that are kept; None keeps all.
    """

    world: str
    index: int = 0
    locale: str = "en_US"
    sheets: tuple[str, ...] | None = None

    @property
    def book(self) -> Book:
        """The book, as the world makes it under seed 0."""
        return drawn_book(self.world, self.index, self.locale)

    def clean(self, policy: PacketPlace) -> Packet:
        """Return the documents before anything is done to them."""
        packet = _opened(self.world, self.index, self.locale, policy)
        if self.sheets is None:
            return packet
        return replace(packet, sheets=tuple(s for s in packet.sheets if s.id in self.sheets))

    def __repr__(self) -> str:
        sheets = "" if self.sheets is None else f", sheets={self.sheets!r}"
        return f"PacketSample({self.world!r}, {self.index!r}, {self.locale!r}{sheets})"


@lru_cache(maxsize=64)
def _opened(world: str, index: int, locale: str, policy: PacketPlace) -> Packet:
    return open_packet(drawn_book(world, index, locale), policy)


@dataclass(frozen=True, slots=True)
class PacketCase(DrawnCase):
    """The documents of one matter, clean or damaged, with their truth.

    Attributes:
        sample: The documents.
        rendering: The rendering of the packet: template, form, place of the rules.
        steps: What is done to it; empty for a clean packet.
    """

    sample: PacketSample
    rendering: str
    steps: tuple[DrawnStep, ...] = ()

    def __repr__(self) -> str:
        steps = f", {self.steps!r}" if self.steps else ""
        return f"PacketCase({self.sample!r}, {self.rendering!r}{steps})"

    @property
    def making(self) -> Making[RenderedPacket]:
        """What the packet is made of."""
        return _making(self.sample, self.rendering, self.steps)

    @property
    def drawn_steps(self) -> tuple[DrawnStep, ...]:
        """What is done to it."""
        return self.steps

    @property
    def files(self) -> Mapping[str, bytes]:
        """Name of each file to its bytes: one PDF, ZIP or mail, or a file for each document."""
        return {file.name: file.data for file in self.making.built.files}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The ids of the documents, in order."""
        return tuple(sheet.id for sheet in self.making.built.packet.sheets)

    @contextmanager
    def paths(self) -> Iterator[Mapping[str, Path]]:
        """Yield the path of each file in a folder that is removed again."""
        with scratch() as folder:
            found = {}
            for name, data in self.files.items():
                found[name] = folder / name
                found[name].write_bytes(data)
            yield found


def packet_rendering(form: str = "pdf", policy: str = "page") -> str:
    """Return the rendering of packets in a form, with their rules at a place.

    Raises:
        UserError: There is no such form, or no such place.
    """
    from chaosdocs.formats.packets import FORMS, PACKET_PLACES

    for known in FORMS:
        for place in PACKET_PLACES:
            if (known, place) == (form, policy):
                return str(PacketRendering("letterhead", known, place))
    if form not in FORMS:
        raise UserError(f"no packet is in the form {form!r}", given=form, allowed=FORMS)
    raise UserError(f"no rules stand {policy!r}", given=policy, allowed=PACKET_PLACES)


@lru_cache(maxsize=64)
def _making(
    sample: PacketSample, rendering: str, steps: tuple[DrawnStep, ...]
) -> Making[RenderedPacket]:
    clean = sample.clean(parts_of(rendering).policy)

    def build(its: Sequence[Step], rng: Rng) -> RenderedPacket | Skip:
        return build_packet(clean, rendering, its, rng)

    return Making(sample, rendering, steps, build=build, maker=partial(maker_of, "packet"))
