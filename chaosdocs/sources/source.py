"""What a source is: a domain, and a pure function from place to record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaosdocs.sources.pools import LOCALES
from chaosdocs.truth.records import Domain, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the records of one domain come from.

    Attributes:
        domain: What the records have in common.
        make: Seed, index and locale to the record; a pure function at constant cost.
        locales: The locales that it makes records in.
        count: How many records there are, where they are given; None where there is no end.
    """

    domain: Domain
    make: Callable[[int, int, str], Record]
    locales: tuple[str, ...] = LOCALES
    count: int | None = None

    def record(self, seed: int, index: int, locale: str) -> Record:
        """Return the record at place `index`, from 0.

        The same arguments give the same record, whatever was asked before.

        Raises:
            IndexError: `index` is negative, or not below `count`.
            UserError: `locale` is none of `locales`.
        """
        if index < 0 or (self.count is not None and index >= self.count):
            raise IndexError(f"{self.domain.name} has no record {index}")
        return self.make(seed, index, locale)
