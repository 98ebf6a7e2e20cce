"""The records of a recipe: drawn from a domain, or the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import overload

from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.recipe.model import Recipe
from chaosdocs.sources.own.rules import RuleNote
from chaosdocs.truth.records import Record

_KEPT = 8
"""Records that are kept: the cases of one are mostly made one after the other."""


class Records(Sequence[Record]):
    """Records by index; those of a domain are made when asked for.

    Args:
        count: How many there are.
        make: Index to record, a pure function.
        left_out: What of the user's file is in no record, in words.
        kinds: The fields of the user's own records: name, kind, and why it is of this kind.
        rules: The rules of the user's own records: name, whether it is used, and why.
        long: Whether records beyond the last have a list that goes on over a page: they are there
            for operators that need one.
        digest: Digest of the user's own records and the kinds of their fields; empty for others,
            which follow from the recipe.
    """

    def __init__(
        self,
        count: int,
        make: Callable[[int], Record],
        left_out: tuple[str, ...] = (),
        kinds: tuple[tuple[str, str, str], ...] = (),
        rules: tuple[RuleNote, ...] = (),
        *,
        long: bool = False,
        digest: str = "",
    ) -> None:
        self._count = count
        self._make = lru_cache(maxsize=_KEPT)(make)
        self.left_out = left_out
        self.kinds = kinds
        self.rules = rules
        self.long = long
        self.digest = digest

    @staticmethod
    def of(recipe: Recipe) -> Records:
        """Return the records that `recipe` names."""
        source = recipe.source
        if source.world is not None:
            return Records(0, _of_a_world)
        if source.norms is not None:
            from chaosdocs.sources.norms.registry import record

            names = () if source.norms == "all" else source.norms

            def norm(index: int) -> Record:
                return record(recipe.seed, index, names, source.locales, source.policy)

            return Records(source.count, norm)
        if source.domain is not None:
            from chaosdocs.sources.registry import SOURCES

            made = SOURCES[source.domain]
            locales = source.locales

            def make(index: int) -> Record:
                locale = locales[index % len(locales)]
                if index >= source.count and made.long is not None:
                    return made.long(recipe.seed, index, locale)
                return made.record(recipe.seed, index, locale)

            return Records(source.count, make, long=made.long is not None)
        from chaosdocs.sources.own.source import records_of

        own = records_of(source, name=recipe.name)
        return Records(
            len(own),
            own.__getitem__,
            own.left_out,
            own.kinds,
            own.rules,
            digest=_digest(own.records, own.kinds),
        )

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        """Return the record with this index."""
        if isinstance(index, slice):
            return [self._make(i) for i in range(*index.indices(self._count))]
        if not 0 <= index < self._count * (2 if self.long else 1):
            raise IndexError(f"record {index} of {self._count}")
        return self._make(index)


def _of_a_world(index: int) -> Record:
    raise IndexError(f"a world has books, and no record {index} of its own")


def _digest(records: Sequence[Record], kinds: Sequence[tuple[str, str, str]]) -> str:
    facts = [
        sorted((str(ref), repr(value)) for ref, value in record.facts.items()) for record in records
    ]
    return sha256(canonical([facts, [each[:2] for each in kinds]]))
