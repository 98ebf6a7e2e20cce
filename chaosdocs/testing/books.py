"""The books that drawn sets and packets are made from."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chaosdocs.sources.world.registry import WORLDS
from chaosdocs.sources.world.world import Book

SIZE: Final = 24
"""Matters of a drawn book; most of them are left out when a failure shrinks."""


@lru_cache(maxsize=64)
def drawn_book(world: str, index: int, locale: str) -> Book:
    """Return a book of a world under seed 0."""
    return WORLDS[world].book(0, index, locale, SIZE)
