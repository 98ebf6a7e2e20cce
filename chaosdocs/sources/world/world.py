"""What a world is: books by seed and place, each made without the ones before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.parties import Party
from chaosdocs.sources.pools import LOCALES
from chaosdocs.sources.world.events import Side, Story
from chaosdocs.truth.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One company, one month.

    Attributes:
        id: ``book-00017``.
        locale: Language and customs.
        company: Whose book it is.
        side: Whether its invoices are to customers or from suppliers.
        start: First day of the month.
        end: Last day of the month.
        currency: The currency of all amounts.
        digits: Digits of that currency after the point.
        size: How many matters there are.
        policy: By what its entries are matched.
        story: Place of a matter to its story, a pure function.
        charges: What the bank books by itself: type, day of the month, amount in minor units.
        opening: Balance of the account before the month, in minor units.
        chance: Purpose and place of a matter to a stream of chance of its own: what a view draws
            beside the stories.
    """

    id: str
    locale: str
    company: Party
    side: Side
    start: dt.date
    end: dt.date
    currency: str
    digits: int
    size: int
    policy: Policy
    story: Callable[[int], Story]
    charges: tuple[tuple[str, int, int], ...]
    opening: int
    chance: Callable[[str, int], SeededRng]

    def stories(self) -> list[Story]:
        """Return all matters."""
        return [self.story(at) for at in range(self.size)]

    @property
    def sign(self) -> int:
        """1 where its invoices bring money in, -1 where they cost money."""
        return 1 if self.side == "customers" else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Companies, and what happens between them.

    Attributes:
        book: Seed, index, locale and number of matters to a book; a pure function.
        least: Fewest matters of a book.
        most: Most matters of a book.
        usual: Fewest and most matters where a recipe does not say how many.
        locales: The locales that it has companies in.
    """

    book: Callable[[int, int, str, int | None], Book]
    least: int = 6
    most: int = 60
    usual: tuple[int, int] = (24, 60)
    locales: tuple[str, ...] = LOCALES
