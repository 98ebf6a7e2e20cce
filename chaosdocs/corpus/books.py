"""The books of a recipe's world, by index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import overload

from chaosdocs.recipe.model import Recipe
from chaosdocs.sources.world.world import Book

_KEPT = 8
"""Books that are kept: the cases of one are mostly made one after the other."""


class Books(Sequence[Book]):
    """Books by index, made when asked for.

    Args:
        count: How many there are.
        make: Index to book, a pure function.
    """

    def __init__(self, count: int, make: Callable[[int], Book]) -> None:
        self._count = count
        self._make = lru_cache(maxsize=_KEPT)(make)

    @staticmethod
    def of(recipe: Recipe) -> Books | None:
        """Return the books of a recipe's world, or None where its records are of no world."""
        source = recipe.source
        if source.world is None:
            return None
        from chaosdocs.sources.world.registry import WORLDS

        world, locales = WORLDS[source.world], source.locales
        return Books(
            source.count,
            lambda i: world.book(recipe.seed, i, locales[i % len(locales)], source.matters),
        )

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Book: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Book]: ...
    def __getitem__(self, index: int | slice) -> Book | Sequence[Book]:
        """Return the book with this index."""
        if isinstance(index, slice):
            return [self._make(i) for i in range(*index.indices(self._count))]
        if not 0 <= index < self._count:
            raise IndexError(f"book {index} of {self._count}")
        return self._make(index)
