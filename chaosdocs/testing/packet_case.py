"""Drawn packets: the documents of one matter, with a truth that is proved when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.make import Maker
from chaosdocs.corpus.packets import RenderedPacket, build_packet
from chaosdocs.documents.packet import Packet
from chaosdocs.formats.packets import PacketPlace, PacketRendering
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.scratch import scratch
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.sources.world.registry import WORLDS
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.drawn import DrawnCase, Making
from chaosdocs.testing.packets import SIZE
from chaosdocs.testing.staged import DrawnStep, FavouringSteps


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
        return _book(self.world, self.index, self.locale)

    @property
    def kept(self) -> frozenset[str] | None:
        """The documents that are kept, or None."""
        return None if self.sheets is None else frozenset(self.sheets)

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
def _book(world: str, index: int, locale: str) -> Book:
    return WORLDS[world].book(0, index, locale, SIZE)


@lru_cache(maxsize=64)
def _opened(world: str, index: int, locale: str, policy: PacketPlace) -> Packet:
    return open_packet(_book(world, index, locale), policy)


@dataclass(frozen=True, slots=True)
class PacketCase(DrawnCase):
    """The documents of one matter, clean or dirty, with their truth.

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
    def making(self) -> _PacketMaking:
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


class _PacketMaking(Making):
    """Everything of one drawn packet that costs time."""

    def __init__(self, sample: PacketSample, rendering: str, steps: tuple[DrawnStep, ...]) -> None:
        exact = sha256(repr((sample, steps)).encode())[:8]
        super().__init__(f"{sample.book.id}.{exact}", rendering, steps)
        self._sample = sample

    @cached_property
    def built(self) -> RenderedPacket:
        """The finished packet.

        Raises:
            UserError: An operator has nothing to act on: the case was written for another one.
        """
        rng = FavouringSteps({step.name: step.keep or frozenset() for step in self.steps})
        sample = self._sample
        made = build_packet(sample.book, self.rendering, self.steps, rng, kept=sample.kept)
        if isinstance(made, Skip):
            raise UserError(f"the case cannot be made: {made.reason}", where=repr(sample))
        return made

    def maker(self, *, proved: bool) -> Maker:
        """Return the maker of packets."""
        return _maker(proved=proved)


@lru_cache(maxsize=64)
def _making(sample: PacketSample, rendering: str, steps: tuple[DrawnStep, ...]) -> _PacketMaking:
    return _PacketMaking(sample, rendering, steps)


@cache
def _maker(*, proved: bool) -> Maker:
    from chaosdocs.making.witnesses import Witnesses
    from chaosdocs.recipe.model import Recipe

    recipe = Recipe.model_validate(
        {
            "name": "drawn",
            "source": {"world": "trade", "books": 1},
            "render": [{"as": "packet", "templates": ["letterhead"]}],
            "ask": {"task": "extract"},
        }
    )
    return Maker(recipe, Witnesses() if proved else None)
