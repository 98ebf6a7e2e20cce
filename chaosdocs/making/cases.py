"""The cases of a recipe, made and proved one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve


class Cases(Sequence[MadeCase | SkippedSlot]):
    """The cases of a recipe, each made when it is asked for.

    Args:
        recipe: The recipe.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._maker = Maker(resolve(recipe), Witnesses())

    def __reduce__(self) -> tuple[type[Cases], tuple[Recipe]]:
        """The recipe alone travels: every process makes its cases anew."""
        return Cases, (self._maker.recipe,)

    def __len__(self) -> int:
        return len(self._maker.slots)

    @overload
    def __getitem__(self, index: int) -> MadeCase | SkippedSlot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[MadeCase | SkippedSlot]: ...
    def __getitem__(
        self, index: int | slice
    ) -> MadeCase | SkippedSlot | Sequence[MadeCase | SkippedSlot]:
        """Return the case in this slot, made without the ones before it."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"case {index} of {len(self)}")
        return self._maker.make(index % len(self))
